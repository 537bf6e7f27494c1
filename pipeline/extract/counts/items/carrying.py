"""The last step of an item: one that leaves open what is counted takes up what the sentence, or the one before it, is
about, and shows that first: «giá dưa năm nay … giá bán»."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipeline.extract.clauses import Clauses
from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.antecedents import taken_up
from pipeline.extract.counts.items.coordinations import labelled
from pipeline.extract.counts.items.demonstratives import pointed_at
from pipeline.extract.counts.items.enumerated import (
    head_of_prices,
    measure_above,
    measure_of_list,
    of_kind,
    priced,
    things_of_total,
    with_shared_noun,
)
from pipeline.extract.counts.items.foregoing import pointer_in, with_foregoing
from pipeline.extract.counts.items.fronted import subject_behind
from pipeline.extract.counts.items.full_names import with_full_name
from pipeline.extract.counts.items.heads import LONGEST_CLAUSE, Part, of_person, parts_of, proper, topic_of
from pipeline.extract.counts.items.openness import (
    OTHER,
    lacks_measure,
    lacks_noun,
    leaves_open,
    measured,
    names,
    of_bodies,
    opens_loosely,
    speaks,
)
from pipeline.extract.counts.items.phrases import names_measure, right_phrase
from pipeline.extract.counts.items.pieces import Span
from pipeline.extract.counts.items.wording import measure_in, spanned, words_in
from pipeline.kinds import ITEM_GAP
from pipeline.match.chart import Chart
from pipeline.text.segment import Segment

MOST_SENTENCES = 3  # sentences of a paragraph back to the one that names what is told
LONGEST_HEADING = 14  # words
_LINKED = 30  # characters between a thing counted and what is said to go with it
_SIGN = re.compile(r"[,.;:()]")
_STOPS = (".", "!", "?", ",", ";")


def with_what_is_told(chart: Chart, segments: Sequence[Segment], figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures with items that begin with what is told of, where they would leave it open."""
    clauses = Clauses(chart, ";")
    found: list[Figure] = []
    for number, figure in enumerate(figures):
        segment = segments[figure.statement.segment]
        if number and found[-1] is not figures[number - 1] and _as_before(figures[number - 1], figure):
            figure = _like(figure, found[-1])
        elif (first := taken_up(chart, figure, found)) is not None:
            figure = _like(figure, first)
        elif found and (shared := with_shared_noun(chart, figure, found[-1])) is not None:
            figure = shared
        elif lacks_noun(chart, figure):
            told = topic_of(chart, segment.start, figure.start)
            figure = figure if told is None else _carrying(chart, figure, told, own=False)
        elif (told := _apart(chart, segments, figure, found)) is not None:
            figure = _carrying(chart, figure, told, own=False)
        else:
            figure = _told(chart, segments, clauses, figure, found)
            figure = with_full_name(chart, segments, figure)
        found.append(with_foregoing(chart, segments, figure, found[-1] if found else None))
    return tuple(found)


def _as_before(last: Figure, figure: Figure) -> bool:
    """Whether a figure has the very item of the last one, that stands before both."""
    item = figure.spans.get("item")
    return item is not None and last.item == figure.item and item == last.spans.get("item") and item[1] <= last.start


def _like(figure: Figure, last: Figure) -> Figure:
    carried = {name: span for name, span in last.spans.items() if name in ("subject", "topic")}
    return figure._replace(item=last.item, spans={**figure.spans, **carried})


def _told(
    chart: Chart, segments: Sequence[Segment], clauses: Clauses, figure: Figure, found: Sequence[Figure]
) -> Figure:
    last = found[-1] if found else None
    open_ = "topic" not in figure.spans and leaves_open(chart, figure)
    if not open_ and not lacks_measure(chart, figure, last):
        return figure
    told = _told_here(chart, segments, clauses, figure, last)
    if told is None and not open_:
        told = _measure_before(chart, segments, figure.statement.segment)
    elif told is None and _looks_back(chart, figure):
        told = priced(chart, figure, last) or _told_before(chart, segments, figure, last)
    own = told is not None and told.start >= segments[figure.statement.segment].start
    return figure if told is None else _carrying(chart, figure, told, own=own)


def _apart(chart: Chart, segments: Sequence[Segment], figure: Figure, found: Sequence[Figure]) -> Span | None:
    """What is told of a figure apart from it: behind it, once for its list, or by what its noun points back to."""
    told = _behind(chart, segments, figure) or _of_list(chart, segments, figure, found)
    return told or _pointed(chart, segments, figure)


def _of_list(chart: Chart, segments: Sequence[Segment], figure: Figure, found: Sequence[Figure]) -> Span | None:
    """What is said once of the list in which a figure stands."""
    last = found[-1] if found else None
    if "topic" in figure.spans or "item" not in figure.spans:
        return None
    told = measure_of_list(chart, segments, figure, last) or things_of_total(chart, figure, found)
    told = told or head_of_prices(chart, segments[figure.statement.segment], figure, last)
    told = told or of_kind(chart, figure, last)
    return told or (measure_above(chart, segments, figure) if lacks_measure(chart, figure, last) else None)


def _behind(chart: Chart, segments: Sequence[Segment], figure: Figure) -> Span | None:
    """The subject that stands behind a figure; where that is but «phòng này», what the heading above names."""
    index = figure.statement.segment
    subject = None if "topic" in figure.spans else subject_behind(chart, segments[index], figure)
    if subject is None or subject.start < subject.end:
        return subject
    return _above(chart, segments, figure) or _told_before(chart, segments, figure, None)


def _pointed(chart: Chart, segments: Sequence[Segment], figure: Figure) -> Span | None:
    """What the noun with «này» stands for; at the head of a paragraph what the heading names."""
    told = pointed_at(chart, segments, figure)
    return told if told is None or told.start < told.end else _above(chart, segments, figure)


def _above(chart: Chart, segments: Sequence[Segment], figure: Figure) -> Span | None:
    """What the heading right above a sentence names."""
    index = figure.statement.segment
    if not index or segments[index - 1].line == segments[index].line:
        return None
    return _heading(chart, segments[index - 1], _said(chart, figure))


def _looks_back(chart: Chart, figure: Figure) -> bool:
    """Whether an item can be of what a sentence before is about: none that is not there, of who speaks, or of things
    counted in a general noun, which may be any."""
    counted = figure.spans.get("item") == figure.statement.unit_span
    return figure.item is not None and not counted and not speaks(chart, _said(chart, figure).start)


def _told_here(
    chart: Chart, segments: Sequence[Segment], clauses: Clauses, figure: Figure, last: Figure | None
) -> Span | None:
    """What an open item is of by its own sentence: the topic, the thing counted with it, the subject of its clause, or
    else of the sentence."""
    segment, item = segments[figure.statement.segment], _said(chart, figure)
    if last is not None and _ranked_with(chart, figure, last, item):
        return Span(*last.spans.get("topic", last.spans["item"]))
    nearest = topic_of(chart, segment.start, item.start) or _counted_with(chart, figure, last)
    if nearest is not None or speaks(chart, item.start):
        return nearest
    clause = clauses.start(item.start, segment.start)
    clause = segment.start if _closes(chart, clause, item.start) else clause
    if labelled(chart, item.start):
        return None  # «Lãi trước thuế 2 tỷ đồng; | Nộp ngân sách 1 tỷ đồng»: a list of labels
    for start in dict.fromkeys((clause, segment.start)):
        parts = parts_of(chart, start, item.start)
        parts = [part for part in parts if part.head is None or _fits(chart, item, part.head)]
        told = [part for part in parts if part.told][-1:] or parts[:1]
        if told:
            return _beside(chart, told[0], item.start) or told[0].head
    return None


def _closes(chart: Chart, start: int, end: int) -> bool:
    """Whether what begins here stands in a bracket that closes: «trọn bộ (Sách Vẽ; | Sách Nhạc), giá»."""
    return chart.text.count(")", start, end) > chart.text.count("(", start, end)


def _beside(chart: Chart, part: Part, item: int) -> Span | None:
    """A whole part of a sentence that goes right on to the item: «bà Lan mua lại quán Hạ với | giá»."""
    words = words_in(chart, part.all)
    if chart.text[part.all.end : item].strip() or len(words) > LONGEST_CLAUSE or not names(chart, words):
        return None
    return spanned(chart, words, measured=False)


def _ranked_with(chart: Chart, figure: Figure, last: Figure, item: Span) -> bool:
    """Whether a superlative ranks what the figure before it tells: «quán thu trên 2 triệu, cao nhất là | 5 triệu»."""
    near = last.statement.segment == figure.statement.segment and last.unit == figure.unit and "item" in last.spans
    return near and last.spans["item"][1] <= item.start and opens_loosely(chart, item.start)


def _fits(chart: Chart, item: Span, head: Span) -> bool:
    """Whether an item can be of what a phrase names: a verb of anything, a measure of no other measure («giá bán» of
    «giá dưa», not of «sản lượng»), and one that is told of firms and states of a name alone."""
    measure, other = names_measure(chart, item.start), names_measure(chart, head.start)
    if measure is None:
        return True
    if other is not None:
        one, two = (set(chart.lower[node.start : node.end].split()) for node in (measure, other))
        return one <= two or two <= one
    things = not of_bodies(chart, words_in(chart, item)) and not of_person(chart, head)
    return things or proper(chart, head)


def _said(chart: Chart, figure: Figure) -> Span:
    """What is said of a figure before it, with its item; of an adjunct and a measure the measure alone."""
    spans = [figure.spans[name] for name in ("item", "subject") if name in figure.spans]
    start = min([figure.start, *(start for start, _ in spans)])
    end = max([figure.start, *(end for _, end in spans)])
    words = measured(chart, words_in(chart, Span(start, end)))
    return Span(words[0].start if words else start, end)


def _counted_with(chart: Chart, figure: Figure, last: Figure | None) -> Span | None:
    """What the figure before counts, where no sign parts the two («64 cổ đông dự họp với | 3 triệu cổ phần»), or where
    this one has no item and that one is of the same unit («… là 4 triệu đồng. Năm ngoái là | 3 triệu đồng»)."""
    if last is None or "item" not in last.spans:
        return None
    item, first = Span(*last.spans["item"]), _said(chart, figure).start
    if chart.text[last.end : first] == " (" and item.start < last.start:  # «mức giá 90.000 đồng (giá gốc | …)»
        return Span(min(item.start, last.spans.get("subject", item)[0]), item.end)
    first = figure.start if first < last.start else first  # «họ gọi 2 kg ốc tính tiền | 3 triệu đồng»
    apart = figure.statement.segment - last.statement.segment
    beside = chart.text[last.end : figure.start] in (", ", " (")
    again = beside and figure.statement.unit.kind == last.statement.unit.kind  # «(900 TWD, | khoảng 700.000 đồng)»
    if figure.item is None and apart <= 1 and (again or last.unit == figure.unit):
        return item
    if apart or not last.statement.unit_span[0] <= item.start < item.end < first < item.end + _LINKED:
        return None
    measure = names_measure(chart, first)
    rate = measure is not None and measure.value.get("class") == "rate" and last.unit != figure.unit
    return item if rate or _SIGN.search(chart.text, item.end, first) is None else None


def _told_before(chart: Chart, segments: Sequence[Segment], figure: Figure, last: Figure | None) -> Span | None:
    """The topic that a sentence before in the paragraph opens with, the name it is about for a measure that is told of
    firms and states alone, or the heading right above it."""
    index, item = figure.statement.segment, _said(chart, figure)
    if opens_loosely(chart, item.start):
        return _counted_last(chart, segments, index, last)
    bodies = of_bodies(chart, words_in(chart, item)) and pointer_in(chart, item) is None
    for at in range(index - 1, max(-1, index - 1 - MOST_SENTENCES), -1):
        if segments[at].line != segments[index].line:
            return _heading(chart, segments[at], item)
        topic = topic_of(chart, segments[at].start, segments[at].end)
        if topic is not None:
            return topic
        part = next((part for part in parts_of(chart, segments[at].start, segments[at].end) if part.told), None)
        if bodies and part is not None and part.head is not None:
            return part.head if _fits(chart, item, part.head) else None
    return None


def _measure_before(chart: Chart, segments: Sequence[Segment], index: int) -> Span | None:
    """The measure that a sentence before in the paragraph names as its topic: «Về học phí, …»."""
    for segment in segments[max(0, index - MOST_SENTENCES) : index][::-1]:
        topic = topic_of(chart, segment.start, segment.end) if segment.line == segments[index].line else None
        if topic is not None:
            return topic if measure_in(chart, words_in(chart, topic)) else None
    return None


def _counted_last(chart: Chart, segments: Sequence[Segment], index: int, last: Figure | None) -> Span | None:
    """Of what a superlative is the most: what the sentence before counts last («có 6 hạng vé. Thấp nhất | là
    2 triệu đồng»)."""
    if not index or segments[index - 1].line != segments[index].line:
        return None
    if last is not None and last.statement.segment == index - 1 and "item" in last.spans:
        return Span(*last.spans["item"])
    nodes = chart.nodes("count")
    at = bisect_left(nodes, segments[index].start, key=lambda node: node.start) - 1
    unit = nodes[at].slot("unit") if at >= 0 and nodes[at].start >= segments[index - 1].start else None
    phrase = None if unit is None else right_phrase(chart, unit.start, segments[index - 1].end)
    return phrase if phrase is None else Span(phrase.start, phrase.end)


def _heading(chart: Chart, segment: Segment, item: Span) -> Span | None:
    """What a line names that stands alone, as a heading does."""
    text = chart.text[segment.start : segment.end]
    if text.endswith(_STOPS) or text.count(" ") >= LONGEST_HEADING:
        return None
    parts = parts_of(chart, segment.start, segment.end)
    head = parts[0].head if parts else None
    return head if head is not None and _fits(chart, item, head) else None


def _carrying(chart: Chart, figure: Figure, told: Span, *, own: bool) -> Figure:
    """The figure with `told` as the first piece of its item: as the subject, whose words may choose the indicator, if
    that is its sentence's and no other word did."""
    text = chart.text[slice(*told)]
    if figure.item is None or text.endswith(figure.item):
        return figure._replace(item=text, spans=figure.with_span("item", *told))
    subject = figure.spans.get("subject", told)
    own = own and told.start <= subject[0] and figure.indicator.startswith(OTHER)
    span = (told.start, max(subject[1], told.end)) if own else told
    spans = figure.with_span("subject" if own else "topic", *span)
    return figure._replace(item=f"{text}{ITEM_GAP}{figure.item}", spans=spans)
