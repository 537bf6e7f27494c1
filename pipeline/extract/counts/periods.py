"""The span of time that a figure covers: said beside it, in its sentence, by an earlier sentence of the report, or in
the name of the event. `period_basis` says where, and how the years were known."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.extract.clauses import Clauses
from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.times import Times, leading, time_nodes
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.text.period_expr import Period
from pipeline.text.segment import Segment

BESIDE = 14  # characters between a figure and a period right after it
LONG = 80  # days that the report of a meeting covers at least
ALMOST_OVER = 60  # a review may be held this many days before its period ends
MOST_BEFORE = 12  # expressions of time looked at before a figure
_NAMED = ("first", "year", "quarter", "stage", "years", "term")  # in names of events
_SPANS_OF_YEARS = ("stage", "term", "years")
_REVIEWS = ("so_ket", "tong_ket")
_REPORTS = (*_REVIEWS, "giao_ban", "ky_hop", "dai_hoi")  # meetings that hear a report on one span of time
_PROSE = ("body", "lead", "quotation")

_Carried = tuple[Node | None, Node | None]  # of what is reported, of what is planned


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A segment with its expressions of time, its figures, and what they stand by. All lists by offset."""

    segment: Segment
    nodes: tuple[Node, ...]
    leads: frozenset[int]  # starts of those nodes that open a clause
    figures: tuple[Figure, ...]
    clauses: Clauses
    now: int | None  # where the sentence begins to say how things stand today

    def governing(self, chart: Chart, figure: Figure) -> tuple[Node | None, str]:
        """The expression that gives the time of a figure of this sentence, and where it stands."""
        at = bisect_left(self.nodes, figure.end, key=lambda node: node.start)
        following = self.nodes[at] if at < len(self.nodes) else None
        near = following is not None and following.start <= figure.end + BESIDE
        if following is not None and near and not set(chart.lower[figure.end : following.start]) & set(",.;:("):
            return following, "beside"
        last = bisect_right(self.nodes, figure.start, key=lambda node: node.start)
        for node in reversed(self.nodes[max(0, last - MOST_BEFORE) : last]):
            if node.end > figure.start:
                continue
            first = node.end <= self.figures[0].start and figure.status != "target"
            if first or node.start in self.leads or not self.clauses.parted(node.end, figure.start):
                return node, "sentence"
        if following is not None and not self.clauses.parted(figure.end, following.start):
            later = bisect_right(self.figures, figure.start, key=lambda other: other.start)
            if later == len(self.figures) or self.figures[later].start >= following.start:
                return following, "sentence"
        return None, ""


def with_periods(
    chart: Chart, segments: Sequence[Segment], figures: Sequence[Figure], times: Times, turned: frozenset[int]
) -> tuple[Figure, ...]:
    """Each figure with its period, where the text lets a reader know it. `turned`: segments that end a report."""
    sentences = _sentences(chart, segments, figures, times)
    whole = {planned: _event_period(chart, times, planned=planned) for planned in (False, True)}
    carried = _carried(sentences, times, turned)
    having = {node.end + 1 for node in chart.nodes("having_verb")}
    found = []
    for figure in figures:
        index = figure.statement.segment
        planned = figure.status == "target"
        node, where = sentences[index].governing(chart, figure)
        if node is not None and where and _due(node, figure, times):
            figure = figure._replace(status="target")
        open_ = index not in turned and not _stands(sentences[index], figure, having)
        if node is None and open_:
            node, where = carried[index][planned], "discourse"
        period = times.resolved(node.value) if node is not None else None
        spanning = node is not None and node.value.kind in _SPANS_OF_YEARS
        if where == "discourse" and period is not None and spanning and _unfinished(period, figure, times):
            node = period = None
        if period is None and (open_ or planned) and (named := whole[planned]) is not None:
            node, where, period = named[0], "event", named[1]
        if node is None or period is None:
            found.append(figure)
            continue
        found.append(
            figure._replace(
                status="target" if _ahead(period, figure, times) else figure.status,
                period_start=period.start,
                period_end=period.end,
                period_text=chart.view.written(node.start, node.end),
                period_basis=f"{where}, {period.basis}",
                spans=figure.with_span("period", node.start, node.end),
            )
        )
    return tuple(found)


def _sentences(
    chart: Chart, segments: Sequence[Segment], figures: Sequence[Figure], times: Times
) -> tuple[_Sentence, ...]:
    clauses = Clauses(chart, ".;")
    openers = {node.end + 1: node.start for node in chart.nodes("period_opener")}
    nodes = sorted(time_nodes(chart, segments, times), key=lambda node: (node.start, node.end))
    todays = [node for node in chart.nodes("now_opener") if node.value.get("anywhere") or _opens(chart, segments, node)]
    found = []
    for index, segment in enumerate(segments):
        low = bisect_left(nodes, segment.start, key=lambda node: node.start)
        high = bisect_left(nodes, segment.end, key=lambda node: node.start)
        first = bisect_left(figures, index, key=lambda figure: figure.statement.segment)
        last = bisect_right(figures, index, key=lambda figure: figure.statement.segment)
        today = bisect_left(todays, segment.start, key=lambda node: node.start)
        here = tuple(nodes[low:high])
        found.append(
            _Sentence(
                segment,
                here,
                frozenset(node.start for node in here if leading(chart, segment, node, openers)),
                tuple(figures[first:last]),
                clauses,
                todays[today].start if today < len(todays) and todays[today].start < segment.end else None,
            )
        )
    return tuple(found)


def _opens(chart: Chart, segments: Sequence[Segment], node: Node) -> bool:
    """Whether a word of the present opens its clause."""
    index = bisect_right(segments, node.start, key=lambda segment: segment.start) - 1
    before = chart.lower[max(segments[index].start, node.start - 3) : node.start].rstrip() if index >= 0 else ""
    return not before or before[-1] in ",;:."


def _ahead(period: Period, figure: Figure, times: Times) -> bool:
    """Whether a figure of what is usually reached lies in the future."""
    day = times.today
    return bool(figure.status == "achieved" and day and period.start and period.start > day.isoformat())


def _due(node: Node, figure: Figure, times: Times) -> bool:
    """Whether a figure of what is usually reached has a deadline after the day of the report («đến năm 2025»)."""
    if figure.status != "achieved" or times.today is None or node.start > figure.start + BESIDE:
        return False
    deadline = times.deadline(node.value)
    return deadline is not None and deadline > times.today


def _unfinished(period: Period, figure: Figure, times: Times) -> bool:
    """Whether a span that another sentence set ends in a later year: nothing was reached in all of it."""
    day = times.today
    return bool(day and period.end and figure.status != "target" and period.end > f"{day.year}-12-31")


def _stands(sentence: _Sentence, figure: Figure, having: set[int]) -> bool:
    """Whether a figure says how things stand, not what was done: «hiện có 45 chợ», «Huyện có 36 nhà thờ, 5 chùa»."""
    if sentence.now is not None and sentence.now < figure.start:
        return True
    kept = figure.start in having or figure.denominator is not None
    return kept and figure.statement.unit.kind in ("place", "organisation")


# ── what earlier sentences set ───────────────────────────────────────────────────────────────────


def _carried(sentences: Sequence[_Sentence], times: Times, turned: frozenset[int]) -> list[_Carried]:
    """For each segment the time that an earlier sentence set, of reports and of plans: a sentence of the same
    paragraph, or of any before it where the meeting hears one report."""
    across = times.event_kind in _REPORTS
    main: Node | None = None
    reported: Node | None = None
    planned: Node | None = None
    found: list[_Carried] = []
    for index, sentence in enumerate(sentences):
        segment = sentence.segment
        if index in turned:
            main = reported = planned = None
        elif index and sentences[index - 1].segment.line != segment.line:
            reported, planned = main, planned if across else None
        if sentence.now == segment.start:
            reported = None
        found.append((reported, planned))
        if segment.kind not in _PROSE:
            continue
        for node in sentence.nodes:
            if node.value.kind == "elapsed" or not _sets_time(sentence, node):
                continue  # «Sau 5 năm thực hiện …» holds for its own sentence
            after = bisect_left(sentence.figures, node.end, key=lambda figure: figure.start)
            if after < len(sentence.figures) and sentence.figures[after].status == "target":
                planned = node
            else:
                reported = node
                main = main or (node if across and _long(node, times) else None)
    return found


def _sets_time(sentence: _Sentence, node: Node) -> bool:
    """Whether a period sets the time of the sentences that follow: it opens a clause or comes before all figures."""
    return node.start in sentence.leads or not sentence.figures or node.start < sentence.figures[0].start


def _long(node: Node, times: Times) -> bool:
    period = times.resolved(node.value)
    if period is None or period.start is None or period.end is None:
        return False
    return (date.fromisoformat(period.end) - date.fromisoformat(period.start)).days >= LONG


def _event_period(chart: Chart, times: Times, *, planned: bool) -> tuple[Node, Period] | None:
    """The one period that the name of the event reviews («sơ kết 6 tháng đầu năm»), or the one that it plans."""
    day = times.today
    if times.event_span is None or day is None or (not planned and times.event_kind not in _REVIEWS):
        return None
    low, high = times.event_span
    found: dict[tuple[str | None, str | None], tuple[Node, Period]] = {}
    for node in chart.nodes("period"):
        if low <= node.start and node.end <= high and node.value.kind in _NAMED:
            period = times.resolved(node.value)
            if period is not None and (_days_left(period, day) > ALMOST_OVER) == planned:
                found.setdefault((period.start, period.end), (node, period))
    return next(iter(found.values())) if len(found) == 1 else None


def _days_left(period: Period, day: date) -> int:
    return (date.fromisoformat(period.end) - day).days if period.end else 0
