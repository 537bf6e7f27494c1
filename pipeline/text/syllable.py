"""The shape of a Vietnamese syllable: onset, rime, tone. Tells real syllables from codes, names of firms and damage."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ONSET = r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx])?"
_RIME = (
    r"(?:o[aăe]|u[âyêơ]|uyê|yê|iê|ươ|uô|oo|[aăâeêioôơuưy])"
    r"(?:ch|ng|nh|[cmnpt]|[iouy])?|ia|ua|ưa|uya|oai|oay|oao|oeo|uây|iêu|yêu|ươi|ươu|uôi|uyu"
)
_SYLLABLE = re.compile(rf"{_ONSET}(?:{_RIME})")
_STOPPED = re.compile(r"(?:ch|[cpt])$")
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Whether `word` can be one Vietnamese syllable, tone included: a stop at its end takes sắc or nặng only.

    >>> is_syllable("nước"), is_syllable("covid"), is_syllable("viet"), is_syllable("việt")
    (True, False, False, True)
    """
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", word.lower()):
        (tones if char in _TONES else letters).append(char)
    bare = unicodedata.normalize("NFC", "".join(letters))
    if len(tones) > 1 or not _SYLLABLE.fullmatch(bare):
        return False
    return not _STOPPED.search(bare) or tones in (["\u0301"], ["\u0323"])
