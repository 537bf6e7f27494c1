"""Numbers as Vietnamese writes them, found in a View with their offsets.

`scan_numbers` reports every number with what makes it doubtful as flags; whether a number counts anything is for the
rules to say. A number ends before its unit (500 in «500m2», 61.794.000 in «61.794.000đ»).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.text.fold import View, view_of
from pipeline.text.number import Number, Style, is_year, plain_value
from pipeline.text.number_ranges import join_ranges
from pipeline.text.number_tokens import Coded, Token, Value, token_runs, trapped
from pipeline.text.number_words import SCALES, NumberWords, Role
from pipeline.text.numerals import Numeral, NumeralReader, lone

LONGEST_LABEL = 40  # characters
_OPEN = re.compile(r" ?[^\W\d_]")


def scan_numbers(view: View, words: NumberWords) -> list[Number]:
    """All numbers of a view in the order of the text, none overlapping another."""
    found: list[Number] = []
    for run in token_runs(view, words):
        if isinstance(run, Coded):
            found.append(_coded(run, view))
        else:
            found.extend(_numbers_of(run, view, words))
    return join_ranges(found, view, words)


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


def _numbers_of(run: Sequence[Token], view: View, words: NumberWords) -> list[Number]:
    if len(run) == 1 and (alone := lone(run[0])) is not None:
        number = _number_at(run, 0, alone, view, words)
        return [] if number is None else [number]
    if len(run) > 1 and trapped(view.lower, run[0].start, run[-1].end, words):
        return []

    def closed(end: int) -> bool:
        return not _OPEN.match(view.lower, end) or bool(words.currency_follows.match(view.lower, end))

    reader = NumeralReader(run, closed)
    found: list[Number] = []
    at = 0
    while at < len(run):
        numeral = reader.read(at)
        if numeral is None or (at and _is_year_word(run, at)):
            at += 1
            continue
        number = _number_at(run, at, numeral, view, words)
        if number is not None:
            found.append(number)
        at = numeral.stop
    return found


def _number_at(run: Sequence[Token], at: int, numeral: Numeral, view: View, words: NumberWords) -> Number | None:
    """The numeral that begins with a token, if it is a number here."""
    start, end = run[at].start, run[numeral.stop - 1].end
    if trapped(view.lower, start, end, words) or not (run[at].digits is not None or _is_free(run, at, numeral, view)):
        return None
    labels = _labels(view.lower, start, end, numeral.value, words)
    return None if numeral.latent and labels else _number(run, at, numeral, view, labels)


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
    text, flags = view.text, (*numeral.flags, *labels)
    style: Style = "words" if all(token.digits is None for token in run[at : numeral.stop]) else "mixed"
    if style != "words" and numeral.stop == at + 1:
        style = "digits"
        flags += _of_digits(text, start, end, numeral.value)
    return Number(
        start,
        end,
        plain_value(numeral.value),
        None if numeral.high is None else plain_value(numeral.high),
        text[start:end],
        "range" if numeral.high is not None else style,
        plain_value(numeral.step),
        numeral.approximate,
        numeral.latent,
        False,
        flags,
        numeral.alternative,
    )


def _coded(code: Coded, view: View) -> Number:
    text = view.text[code.start : code.end]
    return Number(
        code.start, code.end, plain_value(code.value), None, text, "digits", in_code=True, flags=(code.reason,)
    )


def _of_digits(text: str, start: int, end: int, value: Value) -> tuple[str, ...]:
    numerator = text.startswith("/", end) and text[end + 1 : end + 2].isdigit()
    denominator = start > 1 and text[start - 1] == "/" and text[start - 2].isdigit()
    padded = text[start] == "0" and end - start > 1 and isinstance(value, int)
    return ("numerator",) * numerator + ("denominator",) * denominator + ("zero_padded",) * padded


def _labels(lower: str, start: int, end: int, value: Value, words: NumberWords) -> tuple[str, ...]:
    if start < 2 or lower[start - 1] != " " or lower.startswith("%", end) or value > 9999:
        return ()
    line = lower.rfind("\n", 0, start - 1) + 1
    previous = lower[max(line, lower.rfind(" ", 0, start - 1) + 1) : start - 1].lstrip("(\"'")
    if previous == words.year:
        return ("year",) if is_year(value, end - start) else ()
    limit = words.labels.get(previous)
    if limit is None:
        limit = words.label_of_words(f" {lower[max(line, start - LONGEST_LABEL) : start]}")
    if limit is None or (limit and value > limit) or lower.endswith(words.not_labels, 0, start):
        return ()
    return ("label",)
