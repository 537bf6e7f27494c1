"""What reviewers said as examples for rule files: a sentence, what must come of it, and the rule it speaks of.

A kept row is a `match` with the values that tell it from others, as corrected; a rejected one is a `no_match` with the
reviewer's note as the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from pipeline.store.reviewable import as_text, locate
from pipeline.store.reviews import Review
from pipeline.store.verdicts import Judgement, judgements

if TYPE_CHECKING:
    import sqlite3

_TELLING: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "events": ("kind", "held_on"),
        "positions": ("name", "position"),
        "event_roles": ("name", "role"),
        "citations": ("number", "type"),
        "facts": ("value", "unit"),
    }
)
_BY_RULES_ALONE = frozenset({"indicator"})  # is chosen by rules of their own


@dataclass(frozen=True, slots=True)
class Drafted:
    """An example that a judgement gives. `rule_id`: the rule that made the row; null where it was added by hand or is
    not in the database any more."""

    review_id: int
    table: str
    rule_id: str | None
    kind: Literal["match", "no_match"]
    text: str
    expect: Mapping[str, str]
    context: Mapping[str, str]
    why: str

    def as_yaml(self) -> dict[str, Any]:
        """The entry as a rule file has it, empty keys left out."""
        entry = {"text": self.text, "expect": dict(self.expect), "context": dict(self.context), "why": self.why}
        return {key: value for key, value in entry.items() if value}


def drafted(connection: sqlite3.Connection, reviews: Iterable[Review]) -> Iterator[Drafted]:
    """An example for every row that was judged and whose words still stand in the database, in the order of reviews."""
    for judgement in judgements(reviews):
        review = judgement.last
        row = connection.execute(
            "SELECT text, published_on FROM documents WHERE id = ?", (review.document_id,)
        ).fetchone()
        start = locate(row[0], review.seen.evidence, review.seen.occurrence) if row else None
        if start is None:
            continue
        wrong = judgement.status == "rejected"
        yield Drafted(
            review_id=review.id,
            table=review.table_name,
            rule_id=None if judgement.added else _rule_of(connection, judgement),
            kind="no_match" if wrong else "match",
            text=_sentence(connection, review.document_id, row[0], start, start + len(review.seen.evidence)),
            expect={} if wrong else _expected(judgement),
            context={"published_on": row[1]} if row[1] else {},
            why=next((r.note for r in reversed(judgement.reviews) if r.note), ""),
        )


def _sentence(connection: sqlite3.Connection, document_id: str, text: str, start: int, end: int) -> str:
    """The sentences that the evidence touches."""
    found = connection.execute(
        """SELECT min(start), max("end") FROM sentences WHERE document_id = ? AND start < ? AND "end" > ?""",
        (document_id, end, start),
    ).fetchone()
    first, last = (start, end) if found[0] is None else found
    return " ".join(text[min(first, start) : max(last, end)].split())


def _expected(judgement: Judgement) -> dict[str, str]:
    values = {name: as_text(value) for name, value in judgement.last.seen.values.items()}
    wanted = {name: values.get(name) for name in _TELLING[judgement.last.table_name]}
    wanted |= {name: review.new_value for name, review in judgement.corrections.items()}
    return {name: value for name, value in wanted.items() if value is not None and name not in _BY_RULES_ALONE}


def _rule_of(connection: sqlite3.Connection, judgement: Judgement) -> str | None:
    review = judgement.last
    query = "SELECT row_id FROM _replays WHERE document_id = ? AND review_id = ?"
    replayed = connection.execute(query, (review.document_id, review.id)).fetchone()
    row_id = replayed[0] if replayed else review.row_id
    found = connection.execute(f"SELECT rule_id FROM {review.table_name} WHERE id = ?", (row_id,)).fetchone()
    return found[0] if found else None
