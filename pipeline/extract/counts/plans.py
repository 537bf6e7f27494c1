"""Which sentences tell of what is still to be done: plans, norms, tasks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.text.segment import Segment

HEADING_WORDS = 18
SECTION_OPENS = 25  # characters into a segment at which the words of a section may begin
PLAN_OPENS = 60  # the same for «Đối với …, quy hoạch nêu rõ: …»
_ENDED = re.compile(r"[.!?;…\"]$")


def planned_segments(
    chart: Chart, segments: Sequence[Segment], cues: Sequence[Node], turned: frozenset[int]
) -> frozenset[int]:
    """Segments about what is still to be done: they open so, stand under a heading that says so, or go on presenting
    a plan («Theo phương án, …») of which nothing is said to be done yet."""
    marks = sorted(node.start for node in chart.nodes("future_section"))
    plans = sorted(node.start for node in chart.nodes("plan_section"))
    starts = [cue.start for cue in cues]
    found: set[int] = set()
    under_heading, presented, last_line = False, False, -1
    for index, segment in enumerate(segments):
        opens = _begins(marks, segment.start, SECTION_OPENS)
        text = chart.lower[segment.start : segment.end]
        heading = not _ENDED.search(text) and len(text.split()) <= HEADING_WORDS and segment.kind == "body"
        if heading and segment.line != last_line:
            under_heading = opens
        here = cues[bisect_left(starts, segment.start) : bisect_left(starts, segment.end)]
        done = any(cue.value.get("status") == "achieved" for cue in here)
        presented = _begins(plans, segment.start, PLAN_OPENS) or (presented and not done and index not in turned)
        if under_heading or opens or presented:
            found.add(index)
        last_line = segment.line
    return frozenset(found)


def _begins(marks: Sequence[int], start: int, reach: int) -> bool:
    at = bisect_left(marks, start)
    return at < len(marks) and marks[at] <= start + reach
