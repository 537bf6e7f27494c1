"""Amounts said again in another unit: «500 USD (12 triệu đồng)» says of both what it says of the first."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.match.chart import Chart

_TOLD_TWICE = frozenset({"money", "length", "area", "volume", "weight"})
LONGEST_LINK = 20  # characters between the bracket and the amount: «(tương đương 12 triệu đồng)»


def with_restated(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Figures in brackets that say the one before them again, with its base, its limits and its direction."""
    found: list[Figure] = []
    for figure in figures:
        before = found[-1] if found else None
        if before is not None and restates(chart, before, figure):
            figure = _as_before(figure, before)
        elif before is not None and _says_part(chart, before, figure):
            start, end = before.start, figure.spans["item"][1]
            figure = figure._replace(item=chart.text[start:end], spans=figure.with_span("item", start, end))
        found.append(figure)
    return tuple(found)


def restates(chart: Chart, before: Figure, figure: Figure) -> bool:
    """Whether a figure says the one before it again, in brackets behind it."""
    first, second = before.statement, figure.statement
    if first.segment != second.segment or first.unit.kind != second.unit.kind or first.unit.kind not in _TOLD_TWICE:
        return False
    if first.unit.name.partition("/")[0] == second.unit.name.partition("/")[0]:
        return False
    told = before.spans.get("per", (0, 0))[1]
    end = told if before.end < told <= figure.start else before.end  # «500 USD (12 triệu đồng) mỗi năm»
    if not chart.lower.startswith((" (", "("), end):
        return False
    opened = chart.lower.index("(", end) + 1
    if not chart.lower.startswith((")", ",", ";"), figure.end):
        return False  # «64.000 USD mỗi năm (6 tỷ đồng cho 4 năm)»
    linked = (node.end + 1 for node in chart.at("restating_word", opened))
    return figure.start - opened <= LONGEST_LINK and figure.start in (opened, *linked)


def _says_part(chart: Chart, before: Figure, figure: Figure) -> bool:
    """Whether a figure tells in brackets what a share of the noun before them comes to: «7% số vốn (| 30 tỷ đồng)»."""
    item = figure.spans.get("item", (0, 0))
    share = before.statement.unit.kind == "percent" and before.direction is None and figure.direction is None
    behind = item[0] == before.statement.unit_span[1] + 1 and item[1] < figure.start
    return share and behind and chart.text.startswith("(", figure.start - 1)


def _as_before(figure: Figure, before: Figure) -> Figure:
    if figure.per is None and before.per is not None:
        figure = figure._replace(per=before.per, spans={**figure.spans, "per": before.spans["per"]})
    if figure.qualifier == "exact" and before.qualifier != "exact":
        figure = figure._replace(qualifier=before.qualifier)
        if "qualifier" in before.spans:
            figure = figure._replace(spans={**figure.spans, "qualifier": before.spans["qualifier"]})
    if before.direction is not None and figure.direction is None:
        figure = figure._replace(status=before.status, direction=before.direction)
    if before.item is not None and figure.item != before.item:
        figure = figure._replace(item=before.item, spans={**figure.spans, "item": before.spans["item"]})
    return figure
