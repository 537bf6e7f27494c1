"""What stands before and around a run of capitals, as far as it decides where a name begins."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from pipeline.extract.officials.patterns import BodyPatterns
from pipeline.extract.officials.words import Phrases
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.text.syllable import is_syllable

_CLOSED = frozenset(("province", "district"))


class Opener(NamedTuple):
    """What stands right before a run: a level word or body after which a place may come (`place`, with its `level`), a
    thing that is named after people (`thing`), or punctuation (`free`). `closed`: all names of that level are known."""

    place: bool = False
    thing: bool = False
    free: bool = False
    level: str | None = None
    closed: bool = False


class Before:
    """What the lexicons say about the places where runs begin, filed by offset."""

    def __init__(self, chart: Chart, words: Phrases, compounds: Phrases) -> None:
        self.chart, self.words, self.compounds = chart, words, compounds

    @cached_property
    def leaders(self) -> frozenset[int]:
        """Where the name of a country's leader would begin: behind the title, or behind title and country."""
        found = {node.end + 1 for node in self.chart.nodes("title_head") if node.value.get("country")}
        seat = self.chart.grammar.book.once(BodyPatterns.of).seat  # "Đại sứ Pháp tại Việt Nam"
        for at in sorted(found):
            while (place := self.compounds.at(self.chart.lower, at)) is not None and place[1].startswith("|"):
                found.add(place[0] + 1)
                link = seat.match(self.chart.lower, place[0])
                at = link.end() if link else len(self.chart.text)
        return frozenset(found)

    @cached_property
    def _led(self) -> list[int]:
        return sorted(self.leaders)

    def led(self, start: int, end: int) -> bool:
        """Whether a leader's name may begin in `[start, end)`."""
        index = bisect_left(self._led, start)
        return index < len(self._led) and self._led[index] < end

    @cached_property
    def others(self) -> Mapping[int, int]:
        """Start → end of titles, bodies, ranks, level words, honorifics of two syllables."""
        found: dict[int, int] = {}
        for type_ in ("title_head", "organisation_head", "rank_word", "place_level", "village_level"):
            for node in self.chart.nodes(type_):
                found[node.start] = max(node.end, found.get(node.start, 0))
        for node in self.chart.nodes("honorific"):
            if " " in self.chart.lower[node.start : node.end]:
                found[node.start] = max(node.end, found.get(node.start, 0))
        return found

    @cached_property
    def short_honorifics(self) -> frozenset[str]:
        """Honorifics of one syllable that this text has, in small letters."""
        return frozenset(
            self.chart.lower[node.start : node.end]
            for node in self.chart.nodes("honorific")
            if " " not in self.chart.lower[node.start : node.end]
        )

    @cached_property
    def _callers(self) -> frozenset[int]:
        bodies = {node.end for node in self.chart.nodes("organisation_head")}  # "Hội Luật gia" calls nobody
        callers = {node.end for type_ in ("honorific", "rank_word") for node in self.chart.nodes(type_)}
        return frozenset(callers - bodies)

    @cached_property
    def _ending(self) -> Mapping[int, list[Node]]:
        """The words that may stand before a run, by their end."""
        found: dict[int, list[Node]] = {}
        for type_ in ("organisation_head", "place_level", "village_level", "title_head", "named_thing"):
            for node in self.chart.nodes(type_):
                found.setdefault(node.end, []).append(node)
        return found

    def _opening(self, node: Node) -> Opener | None:
        """What a word is to the run behind it; None if it is nothing to it."""
        entry = node.value
        match node.type:
            case "organisation_head" if not self._in_a_word(node):
                thing = entry.get("body") == "name" and not entry.get("holders")
                return Opener(place=not thing, thing=thing, level=entry.get("level") or None)
            case "place_level" | "village_level":
                closed = not _CLOSED.isdisjoint(entry.get("tier").split())
                level = entry.get("level") or entry.canonical
                return Opener(place=True, thing=node.type == "village_level", level=level, closed=closed)
            case "title_head" if entry.get("thing"):
                return Opener(thing=True)  # "Chánh xứ | Trà Kiệu"
            case "named_thing":
                return Opener(thing=True)
        return None

    def _in_a_word(self, node: Node) -> bool:
        """Whether a head in small letters is the end of a common word: "môi | trường"."""
        if not self.chart.text[node.start].islower() or " " in self.chart.lower[node.start : node.end]:
            return False
        before = self.chart.word_starts_before(node.start, 1)
        found = self.words.at(self.chart.lower, before[0]) if before else None
        return found is not None and found[0] >= node.end

    @cached_property
    def famous(self) -> Mapping[tuple[int, int], str]:
        """Spans of names that are no officials, or only maybe."""
        return {(node.start, node.end): node.value.get("who", "maybe") for node in self.chart.nodes("stop_name")}

    def _end_before(self, start: int) -> int:
        text = self.chart.text
        end = start - 1 if start and text[start - 1] == " " else start
        return end - 1 if end and text[end - 1] == "." and end != start else end

    def calls(self, start: int) -> bool:
        """Whether an honorific or rank stands right before, in the same sentence."""
        end = self._end_before(start)
        return (end in self._callers and not ends_sentence(self.chart, end, start)) or start in self._callers

    def opener(self, start: int) -> Opener:
        """What stands right before: the longest such word, of two that are as long the later one."""
        begin, found = start, None
        for node in self._ending.get(self._end_before(start), ()):
            if (found is None or node.start <= begin) and (opener := self._opening(node)) is not None:
                begin, found = node.start, opener  # "thành phố | Lê Văn Bình": no street, «phố»
        if found is not None:
            return found
        end = start - 1 if start and self.chart.text[start - 1] == " " else start
        return Opener(free=not end or not (self.chart.text[end - 1].isalnum() or self.chart.text[end - 1] == "."))


def ends_sentence(chart: Chart, end: int, start: int) -> bool:
    """Whether the dot between an address and what follows ends a sentence: behind a word written out ("34 đồng
    chí. | Ông A"), not behind an abbreviation ("đ/c. A")."""
    word = re.search(r"[^\W\d_]+$", chart.lower[max(0, end - 10) : end]) if "." in chart.text[end:start] else None
    return word is not None and is_syllable(word[0]) and chart.text[end : end + 2] == ". "
