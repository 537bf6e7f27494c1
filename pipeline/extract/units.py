"""What a number counts: the measure or noun that follows it, with its class, and rates such as "đồng/người/năm"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.rulebook.schema import Entry, Rulebook

_RATE = re.compile(r" ?/ ?(?=[^\W\d_])")
_WORD = re.compile(r" ?([^\W\d_]+)")
_SIGN = re.compile(r" ?([%‰$€°]C?)")
_LETTERS_DIGIT = re.compile(r" ?([^\W\d_]{1,3}[23])(?!\w)")


@dataclass(frozen=True, slots=True)
class Unit:
    """The counted noun or measure. `name` is its head in normal form ("suất" of "suất quà"), `word` the whole of it,
    `kind` its class; `refuse` says why a number with it is
    no fact (duration, age, agenda …); `known` is False for a noun that no lexicon lists."""

    name: str
    kind: str
    word: str = ""
    refuse: str = ""
    known: bool = True


def unit_scanner(book: Rulebook) -> Callable[[Chart], Iterator[Node]]:
    """Scanner of type `unit`: what stands right after each number."""
    table: dict[str, Entry] = {form.lower(): entry for entry in book.entries("unit_word") for form in entry.forms}
    stops = book.words("not_unit")

    def scan(chart: Chart) -> Iterator[Node]:
        seen: set[int] = set()
        for number in (*chart.nodes("number"), *chart.nodes("bare_number")):
            if number.end in seen:
                continue
            seen.add(number.end)
            yield from _units_at(chart, number.end, table, stops)

    return scan


def scan_known_units(chart: Chart) -> Iterator[Node]:
    """Scanner of type `known_unit`: countable units that a lexicon lists."""
    return (node for node in chart.nodes("unit") if node.value.known and not node.value.refuse)


def _units_at(chart: Chart, at: int, table: Mapping[str, Entry], stops: frozenset[str]) -> Iterator[Node]:
    start = at + 1 if chart.lower.startswith(" ", at) else at
    found = False
    for end, entry in _known_at(chart, start, table):
        found = True
        rate_end, suffix = _rate(chart, end, table)
        head = entry.get("head") or entry.canonical
        unit = Unit(head + suffix, entry.get("class"), entry.canonical + suffix, entry.get("refuse"))
        yield Node("unit", start, rate_end, unit)
    if not found:
        word = _WORD.match(chart.lower, at)
        if word is not None and word[1] not in stops:
            yield Node("unit", word.start(1), word.end(1), Unit(word[1], "other", word[1], known=False))


def _known_at(chart: Chart, start: int, table: Mapping[str, Entry]) -> list[tuple[int, Entry]]:
    hits = [(node.end, node.value) for node in chart.at("unit_word", start)]
    for pattern in (_SIGN, _LETTERS_DIGIT, _WORD):
        match = pattern.match(chart.lower, start)
        if match and match[1] in table and (match.end(1), table[match[1]]) not in hits:
            hits.append((match.end(1), table[match[1]]))
    return sorted(hits, key=lambda hit: -hit[0])


def _rate(chart: Chart, end: int, table: Mapping[str, Entry]) -> tuple[int, str]:
    """The rest of a rate: "/người/năm" after "đồng"."""
    suffix = ""
    for _ in range(3):
        slash = _RATE.match(chart.lower, end)
        if slash is None:
            break
        known = _known_at(chart, slash.end(), table)
        if not known:
            break
        end, entry = known[0]
        suffix += f"/{entry.canonical}"
    return end, suffix
