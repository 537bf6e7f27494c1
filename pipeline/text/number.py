"""One number as a text writes it."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple

from pipeline.text.number_tokens import Value

Style = Literal["digits", "words", "mixed", "range"]
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


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


def is_year(value: float | Decimal, width: int) -> bool:
    """Whether digits so wide may name a year of our time."""
    return width == 4 and _FIRST_YEAR <= value <= _LAST_YEAR


def plain_value(value: Value) -> int | float:
    """An int where the value is integral, else a float."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
