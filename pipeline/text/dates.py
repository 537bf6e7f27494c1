"""Dates as Vietnamese local news writes them, found in a View with their offsets, and the year that is often missing.

`scan_dates` finds days, months and years with everything beside them (session, weekday, clock). What looks like a date
and may be a fraction («5/7») is reported with `certain=False`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pipeline.text.date_reader import DateReader
from pipeline.text.date_span import DateSpan
from pipeline.text.date_words import DateWords
from pipeline.text.fold import View

__all__ = ["DateSpan", "DateWords", "Resolved", "resolve_year", "scan_dates"]

PLAUSIBLE_DAYS = 60  # a report appears within two months of its event


@dataclass(frozen=True, slots=True)
class Resolved:
    """A date span with its year: first and last day, and how the year was found."""

    start: date
    end: date
    basis: Literal["written", "nearest_before", "relative"]


def scan_dates(view: View, words: DateWords) -> list[DateSpan]:
    """All dates of a view in the order of the text, none overlapping another; impossible ones (31/4) are left out."""
    reader = DateReader(view, words)
    found: list[DateSpan] = []
    for span in reader.atoms():
        previous = found[-1] if found else None
        joined = _join(previous, span, reader) if previous is not None else None
        if joined is not None:
            found[-1] = joined
            continue
        if previous is not None:
            if not span.certain and previous.certain and reader.lists(previous.end, span.start):
                span = span._replace(certain=True)
            if previous.precision == "relative" != span.precision and span.relative is not None:
                found.pop()  # «hôm nay (5/7)» is one date
        found.append(span)
    return [span for span in found if span.certain or "/" in view.text[span.start : span.end]]


def _join(first: DateSpan, second: DateSpan, reader: DateReader) -> DateSpan | None:
    """«từ ngày 16/4 đến 30/6/2018» as one range, the first end taking its year from the second."""
    if first.precision != second.precision or first.precision not in ("day", "month") or first.is_range:
        return None
    if not reader.links(first.end, second.start):
        return None
    if (first.day, first.month) == (second.day, second.month) and "-" in reader.text[first.end : second.start]:
        return None  # 7/5/1954 - 7/5/2019: an anniversary
    end_year = second.end_year or second.year
    year = first.year or second.year
    end_day, end_month = second.end_day or second.day, second.end_month or second.month
    if _order(year, first.month, first.day) >= _order(end_year or year, end_month, end_day):
        if first.year is not None or "-" in reader.text[first.end : second.start] or first.month == second.month:
            return None
        year = year and year - 1  # từ 20/12 đến 10/1/2024
    return first._replace(
        end=second.end,
        year=year,
        end_day=end_day,
        end_month=end_month,
        end_year=end_year,
        certain=first.certain or second.certain,
        spans=(*first.spans, *((f"end_{name}", start, end) for name, start, end in second.spans)),
    )


def _order(year: int | None, month: int | None, day: int | None) -> tuple[int, int, int]:
    return year or 0, month or 0, day or 0


def resolve_year(
    span: DateSpan, reference: date | None, *, within_days: int = PLAUSIBLE_DAYS, ahead_days: int = 0
) -> Resolved | None:
    """The days of `span`: as written, or in the nearest year that puts its first day at most `within_days` before and
    `ahead_days` after `reference` (the day of publication). None where that is not possible."""
    first, last = span.first(), span.last()
    if first is not None and last is not None:
        return Resolved(first, last, "written")
    if reference is None:
        return None
    if span.precision == "relative":
        day = reference + timedelta(days=span.relative or 0)
        return Resolved(day, day, "relative")
    for year in (reference.year + 1, reference.year, reference.year - 1):
        dated = span.in_year(year)
        first, last = dated.first(), dated.last()
        if first and last and -ahead_days <= (reference - first).days <= within_days:
            return Resolved(first, last, "nearest_before")
    return None
