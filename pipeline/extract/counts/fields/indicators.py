"""Which indicator a figure belongs to: the words that an indicator rule knows, if the unit agrees.

First come words of the figure's own phrase: what it counts, and what stands right before it. Else distance decides, in
characters, with a price for every comma and every other figure in between; a rule's priority is worth its number in
characters. Words inside a longer one («phí» in «chi phí») count as nothing. Nothing within reach: for a percentage the
kind of thing of which it is a share or a change, else `other.<class of the unit>`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.counts.fields.indicator_words import fits, units_of, words_for
from pipeline.extract.counts.fields.kinds_of_shares import (
    MONEY,
    QUANTITY,
    is_of_people,
    kind_of_whole,
    shares_of,
    whole_of,
)
from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.words import CountWords
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.model import SpanPair
from pipeline.rulebook.schema import Rule
from pipeline.text.segment import Segment

COMMA, OTHER_FIGURE, RIGHT_SIDE = 30, 50, 10  # prices in characters, chosen on the sample corpus
# what words of the figure's own phrase are worth more than others, but for the unit itself: of what it counts, of the
# words right beside it, and the noun that names a measure
OWN, BESIDE, HEAD = 60, 30, 25
FOREIGN = 40  # price of words before a phrase that names its own measure
MOST_EMPTY = 2  # words of one that names none: «tỷ lệ», «số tiền»
FAR = 110  # the highest price, priority apart; above it a word is about something else
NEAR = 70  # the same for a word behind the figure, and for percentages, which stand close to theirs
REACH = 160  # characters to either side
AROUND = 18  # characters beside a figure that belong to its phrase, as far as no comma parts them
NEXT = "next"  # rules with this `side` know the word behind a figure, close to it: «104% so với kế hoạch»
BEHIND = frozenset({"after", NEXT})
NEXT_REACH = 12  # characters
_SIGNS = ",;:.()"
_SIZES = frozenset({"length", "area", "volume", "weight", "money", "percent"})
_GOODS = frozenset({"weight", "volume", "thing"})  # kinds that a price is told for
_PRICE = "price.unit"
_SUM = f"class:{MONEY}"  # as a rule asks for it
_HELD = frozenset({"weight", "volume"})  # what a thing holds or weighs is not what is made of it or sold
_GOVERNS_LISTS = 60  # rules of this priority reach over the figures of a list: «Tiếp nhận 5 đơn khiếu nại, 3 đơn …»


@dataclass(frozen=True, slots=True)
class _Scene:
    """The indicator words of a text and the starts of all its figures, in order."""

    chart: Chart
    nodes: Sequence[Node]
    starts: Sequence[int]
    others: Sequence[int]
    codes: frozenset[str]


def with_indicators(chart: Chart, segments: Sequence[Segment], figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Each figure with its indicator and the rule that chose it."""
    nodes = words_for(chart, [(figure, _around(segments[figure.statement.segment], figure)) for figure in figures])
    scene = _Scene(
        chart,
        nodes,
        [node.start for node in nodes],
        [figure.start for figure in figures],
        chart.grammar.book.indicator_codes,
    )
    return tuple(_with_indicator(scene, segments[figure.statement.segment], figure) for figure in figures)


def with_indicators_of_totals(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Parts for which nothing more is said count the same as their total."""
    found: list[Figure] = []
    for figure in figures:
        total = figures[figure.parent] if figure.parent is not None else None
        if total is not None and figure.unit == total.unit and figure.indicator.startswith("other."):
            figure = figure._replace(indicator=total.indicator, indicator_rule=total.indicator_rule)
        found.append(figure)
    return tuple(found)


def with_indicators_of_clauses(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Figures for which no rule spoke, or only one that knows their unit, by a word of the clause that their
    item holds: «quán này bán ra được 30 chiếc, giảm 4 chiếc»."""
    clauses = {at: clause for at, figure in enumerate(figures) if (clause := _clause(chart, figure)) is not None}
    if not clauses:
        return tuple(figures)
    nodes = words_for(chart, [(figures[at], clause) for at, spans in clauses.items() for clause in spans])
    codes = chart.grammar.book.indicator_codes
    scene = _Scene(chart, nodes, [node.start for node in nodes], [figure.start for figure in figures], codes)
    return tuple(
        _of_clause(scene, figure, clauses[at]) if at in clauses else figure for at, figure in enumerate(figures)
    )


def _clause(chart: Chart, figure: Figure) -> tuple[SpanPair, ...] | None:
    """What stands before a figure of its subject and item, if no word of theirs has chosen the indicator; a share of
    what stands behind it is told there."""
    word = figure.spans.get("indicator")
    if (word is None) is not (figure.indicator_rule is None) or figure.indicator.startswith("comparison."):
        return None
    if figure.statement.unit.kind in _HELD:
        return None
    if figure.indicator.startswith("share.") and figure.indicator == f"share.{kind_of_whole(chart, figure)}":
        return None
    spans = (figure.spans[name] for name in ("subject", "item") if name in figure.spans)
    clause = tuple(span for span in spans if span[1] <= figure.start)
    open_ = word is None or word == figure.statement.unit_span or (clause and word[1] <= clause[0][0])
    return clause if clause and open_ else None


def _of_clause(scene: _Scene, figure: Figure, clause: Sequence[SpanPair]) -> Figure:
    rules = scene.chart.grammar.book.by_id
    of_unit = (
        rules.get(figure.indicator_rule or "") if figure.spans.get("indicator") == figure.statement.unit_span else None
    )
    known = of_unit.priority if of_unit is not None else -1
    shared = figure.indicator.startswith("share.")  # «ngành nghề tăng trưởng, trong đó phụ nữ chiếm 5%»
    priced = [
        (price, node.start, node.rule, node)
        for span in clause
        for node, rule in _taking(scene, figure, *span)
        if node.end <= span[1]
        and rule.priority > known
        and not (shared and "," in scene.chart.lower[node.end : figure.start])
        and (price := _price(scene, node, figure, rule, (span[0], figure.start))) is not None
    ]
    if not priced:
        return figure
    best = min(priced)[3]
    spans = figure.with_span("indicator", best.start, best.end)
    return figure._replace(indicator=rules[best.rule].sets["indicator"], indicator_rule=best.rule, spans=spans)


def _with_indicator(scene: _Scene, segment: Segment, figure: Figure) -> Figure:
    phrase = _phrase(scene.chart, segment, figure)
    first = max(segment.start, min(phrase[0], figure.start - REACH))
    priced = [
        (price, node.start, node.rule, node)
        for node, rule in _taking(scene, figure, first, min(segment.end, figure.end + REACH) + 1)
        if (price := _price(scene, node, figure, rule, phrase)) is not None
    ]
    if not priced:
        return figure._replace(indicator=_by_kind(scene, figure, phrase))
    best = min(priced)[3]
    rule = scene.chart.grammar.book.by_id[best.rule]
    if _names_whole(scene.chart, figure, best, rule):
        return figure._replace(indicator=_by_kind(scene, figure, phrase))
    spans = figure.with_span("indicator", best.start, best.end)
    return figure._replace(indicator=rule.sets["indicator"], indicator_rule=rule.id, spans=spans)


def _taking(scene: _Scene, figure: Figure, start: int, end: int) -> list[tuple[Node, Rule]]:
    """The words that begin in a span and whose rules take a figure; of people no percentage is one of money."""
    rules, units = scene.chart.grammar.book.by_id, units_of(figure)
    here = scene.nodes[bisect_left(scene.starts, start) : bisect_left(scene.starts, end)]
    taking = [(node, rule) for node in here if fits(rule := rules[node.rule], units)]
    if taking and figure.unit == "%" and is_of_people(scene.chart, figure):
        return [(node, rule) for node, rule in taking if _SUM not in rule.units]
    return taking


def _by_kind(scene: _Scene, figure: Figure, phrase: tuple[int, int]) -> str:
    """The indicator by the kind of thing alone, where no rule names one."""
    if _priced(scene.chart, figure):
        return _PRICE
    codes = (*shares_of(scene.chart, figure, phrase), f"other.{figure.statement.unit.kind or 'other'}")
    return next((code for code in codes if code in scene.codes), "other.other")


def _priced(chart: Chart, figure: Figure) -> bool:
    """Whether money is told for each of some goods: «Mỗi kg chè từ 90.000 đồng …»."""
    start, _ = figure.spans.get("per", (-1, -1))
    if figure.statement.unit.kind != MONEY or start < 0:
        return False
    words = (start, *(node.end + 1 for node in chart.at("per_word", start)))
    return any(node.value.get("class") in _GOODS for at in words for node in chart.at("unit_word", at))


def _around(segment: Segment, figure: Figure) -> SpanPair:
    """Where words for a figure may begin: its own phrase and so far to either side, in its sentence."""
    item = figure.spans.get("item", (figure.start, figure.end))
    start = min(item[0] - AROUND, figure.start - REACH)
    return max(segment.start, start), min(segment.end, figure.end + REACH) + 1


def _phrase(chart: Chart, segment: Segment, figure: Figure) -> tuple[int, int]:
    """The span of a figure's own phrase: what it counts, the number, and the words right before it."""
    start, end = figure.start, max(figure.end, figure.statement.unit_span[1])
    item = figure.spans.get("item")
    if item is not None:
        start, end = min(start, item[0]), max(end, item[1])
    if start == figure.start:
        before = chart.lower[max(segment.start, start - AROUND) : start]
        start -= len(before) - max(before.rfind(sign) for sign in _SIGNS) - 1
    after = chart.lower[end : min(segment.end, end + AROUND)]
    sized = figure.statement.unit.kind in _SIZES  # «dài 2 km và rộng 9 m»; people of a list share what follows it
    ends = (*_SIGNS, *(f" {word} " for word in chart.grammar.book.once(CountWords.of).joins if sized))
    return start, end + min((at for at in map(after.find, ends) if at >= 0), default=len(after))


def _names_whole(chart: Chart, figure: Figure, node: Node, rule: Rule) -> bool:
    """Whether a word names that of which a figure is a part («trích 30% doanh thu»): it is no revenue. Of quantities
    there must be said that it is the whole («30% tổng sản lượng»): «80% công suất» is how much is used."""
    if node.start < figure.end or figure.status == "change" or rule.sets.get("side") in BEHIND:
        return False
    whole = whole_of(chart, figure)
    if whole is None or not whole.start <= node.start < whole.end:
        return False
    all_of = whole.start > figure.end + 1 or bool(chart.at("share_opener", whole.start))
    return kind_of_whole(chart, figure) == MONEY or (all_of and whole.value.get("class") == QUANTITY)


def _price(scene: _Scene, node: Node, figure: Figure, rule: Rule, phrase: tuple[int, int]) -> float | None:
    """What it costs to take a word for a figure; None if it is about something else."""
    chart = scene.chart
    own = node.start < phrase[1] and phrase[0] < node.end
    side = rule.sets.get("side")
    if (side and not own) or (side in BEHIND and node.start < figure.end):
        return None
    if side == NEXT and node.start > figure.end + NEXT_REACH:
        return None
    if node.end <= figure.start:
        between, price = (node.end, figure.start), figure.start - node.end
    elif node.start >= figure.end:
        between, price = (figure.end, node.start), node.start - figure.end + RIGHT_SIDE
    else:
        between, price = (figure.start, figure.start), 0
    unit = figure.statement.unit_span
    if own and (node.start != unit[0] or node.end > unit[1]):
        return price / 4 - _worth(node, figure, rule) - rule.priority
    price += COMMA * chart.lower.count(",", *between) + COMMA * 2 * chart.lower.count(";", *between)
    price += OTHER_FIGURE * (bisect_left(scene.others, between[1]) - bisect_left(scene.others, between[0]))
    if node.end <= phrase[0] and (_names_measure(chart, figure, phrase[0]) or _is_of_other(scene, figure, node)):
        price += FOREIGN
    return price - rule.priority if price <= _reach(node, figure, rule) else None


def _names_measure(chart: Chart, figure: Figure, at: int) -> bool:
    """Whether a phrase names a measure of its own, more than «số tiền» or «tỷ lệ cao»."""
    empty = len((figure.item or "").split()) <= MOST_EMPTY and chart.at("share_opener", at)
    return bool(chart.at("measure_noun", at)) and not empty


def _is_of_other(scene: _Scene, figure: Figure, node: Node) -> bool:
    """Whether a word belongs to the figure before a share of what stands behind: «60% là hộ nghèo, 40% phụ nữ …»."""
    before = bisect_left(scene.others, figure.start) - 1
    if before < 0 or "," not in scene.chart.lower[node.end : figure.start]:
        return False
    return node.start - scene.others[before] <= AROUND and f"share.{kind_of_whole(scene.chart, figure)}" in scene.codes


def _reach(node: Node, figure: Figure, rule: Rule) -> int:
    """The highest price for a word outside the figure's own phrase."""
    if node.start >= figure.end or figure.unit == "%":
        return NEAR
    return FAR if rule.priority < _GOVERNS_LISTS else 2 * FAR


def _worth(node: Node, figure: Figure, rule: Rule) -> float:
    """What a word of the figure's own phrase is worth: more if it is, or stands in, what is counted, or stands right
    behind the figure and says of what it is a share («95% kế hoạch»)."""
    if rule.sets.get("side") in BEHIND and node.start <= figure.end + 1:
        return OWN + HEAD
    start, end = figure.spans.get("item", (figure.end, figure.end))
    if node.start == start and start < figure.start:
        return OWN + HEAD
    return OWN if start <= node.start < end else BESIDE
