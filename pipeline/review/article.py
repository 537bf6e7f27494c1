"""One article as a page: its text with every fact, official, document and event marked, and what each mark says."""

from __future__ import annotations

import html
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

MARKED = {
    "events": ("sự kiện", ("kind", "held_on", "session", "place", "organiser")),
    "positions": ("cán bộ", ("name", "rank", "position", "tenure")),
    "citations": ("văn bản", ("number", "type", "issued_on", "issuer", "subject", "relation")),
    "facts": ("số liệu", ("indicator", "item", "value", "unit", "per", "qualifier", "denominator", "percent", "status",
                          "period_start", "period_end")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """A row on the page: where it stands and what it says."""

    table: str
    start: int
    end: int
    rule_id: str
    row_id: str
    values: tuple[tuple[str, str], ...]


def marks(connection: sqlite3.Connection, document_id: str) -> tuple[Mark, ...]:
    """All marks of an article by place; rows that a reviewer rejected are left out."""
    found = []
    for table, (_, columns) in MARKED.items():
        names = ", ".join(f'"{column}"' for column in columns)
        rows = connection.execute(
            f'SELECT id, start, "end", rule_id, spans, {names} FROM {table} '
            "WHERE document_id = ? AND coalesce(review, '') <> 'rejected'",
            [document_id],
        )
        for row_id, start, end, rule_id, spans, *values in rows:
            says = tuple((c, shown(v)) for c, v in zip(columns, values, strict=True) if v is not None)
            if table == "events":
                start, end = json.loads(spans).get("name", (start, end))
            found.append(Mark(table, start, end, rule_id, row_id, says))
    return tuple(sorted(found, key=lambda mark: (mark.start, -mark.end, mark.table, mark.row_id)))


def highlighted(text: str, found: tuple[Mark, ...]) -> str:
    """The text as HTML, escaped, with a `<mark>` for each row; rows on one span share a mark, a row inside another is
    nested, and a row that would cross a mark is left to the list below the text."""
    pieces: list[str] = []
    position = 0
    for piece in _nested(text, found):
        pieces.append(html.escape(text[position : piece[0]]))
        pieces.append(piece[1])
        position = piece[0]
    pieces.append(html.escape(text[position:]))
    return "".join(pieces)


def _nested(text: str, found: tuple[Mark, ...]) -> Iterator[tuple[int, str]]:
    open_ends: list[int] = []
    grouped: dict[tuple[int, int], list[Mark]] = {}
    for mark in found:
        grouped.setdefault((mark.start, mark.end), []).append(mark)
    for (start, end), group in sorted(grouped.items(), key=lambda item: (item[0][0], -item[0][1])):
        while open_ends and open_ends[-1] <= start:
            yield open_ends.pop(), "</mark>"
        if open_ends and end > open_ends[-1]:
            continue
        title = html.escape("\n".join(_says(mark) for mark in group))
        yield start, f'<mark class="{group[0].table}" title="{title}" tabindex="0">'
        open_ends.append(end)
    while open_ends:
        yield open_ends.pop(), "</mark>"


def _says(mark: Mark) -> str:
    return "; ".join(f"{name}: {value}" for name, value in mark.values) + f" [{mark.rule_id}]"


def shown(value: object) -> str:
    """A value as it is written in Vietnamese.

    >>> shown(19500.0), shown(85.1)
    ('19.500', '85,1')
    """
    if isinstance(value, float):
        return f"{int(value):,}".replace(",", ".") if value == int(value) else str(value).replace(".", ",")
    return str(value)
