"""What a general noun takes up: «con số này», «tỷ lệ này», «mã này», and «mỗi giải» after «8 giải khuyến khích»."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.phrases import left_phrase, names_measure
from pipeline.extract.counts.items.pieces import Span, pieces_before
from pipeline.kinds import ITEM_GAP
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.model import SpanPair
from pipeline.text.segment import Segment

MOST_BEFORE = 3  # figures looked at for what is taken up
MOST_SENTENCES = 2  # sentences back to the last of them
LONGEST_NAME = 8  # words
MOST_PIECES = 3  # parts of a sentence before a general noun that say where
_ENDS = ("predicate_word", "time_unit", "session_word", "period", "date")
_SIGN = re.compile(r"[.,;:!?](?=\s|$)")
_WORD = re.compile(r" ?([^\s,.;:!?()\"\n]+)")


def with_antecedents(chart: Chart, segments: Sequence[Segment], figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures with what their general nouns stand for as what they count."""
    found: list[Figure] = []
    for figure in figures:
        span = _of_each(figure, found) or _pointed(chart, segments, figure, found)
        if span is not None:
            item = figure.spans["item"]
            rest = _behind_pointer(chart, item)
            place = _place_before(chart, segments[figure.statement.segment].start, item[0])
            own = [place, item if rest < item[1] else (rest, rest)]
            said = [chart.text[slice(*part)] for part in (span, *own) if part[0] < part[1]]
            spans = {**figure.spans, "item": span, "anaphor": item}
            figure = figure._replace(item=ITEM_GAP.join(said), spans=spans)
        found.append(figure)
    return tuple(found)


def taken_up(chart: Chart, figure: Figure, found: Sequence[Figure]) -> Figure | None:
    """The figure whose thing a general noun took up, where that has no name of its own: «Quỹ Hạ Tân có …
    suất, mỗi suất | 4 triệu đồng»."""
    item = figure.spans.get("item")
    if "anaphor" not in figure.spans or item is None:
        return None
    near = (other for other in reversed(found[-MOST_BEFORE:]) if other.spans.get("item") == item)
    first = next(near, None)
    alone = first is not None and item == first.statement.unit_span and " " not in chart.text[slice(*item)]
    return first if alone else None


def _behind_pointer(chart: Chart, item: SpanPair) -> int:
    """Where an item goes on behind its general noun: «tỷ lệ này | ở nữ giới»; its end, where it does not."""
    for noun in chart.at("anaphor", item[0]):
        for pointer in chart.at("pointer", noun.end + 1):
            if pointer.end < item[1]:
                return pointer.end + 1
    return item[1]


def _place_before(chart: Chart, start: int, noun: int) -> SpanPair:
    """Of what or where, said right before a general noun: «ở xã Hạ và xã Trung, | tỷ lệ này»; empty where it is not."""
    words: list[Span] = []
    for piece in pieces_before(chart, noun, start, MOST_PIECES):
        words = [*piece, *words]
        if piece and chart.at("place_opener", piece[0].start) and chart.at("adjunct_opener", piece[0].start):
            named = any(chart.text[word.start].isupper() for word in piece[1:])
            return (words[0].start, words[-1].end) if named else (noun, noun)
    return noun, noun


def _of_each(figure: Figure, found: Sequence[Figure]) -> SpanPair | None:
    """Of «8 giải khuyến khích, mỗi giải 2 triệu đồng» the thing counted before: no more than that is said of each."""
    item, per = figure.spans.get("item"), figure.spans.get("per")
    last = found[-1] if found else None
    if item is None or per is None or last is None or not per[0] <= item[0] < item[1] <= per[1] <= figure.start:
        return None
    alike = last.statement.segment == figure.statement.segment and figure.per == last.statement.unit.word
    told = last.spans.get("item")
    return told if (alike or figure.per == last.unit) and last.per is None else None


def _pointed(chart: Chart, segments: Sequence[Segment], figure: Figure, found: Sequence[Figure]) -> SpanPair | None:
    """What an item that is, or begins with, a general noun with «này» stands for."""
    item = figure.spans.get("item")
    if item is None or item[1] > figure.start:
        return None
    pointed = (node for node in chart.at("anaphor", item[0]) if chart.at("pointer", node.end + 1))
    noun = next((node for node in pointed if node.end == item[1] or _behind_pointer(chart, item) < item[1]), None)
    taking = noun.value.get("takes") if noun is not None else None
    if noun is None or taking is None:
        return None
    if taking == "name":
        return _subject(chart, segments, figure) if noun.end == item[1] else None
    told = _told_since(chart, segments, noun, figure, found)
    return told or _told(chart, str(taking), figure, found, measured=noun.end < item[1])


def _told(chart: Chart, taking: str, figure: Figure, found: Sequence[Figure], *, measured: bool) -> SpanPair | None:
    """What the figure before counts that is of the same kind; a share of which more is said is of one that is named:
    «Tỷ lệ này ở làng bên» after «tỷ lệ đỗ là 9%, theo sau là trường Hạ với 4%»."""
    near = [other for other in found[-MOST_BEFORE:] if _near(figure, other) and _names(chart, other)]
    if taking == "share" and measured:
        near = [other for other in near if names_measure(chart, other.spans["item"][0]) is not None]
    kinds = {"percent"} if taking == "share" else {figure.statement.unit.kind}
    alike = [other for other in near if other.statement.unit.kind in kinds]
    if not alike and (taking == "share" or figure.direction is None):
        return None
    told = (alike or near)[-1:]
    return told[0].spans["item"] if told else None


def _told_since(
    chart: Chart, segments: Sequence[Segment], noun: Node, figure: Figure, found: Sequence[Figure]
) -> SpanPair | None:
    """What the same noun names in the sentence before, behind its last figure: «Tỷ lệ trẻ đến lớp giảm dần. Năm nay, tỷ
    lệ này là 80%.»"""
    index = figure.statement.segment - 1
    if index < 0 or segments[index].line != segments[index + 1].line:
        return None
    nouns, end = chart.nodes("anaphor"), segments[index].end
    start = max(segments[index].start, found[-1].end if found else 0)
    for at in range(bisect_left(nouns, end, key=lambda node: node.start) - 1, -1, -1):
        other = nouns[at]
        if other.start < start:
            return None
        if other.value.canonical == noun.value.canonical and not chart.at("pointer", other.end + 1):
            sign = _SIGN.search(chart.text, other.end, end)
            phrase = left_phrase(chart, sign.start() if sign else end, other.start)
            return (phrase.start, phrase.end) if phrase is not None and phrase.start == other.start else None
    return None


def _names(chart: Chart, other: Figure) -> bool:
    """Whether a figure says what it counts, not «là những hộ»."""
    return "item" in other.spans and not chart.at("predicate_word", other.spans["item"][0])


def _near(figure: Figure, other: Figure) -> bool:
    return figure.statement.segment - other.statement.segment <= MOST_SENTENCES


def _subject(chart: Chart, segments: Sequence[Segment], figure: Figure) -> SpanPair | None:
    """The name that opens the sentence before, if it has a capital within: «Cổ phiếu TLC của xưởng | sáng nay …»."""
    index = figure.statement.segment - 1
    if index < 0 or segments[index].kind != segments[index + 1].kind:
        return None
    at, end, stop = segments[index].start, 0, segments[index].end
    for _ in range(LONGEST_NAME):
        word = _WORD.match(chart.text, at, stop)
        if word is None or any(chart.at(type_, word.start(1)) for type_ in _ENDS):
            break
        if any(node.value.get("is") != "other" for node in chart.at("clause_word", word.start(1))):
            break
        at = end = word.end()
    name = chart.text[segments[index].start : end]
    return (segments[index].start, end) if sum(map(str.isupper, name)) > 1 else None
