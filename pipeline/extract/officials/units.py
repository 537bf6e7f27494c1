"""The administrative unit in the name of a body: "huyện Đắk Song", "TP. HCM", "xã A, huyện B, tỉnh C", "thôn 11"."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.extract.officials.names import CAPITAL
from pipeline.extract.officials.places import has_gazetteer, is_place
from pipeline.extract.officials.words import Phrases
from pipeline.match.chart import Chart
from pipeline.match.node import Node

_CAPITAL = re.compile(rf"{CAPITAL}(?![\w'])")
_NUMBER = re.compile(r"\d{1,3}(?![\w/]|[.,]\d)")
_NUMBER_BEHIND = re.compile(rf" {_NUMBER.pattern}")
_CHAIN = re.compile(r" ?(?:,|-) ?")
_TIERS = ("village", "commune", "district", "province")


class Unit(NamedTuple):
    """A unit in normal form ("huyện Đắk Song"); `place` is None for a bare level word ("huyện")."""

    text: str
    level: str | None
    place: str | None
    span: tuple[int, int]
    end: int


class UnitReader:
    """Reads units at a given place. `compounds`: place names that contain a dash or stand for a level as well; `words`
    has those that only begin like a level word ("xã hội")."""

    def __init__(self, compounds: Phrases, words: Phrases) -> None:
        self._compounds, self._words = compounds, words

    def read(self, chart: Chart, start: int, *, bare: bool = True, village: bool = False) -> Unit | None:
        """The unit that begins at `start` with its level word; `bare` also allows a level word alone, `village` also
        one below the commune ("Chi bộ bản")."""
        compound = self._compounds.at(chart.lower, start) if chart.text[start : start + 1].isupper() else None
        if compound is not None and compound[1].split("|")[0]:
            level, place = compound[1].split("|")
            return self._chained(chart, Unit(f"{level} {place}", level, place, (start, compound[0]), compound[0]))
        node = self._level(chart, start)
        if node is None:
            return None
        level = node.value.get("level") or node.value.canonical
        at = node.end + chart.text.startswith(".", node.end)
        found = self.place(chart, at + chart.text.startswith(" ", at), node)
        if found is not None and found[1] > node.end:
            place, end = found
            return self._chained(chart, Unit(f"{level} {place}", level, place, (start, end), end))
        below = node.type == "village_level" and not village and not node.value.get("bare")
        if not bare or node.end - node.start < 2 or below:
            return None
        return Unit(level, level, None, (start, node.end), node.end)

    def place(self, chart: Chart, start: int, after: Node | None) -> tuple[str, int] | None:
        """A place name at `start`: capitalised syllables up to a person, title or body, or a number ("quận 1"). `after`
        is the level word before it."""
        level = after and (after.value.get("level") or after.value.canonical)
        if after is not None and (number := _NUMBER.match(chart.text, start)):
            numbered = after.type == "village_level" or is_place(chart, number[0], level)
            return (number[0], number.end()) if numbered else None
        found = self._capitalised(chart, start, level)
        compound = self._compounds.at(chart.lower, start) if chart.text[start : start + 1].isupper() else None
        if compound is not None and (found is None or compound[0] >= found[1]):
            return compound[1].split("|")[1], compound[0]
        return found

    def _capitalised(self, chart: Chart, start: int, level: str | None) -> tuple[str, int] | None:
        """The longest known place of the run of capitalised syllables at `start`; without a gazetteer, the run."""
        ends: list[int] = []
        at, own = start, 0
        while len(ends) < 6 and (match := _CAPITAL.match(chart.text, at)) and not chart.at("person", at):
            own += own == len(ends) and not begins_other(chart, at)
            ends.append(match.end())
            at = match.end() + 1
            if chart.text[match.end() : at] != " ":
                break
        if has_gazetteer(chart):
            for end in reversed(ends):
                number = _NUMBER_BEHIND.match(chart.text, end)
                if number and is_place(chart, chart.text[start : number.end()], level):
                    return chart.text[start : number.end()], number.end()  # "phường Móng Cái | 3"
                if is_place(chart, chart.text[start:end], level):
                    return chart.text[start:end], end
            if own == 1 and not is_place(chart, chart.text[start : ends[0]]):
                return None
        return (chart.text[start : ends[own - 1]], ends[own - 1]) if own else None

    def _level(self, chart: Chart, start: int) -> Node | None:
        for node in (*chart.at("place_level", start), *chart.at("village_level", start)):
            longer = self._words.at(chart.lower, start)
            heads = chart.at("organisation_head", start)
            if (longer and longer[0] > node.end) or (heads and heads[0].end > node.end):
                return None  # "xã hội", "Tỉnh ủy"
            return node
        return None

    def _chained(self, chart: Chart, unit: Unit) -> Unit:
        """The unit with the units above it that follow: ", huyện B, tỉnh C"."""
        text, at = self.above(chart, unit.end, self._tiers(chart, unit.span[0])[0])
        return unit._replace(text=unit.text + text, end=at)

    def above(self, chart: Chart, at: int, tier: int = 0) -> tuple[str, int]:
        """What follows at `at` of units above `tier` (0: any): ", huyện B, tỉnh C" and its end."""
        text = ""
        while (comma := _CHAIN.match(chart.text, at)) is not None:
            node = self._level(chart, comma.end())
            above = self._tiers(chart, comma.end())[1]
            if node is None or above <= tier:
                break
            level = node.value.get("level") or node.value.canonical
            begin = node.end + chart.text.startswith(".", node.end)
            found = self.place(chart, begin + chart.text.startswith(" ", begin), node)
            if found is None:
                break
            text, at, tier = f"{text}, {level} {found[0]}", found[1], above
        return text, at

    def _tiers(self, chart: Chart, start: int) -> tuple[int, int]:
        """The lowest and highest tier of the level word at `start` ("thành phố" is of two)."""
        node = self._level(chart, start)
        tiers = [_TIERS.index(tier) for tier in node.value.get("tier", "village").split()] if node is not None else [0]
        return min(tiers), max(tiers)


def begins_other(chart: Chart, start: int, *, longer_than: int = 0) -> bool:
    """Whether something else than the inside of a name begins at `start`: a person, title, level word, rank, another
    body. What is not longer than `longer_than` characters does not count ("Khoa" in "Khoa học")."""
    if any(not person.value.famous for person in chart.at("person", start)):
        return True
    capital = chart.text[start : start + 1].isupper()
    for type_ in _OTHERS:
        for node in chart.at(type_, start):
            if node.end - start > longer_than and (
                capital or type_ in _ALSO_SMALL or " " in chart.lower[start : node.end]
            ):
                return True
    return False


_ALSO_SMALL = ("title_head", "title_term", "place_level")
_OTHERS = (*_ALSO_SMALL, "village_level", "organisation_head", "rank_word", "organisation_qualifier")
