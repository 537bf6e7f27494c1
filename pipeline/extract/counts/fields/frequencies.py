"""Bases that only a place or an amount tells: a time that opens the phrase of what happens so often («tuần 3 buổi»,
«một năm chỉ về 3 lần»), and so much for which a price is paid («200.000 đồng cho 50 kg»)."""

from __future__ import annotations

from pipeline.extract.counts.fields.base_phrases import Base, told_by
from pipeline.extract.counts.figures import Figure
from pipeline.match.chart import Chart

MOST_BETWEEN = 3  # words between «một năm» and how often
_OFTEN = frozenset({"turn", "event", "times"})  # kinds of units of which so many are counted in a time
_AMOUNTS = frozenset({"weight", "volume", "area"})
_SIGNS = ",;:.()\"'"


def by_frequency(chart: Chart, figure: Figure, start: int) -> Base | None:
    """The time that opens the phrase of a figure, which begins at `start`, where it counts how often something is."""
    if figure.statement.unit.kind not in _OFTEN or figure.status == "change":
        return None
    start += len(chart.text[start : figure.start]) - len(chart.text[start : figure.start].lstrip(' "'))
    for word in chart.at("per_word", start):
        base = told_by(chart, word) if word.value.get("is") == "one" else None
        if base is not None and base.timely and _goes_on(chart, base.end, figure.start):
            return base
    beside = (node for node in chart.at("time_unit", start) if node.end + 1 == figure.start)
    return next((Base(node.value.canonical, node.start, node.end, timely=True) for node in beside), None)


def _goes_on(chart: Chart, start: int, end: int) -> bool:
    """Whether few words stand between a time and a number, none of which makes it a time that is over."""
    between = chart.lower[start:end]
    told = chart.at("time_tail", start + 1)
    return between.count(" ") <= MOST_BETWEEN + 1 and not told and not set(between) & set(_SIGNS)


def amount_told_for(chart: Chart, figure: Figure, following: Figure | None) -> Base | None:
    """«200.000 đồng cho | 50 kg mận»: the amount that is paid for."""
    if following is None or following.statement.unit.kind not in _AMOUNTS or figure.statement.unit.kind != "money":
        return None
    if not any(word.end + 1 == following.start for word in chart.at("amount_opener", figure.end + 1)):
        return None
    start, end = following.start, following.statement.unit_span[1]
    return Base(f"{following.value:g} {following.unit}", start, end, timely=False)
