"""Which sentences tell of what is still to be done: plans, norms, tasks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.text.segment import Segment

HEADING_WORDS = 18
SECTION_OPENS = 25  # characters into a segment at which the words of a section may begin
LIST_OPENS = 60  # characters between what sets targets and the colon before them
PLAN_OPENS = 60  # the same for «Đối với …, quy hoạch nêu rõ: …»
PLAN_LEADS = 14  # characters before a plan that opens its sentence: «Cũng theo phương án, …»
_PAUSES = (",", ":", ";", "(", "-")
_LIST_SIGNS = ("-", "+", "*", "•")
_ENDS = (".", "!", "?", ";", "…", '"')


def planned_segments(
    chart: Chart, segments: Sequence[Segment], cues: Sequence[Node], turned: frozenset[int]
) -> frozenset[int]:
    """Segments about what is still to be done: they open so, stand under a heading that says so, or go on presenting
    a plan («Theo phương án, …») or a list of targets («Đại hội đề ra: …. …») of which nothing is yet done."""
    futures = chart.nodes("future_section")
    starts = [cue.start for cue in cues]
    past = {node.start for node in futures if node.value.get("is") == "other" or _in_other_word(node, cues, starts)}
    marks = sorted(node.start for node in futures if node.start not in past)
    plans = sorted(node.start for node in chart.nodes("plan_section"))
    found: set[int] = set()
    under_heading, presented, listed, last_line = False, False, False, -1
    for index, segment in enumerate(segments):
        opens = bool(marks) and _begins(chart, marks, segment.start, SECTION_OPENS)
        if segment.line != last_line and segment.kind == "body" and _is_heading(chart, segment):
            under_heading = opens
        here = cues[bisect_left(starts, segment.start) : bisect_left(starts, segment.end)]
        holds = (presented or listed) and index not in turned and not _tells_of_results(here)
        presented = (presented and holds) or (bool(plans) and _presents(chart, plans, segment.start))
        listed = listed and holds and (segment.line == last_line or _begins_item(chart, segment))
        if under_heading or opens or presented or listed:
            found.add(index)
        listed = listed or _opens_list(chart, segment, here)
        last_line = segment.line
    return frozenset(found)


def _tells_of_results(cues: Sequence[Node]) -> bool:
    return any(cue.value.get("status") == "achieved" for cue in cues)


def _begins_item(chart: Chart, segment: Segment) -> bool:
    return chart.lower.startswith(_LIST_SIGNS, segment.start)


def _is_heading(chart: Chart, segment: Segment) -> bool:
    """Whether a line is short and no sign ends it."""
    text = chart.lower[segment.start : segment.end]
    return not text.endswith(_ENDS) and len(text.split()) <= HEADING_WORDS


def _begins(chart: Chart, marks: Sequence[int], start: int, reach: int) -> bool:
    """Whether a mark stands at the beginning, before any number: not «12/12 chỉ tiêu chủ yếu đều đạt»."""
    at = bisect_left(marks, start)
    if at == len(marks) or marks[at] > start + reach:
        return False
    return not any(char.isdigit() for char in chart.lower[start : marks[at]])


def _in_other_word(node: Node, cues: Sequence[Node], starts: Sequence[int]) -> bool:
    """Whether a mark is part of words that plan nothing: «mục tiêu» in «hoàn tất mục tiêu»."""
    at = bisect_left(starts, node.start) - 1
    return at >= 0 and node.end <= cues[at].end and cues[at].value.get("status") == "none"


def _presents(chart: Chart, plans: Sequence[int], start: int) -> bool:
    """Whether a plan is presented from here on: it opens the sentence or a clause early in it, unlike in «Cảng Hạ
    theo quy hoạch là cảng loại I»."""
    if not _begins(chart, plans, start, PLAN_OPENS):
        return False
    at = plans[bisect_left(plans, start)]
    return at - start <= PLAN_LEADS or chart.lower[start:at].rstrip()[-1:] in _PAUSES


def _opens_list(chart: Chart, segment: Segment, cues: Sequence[Node]) -> bool:
    """Whether a sentence sets targets after a colon: «Đại hội đề ra các chỉ tiêu: …»."""
    for cue in cues:
        if cue.value.get("governs") == "rest" and cue.value.get("status") == "target":
            colon = chart.lower.find(":", cue.end, min(segment.end, cue.end + LIST_OPENS))
            if colon >= 0 and not set(chart.lower[cue.end : colon]) & set("0123456789;"):
                return True
    return False
