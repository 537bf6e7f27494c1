"""Things told in one list and their figures in another: «chè và cam lần lượt tăng 9% và 14%». Each figure counts its
own thing; what the list begins with («giá chè và cam») goes before the others too."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.openings import opens_adjunct, opens_predicate
from pipeline.extract.counts.items.phrases import linked_off, names_measure
from pipeline.extract.counts.items.pieces import Span
from pipeline.extract.counts.items.wording import spanned, stripped, words_in
from pipeline.extract.counts.words import CountWords
from pipeline.kinds import ITEM_GAP
from pipeline.match.chart import Chart
from pipeline.model import SpanPair
from pipeline.text.words import word_spans

MOST_THINGS = 6
LONGEST_LIST = 140  # characters before the word that orders
BETWEEN = 24  # characters between two figures of such a list, and between the word that orders and the first
_SIGN = re.compile(r"[.;:!?()\n]")
_COMMA = re.compile(r",(?= )")
_WORD = re.compile(r"\S+")
_BRACKET = re.compile(r" ?\([^()\n]*\)")


class _Thing(NamedTuple):
    """One thing of a list: where it stands, and its name with what the list began with."""

    span: SpanPair
    name: str


class _Piece(NamedTuple):
    """A piece of a clause between commas and «và»; `joined` by «và» to the one before."""

    span: SpanPair
    joined: bool


def with_respective_items(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures, of which those behind «lần lượt» have one thing each, where as many are listed before it."""
    found = _with_pairs(chart, figures)
    for word in chart.nodes("respectively"):
        first = bisect_left(found, word.end, key=lambda figure: figure.spans["value"][0])
        after = found[first - 1].end if first else 0
        for group in (group for group in _groups(chart, found, first, word.end) if len(group) > 1):
            things = _told_before(chart, found, first, group, word.start) or _things(
                chart, word.start, after, len(group)
            )
            last = found[first - 1] if first else None
            things = _with_owner(chart, last, _with_place(chart, last, found[first], things))
            told = [group, *_in_bracket(chart, found, group)] if things else []
            for index, thing in ((index, thing) for run in told for index, thing in zip(run, things, strict=False)):
                spans = found[index].with_span("item", *thing.span)
                found[index] = found[index]._replace(item=thing.name, spans=spans)
    return tuple(found)


def _told_before(chart: Chart, figures: Sequence[Figure], first: int, group: range, word: int) -> Sequence[_Thing]:
    """What as many figures of one unit right before «lần lượt» count: «A đạt 7 tỷ đồng và B 5 tỷ đồng, lần lượt …»."""
    before = figures[max(0, first - len(group)) : first]
    alike = len(before) == len(group) and len({(other.unit, other.statement.segment) for other in before}) == 1
    if not alike or chart.text[before[-1].end : word].strip(" ,") or not all("item" in o.spans for o in before):
        return ()
    spans = [other.spans["item"] for other in before]
    return [_Thing(span, chart.text[slice(*span)]) for span in spans] if len(set(spans)) == len(spans) else ()


def _groups(chart: Chart, figures: Sequence[Figure], first: int, start: int) -> Iterator[range]:
    """Runs of figures of one unit from `first` on: «tăng 9% và 14% | lên 2 và 3 tấn»."""
    run: list[int] = []
    end = start
    for index in range(first, min(len(figures), first + 2 * MOST_THINGS)):
        figure = figures[index]
        between = chart.lower[end : figure.start]
        if len(between) > BETWEEN or _SIGN.search(between):
            break
        if run and (figure.unit != figures[run[-1]].unit or not _joins(chart, between)):
            yield range(run[0], run[-1] + 1)
            run = []
        run.append(index)
        end = figure.end
    if run:
        yield range(run[0], run[-1] + 1)


def _in_bracket(chart: Chart, figures: Sequence[Figure], group: range) -> Iterator[range]:
    """As many figures of the same unit in the bracket right behind a run: «tăng 3% và 5% (năm ngoái 2% và 4%)»."""
    start = figures[group[-1]].end
    bracket = _BRACKET.match(chart.text, start)
    other = range(group.stop, group.stop + len(group))
    if bracket is None or other.stop > len(figures) or figures[other[-1]].end > bracket.end():
        return
    after = figures[other.stop].start if other.stop < len(figures) else len(chart.text)
    if after > bracket.end() and all(figures[index].unit == figures[group[0]].unit for index in other):
        yield other


def _joins(chart: Chart, between: str) -> bool:
    words = between.strip().split()
    return words in ([","], []) or (len(words) == 1 and words[0] in chart.grammar.book.words("and_word"))


def _with_pairs(chart: Chart, figures: Sequence[Figure]) -> list[Figure]:
    """The figures, of which two of one unit that only «và» parts have one each of the two things of which they are
    told: «Hạ Tân và Trung Tân tăng lên 5 đồng và 3 đồng», «chè và cam được chọn, với 38% và 25% số phiếu»."""
    found = list(figures)
    for index in range(len(found) - 1):
        pair = found[index : index + 2]
        after = found[index - 1].end if index else 0
        if not _paired(chart, after, *pair):
            continue
        things = _things(chart, pair[0].start, after, len(pair))
        if not things or any(opens_predicate(chart, thing.span[0]) for thing in things):
            continue
        said = _predicate(chart, things[1].span[1], pair[0].start)
        for at, (figure, thing) in enumerate(zip(pair, things, strict=True), index):
            whole = figure.spans.get("item", (0, 0))
            behind = ITEM_GAP + chart.text[slice(*whole)] if whole[0] > figure.start else ""
            own = chart.text[slice(*thing.span)]
            name = own if " " in own else thing.name  # «chất lượng và | việc làm»
            found[at] = figure._replace(item=f"{name}{said}{behind}", spans=figure.with_span("item", *thing.span))
    return found


def _paired(chart: Chart, after: int, one: Figure, other: Figure) -> bool:
    """Whether nothing but «và» parts two figures of one unit, and no figure is joined to them before."""
    between = chart.lower[one.end : other.start].strip()
    alike = one.unit == other.unit and one.direction == other.direction and one.value_max is None is other.value_max
    joined = chart.lower[after : one.start].strip(" ,")
    return alike and between in chart.grammar.book.words("and_word") and len(joined) > BETWEEN


def _predicate(chart: Chart, start: int, end: int) -> str:
    """What is said of both things of a pair, without the links to the numbers."""
    said = spanned(chart, words_in(chart, Span(start, end)), measured=False)
    return f"{ITEM_GAP}{chart.text[slice(*said)]}" if said is not None else ""


def _with_place(chart: Chart, last: Figure | None, figure: Figure, things: Sequence[_Thing]) -> Sequence[_Thing]:
    """Things that are but where something is so, with what is told of the figure before: «số khách tăng 9%, trong khi ở
    chợ, | sạp chỉ tăng lần lượt 5% và 3%»."""
    if not things or last is None or last.item is None or last.statement.segment != figure.statement.segment:
        return things
    words = stripped(chart, words_in(chart, Span(last.end, things[0].span[0])))
    if not words or last.direction is None or last.unit != figure.unit or not opens_adjunct(chart, words[0].start):
        return things
    return [thing._replace(name=f"{last.item}{ITEM_GAP}{thing.name}") for thing in things]


def _with_owner(chart: Chart, last: Figure | None, things: Sequence[_Thing]) -> Sequence[_Thing]:
    """Things that were counted right before, with who has them: «mẫu xe này có 2 bản số sàn và số tự động, giá bán lần
    lượt là …»."""
    owner = None if last is None else last.spans.get("lead", last.spans.get("subject"))
    if not things or last is None or owner is None or last.value != len(things):
        return things
    words = stripped(chart, linked_off(chart, words_in(chart, Span(*owner))))
    if not words or last.statement.unit_span[1] + 1 != things[0].span[0] or owner[1] > last.start:
        return things
    name = chart.text[words[0].start : words[-1].end]
    return [thing._replace(name=f"{name}{ITEM_GAP}{thing.name}") for thing in things]


def _things(chart: Chart, end: int, after: int, count: int) -> Sequence[_Thing]:
    """As many things as wanted that a list before «lần lượt» names, which stands at `end`; none if it names fewer."""
    left = max(after, end - LONGEST_LIST)
    left = max((sign.end() for sign in _SIGN.finditer(chart.text, left, end)), default=left)
    pieces = _pieces(chart, left, end)
    measure = ""
    if len(pieces) > 1 and not pieces[-1].joined:  # «A và B, có giá lần lượt là»
        measure = _measure(chart, pieces.pop().span)
    listed = pieces[-count:]
    if len(listed) < count or count > MOST_THINGS or not listed[-1].joined or any(p.joined for p in listed[:-1]):
        return ()
    spans = [_first(chart, listed[0].span), *(_said(chart, piece.span) for piece in listed[1:])]
    if any(end <= start or chart.text[start:end].isdigit() for start, end in spans):
        return ()
    return [_Thing(span, f"{measure}{_named(chart, spans[0], span)}") for span in spans]


def _pieces(chart: Chart, start: int, end: int) -> list[_Piece]:
    words = chart.grammar.book.once(CountWords.of).ands
    ands = [(*match.span(), True) for match in _WORD.finditer(chart.lower, start, end) if match[0] in words]
    commas = [(match.start(), match.end(), False) for match in _COMMA.finditer(chart.text, start, end)]
    pieces, at, joined = [], start, False
    for begin, close, by_and in [*sorted(ands + commas), (end, end, False)]:
        stripped = chart.text[at:begin].strip()
        if stripped:
            first = chart.text.index(stripped, at)
            pieces.append(_Piece((first, first + len(stripped)), joined))
        at, joined = close, by_and
    return pieces


def _measure(chart: Chart, span: SpanPair) -> str:
    """«giá bán » of «có giá bán»."""
    starts = (word.start() for word in _WORD.finditer(chart.text, *span))
    named = next((node for start in starts if (node := names_measure(chart, start)) is not None), None)
    return "" if named is None else f"{chart.text[named.start : span[1]]} "


def _first(chart: Chart, span: SpanPair) -> SpanPair:
    """The first thing of a list without what stands before it in its clause: the measure it names, or what follows the
    last word that opens a clause."""
    words = [match.start() for match in _WORD.finditer(chart.text, *span)]
    named = next((start for start in words if names_measure(chart, start)), None)
    if named is not None:
        return named, span[1]
    edges = [node.end for start in words for type_ in ("owner_edge", "and_word") for node in chart.at(type_, start)]
    start = max(edges, default=span[0])
    return start + (chart.text[start : start + 1] == " "), span[1]


def _said(chart: Chart, span: SpanPair) -> SpanPair:
    """A thing without what is said of it: «cam | tăng»."""
    words = [match.start() for match in _WORD.finditer(chart.text, *span)]
    cut = next((start for start in words[1:] if chart.at("predicate_word", start)), None)
    return span if cut is None else (span[0], cut - 1)


def _named(chart: Chart, first: SpanPair, span: SpanPair) -> str:
    """A thing with what the first thing of its list begins with: «giá | cam» after «giá chè»."""
    text, own = chart.text[slice(*first)], chart.text[slice(*span)]
    if span == first or names_measure(chart, span[0]) is not None:
        return own
    words = text.split()
    if own[0].isupper():
        kept = len(words)
        while kept and words[kept - 1][0].isupper():
            kept -= 1
        return " ".join([*words[:kept], own]) if kept < len(words) else own
    if names_measure(chart, first[0]) is None:
        return own
    last = word_spans(text)[-1][0]
    head = " ".join(words[: -len(own.split())]) if own[0].isdigit() else text[:last].rstrip()
    return f"{head} {own}" if head else own
