"""Dates of one document that do not agree: which are slips of one another, and the checks that say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.model import row_id
from pipeline.store.groups import Links, commonest
from pipeline.store.rows import Row

_YEAR_IN_NUMBER = re.compile(r"[/-]((?:19|20)\d\d)(?:[/-]|$)")
_PARTY = re.compile(r"\d+\w?-")
_DAY = len("2024-07-05")
TERM_BEGAN, TERM_MONTHS = (2015, 7), 60
"""Party committees are elected every five years, around the middle of 2015, 2020, 2025; their numbers begin again."""


def year_in(number: str | None) -> str | None:
    """The year that a number carries.

    >>> year_in("15/2024/NĐ-CP"), year_in("163/2016"), year_in("02-NQ/TU")
    ('2024', '2016', None)
    """
    found = _YEAR_IN_NUMBER.search(number or "")
    return found[1] if found else None


def series_of(number: str | None, date: str) -> str:
    """The series in which a number is unique: all time if it carries its year, the term of a Party committee, else the
    year.

    >>> series_of("15/2024/NĐ-CP", "2023-01-01"), series_of("02-NQ/TU", "2021-03-01"), series_of("9/KH-UBND", "2021")
    ('', 'term 1', '2021')
    """
    if not date or year_in(number):
        return ""
    if number and _PARTY.match(number) and len(date) == _DAY:
        months = (int(date[:4]) - TERM_BEGAN[0]) * 12 + int(date[5:7]) - TERM_BEGAN[1]
        return f"term {months // TERM_MONTHS}"
    return date[:4]


def one_document(number: str | None, dates: Sequence[str | None]) -> dict[str, str]:
    """Day → the day that most citations give for the same document. Days of one document are those that differ in day,
    month or year alone, in one series; of a number that carries its year, all days.

    >>> one_document("02-NQ/TU", ["2021-03-01", "2021-03-01", "2021-03-07", "2024-11-20"])
    {'2021-03-01': '2021-03-01', '2021-03-07': '2021-03-01', '2024-11-20': '2024-11-20'}
    """
    days = sorted({date for date in dates if date})
    same = Links()
    for index, day in enumerate(days):
        same.root(day)
        for other in days[index + 1 :]:
            if _slip(number, day, other):
                same.join(day, other)
    right = {
        root: commonest(date for date in dates if date and same.root(date) == root) or root
        for root in {same.root(day) for day in days}
    }
    return {day: right[same.root(day)] for day in days}


def _slip(number: str | None, day: str, other: str) -> bool:
    if number is None or series_of(number, day) != series_of(number, other):
        return False
    differing = sum(a != b for a, b in zip(day.split("-"), other.split("-"), strict=True))
    return year_in(number) is not None or differing == 1


def date_checks(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows of `checks` for citations (id, document_id, number, issued_on, day of the document, published_on) whose day
    is not the document's, not in the year of the number, or after the article."""
    for identity, document, number, issued_on, day, published_on in rows:
        for expected, why in _doubts(str(number or ""), str(issued_on), day, published_on):
            explanation = f"{number} is dated {issued_on} here, {why}"
            row = (
                row_id("checks", identity, "date"),
                document,
                "date",
                None,
                expected,
                issued_on,
                "fails",
                explanation,
            )
            yield row
            break


def _doubts(number: str, issued_on: str, day: object, published_on: object) -> Iterator[tuple[str, str]]:
    year = year_in(number)
    if year is not None and not issued_on.startswith(year):
        yield year, f"but its number is of {year}"
    if day is not None and day != issued_on:
        yield str(day), f"but {day} in most articles"
    if published_on is not None and issued_on > str(published_on):
        yield str(published_on), f"after the article of {published_on}"
