"""Slips of the pen in lexicons, which any attribute and any word may stand in: found by comparing each entry with the
others of its lexicon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import TypeAlias

from pipeline.evaluate.doubt import Doubt
from pipeline.rulebook.schema import Entry, Rulebook

USUAL = 3  # entries that share an attribute or value make it one that a single other may be a slip of
ALL_OTHERS = 10  # entries that all have an attribute: one without it was probably forgotten
_KEYS_ALIKE, _VALUES_ALIKE = 0.75, 0.85  # as difflib measures it: «haed» is like «head», «persn» like «person»
_CLASS = "class:"

_Items: TypeAlias = Mapping[tuple[str, int], Entry]


def doubts_of_words(book: Rulebook) -> Iterator[Doubt]:
    """Attributes misspelt or left out, values misspelt, classes of units that there are not."""
    for entries in book.lexicons.values():
        items = {(entry.file, entry.line): entry for entry in entries}
        yield from _keys(items)
        yield from _values(items)
    yield from _units(book)


def _keys(items: _Items) -> Iterator[Doubt]:
    used = Counter(key for entry in items.values() for key in entry.attributes)
    for entry in items.values():
        for key in entry.attributes:
            meant = _meant(key, used, _KEYS_ALIKE)
            if meant is not None and meant not in entry.attributes:
                yield _doubt(entry, f"the attribute {key!r} stands at no other word", f"did you mean {meant!r}?")
        for key, times in used.items():
            if times == len(items) - 1 >= ALL_OTHERS and key not in entry.attributes:
                what = f"every other word of {entry.lexicon} has {key}: and this one has not"
                yield _doubt(entry, what, f"add {key}:, as its neighbours have it")


def _values(items: _Items) -> Iterator[Doubt]:
    used: dict[str, Counter[str]] = {}
    for entry in items.values():
        for key, value in entry.attributes.items():
            used.setdefault(key, Counter())[value] += 1
    for entry in items.values():
        for key, value in entry.attributes.items():
            meant = _meant(value, used[key], _VALUES_ALIKE)
            closed = USUAL * len(used[key]) <= used[key].total()
            if meant is not None and closed:
                yield _doubt(entry, f"no other word has {key}: {value}", f"did you mean {meant}?")


def _meant(word: str, used: Counter[str], alike: float) -> str | None:
    """The usual word of which one that is used once may be a slip."""
    if used[word] > 1 or len(word) < USUAL:
        return None
    close = get_close_matches(word, [other for other, times in used.items() if times >= USUAL], 1, alike)
    return close[0] if close else None


def _units(book: Rulebook) -> Iterator[Doubt]:
    classes = {entry.get("class") for entry in book.entries("unit_word")} - {""}
    for rule in book.rules if classes else ():
        for unit in sorted(rule.units):
            if unit.startswith(_CLASS) and unit.removeprefix(_CLASS) not in classes:
                remedy = f"use one of: {', '.join(sorted(classes))}"
                yield Doubt(rule.file, rule.line, f"rule {rule.id}", f"no unit is of {unit}", remedy)


def _doubt(entry: Entry, what: str, remedy: str) -> Doubt:
    return Doubt(entry.file, entry.line, f"{entry.lexicon} “{entry.canonical}”", what, remedy)
