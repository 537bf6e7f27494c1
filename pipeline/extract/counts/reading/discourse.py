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
    acting = [part.verb[0] for part in parts if part.role not in _REPORTING]
    found = {bisect_right(segments, at, key=lambda segment: segment.start) - 1 for at in acting}
    return frozenset(found | _opened(chart, segments, "discourse_turn"))


def going_on(chart: Chart, segments: Sequence[Segment]) -> frozenset[int]:
    """Segments that go on with what the one before announced: «Cụ thể: …», «Theo đó, …»."""
    return frozenset(_opened(chart, segments, "discourse_more"))


def _opened(chart: Chart, segments: Sequence[Segment], type_: str) -> set[int]:
    """Segments that a word of a type opens."""
    starts = [segment.start for segment in segments]
    found: set[int] = set()
    for node in chart.nodes(type_):
        found.update(range(bisect_right(starts, node.start - OPENING), bisect_right(starts, node.start)))
    return found
