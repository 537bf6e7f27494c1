"""What is known of an expression for a span of time, and the span it resolves to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from pipeline.text.date_span import DateSpan
from pipeline.text.period_words import Kind


@dataclass(frozen=True, slots=True)
class PeriodExpr:
    """An expression for a span of time at `[start, end)` of the view.

    `unit` and `count`: «6 tháng» → month, 6. `index` to `end_index`: the quarter(s). `year` to `end_year` as written.
    `offset`: distance of the year or unit from the event ("-1", "0", "past"). `of`: what `first` and `last` are a part
    of (year or term). `date`: the date it stands on. `base`, `to`: the expressions it is built on. `same`: a baseline
    that means the same part of the other year («cùng kỳ»). `year_span`: where the year stands. `edge`: of
    «đến hết năm 2018» `last`, its last day; of «trước năm 2018» `open`, no day that a reader knows.
    """

    start: int
    end: int
    kind: Kind
    unit: str | None = None
    count: int | None = None
    index: int | None = None
    end_index: int | None = None
    year: int | None = None
    end_year: int | None = None
    offset: str | None = None
    of: str | None = None
    date: DateSpan | None = None
    base: PeriodExpr | None = None
    to: PeriodExpr | None = None
    same: bool = False
    year_span: tuple[int, int] | None = None
    edge: str | None = None


class Period(NamedTuple):
    """First and last day, ISO; None where the expression leaves that end open. `basis` is «kind:source», the source one
    of written, year_hint, event, reference, term, since, scope."""

    start: str | None
    end: str | None
    basis: str
