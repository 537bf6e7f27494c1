"""Some stretches of a text, and whether a place lies in one of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence


class Spans:
    """Spans `[start, end)` of a text, in any order; they may overlap."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def hold(self, place: int) -> bool:
        """Whether a place lies in one of the spans."""
        index = bisect_right(self._starts, place) - 1
        return index >= 0 and place < self._ends[index]
