"""Reviews applied to what the rules made of a document: a pure function, so a run can do it anew every time.

A row that is as it was when it was judged bears the verdict. One whose evidence or content has changed since is left as
the rules made it and marked stale, with an issue that shows both versions. A verdict that fits no row any more is an
issue too, unless it was a rejection: then the rules have learnt it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from pipeline.kinds import BY_NAME
from pipeline.model import Issue
from pipeline.store.amend import ADDED, added_row, amended, check_row, is_as_corrected, uncertain_checks
from pipeline.store.reviewable import REVIEWED, content, content_key, in_words, locate
from pipeline.store.reviews import Review
from pipeline.store.rows import DOCUMENT_COLUMNS, DocumentRows, Row, Value
from pipeline.store.verdicts import Judgement, by_document, digest, judgements

State: TypeAlias = Literal["applied", "stale", "lost", "gone", "superseded"]

_ALIKE = 0.5  # share of equal values that makes a row elsewhere on the evidence a new version of the judged one


@dataclass(frozen=True, slots=True)
class ReviewBook:
    """The reviews that a run replays, by document, and the indicators that its rules know."""

    reviews: Mapping[str, tuple[Review, ...]]
    indicators: frozenset[str]

    @classmethod
    def of(cls, reviews: Iterable[Review], indicators: Iterable[str]) -> ReviewBook:
        return cls(by_document(reviews), frozenset(indicators))

    def digests(self) -> dict[str, str]:
        """Document id → digest of its reviews."""
        return {document: digest(reviews, self.indicators) for document, reviews in self.reviews.items()}

    def replayed(self, rows: DocumentRows) -> DocumentRows:
        """`rows` with the reviews of their document."""
        reviews = self.reviews.get(rows.document_id)
        return replay(rows, reviews, indicators=self.indicators) if reviews else rows


def replay(rows: DocumentRows, reviews: Sequence[Review], *, indicators: frozenset[str]) -> DocumentRows:
    """The rows of a document with its reviews applied; `indicators` are the codes that facts may bear.

    `rows` are as extracted: the result must not be given in again.
    """
    desk = _Desk(rows, indicators)
    found = judgements(reviews)
    made = [judgement for judgement in found if not judgement.added]
    added = [judgement for judgement in found if judgement.added]
    steps = ((desk.match, made), (desk.recognise, made), (desk.add, added), (desk.match, added), (desk.settle, found))
    for step, some in steps:  # each for all before the next: whoever fits exactly goes first
        for judgement in some:
            step(judgement)
    return desk.result(digest(reviews, indicators))


@dataclass(slots=True)
class _Line:
    """A row on the desk: as extracted, as it comes out, and the judgement that fits it exactly."""

    table: str
    values: dict[str, Value]
    key: str
    result: dict[str, Value]
    judgement: Judgement | None = None
    stale: bool = False

    @property
    def span(self) -> tuple[int, int]:
        start, end = self.values["start"], self.values["end"]
        assert isinstance(start, int) and isinstance(end, int)
        return start, end


@dataclass(slots=True)
class _Desk:
    """The document while its reviews are laid beside its rows. Nothing outlives `replay`."""

    rows: DocumentRows
    indicators: frozenset[str]
    lines: list[_Line] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    replays: list[Row] = field(default_factory=list)
    settled: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        for table in REVIEWED:
            names = BY_NAME[table].column_names
            for row in self.rows.children.get(table, ()):
                self._put(table, dict(zip(names, row, strict=True)))

    def _put(self, table: str, values: dict[str, Value]) -> _Line:
        line = _Line(table, values, content_key(table, values), dict(values))
        self.lines.append(line)
        return line

    @property
    def text(self) -> str:
        return str(self.rows.document[DOCUMENT_COLUMNS.index("text")])

    @property
    def is_copy(self) -> bool:
        return self.rows.document[DOCUMENT_COLUMNS.index("duplicate_of")] is not None

    def span_of(self, review: Review) -> tuple[int, int] | None:
        """Where the judged words stand now."""
        start = locate(self.text, review.seen.evidence, review.seen.occurrence)
        return None if start is None else (start, start + len(review.seen.evidence))

    def add(self, judgement: Judgement) -> None:
        """Put in the row that a reviewer added, unless the rules have found it meanwhile."""
        review = judgement.added
        assert review is not None
        span = None if self.is_copy else self.span_of(review)
        if span is None:
            return
        for line in self.lines:
            free = line.table == review.table_name and line.judgement is None
            if free and _overlap(line.span, span) and self._has_given(line, review):
                self._apply(line, judgement)
                return
        events = [e.values for e in self.lines if e.table == "events" and e.result["review"] != "rejected"]
        sentences = self.rows.children.get("sentences", ())
        values = added_row(review, span, text=self.text, events=events, sentences=sentences)
        try:
            check_row(review.table_name, values, indicators=self.indicators)
        except ValueError as error:
            self._lose(judgement, str(error))
            return
        self._put(review.table_name, values)

    @staticmethod
    def _has_given(line: _Line, review: Review) -> bool:
        found = content(line.table, line.values)
        given = json.loads(review.new_value or "{}")
        return line.values["rule_id"] != ADDED and all(found.get(name) == value for name, value in given.items())

    def match(self, judgement: Judgement) -> None:
        """Give the judgement to the row that stands where it stood and says what it said."""
        review = judgement.last
        if id(judgement) in self.settled or (span := self.span_of(review)) is None:
            return
        for line in self.lines:
            same = line.table == review.table_name and line.span == span and line.key == review.content_key
            if same and line.judgement is None:
                self._apply(line, judgement)
                return

    def recognise(self, judgement: Judgement) -> None:
        """Accept a row that has become what the reviewer corrected it to: the rules have learnt it."""
        if id(judgement) in self.settled or (span := self.span_of(judgement.last)) is None:
            return
        for line in self.lines:
            free = line.table == judgement.last.table_name and line.judgement is None
            if free and _overlap(line.span, span) and is_as_corrected(judgement, content(line.table, line.values)):
                self._apply(line, judgement, learnt=True)
                return

    def settle(self, judgement: Judgement) -> None:
        """Say what became of a judgement that no row fits exactly."""
        if id(judgement) in self.settled:
            return
        review = judgement.last
        span = self.span_of(review)
        line = self._nearest(judgement, span) if span else None
        if line is None:
            if judgement.status == "rejected":
                self._note(judgement, "gone", None)
            else:
                self._lose(judgement, self._why_lost(span), span)
        elif line.judgement is not None:
            self._note(judgement, "superseded", line)
        else:
            self._make_stale(line, judgement, "")

    def _why_lost(self, span: tuple[int, int] | None) -> str:
        if self.is_copy:
            return f"the article is now a copy of {self.rows.document[DOCUMENT_COLUMNS.index('duplicate_of')]}"
        return "no rule finds it any more" if span else "these words are not in the article any more"

    def _nearest(self, judgement: Judgement, span: tuple[int, int]) -> _Line | None:
        """The row that the judged one has become: on the same words, or on some of them and much the same."""
        seen = judgement.last.seen.values
        ranked = []
        for line in self.lines:
            later = line.judgement is None or line.judgement.last.id > judgement.last.id
            if line.table != judgement.last.table_name or not _overlap(line.span, span) or line.stale or not later:
                continue
            alike = _alike(content(line.table, line.values), seen)
            if line.span == span or alike >= _ALIKE:
                ranked.append((line.span != span, -alike, line.span, str(line.values["id"]), line))
        return min(ranked, key=lambda rank: rank[:-1])[-1] if ranked else None

    def _apply(self, line: _Line, judgement: Judgement, *, learnt: bool = False) -> None:
        corrections = {} if learnt else {name: review.new_value for name, review in judgement.corrections.items()}
        try:
            result = amended(line.table, line.values, corrections, text=self.text, indicators=self.indicators)
        except ValueError as error:
            self._make_stale(line, judgement, f"it cannot be applied any more ({error}); ")
            return
        line.judgement, line.result = judgement, {**result, "review": "accepted" if learnt else judgement.status}
        self._note(
            judgement, "applied", line, original=json.dumps(content(line.table, line.values), ensure_ascii=False)
        )

    def _make_stale(self, line: _Line, judgement: Judgement, why: str) -> None:
        line.stale = True
        line.result = {**line.values, "review": "stale"}
        says = f"«{self.text[slice(*line.span)]}» ({in_words(content(line.table, line.values))})"
        message = (
            f"{_named(judgement)} was about other words or values: {why}the rules now say {says}; "
            f"judge row {line.values['id']} of {line.table} again, or take the old word back: "
            f"hoinghi review undo {judgement.last.id}"
        )
        self._issue("stale_review", message, line.span)
        self._note(judgement, "stale", line)

    def _lose(self, judgement: Judgement, why: str, span: tuple[int, int] | None = None) -> None:
        message = (
            f"{_named(judgement)} fits no row: {why}; add the fact by hand (hoinghi review add "
            f"{self.rows.document_id}), or take the word back: hoinghi review undo {judgement.last.id}"
        )
        self._issue("lost_review", message, span)
        self._note(judgement, "lost", None)

    def _issue(self, code: str, message: str, span: tuple[int, int] | None) -> None:
        source = str(self.rows.document[DOCUMENT_COLUMNS.index("source")])
        self.issues.append(Issue(source, "store", code, message, self.rows.document_id, *(span or (None, None))))

    def _note(self, judgement: Judgement, state: State, line: _Line | None, *, original: str | None = None) -> None:
        self.settled.add(id(judgement))
        identity = line.values["id"] if line else None
        for review in judgement.reviews:
            self.replays.append((self.rows.document_id, review.id, state, identity, original))

    def result(self, mark: str) -> DocumentRows:
        """The document as it is stored."""
        children = dict(self.rows.children)
        for table in REVIEWED:
            names = BY_NAME[table].column_names
            made = tuple(tuple(line.result[name] for name in names) for line in self.lines if line.table == table)
            if made:
                children[table] = made
        if "checks" in children:
            facts = [(line.values, line.result) for line in self.lines if line.table == "facts"]
            children["checks"] = uncertain_checks(children["checks"], facts)
        return replace(
            self.rows,
            children=children,
            issues=(*self.rows.issues, *self.issues),
            reviewed=mark,
            replays=tuple(self.replays),
        )


def _named(judgement: Judgement) -> str:
    review = judgement.last
    what = f"{review.verdict} {review.field} = {review.new_value}" if review.field else review.verdict
    seen = f"«{review.seen.evidence}» ({in_words(review.seen.values)})"
    return f"review {review.id} ({what}, by {review.reviewer}) of {seen} in {review.table_name}"


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _alike(one: Mapping[str, Value], other: Mapping[str, Value]) -> float:
    """Share of the values of both that are equal."""
    names = sorted({*one, *other})
    return sum(one.get(name) == other.get(name) for name in names) / len(names) if names else 1.0
