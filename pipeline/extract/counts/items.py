"""What a figure counts: the noun phrase after its unit, or the measure named before it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.statements import ELIDED
from pipeline.match.chart import Chart
from pipeline.match.node import Node

LONGEST_ITEM = 9  # words of a counted noun phrase
LONGEST_NAMED = 16  # words from the name of a measure to its number
ITEM_WORD = re.compile(r" ?([^\s,.;:!?()\"\n]+)")
_BLANKLESS = re.compile(r"\S*\w\S*")
_PHRASE_EDGE = re.compile(r"[,.;:](?=\s)|[!?()\n]|(?<=\s)-(?=\s)")
_GENERIC = frozenset({"turn", "case", "event", "times"})
_OF_A_THING = frozenset({"percent", "weight", "volume", "area"})  # measures that the thing measured follows
_MEASURES = frozenset(
    {ELIDED, "money", "percent", "length", "area", "volume", "weight", "energy", "score", "times", "rate"}
)


def with_item(chart: Chart, figure: Figure, left: int, right: int) -> Figure:
    """The figure with the phrase that says what it counts; `left` and `right` are the bounds of its clause."""
    unit = figure.statement.unit
    start, end = figure.statement.unit_span
    if unit.kind in _MEASURES:
        span = _measured(chart, figure, left, right)
    else:
        tail = _right_phrase(chart, end, right)
        span = (start, tail[1]) if tail else None
        if span is None and unit.kind in _GENERIC:
            span = _left_phrase(chart, figure.start, left)
        span = span or (start, end)
    if span is None:
        return figure
    return figure._replace(item=chart.text[span[0] : span[1]], spans=figure.with_span("item", *span))


def _measured(chart: Chart, figure: Figure, left: int, right: int) -> tuple[int, int] | None:
    """What a measure is the measure of: the noun before the number that names it; of a share what stands right after
    it («72% phụ nữ», «thu về 2.040 tỷ đồng lợi nhuận»); else the verb before the number with its object."""
    before = _left_phrase(chart, figure.start, left)
    after = _right_phrase(chart, figure.statement.unit_span[1], right)
    if after is not None and figure.statement.unit.kind == "money" and _named(chart, after):
        return after
    if before is not None and _named(chart, before):
        return before
    if after is not None and (figure.statement.unit.kind in _OF_A_THING or _named(chart, after)):
        return after
    return before or after


def _named(chart: Chart, span: tuple[int, int]) -> bool:
    """Whether a phrase begins with the name of a measure."""
    return any(node.value.get("is") != "other" for node in chart.at("measure_noun", span[0]))


def _right_phrase(chart: Chart, start: int, right: int) -> tuple[int, int] | None:
    """The noun phrase that goes on after the unit, up to a verb, a connective or punctuation."""
    stops = chart.index("clause_word")
    at, words = start, 0
    while words < LONGEST_ITEM:
        word = ITEM_WORD.match(chart.text, at, right)
        if word is None or word.start(1) in stops or word[1][0].isdigit():
            break
        at, words = word.end(), words + 1
    first = start + 1 if chart.text.startswith(" ", start) else start
    return (first, at) if words else None


def _left_phrase(chart: Chart, end: int, left: int) -> tuple[int, int] | None:
    """What stands before the number in its clause, from the noun on that names the measure, without the words that
    link it to the number: the measure and its owner, or the verb and its object."""
    edges = [match.end() for match in _PHRASE_EDGE.finditer(chart.text, left, end)]
    start = edges[-1] if edges else left
    words = _linked_off(chart, list(_BLANKLESS.finditer(chart.text, start, end)))
    if not words and edges[:-1]:
        words = _linked_off(chart, list(_BLANKLESS.finditer(chart.text, edges[-2], edges[-1] - 1)))
    if not words:
        return None
    chosen = _after_verb(chart, words)[-LONGEST_ITEM:]
    for index in range(len(words) - 1, max(-1, len(words) - LONGEST_NAMED - 1), -1):
        if _names_measure(chart, words[index].start()):
            chosen = words[index:]
            break
    return chosen[0].start(), chosen[-1].end()


def _after_verb(chart: Chart, words: list[re.Match[str]]) -> list[re.Match[str]]:
    """The words after the last one that ends a noun phrase: «Robert ước tính anh đã» is left out of «… chi»."""
    stops = chart.index("clause_word")
    ends = {node.end for word in words for node in stops.get(word.start(), ())}
    last = max((index for index in range(1, len(words)) if words[index - 1].end() in ends), default=0)
    return words[last:]


def _names_measure(chart: Chart, start: int) -> bool:
    """Whether the name of a measure begins here, and not inside a longer one («kinh phí» in «tổng kinh phí»)."""
    nodes = chart.nodes("measure_noun")
    at = bisect_right(nodes, start, key=lambda node: node.start)
    around = [node for node in nodes[max(0, at - 6) : at] if node.start <= start < node.end]
    return bool(around) and all(node.start == start and node.value.get("is") != "other" for node in around)


def _linked_off(chart: Chart, words: list[re.Match[str]]) -> list[re.Match[str]]:
    """Words without those at the end that only link to the number."""
    tails, rest = chart.index("item_tail"), words
    while rest:
        end = rest[-1].end()
        cut = next((n for n in (3, 2, 1) if n <= len(rest) and _stands(tails, rest[-n].start(), end)), 0)
        if not cut:
            break
        rest = rest[:-cut]
    return rest


def _stands(index: Mapping[int, Sequence[Node]], start: int, end: int) -> bool:
    return any(node.end == end for node in index.get(start, ()))
