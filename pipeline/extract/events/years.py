"""In which year a day was that is written without one: the evidence, best first.

    written           the year stands with the day
    page_line …       the page's own date: the nearest such day before it, at most 60 days
    elapsed           «sơ kết 5 năm thực hiện … ngày 12/5/2017»: five years later
    term              a congress opens the term it names
    period            the report covers a part of a year, or plans for one: the nearest such day after its end or
                      beginning; a year named with the day or in the headline
    context           a full date of the text, or the latest document it cites, lies close to the day in that year
What is known of the page's date refutes all that is not the latest such day before it. A term of office, a stage of
some years, a year far away in the text are no evidence: an unknown day is better than a wrong one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from pipeline.extract.context import PageContext
from pipeline.extract.events.words import EventWords
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
NEAR_AT_MOST, FAR_AT_MOST = 100, 60  # days to a period that the opening names, or that stands further down
A_YEAR = 366
NEAR_DATE = 60  # days between the event and another full date that tells its year
NEAR_PAPER = 180  # the same for the latest document cited
_PARTS_OF_YEAR = ("first", "last", "quarter", "month", "months")
_REVIEWS = ("tong_ket", "so_ket", "giao_ban")
_PLANS = ("trien_khai", "ra_quan_phat_dong")
_ENDED = ("first", "last", "quarter", "year", "month", "months", "days", "years")


def years(
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
    for basis, year in _of_text(chart, segments, opening, node, kind):
        if (published is None or _last_before(span, year, published)) and not _refuted(chart, basis, year):
            yield basis, year


def within(node: Node, spans: Sequence[SpanPair]) -> bool:
    """Whether a node begins inside one of the spans."""
    return any(start <= node.start < end for start, end in spans)


def _refuted(chart: Chart, basis: str, year: int) -> bool:
    """Whether the text speaks of a year that is well past what was inferred: "năm 2019" of an event of 2016."""
    if basis != "context":
        return False
    reported = (n.value.year for n in chart.nodes("period") if n.value.kind == "year" and not _goal(chart, n))
    return any(other is not None and other > year + 1 for other in reported)


def _goal(chart: Chart, node: Node) -> bool:
    """Whether a year is one to come: "đến năm 2030"."""
    goal = chart.grammar.book.once(EventWords.of).goal
    return goal.search(chart.lower[max(0, node.start - 12) : node.start + 5]) is not None


def _last_before(span: DateSpan, year: int, published: date) -> bool:
    """Whether the day is, in that year, the last such day before the page."""
    day = _day_in(span, year)
    return day is not None and -1 <= (published - day).days < A_YEAR


def _of_text(
    chart: Chart, segments: Sequence[Segment], opening: Sequence[int], node: Node, kind: str
) -> Iterator[tuple[str, int]]:
    span: DateSpan = node.value
    yield from _by_elapsed(chart, segments, opening)
    if kind == "dai_hoi":
        yield from _by_term(chart, segments, opening)
    periods = _periods(chart, segments, opening, span)
    yield from _by_part_of_year(periods, span)
    yield from _by_near_date(chart, node)
    over = _stage_reviewed(chart, segments, opening) if kind in (*_REVIEWS, "lam_viec_kiem_tra") else 0
    yield from (found for found in _by_citations(chart, span) if found[1] >= over)
    told = [i for i in opening if segments[i].kind == "title" or segments[i].start <= node.start < segments[i].end]
    named = [expr.year for near, expr in _periods(chart, segments, told, span) if near and expr.kind == "year"]
    yield from _by_year({*named, *_of_headline(chart, segments, opening)}, span, kind)


def _by_elapsed(chart: Chart, segments: Sequence[Segment], opening: Sequence[int]) -> Iterator[tuple[str, int]]:
    """N years of carrying out a document: its year + N."""
    ranges = [(segments[i].start, segments[i].end) for i in opening]
    for node in chart.nodes("period"):
        expr = node.value
        if expr.kind != "elapsed" or expr.unit != "year" or not expr.count or not within(node, ranges):
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


def _by_term(chart: Chart, segments: Sequence[Segment], opening: Sequence[int]) -> Iterator[tuple[str, int]]:
    """The term that the opening names, of a body that elects at its congress; shareholders meet every year."""
    by_id = chart.grammar.book.by_id
    if any(by_id[node.rule].sets.get("shape") == "yearly" for node in chart.nodes("event")):
        return
    ranges = [(segments[i].start, segments[i].end) for i in opening]
    terms = [node.value for node in chart.nodes("period") if node.value.kind == "term" and within(node, ranges)]
    starts = [term.year for term in terms if term.year is not None]
    if starts:
        yield "term", max(starts)


def _periods(
    chart: Chart, segments: Sequence[Segment], opening: Sequence[int], span: DateSpan
) -> list[tuple[bool, PeriodExpr]]:
    """Periods with a written year of our time, and whether the opening names them; those of citations left out."""
    ranges = [(segments[i].start, segments[i].end) for i in opening]
    cited = [(node.start, node.end) for node in chart.nodes("citation")]
    return [
        (within(node, ranges), node.value)
        for node in chart.nodes("period")
        if node.value.kind in _ENDED
        and node.value.year
        and node.value.year >= FIRST_YEAR
        and node.value.date is not span
        and not within(node, cited)
    ]


def _by_part_of_year(periods: Sequence[tuple[bool, PeriodExpr]], span: DateSpan) -> Iterator[tuple[str, int]]:
    """A half year, quarter or month: the event is held soon after its end, or, for plans, about its start."""
    costs: list[tuple[int, int]] = []
    for near, expr in periods:
        found = resolve(expr) if expr.kind in _PARTS_OF_YEAR else None
        if found is not None and found.end is not None and found.start is not None:
            start, end = date.fromisoformat(found.start), date.fromisoformat(found.end)
            limit = NEAR_AT_MOST if near else FAR_AT_MOST
            costs.extend(cost for cost in _costs(span, start, end) if cost[0] <= limit)
    if costs:
        yield "period", min(costs)[1]


def _costs(span: DateSpan, start: date, end: date) -> Iterator[tuple[int, int]]:
    for year in range(start.year - 1, end.year + 2):
        day = _day_in(span, year)
        if day is not None:
            review = (day - end).days if day >= end - timedelta(days=ALMOST_OVER) else UNLIKELY + abs((day - end).days)
            yield min(abs(review), abs((day - start).days)), year


def _of_headline(chart: Chart, segments: Sequence[Segment], opening: Sequence[int]) -> Iterator[int]:
    """Years that stand in the headline without "năm": "Chúc mừng Giáng sinh 2022"."""
    bare_year = chart.grammar.book.once(EventWords.of).bare_year
    for index in opening:
        if segments[index].kind == "title":
            for found in bare_year.finditer(chart.lower, segments[index].start, segments[index].end):
                yield int(found[1])


def _by_year(years: Iterable[int | None], span: DateSpan, kind: str) -> Iterator[tuple[str, int]]:
    """A whole year named with the day or in the headline: a review of it comes at its end or early in the next, a plan
    late in the one before or during it, anything else during it. Of two years the later is being planned."""
    named = sorted({year for year in years if year is not None})
    if not named or span.month is None:
        return
    latest = named[-1]
    if len(named) > 1:
        yield "period", latest - 1 if span.month >= LATE_IN_YEAR and named[-2] == latest - 1 else latest
    elif kind in _REVIEWS:
        yield "period", latest + 1 if span.month <= EARLY_IN_YEAR else latest
    else:
        yield "period", latest - 1 if span.month > LATE_IN_YEAR and kind in _PLANS else latest


def _stage_reviewed(chart: Chart, segments: Sequence[Segment], opening: Sequence[int]) -> int:
    """The last year of a stage that the opening names, which a review follows: "giám sát … giai đoạn 2011-2016"."""
    ranges = [(segments[i].start, segments[i].end) for i in opening]
    stages = (node.value for node in chart.nodes("period") if node.value.kind == "stage" and within(node, ranges))
    return max((stage.end_year for stage in stages if stage.end_year is not None), default=0)


def _by_citations(chart: Chart, span: DateSpan) -> Iterator[tuple[str, int]]:
    """The latest document cited with its date was issued shortly before the event."""
    issued = [day for node in chart.nodes("citation") if (day := _issue_date(node)) is not None]
    latest = max(issued, default=None)
    for year in (latest.year, latest.year + 1) if latest is not None else ():
        day = _day_in(span, year)
        if latest is not None and day is not None and timedelta() <= day - latest <= timedelta(days=NEAR_PAPER):
            yield "context", year
            return


def _by_near_date(chart: Chart, own: Node) -> Iterator[tuple[str, int]]:
    """Another full date of the text lies close to the day in its year: the next step announced, the anniversary that
    is kept, the day before. Of several the closest; dates of documents are no such days."""
    cited = [(node.start, node.end) for node in chart.nodes("citation")]
    gaps: list[tuple[int, int]] = []
    histories = {node.end + 1 for node in chart.nodes("event_other_day")}
    for node in chart.nodes("date"):
        other: DateSpan = node.value
        if node.start in histories:
            continue  # "thành lập | ngày 1/1/1997"
        full = other.precision == "day" and other.year is not None and other.year >= FIRST_YEAR
        if node is own or not full or within(node, cited):
            continue
        first = other.first()
        for year in (first.year - 1, first.year, first.year + 1) if first is not None else ():
            day = _day_in(own.value, year)
            gap = (day - first).days if first is not None and day is not None else A_YEAR
            if abs(gap) <= NEAR_DATE and not (gap > 0 and _planned(chart, node)):
                gaps.append((abs(gap), year))
    if gaps and len({year for _, year in gaps}) == 1:
        yield "context", min(gaps)[1]


def _planned(chart: Chart, node: Node) -> bool:
    """Whether a day is still to come: «dự kiến … vào ngày 15/3/2026»."""
    begin = chart.text.rfind(". ", 0, node.start) + 1
    begin = max(begin, chart.text.rfind("\n", 0, node.start) + 1)
    return any(begin <= word.start < node.start for word in chart.nodes("event_planned"))


def _day_in(span: DateSpan, year: int) -> date | None:
    dated = span.in_year(year)
    return dated.first() if dated is not None else None
