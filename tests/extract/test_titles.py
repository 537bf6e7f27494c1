from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.officials.titles import Post
from tests.extract.official_samples import BOOK, chart_of

TITLES = Path(__file__).parents[3] / "shared" / "titles.txt"


def posts(text: str, *, places: bool = True) -> list[Post]:
    return [post for node in chart_of(text, places=places).nodes("titles") for post in node.value.posts]


def positions(text: str, *, places: bool = True) -> list[str]:
    return [post.position for post in posts(text, places=places)]


ONE = [
    ("Bí thư Huyện ủy Cư Jút", "Bí thư Huyện ủy Cư Jút"),
    ("Chủ tịch Ủy ban nhân dân huyện", "Chủ tịch UBND huyện"),
    ("Phó Chủ tịch Hội đồng nhân dân TP Móng Cái", "Phó Chủ tịch HĐND thành phố Móng Cái"),
    ("PCT. UBND thị trấn", "Phó Chủ tịch UBND thị trấn"),
    ("CT UBMTTQ huyện", "Chủ tịch Ủy ban Mặt trận Tổ quốc huyện"),
    ("PBT thường trực Thị uỷ", "Phó Bí thư Thường trực Thị ủy"),
    ("UVBTV Huyện ủy", "Ủy viên Ban Thường vụ Huyện ủy"),
    ("UVBCH Đảng bộ huyện", "Ủy viên Ban Chấp hành Đảng bộ huyện"),
    ("UVTW Đảng", "Ủy viên Trung ương Đảng"),
    ("TUV", "Tỉnh ủy viên"),
    ("Trưởng Ban Dân vận Thị ủy", "Trưởng Ban Dân vận Thị ủy"),
    ("Phó trưởng phòng Văn hóa và Thông tin huyện", "Phó Trưởng Phòng Văn hóa và Thông tin huyện"),
    ("Trưởng phòng GD&ĐT huyện", "Trưởng Phòng Giáo dục và Đào tạo huyện"),
    ("Giám đốc Sở Nông nghiệp và PTNT tỉnh", "Giám đốc Sở Nông nghiệp và Phát triển nông thôn tỉnh"),
    ("Chỉ huy trưởng Ban CHQS huyện", "Chỉ huy trưởng Ban Chỉ huy Quân sự huyện"),
    ("Bí thư Đoàn xã", "Bí thư Đoàn xã"),
    ("Chủ tịch tỉnh Quảng Nam", "Chủ tịch tỉnh Quảng Nam"),
    ("Chủ nhiệm Kho K75", "Chủ nhiệm Kho K75"),
    ("TVĐU", "Ủy viên Ban Thường vụ Đảng ủy"),
    ("Bí thư Đảng uỷ Khối Đại học, Cao đẳng TP. Đà Nẵng", "Bí thư Đảng ủy Khối Đại học, Cao đẳng thành phố Đà Nẵng"),
    (
        "Giám đốc Ban quản lý dự án đầu tư xây dựng các công trình dân dụng và công nghiệp TP Đà Nẵng",
        "Giám đốc Ban Quản lý dự án đầu tư xây dựng các công trình dân dụng và công nghiệp thành phố Đà Nẵng",
    ),
    ("Vụ trưởng Pháp chế", "Vụ trưởng Vụ Pháp chế"),
    ("Chủ tịch HĐQT Công ty An Phú", "Chủ tịch Hội đồng quản trị Công ty An Phú"),
    ("thành viên HĐQT độc lập", "Thành viên Hội đồng quản trị độc lập"),
    ("Phó CT HĐTV", "Phó Chủ tịch Hội đồng thành viên"),
    ("Thứ trưởng Bộ Nội vụ", "Thứ trưởng Bộ Nội vụ"),
    ("Ủy viên Ủy ban Kinh tế của Quốc hội", "Ủy viên Ủy ban Kinh tế của Quốc hội"),
    ("Quyền Chủ tịch UBND xã", "Quyền Chủ tịch UBND xã"),
    ("quyền Trưởng phòng Tư pháp huyện", "Quyền Trưởng Phòng Tư pháp huyện"),
    ("Chủ tịch HĐND huyện khóa XIX, nhiệm kỳ 2016 - 2021", "Chủ tịch HĐND huyện"),
]
LISTS = [
    ("UVBTV, Trưởng Ban Tổ chức Huyện ủy", ["Ủy viên Ban Thường vụ Huyện ủy", "Trưởng Ban Tổ chức Huyện ủy"]),
    ("Phó Bí thư Đảng ủy, Hiệu trưởng Nhà trường", ["Phó Bí thư Đảng ủy", "Hiệu trưởng nhà trường"]),
    ("Bí thư Đảng ủy, Giám đốc Công ty", ["Bí thư Đảng ủy", "Giám đốc Công ty"]),
    ("Phó Bí thư, Chủ tịch UBND huyện", ["Phó Bí thư Huyện ủy", "Chủ tịch UBND huyện"]),
    ("PBT- CT. UBND huyện", ["Phó Bí thư Huyện ủy", "Chủ tịch UBND huyện"]),
    ("Bí thư Huyện ủy kiêm Chủ tịch HĐND huyện", ["Bí thư Huyện ủy", "Chủ tịch HĐND huyện"]),
    ("Bí thư Thị ủy, đồng thời là Chủ tịch HĐND thị xã", ["Bí thư Thị ủy", "Chủ tịch HĐND thị xã"]),
    ("Chủ tịch UBND, Bí thư Đảng ủy xã Nâm Nung", ["Chủ tịch UBND xã Nâm Nung", "Bí thư Đảng ủy xã Nâm Nung"]),
    ("Giám đốc, Bí thư Chi bộ Trung tâm Y tế huyện", ["Giám đốc Trung tâm Y tế huyện",
                                                    "Bí thư Chi bộ Trung tâm Y tế huyện"]),
    ("Phó Chủ tịch, Tổng Thư ký Hội Luật gia tỉnh", ["Phó Chủ tịch Hội Luật gia tỉnh",
                                                   "Tổng Thư ký Hội Luật gia tỉnh"]),
    ("Phó Chánh Thanh tra, Cơ quan Thanh tra NHNN", ["Phó Chánh Thanh tra, Cơ quan Thanh tra Ngân hàng Nhà nước"]),
    ("HUV. Phó Chủ tịch UBND huyện", ["Huyện ủy viên", "Phó Chủ tịch UBND huyện"]),
    ("Thành viên HĐQT Nhà máy Đường D. Đoàn Chủ tịch", ["Thành viên Hội đồng quản trị Nhà máy Đường D"]),
    ("Bí thư Đảng ủy, Chủ tịch UBND xã", ["Bí thư Đảng ủy xã", "Chủ tịch UBND xã"]),
    ("Bí thư Đảng ủy, Chủ tịch HĐND phường Phú Lâm", ["Bí thư Đảng ủy phường Phú Lâm",
                                                     "Chủ tịch HĐND phường Phú Lâm"]),
    ("Phó Bí thư Đảng ủy, Chủ tịch Hội Nông dân xã", ["Phó Bí thư Đảng ủy xã", "Chủ tịch Hội Nông dân xã"]),
    ("Bí thư Chi bộ, Trưởng thôn 5", ["Bí thư Chi bộ thôn 5", "Trưởng thôn 5"]),
    ("Bí thư Chi bộ, Chủ tịch UBND xã", ["Bí thư Chi bộ", "Chủ tịch UBND xã"]),
    ("Bí thư Đảng ủy, Chủ tịch UBND huyện", ["Bí thư Đảng ủy", "Chủ tịch UBND huyện"]),
    ("Bí thư Tỉnh ủy, Chủ tịch HĐND tỉnh Phú Yên", ["Bí thư Tỉnh ủy", "Chủ tịch HĐND tỉnh Phú Yên"]),
    ("Bí thư Đảng ủy, Chủ tịch Công đoàn Công ty An Phú", ["Bí thư Đảng ủy Công ty An Phú",
                                                          "Chủ tịch Công đoàn Công ty An Phú"]),
    ("Phó phòng Nội vụ - Tổ trưởng Tổ kiểm tra huyện", ["Phó Phòng Nội vụ huyện", "Tổ trưởng Tổ Kiểm tra huyện"]),
    ("Trưởng phòng Tư pháp, Ủy viên UBND huyện", ["Trưởng Phòng Tư pháp huyện", "Ủy viên UBND huyện"]),
    ("Trưởng phòng Tổng hợp, Ủy viên UBND tỉnh", ["Trưởng Phòng Tổng hợp", "Ủy viên UBND tỉnh"]),
    ("Thành viên HĐQT kiêm Tổng Giám đốc Công ty An Phú", ["Thành viên Hội đồng quản trị Công ty An Phú",
                                                          "Tổng Giám đốc Công ty An Phú"]),
    ("Chủ tịch HĐTV & Giám đốc Công ty An Phú", ["Chủ tịch Hội đồng thành viên Công ty An Phú",
                                                "Giám đốc Công ty An Phú"]),
]  # fmt: skip


NUMBERED = [
    ("Bí thư Đảng ủy phường Móng Cái 2", ["Bí thư Đảng ủy phường Móng Cái 2"]),
    ("Phó Bí thư, Chủ tịch UBND phường Móng Cái 1", ["Phó Bí thư Đảng ủy phường Móng Cái 1",
                                                     "Chủ tịch UBND phường Móng Cái 1"]),
    ("Chủ tịch UBND phường Trần Phú 2", ["Chủ tịch UBND phường Trần Phú"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), NUMBERED)
def test_a_number_belongs_to_the_place_that_is_known_with_it(text: str, found: list[str]) -> None:
    assert positions(text) == found


@pytest.mark.parametrize(("text", "position"), ONE)
def test_one_post_in_normal_form(text: str, position: str) -> None:
    assert positions(text) == [position]


@pytest.mark.parametrize(("text", "position"), ONE)
def test_posts_need_no_gazetteer(text: str, position: str) -> None:
    assert positions(text, places=False) == [position]


@pytest.mark.parametrize(("text", "found"), LISTS)
def test_a_body_named_once_is_distributed(text: str, found: list[str]) -> None:
    assert positions(text) == found


@pytest.mark.parametrize(
    ("text", "title", "organisation", "former"),
    [
        ("nguyên Trưởng Ban Tuyên giáo Tỉnh ủy", "Trưởng Ban", "Ban Tuyên giáo Tỉnh ủy", True),
        ("cựu Chủ tịch UBND xã", "Chủ tịch", "UBND xã", True),
        ("Phó Chủ tịch Thường trực UBND tỉnh", "Phó Chủ tịch Thường trực", "UBND tỉnh", False),
        ("Trưởng Công an huyện", "Trưởng Công an", "Công an huyện", False),
        ("Thủ tướng Chính phủ", "Thủ tướng", "Chính phủ", False),
        ("Chủ tịch", "Chủ tịch", None, False),
    ],
)
def test_parts_of_a_post(text: str, title: str, organisation: str | None, former: bool) -> None:
    (post,) = posts(text)
    assert (post.title, post.body, post.former) == (title, organisation, former)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("Ủy viên Ban thưởng vụ Huyện ủy", "Ủy viên Ban Thường vụ Huyện ủy"),
        ("Chỉ huy trường Ban CHQS huyện", "Chỉ huy trưởng Ban Chỉ huy Quân sự huyện"),
    ],
)
def test_slips_are_read_and_marked(text: str, position: str) -> None:
    (post,) = posts(text)
    assert (post.position, post.repaired) == (position, True)


@pytest.mark.parametrize(
    "text",
    ["Hội nghị tổng kết công tác năm", "chủ tịch", "ct huyện", "học sinh lớp 5", "Trưởng thành từ phong trào", ""],
)
def test_no_office_no_post(text: str) -> None:
    assert not [post for post in posts(text) if post.office and post.complete]


WORDS = sorted(
    {form for name in ("title_head", "organisation_head", "title_mark") for entry in BOOK.entries(name)
     for form in entry.forms}
    | {"huyện", "xã", "Đắk Song", "và", ",", "-", "(", ")", "kiêm", "của", "các", "nguyên", "Nguyễn Văn An", "khóa II"}
)  # fmt: skip


@settings(max_examples=200)
@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join) | st.text(max_size=50))
def test_posts_lie_in_order_inside_the_text(text: str) -> None:
    chart = chart_of(text)
    end = 0
    for node in chart.nodes("titles"):
        assert end <= node.start < node.end <= len(chart.text)
        end = node.end
        at = node.start
        for post in node.value.posts:
            assert at <= post.start < post.end <= node.end
            assert post.start <= post.title_span[0] < post.title_span[1] <= post.end
            assert post.position.startswith(post.title.split(" ", maxsplit=1)[0])
            at = post.end
            if post.organisation is not None and not post.inherited:
                assert 0 <= post.organisation.start < post.organisation.end <= len(chart.text)


def test_a_long_list_of_posts_takes_time_in_proportion() -> None:
    def work(length: int) -> int:
        chart = chart_of("Ủy viên BTV, " * length + "Trưởng Ban Dân vận Huyện ủy")
        return sum(len(node.value.posts) for node in chart.nodes("titles"))

    assert work(200) == 201
    assert work(4000) == 4001


@pytest.mark.skipif(not TITLES.is_file(), reason=f"needs {TITLES}")
def test_titles_of_the_national_list_parse_whole() -> None:
    phrases = [line.strip() for line in TITLES.read_text(encoding="utf-8").splitlines() if line.strip()]
    whole = 0
    for phrase in phrases:
        chart = chart_of(phrase)
        nodes = chart.nodes("titles")
        covered = len(nodes) == 1 and nodes[0].start == 0 and nodes[0].end >= len(chart.text.rstrip(" .;"))
        whole += covered and all(post.complete for post in nodes[0].value.posts)
    sys.stdout.write(f"{whole} of {len(phrases)} phrases parse whole\n")  # shown by pytest -rP
    assert whole / len(phrases) >= 0.95, f"{whole} of {len(phrases)}"
