"""The days that a time expression covers, given what the report knows of itself.

Conventions (gold/GUIDE.md): «5 năm qua» counts back from the event day for day, but «9 tháng qua» in October are the
months since January; a term of office and a stage are whole years; a school year runs from 1 September to 31 August, so
that consecutive ones leave no gap; «cùng kỳ» is the scope moved to the other year.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from pipeline.text.period_expr import Period, PeriodExpr

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1, "week": 7}
_FEWEST_REPORTED = 3  # «3 tháng qua» in April, «10 tháng qua» in November are the months since January
_MAY_BE_REPORTED = 5  # «8 tháng qua» in October may be those months too: a reader does not know
_YEAR_END_REPORTS = 10  # from October on, «năm qua» is the year that is ending
_EARLY_DAYS = 10  # a meeting in the first days of a month or quarter reports on the one before
_AHEAD_DAYS = 62  # a month or quarter without a year may lie this far ahead (plans), else it is the last one


class _Context(NamedTuple):
    reference: date | None
    year_hint: int | None
    event: date | None
    term: tuple[date, date] | None
    since: date | None
    scope: Period | None

    @property
    def anchor(self) -> tuple[date, str] | None:
        if self.event is not None:
            return self.event, "event"
        return (self.reference, "reference") if self.reference is not None else None


_Span = tuple[date | None, date | None, str]


def resolve(
    expr: PeriodExpr,
    *,
    reference: date | None = None,
    year_hint: int | None = None,
    event: date | None = None,
    term: tuple[date, date] | None = None,
    since: date | None = None,
    scope: Period | None = None,
) -> Period | None:
    """The days `expr` covers, or None where the text does not let a reader know (and for rates and vague expressions).

    `reference`: day of publication. `event`: day of the conference. `year_hint`: the year that headline or lead
    names. `term`: the term of office under report. `since`: date of the document in «5 năm thực hiện …». `scope`: the
    period that a baseline is compared with.
    """
    context = _Context(reference, year_hint, event, term, since, scope)
    try:
        span = _resolve(expr, context)
    except (ValueError, OverflowError):  # before year 1 or after 9999: «500 năm qua» of a page dated 0001
        return None
    if span is None or span[:2] == (None, None):
        return None
    first, last, source = span
    if first and last and first > last:
        return None
    return Period(first.isoformat() if first else None, last.isoformat() if last else None, f"{expr.kind}:{source}")


def _resolve(expr: PeriodExpr, context: _Context) -> _Span | None:
    match expr.kind:
        case "day" | "days" | "month" | "months":
            return _dated(expr, context)
        case "year" | "years" | "stage" | "term" | "fiscal_year":
            return _years(expr.year, expr.end_year or expr.year, "written")
        case "school_year" if expr.year and expr.end_year:
            return date(expr.year, 9, 1), date(expr.end_year, 8, 31), "written"
        case "quarter" | "first" | "last":
            return _part_of_year(expr, context)
        case "trailing" | "elapsed" | "next":
            return _counted(expr, context)
        case "relative":
            return _relative(expr, context)
        case "start_of" | "end_of":
            return _edge(expr, context)
        case "now":
            return (None, context.anchor[0], context.anchor[1]) if context.anchor else None
        case "since" | "until" | "between":
            return _composed(expr, context)
        case "baseline":
            return _baseline(expr, context)
    return None


def _years(first: int | None, last: int | None, source: str) -> _Span | None:
    return (date(first, 1, 1), date(last, 12, 31), source) if first and last else None


def _dated(expr: PeriodExpr, context: _Context) -> _Span | None:
    span = expr.date
    if span is None or span.month is None:
        return None
    year, source = _year_of(expr, context, span.month, 1)
    if year is None:
        return None
    if span.year is None:
        span = span.in_year(year)
        last = span.last()
        if span.is_range and last and context.anchor and (last - context.anchor[0]).days > _AHEAD_DAYS:
            span = span.in_year(year - 1)  # từ tháng 9 đến tháng 4
    first, last = span.first(), span.last()
    return (first, last, source) if first and last else None


def _year_of(expr: PeriodExpr, context: _Context, month: int, months: int) -> tuple[int | None, str]:
    """The year of an expression that begins in `month`, and how it is known."""
    anchor = context.anchor
    if expr.year is not None:
        return expr.year, "written"
    if expr.offset in ("-1", "0", "1"):
        year = anchor[0].year if anchor else context.year_hint
        return (year + int(expr.offset), anchor[1] if anchor else "year_hint") if year else (None, "")
    if context.year_hint is not None:
        return context.year_hint, "year_hint"
    if anchor is None:
        return None, ""
    day, source = anchor
    if expr.kind == "last" and expr.count != 12:
        return (day.year - 1 if day.month <= 2 else day.year), source
    if expr.kind == "first":
        return (day.year - 1 if months >= 9 and day.month <= 2 else day.year), source
    ahead = (date(day.year, month, 1) - day).days > _AHEAD_DAYS
    return day.year - 1 if ahead else day.year, source


def _part_of_year(expr: PeriodExpr, context: _Context) -> _Span | None:
    """Quarters, the first or last months of a year or a term."""
    if expr.of == "term":
        return _part_of_term(expr, context)
    if expr.kind == "quarter":
        index = expr.index or 1
        months = 3 * ((expr.end_index or index) - index + 1)
        start = 3 * index - 2
    else:
        months = (expr.count or 0) * _MONTHS.get(expr.unit or "", 0)
        start = 1 if expr.kind == "first" else 13 - months
    if not 1 <= months <= 12:
        return None
    year, source = _year_of(expr, context, start, months)
    if year is None:
        return None
    return date(year, start, 1), _month_end(year, start + months - 1), source


def _part_of_term(expr: PeriodExpr, context: _Context) -> _Span | None:
    if context.term is None or expr.count is None:
        return None
    first, last = context.term
    if expr.kind == "first":
        return first, _shift(first, expr.unit, expr.count) - timedelta(days=1), "term"
    return _shift(last, expr.unit, -expr.count) + timedelta(days=1), last, "term"


def _counted(expr: PeriodExpr, context: _Context) -> _Span | None:
    """«5 năm qua» counts back from the event; «5 năm thực hiện» runs from the date of the document if that is known."""
    if expr.count is None:
        return None
    if expr.kind == "elapsed" and context.since is not None:
        return context.since, _shift(context.since, expr.unit, expr.count), "since"
    if expr.unit == "term" or context.anchor is None:
        return None
    day, source = context.anchor
    if expr.kind == "next":
        return day, _shift(day, expr.unit, expr.count), source
    if expr.kind == "trailing" and expr.unit == "month":
        if expr.count >= _FEWEST_REPORTED and expr.count == day.month - 1:
            return date(day.year, 1, 1), _month_end(day.year, expr.count), source
        if expr.count >= _MAY_BE_REPORTED and expr.count == day.month - 2:
            return None
    return _shift(day, expr.unit, -expr.count), day, source


def _relative(expr: PeriodExpr, context: _Context) -> _Span | None:
    if expr.unit == "term":
        return (*context.term, "term") if context.term and expr.offset == "0" else None
    if expr.unit == "year":
        return _relative_year(expr, context)
    if context.anchor is None:
        return None
    day, source = context.anchor
    past = expr.offset == "past"
    offset = 0 if past else int(expr.offset or 0)
    if expr.unit == "week":
        first = day - timedelta(days=7) if past else day - timedelta(days=day.weekday() - 7 * offset)
        return first, first + timedelta(days=7 if past else 6), source
    width = _MONTHS[expr.unit or "month"]
    first = date(day.year, (day.month - 1) // width * width + 1, 1)
    if past and (day - first).days < _EARLY_DAYS:
        offset = -1
    first = _shift(first, expr.unit, offset)
    return first, _month_end(first.year, first.month + width - 1), source


def _relative_year(expr: PeriodExpr, context: _Context) -> _Span | None:
    anchor = context.anchor
    if expr.offset == "past":
        if context.year_hint is not None:
            return _years(context.year_hint, context.year_hint, "year_hint")
        if anchor is None:
            return None
        year = anchor[0].year - (anchor[0].month < _YEAR_END_REPORTS)
        return _years(year, year, anchor[1])
    base = anchor[0].year if anchor else context.year_hint
    if base is None:
        return None
    year = base + int(expr.offset or 0)
    return _years(year, year, anchor[1] if anchor else "year_hint")


def _edge(expr: PeriodExpr, context: _Context) -> _Span | None:
    """«đầu năm», «cuối năm 2024», «đầu nhiệm kỳ» as a day: the whole unit, of which since and until use one end."""
    if expr.unit == "year":
        year, source = _year_of(expr, context, 1, 12)
        return _years(year, year, source)
    return _relative(PeriodExpr(expr.start, expr.end, "relative", expr.unit, offset="0"), context)


def _composed(expr: PeriodExpr, context: _Context) -> _Span | None:
    base = _resolve(expr.base, context) if expr.base else None
    if base is None:
        return None
    if expr.kind == "until":
        return None, base[1], base[2]
    if expr.edge == "open":
        base = None, base[1], base[2]
    if expr.to is not None:
        to = _resolve(expr.to, context)
        if to and to[1] and base[0] and base[0] > to[1] and expr.base and expr.base.date and expr.base.year is None:
            base = _resolve(expr.base, _Context(to[1], None, None, None, None, None)) or base
        return (base[0], to[1], to[2]) if to else None
    anchor = context.anchor
    end = anchor[0] if anchor and base[0] and base[0] <= anchor[0] else None
    return base[0], end, base[2]


def _baseline(expr: PeriodExpr, context: _Context) -> _Span | None:
    """«so với năm 2018» is that year; «cùng kỳ (năm 2018)» is the scope moved there, by a year if none is named."""
    base = _resolve(expr.base, context) if expr.base else None
    if not expr.same:
        if base is not None and expr.base is not None and expr.base.kind in ("start_of", "end_of"):
            edge = base[0] if expr.base.kind == "start_of" else base[1]  # so với đầu nhiệm kỳ
            return edge, edge, base[2]
        return base
    scope = context.scope
    if scope is None or scope.end is None:
        return base
    last = date.fromisoformat(scope.end)
    back = 12
    if base is not None and base[0] is not None and expr.base is not None:
        if expr.base.kind != "year" and expr.base.unit != "year":
            return base  # «cùng kỳ tháng trước»
        back = 12 * (last.year - base[0].year)
    first = _shift(date.fromisoformat(scope.start), "month", -back) if scope.start else None
    whole_month = last == _month_end(last.year, last.month)
    return first, _month_end(*_months_back(last, back)) if whole_month else _shift(last, "month", -back), "scope"


def _months_back(day: date, months: int) -> tuple[int, int]:
    total = day.year * 12 + day.month - 1 - months
    return total // 12, total % 12 + 1


def _shift(day: date, unit: str | None, count: int) -> date:
    """`day` moved by `count` units; the last day of a shorter month stands in for a day it has not."""
    if unit in _DAYS:
        return day + timedelta(days=_DAYS[unit] * count)
    year, month = _months_back(day, -count * _MONTHS.get(unit or "", 0))
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
