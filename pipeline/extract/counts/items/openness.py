"""Whether an item says what is counted, or leaves it open: a measure without an owner («giá bán»), a verb, a link or a
superlative without a subject («tiêu tốn», «thấp nhất»), a pronoun («họ gọi»), a general noun («ca»), an adjunct («cách
nhà»)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.openings import by_first_word, longest, opens_adjunct, opens_predicate
from pipeline.extract.counts.items.phrases import measures_of, names_measure
from pipeline.extract.counts.items.pieces import Span
from pipeline.extract.counts.items.wording import measure_in, words_in
from pipeline.extract.counts.reading.statements import MEASURED
from pipeline.extract.counts.words import CountWords
from pipeline.kinds import ITEM_GAP
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.model import SpanPair
from pipeline.rulebook.schema import Rulebook

LOOSE, SPEAKER, PRONOUN, EDGE, CLASSIFIER, VERB = (
    "loose",
    "speaker",
    "pronoun",
    "edge",
    "classifier",
    "verb",
)  # of `open_word`
_MEASURES = MEASURED | {"score", "times", "rate", "temperature"}
_SUMS = ("percent", "money")
OTHER = "other."  # indicators of figures that no word tells
SHORT = 5  # words of an item that may be but a member of a list
_GENERAL = ("generic_person", "generic_case", "generic_part")
_TIMES = ("time_unit", "period", "date")
EMPTY = (
    "open_word",
    "clause_word",
    "predicate_word",
    "owner_verb",
    "clause_verb",
    "change_verb",
    "item_tail",
    "item_lead",
    "adjunct_opener",
    "lead_edge",
    "lead_tail",
    "anaphor",
    "pointer",
    "ranking_word",
    "share_verb",
    *_GENERAL,
)


def leaves_open(chart: Chart, figure: Figure) -> bool:
    """Whether nothing in the item of a figure names what is counted."""
    item, unit = figure.spans.get("item"), figure.statement.unit_span
    if item is None:
        return True
    subject = figure.spans.get("subject")
    if "anaphor" in figure.spans or (subject is None and figure.item != chart.text[slice(*item)]):
        return False  # put together before: «giá … cao nhất», «kỳ hạn 1 tuần»
    counted = figure.statement.unit.kind not in _MEASURES or item[0] >= unit[0]
    if counted and not (item == unit and subject is None and general(chart, unit)):
        return False  # «mã | tăng trần», «90% | khách», «tiếp nhận | 34 đơn»
    return chart.once(_Open)[item if subject is None else subject + item]


class _Open(dict[tuple[int, ...], bool]):
    """Whether nothing in a subject and an item, both of them or the item alone, names what is counted."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart

    def __missing__(self, spans: tuple[int, ...]) -> bool:
        chart = self._chart
        subject = words_in(chart, Span(*spans[:2]))
        words = measured(chart, [*subject, *words_in(chart, Span(*spans[2:]))] if spans[2:] else subject)
        self[spans] = self._open(words)
        return self[spans]

    def _open(self, words: Sequence[Span]) -> bool:
        chart = self._chart
        if words and opens_loosely(chart, words[0].start):
            return not measure_in(chart, words)
        if words and names_measure(chart, words[0].start) is None and of_bodies(chart, words):
            return False  # «trao | học bổng», «xưởng phấn đấu có | lợi nhuận»
        return not words or not names(chart, words)


def measured(chart: Chart, words: Sequence[Span]) -> Sequence[Span]:
    """The words from a measure on that needs an owner, where but an adjunct stands before it: «ở chợ Hạ, | giá»."""
    if not words or not opens_adjunct(chart, words[0].start):
        return words
    at = next((at for at, word in enumerate(words) if names_measure(chart, word.start) is not None), 0)
    signs = chart.text.count(",", words[0].start, words[at].start)
    beside = 0 < at <= SHORT and signs == 1 and chart.text[words[at - 1].end] == ","
    return words[at:] if beside and chart.at("open_measure", words[at].start) else words


def of_bodies(chart: Chart, words: Sequence[Span]) -> bool:
    """Whether a measure is named that is told of firms, states and their people alone: «lợi nhuận», not «giá»."""
    named = chart.once(measures_of)
    return any(word.start in named and not chart.at("open_measure", word.start) for word in words)


def lacks_measure(chart: Chart, figure: Figure, last: Figure | None) -> bool:
    """Whether a sum, or a share in a list, is of something that is named, but nothing says what sum or what share:
    «hoa cúc 3%»."""
    item, unit = figure.spans.get("item"), figure.statement.unit
    if item is None or not figure.indicator.startswith(OTHER) or unit.kind not in _SUMS or figure.direction:
        return False
    listed = last is not None and last.statement.segment == figure.statement.segment and last.unit == figure.unit
    if unit.kind == "percent" and not listed:
        return False
    words = words_in(chart, Span(*item))
    short = ITEM_GAP not in (figure.item or "") and "anaphor" not in figure.spans and len(words) <= SHORT
    return short and item[1] <= figure.start and not measure_in(chart, words)


def lacks_noun(chart: Chart, figure: Figure) -> bool:
    """Whether a share only has a predicate: «7% | là người lạ»."""
    item = figure.spans.get("item")
    bare = figure.statement.unit.kind == "percent" and figure.direction is None and "subject" not in figure.spans
    if item is None or not bare or item[0] < figure.statement.unit_span[0]:
        return False
    joined = chart.leading[item[0]] in chart.grammar.book.once(CountWords.of).ands
    return not joined and opens_predicate(chart, item[0])


def general(chart: Chart, unit: SpanPair) -> bool:
    """Whether the noun counted is but a general one: «ca», «chiếc»."""
    if any(node.end == unit[1] for type_ in _GENERAL for node in chart.at(type_, unit[0])):
        return True
    return any(node.end == unit[1] and sort_of(node) == CLASSIFIER for node in chart.at("open_word", unit[0]))


def opens_loosely(chart: Chart, start: int) -> bool:
    """Whether words begin here that are said of something else: an adjunct, a superlative."""
    if chart.at("ranking_word", start):
        return True
    return sort_of(longest(chart, "open_word", start)) == LOOSE


def speaks(chart: Chart, start: int) -> bool:
    """Whether the subject is who speaks or is spoken to, whom no sentence before names."""
    return sort_of(longest(chart, "open_word", start)) == SPEAKER


def stands_in(chart: Chart, start: int) -> bool:
    """Whether a pronoun stands here, or one for who speaks."""
    return sort_of(longest(chart, "open_word", start)) in (PRONOUN, SPEAKER)


def names(chart: Chart, words: Sequence[Span]) -> bool:
    """Whether a word among these names a thing, a person or a place."""
    empty, masked = chart.once(_Empty), 0
    for index, word in enumerate(words):
        if word.start < masked or chart.text[word.start].isdigit():
            continue
        end = None if index and chart.text[word.start].isupper() else empty[word.start]
        if end is None:
            return True
        masked = end
    return False


def sort_of(node: Node | None) -> str:
    """What an `open_word` is."""
    return "" if node is None else node.value.get("is")


class _Empty(dict[int, int | None]):
    """Where the longest word ends that begins at a place and says nothing of what is counted."""

    def __init__(self, chart: Chart) -> None:
        self._chart, self._types = chart, chart.grammar.book.once(_empty)

    def __missing__(self, start: int) -> int | None:
        chart, measure = self._chart, names_measure(self._chart, start)
        found = [longest(chart, type_, start) for type_ in self._types.get(chart.leading[start], ())]
        ends = [node.end for node in found if node is not None and node.value.get("is") != VERB]
        ends += [node.end for type_ in _TIMES for node in chart.at(type_, start)]
        until = self[start] = max(ends if measure is None else [*ends, measure.end], default=None)
        return until


def _empty(book: Rulebook) -> Mapping[str, Sequence[str]]:
    return by_first_word(book, EMPTY)
