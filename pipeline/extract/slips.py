"""Slips of the pen: whether a number that does not fit would fit after one small correction.

A total that is off by chance is off by any amount; one that is off by a swapped pair of digits, one wrong, missing or
doubled digit, or a misplaced thousands dot was very likely mistyped. Swaps and single wrong digits are the usual typing
errors (Kukich, Techniques for automatically correcting words in text, 1992).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from pipeline.extract.ledger import shown

TELLING_PARTS = 3
TELLING_SIZE = 100
_SHIFTS = (10, 100, 1000, 1_000_000)


def is_slip(written: float, right: float) -> bool:
    """Whether `written` is `right` but for one typing error."""
    if right <= 0 or written <= 0 or written == right:
        return False
    if any(written * shift == right or right * shift == written for shift in _SHIFTS):
        return True
    one, other = _digits(written), _digits(right)
    if len(one) < 2 and len(other) < 2:
        return False  # of single digits every one is a slip of every other
    return _one_edit(one, other)


def slip_in(total: float, parts: Sequence[float]) -> str | None:
    """The one figure of a sum that a typing error keeps from fitting: its right value instead of the written one."""
    added = math.fsum(parts)
    if is_slip(total, added):
        return f"{shown(added)} instead of {shown(total)}"
    for part in parts:
        right = total - (added - part)
        if is_slip(part, right):
            return f"{shown(right)} instead of {shown(part)}"
    return None


def telling(total: float, parts: Sequence[float]) -> bool:
    """Whether a slip is unlikely to be chance where not all parts need be named: three parts, or large numbers (of two
    numbers under 100 one in five is a slip of the other)."""
    return len(parts) >= TELLING_PARTS or min(total, *parts) >= TELLING_SIZE


def _digits(value: float) -> str:
    """The digits of a number without point, and without the zeros that only a magnitude word stands for."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return text.replace(".", "").rstrip("0") or "0"


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
