"""What stands before an item in its clause and belongs to it: whose measure it is («ốc loại hai giá | 90.000 đồng»),
what else the number is of, what has the share."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.phrases import Compounds, linked, names_measure
from pipeline.extract.counts.items.pieces import Span
from pipeline.match.chart import Chart
from pipeline.match.node import Node

LONGEST_OWNER = 10  # words
SHORT = 2  # words of an item that says too little alone
_REACH = 110  # characters
_SIZES = frozenset({"length", "area", "volume", "weight", "energy", "temperature"})
_SIGN = re.compile(r"[,.;:!?](?=\s)|[()\"\n…]|\s-\s")
_WORD = re.compile(r"\S+")


def with_owner(chart: Chart, figure: Figure, last: Figure | None) -> Figure:
    """The figure with what stands before its item in its clause, where that is needed to know what is measured: the
    owner of a bare measure, what «và» joins to it, the subject of a share. `last` is the figure before it."""
    item = figure.spans.get("item")
    if item is None:
        return figure
    after = 0 if last is None else owner_after(last)
    if item[1] > figure.start:
        start, end = _sharing(chart, figure, item, last)
    else:
        told = after if last is None else max(last.end, last.spans.get("item", (0, 0))[1])
        start, end = _joined(chart, item, figure.spans["value"][0], told), item[1]
        if start == item[0] and (bare_measure(chart, *item) or _short(chart, figure, item)):
            owner = _owner(chart, item[0], after)
            start = start if owner is None else owner
    if (start, end) == item:
        return figure
    return figure._replace(item=chart.text[start:end], spans=figure.with_span("item", start, end))


def _short(chart: Chart, figure: Figure, item: tuple[int, int]) -> bool:
    """Whether the item says too little alone, as a verb without its subject; a thing of some size says enough."""
    return figure.statement.unit.kind not in _SIZES and chart.text.count(" ", *item) < SHORT


def _sharing(chart: Chart, figure: Figure, item: tuple[int, int], last: Figure | None) -> tuple[int, int]:
    """Of a share of what stands behind it, the subject too: «xe tải | chiếm 30% số xe»; what the figure before it
    counts, where the verb opens the clause: «bán 40 xe tải, chiếm 30% số xe»."""
    if figure.statement.unit.kind != "percent":
        return item
    verb = next((node for node in _before(chart, "share_verb", figure.start) if _near(chart, node.end, figure)), None)
    if verb is None:
        return item
    after = 0 if last is None else last.end
    start = _owner(chart, verb.start, after)
    if start is not None:
        return start, item[1]
    told = last is not None and last.statement.segment == figure.statement.segment and last.spans.get("item")
    opens = last is not None and _SIGN.search(chart.text, max(last.end, verb.start - 2), verb.start) is not None
    return told if told and opens and ";" not in chart.text[told[1] : verb.start] else item


def _before(chart: Chart, type_: str, start: int) -> Sequence[Node]:
    """The last few nodes of a type that begin before an offset, the last first."""
    nodes = chart.nodes(type_)
    at = bisect_left(nodes, start, key=lambda node: node.start)
    return nodes[max(0, at - 3) : at][::-1]


def _near(chart: Chart, end: int, figure: Figure) -> bool:
    """Whether only links stand between the verb and the number."""
    return end <= figure.spans["value"][0] and linked(chart, "item_tail", end, figure.start)


def _joined(chart: Chart, item: tuple[int, int], number: int, after: int) -> int:
    """Where the whole begins of which the item is the last conjunct: «vốn góp và | vốn vay». Two measures are one
    whole only where both are named as such: not «đất cằn và | thu nhập»."""
    joint = next((node for node in _before(chart, "joint_word", item[0]) if node.end + 1 == item[0]), None)
    if joint is None or any(item[1] <= node.start < number for node in chart.nodes("respectively")):
        return item[0]
    words = _clause(chart, joint.start, after, "owner_edge")
    while words and chart.at("said_word", words[0].start):
        words = words[1:]
    if not 0 < len(words) <= LONGEST_OWNER or not chart.text[words[0].start].isalpha():
        return item[0]
    told = after > 0 and not chart.text[after : words[0].start].strip()  # «bán 5 tấn chè và thu về …»
    if told or any(chart.at("predicate_word", word.start) for word in words):
        return item[0]
    measures = [word.start for word in words if names_measure(chart, word.start)]
    if names_measure(chart, item[0]) is not None:
        return measures[0] if measures else item[0]
    return words[0].start


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
    words = _clause(chart, end, after, "owner_edge")
    if len(words) > LONGEST_OWNER:
        words = _after_edges(chart, words, "owner_verb")
    while words and (verbs := chart.at("owner_verb", words[0].start)):
        words = [word for word in words if word.start >= verbs[0].end]
    if not 0 < len(words) <= LONGEST_OWNER or linked(chart, "item_tail", words[0].start, end):
        return None
    return words[0].start


def _clause(chart: Chart, end: int, after: int, lexicon: str) -> Sequence[Span]:
    """The words before `end` that no sign parts, after the last one of the lexicon."""
    far = max(after, end - _REACH)
    left = max((sign.end() for sign in _SIGN.finditer(chart.text, far, end)), default=far)
    words = [Span(*word.span()) for word in _WORD.finditer(chart.text, left, end)]
    return _after_edges(chart, words[left == end - _REACH :], lexicon)  # the first may be cut


def _after_edges(chart: Chart, words: Sequence[Span], lexicon: str) -> Sequence[Span]:
    """The words after the last of that lexicon, or after a time with its number: «năm 2020 | quán thu về …»."""
    compounds = chart.once(Compounds)
    cut = masked = words[0].start if words else 0
    for word in words:
        masked = max(masked, compounds[word.start])
        if word.start < masked:
            continue
        if cut > words[0].start and word.start == cut + 1 and chart.text[word.start].isdigit():
            cut = word.end
        for node in (*chart.at(lexicon, word.start), *chart.at("time_unit", word.start)):
            cut = max(cut, node.end)
    return [word for word in words if word.start >= cut]
