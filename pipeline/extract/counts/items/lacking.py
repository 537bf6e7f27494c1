"""What an item lacks: the object of its verb, the noun of its share, all but a general noun."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.openings import longest, opens_predicate
from pipeline.extract.counts.items.openness import (
    CLASSIFIER,
    EDGE,
    OTHER,
    general,
    lacks_noun,
    leaves_open,
    names,
    of_bodies,
    sort_of,
    speaks,
)
from pipeline.extract.counts.items.phrases import linked_off, names_measure
from pipeline.extract.counts.items.pieces import Span
from pipeline.extract.counts.items.wording import words_in
from pipeline.extract.counts.reading.statements import MEASURED
from pipeline.match.chart import Chart
from pipeline.match.node import Node

TELLING = 6  # words of a predicate that needs no subject: «3 người | phải nghỉ học cả tuần liền»
_BODIES = ("generic_person", "generic_part")
_DOERS = ("person", "organisation")  # classes of nouns
BEHIND, TIME, SUM, AMONG = "behind", "time", "sum", "among"  # of `leaning_word`


def said_from(figure: Figure) -> int:
    """Where that begins which an item is made of."""
    return min(figure.start, *(figure.spans[name][0] for name in ("item", "subject", "lead") if name in figure.spans))


def leaning(chart: Chart, start: int) -> str | None:
    """How a word that joins on to what was told does so, if one begins here."""
    nodes = chart.at("leaning_word", start)
    return str(nodes[0].value.get("is") or "") if nodes else None


def unsaid(chart: Chart, figure: Figure, *, opens: bool) -> bool:
    """Whether an item leaves out of what it is. `opens`: no other figure stands before it in the sentence."""
    if (
        (opens and lacks_noun(chart, figure))
        or _only_a_sum(chart, figure)
        or _lacks_object(chart, figure, said_from(figure))
        or _only_classifies(chart, figure)
        or _does_nothing(chart, figure)
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
    words = words_in(chart, Span(start, figure.start))
    if not any(chart.at("object_verb", word.start) for word in words):
        return False
    words = linked_off(chart, words)
    nodes = (node for word in words for node in chart.at("object_verb", word.start))
    return any(_objectless(chart, node, words) for node in nodes if not _inside_measure(chart, node))


def _does_nothing(chart: Chart, figure: Figure) -> bool:
    """Whether what is counted does something without an object: «số người tham gia | là 300 người»."""
    item = figure.spans.get("item", (0, 0))
    if figure.statement.unit.kind in MEASURED or item[1] > figure.start or names_measure(chart, item[0]) is None:
        return False
    last = chart.word_starts_before(item[1] + 1, 2)
    return any(node.end == item[1] for at in last if at > item[0] for node in chart.at("joining_verb", at))


def _objectless(chart: Chart, verb: Node, words: Sequence[Span]) -> bool:
    """Whether nothing stands behind a verb, or somebody does it without an object: «khách | mua từ hai giỏ có giá»."""
    if verb.end == words[-1].end:
        return True
    behind = [word for word in words if word.start > verb.end][:2]
    if any(chart.text[word.start].isdigit() for word in behind):
        return False  # «chị bán được | 5 tấn hành với giá»
    bare = behind and sort_of(longest(chart, "open_word", behind[-1].start)) == CLASSIFIER and not names(chart, behind)
    rest = behind[-1].end + 1 if bare else verb.end + 1
    if bare and opens_predicate(chart, rest) and not chart.at("place_opener", rest):
        return True  # «chị mua một suất | với giá», not «cổ phần | của quán»
    edge = longest(chart, "open_word", words[0].start)
    front = edge.end if edge is not None and sort_of(edge) == EDGE else 0  # «một số | công ty»
    named = next((word.start for word in words if word.start >= front), verb.start)
    doer = any(node.value.get("class") in _DOERS for node in chart.at("unit_word", named)) or speaks(chart, named)
    return doer and named < verb.start and opens_predicate(chart, verb.end + 1)


def _inside_measure(chart: Chart, verb: Node) -> bool:
    """Whether the name of a measure holds the verb: «giá bán»."""
    words = chart.word_starts_before(verb.start, 2)
    return any(node.end >= verb.end for at in words for node in chart.at("measure_noun", at))


def _only_a_sum(chart: Chart, figure: Figure) -> bool:
    """Whether but a general noun for sums is named before a number: «con số cụ thể là | 12 hộ»."""
    start = said_from(figure)
    if figure.statement.unit.kind in MEASURED:
        return False
    general_ = any(node.value.get("takes") == "figure" for node in chart.at("anaphor", start))
    return general_ and not names(chart, words_in(chart, Span(start, figure.start)))


def _only_classifies(chart: Chart, figure: Figure) -> bool:
    """Whether a general noun is counted that no noun follows, of nobody that is named, or others than those told
    before: «2 chiếc | khác»."""
    unit, item = figure.statement.unit_span, figure.spans.get("item", (0, 0))
    if item[0] != unit[0] or not general(chart, unit) or figure.denominator is not None:
        return False
    rest, subject = unit[1] + 1, figure.spans.get("subject") or figure.spans.get("lead")
    named = subject is not None and names(chart, words_in(chart, Span(*subject)))
    return leaning(chart, rest) == BEHIND or (not named and (item[1] <= rest or opens_predicate(chart, rest)))


def stands_alone(chart: Chart, figure: Figure) -> bool:
    """Whether so much is said of people or bodies counted that no sentence before need name them: «3 người | phải nghỉ
    học cả tuần liền»."""
    unit, item = figure.statement.unit_span, figure.spans.get("item", (0, 0))
    people = item[0] == unit[0] and any(chart.at(type_, unit[0]) for type_ in _BODIES)
    rest = Span(unit[1] + 1, item[1])
    told = people and rest.start < rest.end and leaning(chart, rest.start) != BEHIND
    return told and len(words_in(chart, rest)) >= TELLING
