"""Rows and reviews of one invented article, for the tests of reviews, their replay and their keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.kinds import BY_NAME
from pipeline.model import Extraction
from pipeline.store.judging import Judged, Reviewer
from pipeline.store.reviewable import content, occurrence
from pipeline.store.reviews import Review, Seen
from pipeline.store.rows import DOCUMENT_COLUMNS, DocumentRows, Value, rows_of
from tests import builders

INDICATORS = frozenset({"dialogue.sessions", "other.other"})
AN, BA = Reviewer("an", "2026-01-02T03:04:05+00:00"), Reviewer("ba", "2026-01-03T03:04:05+00:00")
TEXT = "\n".join(
    [
        "Hội nghị bàn việc trồng rừng huyện C",
        "Mạc Thị Hiền, Chủ tịch UBND huyện C",
        "Theo Nghị quyết 04-NQ/HU, huyện tổ chức 21 cuộc, trong đó 6 cuộc lưu động.",
        "Xã Tân Lập tổ chức 6 cuộc và đón 300 lượt khách.",
    ]
)


def document(text: str = TEXT) -> DocumentRows:
    """The rows that the small extractor makes of `text`."""
    return rows_of(extraction(text))


def extraction(text: str = TEXT) -> Extraction:
    return builders.extract(builders.make_article("a.txt", text))


def table(rows: DocumentRows, name: str) -> list[dict[str, Value]]:
    """The rows of a table as dicts, in their order."""
    names = BY_NAME[name].column_names
    return [dict(zip(names, row, strict=True)) for row in rows.children.get(name, ())]


def judged(rows: DocumentRows, name: str, number: int) -> Judged:
    """Row `number` of a table, as a reviewer sees it in the database."""
    values = table(rows, name)[number]
    text = str(rows.document[DOCUMENT_COLUMNS.index("text")])
    start, end = int(values["start"] or 0), int(values["end"] or 0)
    seen = Seen(text[start:end], occurrence(text, start, end), content(name, values))
    return Judged(name, str(values["id"]), rows.document_id, values, seen)


def numbered(*reviews: Review) -> tuple[Review, ...]:
    """Reviews as they come back from the database: 1, 2, 3 …"""
    return tuple(replace(review, id=number) for number, review in enumerate(reviews, 1))


def changed(rows: DocumentRows, name: str, number: int, values: Mapping[str, Value]) -> DocumentRows:
    """What other rules would have made: row `number` of a table with other values."""
    names = BY_NAME[name].column_names
    made = [list(row) for row in rows.children[name]]
    for column, value in values.items():
        made[number][names.index(column)] = value
    return replace(rows, children={**rows.children, name: tuple(tuple(row) for row in made)})


def without(rows: DocumentRows, name: str, number: int) -> DocumentRows:
    """What other rules would have made: the table without row `number`."""
    made = rows.children[name]
    return replace(rows, children={**rows.children, name: made[:number] + made[number + 1 :]})
