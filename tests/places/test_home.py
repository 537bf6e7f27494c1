from __future__ import annotations

import pytest

from pipeline.assets import asset
from pipeline.places.atlas import Atlas
from pipeline.places.home import Home, Page
from pipeline.places.place import Place
from pipeline.rulebook.load import load_rulebook
from pipeline.text.fold import view_of


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return Atlas.load(load_rulebook(asset("rules") / "places"))


def path(atlas: Atlas, place: Place | None) -> str | None:
    if place is None:
        return None
    return ", ".join(unit.full_name for unit in (place, *atlas.gazetteer.ancestors(place)))


def find(atlas: Atlas, text: str, **known: object) -> Home:
    title = (0, text.index("\n")) if "\n" in text else None
    return atlas.read(Page(view_of(text), title=title, **known))[1]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("address", "on", "unit"),
    [
        ("https://honglinh.hatinh.gov.vn/tin-tuc", None, "thị xã Hồng Lĩnh, tỉnh Hà Tĩnh"),
        ("dakrlap.daknong.gov.vn", None, "huyện Đắk R'Lấp, tỉnh Đắk Nông"),
        ("mirror/gianghia.daknong.gov.vn/index.html", "2019-04-11", "thị xã Gia Nghĩa, tỉnh Đắk Nông"),
        ("mirror/gianghia.daknong.gov.vn/index.html", "2021-04-11", "thành phố Gia Nghĩa, tỉnh Đắk Nông"),
        ("https://stp.daknong.gov.vn/", None, "tỉnh Đắk Nông"),
        ("https://stp.daknong.gov.vn/huyen-dak-song/tin", None, "huyện Đắk Song, tỉnh Đắk Nông"),
        ("https://tpmongcai.quangninh.gov.vn", None, "thành phố Móng Cái, tỉnh Quảng Ninh"),
        ("https://thanhxuan.hanoi.gov.vn", "2024-02-28", "quận Thanh Xuân, thành phố Hà Nội"),
        ("https://thanhxuan.hanoi.gov.vn", "2025-09-01", "phường Thanh Xuân, thành phố Hà Nội"),
        ("https://kimboi.phutho.gov.vn", "2025-09-01", "xã Kim Bôi, tỉnh Phú Thọ"),
        ("https://hoabinh.gov.vn", "2025-09-01", "tỉnh Phú Thọ"),
        ("https://baohatinh.vn/x.html", None, "tỉnh Hà Tĩnh"),
        ("https://hanoimoi.vn", None, "thành phố Hà Nội"),
        ("https://dantri.com.vn/xa-hoi/tin", None, None),
        ("https://tienphong.vn/", None, None),  # a commune is called so
        ("", None, None),
        ("a" * 5_000, None, None),
    ],
)
def test_the_address_names_the_unit(atlas: Atlas, address: str, on: str | None, unit: str | None) -> None:
    home = find(atlas, "Hội nghị diễn ra sáng nay.", url=address, on=on)
    assert path(atlas, home.place) == unit
    assert home.basis == ("address" if unit else None)


def test_the_words_tell_which_level_a_town_had(atlas: Atlas) -> None:
    home = find(atlas, "Sáng nay, Thị ủy họp.", url="https://gianghia.daknong.gov.vn")
    assert path(atlas, home.place) == "thị xã Gia Nghĩa, tỉnh Đắk Nông"


@pytest.mark.parametrize(
    ("text", "basis", "unit"),
    [
        ("Thị ủy Hồng Lĩnh tổng kết công tác\nSáng nay họp.", "title", "thị xã Hồng Lĩnh, tỉnh Hà Tĩnh"),
        ("Thành ủy Hà Nội kiểm tra Quận ủy Thanh Xuân\nCả ngày.", "title", "quận Thanh Xuân, thành phố Hà Nội"),
        ("Đắk Song: Giao ban dân vận quý I\nSáng nay hội nghị diễn ra.", "title", "huyện Đắk Song, tỉnh Đắk Nông"),
        ("Tổng kết công tác dân vận\nSáng 3/3, Huyện ủy Lý Nhân mở hội nghị.", "lead", "huyện Lý Nhân, tỉnh Hà Nam"),
        ("Đại hội Hội Nông dân xã Nhân Cơ\nHuyện ủy và UBND huyện dự.", "title", "huyện Đắk R'Lấp, tỉnh Đắk Nông"),
        ("Đại hội xã Nhân Cơ\nHuyện ủy và Đảng ủy xã dự.", "title", "xã Nhân Cơ, huyện Đắk R'Lấp, tỉnh Đắk Nông"),
        ("Gương sáng\n" + "Một câu. " * 90 + "Xã Nhân Cơ và xã Đắk Ru.", "frequency", "huyện Đắk R'Lấp, tỉnh Đắk Nông"),
        ("Một ngày đẹp trời\nMọi người cùng vui.", None, None),
    ],
)  # fmt: skip
def test_the_text_names_the_unit(atlas: Atlas, text: str, basis: str | None, unit: str | None) -> None:
    home = find(atlas, text)
    assert (home.basis, path(atlas, home.place)) == (basis, unit)


def test_the_frame_of_the_page_names_the_unit_but_not_its_address(atlas: Atlas) -> None:
    chrome = [
        "Trang chủ",
        "Cổng thông tin điện tử huyện Krông Nô",
        "UBND xã Đắk Drô",
        "Bản đồ huyện Krông Nô",
        "Địa chỉ: trụ sở UBND thị trấn Đắk Mâm, huyện Krông Nô",
    ]
    home = find(atlas, "Hội nghị diễn ra sáng nay.", chrome=chrome)
    assert (home.basis, path(atlas, home.place)) == ("chrome", "huyện Krông Nô, tỉnh Đắk Nông")


def test_a_provincial_page_that_speaks_as_a_district_belongs_to_it(atlas: Atlas) -> None:
    text = "Huyện Hoài Ân đón Huân chương\nSáng nay, Huyện ủy và UBND huyện tổ chức lễ."
    assert path(atlas, find(atlas, text, url="https://baobinhdinh.vn").place) == "huyện Hoài Ân, tỉnh Bình Định"
    text = "Huyện Hoài Ân đón Huân chương\nSáng nay, UBND tỉnh tổ chức lễ."
    assert path(atlas, find(atlas, text, url="https://baobinhdinh.vn").place) == "tỉnh Bình Định"


def test_a_dateline_names_the_site(atlas: Atlas) -> None:
    home = find(atlas, "(hatinh.gov.vn) - Chiều 9/9, ở Hà Nội, Bộ Y tế họp từ xa.")
    assert (home.basis, path(atlas, home.place)) == ("address", "tỉnh Hà Tĩnh")


def test_two_eras_of_one_province_stay_open(atlas: Atlas) -> None:
    home = find(atlas, "Đại hội Hội Luật gia tỉnh Bắc Ninh\nSáng nay hội nghị diễn ra.")
    assert home.place is None and home.basis == "title"
    assert {place.full_name for place in home.candidates} == {"tỉnh Bắc Ninh"} and len(home.candidates) == 2
    assert find(atlas, "Đại hội Hội Luật gia tỉnh Bắc Ninh\nSáng nay.", on="2019-08-20").place in home.candidates


def test_home_settles_names_that_many_units_bear(atlas: Atlas) -> None:
    text = "Hội nghị ở xã Tân Thành và phường 1."
    reading, _ = atlas.read(Page(view_of(text), url="https://ngabay.haugiang.gov.vn", on="2023-01-01"))
    first, second = reading.mentions
    assert path(atlas, first.place) == "xã Tân Thành, thành phố Ngã Bảy, tỉnh Hậu Giang"
    assert len(second.candidates) > 1  # no phường 1 in the whole province: it stays open


def test_a_chain_settles_the_same_name_elsewhere(atlas: Atlas) -> None:
    text = "Xã Tân Thành (huyện Lắk, tỉnh Đắk Lắk cũ). Bí thư xã Nghĩa Thắng, huyện Đắk R'Lấp. Xã Nghĩa Thắng họp."
    reading, _ = atlas.read(Page(view_of(text)))
    assert path(atlas, reading.mentions[-1].place) == "xã Nghĩa Thắng, huyện Đắk R'Lấp, tỉnh Đắk Nông"
