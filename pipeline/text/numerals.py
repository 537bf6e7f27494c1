"""The grammar of one numeral: a run of adjacent tokens (digits and number words) → value, by hand-written descent.

A numeral is a falling chain of groups, each a coefficient below a thousand (or digits) and its scales:
«2 tỷ 300 triệu», «hai nghìn ba trăm bốn mươi lăm tỷ», «nghìn rưỡi», «hàng chục nghìn».
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from pipeline.text.number_tokens import Token, Value
from pipeline.text.number_words import SCALES, Role
from pipeline.text.small_numerals import PLAIN, Small, SmallReader

_HALF = Decimal("0.5")
_TEN_WORDS = (Role.TEN, Role.TENS, Role.HUNDRED, *SCALES)


class Numeral(NamedTuple):
    """The value of the tokens up to `stop` (excluded). `step` is the smallest difference the spelling shows.

    `high`: the upper end of «ba bốn». `latent`: one word or a loose pair of words, a number only where a counted noun
    follows. `alternative`: see Digits.
    """

    stop: int
    value: Value
    step: Value = 1
    high: Value | None = None
    approximate: bool = False
    latent: bool = False
    flags: tuple[str, ...] = ()
    alternative: int | None = None


class _Group(NamedTuple):
    """A coefficient with its scales multiplied in; `rank` is the product of the scales."""

    value: Value
    rank: Value
    step: Value


class NumeralReader:
    """Reads numerals out of one run of tokens. `closed(end)` says that no counted noun follows the offset, so that
    «một triệu hai» is 1.200.000 and not one million and then two of something."""

    def __init__(self, tokens: Sequence[Token], closed: Callable[[int], bool]) -> None:
        self.tokens, self.closed = tokens, closed
        self.small = SmallReader(tokens, closed)
        self._role = self.small.role

    def read(self, at: int) -> Numeral | None:
        """The longest numeral that begins with token `at`."""
        role = self._role(at)
        if role is Role.NEGATIVE:
            return self._negative(at)
        if role is Role.VAGUE:
            return self._vague(at)
        if role is Role.HALF_OF:
            return self._half_of(at)
        if role in (Role.SCALE, Role.HUNDRED):
            return self._bare_scale(at)
        if role in PLAIN and self._role(at + 1) in PLAIN:
            return self._pair(at) or self._chain(at)
        number = self._chain(at)
        if number is not None and self._role(number.stop) is Role.POINT and number.value == int(number.value):
            decimals = self.small.decimals(int(number.value), number.stop)
            return Numeral(decimals.stop, decimals.value, decimals.step) if decimals else number
        return number

    # ── forms that are no chain ──────────────────────────────────────────────────────────────────

    def _negative(self, at: int) -> Numeral | None:
        following = self._role(at + 1)
        number = self.read(at + 1) if following not in (None, Role.NEGATIVE) else None
        if number is None or number.latent or number.approximate:
            return None
        return Numeral(number.stop, -number.value, number.step, flags=number.flags)

    def _vague(self, at: int) -> Numeral | None:
        """«hàng chục nghìn», «vài trăm»: the least value it can mean."""
        rank, stop = self._scales(at + 1, (*SCALES, Role.HUNDRED, Role.TENS))
        return Numeral(stop, self.tokens[at].value * rank, rank, approximate=True) if stop > at + 1 else None

    def _half_of(self, at: int) -> Numeral | None:
        rank, stop = self._scales(at + 1, SCALES)
        if self._role(at + 1) is not Role.SCALE:
            return None
        return Numeral(stop, _whole(self.tokens[at].value * rank), rank)

    def _bare_scale(self, at: int) -> Numeral | None:
        """A scale without coefficient: «nghìn rưỡi», «trăm triệu», «chục», and «trăm mười» in speech."""
        first, following = self.tokens[at], self._role(at + 1)
        if following is Role.HALF:
            return Numeral(at + 2, _whole(first.value + first.value * _HALF), first.value // 2)
        if following in SCALES:
            rank, stop = self._scales(at, (*SCALES, Role.HUNDRED))
            return Numeral(stop, rank, rank, approximate=True)
        if first.role is Role.HUNDRED and following in (Role.TEN, Role.DIGIT, Role.FILLER):
            return self._chain(at)
        return Numeral(at + 1, first.value, first.value, latent=True, approximate=first.value == 10)

    def _scales(self, at: int, allowed: tuple[Role, ...]) -> tuple[Value, int]:
        rank: Value = 1
        while self._role(at) in allowed:
            rank *= self.tokens[at].value
            at += 1
        return rank, at

    def _pair(self, at: int) -> Numeral | None:
        """Two digits side by side: «ba bốn người» is three to four, «bảy hai» is 72 in speech."""
        low, high = self.tokens[at], self.tokens[at + 1]
        following = self._role(at + 2)
        if high.role is Role.DIGIT_OR_YEAR and following not in _TEN_WORDS:
            return None
        if high.value == low.value + 1:
            rank, stop = self._scales(at + 2, (*SCALES, Role.HUNDRED, Role.TENS))
            return Numeral(stop, low.value * rank, rank, high.value * rank, approximate=True, latent=rank == 1)
        if following in _TEN_WORDS or following is Role.POINT or low.role is Role.DIGIT_OR_YEAR:
            return None
        return Numeral(at + 2, low.value * 10 + high.value, latent=True, flags=("short_form",))

    # ── the chain of groups ──────────────────────────────────────────────────────────────────────

    def _chain(self, at: int) -> Numeral | None:
        groups: list[_Group] = []
        best: Numeral | None = None
        short = False
        next_ = at
        while (small := self.small.read(next_, later=bool(groups))) is not None:
            if groups and not self._continues(at, groups[-1], small, next_):
                tail = self._short_tail(groups[-1], next_, small.stop)
                return self._numeral(at, [*groups, tail], small.stop, short=True) if tail else best
            short = short or small.short
            groups.append(_Group(small.value, 1, small.step))
            stop = self._apply_scales(groups, small.stop)
            if stop is None:
                return best
            tailed = self._tail_of_scale(groups[-1], stop) if stop > small.stop else None
            if tailed is not None:
                groups.append(tailed)
                short = short or self._role(stop) is Role.LAST
                return self._numeral(at, groups, stop + 1, short=short)
            best = self._numeral(at, groups, stop, short=short)
            if stop == small.stop:  # no scale: the last group
                return best
            next_ = stop + 1 if self._role(stop) is Role.FILLER else stop
        return best

    def _continues(self, first: int, last: _Group, small: Small, at: int) -> bool:
        """Whether the coefficient at token `at` goes on the chain: smaller than the last rank and, without a scale of
        its own, neither a lone digit nor digits that may be a number for itself."""
        in_digits = self.tokens[first].digits is not None
        if self._role(small.stop) in SCALES:
            return not in_digits or (small.value != 0 and self.tokens[small.stop].value < last.rank)
        if small.value >= last.rank:
            return False
        token = self.tokens[at]
        if token.digits is not None:
            return in_digits and last.rank == 1000 and token.end - token.start == 3 and self.closed(token.end)
        if in_digits:
            return False
        return small.stop > at + 1 or token.role is Role.TEN or self._role(at - 1) is Role.FILLER

    def _short_tail(self, last: _Group, at: int, stop: int) -> _Group | None:
        """«một triệu hai» → + 200.000; «1 triệu 25», «1tr2»: the tail counts in the next lower places."""
        token = self.tokens[at]
        if stop != at + 1 or last.rank < 100 or not self.closed(token.end):
            return None
        if token.role is Role.DIGIT and token.value != 1:
            width = 1
        elif token.digits is not None and token.digits.step == 1 and last.rank >= 10**6:
            width = token.end - token.start
        else:
            return None
        unit = last.rank // 10**width
        return _Group(token.value * unit, 1, unit) if width <= 3 else None

    def _tail_of_scale(self, last: _Group, at: int) -> _Group | None:
        """«rưỡi», «mốt», «tư» right after a scale."""
        if self._role(at) is Role.HALF:
            return _Group(last.rank // 2, 1, last.rank // 2)
        if self._role(at) is Role.LAST and self._role(at + 1) not in _TEN_WORDS:
            return _Group(self.tokens[at].value * last.rank // 10, 1, last.rank // 10)
        return None

    def _apply_scales(self, groups: list[_Group], stop: int) -> int | None:
        """Multiply by the scales that follow; a scale greater than the groups before takes them all with it
        («hai nghìn ba trăm tỷ»). None if the chain would not fall."""
        in_digits = self.tokens[stop - 1].digits is not None
        adjacent = False
        while self._role(stop) in SCALES or (in_digits and not adjacent and self._role(stop) is Role.HUNDRED):
            scale = self.tokens[stop].value
            taken = [groups.pop()]
            while groups and groups[-1].rank < scale and not in_digits:
                taken.append(groups.pop())
            value = sum(group.value for group in taken) * scale
            if groups and value >= groups[-1].rank:
                return None
            groups.append(_Group(value, (taken[0].rank if adjacent else 1) * scale, taken[0].step * scale))
            adjacent = True
            stop += 1
        return stop

    def _numeral(self, at: int, groups: list[_Group], stop: int, *, short: bool) -> Numeral:
        digits = self.tokens[at].digits
        flags = digits.flags if digits else ()
        return Numeral(
            stop,
            _whole(sum(group.value for group in groups)),
            min(group.step for group in groups),
            latent=stop == at + 1 and digits is None,
            flags=(*flags, "short_form") if short else flags,
            alternative=digits.alternative if digits and stop == at + 1 else None,
        )


def lone(token: Token) -> Numeral | None:
    """The numeral of a token that has no neighbour, without the grammar: most are."""
    if token.digits is not None:
        digits = token.digits
        return Numeral(1, _whole(token.value), digits.step, flags=digits.flags, alternative=digits.alternative)
    return Numeral(1, token.value, latent=True) if token.role in (*PLAIN, Role.TEN) else None


def _whole(value: Value) -> Value:
    """An int where the value is integral."""
    if isinstance(value, int):
        return value
    return int(value) if value == int(value) else value
