"""Coefficients of a numeral: digits, or number words below a thousand, with decimals after «phẩy»."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from pipeline.text.number_tokens import Token, Value
from pipeline.text.number_words import SCALES, Role

PLAIN = (Role.DIGIT, Role.DIGIT_OR_YEAR)


class Small(NamedTuple):
    """The value of the tokens up to `stop` (excluded). `short`: said the short way, «một trăm hai» for 120."""

    value: Value
    stop: int
    step: Value = 1
    short: bool = False


class SmallReader:
    """Reads coefficients out of one run of tokens. `closed(end)` says that no counted noun follows the offset."""

    def __init__(self, tokens: Sequence[Token], closed: Callable[[int], bool]) -> None:
        self.tokens, self.closed = tokens, closed

    def role(self, at: int) -> Role | None:
        """The role of token `at`; None outside the run."""
        return self.tokens[at].role if 0 <= at < len(self.tokens) else None

    def read(self, at: int, *, later: bool) -> Small | None:
        """The coefficient that begins with token `at`; `later` if groups stand before it."""
        if at >= len(self.tokens):
            return None
        token = self.tokens[at]
        if token.digits is not None:
            small: Small | None = Small(token.value, at + 1, token.digits.step)
        else:
            small = self._words(at, later=later)
        if small is None:
            return None
        following = self.role(small.stop)
        if following is Role.POINT and small.value == int(small.value):
            return self.decimals(int(small.value), small.stop) or small
        if following is Role.HALF and not later and small.stop == at + 1 and 0 < small.value < 100:
            return Small(small.value + Decimal("0.5"), small.stop + 1, Decimal("0.5"))
        return small

    def decimals(self, whole: int, point: int) -> Small | None:
        """After «phẩy» at token `point`: digits, words digit by digit, or words below a hundred."""
        at = point + 1
        token = self.tokens[at] if at < len(self.tokens) else None
        if token is None:
            return None
        if token.digits is not None:
            written = str(token.value) if token.digits.step == 1 else ""
            at += 1
        elif token.role is Role.TEN or self.role(at + 1) is Role.TENS:
            words = self._words(at, later=False)
            written, at = (str(words.value), words.stop) if words else ("", at)
        else:
            written = ""
            while self.role(at) in (*PLAIN, Role.ZERO, Role.LAST):
                written += str(self.tokens[at].value)
                at += 1
        if not written:
            return None
        return Small(Decimal(f"{whole}.{written}"), at, Decimal(1).scaleb(-len(written)))

    def _words(self, at: int, *, later: bool) -> Small | None:
        """Words below a thousand. Two plain digits are tens and units after a scale or before one."""
        token, following = self.tokens[at], self.role(at + 1)
        value = int(token.value)
        if token.role is Role.HUNDRED:
            return self._after_hundred(at + 1, 100)
        if token.role is Role.ZERO:
            return self._after_hundred(at + 2, 0) if following is Role.HUNDRED else Small(0, at + 1)
        if token.role is Role.TEN:
            return self._last_digit(at + 1, 10)
        if token.role not in PLAIN:
            return None
        if following is Role.TENS:
            return self._last_digit(at + 2, value * 10)
        if following is Role.HUNDRED:
            return self._after_hundred(at + 2, value * 100)
        if following is Role.LAST and value > 1:
            return Small(value * 10 + self._value(at + 1), at + 2)
        if following is Role.DIGIT and (later or self.role(at + 2) in (*SCALES, Role.POINT)):
            return Small(value * 10 + self._value(at + 1), at + 2)
        return Small(value, at + 1)

    def _value(self, at: int) -> int:
        return int(self.tokens[at].value)

    def _last_digit(self, at: int, base: int) -> Small:
        """After mười or mươi. «năm» is never five here: mười năm is ten years, fifteen is mười lăm."""
        if self.role(at) in (Role.DIGIT, Role.LAST) and self.role(at + 1) not in (Role.TENS, Role.HUNDRED):
            return Small(base + self._value(at), at + 1)
        return Small(base, at)

    def _after_hundred(self, at: int, base: int) -> Small:
        role, following = self.role(at), self.role(at + 1)
        if role is Role.FILLER and following is Role.LAST:
            return Small(base + self._value(at + 1), at + 2)
        if role is Role.FILLER and following in PLAIN and (units := self._words(at + 1, later=False)):
            return Small(base + units.value, units.stop)
        if role is Role.TEN:
            return self._last_digit(at + 1, base + 10)
        if role is Role.HALF:
            return Small(base + 50, at + 1)
        if role in PLAIN and following is Role.TENS:
            return self._last_digit(at + 2, base + 10 * self._value(at))
        if role in PLAIN and self._is_pair(at):
            return Small(base + 10 * self._value(at) + self._value(at + 1), at + 2)
        if role is Role.LAST or (role in PLAIN and base and self._is_short_tail(at)):
            return Small(base + 10 * self._value(at), at + 1, short=True)
        return Small(base, at)

    def _is_pair(self, at: int) -> bool:
        """«một trăm bốn bảy», «năm mốt»; with «năm» only before a scale: «một trăm năm sáu nghìn»."""
        role, following = self.role(at), self.role(at + 1)
        if following in PLAIN and self.role(at + 2) in SCALES:
            return True
        return following is Role.LAST or (role is Role.DIGIT and following is Role.DIGIT)

    def _is_short_tail(self, at: int) -> bool:
        """«một trăm hai» is 120 where a scale follows or nothing does; «một trăm năm» is a hundred years."""
        token = self.tokens[at]
        if self.role(at + 1) in SCALES:
            return True
        return token.role is Role.DIGIT and token.value != 1 and self.closed(token.end)
