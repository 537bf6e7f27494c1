"""Where clauses begin and end, so that each figure finds its own by bisection."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from pipeline.match.chart import Chart


class Clauses:
    """The clauses of a text, parted by any of `signs` (of . ; : ! ? ,) before a space or the end of a line."""

    def __init__(self, chart: Chart, signs: str) -> None:
        self._stops = chart.stops.places(signs)

    def start(self, at: int, floor: int) -> int:
        """Where the clause that holds `at` begins, not before `floor`."""
        index = bisect_left(self._stops, at) - 1
        return max(floor, self._stops[index] + 1) if index >= 0 else floor

    def end(self, at: int, ceiling: int) -> int:
        """Where the clause that goes on at `at` ends, not after `ceiling`."""
        index = bisect_left(self._stops, at)
        return min(ceiling, self._stops[index]) if index < len(self._stops) else ceiling

    def parted(self, start: int, end: int) -> bool:
        """Whether a sign stands in `[start, end)`."""
        return bisect_left(self._stops, start) < bisect_right(self._stops, end - 1)
