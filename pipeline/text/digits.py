"""A run of digits, dots and commas → its value and what is odd about it; and back.

Vietnamese writes 3.706.841,5. Copied and typed text also holds 10.6 (English decimal), 1,234,567 (English groups) and
1.319,652 (a comma where the second dot belongs).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

_LONGEST = 24  # digits and marks; more is a card number or damage, and no count of anything
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_ENGLISH = re.compile(r"[1-9]\d{0,2}(?:,\d{3}){2,}")
_GROUPED_DECIMAL = re.compile(r"([1-9]\d{0,2}(?:\.\d{3})+),(\d+)")
_ENGLISH_DECIMAL = re.compile(r"([1-9]\d{0,2}(?:,\d{3})+)\.(\d+)")
_MIXED_GROUPS = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3}){2,}")
_MARKS = str.maketrans("", "", ".,")


class Digits(NamedTuple):
    """The value of a run of digits. `step` is the smallest difference its spelling shows (73,95 → 0.01).

    `alternative` is the other possible reading as a whole number, for a countable noun (1.319,652 → 1319652).
    """

    value: int | Decimal
    step: int | Decimal = 1
    flags: tuple[str, ...] = ()
    alternative: int | None = None


def read_digits(written: str) -> Digits | None:
    """The reading of `written` (digits, dots, commas between digits); None if it is no one number (1.2.3, 27.7.1999).

    >>> read_digits("3.706.841").value, read_digits("73,95").value, read_digits("10.6").flags
    (3706841, Decimal('73.95'), ('typo_decimal',))
    """
    if len(written) > _LONGEST:
        return None
    if written.isdigit():
        return Digits(int(written))
    if _GROUPED.fullmatch(written):
        return Digits(_whole(written))
    head, _, tail = written.partition(",")
    if head.isdigit() and tail.isdigit():
        return _comma_decimal(head, tail)
    head, _, tail = written.partition(".")
    if head.isdigit() and tail.isdigit() and len(tail) > 3 and tail.endswith("000"):
        return None  # 333.0000: a thousands mark or a nought mistyped
    if head.isdigit() and tail.isdigit() and (len(tail) != 3 or head == "0"):
        return _decimal(head, tail, ("typo_decimal",))
    return _two_marks(written)


def _comma_decimal(head: str, tail: str) -> Digits:
    if len(tail) == 3 and len(head) <= 3 and not head.startswith("0"):
        return _decimal(head, tail, ("thousands_or_decimal",), int(head + tail))
    return _decimal(head, tail, ())


def _two_marks(written: str) -> Digits | None:
    if match := _GROUPED_DECIMAL.fullmatch(written):
        if len(match[2]) == 3:
            return _decimal(_bare(match[1]), match[2], ("thousands_or_decimal",), _whole(written))
        return _decimal(_bare(match[1]), match[2], ())
    if match := _ENGLISH_DECIMAL.fullmatch(written):
        if len(match[2]) == 3:
            return Digits(_whole(written), 1, ("typo_thousands",))
        return _decimal(_bare(match[1]), match[2], ("typo_decimal", "typo_thousands"))
    if _ENGLISH.fullmatch(written) or _MIXED_GROUPS.fullmatch(written):
        return Digits(_whole(written), 1, ("typo_thousands",))
    return None


def _decimal(head: str, tail: str, flags: tuple[str, ...], alternative: int | None = None) -> Digits:
    return Digits(Decimal(f"{head}.{tail}"), Decimal(1).scaleb(-len(tail)), flags, alternative)


def _bare(written: str) -> str:
    return written.translate(_MARKS)


def _whole(written: str) -> int:
    return int(_bare(written))


def format_number(value: float | int | Decimal, *, thousands: str = ".", decimal: str = ",") -> str:
    """`value` in digits as Vietnamese writes it; exact for int and Decimal, shortest form for float.

    >>> format_number(3706841), format_number(73.95), format_number(1234.5, thousands=" ")
    ('3.706.841', '73,95', '1 234,5')
    """
    whole, _, tail = f"{Decimal(str(value)):,f}".partition(".")
    tail = tail.rstrip("0") if isinstance(value, float) else tail
    return whole.replace(",", thousands) + (decimal + tail if tail else "")
