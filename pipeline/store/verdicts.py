"""What reviews say together: which are in force, what they make of each row, and where reviewers disagree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, TypeAlias

from pipeline.model import row_id
from pipeline.store.reviews import Review

Status: TypeAlias = Literal["accepted", "rejected", "corrected"]
Key: TypeAlias = tuple[str, str, str]


def key_of(review: Review) -> Key:
    """What the reviews of one row have in common: document, place, content."""
    return review.document_id, review.place_key, review.content_key


@dataclass(frozen=True, slots=True)
class Judgement:
    """All reviews in force of one row, in the order they were given."""

    reviews: tuple[Review, ...]

    @property
    def last(self) -> Review:
        return self.reviews[-1]

    @property
    def added(self) -> Review | None:
        """The review that added the row, if the rules did not make it."""
        return next((review for review in self.reviews if review.verdict == "add"), None)

    @property
    def corrections(self) -> Mapping[str, Review]:
        """Column → the latest correction of it."""
        return {review.field: review for review in self.reviews if review.verdict == "correct" and review.field}

    @property
    def status(self) -> Status:
        """The last word counts: a correction says that the row is right but for its field, an acceptance that it is
        right as corrected so far."""
        if self.last.verdict == "reject":
            return "rejected"
        return "corrected" if self.corrections else "accepted"


def in_force(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """The reviews that nobody took back, in the order they were given."""
    given = list(reviews)
    undone = {review.undoes for review in given if review.undoes is not None}
    return tuple(review for review in given if review.undoes is None and review.id not in undone)


def by_document(reviews: Iterable[Review]) -> Mapping[str, tuple[Review, ...]]:
    """Document id → its reviews in force."""
    ordered = sorted(in_force(reviews), key=lambda review: (review.document_id, review.id))
    return {document: tuple(group) for document, group in groupby(ordered, key=lambda review: review.document_id)}


def judgements(reviews: Iterable[Review]) -> tuple[Judgement, ...]:
    """One judgement per row, in the order of the first review of each; of `reviews` only those in force count."""
    rows: dict[Key, list[Review]] = {}
    for review in in_force(reviews):
        rows.setdefault(key_of(review), []).append(review)
    return tuple(Judgement(tuple(group)) for group in rows.values())


def digest(reviews: Sequence[Review], indicators: frozenset[str]) -> str:
    """Differs where the reviews in force of a document do, or what the rules know of the indicators they name."""
    named = {r.new_value if r.field == "indicator" else r.seen.values.get("indicator") for r in reviews}
    return row_id(
        "reviewed",
        *sorted(map(str, named - indicators)),
        *((r.id, r.place_key, r.content_key, r.verdict, r.field, r.new_value, r.reviewer) for r in reviews),
    )


def disagreements(reviews: Iterable[Review]) -> tuple[Judgement, ...]:
    """The rows on which the last words of two reviewers contradict each other."""
    return tuple(judgement for judgement in judgements(reviews) if _disputed(judgement))


def _disputed(judgement: Judgement) -> bool:
    """Whoever accepts a row agrees with its fields as corrected until then; who corrects one, with that field only."""
    opinions: dict[str, Mapping[str, str | None] | None] = {}  # None: the row is wrong altogether
    current = {str(r.field): r.old_value for r in reversed(judgement.reviews) if r.field}
    for review in judgement.reviews:
        if review.verdict == "reject":
            opinions[review.reviewer] = None
        elif review.verdict == "correct":
            current[str(review.field)] = review.new_value
            opinions[review.reviewer] = {**(opinions.get(review.reviewer) or {}), str(review.field): review.new_value}
        else:
            opinions[review.reviewer] = dict(current)
    kept = [opinion for opinion in opinions.values() if opinion is not None]
    if kept and len(kept) < len(opinions):
        return True
    values: dict[str, set[str | None]] = {}
    for opinion in kept:
        for field, value in opinion.items():
            values.setdefault(field, set()).add(value)
    return any(len(found) > 1 for found in values.values())
