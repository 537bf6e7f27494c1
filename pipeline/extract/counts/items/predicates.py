"""What is said of the thing counted, which tells what is counted: «9 trường | đạt chuẩn quốc gia».

Only what is stored as `item` grows; everything that is decided by the noun is decided before."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.asides import of_total, past_aside, past_comma, past_insertion
from pipeline.extract.counts.items.joints import links, paired, people
from pipeline.extract.counts.items.openings import opens_predicate
from pipeline.extract.counts.items.owners import with_owner
from pipeline.extract.counts.items.phrases import Compounds, names_measure
from pipeline.extract.counts.words import CountWords
from pipeline.match.chart import Chart
from pipeline.match.node import Node

LONGEST_SAID = 24  # words
LONGEST_JOINED = 6  # words of what «và» joins to the end of the clause
_WORD = re.compile(  # «khối | 10, 11 có», «vở | "Sóng xa" diễn»
    r' ?((?:\d{1,2}, )+\d{1,2}(?= [^\W\d])|(?<= )"\w[^"\n]{1,60}"|[^\s,.;:!?()"\n/]+(?:[./]\w+)*)'
)
_NUMBER = re.compile(r"\d[\d.]*(?:(,\d)| )")
_TIMES = ("time_unit", "period", "date")
_STATED = re.compile(r"(?: [^\W\d]+)?")
_SIGNS = ",.;)\n"
_BLANKLESS = re.compile(r"[^\s,]+")
_CLAUSE_SIGN = re.compile(r"[.;:](?=\s)|\n")
_OTHER, _END, _SOFT, _REST, _PLACE, _TIME = "other", "end", "soft", "rest", "place", "time"
_CLAUSE, _STATE = "clause", "state"


class _Part(NamedTuple):
    """Words from one that opens a part of the predicate to the next; `sort` is what opened it."""

    start: int
    end: int
    sort: str


def with_predicates(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures with items that go on to the end of their clause, where a predicate or complement follows."""
    starts = sorted(figure.start for figure in figures)
    found: list[Figure] = []
    for figure in figures:
        last = found[-1] if found else None
        owned = with_owner(chart, figure, last)
        within = last is not None and last.spans.get("item", (0, 0))[1] >= figure.end
        found.append(owned if within else _with_predicate(chart, owned, starts))  # «70% trong số | 60 ca do khói»
    return tuple(found)


def _with_predicate(chart: Chart, figure: Figure, starts: Sequence[int]) -> Figure:
    span = _noun(chart, figure)
    if span is None or "/" in figure.unit:
        return figure
    behind = past_aside(chart, span[1] + chart.text.startswith('" ', span[1]))  # «164 "Tổ gốm sạch" | đạt giải»
    share = figure.statement.unit.kind == "percent" and figure.direction is None
    behind = past_insertion(chart, behind, figure.start, starts)
    behind = past_comma(chart, behind, figure.start, starts) if share else behind
    following = bisect_right(starts, max(behind - 1, figure.start))
    if following < len(starts) and of_total(chart, figure, behind, starts[following], share=share):
        following += 1
    right = starts[following] if following < len(starts) else len(chart.text)
    noun = span[0] if span[0] >= figure.statement.unit_span[0] else figure.statement.unit_span[1] + 1
    end = said_until(chart, noun, behind, right, share=share)
    start = span[0] if behind > span[0] and span[1] > span[0] else behind + 1
    if end is None or end <= start:
        return figure
    return figure._replace(item=chart.text[start:end], spans=figure.with_span("item", start, end))


def _noun(chart: Chart, figure: Figure) -> tuple[int, int] | None:
    """The noun phrase that stands behind the number; where a share has none, the place right behind its sign."""
    unit, item = figure.statement.unit_span, figure.spans.get("item")
    if unit[0] < figure.spans["value"][0]:  # «số đại biểu là 73»
        return None
    if item is not None and (item[0] >= unit[0] or item[1] > unit[1]):
        return item
    bare = figure.statement.unit.kind == "percent" and figure.direction is None and figure.status != "change"
    if bare and item is not None and _glosses(chart, figure, item):
        return unit[1] + 1, unit[1] + 1
    if figure.statement.unit.kind == "money" and item is None and figure.direction is None:
        return unit[1], unit[1]  # «Trong đó, 5 triệu đồng | được dành cho trường»
    rest = _opener(chart, unit[1] + 1) if bare else None
    if rest is not None and rest.value.get("is") == _REST:  # «3% số hộ có kế hoạch, 97% | còn lại không có»
        return unit[1], unit[1]
    if bare and chart.at("holder_verb", unit[1] + 1) and not _of_measure(chart, figure):
        return unit[1], unit[1]
    if not bare or (item is not None and (names_measure(chart, item[0]) or item[1] + 1 >= figure.start)):
        return None
    return unit[1], unit[1]


def _of_measure(chart: Chart, figure: Figure) -> bool:
    """Whether a share is of a measure named before it in its part of the sentence: «tỷ lệ đỗ là 30% | bị chê thấp»."""
    item = figure.spans.get("item")
    if item is None or not names_measure(chart, item[0]):
        return False
    between = chart.lower[item[1] : figure.start]
    return "," not in between and chart.grammar.book.once(CountWords.of).ands.isdisjoint(between.split())


def _glosses(chart: Chart, figure: Figure, item: tuple[int, int]) -> bool:
    """Whether the figure only says a fraction again before it: «một nửa (54%) | số người chọn xe buýt»."""
    if chart.text[item[1] : figure.start] != " (" or not chart.text.startswith(") ", figure.statement.unit_span[1]):
        return False
    ands = chart.grammar.book.once(CountWords.of).ands
    last = chart.word_starts_before(item[1] + 1, 3)
    named = any(node.end == item[1] for at in last for node in chart.at("fraction_word", at))
    return named and chart.leading[figure.statement.unit_span[1] + 1] not in ands


def said_until(chart: Chart, noun: int, start: int, right: int, *, share: bool) -> int | None:
    """Where what is said of the phrase from `noun` to `start` ends. What is said of a share goes on over words that
    would end it elsewhere: without it nobody knows what has the share."""
    parts, at = _parts(chart, noun, start, right, share=share)
    cut = not share and right - 1 <= at and right < len(chart.text)
    if cut and parts and chart.at("joint_word", start + 1):  # «67 xưởng ở 47 xã | và nhà kho ở 9 huyện»
        return None
    while parts:
        end = _undangled(chart, parts[-1])
        listed = parts[-1].sort in (_CLAUSE, _PLACE) and _goes_on_as_list(chart, at, right, share=share)
        loose = cut and len(parts) == 1 and parts[0].sort == _PLACE  # «nhà 4 người | ở xã nằm trên 52 m2»
        if end is not None and not listed and not loose and parts[-1].sort != _TIME:
            return end
        at = parts.pop().start
    return None


def _goes_on_as_list(chart: Chart, at: int, right: int, *, share: bool) -> bool:
    """Whether a list goes on at `at`; after what is said of a share a comma alone opens none («93% là người quen, chỉ
    có 7% …»), nor anywhere right before the next number."""
    ands = chart.grammar.book.once(CountWords.of).ands
    if not chart.text.startswith(",", at):
        return chart.leading[at] in ands
    if chart.text.startswith(", ", at) and opens_predicate(chart, at + 2):
        return False  # «đóng cửa 2 quán ở Hạ Vy, | gồm quán Đồi»
    clause = _CLAUSE_SIGN.search(chart.text, at, right)
    if right - at <= 2 or not share:
        return right - at > 2
    for word in _BLANKLESS.finditer(chart.lower, at, clause.start() if clause else right):
        if word[0] in ands or chart.at("said_word", word.start()):
            return word[0] in ands  # «là người Séc, còn lại là khách Hạ và thợ»: no list
    return False


def _parts(chart: Chart, noun: int, start: int, right: int, *, share: bool) -> tuple[list[_Part], int]:
    """The parts of the predicate from `start` on, and where the last of them ends; the last is left out where it runs
    into another figure or grows too long."""
    parts: list[_Part] = []
    at, masked, count, told = start, 0, 0, False
    while word := _WORD.match(chart.text, past_aside(chart, at, right) if parts else at, right):
        first = word.start(1)
        masked = _masked(chart, first, masked)
        opener = _opener(chart, first) if first >= masked else None
        sort = _sort(chart, first, opener, right) if first >= masked else ""
        if sort == _END and told and chart.at("change_verb", first):
            sort = _STATE  # «cho rằng giá | giảm»
        elif (
            (sort == _END and at == start and _relates(chart, noun, first, word.end()))
            or sort == _SOFT
            or (sort == _REST and not at == start > noun)
            or (share and sort == _END and opener is None and links(chart, first))
        ):
            sort = "open"
        if at == start <= noun and (chart.at("joint_word", first) or (sort == _TIME and start < noun)):
            sort = _END  # «tăng 7% | năm 2019», «nam chiếm 51% | và số nữ chiếm …»: no noun has the share
        if sort == _END:
            state = _is_state(chart, first) if at == start else None
            return (parts, at) if state is None else ([_Part(first, state, _STATE)], state)
        if sort:
            parts.append(_Part(first, word.end(), sort))
        elif parts:
            parts[-1] = parts[-1]._replace(end=word.end())
        elif share or _goes_on(chart, start, first) or paired(chart, noun, start, first):
            parts.append(_Part(first, word.end(), "open"))
        else:
            break
        masked = max(masked, opener.end if opener else 0, _time_end(chart, first))
        told = told or any(chart.at(name, first) for name in ("speech_verb", "holder_verb"))
        at, count = word.end(), count + 1
        if count > LONGEST_SAID:
            return parts, at
    if at >= right or _WORD.match(chart.text, at) is not None:
        return parts[:-1], at
    return parts, at


def _relates(chart: Chart, noun: int, start: int, end: int) -> bool:
    """Whether a word tells who does something with the things, not their measure: «8 lò | mà ông Tư đã mua»; or what
    people do."""
    relative = start > noun and bool(chart.at("relative_opener", start)) and names_measure(chart, end + 1) is None
    return relative or people(chart, noun, start)


def _is_state(chart: Chart, start: int) -> int | None:
    """Where a verb of change ends that is all that is said of the things: «363 mã | giảm, 41 mã | giảm sàn.»"""
    verb = max(chart.at("change_verb", start), key=lambda node: node.end, default=None)
    word = verb and _STATED.match(chart.text, verb.end)
    for end in (verb.end, word.end()) if verb and word else ():
        if chart.text[end : end + 1] in _SIGNS or chart.at("compared_with", end + 1) or _lists(chart, end + 1):
            return end
    return None


def _lists(chart: Chart, start: int) -> bool:
    """Whether the things are told one by one: «4 mã giảm | là …»."""
    return any(node.value.get("is") == _CLAUSE for node in chart.at("said_word", start))


def _masked(chart: Chart, start: int, masked: int) -> int:
    """How far a compound reaches that begins here or began before: «tối đa», «mua vào»."""
    said = (node.end for node in chart.at("said_word", start) if node.value.get("is") == _OTHER)
    return max(masked, chart.once(Compounds)[start], *said)


def _opener(chart: Chart, start: int) -> Node | None:
    """The longest word that opens or ends a part here."""
    nodes = chart.at("said_word", start)
    return nodes[0] if nodes else None


def _sort(chart: Chart, start: int, opener: Node | None, right: int) -> str:
    """What a word does: nothing, open a part, or end the predicate, as do a decimal number and what joins another
    clause."""
    number = _NUMBER.match(chart.text, start)
    ended = number is not None and (number[1] or chart.at("time_unit", number.end()))
    if ended:
        return _END
    sort, time = None if opener is None else str(opener.value.get("is") or "open"), _time_end(chart, start)
    if time and (opener is None or sort != _END or time > opener.end):
        return _TIME
    if sort is not None:
        return sort
    joins = next((node for node in chart.at("and_word", start)), None)
    return _END if joins is not None and not _short(chart, joins.end, right) else ""


def _time_end(chart: Chart, start: int) -> int:
    """Where a time ends that begins here; 0 if none does."""
    return max((node.end for type_ in _TIMES for node in chart.at(type_, start)), default=0)


def _short(chart: Chart, start: int, right: int) -> bool:
    """Whether only a few words follow to the end of the clause: «phẩm chất và tính cách của mỗi người»."""
    words, at = 0, start
    while word := _WORD.match(chart.text, at, right):
        words, at = words + 1, word.end()
        if words > LONGEST_JOINED or word[1][0].isdigit() or _ends(chart, word.start(1)):
            return False
    return bool(words) and at < right


def _ends(chart: Chart, start: int) -> bool:
    opener = _opener(chart, start)
    return opener is not None and opener.value.get("is") == _END


def _goes_on(chart: Chart, start: int, word: int) -> bool:
    """Whether the noun phrase was only cut by its length, or at a number that belongs to it: «trẻ em lớp | 5»."""
    last = chart.text.rfind(" ", 0, start) + 1
    if chart.text[word].isdigit():
        return not chart.at("time_unit", last)
    return not chart.at("clause_word", word) and not chart.at("item_dangling", word)


def _undangled(chart: Chart, part: _Part) -> int | None:
    """Where the part ends without words that cannot stand last; None if nothing is left but what opens it."""
    if part.sort in (_STATE, _REST):
        return part.end
    words = [match.span(1) for match in _WORD.finditer(chart.text, part.start, part.end)]
    opener = _opener(chart, part.start)
    least = opener.end if opener else part.start
    while words and words[-1][1] > least and _dangles(chart, words):
        words.pop()
    alone = part.sort == _REST  # «49 cây | còn lại, cũng ra trái»
    return words[-1][1] if words and (words[-1][1] > least or alone) else None


def _dangles(chart: Chart, words: Sequence[tuple[int, int]]) -> bool:
    """Whether the last word cannot end a phrase, and ends no compound («mua vào», «chỗ ở»)."""
    start, end = words[-1]
    if len(words) > 1:
        if _masked(chart, words[-2][0], 0) >= end:
            return False
        if any(node.end == end for node in chart.at("item_dangling", words[-2][0])):  # «được chọn vào vòng diễn ra»
            return True
    found = (node for name in ("item_dangling", "said_word", "clause_word") for node in chart.at(name, start))
    return any(node.end == end and node.value.get("is") != _OTHER for node in found)
