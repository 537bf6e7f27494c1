"""What a sentence is about: the topic it opens with («về học phí, …»), the subject that its parts tell of."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.counts.items.openings import longest, opens_adjunct, opens_predicate
from pipeline.extract.counts.items.openness import EDGE, PRONOUN, SPEAKER, VERB, names, opens_loosely, sort_of
from pipeline.extract.counts.items.phrases import names_measure
from pipeline.extract.counts.items.pieces import Span, pieces_before
from pipeline.extract.counts.items.wording import measure_in, stripped
from pipeline.match.chart import Chart
from pipeline.text.syllable import is_syllable

MOST_PARTS = 40
LONGEST_CLAUSE = 14  # words
LONGEST_TOPIC = 12
_TIMES = ("time_unit", "session_word")
FIRST, AMONG = "first", "among"  # of `topic_opener`: it opens a topic only at the head of a sentence
_Words = Sequence[Span]


class Part(NamedTuple):
    """A part of a sentence that a noun phrase opens: `head` the phrase, None where a pronoun, or a noun that points
    back, stands for it; `all` its words; `told`: something is said of it."""

    head: Span | None
    all: Span
    told: bool


def parts_of(chart: Chart, start: int, end: int) -> Sequence[Part]:
    """The parts of a sentence that noun phrases open, in their order."""
    return [part for words in pieces(chart, start, end) if (part := _part(chart, words)) is not None]


def pieces(chart: Chart, start: int, end: int) -> Sequence[_Words]:
    """The words of a sentence in pieces that signs part; what a dash joins is one: «Lan - chủ quán Hạ»."""
    found: list[_Words] = []
    for words in [*pieces_before(chart, end, start, MOST_PARTS)][::-1]:
        if found and found[-1] and words and chart.text[found[-1][-1].end : words[0].start] == " - ":
            found[-1] = [*found[-1], *words]
        else:
            found.append(words)
    return found


def topic_of(chart: Chart, start: int, end: int) -> Span | None:
    """The topic named before the first signs («về học phí, …», «với khối mầm non, …»), or the set that a sentence picks
    from: «ở Hạ Tân, theo sở, trong số khách đi chợ, …»."""
    for place, piece in enumerate(pieces(chart, start, end)):
        words = [word for word in piece if chart.text[word.start].isalpha()]
        opener = longest(chart, "topic_opener", words[0].start) if words else None
        if opener is None or len(words) > LONGEST_TOPIC or not chart.text.startswith((",", ":"), piece[-1].end):
            continue
        sort = opener.value.get("is")
        if (place and sort == FIRST) or (place > 1 and sort != AMONG):
            continue  # «trà Hạ, với vị thanh, …»
        named = [word for word in words if word.start >= opener.end]
        said = named and (names(chart, named) or measure_in(chart, named))
        if sort == FIRST and chart.at("pointer", named[-1].start if named else piece[-1].start):
            continue  # «với mức tăng này, …»
        if said and not opens_predicate(chart, named[0].start) and not _edge(chart, named):
            return Span(words[0].start, words[-1].end)
    return None


def _part(chart: Chart, piece: _Words) -> Part | None:
    if not piece or not chart.text[piece[0].start].isalpha() or chart.text.startswith(': "', piece[-1].end):
        return None
    if opens_adjunct(chart, piece[0].start):
        return None
    words = stripped(chart, piece) or stripped(chart, piece[:-1])  # «quán Hạ mở muộn nhưng | bán được …»
    while words and (edge := _edge(chart, words)):
        words = stripped(chart, [word for word in words if word.start >= edge])
    if not words or opens_predicate(chart, words[0].start) or opens_loosely(chart, words[0].start):
        return None
    if any(sort_of(node) in (SPEAKER, VERB) for node in chart.at("open_word", words[0].start)):
        return None
    head = until_predicate(chart, words)
    rest = words[len(head) :]
    if rest and chart.at("speech_verb", rest[0].start):
        return None
    if not names(chart, head) or _points_back(chart, rest, head):
        if names_measure(chart, head[0].start) is not None:
            return None
        head = _predicate_noun(chart, rest)
        if not head and not rest:
            return None
    whole = Span(words[0].start, words[0].start + len(chart.text[words[0].start : words[-1].end].rstrip(".:")))
    told = bool(rest) and not chart.at("count", rest[0].start)  # «kim ngân | 3%» is a member of a list
    return Part(Span(head[0].start, head[-1].end) if head else None, whole, told)


def subject_of(chart: Chart, piece: _Words) -> Span | None:
    """The noun phrase that a part of a sentence opens with, and says something of; empty where it points back."""
    if not piece or not chart.text[piece[0].start].isalpha():
        return None
    edge = _edge(chart, piece)
    words = [word for word in piece if word.start >= edge]
    if not words or opens_adjunct(chart, words[0].start) or opens_predicate(chart, words[0].start):
        return None
    head = until_predicate(chart, words)
    rest = words[len(head) :]
    back = not names(chart, head) or _points_back(chart, rest, head) or _placed(chart, head[-1].start)
    return Span(head[0].start, head[0].start if back else head[-1].end) if rest else None


def _edge(chart: Chart, words: _Words) -> int:
    """Where a word ends that stands at the front and names nothing: «việc | tăng vốn», «tương tự»."""
    node = longest(chart, "open_word", words[0].start)
    return node.end if node is not None and sort_of(node) == EDGE else 0


def _points_back(chart: Chart, rest: _Words, head: _Words) -> bool:
    """Whether the phrase is of something named before: «mẫu này», «ông vốn», or a noun of one syllable: «cây»."""
    if rest and chart.at("pointer", rest[0].start):
        return True
    if sort_of(longest(chart, "open_word", head[0].start)) == PRONOUN and not chart.text[head[-1].start].isupper():
        return True
    return len(head) == 1 and is_syllable(chart.text[slice(*head[0])])


def until_predicate(chart: Chart, words: _Words) -> _Words:
    """The words up to the first that opens a predicate; an owner and a place belong to them: «giá | của hành tím»."""
    for at, word in enumerate(words):
        verb = chart.text[word.start].islower() and opens_predicate(chart, word.start)  # not in «động Huyền | Không»
        if at and (chart.at("count", word.start) or (verb and not _placed(chart, word.start))):
            timed = at > 1 and any(chart.at(type_, words[at - 1].start) for type_ in _TIMES)
            return words[: at - timed]  # «giá dưa | năm nay»
    return words[:LONGEST_CLAUSE]


def _placed(chart: Chart, start: int) -> bool:
    """Whether a word begins here that joins an owner or a place: «của», «cho», not «cho biết»."""
    end = max((node.end for node in chart.at("place_opener", start)), default=0)
    longer = (node for type_ in ("clause_word", "lead_edge") for node in chart.at(type_, start))
    return end > 0 and all(node.end <= end for node in longer)


def _predicate_noun(chart: Chart, rest: _Words) -> _Words:
    """What a pronoun is said to be: «đây | là tảng băng lớn nhất»."""
    link = longest(chart, "member_opener", rest[0].start) if rest else None
    named = [word for word in rest if link is not None and word.start >= link.end]
    noun = until_predicate(chart, named) if named and chart.text[named[0].start].isalpha() else ()
    return noun if noun and names(chart, noun) else ()


def proper(chart: Chart, span: Span) -> bool:
    """Whether a phrase is the proper name of somebody or something, or a body with its name: it holds two capitals side
    by side, or a word that is none of ours."""
    words = chart.text[slice(*span)].split()
    capitals = [word[0].isupper() for word in words]
    foreign = any(word.isalpha() and not is_syllable(word) for word in words)
    body = any(node.value.get("class") == "organisation" for node in chart.at("unit_word", span.start))
    return (capitals[0] or body) and (foreign or any(one and other for one, other in pairwise(capitals)))


def of_person(chart: Chart, span: Span) -> bool:
    """Whether a phrase begins with a noun for people."""
    return any(node.value.get("class") == "person" for node in chart.at("unit_word", span.start))
