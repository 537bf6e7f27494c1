"""The last resort of an item that leans on what was said before: it points back («tỷ lệ này ở chợ Hạ»), its verb has no
object («tôi đặt mua | 2 kg»), it is a share of nobody («30% | tự thấy kiệt sức»). It begins with what stands right
before it: the parts of its own sentence, or else the sentence before."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.heads import parts_of, pieces
from pipeline.extract.counts.items.openings import longest, opens_predicate
from pipeline.extract.counts.items.openness import (
    EDGE,
    OTHER,
    general,
    lacks_noun,
    leaves_open,
    names,
    of_bodies,
    sort_of,
    speaks,
    stands_in,
)
from pipeline.extract.counts.items.phrases import Span, linked_off
from pipeline.extract.counts.items.wording import measure_in, spanned, stripped, words_in
from pipeline.extract.counts.reading.statements import MEASURED
from pipeline.kinds import ITEM_GAP
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.text.segment import Segment

LONGEST = 32  # words of a sentence that is shown whole
MOST_BACK = 2  # sentences
_DOERS = ("person", "organisation")  # classes of nouns
_PROSE = frozenset({"lead", "body", "quotation"})
_SIGNS = ".,;:!?…"
_COMPOUNDS = ("lead_edge", "clause_word", "open_word", "item_lead", "adjunct_opener", "complement_opener")
_TIMES = ("time_unit", "session_word", "period", "date")
BEHIND, TIME = "behind", "time"  # of `leaning_word`


def with_foregoing(chart: Chart, segments: Sequence[Segment], figure: Figure, last: Figure | None) -> Figure:
    """The figure with the words before its item, where that leans on them. `last`: the figure before it."""
    if figure.item is None or "topic" in figure.spans or "anaphor" in figure.spans:
        return figure
    index, start = figure.statement.segment, said_from(figure)
    figure, pointer = _with_pointer(chart, figure, start)
    opens = last is None or last.statement.segment != index
    back = _looks_back(chart, figure, start, segments[index].start if opens else start)
    if pointer is None and not back and not _unsaid(chart, figure, opens=opens):
        return figure
    told = _of_noun(chart, segments, index, start, pointer) if pointer is not None else None
    if told is None:
        own = _own(chart, segments[index], start)
        alone = own is not None and not back and _tells(chart, own) and pointer_in(chart, own) is None
        told = [own] if own is not None and alone else _before(chart, segments, index, last, own)
    if not told:
        return figure
    said = ITEM_GAP.join([*(chart.text[slice(*span)] for span in told), figure.item or ""])
    return figure._replace(item=said, spans=figure.with_span("topic", *told[0]))


def _of_noun(chart: Chart, segments: Sequence[Segment], index: int, start: int, pointer: Node) -> Sequence[Span] | None:
    """What names the noun that a word points back with: the sentence before the item («ngành may lo thiếu thợ, lương
    của ngành này»), or one before that."""
    nouns = [chart.lower[first : pointer.start] for first in chart.word_starts_before(pointer.start, 2)]
    near = [(segments[index].start, start, nouns)]
    before = [
        segment for segment in segments[max(0, index - MOST_BACK) : index] if segment.kind == segments[index].kind
    ]
    near += [(segment.start, segment.end, nouns[1:]) for segment in reversed(before)]
    for first, end, said in near:
        if any(f" {noun}" in f" {chart.lower[first:end]}" for noun in said):
            told = _opening(chart, first, end, whole=True)
            return told if told is None else [told]
    return None


def said_from(figure: Figure) -> int:
    """Where that begins which an item is made of."""
    return min(figure.start, *(figure.spans[name][0] for name in ("item", "subject", "lead") if name in figure.spans))


def _own(chart: Chart, segment: Segment, start: int) -> Span | None:
    """What the sentence names before the item."""
    span = _opening(chart, segment.start, start, which=-1)
    if span is not None and names(chart, words_in(chart, span)):
        return span
    span = _opening(chart, segment.start, start, whole=True, which=-1)  # «các xã mới thì cũng | đạt tỷ lệ»
    return span if span is not None and _tells(chart, span) else None


def _tells(chart: Chart, own: Span) -> bool:
    """Whether something is told there, not only when and by whom: a measure, or what somebody does."""
    return measure_in(chart, words_in(chart, own)) or any(part.told for part in parts_of(chart, *own))


def _before(
    chart: Chart, segments: Sequence[Segment], index: int, last: Figure | None, own: Span | None
) -> Sequence[Span]:
    """The sentence before, and where that leans too the one before that; what the figure there begins with."""
    found = [own] if own is not None else []
    for at in range(index - 1, max(-1, index - 1 - MOST_BACK), -1):
        segment = segments[at]
        if last is not None and last.statement.segment == at and "topic" in last.spans:
            return [Span(*last.spans["topic"]), *found]
        told = _opening(chart, segment.start, segment.end) if _alike(segment, segments[index]) else None
        words = words_in(chart, told) if told is not None else ()
        if told is None or not names(chart, words):
            continue
        found = [told, *found]
        if not _begins_back(chart, words):
            break
    return found


def _alike(one: Segment, other: Segment) -> bool:
    """Whether two lines are both prose, or of one kind."""
    return one.kind == other.kind or {one.kind, other.kind} <= _PROSE


def _begins_back(chart: Chart, words: Sequence[Span]) -> bool:
    """Whether a sentence begins with what points back: «loại này», «họ»."""
    first = words[0].start
    near = any(_points(chart, node, first) for word in words[1:4] for node in chart.at("pointer", word.start))
    return near or stands_in(chart, first)


def _opening(chart: Chart, start: int, end: int, *, whole: bool = False, which: int = 0) -> Span | None:
    """The words of a sentence, without those before its first part that only join it if not `whole`; of many the part
    that a subject opens, the first or the last."""
    parts = pieces(chart, start, end)
    first = next((words for piece in parts if (words := piece if whole else stripped(chart, piece))), None)
    words = [] if first is None else words_in(chart, Span(first[0].start, end))
    if len(words) > LONGEST:
        told = [part.all for part in parts_of(chart, words[0].start, words[-1].end) if part.told]
        return told[which] if told else None
    span = spanned(chart, words, measured=False) if words else None
    return span and Span(span.start, span.start + len(chart.text[slice(*span)].rstrip(_SIGNS)))


def _with_pointer(chart: Chart, figure: Figure, start: int) -> tuple[Figure, Node | None]:
    """The figure, and the word in its item that points back; one right behind belongs to it: «lương ngành | này»."""
    item = figure.spans.get("item")
    if item is None:
        return figure, None
    for node in chart.at("pointer", item[1] + 1):
        if _points(chart, node, start) and (figure.item or "").endswith(chart.text[slice(*item)]):
            whole = f"{figure.item} {chart.text[node.start : node.end]}"
            return figure._replace(item=whole, spans=figure.with_span("item", item[0], node.end)), node
    return figure, pointer_in(chart, Span(start, max(item[1], figure.start)))


def pointer_in(chart: Chart, span: Span) -> Node | None:
    """The first word among these that points back to a thing."""
    nodes = chart.between("pointer", *span)
    return next((node for node in nodes if node.end <= span.end and _points(chart, node, span.start)), None)


def _points(chart: Chart, node: Node, start: int) -> bool:
    """Whether a word points back to a thing, not to a time, and is no part of another: «vào năm đó», «trong đó»."""
    before = [at for at in chart.word_starts_before(node.start, 2) if at >= start]
    for at in before:
        if _leaning(chart, at) == TIME or any(chart.at(type_, at) for type_ in _TIMES):
            return False
        if any(other.end >= node.end for type_ in _COMPOUNDS for other in chart.at(type_, at)):
            return False
    return bool(before)


def _looks_back(chart: Chart, figure: Figure, start: int, floor: int) -> bool:
    """Whether an item, or its sentence from `floor` on, says that something is as it was told, or is otherwise."""
    level = chart.between("level_noun", start, figure.start)
    return bool(level) or any(_leaning(chart, at) == "" for at in (floor, start))


def _leaning(chart: Chart, start: int) -> str | None:
    return next((str(node.value.get("is") or "") for node in chart.at("leaning_word", start)), None)


def _unsaid(chart: Chart, figure: Figure, *, opens: bool) -> bool:
    """Whether an item leaves out of what it is. `opens`: no other figure stands before it in the sentence."""
    if (
        (opens and lacks_noun(chart, figure))
        or _lacks_object(chart, figure, said_from(figure))
        or _only_classifies(chart, figure)
    ):
        return True
    if lacks_noun(chart, figure) or not leaves_open(chart, figure):
        return False
    item = figure.spans.get("item")
    return item is None or not of_bodies(chart, words_in(chart, Span(*item)))


def _lacks_object(chart: Chart, figure: Figure, start: int) -> bool:
    """Whether a verb before a measure has no object."""
    if figure.statement.unit.kind not in MEASURED:
        return False
    if figure.direction is not None:
        return speaks(chart, start) and figure.indicator.startswith(OTHER)  # «tôi có thể phải | hạ 5%»
    behind = figure.spans.get("item", (0, 0))[0]
    if behind > figure.start and not opens_predicate(chart, behind):
        return False  # «tôi mua | 2 kg cà»
    words = linked_off(chart, words_in(chart, Span(start, figure.start)))
    nodes = (node for word in words for node in chart.at("object_verb", word.start))
    return any(_stands_alone(chart, node, words) for node in nodes if not _inside_measure(chart, node))


def _stands_alone(chart: Chart, verb: Node, words: Sequence[Span]) -> bool:
    """Whether nothing stands behind a verb, or somebody does it without an object: «khách | mua từ hai giỏ có giá»."""
    if verb.end == words[-1].end:
        return True
    behind = [word for word in words if word.start > verb.end][:2]
    if any(chart.text[word.start].isdigit() for word in behind):
        return False  # «chị bán được | 5 tấn hành với giá»
    edge = longest(chart, "open_word", words[0].start)
    front = edge.end if edge is not None and sort_of(edge) == EDGE else 0  # «một số | công ty»
    named = next((word.start for word in words if word.start >= front), verb.start)
    doer = any(node.value.get("class") in _DOERS for node in chart.at("unit_word", named)) or speaks(chart, named)
    return doer and named < verb.start and opens_predicate(chart, verb.end + 1)


def _inside_measure(chart: Chart, verb: Node) -> bool:
    """Whether the name of a measure holds the verb: «giá bán»."""
    words = chart.word_starts_before(verb.start, 2)
    return any(node.end >= verb.end for at in words for node in chart.at("measure_noun", at))


def _only_classifies(chart: Chart, figure: Figure) -> bool:
    """Whether a general noun is counted that no noun follows, of nobody that is named, or others than those told
    before: «2 chiếc | khác»."""
    unit, item = figure.statement.unit_span, figure.spans.get("item", (0, 0))
    if item[0] != unit[0] or not general(chart, unit):
        return False
    rest, subject = unit[1] + 1, figure.spans.get("subject") or figure.spans.get("lead")
    named = subject is not None and names(chart, words_in(chart, Span(*subject)))
    return _leaning(chart, rest) == BEHIND or (not named and (item[1] <= rest or opens_predicate(chart, rest)))
