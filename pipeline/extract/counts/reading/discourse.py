"""Where a report of results is interrupted: somebody takes the floor, is handed something, or is said to be present.

A report names its time once, and every following sentence is of that time until such a turn. Plans and demands hold
their own time in the same way.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from pipeline.extract.events.roles import Part
from pipeline.match.chart import Chart
from pipeline.text.segment import Segment

OPENING = 3  # a sentence opens with a word that stands within so many characters of its beginning
_REPORTING = frozenset({"report", "other"})  # roles that do not end a report


def turns(chart: Chart, segments: Sequence[Segment], parts: Iterable[Part]) -> frozenset[int]:
    """Segments at which a report of results ends: by what an official does in them, or by their first words."""
    opening = {node.start for node in chart.nodes("discourse_turn")}
    acting = [part.verb[0] for part in parts if part.role not in _REPORTING]
    found = {bisect_right(segments, at, key=lambda segment: segment.start) - 1 for at in acting}
    found.update(
        index
        for index, segment in enumerate(segments)
        if not opening.isdisjoint(range(segment.start, segment.start + OPENING))
    )
    return frozenset(found)


def goes_on(chart: Chart, segment: Segment) -> bool:
    """Whether a sentence goes on with what the one before announced: «Cụ thể: …», «Theo đó, …»."""
    return bool(chart.between("discourse_more", segment.start, segment.start + OPENING))
