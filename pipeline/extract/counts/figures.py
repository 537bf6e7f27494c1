"""Figures: statements with everything the text says around them. Each step takes the figures of a text and gives them
back with one more field known; nothing is edited in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pipeline.extract.counts.reading.statements import Statement
from pipeline.model import SpanPair


class Figure(NamedTuple):
    """One quantitative statement on its way to a row of `facts`. `spans` are view offsets by slot name; `parent` and
    `repeats` are indexes into the tuple of figures of the same text. `complete`: a part of a total whose parts are all
    named. `level`: `from` or `to`, one end of a change; `was`: the other end of it, if that is no figure of the text.
    `per`: the base of a rate."""

    statement: Statement
    start: int
    end: int
    value: float
    value_max: float | None
    unit: str
    spans: dict[str, SpanPair]
    per: str | None = None
    qualifier: str = "exact"
    denominator: float | None = None
    percent: float | None = None
    status: str = "achieved"
    direction: str | None = None
    baseline: str | None = None
    item: str | None = None
    indicator: str = "other.other"
    indicator_rule: str | None = None
    period_start: str | None = None
    period_end: str | None = None
    period_text: str | None = None
    period_basis: str | None = None
    place: str | None = None
    place_id: str | None = None
    parent: int | None = None
    complete: bool = False
    level: str | None = None
    was: Figure | None = None
    repeats: int | None = None

    def with_span(self, name: str, start: int, end: int) -> dict[str, SpanPair]:
        """A copy of `spans` with one more."""
        return {**self.spans, name: (start, end)}


def with_ends(text: str, figures: Sequence[Figure], until: Callable[[Figure, int], int | None]) -> tuple[Figure, ...]:
    """The figures with items that go on to where `until` says, which is told a figure and where the next one begins."""
    found: list[Figure] = []
    for index, figure in enumerate(figures):
        right = figures[index + 1].start if index + 1 < len(figures) else len(text)
        end = until(figure, right)
        if end is not None:
            start = figure.spans["item"][0]
            figure = figure._replace(item=text[start:end], spans=figure.with_span("item", start, end))
        found.append(figure)
    return tuple(found)


def only(figures: Sequence[Figure], kept: Sequence[int]) -> tuple[Figure, ...]:
    """The figures with these indexes; what one says of another, of which it is a part or a repeat, is followed."""
    place: dict[int | None, int] = {index: position for position, index in enumerate(kept)}
    found = (figures[index] for index in kept)
    return tuple(one._replace(parent=place.get(one.parent), repeats=place.get(one.repeats)) for one in found)
