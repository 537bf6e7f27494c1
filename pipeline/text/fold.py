"""Views of a text that rules match on: what differs only in spelling looks the same.

`fold` keeps the length: tone placement (hoà → hòa, uỷ → ủy), Đ look-alikes, dashes, quotes, all spaces, full-width
forms each map one code point to one. `View` adds what cannot keep the length (runs of spaces, glued words,
hard-wrapped lines) together with the map back to the original offsets.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

_DASHES = "‐‑‒–—―−﹣－"
_DOUBLE_QUOTES = "“”„‟«»″〝〞＂"
_SINGLE_QUOTES = "‘’‚‛`´ʼ′＇"
_SPACES = "\t\x0b\x0c\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"


def _one_to_one() -> dict[int, str]:
    table: dict[int, str] = {}
    for chars, to in ((_DASHES, "-"), (_DOUBLE_QUOTES, '"'), (_SINGLE_QUOTES, "'"), (_SPACES, " ")):
        table.update(dict.fromkeys(map(ord, chars), to))
    table.update(
        {ord("Ð"): "Đ", ord("Ɖ"): "Đ", ord("ð"): "đ", ord("ɖ"): "đ", ord("İ"): "I", ord("²"): "2", ord("³"): "3"}
    )
    table.update({code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code not in table})
    return table


_TABLE = {chr(code): to for code, to in _one_to_one().items()}
_ODD = re.compile(f"[{re.escape(''.join(_TABLE))}]")  # searched for in C; `translate` would look up every letter
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _tone_pairs() -> dict[str, str]:
    """New-style pairs and their old-style form: oà → òa, oè → òe, uỳ → ùy, in four letter cases."""
    pairs: dict[str, str] = {}
    for first, second in ("oa", "oe", "uy"):
        for tone in _TONES:
            for a in (first, first.upper()):
                for b in (second, second.upper()):
                    new = a + unicodedata.normalize("NFC", b + tone)
                    pairs[new] = unicodedata.normalize("NFC", a + tone) + b
    return pairs


_PAIRS = _tone_pairs()
# begins with a set of letters, which the search skips to; behind a "q" the "u" belongs to it, inside a word all is well
_PAIR = re.compile(rf"[oOuU][{''.join(sorted({pair[1] for pair in _PAIRS}))}](?<![qQ]..)(?![^\W\d_])")


def fold(text: str) -> str:
    """`text` with spelling variants unified; same length, case kept. Idempotent.

    >>> fold("Uỷ ban – Đảng bộ; quý, toàn, hoà")
    'Ủy ban - Đảng bộ; quý, toàn, hòa'
    """
    return _PAIR.sub(lambda m: _PAIRS.get(m[0], m[0]), _ODD.sub(lambda m: _TABLE[m[0]], text))


@cache
def _plain_table() -> dict[int, str]:
    table = {code: chr(code) for code in range(128)}  # what is missing costs `translate` an exception a letter
    table |= {ord("đ"): "d", ord("Đ"): "D"}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii() and base.isalpha():
            table[code] = base
    return table


def plain(text: str) -> str:
    """`text` without any diacritic, đ as d; same length for NFC text.

    >>> plain("Đề án Ủy ban")
    'De an Uy ban'
    """
    return text.translate(_plain_table())


_RUN = re.compile(r" {2,}")


@dataclass(frozen=True)
class View:
    """A folded text with the map back. `origin` is None where view and text have the same offsets.

    `text` keeps case, `lower` does not; both have the same length. Work in view offsets, and turn a finished span
    into offsets of the original with `span`.
    """

    text: str
    origin: tuple[int, ...] | None = None
    original: str = ""

    @cached_property
    def lower(self) -> str:
        return self.text.lower()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets `[start, end)` of this view as offsets of the original text."""
        if self.origin is None:
            return start, end
        if end <= start:
            at = self.origin[start] if start < len(self.origin) else len(self.original)
            return at, at
        last = self.origin[end - 1]
        put_in = end < len(self.origin) and self.origin[end] == last  # a space between glued words: nothing there
        return self.origin[start], last if put_in else last + 1

    def written(self, start: int, end: int) -> str:
        """What stands at a span of the view, as the original has it."""
        return self.original[slice(*self.span(start, end))]

    def at(self, offset: int) -> int:
        """The first view offset that stands for the original `offset` or a later one."""
        return offset if self.origin is None else bisect_left(self.origin, offset)


def view_of(text: str, *, splits: Iterable[int] = (), joins: Iterable[int] = ()) -> View:
    """The view of `text`: folded, runs of spaces as one, a space put in before each offset of `splits` (glued words),
    the newline at each offset of `joins` turned into a space (hard-wrapped lines)."""
    folded = fold(text)
    joined = list(joins)
    if joined:
        letters = list(folded)
        for offset in joined:
            letters[offset] = " "
        folded = "".join(letters)
    split_at = sorted(splits)
    if not split_at and "  " not in folded:
        return View(folded, None, text)
    return _mapped(folded, split_at, text)


def _mapped(folded: str, splits: Sequence[int], original: str) -> View:
    origin: list[int] = []
    out: list[str] = []
    drop = [(m.start() + 1, m.end()) for m in _RUN.finditer(folded)]
    edits = sorted([(at, at) for at in splits] + drop)
    position = 0
    for start, end in edits:
        out.append(folded[position:start])
        origin.extend(range(position, start))
        if start == end:
            out.append(" ")
            origin.append(start)  # stands for the place between two letters
        position = max(end, position)
    out.append(folded[position:])
    origin.extend(range(position, len(folded)))
    return View("".join(out), tuple(origin), original)
