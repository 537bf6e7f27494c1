from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.officials.organisation import Organisation
from tests.extract.official_samples import BOOK, chart_of


def bodies(text: str, *, places: bool = True) -> list[Organisation]:
    return [node.value for node in chart_of(text, places=places).nodes("organisation")]


def names(text: str) -> list[str]:
    return [body.name for body in bodies(text)]


CLOSED_AND_FIELDS = [
    ("UBND huyện Đắk Song", ["UBND huyện Đắk Song"]),
    ("Ủy ban nhân dân TP. Móng Cái", ["UBND thành phố Móng Cái"]),
    ("Sở Nông nghiệp và Phát triển nông thôn", ["Sở Nông nghiệp và Phát triển nông thôn"]),
    ("Sở NN&PTNT tỉnh Hà Nam", ["Sở Nông nghiệp và Phát triển nông thôn tỉnh Hà Nam"]),
    ("Phòng Văn hóa và Thông tin huyện", ["Phòng Văn hóa và Thông tin huyện"]),
    ("Bộ Văn hóa, Thể thao và Du lịch", ["Bộ Văn hóa, Thể thao và Du lịch"]),
    ("Bộ LĐ-TB&XH", ["Bộ Lao động - Thương binh và Xã hội"]),
    ("Ban Tuyên giáo Huyện ủy Cư Jút", ["Ban Tuyên giáo Huyện ủy Cư Jút"]),
    ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", ["Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"]),
    ("Liên đoàn Lao động quận Thanh Xuân", ["Liên đoàn Lao động quận Thanh Xuân"]),
    ("Đảng ủy xã Nâm Nung", ["Đảng ủy xã Nâm Nung"]),
]
OPEN = [
    ("Trường Tiểu học Lê Văn Tám", ["Trường Tiểu học Lê Văn Tám"]),
    ("Công ty TNHH Minh Hưng", ["Công ty TNHH Minh Hưng"]),
    ("Hội Chăn nuôi và Thú y tỉnh", ["Hội Chăn nuôi và Thú y tỉnh"]),
    ("Trung tâm Dịch vụ nông nghiệp huyện Lý Nhân", ["Trung tâm Dịch vụ nông nghiệp huyện Lý Nhân"]),
    ("Ban Chỉ đạo Trung ương về phòng, chống tham nhũng", ["Ban Chỉ đạo Trung ương về phòng, chống tham nhũng"]),
    ("Ban Chỉ đạo xây dựng Khu du lịch sinh thái Hòn Kẽm", ["Ban Chỉ đạo Xây dựng Khu du lịch sinh thái Hòn Kẽm"]),
    ("Ban Chỉ đạo Tháng Thanh niên tỉnh Hà Nam 2018", ["Ban Chỉ đạo Tháng Thanh niên tỉnh Hà Nam 2018"]),
    ("Hội Hữu nghị Việt Nam - Nhật Bản", ["Hội Hữu nghị Việt Nam - Nhật Bản"]),
]
ENDS = [
    ("Bộ Công Thương Đỗ Quang Tùng phát biểu", ["Bộ Công Thương"]),
    ("Sở Y tế công bố dịch", ["Sở Y tế"]),
    ("Sở Tài chính, Sở Nội vụ và UBND xã Nâm Nung", ["Sở Tài chính", "Sở Nội vụ", "UBND xã Nâm Nung"]),
    ("UBND huyện tổ chức hội nghị", ["UBND huyện"]),
    ("Hội Nông dân huyện phối hợp Phòng Tư pháp", ["Hội Nông dân huyện", "Phòng Tư pháp"]),
    ("Công an huyện bắt giữ đối tượng", ["Công an huyện"]),
    ("Trường Đại học Huế giữ vững vị trí", ["Trường Đại học Huế"]),
]


@pytest.mark.parametrize(("text", "found"), CLOSED_AND_FIELDS + OPEN)
def test_names_in_normal_form(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(("text", "found"), ENDS)
def test_what_follows_ends_the_name(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize("text", ["ban ngày", "bộ quần áo", "sở thích", "Hội thảo khoa học", "phòng khách", ""])
def test_common_nouns_are_no_bodies(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "level", "place", "above"),
    [
        ("UBND huyện Đắk Song", "government", "huyện", "Đắk Song", []),
        ("HĐND tỉnh", "council", "tỉnh", None, []),
        ("Ban Tổ chức Thị ủy Hồng Lĩnh", "party_board", None, None, ["Thị ủy Hồng Lĩnh"]),
    ],
)
def test_parts_of_a_body(text: str, kind: str, level: str | None, place: str | None, above: list[str]) -> None:
    (body,) = bodies(text)
    assert (body.kind, body.level, body.place) == (kind, level, place)
    assert [other.name for other in body.chain()][1:] == above


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("UBND huyện Đắk Song", "UBND huyện Đắk Song"),
        ("Thị ủy Hồng Lĩnh", "Thị ủy Hồng Lĩnh"),
        ("Sở Tư pháp tỉnh Hà Nam", "Sở Tư pháp tỉnh Hà Nam"),
    ],
)
def test_bodies_need_no_gazetteer(text: str, name: str) -> None:
    assert [body.name for body in bodies(text, places=False)] == [name]


WORDS = sorted(
    {form for entry in BOOK.entries("organisation_head") for form in entry.forms}
    | {"Tài chính", "Y tế", "tỉnh", "huyện", "Đắk Song", "và", ",", "-", "&", "của", "tại", "Việt Nam", "số 5", "II"}
)


@settings(max_examples=200)
@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join) | st.text(max_size=50))
def test_bodies_lie_in_the_text_and_never_overlap(text: str) -> None:
    chart = chart_of(text)
    end = 0
    for node in chart.nodes("organisation"):
        assert end <= node.start < node.end <= len(chart.text)
        assert node.value.name.startswith(node.value.head)
        for part in node.value.chain():
            if part.place_span is not None:
                assert part.place_span[0] < part.place_span[1] <= len(chart.text)
        end = node.end


def test_a_chain_of_bodies_does_not_nest_without_end() -> None:
    text = "Ban Dân vận " * 3000
    found = bodies(text)
    assert found
    assert max(len(list(body.chain())) for body in found) < 10
