"""Numbers as Vietnamese writes them, found in a View with their offsets.

`scan_numbers` reports every number with what makes it doubtful as flags; whether a number counts anything is for the
rules to say. A number ends before its unit (500 in «500m2», 61.794.000 in «61.794.000đ»).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from pipeline.text.digits import read_digits
from pipeline.text.fold import View, view_of
from pipeline.text.number_tokens import Coded, Token, Value, token_runs, trapped
from pipeline.text.number_words import SCALES, NumberWords, Role
from pipeline.text.numerals import Numeral, NumeralReader

Style = Literal["digits", "words", "mixed", "range"]
LONGEST_LABEL = 40  # characters
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_OPEN = re.compile(r" ?[^\W\d_]")
_LEADING_DIGITS = re.compile(r"[\d.,]+")


class Number(NamedTuple):
    """A number at `[start, end)` of the view; `written` is the text there.

    `value` is an int where integral, else a float; for a range it is the lower end and `value_max` the upper.
    `step` is the smallest difference the spelling shows («1,2 triệu» → 100000).
    `latent`: a bare number word («ba»), to be used only where a counted noun follows.
    `in_code`: digits of a document number, plate, time, address, file name: never a count.
    `alternative`: the whole number meant if a comma stands for a dot («1.319,652 người»); see `counted`.
    `flags`: typo_decimal, typo_thousands, thousands_or_decimal, short_form, spaced, zero_padded, year, numerator,
    denominator, vague («hàng trăm đến hàng nghìn»), label (names, not counts: khóa 12); with `in_code` one of code,
    phone, time, malformed.
    """

    start: int
    end: int
    value: int | float
    value_max: int | float | None
    written: str
    style: Style
    step: int | float = 1
    approximate: bool = False
    latent: bool = False
    in_code: bool = False
    flags: tuple[str, ...] = ()
    alternative: int | None = None

    def counted(self) -> Number:
        """The reading for a countable noun: a fraction of a person is a thousands mark mistyped."""
        if self.alternative is None:
            return self
        flags = tuple(flag for flag in self.flags if flag != "thousands_or_decimal")
        return self._replace(value=self.alternative, step=1, alternative=None, flags=(*flags, "typo_thousands"))


def scan_numbers(view: View, words: NumberWords) -> list[Number]:
    """All numbers of a view in the order of the text, none overlapping another."""
    found: list[Number] = []
    for run in token_runs(view, words):
        if isinstance(run, Coded):
            found.append(_coded(run, view))
        else:
            found.extend(_numbers_of(run, view, words))
    return _join_ranges(found, view, words)


def read_number(text: str, words: NumberWords) -> Number | None:
    """The number that `text` as a whole is, latent ones too; None if it is none or more than one."""
    view = view_of(text.strip())
    if words.roles.get(view.lower, (None, 0))[0] is Role.ZERO:
        return Number(0, len(view.text), 0, None, view.text, "words", latent=True)
    for run in token_runs(view, words):
        if isinstance(run, Coded):
            return _coded(run, view) if (run.start, run.end) == (0, len(view.text)) else None
        numeral = NumeralReader(run, lambda end: True).read(0)
        if numeral is not None and run[0].start == 0 and run[numeral.stop - 1].end == len(view.text):
            return _number(run, 0, numeral, view, ())
        break
    ranges = [number for number in scan_numbers(view, words) if number.style == "range"]
    return ranges[0] if ranges and (ranges[0].start, ranges[0].end) == (0, len(view.text)) else None


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────


def _numbers_of(run: Sequence[Token], view: View, words: NumberWords) -> Iterator[Number]:
    def closed(end: int) -> bool:
        return not _OPEN.match(view.lower, end) or bool(words.currency_follows.match(view.lower, end))

    if len(run) > 1 and trapped(view.lower, run[0].start, run[-1].end, words):
        return
    reader = NumeralReader(run, closed)
    at = 0
    while at < len(run):
        numeral = reader.read(at)
        if numeral is None:
            at += 1
            continue
        if at and _is_year_word(run, at):
            at += 1
            continue
        start, end = run[at].start, run[numeral.stop - 1].end
        is_digits = run[at].digits is not None
        if not trapped(view.lower, start, end, words) and (is_digits or _is_free(run, at, numeral, view)):
            labels = _labels(view.lower, start, end, numeral.value, words)
            if not (numeral.latent and labels):
                yield _number(run, at, numeral, view, labels)
        at = numeral.stop


def _is_year_word(run: Sequence[Token], at: int) -> bool:
    """«năm» after a number is the year («15 năm tư vấn»), unless it counts a ten or a scale."""
    following = run[at + 1].role if at + 1 < len(run) else None
    return run[at].role is Role.DIGIT_OR_YEAR and following not in (Role.TENS, Role.HUNDRED, *SCALES)


def _is_free(run: Sequence[Token], at: int, numeral: Numeral, view: View) -> bool:
    """Whether number words are a number here: a latent one is followed by a word and is no part of a name
    (Ba Đình, chị Bảy)."""
    start, end = run[at].start, run[numeral.stop - 1].end
    if not numeral.latent:
        return True
    text = view.text
    if start and text[start - 1] not in " \n(\"'":
        return False
    if not (text.startswith(" ", end) and text[end + 1 : end + 2].isalpha()) and end != len(text):
        return False
    if not text[start].isupper():
        return True
    if text[start:end].isupper() and not text[end + 1 : end + 2].isupper():
        return False  # the share HAI
    begins_sentence = start < 2 or text[start - 2] in '.!?;:"-' or text[start - 1] != " "
    return begins_sentence and not text[end + 1 : end + 2].isupper()


def _number(run: Sequence[Token], at: int, numeral: Numeral, view: View, labels: tuple[str, ...]) -> Number:
    start, end = run[at].start, run[numeral.stop - 1].end
    only_words = all(token.digits is None for token in run[at : numeral.stop])
    flags = [*numeral.flags, *labels]
    style: Style = "words" if only_words else "digits" if numeral.stop == at + 1 else "mixed"
    text = view.text
    if style == "digits":
        flags.extend(_fraction(text, start, end))
        if text[start] == "0" and end - start > 1 and isinstance(numeral.value, int):
            flags.append("zero_padded")
    return Number(
        start,
        end,
        _plain(numeral.value),
        None if numeral.high is None else _plain(numeral.high),
        text[start:end],
        "range" if numeral.high is not None else style,
        _plain(numeral.step),
        numeral.approximate,
        numeral.latent,
        False,
        tuple(flags),
        numeral.alternative,
    )


def _coded(code: Coded, view: View) -> Number:
    text = view.text[code.start : code.end]
    return Number(code.start, code.end, _plain(code.value), None, text, "digits", in_code=True, flags=(code.reason,))


def _fraction(text: str, start: int, end: int) -> Iterator[str]:
    if text.startswith("/", end) and text[end + 1 : end + 2].isdigit():
        yield "numerator"
    if start > 1 and text[start - 1] == "/" and text[start - 2].isdigit():
        yield "denominator"


def _labels(lower: str, start: int, end: int, value: Value, words: NumberWords) -> tuple[str, ...]:
    if start < 2 or lower[start - 1] != " " or lower.startswith("%", end) or value > 9999:
        return ()
    line = lower.rfind("\n", 0, start - 1) + 1
    previous = lower[max(line, lower.rfind(" ", 0, start - 1) + 1) : start - 1].lstrip("(\"'")
    if previous == words.year:
        return ("year",) if _is_year(value, end - start) else ()
    before = f" {lower[max(line, start - LONGEST_LABEL) : start]}"
    limit = words.labels.get(previous, words.label_of_words(before))
    if limit is None or (limit and value > limit) or lower.endswith(words.not_labels, 0, start):
        return ()
    return ("label",)


def _is_year(value: float | Decimal, width: int) -> bool:
    return width == 4 and _FIRST_YEAR <= value <= _LAST_YEAR


def _plain(value: Value) -> int | float:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


# ── ranges ───────────────────────────────────────────────────────────────────────────────────────


def _join_ranges(numbers: Sequence[Number], view: View, words: NumberWords) -> list[Number]:
    """«5-7», «từ 5 đến 7», «10 đến 15 triệu», «5,11% - 7,13%» as one number each."""
    joined: list[Number] = []
    for number in numbers:
        previous = joined[-1] if joined else None
        merged = _range(previous, number, view, words) if previous is not None else None
        if merged is not None:
            joined[-1] = merged
            continue
        if previous is not None and _years_joined(previous, number, view, words):
            joined[-1] = _flagged(previous, "year")
            number = _flagged(number, "year")
        elif previous is not None and _labels_joined(previous, number, view):
            number = _flagged(number, "label")
        joined.append(number)
    return joined


def _years_joined(first: Number, second: Number, view: View, words: NumberWords) -> bool:
    """«2021-2025», «2019 – 2024»: the years of a stage or term."""
    if not (_is_year(first.value, first.end - first.start) and _is_year(second.value, second.end - second.start)):
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
    gap = high.start - low.end
    if gap > 20 or low.in_code or high.in_code or low.value_max is not None or high.value_max is not None:
        return None
    lower = view.lower
    between = words.between.match(lower, low.end + _unit_between(low, high, lower))
    if between is None or between.end() != high.start or not _may_span(low, high, lower):
        return None
    first, step = low.value, low.step
    if low.style == high.style == "words" and low.latent != high.latent:
        return None
    if (factor := shared_scale(low, high)) != 1:
        first, step = _plain(Decimal(str(first)) * factor), _plain(Decimal(str(step)) * factor)
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
    if _is_year(high.value, high.end - high.start) and _is_year(low.value, low.end - low.start):
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
