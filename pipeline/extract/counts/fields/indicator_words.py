"""The words that indicator rules know, looked for only where a figure stands whose unit the rule takes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.model import SpanPair
from pipeline.rulebook.schema import Rule

LONGEST_MASK = 40


def fits(rule: Rule, units: frozenset[str]) -> bool:
    """Whether an indicator rule takes a figure with these names of its unit."""
    return not rule.units.isdisjoint(units)


def units_of(figure: Figure) -> frozenset[str]:
    """The names by which a rule may ask for the unit of a figure: its own, its class, that it is a rate."""
    unit = figure.statement.unit
    names = (unit.name.lower(), unit.word.lower(), f"class:{unit.kind}")
    return frozenset((*names, f"rate:{unit.kind}") if "/" in unit.name else names)


def words_for(chart: Chart, places: Iterable[tuple[Figure, SpanPair]]) -> list[Node]:
    """Indicator words in the order of the text, but for those inside a longer word that means something else: at least
    all that begin where a figure looks for its own and that take its unit."""
    spans: dict[str, list[SpanPair]] = {}
    for figure, span in places:
        for unit in units_of(figure):
            spans.setdefault(unit, []).append(span)
    units = frozenset(spans)
    together: dict[frozenset[str], Sequence[SpanPair]] = {frozenset(): ()}  # many rules take the same units

    def places_for(rule: Rule) -> Sequence[SpanPair]:
        taken = rule.units & units
        places = together.get(taken)
        if places is None:
            places = together[taken] = [span for unit in taken for span in spans[unit]]
        return places

    nodes = chart.near("indicator", places_for)
    return _unmasked(chart, nodes)


def _unmasked(chart: Chart, nodes: Iterable[Node]) -> list[Node]:
    masks = chart.nodes("indicator_mask")
    if not masks:
        return list(nodes)
    starts = [mask.start for mask in masks]
    kept = []
    for node in nodes:
        around = masks[bisect_left(starts, node.start - LONGEST_MASK) : bisect_right(starts, node.start)]
        if not any(mask.end >= node.end and mask.end - mask.start > node.end - node.start for mask in around):
            kept.append(node)
    return kept
