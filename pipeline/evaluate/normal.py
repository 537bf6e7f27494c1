"""When two written forms count as the same, by the annotation guide: comparison keys of names, posts, numbers, units.

Open questions of the guide and the choice made here:

- Spelling. Tone placement, dashes, quotes, case, punctuation and runs of spaces never make a difference; a name is
  also compared without spaces, since pages glue names ("LêThị Ngọc" is one person written badly).
- Abbreviations. Gold keeps UBND and HĐND and expands the rest, so UBND = Ủy ban nhân dân, TP = thành phố, and "BTV"
  left unexpanded is wrong.
- Document numbers are compared exactly, but for spaces and dashes: the leading zero and the case of the issuer code
  are part of the canonical form.
- Places. "Add a place only if the phrase names it": a place too many and a place too few are both wrong in the strict
  figure, which is the headline. The relaxed figure forgives either, but never two different places.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.errors import CorpusError
from pipeline.rulebook.source import Value, read_source
from pipeline.text.fold import fold

_NOT_IN_PHRASE = re.compile(r"[^\w%/]+")
_SPACE = re.compile(r"\s+")
_AROUND_SLASH = re.compile(r"\s*/\s*")


@dataclass(frozen=True)
class Equivalents:
    """What equivalents.yaml says: words to replace (longest first) and words that may lead to a subject."""

    phrases: tuple[tuple[str, str], ...]
    units: Mapping[str, str]
    before_subject: tuple[str, ...]


@cache
def equivalents() -> Equivalents:
    """The table beside this module, read once. Raises CorpusError if it is damaged."""
    source = read_source(Path(__file__).with_name("equivalents.yaml"))
    phrases = dict(_pairs(source.top["phrases"]))
    before = source.top["before_subject"]
    if not isinstance(before, list):
        raise CorpusError("before_subject: must be a list", where=source.path)
    return Equivalents(
        phrases=tuple(sorted(phrases.items(), key=lambda pair: (-len(pair[0]), pair[0]))),
        units=dict(_pairs(source.top["units"])),
        before_subject=tuple(_bare(str(word)) for word in before),
    )


def _pairs(value: Value) -> Iterator[tuple[str, str]]:
    if not isinstance(value, dict):
        raise CorpusError("equivalents.yaml must map a form to its variants")
    for canonical, variants in value.items():
        for variant in variants if isinstance(variants, list) else []:
            yield _bare(str(variant)), _bare(canonical)


def _bare(text: str) -> str:
    """Folded, lower case, no punctuation but % and /, single spaces; apostrophes of R'lấp, H'Nhó vanish."""
    folded = fold(unicodedata.normalize("NFC", text)).casefold().replace("'", "")
    return _NOT_IN_PHRASE.sub(" ", folded).strip()


@cache
def phrase_key(text: str) -> str:
    """Key of a post, a body, a place, a type word.

    >>> phrase_key("Phó Chủ tịch Uỷ ban nhân dân TP. Móng Cái")
    'phó chủ tịch ubnd thành phố móng cái'
    """
    padded = f" {_bare(text)} "
    for variant, canonical in equivalents().phrases:
        padded = padded.replace(f" {variant} ", f" {canonical} ")
    return padded.strip()


def name_key(text: str) -> str:
    """Key of a person's name.

    >>> name_key("Thị H’Nhó") == name_key("Thị H'NHÓ")
    True
    """
    return _bare(text).replace(" ", "")


def number_key(text: str) -> str:
    """Key of a document number: as written, without spaces.

    >>> number_key("08/CT – TTg")
    '08/CT-TTg'
    """
    return _SPACE.sub("", fold(unicodedata.normalize("NFC", text)))


def unit_key(text: str) -> str:
    """Key of a unit: m² is m2, "đ" is "đồng"; in a rate each side by itself.

    >>> unit_key("đ / người/năm")
    'đồng/người/năm'
    """
    sides = _AROUND_SLASH.split(_bare(text))
    return "/".join(equivalents().units.get(side, side) for side in sides)


def subject_key(text: str) -> str:
    """Key of a document's subject: without quotes and without the "về" that leads to it."""
    bare = phrase_key(text)
    for word in equivalents().before_subject:
        if bare.startswith(f"{word} "):
            return bare[len(word) + 1 :]
    return bare


def contains(one: str, other: str) -> bool:
    """One key holds the other as whole words: "hộ dân" and "hộ"; what the relaxed figures of text fields forgive."""
    return bool(one and other) and (f" {one} " in f" {other} " or f" {other} " in f" {one} ")


def alike(one: str, other: str) -> float:
    """Share of words that two keys have in common, 0 to 1 (Dice over multisets)."""
    left, right = one.split(), other.split()
    if not left or not right:
        return 0.0
    rest = list(right)
    common = 0
    for word in left:
        if word in rest:
            rest.remove(word)
            common += 1
    return 2 * common / (len(left) + len(right))


class PlaceTails:
    """Takes the place off the end of a post: "Chủ tịch UBND thành phố Móng Cái" → "Chủ tịch UBND (thành phố)"."""

    def __init__(self, names: Iterable[str], levels: Iterable[str]) -> None:
        self._names = frozenset(phrase_key(name) for name in names)
        self._levels = frozenset(phrase_key(level) for level in levels)
        self._longest = max((name.count(" ") + 1 for name in self._names), default=0)

    def without(self, key: str) -> frozenset[str]:
        """`key` less its place, once with and once without the word for the level; empty if it ends in no place."""
        words = key.split()
        found: set[str] = set()
        for size in range(1, min(self._longest, len(words) - 1) + 1):
            if " ".join(words[-size:]) in self._names:
                rest = words[:-size]
                found.add(" ".join(rest))
                found.update(
                    " ".join(rest[:-length])
                    for length in (1, 2)
                    if len(rest) > length and " ".join(rest[-length:]) in self._levels
                )
        return frozenset(found)

    def same_but_for_place(self, one: str, other: str) -> bool:
        """One of the two keys is the other with a place added."""
        return other in self.without(one) or one in self.without(other)
