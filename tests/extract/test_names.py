from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.fold import fold
from tests.extract.official_samples import BOOK, chart_of


def names(text: str, *, places: bool = True) -> list[str]:
    return [node.value.name for node in chart_of(text, places=places).nodes("person")]


PLAIN = [
    ("Đồng chí Nguyễn Văn Bảy phát biểu.", ["Nguyễn Văn Bảy"]),
    ("đ/c Lò Thị Pành dự", ["Lò Thị Pành"]),
    ("Phó Chủ tịch UBND huyện Trần Thu Vân nêu rõ", ["Trần Thu Vân"]),
    ("có bà Lưu Nguyễn Minh Ánh và ông Đoàn Bá Tòng", ["Lưu Nguyễn Minh Ánh", "Đoàn Bá Tòng"]),
    ("Tôn Nữ Thị Ngọc Hà, Trưởng ban", ["Tôn Nữ Thị Ngọc Hà"]),
    ("Bộ trưởng Bộ Công Thương Đỗ Quang Tùng", ["Đỗ Quang Tùng"]),
    ("đồng chí Hà Trung, Bí thư Đảng ủy", ["Hà Trung"]),
    ("ông Ông Văn Bình phát biểu", ["Ông Văn Bình"]),
    ("Đồng chí Tạ văn Bình và bà Lò thị Pành dự", ["Tạ văn Bình", "Lò thị Pành"]),
]
OTHER_PEOPLES = [
    ("ông Y Thịnh Niê phát biểu", ["Y Thịnh Niê"]),
    ("bà H'Lan Byă tham gia", ["H'Lan Byă"]),
    ("anh K'Brôi, trưởng thôn", ["K'Brôi"]),
    ("đồng chí Giàng A Páo, Chủ tịch UBND xã", ["Giàng A Páo"]),
    ("ông Alăng Bhuôr cho biết", ["Alăng Bhuôr"]),
    ("Thượng tọa Thích Minh Tuệ An chủ trì", ["Thích Minh Tuệ An"]),
    ("Linh mục Giuse Trần Văn Hậu", ["Trần Văn Hậu"]),
]
CAPITALS = [
    ("ĐỒNG CHÍ NGUYỄN VĂN BẢY CHỦ TRÌ", ["Nguyễn Văn Bảy"]),
    ("ĐỒNG CHÍ TRẦN PHÁT DỰ HỘI NGHỊ TỔNG KẾT", ["Trần Phát"]),
    ("NGUYỄN VĂN DỰ", ["Nguyễn Văn Dự"]),
    ("ông NGUYỄN VĂN BẢY, Bí thư Huyện ủy", ["Nguyễn Văn Bảy"]),
    ("ông Nguyễn Văn Bảy UBND huyện", ["Nguyễn Văn Bảy"]),
]
NO_NAMES = [
    "Hội Hương văn Hóa xứ Thanh",
    "Học tập và làm theo tư tưởng Hồ Chí Minh",
    "Trường Tiểu học Trần Quốc Toản khai giảng",
    "đường Lê Hồng Phong được mở rộng",
    "Đoàn TNCS Hồ Chí Minh phát động",
    "phường Nguyễn Thái Học họp dân",
    "huyện Hoàng Su Phì triển khai",
    "Sở Giáo dục và Đào tạo Bình Phước",
    "Khu công nghiệp Hòa Phú mở rộng",
    "Chính phủ ban hành Nghị quyết",
    "thị trấn Trần Văn Thời",
    "",
    "a",
]


@pytest.mark.parametrize(("text", "found"), PLAIN + OTHER_PEOPLES + CAPITALS)
def test_names_are_found_whole(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize("text", NO_NAMES)
def test_what_is_named_after_people_is_no_person(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(("text", "found"), PLAIN)
def test_names_need_no_gazetteer(text: str, found: list[str]) -> None:
    assert names(text, places=False) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Quận ủy Thanh Xuân Bùi Thị Mai Lan", ["Bùi Thị Mai Lan"]),
        ("Bí thư Huyện ủy Lý Nhân Trần Quốc Đạt", ["Trần Quốc Đạt"]),
        ("Chủ tịch UBND thị xã Hồng Lĩnh Phan Thế Cường", ["Phan Thế Cường"]),
    ],
)
def test_the_gazetteer_says_where_the_place_ends(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_a_historical_figure_is_marked() -> None:
    assert [node.value.famous for node in chart_of("nhà thơ Tố Hữu").nodes("person")] in ([], ["maybe"])


WORDS = sorted(
    {word for row in ("Nguyễn", "Trần", "Lê", "Hoàng", "Thị", "Văn", "Y", "H'Lan") for word in (row, row.upper())}
    | {entry.canonical for name in ("honorific", "rank_word", "title_head") for entry in BOOK.entries(name)}
    | {"Hà", "Giang", "Đắk", "Nông", "huyện", "xã", "UBND", "và", ",", ";", ".", "-", "(", ")", ":", "\n", "5", "a"}
)
TEXTS = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join) | st.text(max_size=60)


@settings(max_examples=150)
@given(TEXTS)
def test_names_lie_in_the_text_and_never_overlap(text: str) -> None:
    chart = chart_of(text)
    end = 0
    for node in chart.nodes("person"):
        assert end <= node.start < node.end <= len(chart.text)
        assert node.value.lead <= node.start
        assert fold(chart.text[node.start : node.end]).lower() == node.value.name.lower()
        assert "\n" not in node.value.name
        end = node.end


@settings(max_examples=60)
@given(TEXTS)
def test_small_letters_name_nobody(text: str) -> None:
    assert not chart_of(text.lower()).nodes("person")
