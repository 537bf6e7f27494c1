"""Pages of advice: what one should do, set, mix, measure. Their measures are no results of anybody.

«Nên lắp máy ở độ cao 2 m»: where words of advice come thick, lengths, temperatures, doses and marks are settings;
things, money, people, shares and changes stay.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.extract.counts.reading.statements import Statement
from pipeline.match.chart import Chart

THICK = 300  # characters of text to one word of advice, at most
AT_LEAST = 5  # words of advice
_SETTINGS = frozenset({"length", "area", "volume", "weight", "energy", "temperature", "score"})


def without_settings(chart: Chart, statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Statements but for the settings of a page of advice."""
    if not advises(chart):
        return tuple(statements)
    return tuple(
        statement
        for statement in statements
        if statement.unit.kind not in _SETTINGS or statement.node.slot("change") is not None
    )


def advises(chart: Chart) -> bool:
    """Whether a text is full of advice; what an official tells to do is a report («không nên mua máy rập khuôn»)."""
    nodes = chart.nodes("advice_word")
    other = [node for node in nodes if node.value.get("is")]
    words = len(nodes) - 2 * len(other)  # each of those holds a word of advice that is none
    return words >= AT_LEAST and words * THICK >= len(chart.text) and not chart.nodes("official")
