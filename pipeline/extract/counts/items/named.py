"""Things counted and called by name: «3 huyện Hạ, Trung và Thượng», «4 thành phố: …», «2 xưởng tại Lào và Séc».

That the list is theirs is sure where it holds as many names as the number says; else the item is left as it is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import partial

from pipeline.extract.counts.figures import Figure, with_ends
from pipeline.extract.counts.reading.units import compound_end
from pipeline.match.chart import Chart

MOST_NAMES = 12
_COMMA = re.compile(r", ")
_COLON = re.compile(r": ?")
_WORD = re.compile(r" ?([^\s,.;:!?()\"\n]+)")
_NAMED_ON = re.compile(r" (?:- )?([^\s,.;:!?()\"\n-]\S*?)(?![^\s,.;:!?()\"\n])")


def with_names(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures with items that hold all the names of the things that they count."""
    return with_ends(chart.text, figures, partial(_named_until, chart))


def _named_until(chart: Chart, figure: Figure, right: int) -> int | None:
    """Where the last name ends of as many as the figure counts."""
    unit, item = figure.statement.unit_span, figure.spans.get("item")
    if figure.value_max is not None or not 2 <= figure.value <= MOST_NAMES or figure.direction is not None:
        return None
    if item is None or item[0] != unit[0] or unit[0] < figure.spans["value"][0]:
        return None
    start = _first_name(chart, unit[1], item[1])
    if start < 0 or not _goes_on(chart, start, right):
        return None
    ends = [*_name_ends(chart, start, right)]
    return ends[-1] if len(ends) == figure.value else None


def _goes_on(chart: Chart, start: int, right: int) -> bool:
    """Whether a comma, or a word that joins another name, stands behind a name before any other sign."""
    signs = chart.stops.signs
    at = bisect_left(signs, (start, ""))
    end, sign = signs[at] if at < len(signs) else (right, "")
    return sign == "," or bool(chart.between("joint_word", start, min(end, right)))


def _first_name(chart: Chart, unit: int, item: int) -> int:
    """Where the first name begins: within the noun phrase («huyện | Hạ»), or right behind it and a colon or a word of
    place; -1 if none does."""
    at = unit
    while word := _WORD.match(chart.text, at, item):
        if chart.text[word.start(1)].isupper():
            return word.start(1)
        at = word.end()
    colon = _COLON.match(chart.text, item)
    places = (node.end + 1 for node in chart.at("place_opener", item + 1))
    at = colon.end() if colon else max(places, default=item)
    return at if chart.text[at : at + 1].isupper() else -1


def _name_ends(chart: Chart, start: int, right: int) -> Iterator[int]:
    """Where each name of a list ends; the word that joins the last one is its end."""
    for _ in range(MOST_NAMES + 1):
        end = _name_end(chart, start, right)
        if end > right:
            return
        yield end
        comma = _COMMA.match(chart.text, end)
        at = comma.end() if comma else end + 1
        joined = next((node.end + 1 for node in chart.at("joint_word", at)), None)
        start = at if joined is None else joined
        if (comma is None and joined is None) or not chart.text[start : start + 1].isupper():
            return


def _name_end(chart: Chart, start: int, right: int) -> int:
    """Where a name ends that begins with a capital: at the first word without one, of a compound after the whole."""
    end = compound_end(chart, start)
    while (word := _NAMED_ON.match(chart.text, end, right)) and (word[1][0].isupper() or word[1].isdigit()):
        end = word.end()
    return end
