"""From what a reviewer says about a row of a fact database to the review that is kept of it."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.kinds import BY_NAME
from pipeline.model import SpanPair
from pipeline.store.amend import added_id
from pipeline.store.reviewable import (
    REVIEWED,
    as_text,
    content,
    content_columns,
    content_key,
    occurrence,
    place_key,
    typed_by_hand,
)
from pipeline.store.reviews import Review, Seen, Verdict
from pipeline.store.rows import CHILDREN, Value

if TYPE_CHECKING:
    import sqlite3

_COMMON = "other.other"  # the indicator of what no indicator fits, where the rules have it
_SHORTEST = 4  # hex digits of a row id


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who says something, and when: an ISO time, UTC."""

    name: str
    at: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A row that is to be judged. `values` are as stored, `seen` as the rules made them."""

    table: str
    id: str
    document_id: str
    values: Mapping[str, Value]
    seen: Seen

    def review(self, by: Reviewer, verdict: Verdict, *, note: str | None = None) -> Review:
        """A review of the whole row."""
        place = place_key(self.document_id, self.table, self.seen.evidence, self.seen.occurrence)
        return Review(
            reviewed_at=by.at,
            reviewer=by.name,
            table_name=self.table,
            row_id=self.id,
            document_id=self.document_id,
            place_key=place,
            content_key=content_key(self.table, self.seen.values),
            verdict=verdict,
            seen=self.seen,
            note=note or None,
        )


@dataclass(frozen=True, slots=True)
class Missed:
    """A row that no rule found: at a span, or on words that stand once in the article, with values as written."""

    table: str
    where: SpanPair | str
    given: Mapping[str, str]


def find_row(connection: sqlite3.Connection, prefix: str) -> Judged:
    """The row whose id begins with `prefix`. Raises UsageError if there is none, or more than one."""
    wanted = prefix.strip().lower()
    if len(wanted) < _SHORTEST or wanted.strip("0123456789abcdef"):
        raise UsageError(
            f"{prefix!r} is no row id", remedy=f"give the id of a row, or at least its first {_SHORTEST} hex digits"
        )
    found = [
        (table, identity)
        for table in REVIEWED
        for (identity,) in connection.execute(
            f"SELECT id FROM {table} WHERE id >= ? AND id < ? ORDER BY id LIMIT 3", (wanted, wanted + "g")
        )
    ]
    if not found:
        remedy = "see the ids in a table or on the article's page: hoinghi serve; after a run they may have changed"
        raise UsageError(f"no row of {', '.join(REVIEWED)} has an id that begins with {prefix}", remedy=remedy)
    if len(found) > 1:
        several = ", ".join(f"{identity} ({table})" for table, identity in found[:6])
        raise UsageError(f"several rows begin with {prefix}: {several}", remedy="give more digits")
    return _read(connection, *found[0])


def judge(
    connection: sqlite3.Connection, prefix: str, verdict: Verdict, by: Reviewer, *, note: str | None = None
) -> Review:
    """Accept or reject a row. Raises UsageError if there is no such row."""
    return find_row(connection, prefix).review(by, verdict, note=note)


def correct(
    connection: sqlite3.Connection,
    prefix: str,
    field: str,
    written: str | None,
    by: Reviewer,
    *,
    note: str | None = None,
) -> Review:
    """Say what a column of a row should be; None or "" for nothing.

    Raises UsageError for a column that cannot be corrected, a value it does not take, or the one it has already.
    """
    row = find_row(connection, prefix)
    value = _value(connection, row.table, field, written)
    if as_text(row.values[field]) == as_text(value):
        raise UsageError(f"{field} is {as_text(value)} already", where=row.id, remedy="accept the row if it is right")
    return replace(
        row.review(by, "correct", note=note),
        field=field,
        old_value=as_text(row.seen.values.get(field)),
        new_value=as_text(value),
    )


def add(
    connection: sqlite3.Connection, document_id: str, missed: Missed, by: Reviewer, *, note: str | None = None
) -> Review:
    """A row that the rules missed in an article.

    Raises UsageError for an article or words that are not there, a copy, or values that the table does not take.
    """
    table = missed.table
    text = _text(connection, document_id)
    start, end = _evidence(document_id, text, missed.where)
    evidence = Seen(text[start:end], occurrence(text, start, end), {})
    if not missed.given:
        raise UsageError("the new row has no values", remedy=f"give --set for some of {_names(table)}")
    values: dict[str, Value] = {
        name: _value(connection, table, name, written) for name, written in missed.given.items()
    }
    set_values = {name: value for name, value in values.items() if value is not None}
    seen = replace(evidence, values=content(table, _completed(connection, table, values, evidence.evidence)))
    drafted = Judged(table, "", document_id, values, seen).review(by, "add", note=note)
    return replace(drafted, row_id=added_id(drafted), new_value=json.dumps(set_values, ensure_ascii=False))


def undo(reviews: Iterable[Review], number: int, by: Reviewer, *, note: str | None = None) -> Review:
    """Take review `number` back. Raises UsageError if it is not there, taken back already, or takes another back."""
    given = list(reviews)
    found = next((review for review in given if review.id == number), None)
    if found is None:
        raise UsageError(f"there is no review {number}", remedy="hoinghi review list shows their numbers")
    if found.undoes is not None:
        remedy = "give the verdict again if it should count after all"
        raise UsageError(f"review {number} takes review {found.undoes} back", remedy=remedy)
    if earlier := next((review for review in given if review.undoes == number), None):
        raise UsageError(f"review {number} was taken back by review {earlier.id}", remedy="there is nothing to do")
    return replace(found, id=0, undoes=number, reviewed_at=by.at, reviewer=by.name, note=note or None)


def _read(connection: sqlite3.Connection, table: str, identity: str) -> Judged:
    names = BY_NAME[table].column_names
    columns = ", ".join(f't."{name}"' for name in names)
    row = connection.execute(
        f"""SELECT {columns}, d.text, (
            SELECT original FROM _replays p
            WHERE p.document_id = t.document_id AND p.row_id = t.id AND p.state = 'applied' LIMIT 1)
        FROM {table} t JOIN documents d ON d.id = t.document_id WHERE t.id = ?""",
        (identity,),
    ).fetchone()
    values: dict[str, Value] = dict(zip(names, row, strict=False))
    text, original = row[-2:]
    start, end = int(values["start"] or 0), int(values["end"] or 0)
    extracted = json.loads(original) if original else content(table, values)
    seen = Seen(text[start:end], occurrence(text, start, end), extracted)
    return Judged(table, identity, str(values["document_id"]), values, seen)


def _names(table: str) -> str:
    return ", ".join(content_columns(table))


def _value(connection: sqlite3.Connection, table: str, field: str, written: str | None) -> Value:
    column = content_columns(table).get(field)
    if column is None:
        near = difflib.get_close_matches(field, content_columns(table), n=1)
        remedy = f"perhaps {near[0]}" if near else f"choose one of {_names(table)}"
        raise UsageError(f"{table} has no field {field} that can be corrected", remedy=remedy)
    try:
        value = typed_by_hand(column, written)
    except ValueError as error:
        what, _, remedy = str(error).partition("; ")
        raise UsageError(what, where=table, remedy=remedy or None) from error
    if table == "facts" and field == "indicator":
        codes = [code for (code,) in connection.execute("SELECT code FROM indicators ORDER BY code")]
        if value not in codes:
            near = difflib.get_close_matches(str(value), codes, n=3, cutoff=0.4)
            remedy = f"perhaps {', '.join(near)}" if near else "the table indicators lists the codes"
            raise UsageError(f"there is no indicator {value}", where=table, remedy=remedy)
    return value


def _text(connection: sqlite3.Connection, document_id: str) -> str:
    row = connection.execute("SELECT text, duplicate_of FROM documents WHERE id = ?", (document_id,)).fetchone()
    if row is None:
        raise UsageError(f"there is no article {document_id}", remedy="the table documents lists the ids")
    text, original = row
    if original:
        raise UsageError(f"article {document_id} is a copy of {original}", remedy=f"add the row to {original}")
    return str(text)


def _evidence(document_id: str, text: str, span: SpanPair | str) -> SpanPair:
    if isinstance(span, str):
        count = text.count(span) if span else 0
        if count != 1:
            what = f"{span!r} stands {count} times in the article" if count else f"{span!r} is not in the article"
            remedy = "give --span START:END" if count else "give the words exactly as documents.text has them"
            raise UsageError(what, where=document_id, remedy=remedy)
        return text.index(span), text.index(span) + len(span)
    start, end = span
    if not 0 <= start < end <= len(text):
        what = f"the span {start}:{end} is not in the text, which has {len(text)} characters"
        raise UsageError(what, where=document_id, remedy="count from 0, the end not included")
    return start, end


def _completed(
    connection: sqlite3.Connection, table: str, given: Mapping[str, Value], evidence: str
) -> dict[str, Value]:
    """`given` with what follows: defaults of the row class, the post of title and body, the words of a citation."""
    values = {item.name: item.default for item in fields(CHILDREN[table]) if item.default is not MISSING}
    if table == "facts" and connection.execute("SELECT 1 FROM indicators WHERE code = ?", (_COMMON,)).fetchone():
        values["indicator"] = _COMMON
    if table == "citations":
        values["as_written"] = evidence
    if table == "positions":
        values["position"] = " ".join(str(given[name]) for name in ("title", "organisation") if given.get(name)) or None
    values |= given
    missing = [name for name, column in content_columns(table).items() if column.required and values.get(name) is None]
    if missing:
        raise UsageError(f"the new row needs {', '.join(missing)}", where=table, remedy=f"add --set {missing[0]}=…")
    return values
