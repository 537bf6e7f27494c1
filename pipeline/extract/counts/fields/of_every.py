"""Numbers told out of a round number: «cứ 4 hộ thì 1 hộ có ghe», «trong 10 hộ chỉ có 3 hộ có ghe»."""

from __future__ import annotations

from bisect import bisect_left

from pipeline.extract.counts.fields.base_phrases import Base
from pipeline.extract.counts.figures import Figure
from pipeline.match.chart import Chart

FARTHEST = 70  # characters between the round number and the one told out of it


def of_every(chart: Chart, figure: Figure, left: int) -> Base | None:
    """The round number that a figure is told out of, in its clause, which begins at `left`."""
    rounds = chart.nodes("of_every")
    at = bisect_left(rounds, figure.start, key=lambda node: node.start) - 1
    if at < 0 or rounds[at].start < max(left, figure.start - FARTHEST) or figure.unit == "%":
        return None
    node = rounds[at]
    whole, unit = node.slot("whole"), node.slot("unit")
    if whole is None or unit is None or node.end >= figure.start:
        return None
    rule = chart.grammar.book.by_id.get(node.rule or "")
    alike = unit.value.name == figure.unit and figure.value < whole.value.value
    if not (alike and _linked(chart, figure.start)) and not (rule is not None and rule.sets.get("any")):
        return None
    return Base(chart.lower[whole.start : unit.end], whole.start, unit.end, timely=False)


def _linked(chart: Chart, start: int) -> bool:
    words = chart.word_starts_before(start, 2)
    return any(link.end + 1 == start for at in words for link in chart.at("of_every_link", at))
