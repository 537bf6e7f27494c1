"""On which day the event was held, and by which rule its year is known.

The evidence for the year is in `years.py`. Without any the day stays unknown.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from pipeline.extract.context import PageContext
from pipeline.extract.events.years import within, years
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.model import SpanPair
from pipeline.text.dates import DateSpan
from pipeline.text.segment import Segment

DATE_LINE = 12  # a line with no more than so many characters beside the date tells when the page was made


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
        and not within(node, cited)
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
    basis, year = next(years(chart, segments, opening, node, kind), (None, None))
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
