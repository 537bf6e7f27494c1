"""Which citations mean the same legal or Party document.

Party committees start again at 01 every term and every committee has its own series, so a number alone names
nothing: two citations mean one document if number (with type and issuer in it) and the issuer's place agree and the
dates do not conflict. A citation without a date goes to the document that was the latest when the article appeared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from pipeline.model import row_id
from pipeline.store.groups import commonest, insert_all, replace_resolved, temporary
from pipeline.store.legal_dates import date_checks, one_document, year_in
from pipeline.store.legal_short import Known, Register, Short, plain
from pipeline.store.placetree import PlaceTree
from pipeline.text.fold import fold

if TYPE_CHECKING:
    from sqlite_utils import Database

_LETTER = re.compile(r"[^\d/]")
_LEADING_ZEROS = re.compile(r"^0+(?=\d)")


def citation_key(type_: str | None, number: str | None, subject: str | None, as_written: str) -> str:
    """What citations of one document have in common besides date and place.

    >>> citation_key("Nghị quyết", "02-NQ/TU", None, "số 02 -NQ/TU"), citation_key("Nghị quyết", "2", None, "2")
    ('2-NQ/TU', 'nghị quyết 2')
    >>> citation_key("Luật", None, "Đất đai", "Luật Đất đai năm 2013")
    'luật: đất đai'
    """
    kind = plain(type_ or "")
    if not number:
        return f"{kind}: {plain(subject or as_written)}"
    bare = _LEADING_ZEROS.sub("", "".join(fold(number).upper().split()))
    return bare if _LETTER.search(bare) else f"{kind} {bare}"


class _Mention(NamedTuple):
    """A row of citations."""

    key: str
    rowid: int
    id: str
    document: str
    number: str | None
    type: str | None
    type_code: str | None
    issuer_code: str | None
    issuer: str | None
    issued_on: str | None
    issued_year: int | None
    subject: str | None
    place: str | None
    home: str | None
    published_on: str | None
    by_code: str | None
    relation: str | None

    @property
    def date(self) -> str:
        """ISO day, else the year, else ""."""
        return self.issued_on or (str(self.issued_year) if self.issued_year else "")

    @property
    def short(self) -> Short:
        """What is known of a mention without a whole number."""
        return Short(
            self.type,
            self.number,
            self.subject,
            self.issuer,
            self.date,
            self.place,
            self.home,
            self.published_on,
            self.issuer_code,
            self.relation == "amends",
        )

    @property
    def bare(self) -> bool:
        """Whether its number has no code."""
        return self.number is not None and self.number.isdigit()

    def scope(self, tree: PlaceTree) -> str:
        """Within what its number counts, "" if that is not known: the issuer's place; for a bare number also the
        issuer, else the article's own place."""
        place = self.place
        if place is None and self.bare:
            issuer = self.issuer_code or (plain(self.issuer) if self.issuer else None)
            if issuer:
                return f"issuer {issuer}"
            place = self.home
        return tree.lasting(place) if place else ""


def resolve_documents(db: Database, tree: PlaceTree) -> None:
    """Fill `legal_documents` and point `citations.legal_document_id` to it; write the checks of dates. Inside the
    caller's transaction.

    Documents cited by a whole number come first; short mentions and names that mean one of them join it, and what is
    left of these makes documents of its own.
    """
    columns = (
        "id",
        "number",
        "type",
        "type_code",
        "issuer_code",
        "issuer",
        "issued_on",
        "issued_year",
        "subject",
        "place_id",
    )
    temporary(db, "fresh_documents", columns)
    temporary(db, "links_citations", ("number INTEGER PRIMARY KEY", "target"))
    register = Register(tree)
    for known in _enter(db, tree, _mentions(db, whole=True)):
        register.add(known)
    rest: list[_Mention] = []
    for mention in _mentions(db, whole=False):
        target = register.meant(mention.short)
        if target is None:
            rest.append(mention)
        else:
            insert_all(db, "links_citations", [(mention.rowid, target)])
    list(_enter(db, tree, rest))
    replace_resolved(db, "legal_documents", "fresh_documents", [("citations", "links_citations")])
    _check_dates(db)


def _enter(db: Database, tree: PlaceTree, mentions: Iterable[_Mention]) -> Iterator[Known]:
    """Make documents of mentions, sorted by key."""
    for key, group in groupby(mentions, key=itemgetter(0)):
        for scope, placed in _by_place(tree, list(group)).items():
            for date, same in _by_date(placed).items():
                identity = row_id("legal_documents", key, scope, date)
                known = _known(identity, key, scope, date, same)
                insert_all(db, "fresh_documents", [_described(tree, known, same)])
                insert_all(db, "links_citations", [(mention.rowid, identity) for mention in same])
                yield known


def _known(identity: str, key: str, scope: str, date: str, mentions: list[_Mention]) -> Known:
    return Known(
        identity,
        commonest(mention.number for mention in mentions),
        key,
        scope,
        date,
        frozenset(plain(mention.issuer) for mention in mentions if mention.issuer),
        commonest(mention.issuer_code for mention in mentions),
        commonest(mention.type for mention in mentions),
        commonest(mention.subject for mention in mentions),
    )


def _mentions(db: Database, *, whole: bool) -> Iterator[_Mention]:
    """Citations by key: those with a number of more than digits, or the rest."""
    db.conn.create_function("citation_key", 4, citation_key, deterministic=True)
    rows = db.conn.execute(
        f"""SELECT citation_key(c.type, c.number, c.subject, c.as_written) AS key, c.rowid, c.id, c.document_id,
            c.number, c.type, c.type_code, c.issuer_code, c.issuer, c.issued_on, c.issued_year, c.subject, c.place_id,
            d.place_id, d.published_on, c.issuer_by_code, c.relation
        FROM citations c JOIN documents d ON d.id = c.document_id
        WHERE {"" if whole else "NOT"} (c.number IS NOT NULL AND c.number GLOB '*[^0-9/]*')
            AND c.review IS NOT 'rejected' ORDER BY key, c.id"""
    )
    return (_Mention(*row) for row in rows)


def _check_dates(db: Database) -> None:
    rows = db.conn.execute(
        """SELECT c.id, c.document_id, c.number, c.issued_on, l.issued_on, d.published_on
        FROM citations c JOIN documents d ON d.id = c.document_id
        LEFT JOIN legal_documents l ON l.id = c.legal_document_id
        WHERE c.issued_on IS NOT NULL AND c.review IS NOT 'rejected' ORDER BY c.id"""
    ).fetchall()
    insert_all(db, "checks", date_checks(rows))


def _by_place(tree: PlaceTree, mentions: list[_Mention]) -> dict[str, list[_Mention]]:
    """Mentions by what their numbers count within. Of one place alone are those that name none, but for bare numbers,
    which any body may have given."""
    groups: dict[str, list[_Mention]] = {}
    for mention in mentions:
        groups.setdefault(mention.scope(tree), []).append(mention)
    if "" in groups and len(groups) == 2 and not mentions[0].bare:
        unplaced = groups.pop("")
        (placed,) = groups.values()
        placed.extend(unplaced)
    return groups


def _by_date(mentions: list[_Mention]) -> dict[str, list[_Mention]]:
    """Mentions by date of issue: a year joins the day that lies in it, no date joins the latest before the article, a
    slip joins what it is a slip of."""
    right = one_document(mentions[0].number, [mention.issued_on for mention in mentions])
    days = set(right.values())
    named = sorted(
        days | {m.date for m in mentions if m.date not in right and not any(d.startswith(m.date) for d in days)}
    )
    groups: dict[str, list[_Mention]] = {}
    for mention in mentions:
        given = right.get(mention.date, mention.date)
        fitting = [date for date in named if date.startswith(given)]
        earlier = [date for date in fitting if not mention.published_on or date <= mention.published_on]
        chosen = (earlier or fitting[:1] or [given])[-1]
        groups.setdefault(chosen, []).append(mention)
    return groups


def _described(tree: PlaceTree, known: Known, mentions: list[_Mention]) -> tuple[str | int | None, ...]:
    year = known.date[:4] or year_in(known.number)
    return (
        known.id,
        known.number,
        known.type,
        commonest(mention.type_code for mention in mentions),
        known.issuer_code,
        commonest(mention.issuer for mention in mentions) or commonest(mention.by_code for mention in mentions),
        known.date if len(known.date) == len("2024-07-05") else None,
        int(year) if year else None,
        known.subject,
        commonest(tree.lasting(mention.place) for mention in mentions if mention.place),
    )
