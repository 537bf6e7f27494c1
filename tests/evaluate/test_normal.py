"""What counts as the same text, and where a gold string is found."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluate.locate import Located
from pipeline.evaluate.normal import (
    alike,
    contains,
    name_key,
    number_key,
    phrase_key,
    subject_key,
    unit_key,
)
from tests.evaluate.samples import TAILS

SAME = [
    (phrase_key, "Chủ tịch Uỷ ban nhân dân huyện", "chủ tịch UBND huyện"),
    (phrase_key, "Chủ tịch Hội đồng nhân dân TP. Cửa Đá", "Chủ tịch HĐND thành phố Cửa Đá"),
    (phrase_key, "Trưởng phòng Tổng hợp, Ban Tổ chức", "Trưởng phòng Tổng hợp Ban Tổ chức"),
    (phrase_key, "Sở Lao động – Xã hội", "Sở Lao động-Xã hội"),
    (phrase_key, "huyện Cư R’lăp", "huyện Cư R'lăp"),
    (phrase_key, "Hội nghị Trung ương 5 (khóa XII)", "Hội nghị Trung ương 5 khoá XII"),
    (name_key, "TônThị Hoà", "Tôn Thị Hòa"),
    (name_key, "H‘Nuê KBUÔR", "H'Nuê Kbuôr"),
    (number_key, "12 – NQ/TU", "12-NQ/TU"),
    (unit_key, "m²", "m2"),
    (unit_key, "đ/ người", "đồng/người"),
    (unit_key, "Chi hội", "chi hội"),
    (subject_key, "về việc “Học tập và làm theo”", "học tập và làm theo"),
    (subject_key, "giai đoạn 2020 – 2025", "giai đoạn 2020-2025"),
]
DIFFERENT = [
    (phrase_key, "Ủy viên BTV Huyện ủy", "Ủy viên Ban Thường vụ Huyện ủy"),
    (phrase_key, "Phó Chủ tịch UBND huyện", "Chủ tịch UBND huyện"),
    (phrase_key, "Trưởng Ban Pháp chế HĐND", "Trưởng Ban Pháp chế UBND"),
    (name_key, "Lê Văn Tam", "Lê Văn Tám"),
    (number_key, "09-NQ/TU", "9-NQ/TU"),
    (number_key, "12-NQ/TU", "12-NQ/TW"),
    (unit_key, "tấn", "tấn/năm"),
    (unit_key, "hộ", "hộ dân"),
    (subject_key, "về công tác hòa giải", "công tác dân vận"),
]


@pytest.mark.parametrize(("key", "one", "other"), SAME)
def test_same(key: Callable[[str], str], one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(("key", "one", "other"), DIFFERENT)
def test_different(key: Callable[[str], str], one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Bí thư Huyện ủy Sơn Bình", "Bí thư Huyện ủy", True),
        ("Chủ tịch UBND", "Chủ tịch UBND thị xã Phước Lộc", True),
        ("Chủ tịch UBND thị xã", "Chủ tịch UBND thị xã Phước Lộc", True),
        ("Chủ tịch UBND huyện Sơn Bình", "Chủ tịch UBND huyện Phước Lộc", False),
        ("Phó Bí thư", "Phó Bí thư Huyện ủy", False),
        ("Bí thư Huyện ủy", "Bí thư Huyện ủy", False),
        ("Phước Lộc", "", False),
    ],
)
def test_places_at_the_end_of_posts(one: str, other: str, *, same: bool) -> None:
    assert TAILS.same_but_for_place(phrase_key(one), phrase_key(other)) is same


def test_likeness() -> None:
    assert contains("hộ", "hộ dân") and not contains("hộ", "hội viên") and not contains("", "hộ")
    assert alike("a b c d", "a b c d") == 1 and alike("a a", "a b") == 0.5 and alike("", "a") == 0


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("có 17 tổ và 7 tổ", "7 tổ", ["7 tổ"]),  # whole numbers first
        ("chiếm 8,75%", "75%", ["75%"]),  # inside a longer one when there is nothing better
        ("ngày 16/4/2025, số 16/4", "16/4", ["16/4"]),
        ("các Tổ\u00a0hòa\n giải", "Tổ hoà giải", ["Tổ\u00a0hòa\n giải"]),
        ("3 Ban chỉ đạo", "3 Ban Chỉ đạo", ["3 Ban chỉ đạo"]),
        ("tháng7/1931", "tháng 7/1931", ["tháng7/1931"]),
        ("số 08/CT – TTg", "08/CT - TTg", ["08/CT – TTg"]),
        ("một hai một hai", "một hai", ["một hai", "một hai"]),
        ("một", "hai", []),
        ("một", " ", []),
    ],
)
def test_located(text: str, wanted: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in Located(text).places(wanted)] == found


@given(st.text(alphabet="aăÁ 1.,\n\u00a0–“", max_size=30), st.text(alphabet="aĂ1 \n", max_size=10))
def test_located_spans_hold_what_was_sought(text: str, wanted: str) -> None:
    for start, end in Located(text).places(wanted):
        assert 0 <= start < end <= len(text)
        assert "".join(text[start:end].lower().split()) == "".join(wanted.lower().split())
