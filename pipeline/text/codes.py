"""Whether digits are part of a code: a document number, plate, road, model, time, phone, address or file name."""

from __future__ import annotations

import re
from collections.abc import Set

from pipeline.text.fold import View

_LETTERS = re.compile(r"[^\W\d_]+")
_UNIT = re.compile(r"[^\W\d_]+[23]?(?!\w)")
_CAPITAL = "[A-ZĐƯ]"
_SYMBOL_AFTER = re.compile(
    rf"(?:[/.-]\d{{1,5}}){{0,3}}"
    rf"(?:[-/]{_CAPITAL}| [-/]{_CAPITAL}{{2}}|[-/] {_CAPITAL}{{2}}| - {_CAPITAL}{{2,6}}/{_CAPITAL})"
)
_PHONE = re.compile(r"0\d{2,4}([ .-])\d{2,4}(?:\1?\d{2,4}){1,2}(?!\d)|0\d{8,10}(?!\d)")
_ADDRESS = re.compile(r"://|www\.|@|\.(?:vn|com|net|org|html?|aspx?|php|png|jpe?g|gif|pdf|docx?)\b")
_TOKEN = re.compile(r"\S{1,200}")


def glued(lower: str, at: int) -> str:
    """The letters right at `at`, empty if none."""
    match = _LETTERS.match(lower, at)
    return match[0] if match else ""


def part_of_code(view: View, start: int, end: int, units: Set[str]) -> str:
    """Why the digits `[start, end)` are no count: code, phone, time, unit (the 2 of «m2»); "" if they may be one.

    A word glued by a typing slip («đạt15», «21tiếp») makes no code."""
    text = view.text
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if before not in " \n(" and (reason := _glued_before(view, start, end, units)):
        return reason
    if text[start] == "0" and phone_end(text, start):
        return "phone"
    if ":" in (before, after) and _is_clock(text, start, end):
        return "time"
    if (after.isalpha() or after == "_") and not _unit_follows(view, end, units):
        return "code"
    if after in "-/. " and _SYMBOL_AFTER.match(text, end):
        return "code"
    if (before in "/._-?" or after in "/._-@") and _in_address(text, start):
        return "code"
    return ""


def _glued_before(view: View, start: int, end: int, units: Set[str]) -> str:
    before = view.text[start - 1]
    if before.isalpha() or before == "_":
        word = _letters_before(view.lower, start)
        if word + view.lower[start:end] in units:
            return "unit"
        return "" if _is_glued_word(view.text[start - len(word) : start]) else "code"
    if before in "#@=" or (before in "-&" and view.text[start - 2 : start - 1].isalpha()):
        return "" if _unit_twice(view.lower, start, end, units) else "code"
    return ""


def _unit_twice(lower: str, start: int, end: int, units: Set[str]) -> bool:
    """Whether a dash parts the two ends of a range, each with the same unit: the 10 of «5m-10m»."""
    unit = _letters_before(lower, start - 1)
    return lower[start - 2 - len(unit)].isdigit() and unit in units and glued(lower, end) == unit


def _is_clock(text: str, start: int, end: int) -> bool:
    return text[start - 2 : start].rstrip(":").isdigit() or text[end : end + 2].lstrip(":").isdigit()


def phone_end(text: str, start: int) -> int:
    """Where the telephone number that begins at `start` ends; 0 if none does."""
    match = _PHONE.match(text, start) if text[start] == "0" else None
    return match.end() if match else 0


def _letters_before(lower: str, end: int) -> str:
    start = end
    while start and end - start < 12 and lower[start - 1].isalpha():
        start -= 1
    return lower[start:end]


def _is_glued_word(word: str) -> bool:
    """A Vietnamese word before or after the digits with the space lost: «số31», «21tiếp»; no symbol like QĐ."""
    return not word.isascii() and not word.isupper()


def _unit_follows(view: View, end: int, units: Set[str]) -> bool:
    unit = _UNIT.match(view.lower, end)
    if unit and unit[0] in units:
        return True
    letters = glued(view.lower, end)
    if not letters or letters in units:  # 1tr2
        return bool(letters)
    return _is_glued_word(view.text[end : end + len(letters)])


def _in_address(text: str, at: int) -> bool:
    start = max(text.rfind(" ", max(0, at - 100), at), text.rfind("\n", max(0, at - 100), at)) + 1
    token = _TOKEN.match(text, start)
    return bool(token and _ADDRESS.search(token[0].lower()))
