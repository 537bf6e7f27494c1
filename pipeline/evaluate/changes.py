"""What differs between two readings of one text: rows gained, lost and changed, and checks that fail now or no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.kinds import BY_NAME
from pipeline.store.rows import Row

Kind = Literal["gained", "lost", "changed"]

TABLES = ("facts", "citations", "positions", "events", "event_roles")
CONTEXT = 60  # characters shown on each side of the evidence
_IDENTITY = frozenset({"id", "document_id", "spans", "review"})
_RESOLVED = frozenset({"person_id", "legal_document_id", "event_id", "sentence_id"})  # across rows or articles
_LINKS = frozenset({"parent_id", "repeats_id"})  # shown as the span of the row they lead to
_PLACE = frozenset({"start", "end", "rule_id"})
_NAMING: Mapping[str, tuple[str, ...]] = {"positions": ("position",), "event_roles": ("name", "role")}


@dataclass(frozen=True, slots=True)
class Found:
    """A row by what it says, without ids."""

    table: str
    start: int
    end: int
    rule_id: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that is new, gone or other. `fields`: what changed. The context is that of the newer row, if any."""

    kind: Kind
    table: str
    source: str
    rule_id: str
    before: str
    evidence: str
    after: str
    fields: Mapping[str, tuple[object, object]]
    values: Mapping[str, object]


def found_rows(children: Mapping[str, Sequence[Row]]) -> tuple[Found, ...]:
    """The rows of a document (table → rows in the order of the columns) by table and place."""
    found: list[Found] = []
    for table in TABLES:
        columns = BY_NAME[table].column_names
        rows = [dict(zip(columns, row, strict=True)) for row in children.get(table, ())]
        spans = {row["id"]: f"{row['start']}-{row['end']}" for row in rows}
        for row in rows:
            values = {
                name: spans.get(value) if name in _LINKS else value
                for name, value in row.items()
                if value is not None and name not in _IDENTITY | _RESOLVED | _PLACE
            }
            start, end = row["start"], row["end"]
            assert isinstance(start, int) and isinstance(end, int)
            found.append(Found(table, start, end, str(row["rule_id"]), values))
    return tuple(sorted(found, key=_order))


def differences(source: str, text: str, old: Iterable[Found], new: Iterable[Found]) -> Iterator[Difference]:
    """The differences between two readings of `text`. Rows are paired by place, then by overlap."""
    before, after = _apart(old, new)
    for one, other in _paired(before, after):
        row = other or one
        assert row is not None
        fields = _fields(one, other) if one and other else {}
        kind: Kind = "changed" if one and other else "gained" if other else "lost"
        yield Difference(
            kind, row.table, source, row.rule_id, text[max(0, row.start - CONTEXT) : row.start],
            text[row.start : row.end], text[row.end : row.end + CONTEXT], fields, row.values,
        )  # fmt: skip


def _apart(old: Iterable[Found], new: Iterable[Found]) -> tuple[list[Found], list[Found]]:
    """The rows that the other side has not got just so."""
    left: dict[tuple[object, ...], list[Found]] = {}
    for row in old:
        left.setdefault(_content(row), []).append(row)
    after = []
    for row in new:
        same = left.get(_content(row))
        if same:
            same.pop()
        else:
            after.append(row)
    return sorted((row for rows in left.values() for row in rows), key=_order), after


def _paired(before: Sequence[Found], after: Sequence[Found]) -> Iterator[tuple[Found | None, Found | None]]:
    waiting = list(before)
    for row in after:
        partner = next((one for one in waiting if _same_place(one, row)), None)
        partner = partner or next((one for one in waiting if _overlap(one, row)), None)
        if partner is not None:
            waiting.remove(partner)
        yield partner, row
    for row in waiting:
        yield row, None


def _same_place(one: Found, other: Found) -> bool:
    naming = _NAMING.get(one.table, ())
    named = all(one.values.get(name) == other.values.get(name) for name in naming)
    return named and (one.table, one.start, one.end) == (other.table, other.start, other.end)


def _overlap(one: Found, other: Found) -> bool:
    return one.table == other.table and one.start < other.end and other.start < one.end


def _fields(one: Found, other: Found) -> dict[str, tuple[object, object]]:
    changed = {
        name: (one.values.get(name), other.values.get(name))
        for name in sorted({*one.values, *other.values})
        if one.values.get(name) != other.values.get(name)
    }
    if (one.start, one.end) != (other.start, other.end):
        changed["evidence"] = (f"{one.start}-{one.end}", f"{other.start}-{other.end}")
    if one.rule_id != other.rule_id:
        changed["rule_id"] = (one.rule_id, other.rule_id)
    return changed


def _content(row: Found) -> tuple[object, ...]:
    return row.table, row.start, row.end, row.rule_id, tuple(sorted(row.values.items()))


def _order(row: Found) -> tuple[object, ...]:
    return TABLES.index(row.table), row.start, row.end, row.rule_id, str(sorted(row.values.items()))


def failing(children: Mapping[str, Sequence[Row]]) -> frozenset[str]:
    """What the arithmetic ledger finds wrong, in its words."""
    columns = BY_NAME["checks"].column_names
    rows = (dict(zip(columns, row, strict=True)) for row in children.get("checks", ()))
    return frozenset(str(row["explanation"]) for row in rows if row["outcome"] == "fails")
