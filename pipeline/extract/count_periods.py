"""The span of time that a figure covers: said beside it, before it in the sentence, at the head of the paragraph, or in
the name of the event. `period_basis` says where, and how the years were known."""

from __future__ import annotations

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
HEAD = 40  # a period that begins a sentence begins within these characters
_NAMES = (
    "term",
    "stage",
    "years",
    "fiscal_year",
    "school_year",
)  # often part of a name; a span only after «trong», «từ»
_NO_SPAN = ("rate", "vague", "baseline", "now", "next", "day")
_REVIEWS = ("so_ket", "tong_ket")


@dataclass(frozen=True, slots=True)
class Times:
    """What is known of time: the day of publication, the day and kind of the event, the span of the event's name."""

    published_on: date | None = None
    event_on: date | None = None
    event_kind: str | None = None
    event_span: tuple[int, int] | None = None
    term: tuple[date, date] | None = None

    @property
    def year_hint(self) -> int | None:
        day = self.event_on or self.published_on
        return day.year if day else None


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
    chart: Chart, segments: Sequence[Segment], figures: Sequence[Figure], times: Times
) -> tuple[Figure, ...]:
    """Each figure with its period, where the text lets a reader know it."""
    cited = [(node.start, node.end) for node in chart.nodes("citation")]
    nodes = [
        node
        for node in chart.nodes("period")
        if node.value.kind not in _NO_SPAN
        and not any(a <= node.start < b for a, b in cited)
        and (node.value.kind not in _NAMES or _governs(chart, segments, node))
    ]
    whole = _event_period(nodes, times)
    found = []
    for figure in figures:
        node, where = _governing(chart, segments, nodes, figures, figure)
        period = _resolved(node.value, times) if node is not None else None
        if period is None and whole is not None and figure.status in ("achieved", "ongoing"):
            node, where, period = whole[0], "event", whole[1]
        if node is None or period is None:
            found.append(figure)
            continue
        found.append(
            replace(
                figure,
                period_start=period.start,
                period_end=period.end,
                period_text=chart.view.written(node.start, node.end),
                period_basis=f"{where}, {period.basis}",
                spans=figure.with_span("period", node.start, node.end),
            )
        )
    return tuple(found)


def _governs(chart: Chart, segments: Sequence[Segment], node: Node) -> bool:
    """Whether a term or stage says when («trong giai đoạn …»), not what («Ban Chấp hành nhiệm kỳ …»)."""
    if any(segment.start == node.start for segment in segments):
        return True
    before = chart.text[: node.start].rstrip()[-1:]
    if before in ",;:." and chart.text.startswith(",", node.end):
        return True
    return any(found.end + 1 == node.start for found in chart.nodes("period_opener"))


def _resolved(expr: PeriodExpr, times: Times) -> Period | None:
    found = resolve(
        expr, reference=times.published_on, year_hint=times.year_hint, event=times.event_on, term=times.term
    )
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
    if before:
        return before[-1], "sentence"
    after = [n for n in nodes if figure.end <= n.start < segment.end]
    later = [f for f in figures if f.start > figure.start and f.start < segment.end]
    if (
        after
        and not any(f.start < after[0].start for f in later)
        and ";" not in chart.lower[figure.end : after[0].start]
    ):
        return after[0], "sentence"
    for index in range(figure.statement.segment - 1, -1, -1):
        earlier = segments[index]
        if earlier.line != segment.line:
            break
        opening = [n for n in nodes if earlier.start <= n.start <= earlier.start + HEAD]
        if opening:
            return opening[0], "paragraph"
    return None, ""


def _event_period(nodes: Sequence[Node], times: Times) -> tuple[Node, Period] | None:
    """The one period in the name of a review: «sơ kết 6 tháng đầu năm»; two of them say nothing."""
    if times.event_kind not in _REVIEWS or times.event_span is None:
        return None
    low, high = times.event_span
    here = [n for n in nodes if low <= n.start and n.end <= high and n.value.kind in ("first", "year", "quarter")]
    found = [(node, period) for node in here if (period := _resolved(node.value, times)) is not None]
    return found[0] if len(found) == 1 else None
