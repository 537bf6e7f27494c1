"""By which word or sign a template can begin: what is looked at before it is tried at a place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pipeline.rulebook import template as t

_LEADING = re.compile(r" ?([^\W\d_]+|\d+|[^\w\s])")  # the first run of letters or of digits of a word, or a sign


class Leading(dict[int, str]):
    """By place of a text, the word or sign that stands there or after one space, found when it is first asked for."""

    def __init__(self, lower: str) -> None:
        self._lower = lower

    def __missing__(self, at: int) -> str:
        word = _LEADING.match(self._lower, at)
        found = self[at] = word[1] if word else ""
        return found


class Chooser(NamedTuple):
    """Which of several templates can begin at a place: those of the word or sign that leads there, else the rest."""

    by_word: Mapping[str, Sequence[int]]
    rest: Sequence[int]


def chooser(options: Sequence[t.Node], *, signs: bool = True) -> Chooser:
    """Tells which of several templates can begin at a place; without `signs`, by words alone."""
    return chooser_of([first_words(option, signs=signs) for option in options])


def chooser_of(leads: Iterable[frozenset[str] | None]) -> Chooser:
    """Tells which of several can begin at a place by what each must begin with; None: anything."""
    by_word: dict[str, list[int]] = {}
    always: list[int] = []
    for index, words in enumerate(leads):
        if words is None:
            always.append(index)
        for word in words or ():
            by_word.setdefault(word, []).append(index)
    return Chooser({word: tuple(sorted([*indexes, *always])) for word, indexes in by_word.items()}, tuple(always))


def first_words(option: t.Node, *, signs: bool) -> frozenset[str] | None:
    """The leading runs of the words, and the signs, that an option must begin with; None where it may begin with
    something else."""
    try:
        first, empty = t.first_of(option)
    except t.TemplateError:  # it begins with a gap
        return None
    told = (t.Word, t.Sign) if signs else t.Word
    if empty or not all(isinstance(start, told) for start in first):
        return None
    return leading_words(start.text for start in first if not isinstance(start, t.Slot))


def leading_words(texts: Iterable[str]) -> frozenset[str] | None:
    """The leading run of each of some words and signs; None if one has none."""
    found = list(map(_LEADING.match, texts))
    return frozenset(match[1] for match in found if match) if all(found) else None
