"""A date as found in a text: what is written of it, where, and the calendar days it covers once its year is known."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Literal, NamedTuple

Precision = Literal["day", "month", "year", "relative"]
Part = tuple[str, int, int]


class DateSpan(NamedTuple):
    """A date, or a range of days or months, at `[start, end)` of the view.

    The span begins at «ngày», «mùng», «tháng» or the first digit; session, weekday and clock lie outside it and have
    their own spans. `end_day` … are set for ranges and lists only («29,30,31/12» → 29 to 31). `relative` is the
    distance in days from the day of publication («hôm qua» → -1). `repaired` is the date as it should have been
    written. `certain` is False where only the shape d/m speaks for a date. `spans` names the parts: (name, start, end).
    """

    start: int
    end: int
    precision: Precision
    day: int | None = None
    month: int | None = None
    year: int | None = None
    end_day: int | None = None
    end_month: int | None = None
    end_year: int | None = None
    session: str | None = None
    weekday: int | None = None
    clock: str | None = None
    relative: int | None = None
    repaired: str | None = None
    certain: bool = True
    spans: tuple[Part, ...] = ()

    def span_of(self, part: str) -> tuple[int, int] | None:
        """Offsets of a part: day, month, year, end_day, end_month, end_year, session, weekday, clock."""
        return next(((start, end) for name, start, end in self.spans if name == part), None)

    @property
    def is_range(self) -> bool:
        """Whether it has a last day or month of its own."""
        return self.end_day is not None or self.end_month is not None or self.end_year is not None

    def first(self) -> date | None:
        """The first day that the expression covers; None without a year."""
        return _date(self.year, self.month or 1, self.day or 1) if self.year is not None else None

    def last(self) -> date | None:
        """The last day that the expression covers; None without a year."""
        year = self.end_year or self.year
        if year is None:
            return None
        month = self.end_month or self.month or 12
        return _date(year, month, self.end_day or self.day or monthrange(year, month)[1])

    def in_year(self, year: int) -> DateSpan:
        """The same date with its year; a range over New Year ends in the next."""
        over = self.end_month is not None and self.month is not None and self.end_month < self.month
        return self._replace(year=year, end_year=year + 1 if over else (year if self.is_range else None))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 29 February of a year that has none
        return None
