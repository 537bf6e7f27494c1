"""What a change is told against («tăng 5% so với quý trước»), and comparisons of two things, which are no changes: «giá
ở đây rẻ hơn 2 lần so với xã bên», «nặng gấp 50 lần con trâu», «gấp 3 lần kế hoạch»; «đỉnh cao hơn 1.200 m» is a height.

A comparison has no direction; what it counts goes on to the word that compares («giá ở đây rẻ hơn»).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.kinds import ITEM_GAP
from pipeline.match.chart import Chart
from pipeline.match.node import Node

LONGEST_BASELINE = 10  # words
TIMED_WITHIN = 20  # characters of a baseline within which a time makes the figure a change since then
GROWN_WITHIN = 12  # characters between a verb of growth and «gấp»: «tăng gần gấp 2 lần»
LONGEST_RATE = 24  # characters of the name of a rate
LONGEST_ADJUNCT = 30  # characters between an item and the word that compares: «giá | ở đây rẻ hơn»
_WORD = re.compile(r" ?([^\s,.;:!?()\"]+(?:[.,]\w+)*)")
_SIGN = re.compile(r"[,.;:!?()\"\n\d]")
_TIMES_OF = "times"  # «gấp»: what follows is a number of times, and then what it is a multiple of
_TIMES = ("time_unit", "period", "date", "baseline_time")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b(?![.,]\d)")
_RATIO, _DIFFERENCE = "comparison.ratio", "comparison.difference"
_HEIGHT, _WIDTH = "measure.height", "measure.width"


def with_baseline(chart: Chart, figure: Figure) -> Figure:
    """The figure with what it is told against: behind the number, or between it and its verb."""
    since = figure.statement.node.slot("since")
    span = (since.start, since.end) if since is not None else _between(chart, figure) or _behind(chart, figure)
    if span is None:
        return figure
    return figure._replace(baseline=chart.text[slice(*span)], spans=figure.with_span("baseline", *span))


def _between(chart: Chart, figure: Figure) -> tuple[int, int] | None:
    """What stands between «thấp hơn» and how much: «thấp hơn | giá bà Lụa mua vào | 9.000 đồng»."""
    word, value = _comparing(figure), figure.statement.node.slot("value")
    if word is None or value is None or figure.statement.node.slot("manner") is not None:
        return None
    limit = figure.statement.node.slot("qualifier") or value
    start, end = word.end + 1, min(limit.start, value.start) - 1
    told = chart.lower[start : max(start, end)]
    rest, _, last = told.rpartition(" ")
    told = rest if last in chart.grammar.book.words("from_word") else told
    return (start, start + len(told)) if told.count(" ") else None


def _behind(chart: Chart, figure: Figure) -> tuple[int, int] | None:
    if not chart.text.startswith((".", ";", "!", "?"), figure.end):  # «chiếm 40%. So với cùng kỳ, …»: of the next one
        baselines, openers = chart.index("baseline"), chart.index("compare_opener")
        for at in (figure.end, figure.end + 1, figure.end + 2):
            if at not in baselines and at not in openers:
                continue
            known = max((node.end for node in baselines.get(at, ())), default=0)
            opened = max((node.end for node in openers.get(at, ())), default=0)
            end = max(known, _end(chart, opened) if opened and figure.direction is not None else 0)
            if end > opened:
                return at, end
    word = _comparing(figure)
    end = _end(chart, figure.end) if word is not None and word.value.get("compares") == _TIMES_OF else figure.end
    return (figure.end + 1, end) if end > figure.end + 1 else None


def _end(chart: Chart, at: int) -> int:
    """Where a baseline ends that begins behind `at`: at a sign, or a word that opens what follows."""
    edges, masked = chart.here("baseline_edge"), 0
    for _ in range(LONGEST_BASELINE):
        word = _WORD.match(chart.text, at)
        if word is None:
            break
        start = word.start(1)
        compounds = (node.end for node in chart.at("clause_word", start) if node.value.get("is") == "other")
        masked = max(masked, *compounds, 0)
        if start >= masked and edges[start] and edges[start][0].value.get("is") != "other":
            break
        at = word.end()
    return at


def _comparing(figure: Figure) -> Node | None:
    """The word of a figure that may compare two things: «gấp», «cao hơn»."""
    change = figure.statement.node.slot("change")
    return change if change is not None and change.value.get("compares") else None


def with_comparisons(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures, of which those that compare two things, or tell a height, are no changes."""
    return tuple(_told(chart, figure) for figure in figures)


def _told(chart: Chart, figure: Figure) -> Figure:
    word = _comparing(figure)
    if word is None or figure.statement.node.slot("since") is not None:
        return figure
    times = word.value.get("compares") == _TIMES_OF
    if figure.baseline is None and _is_level(chart, figure, word):
        level = _unchanged(figure)._replace(qualifier="over", spans=figure.with_span("qualifier", word.start, word.end))
        return level._replace(indicator=_HEIGHT) if figure.indicator == _WIDTH else level  # «rộng 50 m, cao hơn 70 m»
    if figure.baseline is None and times:
        return figure
    if figure.baseline is not None and (_since_then(chart, figure) or (times and _grown(chart, word.start))):
        return figure
    code = _RATIO if figure.statement.unit.kind in ("times", "percent") else _DIFFERENCE
    figure = _unchanged(figure)._replace(indicator=code, indicator_rule=None)
    return _to_word(chart, figure, word) if " " in word.value.canonical else figure


def _is_level(chart: Chart, figure: Figure, word: Node) -> bool:
    """Whether «cao hơn» stands before how high something is, or a rate is more than that: «tỷ lệ cao hơn 10%»."""
    if word.value.get("compares") != "height" or figure.value_max is not None:
        return False
    near = [
        node for at in range(max(0, word.start - LONGEST_RATE), word.start) for node in chart.at("measure_noun", at)
    ]
    rate = any(node.end + 1 == word.start and node.value.get("class") == "rate" for node in near)
    return figure.statement.unit.kind == "length" or (figure.unit == "%" and rate)


def _since_then(chart: Chart, figure: Figure) -> bool:
    """Whether a figure is told against an earlier time, so that it says how something changed; a percentage above the
    plan is as well."""
    start, end = figure.spans["baseline"]
    if chart.at("plan_share", start) and figure.statement.unit.kind != "times":
        return True
    if chart.at("baseline", start) and not chart.at("plan_share", start):
        return True
    near = range(start, min(end, start + TIMED_WITHIN))
    return any(chart.at(type_, at) for at in near for type_ in _TIMES) or bool(_YEAR.search(chart.text, start, end))


def _grown(chart: Chart, at: int) -> bool:
    """Whether a verb of growth stands before «gấp»: «tăng gần | gấp 2 lần»."""
    near = range(max(0, at - GROWN_WITHIN), at)
    verbs = [node for start in near for node in chart.at("growth_verb", start)]
    return any(not _SIGN.search(chart.text, node.end, at) for node in verbs)


def _unchanged(figure: Figure) -> Figure:
    return figure._replace(status="achieved" if figure.status == "change" else figure.status, direction=None)


def _to_word(chart: Chart, figure: Figure, word: Node) -> Figure:
    """The figure with an item that goes on to the word that compares, where nothing parts them."""
    start, end = figure.spans.get("item", (word.start, word.start))
    if figure.item is None:
        return figure  # the sentence names what is compared
    apart = not 0 <= word.start - end <= LONGEST_ADJUNCT or _SIGN.search(chart.text, end, word.start)
    if apart or end > word.start:
        return figure
    return figure._replace(item=chart.text[start : word.end], spans=figure.with_span("item", start, word.end))


def with_things_compared(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures, of which those that stand behind what they are told against have that in their items: «chè Hạ | …
    thấp hơn giá bà Lụa mua vào | 9.000 đồng»."""
    found: list[Figure] = []
    for figure in figures:
        word, against = _comparing(figure), _between(chart, figure)
        if word is not None and against is not None and figure.item is not None:
            told = chart.text[word.start : against[1]]
            ends_on_it = figure.item.endswith(word.value.canonical)
            beside = figure.spans.get("item", (0, 0))[1] + 1 == word.start
            told = chart.text[slice(*against)] if ends_on_it else told
            item = f"{figure.item}{' ' if ends_on_it or beside else ITEM_GAP}{told}"
            figure = figure if told in figure.item else figure._replace(item=item)
        found.append(figure)
    return tuple(found)
