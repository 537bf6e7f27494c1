"""Parts that are of another kind than their total: «26 chỉ tiêu, trong đó 21 công chức và 5 nhân viên» add up to it,
and «61 đám tang (trong đó có 40 trường hợp hỏa táng)» takes it up with a general noun."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.match.chart import Chart
from pipeline.match.node import Node

CLOSE_REACH = 70  # characters between a total and the link behind it
MOST_LISTED = 8
_MEASURES = frozenset({"percent", "money", "length", "area", "volume", "weight", "energy", "temperature", "rate"})


def with_additions(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Figures after «trong đó», «gồm» as parts of the number right before it, where nothing else has made them so."""
    found = list(figures)
    for link in chart.nodes("part_link"):
        first = bisect_left(found, link.end, key=lambda figure: figure.start)
        if not 0 < first < len(found) or not _links(chart, link, found[first - 1], found[first]):
            continue
        total = found[first - 1]
        listed = [first]
        if not _general(chart, found[first], total):
            listed = _adding_up(chart, found, first, total)
        for index in listed:
            found[index] = found[index]._replace(parent=first - 1)
    return tuple(found)


def _links(chart: Chart, link: Node, total: Figure, part: Figure) -> bool:
    """Whether a link stands close behind a number that may have parts, in the same clause, and a part follows."""
    between = chart.lower[total.end : link.start].rstrip(" (;")
    near = total.end <= link.start and len(between) <= CLOSE_REACH and not set(between) & set(";.")
    free = part.parent is None and part.statement.segment == total.statement.segment
    return near and free and _countable(total) and not chart.lower[link.end : part.start].count(";")


def _countable(figure: Figure) -> bool:
    return figure.statement.unit.kind not in _MEASURES and figure.status != "change" and figure.denominator is None


def _general(chart: Chart, part: Figure, total: Figure) -> bool:
    """Whether a general noun right behind the link takes up what was counted."""
    return part.unit.lower() in chart.grammar.book.words("generic_case") and part.value <= total.value


def _adding_up(chart: Chart, figures: Sequence[Figure], first: int, total: Figure) -> list[int]:
    """Two or more free figures of the sentence, one after the other, that add up to the total; none if they do not."""
    values: list[float] = []
    for index in range(first, min(len(figures), first + MOST_LISTED)):
        part = figures[index]
        free = part.parent is None and part.statement.segment == total.statement.segment
        if not free or not _countable(part) or ";" in chart.lower[figures[first].end : part.start]:
            break
        values.append(part.value)
        if len(values) > 1 and math.fsum(values) == total.value:
            return list(range(first, index + 1))
    return []
