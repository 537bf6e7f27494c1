"""Where clauses can be parted: found once for a text."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import cached_property

from pipeline.text.syllable import is_syllable

_STOP = re.compile(r"[.;:!?,\n](?=\s|$)")
_LAST_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*$")
_NAME = re.compile(r"([A-Z][a-z]+) [A-Z]$")
_LONGEST_NAME = 20  # characters
_LONGEST_ABBREVIATION = 8  # characters


class Stops:
    """The signs of a text that can part clauses, and its line ends. `abbreviations` are lower case, without a dot."""

    def __init__(self, text: str, lower: str, abbreviations: Set[str]) -> None:
        self._text, self._lower, self._abbreviations = text, lower, abbreviations
        self._places: dict[str, list[int]] = {}

    @cached_property
    def signs(self) -> tuple[tuple[int, str], ...]:
        """Every such sign before a space or the end, with where it stands."""
        found = ((match.start(), match[0]) for match in _STOP.finditer(self._lower))
        return tuple((at, sign) for at, sign in found if sign != "." or not self.goes_on(at))

    def places(self, signs: str) -> Sequence[int]:
        """Where one of `signs` parts clauses, or a line ends."""
        places = self._places.get(signs)
        if places is None:
            places = self._places[signs] = [at for at, sign in self.signs if sign in signs or sign == "\n"]
        return places

    def goes_on(self, dot: int) -> bool:
        """Whether the sentence goes on behind a dot: the last of several («Đức, Pháp... | đưa ra mức 10.000 euro»),
        that of an abbreviation («TP. | Tân An»), or of a name that is only hinted at («chị H. | bán chè») or stands
        within one («Harry W. | Bosch»)."""
        if self._text.startswith("..", max(0, dot - 1)):
            return self._text[dot + 1 : dot + 3].strip()[:1].islower()
        word = _LAST_WORD.search(self._lower, max(0, dot - _LONGEST_ABBREVIATION), dot)
        if word is None or word[0] in self._abbreviations:
            return word is not None
        hinted = self._text[dot - 1].isupper() and len(word[0].rpartition(".")[2]) == 1
        first = self._text[dot + 1 : dot + 4].lstrip(" (")[:1]
        return hinted and (first.islower() or (first.isupper() and self._stands_in_name(dot)))

    def _stands_in_name(self, dot: int) -> bool:
        """Whether a foreign name stands before a letter with a dot, which is then a name in it: «Harry W. | Bosch»."""
        name = _NAME.search(self._text, max(0, dot - _LONGEST_NAME), dot)
        return name is not None and not is_syllable(name[1])
