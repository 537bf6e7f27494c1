"""The noun phrases beside a number: what goes on after its unit, and what stands before it in its clause.

A phrase ends at a word that opens a predicate or an adjunct (lexicon `clause_word`), but not inside a compound that
holds one («thiết bị», «nhà ở»: `is: other`); brackets that close again are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import groupby
from operator import attrgetter

from pipeline.extract.counts.items.pieces import Span, pieces_before
from pipeline.match.chart import Chart
from pipeline.match.node import Node

LONGEST_ITEM = 9  # words of a counted noun phrase
LONGEST_NAMED = 16  # words from the name of a measure to its number
LONGEST_HEAD = 6  # words between two names of measures in one phrase: «giá trị tài sản …»
LONGEST_LINK = 4  # words of a link
LONGEST_NAME = 24  # characters of the name of a measure, or of a compound
_WORD = re.compile(r" ?([^\s,.;:!?()\"\n/]+(?:[./]\w+)*)")
_BETWEEN = re.compile(
    r"(?:\([^()\n]*\)|[ ,()]|-(?=\s)|\d[\d/.-]*(?=[\s,)]))+"
)  # what may stand between two measures of a thing
_OTHER = "other"
_START = attrgetter("start")


def right_phrase(chart: Chart, start: int, right: int) -> Span | None:
    """The noun phrase that goes on after the unit, up to a verb, a connective or punctuation."""
    words: list[Span] = []
    at, masked, compounds = start, 0, chart.once(Compounds)
    while len(words) < LONGEST_ITEM:
        word = _WORD.match(chart.text, at, right)
        if word is None or word[1][0].isdigit():
            break
        masked = max(masked, compounds[word.start(1)])
        if word.start(1) >= masked and _is(chart, "clause_word", word.start(1)):
            break
        words.append(Span(*word.span(1)))
        at = word.end()
    while words and any(node.end == words[-1].end for node in chart.at("item_dangling", words[-1].start)):
        words.pop()
    return Span(words[0].start, words[-1].end) if words else None


def left_phrase(chart: Chart, end: int, left: int) -> Span | None:
    """What stands before the number in its clause, from the noun on that names the measure, without the words that
    link it to the number: the measure and its owner, or the verb and its object."""
    pieces = pieces_before(chart, end, left)
    for piece in pieces:
        words = _without_time(chart, linked_off(chart, piece))
        if words:
            found = _listed(chart, words, piece, pieces) or _chosen(chart, words)
            return found or _chosen(chart, _before_time(chart, words))
    return None


def _listed(
    chart: Chart, words: Sequence[Span], piece: Sequence[Span], before: Iterable[Sequence[Span]]
) -> Span | None:
    """The measure whose owners are a list that is said to reach the number: «Kinh phí cho cán bộ, công chức | là …»."""
    said = any(_is(chart, "predicate_word", word.start) for word in piece[len(words) :])
    if not said or _head(chart, words) is not None or _stopped(chart, words):
        return None
    for earlier in before:
        head = _head(chart, earlier)
        rest = earlier if head is None else earlier[head + 1 :]
        if any(_is(chart, "predicate_word", word.start) for word in rest):
            return None
        if head is not None:
            return Span(earlier[head].start, words[-1].end)
    return None


def names_measure(chart: Chart, start: int) -> Node | None:
    """The name of a measure that begins here, and not inside a longer one («kinh phí» in «tổng kinh phí»)."""
    return chart.once(measures_of).get(start)


def measures_of(chart: Chart) -> Mapping[int, Node]:
    """The names of measures by where they begin."""
    found: dict[int, Node] = {}
    last = 0
    for start, begun in groupby(chart.nodes("measure_noun"), _START):
        longest, *shorter = begun
        if start >= last and not any(node.value.get("is") == _OTHER for node in (longest, *shorter)):
            number = chart.text[longest.end + 1 : longest.end + 2].isdigit() and longest.value.get("class") == "count"
            if not number:  # «Đội số 2»
                found[start] = longest
        last = max(last, longest.end)
    return found


def linked(chart: Chart, lexicon: str, start: int, end: int) -> bool:
    """Whether nothing but words of that lexicon, years, commas and brackets stand in `[start, end)`."""
    at = start
    while at < end:
        sign = _BETWEEN.match(chart.text, at, end)
        at = sign.end() if sign else at
        nodes = [node.end for type_ in (lexicon, "time_unit") for node in chart.at(type_, at) if node.end <= end]
        if at < end and not nodes:
            return False
        at = max(nodes, default=end)
    return True


def _chosen(chart: Chart, words: Sequence[Span]) -> Span | None:
    """From the name of a measure on; where there is none, what follows the last word that ends a phrase."""
    first = _head(chart, words)
    if first is None:
        rest = _without_time(chart, _without_lead(chart, _after_stop(chart, words)))[-LONGEST_NAMED:]
        owner = bool(rest) and any(node.value.get("is") == "owner" for node in chart.at("item_lead", rest[0].start))
        return Span(rest[0].start, rest[-1].end) if rest and not owner else None
    named = names_measure(chart, words[first].start)
    assert named is not None  # `_head` found it
    end = words[-1].end
    compounds, masked = chart.once(Compounds), 0
    for index in range(first + 1, len(words)):
        start = words[index].start
        masked = max(masked, compounds[start])
        if start > named.end and start >= masked and _is(chart, "predicate_word", start):
            close = named.value.get("class") == "rate" and words[index - 1].end == named.end
            if not close:  # «tỷ lệ tăng dân số»
                rest = linked_off(chart, words[first:index])
                end = rest[-1].end if rest else named.end
                break
    return Span(words[first].start, end)


def _head(chart: Chart, words: Sequence[Span]) -> int | None:
    """Which word begins the measure that is named last; the first of those that follow each other in one phrase."""
    measures, stopped = chart.once(measures_of), frozenset[int]()
    head: int | None = None
    for index in range(len(words) - 1, max(-1, len(words) - LONGEST_NAMED - 1), -1):
        if head is not None and (index in stopped or head - index > LONGEST_HEAD):
            break
        start = words[index].start
        if start not in measures:
            continue
        proper = index and chart.text[start].isupper() and not chart.text[start + 1].isupper()
        if not proper:
            stopped = _stopped(chart, words) if head is None else stopped
            head = index
    return head


def _stopped(chart: Chart, words: Sequence[Span]) -> frozenset[int]:
    """The words that end a noun phrase, by index."""
    found: set[int] = set()
    compounds, masked = chart.once(Compounds), 0
    for index, word in enumerate(words):
        nodes = chart.at("clause_word", word.start)
        if not nodes:
            continue
        masked = max(masked, compounds[word.start])
        if word.start >= masked:
            end = max((node.end for node in nodes if node.end <= words[-1].end), default=0)
            found.update(at for at in range(index, len(words)) if words[at].end <= end)
    return frozenset(found)


def _after_stop(chart: Chart, words: Sequence[Span]) -> Sequence[Span]:
    """The words after the last one that ends a noun phrase: «Robert ước tính anh đã» is left out of «… chi»."""
    return words[max(_stopped(chart, words[:-1]), default=-1) + 1 :]


def _without_lead(chart: Chart, words: Sequence[Span]) -> Sequence[Span]:
    """Words without those in front that belong to what came before: «(sau) | đó đổ lớp đất»."""
    while words:
        longest = max(chart.at("item_lead", words[0].start), key=lambda node: node.end, default=None)
        if longest is None or longest.value.get("is"):
            break
        words = [word for word in words if word.start >= longest.end]
    return words


def _before_time(chart: Chart, words: Sequence[Span]) -> Sequence[Span]:
    """The words before the time at their end: «dự báo lạm phát | trong năm 2021»."""
    last = max((index for index, word in enumerate(words) if chart.at("time_unit", word.start)), default=0)
    return linked_off(chart, words[:last])


def _without_time(chart: Chart, words: Sequence[Span]) -> Sequence[Span]:
    """Nothing where the words only say when: «năm 2018», «tháng trước», or are numbers."""
    if all(chart.text[word.start].isdigit() for word in words):
        return ()
    if not words or not chart.at("time_unit", words[0].start):
        return words
    rest = _without_lead(chart, [word for word in words[1:] if not chart.text[word.start].isdigit()])
    return words if rest else ()


def linked_off(chart: Chart, words: Sequence[Span]) -> Sequence[Span]:
    """Words without those at the end that only link to the number."""
    rest = words
    while cut := longest_tail(chart, "item_tail", rest, LONGEST_LINK):
        if chart.once(_Held)[rest[-cut].start]:
            break
        rest = rest[:-cut]
    return rest


def longest_tail(chart: Chart, lexicon: str, words: Sequence[Span], most: int) -> int:
    """How many words at the end are a word of the lexicon, at most so many; 0 if none are."""
    for size in range(min(most, len(words)), 0, -1):
        for node in chart.at(lexicon, words[-size].start):
            if node.end == words[-1].end:
                return size
    return 0


class Ends(dict[str, Set[int]]):
    """Where the words of a lexicon end."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart

    def __missing__(self, lexicon: str) -> Set[int]:
        ends = self[lexicon] = {node.end for node in self._chart.nodes(lexicon)}
        return ends


class _Held(dict[int, bool]):
    """Whether the name of a measure or a compound holds the word at a place: «cao» in «chiều cao», «hay» in «cho
    hay»."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart

    def __missing__(self, start: int) -> bool:
        begun = (self._chart.between(name, start - LONGEST_NAME, start) for name in ("measure_noun", "clause_word"))
        self[start] = any(node.end > start for nodes in begun for node in nodes)
        return self[start]


class Compounds(dict[int, int]):
    """Where a compound ends that begins at a place and holds a word of a clause but is none: «thiết bị», «nhà ở»; 0
    where none does."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart

    def __missing__(self, start: int) -> int:
        nodes = self._chart.at("clause_word", start)
        self[start] = max((node.end for node in nodes if node.value.get("is") == _OTHER), default=0)
        return self[start]


def _is(chart: Chart, type_: str, start: int) -> bool:
    return any(node.value.get("is") != _OTHER for node in chart.at(type_, start))
