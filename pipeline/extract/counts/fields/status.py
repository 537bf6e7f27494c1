"""Whether a figure is reached, planned, under way or a change: the nearest word that decides it.

In its own clause the last word before the figure decides; else what the sentence began with («yêu cầu …; …; …»); else
what the sentence before announced («đề ra 10 chỉ tiêu. Cụ thể: …»); else the section («Phương hướng …»).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.clauses import Clauses
from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.reading.discourse import going_on
from pipeline.extract.counts.reading.plans import planned_segments
from pipeline.extract.counts.reading.statements import MEASURED
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.text.segment import Segment

AFTER_REACH = 14  # characters between a figure and a word after it that decides: «700 căn sẽ khởi công»
OPENS = 14  # characters into a sentence at which its opening words may begin: «Đặc biệt, nhằm …»
OBJECT = 40  # characters between «đang xây» and what is being built
FAR = 45  # characters between «cách» and the distance
_SPEAKERS = frozenset({"person", "percent"})
MOST_BESIDE = 5  # words beside the first change of two: «giảm 2.000 đồng | chiều mua vào | và 1.000 đồng»
_ADDRESSED = frozenset({"person", "household", "organisation", "place"})  # whom a demand is made of
FIRST_WORDS = 120  # characters of a sentence within which a demand may stand that governs all of it


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A segment with the words in it that decide, and what it takes over from the one before."""

    segment: Segment
    cues: tuple[Node, ...]
    first_figure: int
    planned: bool
    clauses: Clauses

    def between(self, start: int, end: int) -> list[Node]:
        """Cues inside a span: none is inside another, so they are in order by both ends."""
        low = bisect_left(self.cues, start, key=lambda cue: cue.start)
        return list(self.cues[low : bisect_right(self.cues, end, key=lambda cue: cue.end)])

    def last_before(self, chart: Chart, figure: Figure, start: int, end: int) -> Node | None:
        """The last cue in a span that decides about `figure`."""
        high = bisect_right(self.cues, end, key=lambda cue: cue.end) - 1
        while high >= 0 and self.cues[high].start >= start:
            if _decides(self.cues[high], figure) and not self.ended(chart, self.cues[high], figure):
                return self.cues[high]
            high -= 1
        return None

    def ended(self, chart: Chart, cue: Node, figure: Figure) -> bool:
        """Whether a cue is done before the figure, at a comma: one that opens the sentence («Nhằm giảm nghèo, xã mở 3
        lớp nghề»), or a reference («cao hơn so với mức 3 tỷ đồng, …»)."""
        reach = cue.value.get("opens_to") if cue.start - self.segment.start <= OPENS else None
        ends = reach == "comma" or cue.value.get("ends") == "comma"
        if cue.value.get("only") == "opening" and cue.start - self.segment.start > OPENS:
            return True  # «đạt 96% kế hoạch năm» is no plan, «Kế hoạch năm 2021 là …» is
        return ends and "," in chart.lower[cue.end : figure.start]


def with_statuses(
    chart: Chart, segments: Sequence[Segment], figures: Sequence[Figure], turned: frozenset[int] = frozenset()
) -> tuple[Figure, ...]:
    """Each figure with its status, the span of the word that decided it, and the direction of a shared change.
    `turned`: the segments in which somebody takes the floor."""
    cues = _cues(chart)
    starts = [cue.start for cue in cues]
    sections = planned_segments(chart, segments, cues, turned)
    clauses, more = Clauses(chart, ".;!?"), going_on(chart, segments)
    found: list[Figure] = []
    sentence: _Sentence | None = None
    for figure in figures:
        index = figure.statement.segment
        segment = segments[index]
        if sentence is None or sentence.segment is not segment:
            here = tuple(cues[bisect_left(starts, segment.start) : bisect_left(starts, segment.end)])
            announced = _announces(found, cues, starts, segments, index) and index in more
            sentence = _Sentence(segment, here, figure.start, announced or index in sections, clauses)
        decided = _decided(chart, figure, sentence)
        if found and _shares_change(chart, found[-1], decided):
            decided = decided._replace(status=found[-1].status, direction=found[-1].direction)
        found.append(decided)
    return tuple(found)


def _decided(chart: Chart, figure: Figure, sentence: _Sentence) -> Figure:
    if _is_distance(chart, figure) or _speaks(chart, figure):
        return figure
    cue = _after(chart, figure, sentence)
    if cue is None or cue.value.get("status") == "ongoing":
        before = _before(chart, figure, sentence)
        planned = before is not None and before.value.get("status") == "target"
        cue = before if cue is None or planned else cue  # «mục tiêu là dạy nghề cho 900 người đang tìm việc»
    cue = cue or _still_to_come(chart, figure, sentence)
    if cue is not None:
        status = str(cue.value.get("status"))
        if status == "target" or (status == "ongoing" and figure.status == "achieved"):
            return figure._replace(status=status, spans=figure.with_span("status", cue.start, cue.end))
        return figure
    if sentence.planned or _is_norm(chart, figure, sentence):
        return figure._replace(status="target")
    return figure


def _after(chart: Chart, figure: Figure, sentence: _Sentence) -> Node | None:
    """A word right after the figure: «25 mô hình đang triển khai», «700 căn sẽ khởi công»."""
    size = _last(chart, "size_word", figure.start - OPENS, figure.start)
    if size is not None and size.end + 1 == figure.start:
        return None
    for cue in sentence.between(figure.end, figure.end + AFTER_REACH + 12):
        between = chart.lower[figure.end : cue.start]
        if cue.value.get("after") and len(between) <= AFTER_REACH and not set(between) & set(",;.:("):
            return cue
    return None


def _still_to_come(chart: Chart, figure: Figure, sentence: _Sentence) -> Node | None:
    """What the clause says at its end of the thing that a figure measures: «vốn 40 tỷ đồng, dự kiến khởi công …»."""
    if figure.status != "achieved" or figure.statement.unit.kind not in MEASURED:
        return None
    for cue in sentence.between(figure.end, sentence.clauses.end(figure.end, sentence.segment.end)):
        if cue.value.get("status") == "achieved":
            return None
        if cue.value.get("of_all") and chart.lower[figure.end : cue.start].rstrip()[-1:] == ",":
            return cue
    return None


def _before(chart: Chart, figure: Figure, sentence: _Sentence) -> Node | None:
    left = sentence.clauses.start(figure.start, sentence.segment.start)
    near = sentence.last_before(chart, figure, left, figure.start)
    if near is not None and near.value.get("status") == "ongoing":
        planned = sentence.last_before(chart, figure, left, near.start)
        return planned if planned is not None and planned.value.get("status") == "target" else near
    if near is not None:
        return near
    while left > sentence.segment.start:
        earlier = sentence.last_before(chart, figure, sentence.segment.start, left)
        if earlier is None or earlier.value.get("status") == "achieved":
            return None
        if _governs(earlier, sentence):
            return earlier
        left = earlier.start  # what one clause plans for itself leaves standing what governs them all
    return None


def _governs(cue: Node, sentence: _Sentence) -> bool:
    """Whether what a cue asks for goes on after a semicolon."""
    reach = cue.value.get("governs")
    opening = cue.start - sentence.segment.start <= FIRST_WORDS and cue.end <= sentence.first_figure
    return reach == "rest" or (reach == "opening" and opening)


def _decides(cue: Node, figure: Figure) -> bool:
    unless = cue.value.get("unless_beside_figure") if cue.end >= figure.start - 1 else None
    if unless == "yes" or (unless == "whom" and figure.statement.unit.kind in _ADDRESSED):
        return False
    under_way = cue.value.get("object") == "yes" and figure.start - cue.end <= OBJECT
    return cue.value.get("status") in ("target", "achieved") or under_way


def _is_norm(chart: Chart, figure: Figure, sentence: _Sentence) -> bool:
    """«mỗi xã có ít nhất 1 tổ», «đạt tối thiểu 10%»: what everyone must have."""
    if _limits(chart, figure, "norm") or (figure.qualifier == "at_least" and figure.unit == "%"):
        return True
    each = _last(chart, "each_word", sentence.clauses.start(figure.start, sentence.segment.start), figure.start)
    if each is None or (each.value.get("needs") and not chart.at("unit_word", each.end + 1)):
        return False
    return figure.qualifier == "at_least" or _last(chart, "norm_word", each.end, figure.start) is not None


def _speaks(chart: Chart, figure: Figure) -> bool:
    """«49% nói sẽ nghĩ lại», «7 người cho rằng giá sẽ tăng»: what they say is to come, they have been counted."""
    if figure.statement.unit.kind not in _SPEAKERS:
        return False
    at = figure.end + 1
    said = chart.at("speech_verb", at) and not chart.at("period_link", at)  # «sẽ còn 12% kể từ tháng 3»
    return bool(said)


def _is_distance(chart: Chart, figure: Figure) -> bool:
    """«cách trung tâm huyện 9 km»: how far it is, whatever the sentence plans there."""
    if figure.statement.unit.kind != "length" or figure.qualifier.startswith("at_"):
        return False
    far = _last(chart, "size_word", figure.start - FAR, figure.start)
    return far is not None and far.value.get("far") == "yes" and "," not in chart.lower[far.end : figure.start]


def _limits(chart: Chart, figure: Figure, attribute: str) -> bool:
    """Whether the word that limits a figure is marked so: «không quá» is a norm, «tối đa» is shared."""
    start, end = figure.spans.get("qualifier", (0, 0))
    return any(node.end == end and node.value.get(attribute) for node in chart.at("qualifier", start))


def _last(chart: Chart, type_: str, start: int, end: int) -> Node | None:
    """The last node of a type that begins in a span."""
    nodes = chart.nodes(type_)
    at = bisect_left(nodes, end, key=lambda node: node.start) - 1
    return nodes[at] if at >= 0 and nodes[at].start >= start else None


def _announces(
    found: Sequence[Figure], cues: Sequence[Node], starts: Sequence[int], segments: Sequence[Segment], index: int
) -> bool:
    """Whether the sentence before this one ends on something planned."""
    if not index or segments[index - 1].line != segments[index].line:
        return False
    last = found[-1] if found else None
    if last is not None and last.statement.segment == index - 1:
        return last.status == "target"
    before = segments[index - 1]
    here = cues[bisect_left(starts, before.start) : bisect_left(starts, before.end)]
    decisive = [cue for cue in here if cue.value.get("status") in ("target", "achieved")]
    return bool(decisive) and decisive[-1].value.get("status") == "target"


def _shares_change(chart: Chart, first: Figure, second: Figure) -> bool:
    """«tăng 1.416 hộ với 4.921 khẩu», «giảm lần lượt 3%, 5% và 8%», «giảm 60 chiếc so với năm 2020 và 90 chiếc so với
    năm 2019»: one verb of change for all."""
    if first.direction is None or second.direction is not None or second.status not in (first.status, "achieved"):
        return False
    end = first.spans.get("baseline", (0, first.end))[1] if second.baseline is not None else first.end
    between = chart.lower[max(end, first.end) : second.start].split()
    ands = chart.grammar.book.words("series_word")
    joined = bool(between) and between[0] in ands
    if first.unit != second.unit:
        return joined and len(between) <= 2
    if first.statement.unit.kind not in MEASURED and end <= first.end:
        return False
    if (joined and len(between) == 1) or (between == [","] and _each(first)):
        return True
    return bool(between) and len(between) <= MOST_BESIDE and between[-1] in ands and between[0][0].isalpha()


def _each(change: Figure) -> bool:
    """Whether the verb before a change is that of several («lần lượt»), or stands before the change before it."""
    manner = change.statement.node.slot("manner")
    return manner.value.get("each") == "yes" if manner is not None else change.statement.node.slot("change") is None


def _cues(chart: Chart) -> list[Node]:
    """Cues that stand in no longer cue, not «giao» in «bàn giao»; without those that need an object and have none:
    «đề ra» in «hoàn thành các chỉ tiêu đề ra, …»."""
    kept: list[Node] = []
    for node in sorted(chart.nodes("status_cue"), key=lambda n: (n.start, -n.end)):
        if not kept or node.start >= kept[-1].end:
            kept.append(node)
    return [cue for cue in kept if not (cue.value.get("needs_object") and _ends_there(chart, cue))]


def _ends_there(chart: Chart, cue: Node) -> bool:
    return chart.lower[cue.end : cue.end + 2].strip()[:1] in ("", ",", ".", ";", ")")
