"""Every place name and unit word of a text found in one pass (Aho-Corasick), by word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import ahocorasick_rs

from pipeline.places.gazetteer import Gazetteer
from pipeline.places.spelling import Word
from pipeline.places.units import UnitWord, UnitWords
from pipeline.text.fold import View

_YEARS = (2000, 2099)
_DATE_SIGNS = ("/", "-", ".")


class Named(NamedTuple):
    """A name key that ends before word `end`."""

    end: int
    key: str


class Headed(NamedTuple):
    """A unit word that ends before word `end`."""

    end: int
    word: UnitWord


class Joined(NamedTuple):
    """A joining word that ends before word `end`, and what it joins."""

    end: int
    role: str


@dataclass(frozen=True, eq=False)
class Words:
    """A text as words, with what was found at each: names longest first, unit words, joins; and the closed words."""

    view: View
    words: tuple[Word, ...]
    names: dict[int, list[Named]] = field(default_factory=dict)
    heads: dict[int, Headed] = field(default_factory=dict)
    joins: dict[int, Joined] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)

    def form(self, index: int) -> str:
        """The comparable form of a word; empty past either end."""
        return self.words[index].form if 0 <= index < len(self.words) else ""

    def capital(self, index: int) -> bool:
        """Whether the word begins with a capital letter."""
        return 0 <= index < len(self.words) and self.view.text[self.words[index].start].isupper()

    def titled(self, index: int) -> bool:
        """Whether it is written Like: one capital, the rest small."""
        if not self.capital(index):
            return False
        word = self.view.text[self.words[index].start : self.words[index].end]
        return len(word) == 1 or word[1:].islower()

    def touching(self, index: int) -> bool:
        """Whether nothing but a space stands between this word and the next."""
        if not 0 <= index < len(self.words) - 1:
            return False
        between = self.view.text[self.words[index].end : self.words[index + 1].start]
        return between in ("", " ") and self.words[index + 1].form[0].isalnum()

    def glued(self, index: int) -> bool:
        """Whether the word runs into the one before it without a space, as letters and digits do in "65F1"."""
        if not 0 < index < len(self.words) or self.words[index - 1].end != self.words[index].start:
            return False
        return self.words[index - 1].form[-1].isalnum() and self.words[index].form[0].isalnum()

    def days(self) -> list[str]:
        """Every full date in figures ("20/3/2026", "20-3-2026"), as an ISO day."""
        forms = [word.form for word in self.words]
        found = []
        for index in range(len(forms) - 4):
            day, sign, month, again, year = forms[index : index + 5]
            numbers = day.isdecimal() and month.isdecimal() and year.isdecimal() and len(year) == 4
            if numbers and sign == again and sign in _DATE_SIGNS and int(month) <= 12 and int(day) <= 31:
                found.append(f"{year}-{int(month):02}-{int(day):02}")
        return found

    def years(self) -> list[int]:
        """Every number that can be a year of our time."""
        numbers = [int(word.form) for word in self.words if len(word.form) == 4 and word.form.isdecimal()]
        return [number for number in numbers if _YEARS[0] <= number <= _YEARS[1]]

    def slice(self, start: int, end: int) -> str:
        """The words `[start, end)` as they stand in the view."""
        return self.view.text[self.words[start].start : self.words[end - 1].end]


@dataclass(frozen=True, eq=False)
class Lookup:
    """The automaton over all names and unit words; made once, when the first text comes."""

    gazetteer: Gazetteer
    units: UnitWords

    @cached_property
    def _patterns(self) -> tuple[str, ...]:
        units = self.units
        return tuple(
            dict.fromkeys(
                (*self.gazetteer.names(), *units.heads, *units.joins, *units.blocked, *units.not_after, *units.starts)
            )
        )

    @cached_property
    def _automaton(self) -> ahocorasick_rs.AhoCorasick:
        return ahocorasick_rs.AhoCorasick([f" {pattern} " for pattern in self._patterns])

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self.gazetteer.names())

    def read(self, view: View) -> Words:
        """Find everything; time grows with the text alone."""
        words = tuple(self.gazetteer.spelling.words(view.lower))
        text = Words(view, words)
        at: dict[int, int] = {}
        position = 0
        for index, word in enumerate(words):
            at[position] = index
            position += len(word.form) + 1
        at[position] = len(words)
        joined = " " + " ".join(word.form for word in words) + " "
        blocked: list[tuple[int, int]] = []
        for pattern, start, end in self._automaton.find_matches_as_indexes(joined, overlapping=True):
            self._note(text, self._patterns[pattern], at[start], at[end - 1], blocked)
        for names in text.names.values():
            names.sort(reverse=True)
        _settle(text, blocked)
        return text

    def _note(self, text: Words, key: str, start: int, end: int, blocked: list[tuple[int, int]]) -> None:
        if key in self._names:
            text.names.setdefault(start, []).append(Named(end, key))
        if key in self.units.joins:
            text.joins[start] = max(text.joins.get(start, Joined(0, "")), Joined(end, self.units.joins[key]))
        if key in self.units.blocked:
            blocked.append((start, end))
        word = next((word for word in self.units.heads.get(key, ()) if _written(text, word, start, end)), None)
        if word is not None and end > text.heads.get(start, Headed(0, word)).end:
            text.heads[start] = Headed(end, word)


def _settle(text: Words, blocked: Sequence[tuple[int, int]]) -> None:
    """Take out unit words inside blocked phrases and joining words that are names: in «xã Luận Thành» neither «xã luận»
    nor in «huyện Như Xuân» «như» is what it looks like, since the name of a unit begins there."""
    named = {headed.end for headed in text.heads.values() if text.capital(headed.end)} & text.names.keys()
    for index in named & text.joins.keys():
        del text.joins[index]
    for start, end in blocked:
        head = text.heads.get(start)
        if not (head and head.end in named and any(name.end > end for name in text.names[head.end])):
            text.blocked.update(range(start, end))
    for index in text.blocked & text.heads.keys():
        del text.heads[index]


def _written(text: Words, word: UnitWord, start: int, end: int) -> bool:
    return not word.written or (text.slice(start, end) in word.written and not text.glued(start))


def keys_before(text: Words, index: int, keys: Iterable[str]) -> bool:
    """Whether one of the `keys` (one to three words each) ends right before the word."""
    wanted = keys if isinstance(keys, frozenset) else frozenset(keys)
    before = [text.form(index - back) for back in (3, 2, 1)]
    return any(" ".join(before[first:]) in wanted for first in range(3))
