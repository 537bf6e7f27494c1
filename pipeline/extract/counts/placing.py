"""What a figure tells reaches to, and figures that only say where what the one before them counts is."""

from __future__ import annotations

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.phrases import Span, linked
from pipeline.extract.counts.statements import MEASURED
from pipeline.match.chart import Chart


def told_until(figure: Figure) -> int:
    """Where what is told of a figure ends."""
    return max(figure.end, figure.spans.get("item", (0, 0))[1], figure.spans.get("baseline", (0, 0))[1])


def placed(chart: Chart, last: Figure, figure: Figure) -> Span | None:
    """What the last figure counts and the words that lead from there to so many places or owners: «sinh viên đến từ |
    12 nước»."""
    item, kind = last.spans.get("item"), figure.statement.unit.kind
    if item is None or kind in MEASURED or item[0] < last.statement.unit_span[0] or item[1] != told_until(last):
        return None
    apart = chart.text[item[1] : figure.start]
    linking = apart.strip() and "," not in apart and linked(chart, "place_link", item[1], figure.start)
    return Span(item[0], figure.start - 1) if linking else None
