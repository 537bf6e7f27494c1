"""The phrases that name what a rate is a rate of: «/người/năm», «mỗi hộ», «một đêm», «trên một phụ nữ»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.extract.counts.fields.shared_bases import end_of_places
from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.reading.statements import MEASURED
from pipeline.extract.counts.reading.units import compound_end
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.text.syllable import is_syllable

LONGEST_ASIDE = 40  # «66.000 USD (1,65 tỷ đồng) mỗi năm»
MOST_BASES = 3  # đồng/người/năm
MEASURES = MEASURED | {"rate", "data", "times"}
_EACH = frozenset({"person", "household", "area", "weight", "volume", "length"})
_SLASH = re.compile(r" ?/ ?(?:(\d{1,2}) ?)?(?=[^\W\d_])")
_LETTERS = re.compile(r"[^\W\d_]+")


class Base(NamedTuple):
    """A base in canonical form and where it stands; `timely`: all of it is time."""

    name: str
    start: int
    end: int
    timely: bool


def closings(chart: Chart, end: int) -> Iterator[int]:
    """Where a base may go on behind a figure: right there, behind words that limit it («8 triệu đồng trở lên | cho một
    tháng»), behind a bracket that closes or one that stands between."""
    yield end
    for word in chart.at("qualifier_after", end + 1):
        yield word.end
    if chart.lower.startswith(")", end):
        yield end + 1
    elif chart.lower.startswith(" (", end):
        close = chart.lower.find(")", end, end + LONGEST_ASIDE)
        if close >= 0:
            yield close + 1


def in_unit(chart: Chart, figure: Figure) -> Base | None:
    """«người/năm» of «đồng/người/năm»."""
    _, slash, name = figure.statement.unit.name.partition("/")
    start, end = figure.statement.unit_span
    at = chart.lower.find("/", start, end)
    if not slash or at < 0:
        return None
    timely = all(_is_time(chart, match.start()) for match in _LETTERS.finditer(chart.lower, at, end))
    return Base(name, at + 1, end, timely)


def combined(first: Base | None, second: Base | None) -> Base | None:
    if first is None or second is None:
        return first or second
    return Base(f"{first.name}/{second.name}", first.start, second.end, first.timely and second.timely)


def chain(chart: Chart, at: int, kind: str) -> Base | None:
    """«/người/năm», «mỗi người một ngày»: bases that follow each other from `at` on; `kind` of the unit before."""
    found: Base | None = None
    for _ in range(MOST_BASES):
        slash = _SLASH.match(chart.lower, at)
        base = _after_slash(chart, slash, measured=kind in MEASURES) if slash else _after_blank(chart, at, kind)
        if base is None:
            break
        found, at = combined(found, base), base.end
    return found


def _after_slash(chart: Chart, slash: re.Match[str], *, measured: bool) -> Base | None:
    for word in chart.at("per_word", slash.end()):
        if word.value.get("is") == "each":
            return told_by(chart, word)
    base = _noun(chart, slash.end(), bold=measured) or (_glued(chart, slash.end()) if slash[1] else None)
    if base is None or slash[1] is None:
        return base
    base = base._replace(start=slash.start(1))
    if int(slash[1]) == 1:
        return base
    whole = base.timely or chart.lower.startswith("/", base.end)  # 80 triệu đồng/3 kỳ/năm
    if measured and not whole:  # 200.000 đồng/6kg
        whole = any(node.value.kind in _EACH for node in chart.at("unit", slash.end()))
    return base._replace(name=f"{slash[1]} {base.name}") if whole else None


def _glued(chart: Chart, at: int) -> Base | None:
    """The unit that stands right behind the number of a base: «con/1kg»."""
    node = next(iter(chart.at("unit", at)), None)
    return None if node is None else Base(node.value.name, at, node.end, timely=False)


def _after_blank(chart: Chart, at: int, kind: str) -> Base | None:
    if not chart.lower.startswith(" ", at):
        return None
    words = chart.at("per_word", at + 1)
    if any(word.value.get("is") == "other" for word in words):
        return None
    base = next((base for word in words if (base := told_by(chart, word)) is not None), None)
    says = words[0].value.get("is") if words else ""
    if says == "over":
        return base if base is not None and _of_each(chart, words[0].end + 1) else None
    if says == "within":
        return base if base is not None and base.timely and kind == "times" else None
    if base is None:
        return _noun(chart, words[0].end + 1, bold=True) if says == "one" and kind == "money" else None
    return base if base.timely or says not in ("one", "for") or (says == "one" and kind in MEASURES) else None


def _of_each(chart: Chart, at: int) -> bool:
    """Whether a thing at `at` is one of those that a rate is told for: «trên một phụ nữ», not «trên một khu đất»."""
    return any(node.value.get("class") in _EACH for node in chart.at("unit_word", at))


def told_by(chart: Chart, word: Node) -> Base | None:
    """The base that a word tells: its own, or the noun right behind it."""
    if word.value.get("is") == "head":
        return Base(word.value.get("means"), word.start, word.end, timely=False)
    base = _noun(chart, word.end + 1, bold=word.value.get("is") == "each")
    if base is None or (word.value.get("is") == "recurring" and not base.timely):
        return None
    return base._replace(start=word.start, end=end_of_places(chart, base.start, base.end))


def _noun(chart: Chart, at: int, *, bold: bool) -> Base | None:
    """The longest unit, noun or time of a lexicon at `at`; any word where `bold`."""
    known = max(chart.at("unit_word", at), key=lambda node: node.end, default=None)
    if known is not None:
        return Base(known.value.canonical, at, known.end, _is_time(chart, at))
    time = max(chart.at("time_unit", at), key=lambda node: node.end, default=None)
    if time is not None:
        return Base(time.value.canonical, at, time.end, timely=True)
    word = _LETTERS.match(chart.lower, at)
    if not bold or word is None or not chart.text[at].islower():
        return None
    return _glued_time(chart, word) or Base(chart.lower[at : (end := compound_end(chart, at))], at, end, timely=False)


def _glued_time(chart: Chart, word: re.Match[str]) -> Base | None:
    """The time that begins what is no word: «đồng/nămvàcác»."""
    if is_syllable(word[0]):
        return None
    start, times = word.start(), chart.grammar.book.words("time_unit")
    ends = (end for end in range(word.end() - 1, start, -1) if chart.lower[start:end] in times)
    return next((Base(chart.lower[start:end], start, end, timely=True) for end in ends), None)


def _is_time(chart: Chart, at: int) -> bool:
    """Whether a word of time stands at `at`, or goes on there in a longer one («ngày đêm»)."""
    spans_time = any(node.value.get("refuse") == "duration" for node in chart.at("unit_word", at))
    return spans_time or bool(chart.at("time_unit", at))
