"""Whose measure a number is, where the noun before it only names the measure: «ốc loại hai giá | 90.000 đồng»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.phrases import Span, linked, names_measure
from pipeline.match.chart import Chart

LONGEST_OWNER = 10  # words
_REACH = 110  # characters
_SIGN = re.compile(r"[,.;:!?](?=\s)|[()\"\n…]|\s-\s")
_WORD = re.compile(r"\S+")


def with_owner(chart: Chart, figure: Figure, after: int) -> Figure:
    """The figure whose item is a bare name of a measure, with what stands before it from `after` on."""
    item = figure.spans.get("item")
    if item is None or item[1] > figure.start or not bare_measure(chart, *item):
        return figure
    start = _owner(chart, item[0], after)
    if start is None:
        return figure
    return figure._replace(item=chart.text[start : item[1]], spans=figure.with_span("item", start, item[1]))


def owner_after(figure: Figure) -> int:
    """Where the owner of a measure behind this figure may begin: at the thing counted, «3 | suất quà với giá trị»."""
    item = figure.spans.get("item")
    return item[0] if item is not None and item[0] >= figure.statement.unit_span[0] else figure.end


def bare_measure(chart: Chart, start: int, end: int) -> bool:
    """Whether nothing but the name of a measure stands there: «giá», «vốn điều lệ»."""
    named = names_measure(chart, start)
    return named is not None and named.end == end


def _owner(chart: Chart, end: int, after: int) -> int | None:
    """Where the owner begins that goes on to the name of the measure at `end`."""
    far = max(after, end - _REACH)
    left = max((sign.end() for sign in _SIGN.finditer(chart.text, far, end)), default=far)
    words: Sequence[Span] = [Span(*word.span()) for word in _WORD.finditer(chart.text, left, end)]
    if left == end - _REACH:
        words = words[1:]  # may be cut
    words = _after_edges(chart, words, "owner_edge")
    if len(words) > LONGEST_OWNER:
        words = _after_edges(chart, words, "owner_verb")
    while words and chart.at("owner_verb", words[0].start):
        words = words[1:]
    if not 0 < len(words) <= LONGEST_OWNER or linked(chart, "item_tail", words[0].start, end):
        return None
    return words[0].start


def _after_edges(chart: Chart, words: Sequence[Span], lexicon: str) -> Sequence[Span]:
    """The words after the last of that lexicon, or after a time with its number: «năm 2020 | quán thu về …»."""
    cut = masked = words[0].start if words else 0
    for word in words:
        compounds = (node.end for node in chart.at("clause_word", word.start) if node.value.get("is") == "other")
        masked = max(masked, *compounds, 0)
        if word.start < masked:
            continue
        numbered = cut > words[0].start and word.start == cut + 1 and chart.text[word.start].isdigit()
        nodes = (*chart.at(lexicon, word.start), *chart.at("time_unit", word.start))
        cut = max(cut, *(node.end for node in nodes), word.end if numbered else 0)
    return [word for word in words if word.start >= cut]
