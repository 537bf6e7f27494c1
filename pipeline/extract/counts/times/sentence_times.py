"""The expressions of time of each sentence, and which of them governs a figure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pipeline.extract.clauses import Clauses
from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.times.expressions import Times, leading, own_times, time_nodes
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.text.period_expr import Period
from pipeline.text.segment import Segment

BESIDE = 14  # characters between a figure and a period right after it
MOST_BEFORE = 12  # expressions of time looked at before a figure
_IN_SERIES = ("year", "until")
_UNTIL_NOW = ("since", "until", "day")  # a time that «hiện có» after it may be said of
_OF_SAYING = ("day", "days", "month")  # when a plan was told: «Tháng 9, ông cho biết sẽ …»
_NONE: frozenset[int] = frozenset()
_ONE_PART = ("first", "last", "quarter")


class SentenceTimes(NamedTuple):
    """A segment with its expressions of time, its figures, and what they stand by. All lists by offset."""

    clauses: Clauses
    phrases: Clauses  # parted by commas too
    segment: Segment
    nodes: Sequence[Node]
    leads: frozenset[int]  # starts of those nodes that open a clause
    opened: frozenset[int]  # starts of those nodes that stand after «trong», «từ»
    now: int | None  # where the sentence begins to say how things stand today
    figures: Sequence[Figure] = ()  # what follows is known only of a sentence that has any
    saying: Sequence[int] = ()  # where somebody says something
    asides: Sequence[int] = ()  # where something begins that has a time of its own
    done: Sequence[Node] = ()  # words for what is done by then
    rates: Sequence[int] = ()  # where something is said to happen again and again: «hằng năm»
    others: Sequence[Node] = ()  # expressions of time that are of no figure

    def governing(self, chart: Chart, figure: Figure) -> tuple[Node | None, str]:
        """The expression that gives the time of a figure of this sentence, and where it stands."""
        at = bisect_left(self.nodes, figure.end, key=lambda node: node.start)
        following = self.nodes[at] if at < len(self.nodes) else None
        near = following is not None and following.start <= figure.end + BESIDE and self._own(figure, following)
        if following is not None and near and self._adjoins(chart, figure, following):
            return following, "beside"
        last = bisect_right(self.nodes, figure.start, key=lambda node: node.start)
        for node in reversed(self.nodes[max(0, last - MOST_BEFORE) : last]):
            if node.end > figure.start or self._of_the_news(chart, node, figure) or self._is_over(node, figure):
                continue
            first = node.end <= self.figures[0].start and self._reported_or_announced(node, figure)
            if (
                (first and not self._ends_clause(chart, node))
                or node.start in self.leads
                or not self.clauses.parted(node.end, figure.start)
            ):
                return node, "sentence"
        if following is not None and self._later(chart, figure, following):
            return following, "sentence"
        return None, ""

    def _own(self, figure: Figure, following: Node) -> bool:
        """Whether a time right behind a figure is told for it, not for the next: «năm 2021 là 3% và 4% trong năm 2022»
        tells two times for two figures, «năm 2010 đạt 3% thì năm 2019 đạt 5%» too."""
        after = bisect_right(self.figures, figure.start, key=lambda other: other.start)
        before = bisect_right(self.nodes, figure.start, key=lambda node: node.end) - 1
        if after == len(self.figures) or before < 0 or self.clauses.parted(self.nodes[before].end, figure.start):
            return True
        later = self.figures[after]
        if later.start < following.start:
            return False
        if following.value.kind not in _IN_SERIES or not self._opens_series(self.nodes[before]):
            return True
        done_by = following.value.kind == "until" and self.done_since(following.end, later)
        return self.phrases.parted(following.end, later.start) and not done_by

    def _opens_series(self, node: Node) -> bool:
        """Whether a year stands before its figure, not behind it as in «từ 60% năm 2018 xuống 47% năm 2019»."""
        at = bisect_right(self.figures, node.start, key=lambda figure: figure.end) - 1
        behind = at >= 0 and not self.phrases.parted(self.figures[at].end, node.start)
        return node.value.kind in _IN_SERIES and not behind

    def _ends_clause(self, chart: Chart, node: Node) -> bool:
        """Whether a time is the last word of a clause of its own: «học tập xong trong tháng 12; chọn 2 xã làm điểm»."""
        return node.start not in self.leads and chart.text.startswith(";", node.end)

    def _reported_or_announced(self, node: Node, figure: Figure) -> bool:
        """Whether what the sentence begins with is about a figure in a later clause: a plan only if its word, too,
        stands before all figures («đặt kế hoạch năm 2021 với: …; …»), and a deadline never."""
        cue = figure.spans.get("status")
        announced = cue is not None and cue[1] <= self.figures[0].start and node.value.kind != "until"
        return figure.status != "target" or announced

    def _adjoins(self, chart: Chart, figure: Figure, following: Node) -> bool:
        """Whether nothing parts a figure from a time right behind it."""
        parted = set(chart.lower[figure.end : following.start]) & set(",.;:(")
        return not (parted or _holds_any(self.asides, figure.end, following.start) or _opens_next(chart, following))

    def _is_over(self, node: Node, figure: Figure) -> bool:
        """Whether the sentence has turned to today, or to no certain time, before the figure: «thu 5 tỷ đồng trong quý
        I và đến nay thu 7 tỷ đồng»."""
        if self.now is not None and node.end <= self.now <= figure.start and node.value.kind not in _UNTIL_NOW:
            return True
        return any(_uncertain(other) and node.end <= other.start < figure.start for other in self.others)

    def told_elsewhere(self, figure: Figure, carried: Period | None, times: Times) -> bool:
        """Whether the clause of a figure names another time than the one that an earlier sentence set."""
        for other in self.others:
            low, high = sorted((other.start, figure.start))
            if other.start > figure.end + BESIDE or self.clauses.parted(low, high):
                continue
            own = times.resolved(other.value)
            same = own is not None and carried is not None and (own.start, own.end) == (carried.start, carried.end)
            if not same and (other.value.kind != "vague" or _uncertain(other)):
                return True
        return False

    def _of_the_news(self, chart: Chart, day: Node, figure: Figure) -> bool:
        """Whether a day that opens the sentence is not that of the figure: somebody speaks on it, or the figure has a
        time of its own behind it. A plan is told on a day or in a month, and seldom of it."""
        if day.value.kind not in _OF_SAYING or (day.value.kind != "day" and figure.status != "target"):
            return False
        at = bisect_left(self.nodes, figure.end, key=lambda node: node.start)
        own = at < len(self.nodes) and self._later(chart, figure, self.nodes[at])
        return own or _holds_any(self.saying, day.end, figure.start)

    def _later(self, chart: Chart, figure: Figure, following: Node) -> bool:
        """Whether a time behind a figure, and behind no other one, is that of the figure."""
        later = bisect_right(self.figures, figure.start, key=lambda other: other.start)
        alone = later == len(self.figures) or self.figures[later].start >= following.start
        if alone and later < len(self.figures):  # «chiếm 8% dư nợ (năm 2019 là 3%)»
            opened = chart.text.rfind("(", figure.end, following.start)
            alone = opened < 0 or ")" in chart.text[opened : self.figures[later].start]
        return alone and self._goes_on(chart, figure.end, following.start)

    def cumulates(self, node: Node, figure: Figure) -> bool:
        """Whether a figure adds up what was done until a day («tính đến 30/6 đã thu 5 tỷ»): nobody says since when."""
        part = node.value.edge == "last" and node.value.base is not None and node.value.base.kind in _ONE_PART
        until = node.value.kind == "until" and figure.status == "achieved" and not part
        return until and not self._in_series(node, figure) and self.done_since(node.end, figure)

    def done_since(self, offset: int, figure: Figure) -> bool:
        """Whether the last word between an offset and a figure that says so says that something is done."""
        low = bisect_left(self.done, offset, key=lambda done: done.start)
        high = bisect_right(self.done, figure.start, key=lambda done: done.end)
        between = [done for done in self.done[low:high] if not self._says_more(done, offset)]
        return bool(between) and between[-1].value.get("is") == "done"

    def past(self, offset: int, figure: Figure) -> bool:
        """Whether «đã» between an offset and a figure says that it is no plan."""
        low = bisect_left(self.done, offset, key=lambda done: done.start)
        high = bisect_right(self.done, figure.start, key=lambda done: done.end)
        return any(done.value.get("past") and not self._says_more(done, offset) for done in self.done[low:high])

    def _in_series(self, node: Node, figure: Figure) -> bool:
        """Whether a figure stands beside one of an earlier year: «Năm 2015 thu 3 tỷ, đến năm 2019 đã thu 9 tỷ»."""
        years = [year for year in self.nodes if year.value.kind == "year" and year.end <= node.start]
        return any(
            other.unit == figure.unit and years[0].end <= other.start < node.start for other in self.figures if years
        )

    def recurs(self, figure: Figure) -> bool:
        """Whether a figure is of every year («hằng năm mỗi thôn mở 2 lớp»): it is not of the time of the report."""
        at = bisect_left(self.rates, figure.start) - 1
        return at >= 0 and not self.clauses.parted(self.rates[at], figure.start)

    def _says_more(self, done: Node, since: int) -> bool:
        """Whether a word says more of a figure since some offset: «có 8 xã đã được công nhận và 2 xã đang chờ»."""
        at = bisect_right(self.figures, done.start, key=lambda figure: figure.end) - 1
        return at >= 0 and self.figures[at].end > since and not self.phrases.parted(self.figures[at].end, done.start)

    def _goes_on(self, chart: Chart, start: int, end: int) -> bool:
        """Whether the same statement goes on up to a time after it: no new clause, nothing with its own time."""
        if self.clauses.parted(start, end) or _holds_any(self.asides, start, end):
            return False
        _, comma, last = chart.lower[start:end].rpartition(",")
        return not comma or len(last.split()) <= 1


def sentence_times(
    chart: Chart, segments: Sequence[Segment], figures: Sequence[Figure], times: Times
) -> tuple[SentenceTimes, ...]:
    parts = _Parts(segments)
    clauses, phrases = Clauses(chart, ".;"), Clauses(chart, ".;,")
    openers = {node.end + 1: node.start for node in chart.nodes("period_opener")}
    timed = sorted(time_nodes(chart, segments, times), key=lambda node: (node.start, node.end))
    nodes, others = parts.of(timed), parts.of(own_times(chart, timed, times))
    todays = parts.of(n for n in _outermost(chart.nodes("now_opener")) if _says_now(chart, segments, n))
    rates = parts.of(node for node in chart.nodes("period") if node.value.kind == "rate")
    saying, asides, done = (parts.of(chart.nodes(type_)) for type_ in ("saying_word", "aside_word", "done_word"))
    counted: defaultdict[int, list[Figure]] = defaultdict(list)
    for figure in figures:
        counted[figure.statement.segment].append(figure)
    found = []
    for index, segment in enumerate(segments):
        here = nodes.get(index, ())
        times_here = SentenceTimes(
            clauses,
            phrases,
            segment,
            here,
            frozenset([node.start for node in here if leading(chart, segment, node, openers)]) if here else _NONE,
            frozenset([node.start for node in here if node.start in openers]) if here else _NONE,
            todays[index][0].start if index in todays else None,
        )
        if index in counted:
            times_here = times_here._replace(
                figures=counted[index],
                saying=[node.start for node in saying.get(index, ())],
                asides=[node.start for node in asides.get(index, ())],
                done=_outermost(done[index]) if index in done else (),
                rates=[node.start for node in rates.get(index, ())],
                others=others.get(index, ()),
            )
        found.append(times_here)
    return tuple(found)


class _Parts:
    """The segments of a text, to put nodes into."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._starts = [segment.start for segment in segments]
        self._ends = [segment.end for segment in segments]

    def of(self, nodes: Iterable[Node]) -> Mapping[int, Sequence[Node]]:
        """Nodes by the segment in which they begin."""
        found: defaultdict[int, list[Node]] = defaultdict(list)
        for node in nodes:
            index = bisect_right(self._starts, node.start) - 1
            if index >= 0 and node.start < self._ends[index]:
                found[index].append(node)
        return found


def _uncertain(node: Node) -> bool:
    """«những năm qua», unlike «5 năm liền», «cuối nhiệm kỳ»."""
    return node.value.kind == "vague" and node.value.unit is None


def _outermost(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """Nodes that stand in no longer one, in order."""
    kept: list[Node] = []
    for node in sorted(nodes, key=lambda node: (node.start, -node.end)):
        if not kept or node.start >= kept[-1].end:
            kept.append(node)
    return tuple(kept)


def _opens_next(chart: Chart, node: Node) -> bool:
    """Whether a time after «và» is that of the next figure: «đạt 2,5% và đến năm 2030 đạt 5%»."""
    ands = chart.nodes("and_word")
    at = bisect_right(ands, node.start, key=lambda word: word.end) - 1
    return node.value.kind == "until" and at >= 0 and ands[at].end + 1 == node.start


def _holds_any(places: Sequence[int], start: int, end: int) -> bool:
    return bisect_left(places, start) < bisect_left(places, end)


def _says_now(chart: Chart, segments: Sequence[Segment], node: Node) -> bool:
    """Whether a word of the present says how things stand: some do anywhere, others where they open a clause."""
    if node.value.get("is") == "other":
        return False
    if node.value.get("anywhere"):
        return True
    index = bisect_right(segments, node.start, key=lambda segment: segment.start) - 1
    before = chart.lower[max(segments[index].start, node.start - 3) : node.start].rstrip() if index >= 0 else ""
    return not before or before[-1] in ",;:." or before in chart.grammar.book.words("and_word")
