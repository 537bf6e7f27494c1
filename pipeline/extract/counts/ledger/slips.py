"""Slips of the pen: whether a number that does not fit would fit after one small correction.

A total that is off by chance is off by any amount; one that is off by a swapped pair of digits, one wrong, missing or
doubled digit, or a misplaced thousands dot was very likely mistyped. Swaps and single wrong digits are the usual typing
errors (Kukich, Techniques for automatically correcting words in text, 1992).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from pipeline.extract.counts.ledger.line import shown

TELLING_PARTS = 3
TELLING_SIZE = 100
_GROUP = "000"
_SHIFTS = (10, 100, 1000, 1_000_000)


def is_slip(written: float, right: float) -> bool:
    """Whether `written` is `right` but for one typing error."""
    if right <= 0 or written <= 0 or written == right:
        return False
    if _shifted(written, right):
        return True
    one, other = _digits(written), _digits(right)
    if len(one) < 2 and len(other) < 2:
        return False  # of single digits every one is a slip of every other
    return _one_edit(one, other)


def is_swap(written: float, right: float) -> bool:
    """Whether two neighbouring digits are swapped or a magnitude is lost: two different true figures hardly do."""
    if not is_slip(written, right):
        return False
    return _shifted(written, right) or sorted(_digits(written)) == sorted(_digits(right))


def _shifted(one: float, other: float) -> bool:
    return any(one * shift == other or other * shift == one for shift in _SHIFTS)


def slip_in(total: float, parts: Sequence[float], *, complete: bool = True) -> str | None:
    """The one figure of a sum that a typing error keeps from fitting: its right value instead of the written one.

    Where the parts need not be all there are (not `complete`), and are two and small, only swapped digits count: of two
    numbers under 100 one in five is some slip of the other.
    """
    telling = complete or len(parts) >= TELLING_PARTS or min(total, *parts) >= TELLING_SIZE
    return _corrected(total, parts, is_slip if telling else is_swap)


def swap_in(total: float, parts: Sequence[float]) -> str | None:
    """The same, for swapped digits only."""
    return _corrected(total, parts, is_swap)


def _corrected(total: float, parts: Sequence[float], slipped: Callable[[float, float], bool]) -> str | None:
    added = math.fsum(parts)
    if slipped(total, added):
        return f"{shown(added)} instead of {shown(total)}"
    for part in parts:
        right = total - (added - part)
        if slipped(part, right):
            return f"{shown(right)} instead of {shown(part)}"
    return None


def _digits(value: float) -> str:
    """The digits of a number without point and without the noughts that stand for a magnitude word (nghìn, tỷ)."""
    text = f"{value:.6f}".rstrip("0").rstrip(".").replace(".", "")
    while len(text) > len(_GROUP) and text.endswith(_GROUP):
        text = text.removesuffix(_GROUP)
    return text


def _one_edit(one: str, other: str) -> bool:
    """Damerau-Levenshtein distance 1."""
    if abs(len(one) - len(other)) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if len(one) == len(other):
        swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
        return swapped or one[at + 1 :] == other[at + 1 :]
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[at + 1 :] == shorter[at:]
