"""Time spans: a table of forms and the days they cover, conventions of the gold, month ends, linear work."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.dates import scan_dates
from pipeline.text.fold import View, view_of
from pipeline.text.numbers import scan_numbers
from pipeline.text.periods import Period, PeriodExpr, PeriodWords, resolve, scan_periods
from tests.text.value_words import DATES, NUMBERS, PERIODS, calls, rows

TABLE = rows("periods.tsv")
SHARED = Path(__file__).parents[3] / "shared"


def scan(view: View) -> list[PeriodExpr]:
    return scan_periods(view, PERIODS, scan_dates(view, DATES), scan_numbers(view, NUMBERS))


def only(text: str) -> PeriodExpr:
    exprs = scan(view_of(text))
    assert len(exprs) == 1, (text, exprs)
    return exprs[0]


def days(text: str, **context: Any) -> tuple[str | None, str | None] | None:
    period = resolve(only(text), **context)
    return (period.start, period.end) if period else None


def _context(written: str) -> dict[str, Any]:
    context: dict[str, Any] = {"event": date(2024, 7, 5), "reference": date(2024, 7, 6)}
    for part in written.split():
        name, _, value = part.partition("=")
        first, _, last = value.partition("..")
        if name == "hint":
            context["year_hint"] = int(value)
        elif name == "term":
            context["term"] = (date.fromisoformat(first), date.fromisoformat(last))
        elif name == "scope":
            context["scope"] = Period(first, last, "")
        else:
            context[name] = date.fromisoformat(value) if value else None
    return context


def _shown(expr: PeriodExpr, view: View, context: dict[str, Any]) -> str:
    period = resolve(expr, **context)
    covered = f"{period.start or ''}..{period.end or ''} {period.basis.partition(':')[2]}" if period else "-"
    return f"{view.text[expr.start : expr.end]} = {expr.kind} {covered}"


def test_the_table_is_large() -> None:
    assert len(TABLE) >= 90
    assert len({(row[0], row[1]) for row in TABLE}) == len(TABLE)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: " ".join(row[:2]))
def test_text(row: list[str]) -> None:
    text, context, expected = row
    view = view_of(text)
    shown = " | ".join(_shown(expr, view, _context(context)) for expr in scan(view))
    assert (shown or "none") == expected


# ── properties ───────────────────────────────────────────────────────────────────────────────────

YEARS = st.integers(1900, 2099)


@given(st.integers(1, 12), YEARS)
def test_a_month_ends_on_its_last_day(month: int, year: int) -> None:
    last = f"{year}-{month:02}-{monthrange(year, month)[1]}"
    assert days(f"tháng {month}/{year}") == (f"{year}-{month:02}-01", last)


@given(st.integers(1, 12), YEARS)
def test_first_and_last_months_make_a_year(count: int, year: int) -> None:
    first, last = (
        days(f"{count} tháng đầu năm {year}"),
        days(f"{12 - count} tháng cuối năm {year}") if count < 12 else None,
    )
    assert first is not None and first[0] == f"{year}-01-01"
    if last is not None:
        assert date.fromisoformat(str(last[0])).toordinal() == date.fromisoformat(str(first[1])).toordinal() + 1
        assert last[1] == f"{year}-12-31"


@given(st.integers(1, 4), YEARS)
def test_quarters_meet(index: int, year: int) -> None:
    quarter = days(f"quý {('I', 'II', 'III', 'IV')[index - 1]}/{year}")
    assert quarter is not None
    assert (str(quarter[0]), str(quarter[1])[:7]) == (f"{year}-{3 * index - 2:02}-01", f"{year}-{3 * index:02}")


@given(
    st.integers(1900, 2040),
    st.integers(1, 59),
    st.sampled_from(["giai đoạn {a}-{b}", "nhiệm kỳ {a} - {b}", "từ năm {a} đến năm {b}", "năm {a} – {b}"]),
)
def test_two_years_are_whole(first: int, length: int, form: str) -> None:
    assert days(form.format(a=first, b=first + length)) == (f"{first}-01-01", f"{first + length}-12-31")


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.integers(1, 40))
def test_years_count_back_to_the_same_day(event: date, count: int) -> None:
    back = date(event.year - count, event.month, min(event.day, monthrange(event.year - count, event.month)[1]))
    assert days(f"{count} năm qua", event=event) == (back.isoformat(), event.isoformat())


@given(
    st.sampled_from([row[0] for row in TABLE]),
    st.one_of(st.none(), st.dates()),
    st.one_of(st.none(), st.dates()),
    st.one_of(st.none(), YEARS),
)
def test_periods_never_end_before_they_begin(
    text: str, event: date | None, reference: date | None, hint: int | None
) -> None:
    view = view_of(text)
    for expr in scan(view):
        period = resolve(expr, event=event, reference=reference, year_hint=hint)
        assert period is None or not (period.start and period.end) or period.start <= period.end
        assert period is None or period.start or period.end


PIECES = [*rows("pieces.tsv")[2], "\n"]


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_expressions_never_overlap(words: list[str]) -> None:
    view = view_of(" ".join(words))
    end = 0
    for expr in scan(view):
        assert end <= expr.start < expr.end <= len(view.text)
        end = expr.end


def test_an_unknown_kind_is_named() -> None:
    class Book:
        def table(self, lexicon: str, attribute: str | None = None) -> dict[str, str]:
            return {"năm qua": "sometimes"} if (lexicon, attribute) == ("period_phrase", "kind") else {}

        def words(self, lexicon: str) -> frozenset[str]:
            return frozenset()

    with pytest.raises(ValueError, match="period_phrase: unknown kind 'sometimes'"):
        PeriodWords.of(Book())


@pytest.mark.parametrize(
    "piece",
    [
        "1/1 ",
        "2020-",
        "2020-2021 ",
        "năm 2020, ",
        "quý 1, ",
        "6 tháng ",
        "5 năm qua ",
        "từ ",
        "đến nay ",
        "cùng kỳ ",
        "so với năm 2020 ",
        "trong 5 qua ",
    ],
)
def test_work_grows_with_length_only(piece: str) -> None:
    small, large = (view_of(piece * (size // len(piece))) for size in (2_000, 8_000))
    assert calls(lambda: scan(large)) <= 5 * calls(lambda: scan(small)) + 500


# ── the gold ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the shared gold is not beside this checkout")
def test_gold_periods_can_be_read_from_their_articles() -> None:
    reached = wanted = 0
    for file in sorted((SHARED / "gold").glob("*.yaml")):
        gold = yaml.safe_load(file.read_text(encoding="utf-8"))
        periods = [tuple(map(str, count["period"])) for count in gold.get("counts") or [] if "period" in count]
        if not periods:
            continue
        exprs = scan(view_of((SHARED / "articles" / f"{file.stem}.txt").read_text(encoding="utf-8")))
        context = {"event": (gold.get("event") or {}).get("held_on"), "reference": gold.get("published_on")}
        hints = {None} | {expr.year for expr in exprs if expr.start < 400}
        found = [resolve(expr, year_hint=hint, **context) for expr in exprs for hint in hints]
        covered = {(period.start, period.end) for period in found if period}
        wanted += len(periods)
        reached += sum(period in covered for period in periods)
    assert reached / wanted >= 0.95
