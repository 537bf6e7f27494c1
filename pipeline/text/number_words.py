"""The vocabulary of Vietnamese numbers, compiled once from the lexicons of rules/values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from pipeline.text.fold import fold
from pipeline.text.lexicons import Lexicons, any_of


class Role(IntEnum):
    """What a word or run of digits does in a numeral; the names are the `role:` of the lexicon number_word."""

    DIGITS = 0  # 3.706
    DIGIT = 1  # một … chín
    DIGIT_OR_YEAR = 2  # năm: five or year
    ZERO = 3  # không
    LAST = 4  # mốt, tư, lăm: only after a ten
    TEN = 5  # mười
    TENS = 6  # mươi
    HUNDRED = 7  # trăm
    SCALE = 8  # chục, nghìn, triệu, tỷ
    SCALE_AFTER = 9  # vạn, tá: a scale that never stands alone
    SCALE_GLUED = 10  # 18tr, 2k
    FILLER = 11  # linh, lẻ
    HALF = 12  # rưỡi
    HALF_OF = 13  # nửa
    POINT = 14  # phẩy
    NEGATIVE = 15  # âm
    VAGUE = 16  # hàng, vài


SCALES = (Role.SCALE, Role.SCALE_AFTER, Role.SCALE_GLUED)


@dataclass(frozen=True, slots=True)
class Around:
    """The written contexts, before and after a number, in which it belongs to a fixed phrase; `firsts` are those before
    it that need one after it."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    both: tuple[tuple[str, str], ...]
    firsts: tuple[str, ...]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Around:
        """From what stands before and after the number in each phrase."""
        pairs = tuple(pairs)
        return cls(
            before=tuple(first for first, last in pairs if first and not last),
            after=tuple(last for first, last in pairs if last and not first),
            both=(both := tuple((first, last) for first, last in pairs if bool(first) == bool(last))),
            firsts=tuple(dict(both)),
        )

    def holds(self, lower: str, start: int, end: int) -> bool:
        """Whether one of the phrases stands around `[start, end)`, whole words only."""
        if self.before and lower.endswith(self.before, 0, start):
            for text in self.before:
                if _ends_with(lower, start, text):
                    return True
        if self.after and lower.startswith(self.after, end):
            for text in self.after:
                if _goes_on(lower, end, text):
                    return True
        if self.firsts and lower.endswith(self.firsts, 0, start):
            for first, last in self.both:
                if _ends_with(lower, start, first) and _goes_on(lower, end, last):
                    return True
        return False


def _ends_with(lower: str, end: int, text: str) -> bool:
    if not lower.endswith(text, 0, end):
        return False
    start = end - len(text)
    return not (start > 0 and lower[start - 1].isalnum())


def _goes_on(lower: str, start: int, text: str) -> bool:
    if not lower.startswith(text, start):
        return False
    end = start + len(text)
    return not lower[end : end + 1].isalnum()


@dataclass(frozen=True, slots=True)
class NumberWords:
    """Everything `scan_numbers` knows of words. Build it once with `of` and share it."""

    atoms: re.Pattern[str]
    roles: Mapping[str, tuple[Role, int | Decimal]]
    traps: Mapping[str, Around]
    labels: Mapping[str, int]  # last word of a label → the greatest number it can name, 0 for any
    labels_of_words: Mapping[str, int]  # the same of labels of several words
    endings: tuple[str, ...]  # those labels
    not_labels: tuple[str, ...]
    year: str
    glued_units: frozenset[str]
    currency_follows: re.Pattern[str]
    between: re.Pattern[str]

    def label_of_words(self, before: str) -> int | None:
        """The greatest number that a label of several words at the end of `before` can name."""
        if not before.endswith(self.endings):
            return None
        return next((limit for label, limit in self.labels_of_words.items() if before.endswith(label)), None)

    @classmethod
    def of(cls, book: Lexicons) -> NumberWords:
        """From the lexicons number_word, number_trap, number_label, number_label_exception, number_range,
        glued_unit and currency. Raises KeyError for a role that no grammar knows."""
        values = book.table("number_word", "value")
        roles = {
            word: (Role[role.upper()], _value(values[word])) for word, role in book.table("number_word", "role").items()
        }
        atoms = re.compile(_atoms(roles))
        limits = book.table("number_label", "up_to")
        labels = book.words("number_label")
        years = [word for word, (role, _) in roles.items() if role is Role.DIGIT_OR_YEAR]
        return cls(
            atoms=atoms,
            roles=roles,
            traps=_traps(book.words("number_trap"), roles),
            labels={label: int(limits.get(label, "0")) for label in sorted(labels) if " " not in label},
            labels_of_words={f" {label} ": int(limits.get(label, "0")) for label in sorted(labels) if " " in label},
            endings=tuple(f" {label} " for label in labels if " " in label),
            not_labels=tuple(sorted(f"{label} " for label in book.words("number_label_exception"))),
            year=years[0] if years else "",
            glued_units=book.words("glued_unit") | frozenset(_named(roles, *SCALES)),
            currency_follows=re.compile(rf" ?(?:{any_of(book.words('currency'))})(?!\w)"),
            between=re.compile(rf" ?- ?| {any_of(book.words('number_range'))} "),
        )


def _value(text: str) -> int | Decimal:
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() else value


def _named(roles: Mapping[str, tuple[Role, int | Decimal]], *wanted: Role) -> list[str]:
    return [word for word, (role, _) in roles.items() if role in wanted]


def _atoms(roles: Mapping[str, tuple[Role, int | Decimal]]) -> str:
    """Digits, or a number word. «không» (not, zero) counts only before «trăm» and «phẩy», or among the decimals after
    «phẩy», which are one match with it."""
    zero = _named(roles, Role.ZERO)
    plain = [word for word, (role, _) in roles.items() if role not in (Role.ZERO, Role.SCALE_GLUED, Role.POINT)]
    point = any_of(_named(roles, Role.POINT))
    decimal = any_of(zero + _named(roles, Role.DIGIT, Role.DIGIT_OR_YEAR, Role.LAST))
    zeros = f"{any_of(zero)}(?= (?:{any_of(_named(roles, Role.HUNDRED))}|{point})(?!\\w))"
    return rf"\d+(?:[.,]\d+)*|(?<!\w)(?:{any_of(plain)}|{zeros}|{point}(?: {decimal}(?!\w))*)(?!\w)"


def _traps(phrases: Iterable[str], roles: Mapping[str, tuple[Role, int | Decimal]]) -> dict[str, Around]:
    """Number as written → the contexts that make it no number, from whole phrases («một số», «cả hai»)."""
    word = any_of(word for word, (role, _) in roles.items() if role not in (Role.FILLER, Role.POINT))
    run = re.compile(rf"(?<!\w)(?:\d+(?:[.,]\d+)*[^\W\d_]*|{word})(?: {word})*(?!\w)")
    one = re.compile(rf"(?<!\w)(?:{any_of(_named(roles, Role.SCALE, Role.SCALE_AFTER, Role.HUNDRED))})(?!\w)")
    found: dict[str, list[tuple[str, str]]] = {}
    for phrase in sorted({fold(phrase).lower() for phrase in phrases}):
        for pattern in (run, one):
            for match in pattern.finditer(phrase):
                around = (phrase[: match.start()], phrase[match.end() :])
                if around not in found.setdefault(match[0], []):
                    found[match[0]].append(around)
    return {number: Around.of(pairs) for number, pairs in found.items()}
