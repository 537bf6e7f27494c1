"""A thing that is called by its kind alone once it was named: «Cây hoa gạo làng Hạ … Cây | cao 12 m», «… nhờ mấy bài
văn. Trong 5 bài, …»."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.demonstratives import named_before
from pipeline.extract.counts.items.heads import parts_of
from pipeline.extract.counts.items.phrases import right_phrase
from pipeline.extract.counts.items.pieces import Span
from pipeline.kinds import ITEM_GAP
from pipeline.match.chart import Chart
from pipeline.text.segment import Segment

MOST_BACK = 3  # sentences
LONGEST_KIND = 2  # words
_SIZES = frozenset({"length", "area", "volume", "weight", "temperature"})


def with_full_name(chart: Chart, segments: Sequence[Segment], figure: Figure) -> Figure:
    """The figure of a size of a thing, or of things counted in a noun of one syllable, with what the thing was called
    when it was named."""
    item = figure.spans.get("item")
    if item is None or figure.item != chart.text[slice(*item)] or "topic" in figure.spans:
        return figure
    if figure.item.count(" ") >= LONGEST_KIND or not figure.item[1:].islower():
        return figure  # «Núi Voi»
    name: Span | None = None
    if figure.statement.unit.kind in _SIZES and item[1] <= figure.start:
        name = _name(chart, segments, figure.statement.segment, figure.item.lower())
        name = name or _placed(chart, segments, figure)
    elif " " not in figure.item and item == figure.statement.unit_span and _said_again(chart, figure):
        kind = figure.item.lower()
        name = _name(chart, segments, figure.statement.segment, kind)
        name = name or _last_named(chart, segments, figure.statement.segment, kind)
    if name is None:
        return figure
    return figure._replace(
        item=f"{chart.text[slice(*name)]}{ITEM_GAP}{figure.item}", spans=figure.with_span("topic", *name)
    )


def _said_again(chart: Chart, figure: Figure) -> bool:
    """Whether a number is of things spoken of before: «trong 5 bài, …», «5 bài này», «5 bài còn lại»."""
    end = figure.spans["item"][1]
    starts = chart.word_starts_before(figure.start, 3)
    among = any(node.end + 1 == figure.start for at in starts for node in chart.at("among_opener", at))
    rest = any(node.value.get("is") == "rest" for node in chart.at("said_word", end + 1))
    return among or rest or bool(chart.at("pointer", end + 1))


def _last_named(chart: Chart, segments: Sequence[Segment], index: int, kind: str) -> Span | None:
    """The phrase with which the sentence before ends, where it begins with that noun: «… nhờ mấy bài văn.»"""
    before = segments[index - 1] if index else None
    if before is None or before.line != segments[index].line:
        return None
    at = chart.lower.rfind(f" {kind} ", before.start, before.end) + 1
    phrase = right_phrase(chart, at, before.end) if at else None
    ends = phrase is not None and not chart.text[phrase.end : before.end].strip(" .!?")
    return phrase if ends else None


def _placed(chart: Chart, segments: Sequence[Segment], figure: Figure) -> Span | None:
    """What a sentence before calls by the noun that opens this one, with a name: «mua một quán trà ở Hạ Tân. Quán trà
    | rộng 90 m2»."""
    index, item = figure.statement.segment, figure.spans["item"]
    if item[0] != segments[index].start:
        return None
    near = [segment for segment in segments[max(0, index - MOST_BACK) : index] if segment.line == segments[index].line]
    return named_before(chart, near[0].start, Span(*item)) if near else None


def _name(chart: Chart, segments: Sequence[Segment], index: int, kind: str) -> Span | None:
    for segment in segments[max(0, index - MOST_BACK) : index][::-1]:
        for part in parts_of(chart, segment.start, segment.end):
            if part.head is not None and chart.lower[slice(*part.head)].startswith(f"{kind} "):
                return part.head
    return None
