"""Two numbers that are the ends of one: «5-7», «từ 5 đến 7», «10 đến 15 triệu»; and years and names joined so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from pipeline.text.digits import read_digits
from pipeline.text.fold import View
from pipeline.text.number import Number, is_year, plain_value
from pipeline.text.number_words import NumberWords

_WIDEST_GAP = 20  # characters between the two
_LEADING_DIGITS = re.compile(r"[\d.,]+")


def join_ranges(numbers: Sequence[Number], view: View, words: NumberWords) -> list[Number]:
    """«5-7», «từ 5 đến 7», «10 đến 15 triệu», «5,11% - 7,13%» as one number each."""
    joined: list[Number] = []
    for number in numbers:
        previous = joined[-1] if joined else None
        if previous is None or number.start - previous.end > _WIDEST_GAP:
            joined.append(number)
            continue
        merged = _range(previous, number, view, words)
        if merged is not None:
            joined[-1] = merged
            continue
        if _years_joined(previous, number, view, words):
            joined[-1] = _flagged(previous, "year")
            number = _flagged(number, "year")
        elif _labels_joined(previous, number, view):
            number = _flagged(number, "label")
        joined.append(number)
    return joined


def _years_joined(first: Number, second: Number, view: View, words: NumberWords) -> bool:
    """«2021-2025», «2019 – 2024»: the years of a stage or term."""
    if not (is_year(first.value, first.end - first.start) and is_year(second.value, second.end - second.start)):
        return False
    return first.value < second.value and words.between.fullmatch(view.lower, first.end, second.start) is not None


def _labels_joined(first: Number, second: Number, view: View) -> bool:
    """«thôn 4-5», «lớp 10, 11, 12»: one name after the other."""
    if "label" not in first.flags or second.value_max is not None:
        return False
    gap = view.lower[first.end : second.start]
    return gap == "-" or (gap == ", " and second.value == first.value + 1)


def _flagged(number: Number, flag: str) -> Number:
    return number if flag in number.flags else number._replace(flags=(*number.flags, flag))


def _range(low: Number, high: Number, view: View, words: NumberWords) -> Number | None:
    if low.in_code or high.in_code or low.value_max is not None or high.value_max is not None:
        return None
    lower = view.lower
    between = words.between.match(lower, low.end + _unit_between(low, high, lower))
    if between is None or between.end() != high.start or not _may_span(low, high, lower):
        return None
    first, step = low.value, low.step
    if low.style == high.style == "words" and low.latent != high.latent:
        return None
    if (factor := shared_scale(low, high)) != 1:
        first, step = plain_value(Decimal(str(first)) * factor), plain_value(Decimal(str(step)) * factor)
    if first >= high.value:
        return None
    flags = (*low.flags, *high.flags, *(("vague",) if low.approximate and high.approximate else ()))
    return Number(
        low.start, high.end, first, high.value, view.text[low.start : high.end], "range", min(step, high.step),
        low.approximate or high.approximate, low.latent and high.latent, False,
        tuple(flag for flag in dict.fromkeys(flags) if flag != "thousands_or_decimal"),
    )  # fmt: skip


def _unit_between(low: Number, high: Number, lower: str) -> int:
    """Length of a unit that both ends carry: 1 in «5,11% - 7,13%»."""
    return 1 if lower.startswith("%", low.end) and lower.startswith("%", high.end) else 0


def _may_span(low: Number, high: Number, lower: str) -> bool:
    """Not for years, labels, days and months, or parts of a fraction."""
    doubtful = ("label", "year", "numerator", "denominator")
    if any(flag in doubtful for flag in (*low.flags, *high.flags)):
        return False
    if is_year(high.value, high.end - high.start) and is_year(low.value, low.end - low.start):
        return False
    if high.latent and not low.latent:
        return False
    after, before = lower[high.end : high.end + 2], lower[max(0, low.start - 2) : low.start]
    in_chain = (after[:1] in ("-", "/") and after[1:].isdigit()) or (before[1:] in ("-", "/") and before[:1].isdigit())
    return not in_chain


def shared_scale(low: Number, high: Number) -> int:
    """What the lower end takes over from the upper: 1.000.000 in «10 đến 15 triệu» and in «1.800-1.900 triệu», 1.000 in
    «120-180.000 đồng»."""
    whole = low.written.replace(",", "")
    if low.style != "digits" or not whole.replace(".", "").isdigit():
        return 1
    leading = _LEADING_DIGITS.match(high.written)
    if leading is None or (reading := read_digits(leading[0])) is None or not reading.value:
        return 1
    scale = Decimal(str(high.value)) / Decimal(reading.value)
    first, dot, groups = leading[0].partition(".")
    if scale == 1 and dot and "," not in groups and groups.replace(".", "").strip("0") == "":
        scale = Decimal(1000) ** (groups.count(".") + 1)
        return int(scale) if low.value < int(first) and whole.isdigit() else 1
    return int(scale) if Decimal(str(low.value)) * scale < Decimal(str(high.value)) else 1
