"""Every place name and unit word of a text found in one pass (Aho-Corasick), by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import ahocorasick_rs

from pipeline.places.gazetteer import Gazetteer
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
    """A text as words, with what was found at each: names longest first, unit words, joins; and the closed words.

    `forms` are the comparable forms of the words, `starts` and `ends` where they stand in the view."""

    view: View
    forms: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    names: dict[int, list[Named]] = field(default_factory=dict)
    heads: dict[int, Headed] = field(default_factory=dict)
    joins: dict[int, Joined] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)

    def form(self, index: int) -> str:
        """The comparable form of a word; empty past either end."""
        return self.forms[index] if 0 <= index < len(self.forms) else ""

    def capital(self, index: int) -> bool:
        """Whether the word begins with a capital letter."""
        return 0 <= index < len(self.starts) and self.view.text[self.starts[index]].isupper()

    def titled(self, index: int) -> bool:
        """Whether it is written Like: one capital, the rest small."""
        if not self.capital(index):
            return False
        word = self.slice(index, index + 1)
        return len(word) == 1 or word[1:].islower()

    def touching(self, index: int) -> bool:
        """Whether nothing but a space stands between this word and the next."""
        if not 0 <= index < len(self.forms) - 1:
            return False
        between = self.view.text[self.ends[index] : self.starts[index + 1]]
        return between in ("", " ") and self.forms[index + 1][0].isalnum()

    def glued(self, index: int) -> bool:
        """Whether the word runs into the one before it without a space, as letters and digits do in "65F1"."""
        if not 0 < index < len(self.forms) or self.ends[index - 1] != self.starts[index]:
            return False
        return self.forms[index - 1][-1].isalnum() and self.forms[index][0].isalnum()

    def days(self) -> list[str]:
        """Every full date in figures ("20/3/2026", "20-3-2026"), as an ISO day."""
        found = []
        for index, sign in enumerate(self.forms[1:-3]):
            if sign not in _DATE_SIGNS or self.forms[index + 3] != sign:
                continue
            day, month, year = self.forms[index : index + 5 : 2]
            numbers = day.isdecimal() and month.isdecimal() and year.isdecimal() and len(year) == 4
            if numbers and int(month) <= 12 and int(day) <= 31:
                found.append(f"{year}-{int(month):02}-{int(day):02}")
        return found

    def years(self) -> list[int]:
        """Every number that can be a year of our time."""
        numbers = [int(form) for form in self.forms if len(form) == 4 and form.isdecimal()]
        return [number for number in numbers if _YEARS[0] <= number <= _YEARS[1]]

    def slice(self, start: int, end: int) -> str:
        """The words `[start, end)` as they stand in the view."""
        return self.view.text[self.starts[start] : self.ends[end - 1]]


class _Key(NamedTuple):
    """What a pattern of the automaton is: a name, or else a joining word of a `role`, a blocked phrase, unit words."""

    text: str
    words: int
    is_name: bool
    is_other: bool
    role: str | None
    is_blocked: bool
    heads: Sequence[UnitWord]


@dataclass(frozen=True, eq=False)
class Lookup:
    """The automaton over all names and unit words; made once, when the first text comes."""

    gazetteer: Gazetteer
    units: UnitWords

    @cached_property
    def _keys(self) -> tuple[_Key, ...]:
        units, names = self.units, frozenset(self.gazetteer.names())
        others = {**units.heads, **units.joins, **dict.fromkeys(units.blocked)}
        return tuple(
            _Key(
                key, key.count(" ") + 1, key in names, key in others, units.joins.get(key), key in units.blocked,
                units.heads.get(key, ()),
            )
            for key in dict.fromkeys((*self.gazetteer.names(), *others))
        )  # fmt: skip

    @cached_property
    def _automaton(self) -> ahocorasick_rs.AhoCorasick:
        return ahocorasick_rs.AhoCorasick([f" {key.text} " for key in self._keys])

    def read(self, view: View) -> Words:
        """Find everything; time grows with the text alone."""
        text = Words(view, *self.gazetteer.spelling.words(view.lower))
        joined = f" {' '.join(text.forms)} "
        keys, count = self._keys, joined.count
        blocked: list[tuple[int, int]] = []
        word, position = 0, 1  # the word that begins at the position, brought forward from match to match
        for pattern, _, end in self._automaton.find_matches_as_indexes(joined, overlapping=True):  # ordered by end
            word += count(" ", position, end)
            position = end
            key = keys[pattern]
            start = word - key.words
            if key.is_name and (key.words > 1 or _may_name(text, start)):
                text.names.setdefault(start, []).append(Named(word, key.text))
            if key.is_other:
                self._note(text, key, start, word, blocked)
        for names in text.names.values():
            if len(names) > 1:
                names.sort(reverse=True)
        _settle(text, blocked)
        return text

    @staticmethod
    def _note(text: Words, key: _Key, start: int, end: int, blocked: list[tuple[int, int]]) -> None:
        if key.role is not None:
            text.joins[start] = max(text.joins.get(start, Joined(0, "")), Joined(end, key.role))
        if key.is_blocked:
            blocked.append((start, end))
        if key.heads:
            word = next((word for word in key.heads if _written(text, word, start, end)), None)
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


def _may_name(text: Words, index: int) -> bool:
    """Whether a word can be a name by itself: in small letters only several words are one."""
    first = text.view.text[text.starts[index]]
    return first.isupper() or not first.isalpha()


def _written(text: Words, word: UnitWord, start: int, end: int) -> bool:
    return not word.written or (text.slice(start, end) in word.written and not text.glued(start))


def keys_before(text: Words, index: int, keys: frozenset[str]) -> bool:
    """Whether one of the `keys` (one to three words each) ends right before the word."""
    one = text.form(index - 1)
    two = f"{text.form(index - 2)} {one}"
    return one in keys or two in keys or f"{text.form(index - 3)} {two}" in keys
