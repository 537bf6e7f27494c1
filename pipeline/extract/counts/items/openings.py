"""What a word opens in a clause: a predicate, a link, an adjunct, or, where it is none of these, a noun phrase."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pipeline.extract.counts.items.phrases import Compounds, names_measure
from pipeline.match.chart import Chart
from pipeline.match.leading import Leading
from pipeline.match.node import Node
from pipeline.rulebook.schema import Rulebook

_OTHER = "other"
OPENERS = ("clause_word", "predicate_word", "item_tail", "adjunct_opener", "owner_verb", "change_verb", "clause_verb")


def opens_predicate(chart: Chart, start: int) -> bool:
    """Whether a verb, a link or a preposition begins here, not a noun."""
    return chart.once(_Predicates)[start]


class _Predicates(dict[int, bool]):
    """Whether a predicate begins at each place that was asked for."""

    def __init__(self, chart: Chart) -> None:
        self._chart, self._openers = chart, chart.grammar.book.once(_openers)

    def __missing__(self, start: int) -> bool:
        chart = self._chart
        types = self._openers.get(chart.leading[start], ())
        opened = any(longest(chart, type_, start) is not None for type_ in types)
        self[start] = opened and names_measure(chart, start) is None
        return self[start]


def _openers(book: Rulebook) -> Mapping[str, Sequence[str]]:
    return by_first_word(book, OPENERS)


def by_first_word(book: Rulebook, lexicons: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """By word or sign, which of the lexicons have words or phrases that begin with it: of many that could open
    something at a place only these need to be asked. No rule may make nodes of such a lexicon."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for lexicon in lexicons:
        forms = (form.lower() for entry in book.entries(lexicon) for form in entry.forms)
        for word in {Leading(form)[0] for form in forms}:
            found[word].append(lexicon)
    return dict(found)


def opens_adjunct(chart: Chart, start: int) -> bool:
    """Whether an adjunct begins here: «theo thống kê», «tại xã»."""
    return longest(chart, "adjunct_opener", start) is not None


def longest(chart: Chart, type_: str, start: int) -> Node | None:
    """The longest word of a lexicon here, if it is not a compound that only holds one."""
    nodes = chart.at(type_, start)
    if not nodes:
        return None
    node = nodes[0]  # longer ones come first
    compound = node.value.get("is") == _OTHER or node.end <= chart.once(Compounds)[start]
    return None if compound else node


def complement_opener(chart: Chart, start: int) -> Node | None:
    """The word that opens a complement here, and is no part of another: «cho rằng», «trong đó»."""
    openers = chart.at("complement_opener", start)  # longer ones come first
    if not openers or openers[0].value.get("is") == _OTHER:
        return None
    longer = any(node.end > openers[0].end for node in chart.at("lead_edge", start))
    return None if longer else openers[0]
