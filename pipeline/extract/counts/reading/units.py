"""What a number counts: the measure or noun that follows it, with its class, and rates such as "đồng/người/năm"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.rulebook.schema import Entry, Rulebook
from pipeline.text.syllable import is_syllable
from pipeline.text.words import first_word

_RATE = re.compile(r" ?/ ?(?=[^\W\d_])")
_PRICE = re.compile(r" ?/ ?(?:0?1 ?)?(?=[^\W\d_])")  # 1,8 triệu đồng/1kg
LARGE = 1_000_000
CONTEXT = 60  # characters that the word segmentation sees
_QUOTED = re.compile(r' ?"([A-ZĐÀ-Ỹ][^"\n]{2,40})"')
_WORD = re.compile(r" ?([^\W\d_]+)")
_GLUED = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){1,2}")
_SIGN = re.compile(r" ?([%‰$€°]C?)")
_LETTERS_DIGIT = re.compile(r" ?([^\W\d_]{1,3}[23])(?!\w)")
_BEFORE_POWER = frozenset("mkc ")  # what the next may begin with
_SPACED_POWER = re.compile(r" ?(m|km|cm) ([23])(?= )")  # 26.500m 2 đất
_THING_BETWEEN = re.compile(r"(?: [^\W\d_]+){1,3} ?/ ?(?:1 )?([^\W\d_]+)(?!\w)")  # 8 kg tiêu/trụ, 8 tấn chè/1 ngày
_PER_MANY = re.compile(r" ?/ ?(1[0.]+) (?=[^\W\d_])")  # 12 bác sĩ/10.000 dân
_RATED = frozenset({"weight", "volume", "money"})


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
        openers = {node.end for node in (*chart.nodes("qualifier"), *chart.nodes("count_opener"))}
        seen: set[int] = set()
        for number in (*chart.nodes("number"), *chart.nodes("bare_number")):
            if number.end in seen:
                continue
            seen.add(number.end)
            bold = number.start - 1 in openers or number.start in openers
            yield from _units_at(chart, number.end, table, stops, bold=bold)
            if chart.lower.startswith(") ", number.end):  # hơn 2 triệu (2.020.241) người
                yield from _units_at(chart, number.end + 1, table, stops, bold=False)

    return scan


def scan_known_units(chart: Chart) -> Iterator[Node]:
    """Scanner of type `known_unit`: countable units that a lexicon lists, but for nouns that are verbs as well where
    they stand behind the number of a document: "Nghị định 19 | quy định …"."""
    verbs = chart.index("subject_opener")
    return (n for n in chart.nodes("unit") if n.value.known and not n.value.refuse and n.start not in verbs)


def _units_at(
    chart: Chart, at: int, table: Mapping[str, Entry], stops: frozenset[str], *, bold: bool
) -> Iterator[Node]:
    """Units right after a number. A noun that no lexicon lists is taken only where `bold`: after «có», «hơn»."""
    start = at + 1 if chart.lower.startswith(" ", at) else at
    opened = max((opener.end for opener in chart.at("unit_opener", start)), default=0)
    if opened and all(node.end <= opened for node in chart.at("unit_word", start)):  # 90.000 số cổ phần, but 3 số thẻ
        for node in _units_at(chart, opened, table, stops, bold=False):
            yield node._replace(start=start)
        return
    found = False
    for end, entry in _known_at(chart, start, table):
        found = True
        rate_end, suffix = _rate(chart, end, table, _PRICE if entry.get("class") == "money" else _RATE)
        if not suffix and entry.get("class") in _RATED:
            rate_end, suffix = _rate_of_thing(chart, end)
        head = entry.get("head") or entry.canonical
        unit = Unit(head + suffix, entry.get("class"), entry.canonical + suffix, entry.get("refuse"))
        yield Node("unit", start, rate_end, unit)
    if not found and bold:
        word = _WORD.match(chart.lower, at)
        if word is not None and word[1] not in stops and is_syllable(word[1]) and chart.text[word.start(1)].islower():
            end = compound_end(chart, word.start(1))
            name = chart.lower[word.start(1) : end]
            yield Node("unit", word.start(1), end, Unit(name, "other", name, known=False))


def _rate_of_thing(chart: Chart, end: int) -> tuple[int, str]:
    """The rest of a rate that names the thing measured: «tiêu/trụ» after «kg»."""
    rate = _THING_BETWEEN.match(chart.lower, end)
    if rate is None or not is_syllable(rate[1]) or any(at < rate.end() for at in _stops_from(chart, end)):
        return end, ""
    return rate.end(), f"/{rate[1]}"


def _stops_from(chart: Chart, end: int) -> Iterator[int]:
    """Where the next word stands that ends a noun phrase."""
    stops = chart.nodes("clause_word")
    at = bisect_left(stops, end, key=lambda node: node.start)
    return (node.start for node in stops[at : at + 1] if not node.value.get("is"))


def compound_end(chart: Chart, start: int) -> int:
    """Where the word that begins at `start` ends: a compound counts as one («cổ đông»)."""
    line = chart.text.find("\n", start)
    piece = chart.text[start : min(line if line >= 0 else len(chart.text), start + CONTEXT)]
    word = first_word(piece)
    return start + (word[1] if word and word[0] == 0 else len(piece.split()[0]))


def scan_quoted_units(chart: Chart) -> Iterator[Node]:
    """Scanner of type `quoted_unit`: the words between quotes right after a number: 24 "Mái ấm tình thương"."""
    for number in chart.nodes("number"):
        quoted = _QUOTED.match(chart.text, number.end)
        if quoted is not None:
            start, end = quoted.span(1)
            yield Node("quoted_unit", start, end, Unit(chart.text[start:end], "other", chart.text[start:end]))


def scan_large_numbers(chart: Chart) -> Iterator[Node]:
    """Scanner of type `large_number`: millions and more in words, with no countable unit behind: 1 triệu rưỡi."""
    units = chart.index("unit")
    for node in chart.nodes("number"):
        free = node.end not in units and node.end + 1 not in units
        if node.value.style in ("mixed", "range") and node.value.value >= LARGE and free:
            yield Node("large_number", node.start, node.end, node.value)


def _known_at(chart: Chart, start: int, table: Mapping[str, Entry]) -> list[tuple[int, Entry]]:
    hits = [(node.end, node.value) for node in chart.at("unit_word", start)]
    begins = chart.lower[start : start + 1]
    spaced = _SPACED_POWER.match(chart.lower, start) if begins in _BEFORE_POWER else None
    if spaced and f"{spaced[1]}{spaced[2]}" in table and chart.at("area_noun", spaced.end() + 1):
        hits.append((spaced.end(), table[f"{spaced[1]}{spaced[2]}"]))
    glued = _GLUED.match(chart.lower, start) if chart.text[start - 1].isdigit() else None
    longer = glued and _longest_of(glued[0], table)  # 1.250hội viên
    if longer:
        hits.append((start + len(longer), table[longer]))
    for pattern in (_LETTERS_DIGIT, _WORD) if begins.isalpha() else (_SIGN, _LETTERS_DIGIT, _WORD):
        match = pattern.match(chart.lower, start)
        if match and match[1] in table and (match.end(1), table[match[1]]) not in hits:
            hits.append((match.end(1), table[match[1]]))
    return sorted(hits, key=lambda hit: -hit[0]) if len(hits) > 1 else hits


def _longest_of(words: str, table: Mapping[str, Entry]) -> str:
    """The longest name of a unit with which words begin, of two or more of them."""
    while " " in words and words not in table:
        words = words.rpartition(" ")[0]
    return words if " " in words else ""


def _rate(chart: Chart, end: int, table: Mapping[str, Entry], sign: re.Pattern[str]) -> tuple[int, str]:
    """The rest of a rate: "/người/năm" after "đồng"."""
    suffix = ""
    for _ in range(3):
        many = _PER_MANY.match(chart.lower, end)
        people = max((node.end for node in chart.at("per_head", many.end())), default=0) if many else 0
        if many and people:
            return people, f"{suffix}/{many[1]} {chart.lower[many.end() : people]}"
        slash = sign.match(chart.lower, end)
        if slash is None:
            break
        known = _known_at(chart, slash.end(), table)
        if not known:
            break
        end, entry = known[0]
        suffix += f"/{entry.canonical}"
    return end, suffix
