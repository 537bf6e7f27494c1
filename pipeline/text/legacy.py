"""Vietnamese text typed in a pre-Unicode font: recognised by how few of its words are syllables, and converted.

TCVN3 (.VnTime) put one Vietnamese letter on each Latin-1 code; VNI wrote a plain letter and then a Latin-1 letter for
its mark. Both look like Latin-1 noise in Unicode ("ñy ban nh©n d©n", "Uûy ban nhaân daân").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300\u0301\u0303\u0309\u0323"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302\u0306\u031b"

# ── is it a Vietnamese syllable? ─────────────────────────────────────────────────────────────────

_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
    r"(?:"
    r"(?:[aăâeêioôơuưy]|iê|yê|ươ|uô|o[aăeo]|u[âêôy]|uyê)(?:ch|nh|ng|[cmnpt])"  # closed
    r"|o?a[iouy]?|âu|ây|o?eo?|êu|i[aêu]?|iêu|y[aê]?|yêu|o[i]?|ôi?|ơi?|ua?|u[iơê]|uôi|uây|uy[aêu]?|ư[aiu]?|ươ[iu]?|[ăâê]"
    r")"
)
_WORD = re.compile(r"[^\W\d_]+")
_TONES = dict.fromkeys(map(ord, (_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT)))


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Whether `word` (any case, with or without tone) could be one Vietnamese syllable. Pure; the cache saves time.

    >>> [is_syllable(word) for word in ("nghiêng", "Đoàn", "quyết", "nhaân", "board")]
    [True, True, True, False, False]
    """
    bare = unicodedata.normalize("NFD", word.lower()).translate(_TONES)
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)) is not None


def likeness(text: str) -> float:
    """Share of the words of `text` that could be Vietnamese syllables, 0.0 to 1.0; 0.0 for a text without words."""
    words = _WORD.findall(text)
    return sum(map(is_syllable, words)) / len(words) if words else 0.0


# ── TCVN3 ────────────────────────────────────────────────────────────────────────────────────────

# the chart of TCVN 5712:1993, third form; row by row: codes, letters
_TCVN3 = str.maketrans(
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢§£¤¥¦",
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
)
# codes that are no letter of Unicode Vietnamese: what gives TCVN3 away
_TCVN3_SIGN = re.compile(r"[A-Za-z][©®ª«¬\xad¨µ¶·¸¹»¼½¾÷]|[©®µ¶·¸¹¬\xad][A-Za-z]|[®§][\xad«-þ]")


def from_tcvn3(text: str) -> str:
    """`text` read as TCVN3.

    >>> from_tcvn3("Uû ban nh©n d©n")
    'Uỷ ban nhân dân'
    """
    return text.translate(_TCVN3)


# ── VNI ──────────────────────────────────────────────────────────────────────────────────────────

_VNI_MARKS = {
    "ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT,
    "â": _CIRCUMFLEX, "á": _CIRCUMFLEX + _ACUTE, "à": _CIRCUMFLEX + _GRAVE, "å": _CIRCUMFLEX + _HOOK,
    "ã": _CIRCUMFLEX + _TILDE, "ä": _CIRCUMFLEX + _DOT,
    "ê": _BREVE, "é": _BREVE + _ACUTE, "è": _BREVE + _GRAVE, "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE,
    "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_PAIR = re.compile(r"([aeouyAEOUYôöÔÖ])([ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË])")
_VNI_LETTER = re.compile("[ñôöæóòîÑÔÖÆÓÒÎ]")
# letters that no Unicode Vietnamese has, where VNI puts them
_VNI_SIGN = re.compile(r"[aeouyAEOUYôöÔÖ][øûïåäüëØÛÏÅÄÜË]|[ñÑ][a-zA-ZöôÖÔ]|[öÖ][a-zA-ZôÔ]")


def _vni_pair(match: re.Match[str]) -> str:
    letter, mark = match[1], match[2].lower()
    base = _VNI_ALONE.get(letter.lower(), letter.lower())
    composed = unicodedata.normalize("NFC", base + _VNI_MARKS[mark])
    return composed.upper() if letter.isupper() else composed


def _vni_letter(match: re.Match[str]) -> str:
    letter = _VNI_ALONE[match[0].lower()]
    return letter.upper() if match[0].isupper() else letter


def from_vni(text: str) -> str:
    """`text` read as VNI for Windows.

    >>> from_vni("Uûy ban nhaân daân ñöôïc")
    'Ủy ban nhân dân được'
    """
    parts = []
    position = 0
    for match in _VNI_PAIR.finditer(text):
        parts.append(_VNI_LETTER.sub(_vni_letter, text[position : match.start()]))
        parts.append(_vni_pair(match))
        position = match.end()
    parts.append(_VNI_LETTER.sub(_vni_letter, text[position:]))
    return "".join(parts)


# ── choosing ─────────────────────────────────────────────────────────────────────────────────────

_READINGS: tuple[tuple[str, re.Pattern[str], Callable[[str], str]], ...] = (
    ("tcvn3", _TCVN3_SIGN, from_tcvn3),
    ("vni", _VNI_SIGN, from_vni),
)
_OLD_FONT_LETTER = re.compile("[©®§ª«¬\xad¨µ¶·¸¹»¼½¾÷øûïåäüëñöØÛÏÅÄÜËÑÖ]")
_GAIN = 0.15  # a reading must make this share more of the words syllables: real TCVN3 and VNI prose gain 0.4 to 0.8
_GOOD = 0.75  # … and end here at least; below it, letters were lost on the way
_SAMPLE = 4000  # characters that a font is recognised by
_LINES = 50  # lines that are tried one by one


@dataclass(frozen=True, slots=True)
class Reading:
    """A text after legacy fonts were converted. `font` is null where nothing was; `lossy`: it stays unreadable."""

    text: str
    font: str | None = None
    lines: int = 0
    lossy: bool = False


def read_legacy(text: str) -> Reading:
    """Convert the lines of `text` that are typed in TCVN3 or VNI; other lines stay as they are."""
    if not _OLD_FONT_LETTER.search(text) or not any(sign.search(text) for _, sign, _ in _READINGS):
        return Reading(text)
    font = _font(text[:_SAMPLE]) or _font_of_lines(text)
    if font is None:
        return Reading(text, lossy=_hopeless(text))
    convert = next(convert for name, _, convert in _READINGS if name == font)
    lines = text.split("\n")
    converted = [_converted(line, font, convert) for line in lines]
    changed = sum(new != old for new, old in zip(converted, lines, strict=True))
    joined = "\n".join(converted)
    return Reading(joined, font, changed, lossy=_hopeless(joined))


def _font(text: str) -> str | None:
    """The font that makes Vietnamese of `text`, null if none does."""
    before = likeness(text)
    best, best_score = None, before + _GAIN
    for name, sign, convert in _READINGS:
        if len(sign.findall(text)) >= 2 and (score := likeness(convert(text))) >= max(best_score, _GOOD):
            best, best_score = name, score
    return best


def _font_of_lines(text: str) -> str | None:
    """A single pasted paragraph in an old font, in a text that is otherwise Unicode."""
    candidates = (line for line in text.split("\n") if len(line) >= 40 and _OLD_FONT_LETTER.search(line))
    for line in islice(candidates, _LINES):
        if font := _font(line[:_SAMPLE]):
            return font
    return None


def _converted(line: str, font: str, convert: Callable[[str], str]) -> str:
    """`line` converted, unless it reads better as it is (a line of Unicode among lines of the old font)."""
    if line.isascii():
        return line
    new = convert(line)
    return new if likeness(new) > likeness(line) else line


def _hopeless(text: str) -> bool:
    """Whether a text with signs of an old font is Vietnamese by no reading: most words are no syllables, many have
    symbols inside. Text of another language has no such symbols and is not meant."""
    sample = text[:_SAMPLE]
    words = max(1, len(_WORD.findall(sample)))
    symbols = len(re.findall(r"[A-Za-z][©®ª¬µ¶¸¹»¼½¾][a-z]", sample))
    return symbols / words > 0.1 and likeness(sample) < 0.6
