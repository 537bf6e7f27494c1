"""Which citations mean the same legal or Party document.

Party committees start again at 01 every term and every committee has its own series, so a number alone names
nothing: two citations mean one document if number (with type and issuer in it) and the issuer's place agree and the
dates do not conflict. A citation without a date goes to the document that was the latest when the article appeared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from pipeline.model import row_id
from pipeline.store.groups import commonest, insert_all, replace_resolved, temporary
from pipeline.store.placetree import PlaceTree
from pipeline.text.fold import fold

if TYPE_CHECKING:
    from sqlite_utils import Database

_LEADING_ZEROS = re.compile(r"^0+(?=\d)")


def citation_key(type_: str | None, number: str | None, subject: str | None, as_written: str) -> str:
    """What citations of one document have in common besides date and place.

    >>> citation_key("Nghị quyết", "02-NQ/TU", None, "số 02 -NQ/TU"), citation_key("Nghị quyết", "2", None, "2")
    ('2-NQ/TU', 'nghị quyết 2')
    >>> citation_key("Luật", None, "Đất đai", "Luật Đất đai năm 2013")
    'luật: đất đai'
    """
    kind = _plain_form(type_ or "")
    if not number:
        return f"{kind}: {_plain_form(subject or as_written)}"
    bare = _LEADING_ZEROS.sub("", "".join(fold(number).upper().split()))
    return f"{kind} {bare}" if bare.isdigit() else bare


class _Mention(NamedTuple):
    """A row of citations."""

    key: str
    rowid: int
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

    @property
    def date(self) -> str:
        """ISO day, else the year, else ""."""
        return self.issued_on or (str(self.issued_year) if self.issued_year else "")


def resolve_documents(db: Database) -> None:
    """Fill `legal_documents` and point `citations.legal_document_id` to it. Inside the caller's transaction."""
    tree = PlaceTree(db)
    columns = ("id", "number", "type", "type_code", "issuer_code", "issuer", "issued_on", "subject", "place_id")
    temporary(db, "fresh_documents", columns)
    temporary(db, "links_citations", ("number INTEGER PRIMARY KEY", "target"))
    for key, group in groupby(_mentions(db), key=itemgetter(0)):
        for scope, mentions in _by_place(tree, list(group)).items():
            for date, same in _by_date(mentions).items():
                identity = row_id("legal_documents", key, scope, date)
                insert_all(db, "fresh_documents", [(identity, *_described(tree, same, date))])
                insert_all(db, "links_citations", [(mention.rowid, identity) for mention in same])
    replace_resolved(db, "legal_documents", "fresh_documents", [("citations", "links_citations")])


def _mentions(db: Database) -> Iterator[_Mention]:
    db.conn.create_function("citation_key", 4, citation_key, deterministic=True)
    rows = db.conn.execute(
        """SELECT citation_key(c.type, c.number, c.subject, c.as_written) AS key, c.rowid, c.number, c.type,
            c.type_code, c.issuer_code, c.issuer, c.issued_on, c.issued_year, c.subject, c.place_id, d.place_id,
            d.published_on
        FROM citations c JOIN documents d ON d.id = c.document_id
        WHERE c.review IS NOT 'rejected' ORDER BY key, c.id"""
    )
    return (_Mention(*row) for row in rows)


def _by_place(tree: PlaceTree, mentions: list[_Mention]) -> dict[str, list[_Mention]]:
    """Mentions by the issuer's place. A bare number without issuer counts as one of the article's own place."""
    groups: dict[str, list[_Mention]] = {}
    for mention in mentions:
        bare = mention.number is not None and mention.number.isdigit()
        place = mention.place or (mention.home if bare else None)
        groups.setdefault(tree.lasting(place) if place else "", []).append(mention)
    if "" in groups and len(groups) == 2:
        unplaced = groups.pop("")
        (placed,) = groups.values()
        placed.extend(unplaced)
    return groups


def _by_date(mentions: list[_Mention]) -> dict[str, list[_Mention]]:
    """Mentions by date of issue: a year joins the day that lies in it, no date joins the latest before the article."""
    days = {mention.issued_on for mention in mentions if mention.issued_on}
    named = sorted(days | {m.date for m in mentions if m.date and not any(day.startswith(m.date) for day in days)})
    groups: dict[str, list[_Mention]] = {}
    for mention in mentions:
        fitting = [date for date in named if date.startswith(mention.date)]
        earlier = [date for date in fitting if not mention.published_on or date <= mention.published_on]
        chosen = (earlier or fitting[:1] or [mention.date])[-1]
        groups.setdefault(chosen, []).append(mention)
    return groups


def _described(tree: PlaceTree, mentions: list[_Mention], date: str) -> tuple[str | None, ...]:
    place = commonest(tree.lasting(mention.place) for mention in mentions if mention.place)
    return (
        commonest(mention.number for mention in mentions),
        commonest(mention.type for mention in mentions),
        commonest(mention.type_code for mention in mentions),
        commonest(mention.issuer_code for mention in mentions),
        commonest(mention.issuer for mention in mentions),
        date if len(date) == len("2024-07-05") else None,
        commonest(mention.subject for mention in mentions),
        place,
    )


def _plain_form(text: str) -> str:
    return " ".join(fold(text).lower().split())
