"""Of what kind of thing a percentage is a share, or a percentage or multiple a change, where no rule names the
indicator: «42% hộ dân», «số khách tăng gấp 3 lần»."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.counts.figures import Figure
from pipeline.match.chart import Chart
from pipeline.match.node import Node

MOST_OPENERS = 3  # «trong tổng số các …»
MONEY, QUANTITY = "money", "quantity"
_BODY, _NAMING = "organisation", "naming"
_NAMED = re.compile(r"\w+ (?:\w+ )?[A-ZĐ]").match  # «Trường Đồi Chè tăng 5%»: one body, of which there are no shares
_EARNERS = frozenset({"person", "household", "job", "turn"})  # kinds that buy, earn and owe, but are no money


def shares_of(chart: Chart, figure: Figure, phrase: tuple[int, int]) -> Iterator[str]:
    """`share.<class>` or `change.<class>` of the nouns behind the figure and of what it counts, as far as known."""
    changed = figure.status == "change"
    kind = figure.statement.unit.kind
    if "/" in figure.unit or (kind != "percent" and not (changed and kind == "times")):
        return
    item = figure.spans.get("item", phrase)
    for start in (figure.statement.unit_span[1], item[0]):
        of = _kind_at(chart, start)
        if of is not None and not (of == _BODY and start < figure.start and _NAMED(chart.text, *item)):
            yield f"{'change' if changed else 'share'}.{of}"


def is_of_people(chart: Chart, figure: Figure) -> bool:
    """Whether a percentage is one of people, not of money: «40% hộ mua sắm», «số khách mua sắm tăng 40%»."""
    kinds = (kind_of_whole(chart, figure), _kind_at(chart, figure.spans.get("item", (0, 0))[0], opened=True))
    return not _EARNERS.isdisjoint(kinds)


def kind_of_whole(chart: Chart, figure: Figure) -> str | None:
    """The class of the noun right behind a percentage: «30% doanh thu»."""
    return _kind_of(whole_of(chart, figure))


def whole_of(chart: Chart, figure: Figure) -> Node | None:
    """The noun right behind a percentage."""
    return _noun_at(chart, figure.statement.unit_span[1]) if figure.statement.unit.kind == "percent" else None


def _kind_at(chart: Chart, at: int, *, opened: bool = False) -> str | None:
    return _kind_of(_noun_at(chart, at, opened=opened))


def _kind_of(noun: Node | None) -> str | None:
    return noun.value.get("of") or noun.value.get("class") or None if noun is not None else None


def _noun_at(chart: Chart, at: int, *, opened: bool = False) -> Node | None:
    """The noun that stands at an offset, past «tổng số», «các», «tỷ lệ»; `opened`: such a word must be."""
    for past in range(MOST_OPENERS + 1):
        start = at + 1 if chart.lower.startswith(" ", at) else at
        nouns = [*chart.at("unit_word", start), *chart.at("measure_noun", start)]
        longest = max(nouns, key=lambda node: node.end, default=None)
        openers = [node for node in chart.at("share_opener", start) if not past or node.value.get("is") != _NAMING]
        opener = max((node.end for node in openers), default=0)
        if opener and (longest is None or longest.end <= opener or longest.value.get("class") == "count"):
            at, opened = opener, False
            continue
        return None if opened else longest
    return None
