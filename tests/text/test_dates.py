"""Dates: a table of forms, every date written in every way, ranges, missing years, linear work."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.text.dates import DateSpan, resolve_year, scan_dates
from pipeline.text.fold import View, view_of
from tests.text.value_words import DATES, calls, rows

TABLE = rows("dates.tsv")


def scan(text: str) -> list[DateSpan]:
    return scan_dates(view_of(text), DATES)


def only(text: str) -> DateSpan:
    spans = scan(text)
    assert len(spans) == 1, (text, spans)
    return spans[0]


def _iso(year: int | None, month: int | None, day: int | None) -> str:
    return "-".join([str(year or "????"), *(f"{part:02}" for part in (month, day) if part)])


def _shown(span: DateSpan, view: View) -> str:
    if span.precision == "relative":
        value = f"{span.relative:+d}d"
    else:
        value = _iso(span.year, span.month, span.day)
        if span.is_range:
            value += ".." + _iso(span.end_year or span.year, span.end_month or span.month, span.end_day)
    parts = {"session": span.session, "weekday": span.weekday, "clock": span.clock, "repaired": span.repaired}
    if span.precision != "relative":
        parts["relative"] = span.relative
    extra = " ".join(f"{name}={part}" for name, part in parts.items() if part is not None)
    sure = "" if span.certain else " ?"
    return f"{view.text[span.start : span.end]} = {value}{sure}" + (f" {{{extra}}}" if extra else "")


def test_the_table_is_large() -> None:
    assert sum(max(1, row[1].count("|") + 1) for row in TABLE) >= 120


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0][:40])
def test_text(row: list[str]) -> None:
    text, expected = row
    view = view_of(text)
    assert (" | ".join(_shown(span, view) for span in scan_dates(view, DATES)) or "none") == expected


# ── properties ───────────────────────────────────────────────────────────────────────────────────

LAST_YEAR = 2099
DAYS = st.dates(date(1900, 1, 1), date(LAST_YEAR, 12, 31))
FORMS = (
    "ngày {d}/{m}/{y}", "ngày {d:02}/{m:02}/{y}", "{d}/{m}/{y}", "{d:02}.{m:02}.{y}", "{d}-{m}-{y}", "{d} - {m} - {y}",
    "ngày {d} tháng {m} năm {y}", "ngày {d:02} tháng {m:02} năm {y}", "ngày {d}/{m} năm {y}",
    "Ngày {d}, tháng {m}, năm {y}",
    "ngày {d} tháng {m}/{y}", "Sáng ngày {d}/{m}/{y}", "thứ Hai, {d:02}/{m:02}/{y}, 08:11", "ngày {d} / {m} / {y}",
)  # fmt: skip


@given(DAYS, st.sampled_from(FORMS))
def test_every_date_reads_back(day: date, form: str) -> None:
    span = only(form.format(d=day.day, m=day.month, y=day.year))
    assert span.certain
    assert (span.first(), span.last()) == (day, day)
    assert resolve_year(span, None) is not None


@given(DAYS)
def test_a_lost_mark_is_repaired(day: date) -> None:
    for form in ("ngày {d:02}/{m:02}{y}", "ngày {d:02}{m:02}/{y}"):
        span = only(form.format(d=day.day, m=day.month, y=day.year))
        assert span.first() == day
        assert span.repaired == f"{day:%d/%m/}{day.year}"


@given(DAYS, st.integers(1, 40), st.sampled_from(["từ {a} đến {b}", "{a} - {b}", "{a} – {b}", "từ {a} tới {b}"]))
def test_every_range_reads_back(first: date, length: int, form: str) -> None:
    last = first + timedelta(days=length)
    assume(last.year <= LAST_YEAR)
    assume((first.day, first.month) != (last.day, last.month))
    dates = [f"ngày {day.day}/{day.month}/{day.year}" for day in (first, last)]
    span = only(form.format(a=dates[0], b=dates[1]))
    assert (span.first(), span.last()) == (first, last)


@given(
    st.integers(1, 12),
    st.integers(1900, LAST_YEAR),
    st.sampled_from(["tháng {m}/{y}", "tháng {m} năm {y}", "tháng {m:02}-{y}", "{m}/{y}"]),
)
def test_every_month_reads_back(month: int, year: int, form: str) -> None:
    span = only(form.format(m=month, y=year))
    last = span.last()
    assert (span.precision, span.first()) == ("month", date(year, month, 1))
    assert last is not None
    assert last + timedelta(days=1) == (date(year + month // 12, month % 12 + 1, 1))


@given(st.integers(0, 40), st.integers(0, 14), st.integers(0, 2200))
def test_impossible_dates_are_left_out(day: int, month: int, year: int) -> None:
    for span in scan(f"ngày {day}/{month}/{year}; ngày {day} tháng {month} năm {year}"):
        if span.precision == "day":
            assert span.first() is not None or span.year is None


@given(DAYS, st.integers(0, 60))
def test_a_missing_year_is_the_one_before_publication(event: date, lag: int) -> None:
    published = event + timedelta(days=lag)
    resolved = resolve_year(only(f"ngày {event.day}/{event.month}"), published)
    assert resolved is not None
    assert (resolved.start, resolved.basis) == (event, "nearest_before")


@pytest.mark.parametrize(
    ("text", "published", "first", "basis"),
    [
        ("ngày 5/7", date(2024, 7, 9), date(2024, 7, 5), "nearest_before"),
        ("ngày 28/12", date(2024, 1, 3), date(2023, 12, 28), "nearest_before"),
        ("ngày 29/2", date(2024, 3, 3), date(2024, 2, 29), "nearest_before"),
        ("hôm qua", date(2024, 3, 1), date(2024, 2, 29), "relative"),
        ("sáng nay", date(2024, 3, 1), date(2024, 3, 1), "relative"),
        ("ngày 5/7/2019", date(2024, 3, 1), date(2019, 7, 5), "written"),
    ],
)
def test_resolve_year(text: str, published: date, first: date, basis: str) -> None:
    resolved = resolve_year(only(text), published)
    assert resolved is not None
    assert (resolved.start, resolved.basis) == (first, basis)


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("ngày 5/7", date(2024, 7, 4)),  # after publication
        ("ngày 5/1", date(2024, 7, 4)),  # too long before
        ("ngày 29/2", date(2023, 3, 1)),
        ("ngày 5/7", None),
    ],
)
def test_no_plausible_year(text: str, published: date | None) -> None:
    assert resolve_year(only(text), published) is None


def test_an_announced_date_may_lie_ahead() -> None:
    resolved = resolve_year(only("ngày 5/1"), date(2023, 12, 28), ahead_days=30)
    assert resolved is not None
    assert resolved.start == date(2024, 1, 5)


def test_parts_have_offsets_that_map_back() -> None:
    text = "Sáng  thứ\u00a0Sáu, ngày  5/7/2024, 08:30"
    view = view_of(text)
    span = scan_dates(view, DATES)[0]
    named = {name: text[slice(*view.span(start, end))] for name, start, end in span.spans}
    assert named == {
        "day": "5",
        "month": "7",
        "year": "2024",
        "session": "Sáng",
        "weekday": "thứ\u00a0Sáu",
        "clock": "08:30",
    }
    assert span.span_of("end_day") is None


PIECES = [*rows("pieces.tsv")[1], "\n"]


@given(st.lists(st.sampled_from(PIECES), max_size=30), st.booleans())
def test_dates_never_overlap(words: list[str], spaced: bool) -> None:
    view = view_of((" " if spaced else "").join(words))
    end = 0
    for span in scan_dates(view, DATES):
        assert end <= span.start < span.end <= len(view.text)
        assert all(0 <= start < stop <= len(view.text) for _, start, stop in span.spans)
        end = span.end


@pytest.mark.parametrize(
    "piece",
    [
        "1/",
        "1-",
        "1.",
        "1,",
        "1/1 ",
        "1/1,",
        "1/1/2020-",
        "1/1 đến ",
        "ngày 1, ",
        "tháng 1 ",
        "năm 2020 ",
        "sáng ",
        "thứ 4, ",
        "8 giờ ",
        "(",
        "mùng ",
    ],
)
def test_work_grows_with_length_only(piece: str) -> None:
    small, large = (view_of(piece * (size // len(piece))) for size in (2_000, 8_000))
    assert calls(lambda: scan_dates(large, DATES)) <= 5 * calls(lambda: scan_dates(small, DATES)) + 500
