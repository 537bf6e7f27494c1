"""The vocabulary of Vietnamese dates, compiled once from the lexicons of rules/values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.text.lexicons import Lexicons, any_of

DAY = r"(?:3[01]|[12]\d|0?[1-9])"
MONTH = r"(?:1[0-2]|0?[1-9])"
YEAR = r"(?:1[89]|20)\d\d"


@dataclass(frozen=True, slots=True)
class DateWords:
    """Everything `scan_dates` knows of words. Build it once with `of` and share it."""

    named: re.Pattern[str]
    relative: re.Pattern[str]
    day: frozenset[str]
    month_names: Mapping[str, int]
    sure_months: frozenset[str]
    day_names: Mapping[str, int]
    day_name_before: re.Pattern[str]
    days_before: re.Pattern[str]
    year_after: re.Pattern[str]
    joint: re.Pattern[str]
    listed: re.Pattern[str]
    sessions: Mapping[str, str]
    weekdays: Mapping[str, int]
    relative_days: Mapping[str, tuple[int, str | None]]  # «hôm qua», «chiều nay» → days, session
    cues: Mapping[str, str]
    clock_words: frozenset[str]
    clock_before: re.Pattern[str]
    clock_after: re.Pattern[str]

    @classmethod
    def of(cls, book: Lexicons) -> DateWords:
        """From the lexicons time_unit, month_word, day_word, date_cue, date_link, session_word, weekday,
        relative_day and clock_word."""
        units = book.table("time_unit", "unit")
        day, month, year = (any_of(w for w, unit in units.items() if unit == name) for name in ("day", "month", "year"))
        links = book.table("date_link", "role")
        ranges = any_of(word for word, role in links.items() if role == "range")
        near = book.table("relative_day", "after")
        offsets = {word: int(days) for word, days in book.table("relative_day", "days").items()}
        months = _numbers(book.table("month_word", "value"))
        days = _numbers(book.table("day_word", "value"))
        clock = any_of(book.words("clock_word"))
        glued_clock = any_of(book.table("clock_word", "glued"))
        sessions = book.table("session_word", "session")
        relative = _relative_days(offsets, near, sessions)
        link = rf" ?[,-] ?| (?:{any_of(links)}) (?:{day} )?"
        return cls(
            named=re.compile(_named(month, year, any_of(months))),
            relative=re.compile(rf"{any_of(relative)}(?!\w)"),
            day=frozenset(word for word, unit in units.items() if unit == "day"),
            month_names=months,
            sure_months=frozenset(book.table("month_word", "sure")),
            day_names=days,
            day_name_before=re.compile(rf"(?<!\w){any_of(days)}(?=,? \Z)"),
            days_before=re.compile(rf"(?<![\w.,/-])(?<!\d )(?P<first>{DAY})(?:(?:{link}){DAY}){{0,8}}(?:{link})\Z"),
            year_after=re.compile(rf",? {year} (?P<y>{YEAR})(?!\d)| \((?P<y2>{YEAR})\)"),
            joint=re.compile(rf" ?- ?| {ranges} "),
            listed=re.compile(rf" ?[,;] ?| {any_of(links)} "),
            sessions=sessions,
            weekdays=_numbers(book.table("weekday", "value")),
            relative_days=relative,
            cues=book.table("date_cue", "role"),
            clock_words=book.words("clock_word"),
            clock_before=re.compile(rf"(?<!\d)(?P<h>[01]?\d|2[0-4])(?: ?{clock}|:)(?: ?(?P<m>[0-5]\d))?(?!\d)[, ]*\Z"),
            clock_after=re.compile(
                rf"(?:,| [|-]|,? {day})? ?\(?(?P<h>[01]?\d|2[0-3])(?:(?:{glued_clock}|:)(?P<m>[0-5]\d)| ?{clock}(?!\w))"
            ),
        )


def _relative_days(
    offsets: Mapping[str, int], near: Mapping[str, str], sessions: Mapping[str, str]
) -> dict[str, tuple[int, str | None]]:
    """«hôm qua» → -1 and no session; «nay» and the like only behind a session: «chiều nay» → 0, afternoon."""
    alone: dict[str, tuple[int, str | None]] = {w: (days, None) for w, days in offsets.items() if w not in near}
    return alone | {f"{word} {w}": (offsets[w], session) for word, session in sessions.items() for w in near}


def _numbers(table: Mapping[str, str]) -> dict[str, int]:
    return {word: int(value) for word, value in table.items()}


_NO_MORE = r"(?![\da-z%]| ?/ ?\d|[.,]\d|-(?!\d{1,2}/\d)\d)"
_YEAR_PART = rf" ?[/.-] ?(?P<y>{YEAR})(?!\d)|(?P=s)(?P<yy>\d\d){_NO_MORE}|{_NO_MORE}"
_FULL = rf"(?P<d>{DAY}) ?(?P<s>[/.-]) ?(?P<m>{MONTH})(?:{_YEAR_PART})"
_MONTH_YEAR = rf"(?P<nm>{MONTH}) ?(?P<ms>[/.-]) ?(?P<ny>{YEAR}){_NO_MORE}"
_LOST_MARK = rf"(?P<rd>{DAY})/(?P<rm>0[1-9]|1[0-2]|[1-9])(?P<ry>{YEAR}){_NO_MORE}"
_LOST_FIRST = rf"(?P<qd>0[1-9]|[12]\d|3[01])(?P<qm>0[1-9]|1[0-2])/(?P<qy>{YEAR}){_NO_MORE}"
NUMERIC_PLACES = re.compile(r"[0-9][0-9]{0,3}(?= ?[/.-] ?[0-9])")
NUMERIC = re.compile(f"{_FULL}|{_MONTH_YEAR}|{_LOST_MARK}|{_LOST_FIRST}")  # 5/7(/2024), 8/2019, 01/102021, 0110/2021


def _named(month: str, year: str, month_names: str) -> str:
    """«tháng M (năm Y)», «năm Y»."""
    return (
        rf"{month} ?(?:(?P<tm>{MONTH})(?!\d|%|[.,](?!{YEAR}(?!\d))\d)|(?!{year} ?{YEAR})(?P<tw>{month_names})(?!\w))"
        rf"(?:(?: ?[/.-] ?|,? {year} ?)(?P<ty>{YEAR})(?!\d|[.,]\d))?"
        rf"|{year} ?(?P<ay>{YEAR})(?!\d|[.,]\d)"
    )
