"""What a reviewer can judge: which columns of a row are its content, where it stands, and how values are written.

A row is known again by two keys. Its place is its evidence, as the n-th occurrence of those words in the article: it
stays the same when text is moved, and depends on no rule. Its content is what the rules read there.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

from pipeline.columns import Column
from pipeline.kinds import BY_NAME
from pipeline.model import row_id
from pipeline.store.rows import Value

REVIEWED = ("events", "positions", "event_roles", "citations", "facts")
"""Tables whose rows can be judged."""

_MACHINERY = frozenset({"id", "start", "end", "spans", "rule_id", "review", "indicator_rule"})
_RESOLVED = ("_id", "_basis")  # endings of columns that other parts of hoinghi fill
_DAYS = frozenset({"held_on", "held_until", "issued_on", "period_start", "period_end"})
_SLOTS = MappingProxyType(
    {
        "period_start": "period",
        "period_end": "period",
        "period_text": "period",
        "issued_on": "date",
        "issued_year": "date",
        "role": "verb",
    }
)
_NUMBER = re.compile(r"-?\d+(?:[.,](?P<decimals>\d+))?")
_LARGEST = 2**63


@cache
def content_columns(table: str) -> Mapping[str, Column]:
    """Name → column of what a reviewer may judge and correct in a table of REVIEWED."""
    return MappingProxyType(
        {
            column.name: column
            for column in BY_NAME[table].columns
            if column.name not in _MACHINERY and not column.name.endswith(_RESOLVED)
        }
    )


def content(table: str, values: Mapping[str, Value]) -> dict[str, Value]:
    """The content of a row: what is not null, numbers as SQLite gives them back."""
    found: dict[str, Value] = {}
    for name, column in content_columns(table).items():
        value = values.get(name)
        if value is not None:
            found[name] = float(value) if column.type == "REAL" else value
    return found


def content_key(table: str, values: Mapping[str, Value]) -> str:
    """Equal for rows of equal content."""
    return row_id("content", table, json.dumps(content(table, values), ensure_ascii=False, sort_keys=True))


def place_key(document_id: str, table: str, evidence: str, occurrence: int) -> str:
    """Equal for rows of one table that stand on the same words of an article."""
    return row_id("place", document_id, table, evidence, occurrence)


def occurrence(text: str, start: int, end: int) -> int:
    """How often the words of `text[start:end]` stand in `text` before `start`.

    >>> occurrence("34 đơn, rồi 34 đơn", 12, 18)
    1
    """
    evidence = text[start:end]
    count, at = 0, text.find(evidence)
    while -1 < at < start:
        count, at = count + 1, text.find(evidence, at + 1)
    return count


def locate(text: str, evidence: str, number: int) -> int | None:
    """Where occurrence `number` of `evidence` begins; None if there are not so many."""
    at = text.find(evidence) if evidence else -1
    while at >= 0 and number > 0:
        number, at = number - 1, text.find(evidence, at + 1)
    return at if at >= 0 else None


def slot(field: str) -> str:
    """The name under which `spans` keeps the evidence of a column."""
    return _SLOTS.get(field, field)


def as_text(value: Value) -> str | None:
    """A value as reviews.db keeps it.

    >>> as_text(34.0), as_text(0.5), as_text(None)
    ('34', '0.5', None)
    """
    if value is None:
        return None
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _LARGEST else repr(value)
    return str(value)


def typed(column: Column, written: str | None) -> Value:
    """The value of a column that `written` means. Raises ValueError, which says what would do."""
    text = unicodedata.normalize("NFC", written or "").strip()
    if not text:
        if column.required:
            raise ValueError(f"{column.name} cannot be empty; write its {column.meaning}")
        return None
    if column.type != "TEXT":
        return _number(column, text)
    if column.choices and text not in column.choices:
        raise ValueError(f"{column.name} cannot be {text!r}; choose one of {', '.join(column.choices)}")
    if column.name in _DAYS:
        _check_day(column.name, text)
    return text


def in_words(values: Mapping[str, Value]) -> str:
    """Content for people: `value 34, unit đơn`."""
    return ", ".join(f"{name} {as_text(value)}" for name, value in values.items())


def _number(column: Column, text: str) -> int | float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(f"{column.name} cannot be {text!r}; write a number such as 1284 or 85.1")
    if column.type == "REAL":
        return value
    if not value.is_integer() or abs(value) >= _LARGEST:
        raise ValueError(f"{column.name} cannot be {text!r}; write a whole number")
    return int(value)


def typed_by_hand(column: Column, written: str | None) -> Value:
    """Like `typed`, for what a person typed: a number that could mean two things is refused.

    >>> from pipeline.kinds import BY_NAME
    >>> typed_by_hand(content_columns("facts")["value"], "85,1")
    85.1
    """
    text = (written or "").strip()
    if text and column.type != "TEXT":
        found = _NUMBER.fullmatch(text)
        if not found:
            raise ValueError(f"{column.name} cannot be {text!r}; write a number such as 1284 or 85.1")
        if len(found["decimals"] or "") == 3:
            whole = text.replace(".", "").replace(",", "")
            raise ValueError(f"{text!r} can be read in two ways; write {whole} for the thousands, or {text}0")
    return typed(column, text)


def _check_day(name: str, text: str) -> None:
    try:
        day = date.fromisoformat(text).isoformat()
    except ValueError:
        day = ""
    if day != text:
        raise ValueError(f"{name} cannot be {text!r}; write a day of the calendar as 2024-07-05")
