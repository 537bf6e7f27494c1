"""Runs of digits and number words in a View, as tokens for the grammar of numerals; digits of codes set apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from pipeline.text.codes import glued, part_of_code, phone_end
from pipeline.text.digits import Digits, read_digits
from pipeline.text.fold import View
from pipeline.text.number_words import SCALES, NumberWords, Role

Value = int | Decimal
_SPACED_GROUPS = re.compile(r"[1-9]\d{0,2}(?: \d{3})+(?:,\d+)?(?![\d.,]\d|\d)")
_GLUED_TAIL = re.compile(r"\d{1,3}(?![\w.,]*\d)")
_WORD = re.compile(r"\S+")


class Token(NamedTuple):
    """Digits or a number word at `[start, end)`; `digits` is set for digits only."""

    role: Role
    value: Value
    start: int
    end: int
    digits: Digits | None = None


class Coded(NamedTuple):
    """Digits at `[start, end)` that belong to a code and why: code, phone, time, malformed."""

    start: int
    end: int
    value: Value
    reason: str


def token_runs(view: View, words: NumberWords) -> Iterator[list[Token] | Coded]:
    """Runs of tokens with one space or nothing between them, and the codes between the runs."""
    lower = view.lower
    run: list[Token] = []
    done = 0
    for match in words.atoms.finditer(lower):
        if match.start() < done:
            continue
        for item in _tokens(match, view, words):
            if isinstance(item, Coded):
                if run:
                    yield run
                run = []
                yield item
            else:
                gap = item.start - done
                if run and (gap > 1 or (gap == 1 and lower[done] != " ")):
                    yield run
                    run = []
                run.append(item)
            done = item.end
    if run:
        yield run


def trapped(lower: str, start: int, end: int, words: NumberWords) -> bool:
    """Whether the number word at `[start, end)` belongs to a fixed phrase that is no number («cả hai»)."""
    around = words.traps.get(lower[start:end])
    return around is not None and around.holds(lower, start, end)


def _tokens(match: re.Match[str], view: View, words: NumberWords) -> Sequence[Token | Coded]:
    start, end = match.span()
    lower = view.lower
    if lower[start].isdigit():
        return _digit_tokens(start, end, view, words)
    known = words.roles.get(match[0])
    if known is None:  # «phẩy» with its decimals
        parts = _WORD.finditer(match[0])
        return [Token(*words.roles[part[0]], start + part.start(), start + part.end()) for part in parts]
    role, value = known
    if role in (Role.SCALE, Role.SCALE_AFTER) and trapped(lower, start, end, words):
        return ()
    return (Token(role, value, start, end),)


def _digit_tokens(start: int, end: int, view: View, words: NumberWords) -> Sequence[Token | Coded]:
    lower = view.lower
    if lower.startswith(" ", end) and end <= start + 3 and (spaced := _SPACED_GROUPS.match(lower, start)):
        end = spaced.end()
    written = lower[start:end]
    digits = _read(written)
    reason = part_of_code(view, start, end, words.glued_units)
    if reason == "unit":  # the 2 of m2
        return ()
    if reason == "phone":
        end = phone_end(view.text, start)
    if digits is None and not reason:
        if parts := _listed(written, start):
            return parts
        reason = "malformed"
    if digits is None or reason:
        return (Coded(start, end, digits.value if digits else 0, reason),)
    return (Token(Role.DIGITS, digits.value, start, end, digits), *_glued_scale(end, lower, words))


def _read(written: str) -> Digits | None:
    if " " in written:
        digits = read_digits(written.replace(" ", "."))
        return digits and digits._replace(flags=("spaced",), alternative=None)
    return read_digits(written)


def _listed(written: str, start: int) -> list[Token]:
    """«29,30,31»: numbers with commas between them and no space; «2,7.1014» is a power of ten that lost its height."""
    found: list[Token] = []
    if "," not in written or "." in written:
        return found
    for part in written.split(","):
        item = read_digits(part)
        if item is not None:
            found.append(Token(Role.DIGITS, item.value, start, start + len(part), item))
        start += len(part) + 1
    return found


def _glued_scale(end: int, lower: str, words: NumberWords) -> Sequence[Token]:
    """«18tr», «5tỷ», «1tr2»: a scale right behind the digits and perhaps one more digit group."""
    if not lower[end : end + 1].isalpha():
        return ()
    letters = glued(lower, end)
    role, value = words.roles.get(letters, (None, 0))
    if role not in SCALES:
        return ()
    stop = end + len(letters)
    scale = Token(role, value, end, stop)
    tail = _GLUED_TAIL.match(lower, stop)
    if tail is None:
        return (scale,)
    return scale, Token(Role.DIGITS, int(tail[0]), stop, tail.end(), Digits(int(tail[0])))
