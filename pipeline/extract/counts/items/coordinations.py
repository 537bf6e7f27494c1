"""Subjects that are a coordination: «Mỗi thôn, | bản có 1 loa», «Hãng xe Hạ, | Minh và Trung vừa tăng 30 chuyến»."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pipeline.extract.counts.items.openings import by_first_word, longest, opens_adjunct, opens_predicate
from pipeline.extract.counts.items.pieces import Span
from pipeline.extract.counts.words import CountWords
from pipeline.match.chart import Chart
from pipeline.rulebook.schema import Rulebook

LONGEST_MEMBER = 7  # words
LONGEST_OPENER = 3  # words
_Words = Sequence[Span]
SAYING = ("predicate_word", "owner_verb", "clause_word")


def says(chart: Chart, words: _Words) -> int:
    """Which word after a noun phrase opens its predicate; 0 if none does."""
    saying = chart.once(_Saying)
    for at in range(1, len(words)):
        if saying[words[at].start]:
            return at
    return 0


class _Saying(dict[int, bool]):
    """Whether a word begins at a place that says something of the noun phrase before it."""

    def __init__(self, chart: Chart) -> None:
        self._chart, self._types = chart, chart.grammar.book.once(_saying)

    def __missing__(self, start: int) -> bool:
        chart = self._chart
        says = any(longest(chart, type_, start) is not None for type_ in self._types.get(chart.leading[start], ()))
        self[start] = says and not (opens_adjunct(chart, start) or chart.at("joint_word", start))
        return self[start]


def _saying(book: Rulebook) -> Mapping[str, Sequence[str]]:
    return by_first_word(book, SAYING)


def joins(chart: Chart, word: Span) -> bool:
    """Whether a word joins the members of a list."""
    return chart.lower[slice(*word)] in chart.grammar.book.once(CountWords.of).ands


def with_next(chart: Chart, word: Span) -> bool:
    """Whether a word joins what stands before it to what goes with it: «30 thợ | cùng 6 học việc»."""
    return chart.lower[slice(*word)] in chart.grammar.book.once(CountWords.of).joins


def closes(chart: Chart, words: _Words) -> bool:
    """Whether a word among these joins the last member of a list: «đá màu | hoặc ngọc trai»."""
    return any(chart.at("joint_word", word.start) for word in words[1:-1])


def coordinated(chart: Chart, said: Span, words: _Words, before: Iterable[_Words]) -> Span:
    """A clause with the members of the list before it of which its subject, the noun phrase that `words` begin with, is
    the last one: told by what joins it («Minh và Trung»), or by a word of number before the first («các tổ, đội»),
    which may stand in a clause that is taken in («điểm nhấn là các vườn hoa, | bể bơi với tổng vốn»)."""
    subject = words[: says(chart, words) or len(words)]
    last = closes(chart, subject)
    start = said.start
    for member in before:
        if lies_in(chart, member, start):
            return Span(_after_opener(chart, member), said.end)
        if not is_member(chart, member, start):
            return Span(member[0].start, said.end) if _opens_list(chart, member, start) else _whole(said, start, last)
        start = member[0].start
        if chart.at("plural_word", start):
            return Span(start, said.end)
    return _whole(said, start, last)


def _whole(said: Span, start: int, last: bool) -> Span:
    return Span(start, said.end) if last else said


def _opens_list(chart: Chart, words: _Words, following: int) -> bool:
    """Whether a word of number and a noun phrase of which nothing is said end a clause before a comma."""
    if not words or chart.text[words[-1].end : following] != ", " or opens_other(chart, words[0].start):
        return False
    at = next((at for at in range(len(words) - 1, 0, -1) if chart.at("plural_word", words[at].start)), 0)
    listed = words[at:]
    return 0 < at < len(words) - 1 and len(listed) <= LONGEST_MEMBER and not says(chart, listed)


def head_of(chart: Chart, words: _Words, start: int) -> int | None:
    """Where the words before a comma begin that end with a list which goes on at `start` («thưởng cho các thôn, | bản»,
    «chỉ phạt viên chức, | lao động»), or with a place which lies in the one told there; «đối với» is left out."""
    if len(words) < 2 or chart.text[words[-1].end : start] != ", ":
        return None
    kinds = _kinds(chart, start)
    ended = (_kinds(chart, word.start, words[-1].end) for word in words[-2:])
    if not lies_in(chart, words, start) and not any(map(kinds.intersection, ended)):
        return None
    return _after_opener(chart, words)


def _after_opener(chart: Chart, words: _Words) -> int:
    """Where words begin without those that open an adjunct: «gần đây tại | xã Hạ»."""
    if not opens_adjunct(chart, words[0].start):
        return words[0].start
    openers = (node for word in words[:LONGEST_OPENER] if (node := longest(chart, "adjunct_opener", word.start)))
    end = max((node.end for node in openers), default=0)
    return next(word.start for word in words if word.start >= end)


def lies_in(chart: Chart, words: _Words, start: int) -> bool:
    """Whether words before a comma end with the name of what lies in the place told there: «ở phố Hạ, | huyện Tân»,
    «bà Tư, | xã Hạ»."""
    named = bool(words) and chart.text[words[-1].start].isupper() and chart.text[words[-1].end : start] == ", "
    return named and any(chart.text[node.end + 1].isupper() for node in chart.at("place_level", start))


def _kinds(chart: Chart, start: int, end: int = 0) -> frozenset[str]:
    """Of what kinds the noun is that begins here, and ends there."""
    nodes = (node for node in chart.at("unit_word", start) if not end or node.end == end)
    return frozenset(str(node.value.get("class")) for node in nodes)


def is_member(chart: Chart, words: _Words, following: int) -> bool:
    """Whether words are a noun phrase of which nothing is said, right before a comma."""
    if not words or len(words) > LONGEST_MEMBER or chart.text[words[-1].end : following] != ", ":
        return False
    told = opens_other(chart, words[0].start) or says(chart, words) or chart.at("pointer", words[-1].start)
    return not told


def opens_other(chart: Chart, start: int) -> bool:
    """Whether something else than a noun phrase begins here: «các» and «mỗi» begin one, if no time follows."""
    plurals = chart.at("plural_word", start)
    timed = any(chart.at("time_unit", node.end + 1) for node in plurals)
    return opens_predicate(chart, start) and (timed or not plurals)


def own_words(chart: Chart, words: _Words, floor: int) -> _Words:
    """Words that go right on from another figure without those that belong to it: «(rót 5 tỷ đồng) vào xã và | tuyển»,
    «(60 ca) vì ngã và | 50 ca vì lạnh»."""
    if not words or words[0].start > floor + 1:
        return words
    joints = (index for index, word in enumerate(words) if index and joins(chart, word))
    cut = (at + 1 for at in joints if at + 1 == len(words) or opens_predicate(chart, words[at + 1].start))
    return words[next(cut, 0) :]


def joint_in(chart: Chart, words: _Words) -> int:
    """Which word joins a predicate to the end of a list («Séc | và tiêu hết»); 0 if none does."""
    at = next((index for index, word in enumerate(words) if joins(chart, word)), 0)
    told = at and at + 1 < len(words) and opens_predicate(chart, words[at + 1].start)
    return at if told and not says(chart, words[:at]) else 0


def labelled(chart: Chart, start: int) -> bool:
    """Whether a label begins here in a list of them: «Lãi trước thuế 2 tỷ đồng; | Nộp ngân sách 1 tỷ đồng»."""
    return chart.text[start - 2 : start] == "; " and chart.text[start].isupper()
