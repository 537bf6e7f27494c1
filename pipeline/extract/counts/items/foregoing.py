"""The last resort of an item that leans on what was said before: it points back («tỷ lệ này ở chợ Hạ»), its verb has no
object («tôi đặt mua | 2 kg»), it is a share of nobody («30% | tự thấy kiệt sức»). It begins with what stands right
before it: the parts of its own sentence, or else the sentence before."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.heads import FIRST, parts_of, pieces
from pipeline.extract.counts.items.lacking import AMONG, SUM, TIME, leaning, said_from, stands_alone, unsaid
from pipeline.extract.counts.items.openings import opens_predicate
from pipeline.extract.counts.items.openness import names, stands_in
from pipeline.extract.counts.items.pieces import Span
from pipeline.extract.counts.items.wording import measure_in, spanned, stripped, words_in
from pipeline.extract.counts.reading.statements import MEASURED
from pipeline.kinds import ITEM_GAP
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.model import SpanPair
from pipeline.text.segment import Segment

LONGEST = 32  # words of a sentence that is shown whole
MOST_BACK = 2  # sentences
_PROSE = frozenset({"title", "lead", "body", "quotation"})
_SIGNS = ".,;:!?…"
_ASKS = "?"
_QUOTE = '"'
_COMPOUNDS = ("lead_edge", "clause_word", "open_word", "item_lead", "adjunct_opener", "complement_opener")
_TIMES = ("time_unit", "session_word", "period", "date")


def with_foregoing(chart: Chart, segments: Sequence[Segment], figure: Figure, last: Figure | None) -> Figure:
    """The figure with the words before its item, where that leans on them. `last`: the figure before it."""
    if figure.item is None or "topic" in figure.spans or "anaphor" in figure.spans:
        return figure
    index, start = figure.statement.segment, said_from(figure)
    if last is not None and (topic := _of_last(chart, figure, last)) is not None:
        said = f"{topic}{ITEM_GAP}{figure.item}"
        return figure._replace(item=said, spans=figure.with_span("topic", *last.spans["topic"]))
    if last is not None and (whole := _whole(chart, segments[index].start, figure, last)) is not None:
        things = chart.text[slice(*whole)] if whole == last.spans.get("topic") else last.item
        return figure._replace(item=f"{things}{ITEM_GAP}{figure.item}", spans=figure.with_span("topic", *whole))
    sums_up = leaning(chart, segments[index].start) == SUM
    figure, pointer = _with_pointer(chart, figure, start)
    pointer = None if pointer is not None and _in_view(chart, segments[index], start, pointer) else pointer
    opens = last is None or last.statement.segment != index
    back = _looks_back(chart, figure, start, segments[index].start if opens else start)
    if pointer is None and not back and (sums_up or not unsaid(chart, figure, opens=opens)):
        return figure
    nouns = () if pointer is None else _nouns(chart, pointer)
    told = _of_noun(chart, segments, index, start, nouns) if nouns else None
    if told is None:
        own = _own(chart, segments[index], start)
        alone = own is not None and not back and _tells(chart, own) and pointer_in(chart, own) is None
        alone = alone or (pointer is None and not back and stands_alone(chart, figure))
        named = () if pointer is None or _general(chart, pointer) else nouns
        told = [*([own] if own else [])] if alone else _before(chart, segments, index, own, named)
    if not told or (figure.item or "").startswith(chart.text[slice(*told[0])]):
        return figure
    said = ITEM_GAP.join([*(chart.text[slice(*span)] for span in told), figure.item or ""])
    return figure._replace(item=said, spans=figure.with_span("topic", *told[0]))


def _of_last(chart: Chart, figure: Figure, last: Figure) -> str | None:
    """What the share before this one is of, whose verb this one takes: «40% trở về từ Anh, 16% | từ Séc»."""
    verb, gap, _ = (figure.item or "").partition(ITEM_GAP)
    beside = last.statement.segment == figure.statement.segment and last.unit == figure.unit
    if not gap or not beside or "topic" not in last.spans or figure.spans.get("item", (0, 0))[0] < figure.start:
        return None
    own = chart.text[slice(*last.spans.get("item", (0, 0)))]
    told = ITEM_GAP + (own if own.startswith(f"{verb} ") else f"{verb}{ITEM_GAP}{own}")
    return last.item.removesuffix(told) if last.item is not None and last.item.endswith(told) else None


def _whole(chart: Chart, start: int, figure: Figure, last: Figure) -> SpanPair | None:
    """The things counted right before a sentence that picks from them, and says of its part but whose it is: «tỉnh có
    83 trường chuyên. Trong đó, xã Hạ có | 7 trường», «9.000 thợ mất việc. Trong đó, nữ giới chiếm | 60%»."""
    apart, item = figure.statement.segment - last.statement.segment, figure.spans.get("item", (0, 0))
    if apart > MOST_BACK or figure.direction is not None or not chart.at("part_link", start):
        return None
    percent = figure.statement.unit.kind == "percent" and item[1] <= figure.start and apart <= 1
    bare = item == figure.statement.unit_span and (figure.item or "").endswith(chart.text[slice(*item)])
    if not percent and not (bare and last.unit == figure.unit):
        return None
    if not apart:  # the next member of the list
        told = last.spans.get("topic")
        return told if told is not None and told[1] <= start and last.unit == figure.unit else None
    told = last.spans.get("item")
    counted = last.statement.unit.kind not in MEASURED and last.parent is None
    return told if told is not None and counted and told[1] > last.start else None


def _nouns(chart: Chart, pointer: Node) -> Sequence[str]:
    """The word before one that points back, and the two before it."""
    return [chart.lower[first : pointer.start] for first in chart.word_starts_before(pointer.start, 2)]


def _general(chart: Chart, pointer: Node) -> bool:
    """Whether a general noun points back: «con số này»."""
    return any(chart.at("anaphor", at) for at in chart.word_starts_before(pointer.start, 2))


def _of_noun(
    chart: Chart, segments: Sequence[Segment], index: int, start: int, nouns: Sequence[str]
) -> Sequence[Span] | None:
    """What names the noun that a word points back with: the sentence before the item («ngành may lo thiếu thợ, lương
    của ngành này»), or one before that."""
    near = [(segments[index].start, start, nouns)]
    before = [
        segment for segment in segments[max(0, index - MOST_BACK) : index] if segment.kind == segments[index].kind
    ]
    near += [(segment.start, segment.end, nouns[1:]) for segment in reversed(before)]
    for first, end, said in near:
        if _holds(chart, first, end, said):
            told = _opening(chart, _holding(chart, first, end, said), end, whole=True)
            own = _own(chart, segments[index], start) if end <= segments[index].start else None
            return told if told is None else [told, *([own] if own is not None else [])]
    return None


def _holding(chart: Chart, start: int, end: int, nouns: Sequence[str]) -> int:
    """Where a sentence begins, or, of one too long to be shown, the first part that holds one of the nouns."""
    parts = [words for words in pieces(chart, start, end) if words]
    if sum(map(len, parts)) <= LONGEST:
        return start
    said = (words[0].start for words in parts if _holds(chart, words[0].start, words[-1].end, nouns))
    return min(said, default=start)


def _holds(chart: Chart, start: int, end: int, nouns: Sequence[str]) -> bool:
    return any(f" {noun}" in f" {chart.lower[start:end]}" for noun in nouns)


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
    chart: Chart, segments: Sequence[Segment], index: int, own: Span | None, nouns: Sequence[str]
) -> Sequence[Span]:
    """The sentence before, of a long one the part that holds one of the nouns; where it leans too the one before."""
    found = [own] if own is not None else []
    for at in range(index - 1, max(-1, index - 1 - MOST_BACK), -1):
        segment = segments[at]
        asks = chart.text.startswith(_ASKS, segment.end - 1)
        start = _holding(chart, segment.start, segment.end, nouns)
        told = _opening(chart, start, segment.end) if _alike(segment, segments[index]) and not asks else None
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
    """The words of a sentence, without those before its first part that only join it if not `whole`; of a long
    one its first parts, or the last that a subject opens."""
    parts = pieces(chart, start, _said_until(chart, start, end))
    first = next((words for piece in parts if (words := piece if whole else stripped(chart, piece))), None)
    words = [] if first is None else [word for piece in parts for word in piece if word.start >= first[0].start]
    if len(words) > LONGEST:
        told = [part.all for part in parts_of(chart, words[0].start, words[-1].end) if part.told]
        ends = [piece[-1].end for piece in parts if piece]
        first_parts = _first_parts(words, ends)
        aside = opens_predicate(chart, words[0].start) or (told and told[0].start > first_parts[-1].start)
        if which or (aside and not told):
            return told[which] if told else None
        rest = [word for word in words if word.start >= told[0].start] if aside else []
        words = _first_parts(rest, ends) if rest else first_parts  # «dù mưa …, | quán Hạ vẫn mở …»
    span = spanned(chart, words, measured=False) if words else None
    return span and Span(span.start, span.start + len(chart.text[slice(*span)].rstrip(_SIGNS)))


def _first_parts(words: Sequence[Span], ends: Sequence[int]) -> Sequence[Span]:
    """The first parts of a long sentence, as many as are short enough together, its first one at least."""
    sizes = [size for size, word in enumerate(words, 1) if word.end in ends]
    return words[: max((size for size in sizes if size <= LONGEST), default=sizes[0])]


def _said_until(chart: Chart, start: int, end: int) -> int:
    """Where what somebody said ends, before who says so: «… mới đi chợ", | anh Tư kể.»"""
    at = chart.text.find(_QUOTE, start, end)
    closes = at > start and not chart.text[at - 1].isspace() and chart.text.count(_QUOTE, start, end) % 2 == 1
    return at if closes else end


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


def _in_view(chart: Chart, segment: Segment, start: int, pointer: Node) -> bool:
    """Whether a word that points back only stands in what a sentence opens with: «với diễn biến này, giá lúa | …»."""
    openers = chart.at("topic_opener", segment.start)
    first = any(node.value.get("is") == FIRST and node.end + 1 == start for node in openers)
    return first and chart.text.startswith(",", pointer.end)


def _points(chart: Chart, node: Node, start: int) -> bool:
    """Whether a word points back to a thing, not to a time, and is no part of another: «vào năm đó», «trong đó»."""
    before = [at for at in chart.word_starts_before(node.start, 2) if at >= start]
    for at in before:
        if leaning(chart, at) == TIME or any(chart.at(type_, at) for type_ in _TIMES):
            return False
        if any(other.end >= node.end for type_ in _COMPOUNDS for other in chart.at(type_, at)):
            return False
    return bool(before)


def _looks_back(chart: Chart, figure: Figure, start: int, floor: int) -> bool:
    """Whether an item, or its sentence from `floor` on, says that something is as it was told, or is otherwise."""
    levels = [node for node in chart.between("level_noun", start, figure.start) if node.end <= figure.start]
    rest = words_in(chart, Span(max(node.end for node in levels), figure.start)) if levels else ()
    sorts = [leaning(chart, at) for at in (floor, start)]
    picked = AMONG in sorts and figure.direction is None  # «trong số này, xã Hạ | tăng 3%» tells of the one alone
    return (bool(levels) and not names(chart, rest)) or "" in sorts or picked
