"""Figures in brackets behind what something is compared with: «vốn của Hạ Tân vượt cả Trung Tân (| 5 tỷ đồng)». They
are of that, by the measure in which the two are compared."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.enumerated import measure_named
from pipeline.extract.counts.items.openings import opens_predicate
from pipeline.extract.counts.items.phrases import names_measure
from pipeline.extract.counts.items.pieces import Span, pieces_before
from pipeline.extract.counts.items.placing import told_until
from pipeline.kinds import ITEM_GAP
from pipeline.match.chart import Chart
from pipeline.model import SpanPair

LONGEST_NAME = 6  # words
LONGEST_LINK = 20  # characters between the bracket and the number: «(chỉ bán được 900 chiếc)»
REACH = 160  # characters
_TIMES = ("time_unit", "period", "date")
_Words = Sequence[Span]


def with_surpassed(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures, of which those in the bracket behind a standard of comparison are told by it."""
    found: list[Figure] = []
    measure: Span | None = None
    for figure in figures:
        last = found[-1] if found else None
        words = _before_bracket(chart, figure, 0 if last is None else told_until(last))
        joined = last is not None and bool(words) and chart.text.startswith((") ", "), "), last.end)
        measure = _measure(chart, words, last) or (measure if joined else None)
        name = None if measure is None else _name(chart, words)
        if measure is None or name is None:
            measure = None
            found.append(figure)
            continue
        item = f"{chart.text[slice(*measure)]}{ITEM_GAP}{chart.text[slice(*name)]}"
        spans: dict[str, SpanPair] = {key: span for key, span in figure.spans.items() if key != "subject"}
        spans |= {"topic": (measure.start, measure.end), "item": (name.start, name.end)}
        found.append(figure._replace(item=item, spans=spans))
    return tuple(found)


def _before_bracket(chart: Chart, figure: Figure, floor: int) -> _Words:
    """The words up to the bracket that a figure opens."""
    at = chart.text.rfind("(", max(floor, figure.start - LONGEST_LINK), figure.start)
    if at < 1 or figure.direction is not None or {",", ")"} & set(chart.text[at : figure.start]):
        return ()
    return next(pieces_before(chart, at - 1, max(floor, at - REACH), 1), ())


def _standard(chart: Chart, words: _Words) -> int:
    """Which word follows the last one that compares; 0 if none does."""
    nodes = (node for word in words for node in chart.at("surpass_word", word.start)[:1])  # longer ones come first
    last = max((node.end for node in nodes if not node.value.get("is")), default=0)
    return next((at for at, word in enumerate(words) if last and word.start > last), 0)


def _measure(chart: Chart, words: _Words, last: Figure | None) -> Span | None:
    """The measure in which two are compared: named before the word that compares, or by the figure before."""
    at = _standard(chart, words)
    if not at:
        return None
    named = next((word.start for word in words[:at] if names_measure(chart, word.start) is not None), None)
    if named is not None:
        return measure_named(chart, Span(named, words[at - 1].end))
    item = None if last is None else last.spans.get("item")
    near = last is not None and item is not None and words[0].start <= told_until(last) + 2
    return measure_named(chart, Span(*item)) if near and item is not None else None


def _name(chart: Chart, words: _Words) -> Span | None:
    """What stands right before the bracket behind the word that compares, or that joins it to another."""
    at = _standard(chart, words)
    name = words[at:] if at else [word for word in words if not chart.at("joint_word", word.start)]
    if not 0 < len(name) <= LONGEST_NAME or any(chart.at(type_, name[0].start) for type_ in _TIMES):
        return None
    told = any(opens_predicate(chart, word.start) for word in name)
    return None if told else Span(name[0].start, name[-1].end)
