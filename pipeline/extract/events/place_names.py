"""How a place is written in a row: as the text has it, with its level."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.match.chart import Chart
from pipeline.match.node import Node

_SHORT = 5  # letters of an abbreviated name: HCM, BR - VT, TPHCM


def place_name(chart: Chart, node: Node, beside: Sequence[Node]) -> str:
    """A unit as written, with its level where the text says it: of itself ("Thị ủy Đức Phổ" is thị xã Đức Phổ), or of
    another mention in `beside`. An abbreviation is written out."""
    mention = node.value
    written = chart.text[mention.name_start : mention.name_end]
    level = _level(chart, node)
    if written.isupper() and sum(map(str.isalpha, written)) <= _SHORT and mention.candidates:
        place = mention.candidates[0]
        if written.replace(" ", "").lower() != place.name.replace(" ", "").lower():
            level = level or place.level  # "TPHCM"
        written = place.name
    if level is None:
        same = [other for other in beside if other.value.name == mention.name]
        level = next((found for other in same if (found := _level(chart, other)) is not None), None)
    if level and written.lower().startswith(f"{level.lower()} "):
        written = written[len(level) + 1 :]  # "Quận ủy | Quận 5"
    return f"{level} {written}" if level else written


def level_words(chart: Chart) -> frozenset[str]:
    """The words for levels in normal form: "huyện", "thành phố"."""
    entries = chart.grammar.book.entries("place_level")
    return frozenset(entry.get("level") or entry.canonical for entry in entries)


def _level(chart: Chart, node: Node) -> str | None:
    mention = node.value
    if mention.head in level_words(chart):
        return str(mention.head)
    levels = {place.level for place in mention.candidates} if mention.explicit else set()
    return levels.pop() if len(levels) == 1 else None
