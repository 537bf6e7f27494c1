"""Which indicator a figure belongs to: the words nearest to it that an indicator rule knows, if the unit agrees.

Distance decides, in characters, with a price for every comma and every other figure in between; a rule's priority is
worth its number in characters. Nothing within reach: `other.<class of the unit>`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.rulebook.schema import Rule
from pipeline.text.segment import Segment

COMMA, OTHER_FIGURE, RIGHT_SIDE = 30, 50, 10  # prices in characters, chosen on the sample corpus
REACH = 160  # characters to either side


def with_indicators(chart: Chart, segments: Sequence[Segment], figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Each figure with its indicator and the rule that chose it."""
    nodes = chart.nodes("indicator")
    starts = [node.start for node in nodes]
    others = [figure.start for figure in figures]
    rules = chart.grammar.book.by_id
    codes = frozenset(indicator.code for indicator in chart.grammar.book.indicators)
    found = []
    for figure in figures:
        segment = segments[figure.statement.segment]
        low = bisect_left(starts, max(segment.start, figure.start - REACH))
        high = bisect_right(starts, min(segment.end, figure.end + REACH))
        fitting = [node for node in nodes[low:high] if _fits(rules[node.rule], figure)]
        best = min(fitting, key=lambda node: _price(chart, node, figure, rules[node.rule], others), default=None)
        if best is None:
            fallback = f"other.{figure.statement.unit.kind or 'other'}"
            found.append(figure._replace(indicator=fallback if fallback in codes else "other.other"))
        else:
            rule = rules[best.rule]
            spans = figure.with_span("indicator", best.start, best.end)
            found.append(figure._replace(indicator=rule.sets["indicator"], indicator_rule=rule.id, spans=spans))
    return tuple(found)


def _fits(rule: Rule, figure: Figure) -> bool:
    unit = figure.statement.unit
    return not rule.units.isdisjoint((unit.name.lower(), unit.word.lower(), f"class:{unit.kind}"))


def _price(chart: Chart, node: Node, figure: Figure, rule: Rule, others: Sequence[int]) -> tuple[float, int, str]:
    """`others` are the starts of all figures, in order."""
    if node.end <= figure.start:
        between, price = (node.end, figure.start), figure.start - node.end
    elif node.start >= figure.end:
        between, price = (figure.end, node.start), node.start - figure.end + RIGHT_SIDE
    else:
        between, price = (figure.start, figure.start), 0
    price += COMMA * chart.lower.count(",", *between) + COMMA * 2 * chart.lower.count(";", *between)
    price += OTHER_FIGURE * (bisect_left(others, between[1]) - bisect_left(others, between[0]))
    return price - rule.priority, node.start, node.rule
