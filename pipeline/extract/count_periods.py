"""The span of time that a figure covers: said beside it, before it in the sentence, at the head of the paragraph, or in
the name of the event. `period_basis` says where, and how the years were known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.extract.figures import Figure
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.text.period_days import resolve
from pipeline.text.period_expr import Period, PeriodExpr
from pipeline.text.segment import Segment

BESIDE = 14  # characters between a figure and a period right after it
ALMOST_OVER = 60  # a review may be held this many days before its period ends
LONG = 80  # days that the report of a meeting covers at least
LEADING_WORDS = 3  # words that may stand in a clause before the period that opens it
_COUNTED_YEARS = re.compile(r"năm \($")  # «Trong 5 năm (2015 - 2020)»
_CLAUSE_END = re.compile(r"[.;:](?=\s|$)|,(?=\s)")
_NAMES = (
    "term",
    "stage",
    "years",
    "fiscal_year",
    "school_year",
)  # often part of a name; a span only after «trong», «từ»
_NO_SPAN = ("rate", "vague", "baseline", "now", "next", "day")
_REVIEWS = ("so_ket", "tong_ket")
_NAMED = ("first", "year", "quarter", "stage", "years", "term")
_REPORTS = (*_REVIEWS, "giao_ban", "ky_hop", "dai_hoi")  # meetings that hear a report on one span of time


@dataclass(frozen=True, slots=True)
class Times:
    """What is known of time: the day of publication, the day and kind of the event, the span of the event's name."""

    published_on: date | None = None
    event_on: date | None = None
    event_kind: str | None = None
    event_span: tuple[int, int] | None = None
    term: tuple[date, date] | None = None

    @property
    def today(self) -> date | None:
        """The day on which the report speaks."""
        return self.event_on or self.published_on


def term_before(chart: Chart, day: date | None) -> tuple[date, date] | None:
    """The term of office that ends in the year of `day`, if the text names one: what a congress reviews."""
    if day is None:
        return None
    for node in chart.nodes("period"):
        expr = node.value
        if expr.kind == "term" and expr.year and expr.end_year == day.year:
            return date(expr.year, 1, 1), date(expr.end_year, 12, 31)
    return None


def with_periods(
    chart: Chart, segments: Sequence[Segment], figures: Sequence[Figure], times: Times, turned: frozenset[int]
) -> tuple[Figure, ...]:
    """Each figure with its period, where the text lets a reader know it. `turned`: segments that end a report."""
    nodes = _nodes(chart, segments, times)
    whole = {planned: _event_period(chart, times, planned=planned) for planned in (False, True)}
    carried = _carried(chart, segments, nodes, figures, times, turned)
    found = []
    for figure in figures:
        node, where = _governing(chart, segments, nodes, figures, figure)
        index = figure.statement.segment
        planned = figure.status == "target"
        open_ = index not in turned and not _stands(chart, segments[index], figure)
        if node is None and open_:
            node, where = carried[index][planned], "discourse"
        period = _resolved(node.value, times) if node is not None else None
        if period is None and (open_ or planned) and (named := whole[planned]) is not None:
            node, where, period = named[0], "event", named[1]
        if node is None or period is None:
            found.append(figure)
            continue
        found.append(
            replace(
                figure,
                status="target" if _ahead(period, figure, times) else figure.status,
                period_start=period.start,
                period_end=period.end,
                period_text=chart.view.written(node.start, node.end),
                period_basis=f"{where}, {period.basis}",
                spans=figure.with_span("period", node.start, node.end),
            )
        )
    return tuple(found)


def _nodes(chart: Chart, segments: Sequence[Segment], times: Times) -> list[Node]:
    """Expressions that say when: not in citations, not in names, not the days of the event itself."""
    cited = [(node.start, node.end) for node in chart.nodes("citation")]
    cited.extend((node.start, node.end) for node in chart.nodes("baseline"))
    compared = {node.end + 1 for node in chart.nodes("compared_with")}
    name = times.event_span or (0, 0)
    return [
        node
        for node in chart.nodes("period")
        if node.value.kind not in _NO_SPAN
        and not name[0] <= node.start < name[1]
        and not any(a <= node.start < b for a, b in cited)
        and (node.value.kind not in _NAMES or _governs(chart, segments, node))
        and node.start not in compared
        and not (node.value.kind == "days" and _is_event_day(node, times))
    ]


def _is_event_day(node: Node, times: Times) -> bool:
    period = _resolved(node.value, times)
    return period is not None and times.event_on is not None and period.start == times.event_on.isoformat()


def _ahead(period: Period, figure: Figure, times: Times) -> bool:
    """Whether a figure of what is usually reached lies in the future."""
    day = times.today
    return bool(figure.status == "achieved" and day and period.start and period.start > day.isoformat())


_Carried = tuple[Node | None, Node | None]  # of what is reported, of what is planned


def _carried(
    chart: Chart,
    segments: Sequence[Segment],
    nodes: Sequence[Node],
    figures: Sequence[Figure],
    times: Times,
    turned: frozenset[int],
) -> list[_Carried]:
    """For each segment the time that an earlier sentence set, of reports and of plans: a sentence of the same
    paragraph, or of any before it where the meeting hears one report."""
    across = times.event_kind in _REPORTS
    main: Node | None = None
    reported: Node | None = None
    planned: Node | None = None
    found: list[_Carried] = []
    for index, segment in enumerate(segments):
        if index in turned:
            main = reported = planned = None
        elif index and segments[index - 1].line != segment.line:
            reported, planned = main, planned if across else None
        if chart.at("now_opener", segment.start):
            reported = None
        found.append((reported, planned))
        if segment.kind not in ("body", "lead", "quotation"):
            continue
        inside = [figure for figure in figures if figure.statement.segment == index]
        for node in nodes:
            if not segment.start <= node.start < segment.end or not _sets_time(chart, segment, node, inside):
                continue
            if node.value.kind == "elapsed":
                continue  # «Sau 5 năm thực hiện …» holds for its own sentence
            after = [figure for figure in inside if figure.start >= node.end]
            if after and after[0].status == "target":
                planned = node
            else:
                reported = node
                main = main or (node if across and _long(node, times) else None)
    return found


def _sets_time(chart: Chart, segment: Segment, node: Node, inside: Sequence[Figure]) -> bool:
    """Whether a period sets the time of the sentences that follow: it opens a clause or comes before all figures."""
    return _leads(chart, segment, node) or not any(figure.start < node.start for figure in inside)


def _long(node: Node, times: Times) -> bool:
    period = _resolved(node.value, times)
    if period is None or period.start is None or period.end is None:
        return False
    return (date.fromisoformat(period.end) - date.fromisoformat(period.start)).days >= LONG


def _leads(chart: Chart, segment: Segment, node: Node) -> bool:
    """Whether a period sets the time of what follows: it opens a clause («Trong 6 tháng đầu năm, …»)."""
    start = node.start
    for opener in chart.nodes("period_opener"):
        if opener.end + 1 == node.start:
            start = opener.start
    before = chart.lower[segment.start : start].rstrip()
    clause = _CLAUSE_END.split(before)[-1]
    return len(clause.split()) <= LEADING_WORDS


def _stands(chart: Chart, segment: Segment, figure: Figure) -> bool:
    """Whether a figure says how things stand, not what was done: «hiện có 45 chợ», «Huyện có 36 nhà thờ, 5 chùa»."""
    for node in chart.nodes("now_opener"):
        clause = chart.lower[segment.start : node.start].rstrip()
        opens = node.value.get("anywhere") or not clause or clause[-1] in ",;:."
        if segment.start <= node.start < figure.start and opens:
            return True
    having = any(node.end + 1 == figure.start for node in chart.nodes("having_verb"))
    return (having or figure.denominator is not None) and figure.statement.unit.kind in ("place", "organisation")


def _governs(chart: Chart, segments: Sequence[Segment], node: Node) -> bool:
    """Whether a term or stage says when («trong giai đoạn …»), not what («Ban Chấp hành nhiệm kỳ …»)."""
    if any(segment.start == node.start for segment in segments):
        return True
    before = chart.lower[max(0, node.start - 12) : node.start]
    if _COUNTED_YEARS.search(before):
        return True
    signs = ":." if node.value.kind == "term" else ",;:."  # «Đại hội …, nhiệm kỳ 2025 - 2030, …» is a name
    if before.rstrip()[-1:] in signs and chart.text.startswith(",", node.end):
        return True
    return any(found.end + 1 == node.start for found in chart.nodes("period_opener"))


def _resolved(expr: PeriodExpr, times: Times) -> Period | None:
    found = resolve(expr, reference=times.published_on, event=times.event_on, term=times.term)
    return found if found is not None and found.start is not None and found.end is not None else None


def _governing(
    chart: Chart,
    segments: Sequence[Segment],
    nodes: Sequence[Node],
    figures: Sequence[Figure],
    figure: Figure,
) -> tuple[Node | None, str]:
    segment = segments[figure.statement.segment]
    beside = [n for n in nodes if figure.end <= n.start <= figure.end + BESIDE and n.start < segment.end]
    if beside and not set(chart.lower[figure.end : beside[0].start]) & set(",.;:("):
        return beside[0], "beside"
    before = [n for n in nodes if segment.start <= n.start and n.end <= figure.start]
    first = next(f.start for f in figures if f.statement.segment == figure.statement.segment)
    for node in reversed(before):
        sets = _leads(chart, segment, node) or (node.end <= first and figure.status != "target")
        if sets or not re.search(r"[.;](?=\s)", chart.lower[node.end : figure.start]):
            return node, "sentence"
    after = [n for n in nodes if figure.end <= n.start < segment.end]
    later = [f for f in figures if f.start > figure.start and f.start < segment.end]
    if (
        after
        and not any(f.start < after[0].start for f in later)
        and ";" not in chart.lower[figure.end : after[0].start]
    ):
        return after[0], "sentence"
    return None, ""


def _event_period(chart: Chart, times: Times, *, planned: bool) -> tuple[Node, Period] | None:
    """The one period that the name of the event reviews («sơ kết 6 tháng đầu năm»), or the one that it plans."""
    day = times.today
    if times.event_span is None or day is None or (not planned and times.event_kind not in _REVIEWS):
        return None
    low, high = times.event_span
    found: dict[tuple[str | None, str | None], tuple[Node, Period]] = {}
    for node in chart.nodes("period"):
        if low <= node.start and node.end <= high and node.value.kind in _NAMED:
            period = _resolved(node.value, times)
            if period is not None and (_days_left(period, day) > ALMOST_OVER) == planned:
                found.setdefault((period.start, period.end), (node, period))
    return next(iter(found.values())) if len(found) == 1 else None


def _days_left(period: Period, day: date) -> int:
    return (date.fromisoformat(period.end) - day).days if period.end else 0
