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
class Said:
    """What reviewers say of a row that is in the fact database: the verdict in force, the fields they correct, and the
    last review; `waits`: the next run is going to change the row. No verdict: what was said is taken back."""

    status: Status | None
    corrections: Mapping[str, str | None]
    last: Review
    waits: bool


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


def said_of(connection: sqlite3.Connection, document_id: str, reviews: Sequence[Review]) -> Mapping[str, Said]:
    """Row id → what was said of the row; `reviews` are all those of the document."""
    query = "SELECT review_id, row_id FROM _replays WHERE document_id = ?"
    replayed: dict[int, str | None] = dict(connection.execute(query, (document_id,)))
    undone = {review.undoes for review in reviews}
    taken_back = [review for review in reviews if review.id in undone and review.id in replayed]
    result = {replayed[review.id] or review.row_id: Said(None, {}, review, True) for review in taken_back}
    for judgement in judgements(reviews):
        new = [review for review in judgement.reviews if review.id not in replayed]
        row = new[-1].row_id if new else replayed[judgement.last.id] or ""
        corrections = {name: review.new_value for name, review in judgement.corrections.items()}
        result[row] = Said(judgement.status, corrections, judgement.last, bool(new) or row in result)
    return result
