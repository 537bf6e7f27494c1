"""What a part or a share is of, where it is told of the whole before: «1.299 giáo viên nghỉ hưu, trong đó bậc tiểu học
599 người», «93% kẻ trộm là người quen, 7% là người lạ»."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.heads import until_predicate
from pipeline.extract.counts.leads import words_in
from pipeline.extract.counts.openings import opens_predicate
from pipeline.extract.counts.openness import general
from pipeline.extract.counts.phrases import Span
from pipeline.extract.counts.statements import MEASURED
from pipeline.extract.counts.words import CountWords
from pipeline.kinds import ITEM_GAP
from pipeline.match.chart import Chart

_ENDS = (",", ".", ";")


def with_whole(chart: Chart, figures: Sequence[Figure], figure: Figure) -> Figure:
    """A part that is counted in a general noun alone, with what its total counts before it."""
    total = figures[figure.parent] if figure.parent is not None else None
    item = figure.spans.get("item")
    if total is None or item is None or total.item is None or figure.item is None or figure.direction is not None:
        return figure
    if figure.start < total.end:
        return figure
    unit = figure.statement.unit_span
    alone = item == unit or item[1] <= figure.start
    told = total.item == total.unit or total.item in figure.item or ("subject" not in figure.spans and item == unit)
    if not alone or told or not general(chart, total.statement.unit_span):
        return figure
    return figure._replace(
        item=f"{total.item}{ITEM_GAP}{figure.item}", spans=figure.with_span("topic", *total.spans["item"])
    )


def with_shared_predicate(chart: Chart, figure: Figure, found: Sequence[Figure]) -> Figure:
    """A bare noun counted again for another subject, with what is said of it for the first one of the sentence: «xã Hạ
    có 7 em được tặng xe, xã Thượng có 6 em»."""
    item, unit = figure.spans.get("item"), figure.statement.unit_span
    if item != unit or "subject" not in figure.spans or chart.text[unit[1] : unit[1] + 1] not in _ENDS:
        return figure
    for last in found[::-1]:
        told, noun = last.spans.get("item"), last.statement.unit_span
        alike = last.statement.segment == figure.statement.segment and last.unit == figure.unit and told is not None
        if not alike or told is None or told[0] != noun[0] or ";" in chart.text[last.end : figure.start]:
            return figure
        if told[1] > noun[1]:
            said = (noun[1] + 1, told[1])
            if not any(not node.value.get("is") for node in chart.at("said_word", said[0])):
                return figure
            item_said = f"{figure.item}{ITEM_GAP}{chart.text[slice(*said)]}"
            return figure._replace(item=item_said, spans=figure.with_span("topic", *said))
    return figure


def lacks_noun(chart: Chart, figure: Figure) -> bool:
    """Whether a share only has a predicate: «7% | là người lạ»."""
    item = figure.spans.get("item")
    bare = figure.statement.unit.kind == "percent" and figure.direction is None and "subject" not in figure.spans
    if item is None or not bare or item[0] < figure.statement.unit_span[0]:
        return False
    joined = chart.leading[item[0]] in chart.grammar.book.once(CountWords.of).ands
    return not joined and opens_predicate(chart, item[0])


def noun_of(chart: Chart, figure: Figure, found: Sequence[Figure]) -> Span | None:
    """The things that the last share in the sentence is of, or that are counted in the sentence before."""
    index = figure.statement.segment
    for last in found[::-1]:
        item = last.spans.get("item")
        if item is None or last.statement.segment < index - 1 or item[0] < last.statement.unit_span[0]:
            return None
        share = last.statement.unit.kind == "percent"
        if (share and last.statement.segment < index) or (not share and last.statement.unit.kind in MEASURED):
            return None
        if not (share and opens_predicate(chart, item[0])):
            return _noun(chart, figure, Span(*item))
    return None


def _noun(chart: Chart, figure: Figure, item: Span) -> Span | None:
    """What an item names, up to the word with which the predicate of the figure begins, or to its own predicate; not
    «tin rằng», nor but a general noun."""
    words = words_in(chart, item)
    if general(chart, item) or any(chart.at("lead_edge", word.start) for word in words[1:2]):
        return None
    opener = chart.lower[figure.spans["item"][0] :].split(maxsplit=1)[0]
    same = next((at for at, word in enumerate(words) if at and chart.lower[slice(*word)] == opener), None)
    kept = words[:same] if same is not None else until_predicate(chart, words)
    return Span(kept[0].start, kept[-1].end) if len(kept) > 1 else item
