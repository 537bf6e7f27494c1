"""On which day the event was held, and by which rule its year is known.

    written           the year stands with the day
    page_line …       the page's own date: the nearest such day before it, at most 60 days
    period            the report covers a period, or plans for one: the nearest such day after its end or beginning
    elapsed           «sơ kết 5 năm thực hiện … ngày 12/5/2017»: five years later
    term              a congress opens the term it names
    context           the latest full date of the text, or the latest document it cites, is of that year
Without any of these the day stays unknown.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from pipeline.extract.context import PageContext
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.model import SpanPair
from pipeline.text.dates import PLAUSIBLE_DAYS, DateSpan, resolve_year
from pipeline.text.period_days import resolve
from pipeline.text.period_expr import PeriodExpr
from pipeline.text.segment import Segment

FIRST_YEAR = 1995  # earlier years are history, not the period of a report
LATE_IN_YEAR, EARLY_IN_YEAR = 10, 4  # months
ALMOST_OVER = 60  # a review may be held this many days before its period ends
UNLIKELY = 150
DATE_LINE = 12  # a line with no more than so many characters beside the date tells when the page was made
FAR_AT_MOST = 60  # days, for periods named only further down
_PARTS_OF_YEAR = ("first", "last", "quarter", "month", "months")
_REVIEWS = ("tong_ket", "so_ket", "giao_ban")
_PLANS = ("trien_khai", "ra_quan_phat_dong", "cong_bo_quyet_dinh")
_ENDED = ("first", "last", "quarter", "year", "month", "months", "days", "years")


@dataclass(frozen=True, slots=True)
class Held:
    """First and last day (ISO), the rule that found the year, the session, and the spans of day and session."""

    first: str | None = None
    last: str | None = None
    basis: str | None = None
    session: str | None = None
    spans: dict[str, SpanPair] = field(default_factory=dict)


def held_on(chart: Chart, segments: Sequence[Segment], opening: Sequence[int], segment: int, kind: str) -> Held:
    """The day of the event named in `segment`; other opening segments are asked if that one has none."""
    order = [segment, *(index for index in opening if index != segment)]
    for index in order:
        here = segments[index]
        days = days_in(chart, here)
        if days and (index == segment or here.end - here.start - (days[0].end - days[0].start) > DATE_LINE):
            return _resolved(chart, segments, opening, days[0], kind)
        if index == segment:
            relative = _relative(chart, here)
            if relative is not None:
                return relative
    return Held()


def days_in(chart: Chart, segment: Segment) -> list[Node]:
    """The days named in a segment that may be those of an event: not of a document, not an anniversary."""
    cited = [(node.start, node.end) for node in chart.nodes("citation")]
    others = {node.end + 1 for node in chart.nodes("event_other_day")}
    return [
        node
        for node in chart.nodes("date")
        if segment.start <= node.start < segment.end
        and _usable(node.value)
        and not _within(node, cited)
        and node.start not in others
        and not _bracketed(chart, node)
        and not _anniversary(chart, node)
    ]


def _usable(span: DateSpan) -> bool:
    return span.precision == "day" and span.certain


def _bracketed(chart: Chart, node: Node) -> bool:
    """Whether a date stands in brackets after an anniversary: «(19/4/1972 - 19/4/2025)»."""
    opening = chart.text.rfind("(", max(0, node.start - 30), node.start)
    closing = chart.text.find(")", node.end, node.end + 30)
    inside = opening >= 0 and closing >= 0 and ")" not in chart.text[opening : node.start]
    return inside and node.value.year is not None and len(chart.text[opening:closing]) > node.end - node.start + 5


def _anniversary(chart: Chart, node: Node) -> bool:
    """Whether a date stands beside the same day of another year: «27/7/1947 - 27/7/2019»."""
    own: DateSpan = node.value
    dates = chart.nodes("date")
    index = bisect_left(dates, node.start, key=lambda date: date.start)
    for other in dates[max(0, index - 1) : index + 2]:
        span: DateSpan = other.value
        gap = chart.text[node.end : other.start] if other.start >= node.end else chart.text[other.end : node.start]
        same = (span.day, span.month) == (own.day, own.month) and span.year != own.year
        if same and own.year and span.year and len(gap) <= 12 and ("-" in gap or "/" in gap):
            return True
    return False


def _within(node: Node, spans: Sequence[SpanPair]) -> bool:
    return any(start <= node.start < end for start, end in spans)


def names_day(chart: Chart, segment: Segment) -> bool:
    """Whether a segment says on which day, if only "sáng nay" on a page without date."""
    today = (n for n in chart.nodes("date") if segment.start <= n.start < segment.end and n.value.relative is not None)
    return bool(days_in(chart, segment)) or next(today, None) is not None


def _relative(chart: Chart, segment: Segment) -> Held | None:
    """The day of "sáng nay", "hôm qua" in a segment, counted from the page's own date; None if there is none."""
    context = chart.context
    published = context.published_on if isinstance(context, PageContext) else None
    for node in chart.nodes("date"):
        span: DateSpan = node.value
        if segment.start <= node.start < segment.end and span.relative is not None and published is not None:
            day = (published + timedelta(days=span.relative)).isoformat()
            return Held(day, None, "relative", span.session, _spans(node))
    return None


def _spans(node: Node) -> dict[str, SpanPair]:
    spans = {"held_on": (node.start, node.end)}
    session = node.value.span_of("session")
    if session is not None:
        spans["session"] = session
    return spans


def _resolved(chart: Chart, segments: Sequence[Segment], opening: Sequence[int], node: Node, kind: str) -> Held:
    span: DateSpan = node.value
    basis, year = next(_years(chart, segments, opening, node, kind), (None, None))
    dated = span if span.year is not None else span.in_year(year) if year is not None else None
    first = dated.first() if dated is not None else None
    last = dated.last() if dated is not None and span.is_range else None
    return Held(
        first.isoformat() if first else None,
        last.isoformat() if last and first and last > first else None,
        basis if first else None,
        span.session,
        _spans(node),
    )


def _years(
    chart: Chart, segments: Sequence[Segment], opening: Sequence[int], node: Node, kind: str
) -> Iterator[tuple[str, int]]:
    """Possible years, the best supported first."""
    span: DateSpan = node.value
    if span.year is not None:
        yield "written", span.year
        return
    context = chart.context
    published = context.published_on if isinstance(context, PageContext) else None
    if published is not None:
        found = resolve_year(span, published, within_days=PLAUSIBLE_DAYS, ahead_days=1)
        if found is not None:
            yield "published_on", found.start.year
    yield from _by_elapsed(chart, segments, opening)
    if kind == "dai_hoi":
        yield from _by_term(chart)
    periods = _periods(chart, segments, opening, span)
    yield from _by_part_of_year(periods, span)
    yield from _by_latest_date(chart, node)
    yield from _by_citations(chart, span)
    yield from _by_year(periods, span, kind)


def _by_elapsed(chart: Chart, segments: Sequence[Segment], opening: Sequence[int]) -> Iterator[tuple[str, int]]:
    """N years of carrying out a document: its year + N."""
    ranges = [(segments[i].start, segments[i].end) for i in opening]
    for node in chart.nodes("period"):
        expr = node.value
        if expr.kind != "elapsed" or expr.unit != "year" or not expr.count or not _within(node, ranges):
            continue
        following = [c for c in chart.nodes("citation") if 0 <= c.start - node.end <= 60]
        for citation in following[:1]:
            dated = _issue_date(citation)
            if dated is not None:
                yield "elapsed", dated.year + expr.count


def _issue_date(citation: Node) -> date | None:
    outer = citation.slot("date")
    inner = outer.slot("date") if outer is not None else None
    return inner.value.first() if inner is not None and inner.value.year else None


def _by_term(chart: Chart) -> Iterator[tuple[str, int]]:
    terms = [node.value for node in chart.nodes("period") if node.value.kind == "term" and node.value.year]
    if terms:
        yield "term", max(term.year for term in terms if term.year is not None)


def _periods(
    chart: Chart, segments: Sequence[Segment], opening: Sequence[int], span: DateSpan
) -> list[tuple[bool, PeriodExpr]]:
    """Periods with a written year of our time, and whether the opening names them; those of citations left out."""
    ranges = [(segments[i].start, segments[i].end) for i in opening]
    cited = [(node.start, node.end) for node in chart.nodes("citation")]
    return [
        (_within(node, ranges), node.value)
        for node in chart.nodes("period")
        if node.value.kind in _ENDED
        and node.value.year
        and node.value.year >= FIRST_YEAR
        and node.value.date is not span
        and not _within(node, cited)
    ]


def _by_part_of_year(periods: Sequence[tuple[bool, PeriodExpr]], span: DateSpan) -> Iterator[tuple[str, int]]:
    """A half year, quarter or month: the event is held soon after its end, or, for plans, about its start."""
    costs: list[tuple[int, int]] = []
    for near, expr in periods:
        found = resolve(expr) if expr.kind in _PARTS_OF_YEAR else None
        if found is not None and found.end is not None and found.start is not None:
            start, end = date.fromisoformat(found.start), date.fromisoformat(found.end)
            costs.extend(cost for cost in _costs(span, start, end) if near or cost[0] <= FAR_AT_MOST)
    if costs:
        yield "period", min(costs)[1]


def _costs(span: DateSpan, start: date, end: date) -> Iterator[tuple[int, int]]:
    for year in range(start.year - 1, end.year + 2):
        dated = span.in_year(year)
        day = dated.first() if dated is not None else None
        if day is not None:
            review = (day - end).days if day >= end - timedelta(days=ALMOST_OVER) else UNLIKELY + abs((day - end).days)
            yield min(abs(review), abs((day - start).days)), year


def _by_year(periods: Sequence[tuple[bool, PeriodExpr]], span: DateSpan, kind: str) -> Iterator[tuple[str, int]]:
    """A whole year named in the opening: a review of it comes at its end or early in the next, a plan late in the one
    before or during it, anything else during it. Of two years the later is being planned. A year that stands
    further down counts if the text has no other."""
    named = sorted({expr.year for near, expr in periods if near and expr.kind == "year" and expr.year})
    everywhere = sorted({expr.year for _, expr in periods if expr.kind == "year" and expr.year})
    years = named or (everywhere if len(everywhere) == 1 else [])
    if not years or span.month is None:
        return
    latest = years[-1]
    if not named:
        yield "context", latest
    elif len(years) > 1:
        yield "period", latest - 1 if span.month >= LATE_IN_YEAR and years[-2] == latest - 1 else latest
    elif kind in _REVIEWS:
        yield "period", latest + 1 if span.month <= EARLY_IN_YEAR else latest
    else:
        yield "period", latest - 1 if span.month > LATE_IN_YEAR and kind in _PLANS else latest


def _by_citations(chart: Chart, span: DateSpan) -> Iterator[tuple[str, int]]:
    """The latest document cited with its date was issued before the event."""
    issued = [day for node in chart.nodes("citation") if (day := _issue_date(node)) is not None]
    if not issued:
        return
    latest = max(issued)
    for year in (latest.year, latest.year + 1):
        dated = span.in_year(year)
        first = dated.first() if dated is not None else None
        if first is not None and first >= latest:
            yield "context", year
            return


def _by_latest_date(chart: Chart, own: Node) -> Iterator[tuple[str, int]]:
    """The latest full date of the text outside citations stands in the year of the report, or of the next steps."""
    cited = [(node.start, node.end) for node in chart.nodes("citation")]
    years = [
        node.value.year
        for node in chart.nodes("date")
        if node.value.precision == "day" and node.value.year and node is not own and not _within(node, cited)
    ]
    for year in (max(years) - 1,) if years else ():
        issued = [day for node in chart.nodes("citation") if (day := _issue_date(node)) and day.year == year]
        dated = own.value.in_year(year)
        first = dated.first() if dated is not None else None
        if issued and first is not None and first >= max(issued):
            yield "context", year  # after the newest document cited, before the next step announced
    if years and max(years) >= FIRST_YEAR and years.count(max(years)) * 2 >= sum(year >= FIRST_YEAR for year in years):
        yield "context", max(years)
