"""Numbers: tables of forms and sentences, properties of every number written in every way, linear work."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.digits import format_number, read_digits
from pipeline.text.fold import view_of
from pipeline.text.lexicons import any_of
from pipeline.text.number import Number
from pipeline.text.number_words import Role
from pipeline.text.numbers import read_number, scan_numbers
from tests.text.value_words import NUMBERS, calls, rows

NUMERALS = rows("numerals.tsv")
SCANS = rows("number_scans.tsv")

# ── tables ───────────────────────────────────────────────────────────────────────────────────────


def test_the_table_is_large_and_mostly_agrees() -> None:
    known = [row for row in NUMERALS if row[4] and row[1]]
    assert len(NUMERALS) >= 320
    assert len({row[0] for row in NUMERALS}) == len(NUMERALS)
    assert len(known) <= len(NUMERALS) // 10
    assert all(row[5] for row in NUMERALS if row[4])


@pytest.mark.parametrize("row", NUMERALS, ids=lambda row: row[0])
def test_numeral(row: list[str]) -> None:
    form, value, value_max, note, ours, _why = row
    number = read_number(form, NUMBERS)
    if ours == "none":
        assert number is None
        return
    assert number is not None
    if ours == "in_code":
        assert number.in_code
        return
    low, _, high = ours.partition("..") if ours else (value, "", value_max)
    assert Decimal(str(number.value)) == Decimal(low)
    assert number.value_max is None if not high else Decimal(str(number.value_max)) == Decimal(high)
    assert isinstance(number.value, int) == (Decimal(low) == int(Decimal(low)))
    for fact in filter(None, note.split(",")):
        assert fact in number.flags or getattr(number, fact, False), fact


def _shown(number: Number) -> str:
    value = f"{number.written}={number.value:{'g' if isinstance(number.value, float) else 'd'}}"
    if number.value_max is not None:
        value += f"..{number.value_max:{'g' if isinstance(number.value_max, float) else 'd'}}"
    marks = "~" * number.approximate + "?" * number.latent + "!" * number.in_code
    return value + marks + (f" {{{' '.join(number.flags)}}}" if number.flags else "")


@pytest.mark.parametrize("row", SCANS, ids=lambda row: row[0][:40])
def test_sentence(row: list[str]) -> None:
    sentence, expected = row
    found = scan_numbers(view_of(sentence), NUMBERS)
    assert " | ".join(map(_shown, found)) == expected


@pytest.mark.parametrize(
    ("written", "value", "flags", "alternative"),
    [
        ("12", 12, (), None),
        ("1.000.000", 1_000_000, (), None),
        ("1,5", Decimal("1.5"), (), None),
        ("1,500", Decimal("1.5"), ("thousands_or_decimal",), 1500),
        ("1500,125", Decimal("1500.125"), (), None),
        ("0,125", Decimal("0.125"), (), None),
        ("1.319,652", Decimal("1319.652"), ("thousands_or_decimal",), 1_319_652),
        ("1.5", Decimal("1.5"), ("typo_decimal",), None),
        ("1,000,000", 1_000_000, ("typo_thousands",), None),
        ("1,000.5", Decimal("1000.5"), ("typo_decimal", "typo_thousands"), None),
        ("1.000,000.000", 1_000_000_000, ("typo_thousands",), None),
    ],
)
def test_digits(written: str, value: Decimal, flags: tuple[str, ...], alternative: int | None) -> None:
    reading = read_digits(written)
    assert reading is not None
    assert (reading.value, reading.flags, reading.alternative) == (value, flags, alternative)


@pytest.mark.parametrize("written", ["1.2.3", "27.7.1999", "1.23.456", "1,2,3", "1.234.56", "9" * 30])
def test_no_one_number(written: str) -> None:
    assert read_digits(written) is None


def test_a_fraction_of_a_person_is_a_thousands_mark() -> None:
    number = scan_numbers(view_of("có 1.319,652 người"), NUMBERS)[0]
    assert number.value == 1319.652
    counted = number.counted()
    assert (counted.value, counted.flags, counted.alternative) == (1_319_652, ("typo_thousands",), None)
    plain = scan_numbers(view_of("có 1.319 người"), NUMBERS)[0]
    assert plain.counted() is plain


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("12", 1),
        ("1,2 triệu", 100_000),
        ("73,95", 0.01),
        ("2 tỷ 300 triệu", 10**6),
        ("hai mươi", 1),
        ("1 triệu rưỡi", 500_000),
    ],
)
def test_step(text: str, step: float) -> None:
    number = read_number(text, NUMBERS)
    assert number is not None
    assert number.step == step


def test_offsets_are_view_offsets_that_map_back() -> None:
    text = "Huyện  có\u00a01.240\u00a0 hộ,  hai  mươi  mốt  xã"
    view = view_of(text)
    spans = [view.span(number.start, number.end) for number in scan_numbers(view, NUMBERS)]
    assert [text[start:end] for start, end in spans] == ["1.240", "hai  mươi  mốt"]


def test_a_newline_parts_numbers() -> None:
    assert [n.value for n in scan_numbers(view_of("có 2 tỷ\n300 triệu"), NUMBERS)] == [2 * 10**9, 3 * 10**8]


def test_any_of_prefers_the_longest() -> None:
    assert any_of(["tháng", "tháng giêng", "tuần"]) == "t(?:háng(?: giêng)?|uần)"
    assert any_of([]) == "(?!)"


# ── properties ───────────────────────────────────────────────────────────────────────────────────

_DIGITS = {0: "không"} | {
    int(value): word for word, (role, value) in NUMBERS.roles.items() if role in (Role.DIGIT, Role.DIGIT_OR_YEAR)
}
_SCALES = ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn"))


def _below_thousand(value: int, *, full: bool, filler: str) -> list[str]:
    hundreds, rest = divmod(value, 100)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    tens, units = divmod(rest, 10)
    if tens == 0 and units:
        words += [filler] * bool(words) + [_DIGITS[units]]
    elif tens:
        words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
        if units:
            last = {1: "mốt" if tens > 1 else "một", 5: "lăm"}.get(units, _DIGITS[units])
            words.append(last)
    return words


def in_words(value: int, *, filler: str = "linh", thousand: str = "nghìn") -> str:
    """`value` below 10^12 as it is said."""
    if value == 0:
        return _DIGITS[0]
    words: list[str] = []
    for scale, name in (*_SCALES, (1, "")):
        part, value = divmod(value, scale)
        if part:
            words += _below_thousand(part, full=bool(words), filler=filler)
            words += [thousand if name == "nghìn" else name] if name else []
    return " ".join(words)


@given(st.integers(0, 10**12 - 1), st.sampled_from(["linh", "lẻ"]), st.sampled_from(["nghìn", "ngàn"]))
def test_every_integer_reads_back_from_words(value: int, filler: str, thousand: str) -> None:
    written = in_words(value, filler=filler, thousand=thousand)
    for form in (written, written.capitalize(), written.upper()):
        number = read_number(form, NUMBERS)
        assert number is not None, form
        assert number.value == value


@given(st.integers(0, 10**12 - 1))
def test_every_integer_reads_back_from_digits(value: int) -> None:
    for form in (str(value), format_number(value), format_number(value, thousands=" ")):
        number = read_number(form, NUMBERS)
        assert number is not None, form
        assert (number.value, number.end) == (value, len(form))


@given(st.integers(0, 10**9), st.integers(1, 6), st.booleans())
def test_every_decimal_reads_back(scaled: int, places: int, grouped: bool) -> None:
    value = Decimal(scaled).scaleb(-places)
    number = read_number(format_number(value, thousands="." if grouped else ""), NUMBERS)
    assert number is not None
    assert Decimal(str(number.value)) == value
    assert Decimal(str(number.step)) == Decimal(1).scaleb(-places)


@given(st.integers(1, 999), st.integers(1, 999), st.sampled_from([("tỷ", "triệu"), ("triệu", "nghìn"), ("tỉ", "ngàn")]))
def test_two_scales_read_back(high: int, low: int, names: tuple[str, str]) -> None:
    scales = {"tỷ": 10**9, "tỉ": 10**9, "triệu": 10**6, "nghìn": 10**3, "ngàn": 10**3}
    number = read_number(f"{high} {names[0]} {low} {names[1]}", NUMBERS)
    assert number is not None
    assert number.value == high * scales[names[0]] + low * scales[names[1]]


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.sampled_from(["-", " - ", " – ", " đến ", " tới "]))
def test_ranges_read_back(low: int, width: int, link: str) -> None:
    ends = (low, low + width)
    number = read_number(link.join(str(end) for end in ends), NUMBERS)
    if all(1900 <= end <= 2100 for end in ends):
        assert number is None
    else:
        assert number is not None
        assert (number.value, number.value_max, number.style) == (*ends, "range")


PIECES = [*rows("pieces.tsv")[0], "\n"]


@given(st.lists(st.sampled_from(PIECES), max_size=30), st.booleans())
def test_numbers_never_overlap_and_quote_the_text(words: list[str], spaced: bool) -> None:
    view = view_of((" " if spaced else "").join(words))
    end = 0
    for number in scan_numbers(view, NUMBERS):
        assert end <= number.start < number.end
        assert view.text[number.start : number.end] == number.written
        assert number.value_max is None or number.value_max > number.value
        end = number.end


@given(st.text(max_size=200))
@settings(max_examples=200)
def test_any_text_is_read(text: str) -> None:
    view = view_of(text)
    assert scan_numbers(view, NUMBERS) == scan_numbers(view, NUMBERS)


# ── work ─────────────────────────────────────────────────────────────────────────────────────────


HOSTILE = [
    "1/",
    "1-",
    "1.",
    "1,",
    "1 ",
    "9",
    "05 - ",
    "hai ",
    "một trăm ",
    "hàng ",
    "2 tỷ ",
    "ngày 1, ",
    "năm ",
    "1/1 đến ",
    "0912 ",
    "1:",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_work_grows_with_length_only(piece: str) -> None:
    small, large = (view_of(piece * (size // len(piece))) for size in (2_000, 8_000))
    assert calls(lambda: scan_numbers(large, NUMBERS)) <= 5 * calls(lambda: scan_numbers(small, NUMBERS)) + 500
