"""What became of each review in the last run over a fact database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from pipeline.store.reviews import Review
from pipeline.store.verdicts import Status, judgements

if TYPE_CHECKING:
    import sqlite3

Standing: TypeAlias = Literal["applied", "stale", "lost", "gone", "superseded", "pending", "taken back", "takes back",
                              "no article"]  # fmt: skip
NEEDS_A_PERSON = frozenset({"stale", "lost", "no article"})


@dataclass(frozen=True, slots=True)
class Pending:
    """What the next run is going to make of a row: its verdict, and the fields that are corrected."""

    status: Status | None  # None: what was said of it is taken back
    corrections: Mapping[str, str | None]


def standings(connection: sqlite3.Connection | None, reviews: Sequence[Review]) -> Mapping[int, Standing]:
    """Review id → where it stands; without a database all that are in force are pending."""
    undone = {review.undoes for review in reviews}
    done: dict[int, Standing] = {}
    articles: set[str] = set()
    if connection is not None:
        done = dict(connection.execute("SELECT review_id, state FROM _replays"))
        for document in {review.document_id for review in reviews}:
            if connection.execute("SELECT 1 FROM documents WHERE id = ?", (document,)).fetchone():
                articles.add(document)
    result: dict[int, Standing] = {}
    for review in reviews:
        if review.undoes is not None:
            result[review.id] = "takes back"
        elif review.id in undone:
            result[review.id] = "taken back"
        elif connection is not None and review.document_id not in articles:
            result[review.id] = "no article"
        else:
            result[review.id] = done.get(review.id, "pending")
    return result


def pending(connection: sqlite3.Connection, document_id: str, reviews: Sequence[Review]) -> Mapping[str, Pending]:
    """Row id → what the next run is going to change about it; `reviews` are all those of the document."""
    query = "SELECT review_id, row_id FROM _replays WHERE document_id = ?"
    applied: dict[int, str | None] = dict(connection.execute(query, (document_id,)))
    result: dict[str, Pending] = {}
    undone = {review.undoes for review in reviews}
    for review in reviews:
        if review.id in undone and review.id in applied:
            result[applied[review.id] or review.row_id] = Pending(None, {})
    for judgement in judgements(reviews):
        new = [review for review in judgement.reviews if review.id not in applied]
        row = new[-1].row_id if new else applied[judgement.last.id] or ""
        if new or row in result:
            corrections = {name: review.new_value for name, review in judgement.corrections.items()}
            result[row] = Pending(judgement.status, corrections)
    return result
