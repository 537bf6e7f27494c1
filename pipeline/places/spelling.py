"""Words of a text in the one spelling that place names are compared in.

"Đăk R’lấp", "Đắk R' Lấp", "ĐakRlấp" and "Đắk R'Lấp" become the same words; which spellings are equal stands in
rules/places/spelling.tsv. Offsets always stay those of the text given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from pipeline.places.rows import read_rows
from pipeline.text.fold import fold

# letters, with an apostrophe inside (R'Lấp) or after a short beginning (R' Lấp); a number; any other sign
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+|(?<![^\W\d_]{3})' [^\W\d_]+)?|\d+|[^\w ]|_")


@dataclass(frozen=True)
class Spelling:
    """`whole` maps words, `fronts` beginnings of words, to the spelling to compare in."""

    whole: dict[str, str]
    fronts: dict[str, str]

    @classmethod
    def load(cls, path: Path) -> Spelling:
        """Read spelling.tsv; a variant that ends in '-' is a beginning."""
        rows = read_rows(path, ("variant", "canonical", "note"))
        fronts = {variant[:-1]: canonical for variant, canonical, _ in rows if variant.endswith("-")}
        return cls({variant: canonical for variant, canonical, _ in rows if not variant.endswith("-")}, fronts)

    def words(self, lower: str) -> tuple[list[str], list[int], list[int]]:
        """The words and signs of a folded text in lower case: the comparable form of each, where it starts and ends."""
        if "' " in lower:  # "R' Lấp" is one word with a space in it
            found = self._parts(lower)
            return [word for word, _, _ in found], [start for _, start, _ in found], [end for _, _, end in found]
        whole, parts = self.whole, self._remembered
        glued = any(front in lower for front in self.fronts)
        forms: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for piece in lower.split(" "):
            end = at + len(piece)
            if piece.isalpha():
                forms.append(self.form(piece) if glued else whole.get(piece, piece))
                starts.append(at)
                ends.append(end)
            else:
                for word, first, last in parts(piece):
                    forms.append(word)
                    starts.append(at + first)
                    ends.append(at + last)
            at = end + 1
        return forms, starts, ends

    @cached_property
    def _remembered(self) -> Callable[[str], Sequence[tuple[str, int, int]]]:
        """`_parts` with a memory: a text repeats its words, and texts repeat each other's."""
        return lru_cache(maxsize=65_536)(self._parts)

    def _parts(self, piece: str) -> Sequence[tuple[str, int, int]]:
        """The words and signs of a piece of text: the comparable form of each, and where in the piece it stands."""
        return tuple((self.form(match[0]), match.start(), match.end()) for match in _WORD.finditer(piece))

    def form(self, word: str) -> str:
        """One word (folded, lower case) in comparable spelling: no apostrophe, no leading zero."""
        if word in self.whole:
            return self.whole[word]
        if word[0].isdecimal():
            return word.lstrip("0") or "0"
        if "'" in word and len(word) > 1:
            word = word.replace("'", "").replace(" ", "")
        front = word[:3]
        if front in self.fronts and len(word) > len(front):
            return self.fronts[front] + word[len(front) :]
        return word

    def key(self, name: str) -> str:
        """A name as its comparable words, one space between them."""
        return self._known_keys(name)

    @cached_property
    def _known_keys(self) -> Callable[[str], str]:
        """Keys with a memory: a text names its places again and again."""
        return lru_cache(maxsize=65_536)(self._key_of_name)

    def _key_of_name(self, name: str) -> str:
        return self._key(fold(name).lower())

    def _key(self, folded: str) -> str:
        if folded.replace(" ", "").isalpha():
            return " ".join(map(self.form, folded.split()))
        return " ".join(map(self.form, _WORD.findall(folded)))

    def keys(self, names: Iterable[str]) -> Iterator[tuple[str, ...]]:
        """For each name all keys it can be found by: as written, without its hyphen, its apostrophe as a space, and,
        if its beginning is one that is written together with the rest, in one word."""
        listed = list(names)
        for folded in fold("\n".join(listed)).lower().split("\n") if listed else ():
            key = self._key(folded)
            keys = [key]
            if " - " in key:
                keys.append(key.replace(" - ", " "))
            if "'" in folded:
                keys.append(self._key(folded.replace("'", " ")))
            first, _, rest = key.partition(" ")
            if rest and first in self.fronts:
                keys.append(key.replace(" ", ""))
            yield tuple(keys)
