"""Some stretches of a text, and whether a place lies in one of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from pipeline.model import SpanPair
from pipeline.rulebook.schema import Rule

Places: TypeAlias = Callable[[Rule], Sequence[SpanPair]]
"""Where matches of a rule are asked for: the spans in which they may begin."""


class Spans:
    """Spans `[start, end)` of a text, in any order; they may overlap."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __bool__(self) -> bool:
        return bool(self._starts)

    def hold(self, place: int) -> bool:
        """Whether a place lies in one of the spans."""
        index = bisect_right(self._starts, place) - 1
        return index >= 0 and place < self._ends[index]
