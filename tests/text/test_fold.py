"""The matching view: what is folded, that nothing moves, and the way back to the original."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.fold import View, fold, plain, view_of

PAIRS = [
    ("hoà", "hòa"), ("hoá", "hóa"), ("hoả", "hỏa"), ("hoã", "hõa"), ("hoạ", "họa"),
    ("khoẻ", "khỏe"), ("loè", "lòe"), ("xoé", "xóe"), ("toẽ", "tõe"), ("choẹ", "chọe"),
    ("uỷ", "ủy"), ("thuý", "thúy"), ("thuỳ", "thùy"), ("luỹ", "lũy"), ("luỵ", "lụy"),
    ("HOÀ", "HÒA"), ("Hoà", "Hòa"), ("UỶ BAN", "ỦY BAN"), ("Uỷ ban", "Ủy ban"), ("THUỶ", "THỦY"),
]  # fmt: skip
SAME = ["quý", "quỳ", "quỹ", "QUÝ", "Quỷ", "toàn", "hoán", "khoảng", "xoèn", "thuyền", "huỳnh", "khuỷu", "cóa"]
ONE_TO_ONE = [
    ("xã – huyện", "xã - huyện"), ("a—b−c‐d", "a-b-c-d"), ("“Dân vận khéo\"", '"Dân vận khéo"'), ("«a» „b‟", '"a" "b"'),
    ("K’ho ‘a’ b`c", "K'ho 'a' b'c"), ("a\xa0b\u2003c\td\u3000e", "a b c d e"), ("Ðảng ðoàn Ɖ", "Đảng đoàn Đ"),
    ("１２％（x）", "12%(x)"), ("m² m³", "m2 m3"), ("İ", "I"), ("😀\u200b\n", "😀\u200b\n"),
]  # fmt: skip

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạòóỏõọùúủũụỳýỷỹỵỲÝỦUOAQ"
VIETNAMESE = st.text(alphabet=st.sampled_from(LETTERS + " 0123.,;:-–“”\"'\xa0\n"), max_size=60)
ANY = VIETNAMESE | st.text(max_size=60)


@pytest.mark.parametrize(("written", "folded"), [*PAIRS, *((word, word) for word in SAME), *ONE_TO_ONE])
def test_fold(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(ANY)
def test_fold_keeps_the_length_and_is_done_at_once(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded
    assert len(folded.lower()) == len(text), "views are compared in lower case too"


@given(VIETNAMESE)
def test_fold_keeps_letters_apart_from_the_place_of_the_tone(text: str) -> None:
    def bare(text: str) -> str:
        kept = (char for char in unicodedata.normalize("NFD", text) if char.isalpha() or char.isdigit())
        return "".join(kept).replace("đ", "d")

    assert bare(fold(text)) == bare(text)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Đề án Ủy ban", "De an Uy ban"),
        ("ĐƯỜNG ưỡn", "DUONG uon"),
        ("quỹ, 12%", "quy, 12%"),
        ("Ê Đê, Kpă", "E De, Kpa"),
    ],
)
def test_plain(written: str, expected: str) -> None:
    assert plain(written) == expected


@given(VIETNAMESE)
def test_plain_of_vietnamese_is_ascii_letters_at_the_same_places(text: str) -> None:
    found = plain(text)
    assert len(found) == len(text)
    assert all(char.isascii() for char in found if char.isalpha())
    assert plain(found) == found


# ── views ────────────────────────────────────────────────────────────────────────────────────────


def test_a_view_without_changes_of_length_has_no_map() -> None:
    view = view_of("Uỷ ban – xã")
    assert view == View("Ủy ban - xã", None, "Uỷ ban – xã")
    assert view.span(3, 6) == (3, 6) and view.at(4) == 4


def test_runs_of_spaces_are_one() -> None:
    view = view_of("a  b \xa0\u2003 c")
    assert view.text == "a b c"
    assert view.span(2, 3) == (3, 4) and view.written(0, 5) == "a  b \xa0\u2003 c"
    assert [view.at(offset) for offset in range(9)] == [0, 1, 2, 2, 3, 4, 4, 4, 4]


def test_glued_words_are_parted() -> None:
    view = view_of("củaNhà nước", splits=[3])
    assert view.text == "của Nhà nước"
    assert view.written(0, 3) == "của" and view.written(4, 7) == "Nhà"
    assert view.written(0, 4) == "của", "the space that was put in stands for nothing"
    assert view.written(0, 7) == "củaNhà" and view.written(3, 4) == ""


def test_wrapped_lines_are_joined() -> None:
    text = "Đồng\nchí \nNam"
    view = view_of(text, joins=[4, 9])
    assert view.text == "Đồng chí Nam"
    assert view.written(0, 8) == "Đồng\nchí" and view.written(9, 12) == "Nam"


@pytest.mark.parametrize("at", [0, 3, 12])
def test_an_empty_span_lies_between_letters(at: int) -> None:
    view = view_of("của  Nhà  nước", splits=[])
    start, end = view.span(at, at)
    assert start == end <= len(view.original)


@st.composite
def _views(draw: st.DrawFn) -> View:
    text = draw(ANY | st.lists(st.sampled_from(["củaNhà", "  ", " \n", "số31", "a", "hoà", "\n", "Uỷ"])).map("".join))
    glued = [match.start() + 1 for match in re.finditer(r"(?<=\w)\w(?=\w)", text)]
    splits = draw(st.sets(st.sampled_from(glued))) if glued else set()
    newlines = [match.start() for match in re.finditer("\n", text)]
    joins = draw(st.sets(st.sampled_from(newlines))) if newlines else set()
    return view_of(text, splits=splits, joins=joins)


@given(_views(), st.data())
def test_any_span_of_a_view_leads_back_to_the_same_letters(view: View, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(view.text)))
    end = data.draw(st.integers(start, len(view.text)))
    first, last = view.span(start, end)
    assert 0 <= first <= last <= len(view.original)
    written = view.written(start, end)
    assert "".join(fold(view.original)[first:last].split()) == "".join(view.text[start:end].split())
    assert len(written) == last - first


@given(_views())
def test_a_view_says_the_same_as_the_text_spaces_aside(view: View) -> None:
    assert "".join(view.text.split()) == "".join(fold(view.original).split())
    assert "  " not in view.text
    assert len(view.lower) == len(view.text)
    if view.origin is not None:
        assert len(view.origin) == len(view.text)
        assert list(view.origin) == sorted(view.origin)


@given(_views(), st.data())
def test_offsets_of_the_original_find_their_place(view: View, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(view.original)))
    at = view.at(offset)
    assert 0 <= at <= len(view.original) + len(view.text)
    if at < len(view.text):
        assert view.span(at, at + 1)[1] >= offset
