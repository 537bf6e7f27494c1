from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.assets import asset
from pipeline.places.atlas import Atlas
from pipeline.places.mention import Mention
from pipeline.places.rows import LAST_DAY_OF_DISTRICTS, REFORM
from pipeline.rulebook.load import load_rulebook
from pipeline.text.fold import View, view_of

ATLAS = Atlas.load(load_rulebook(asset("rules") / "places"))
GAZETTEER = ATLAS.gazetteer
NAMED = [place for place in GAZETTEER.places if place.valid(LAST_DAY_OF_DISTRICTS)]
WORDS = sorted(
    {word for entry in load_rulebook(asset("rules") / "places").entries("place_level") for word in entry.forms}
    | {"Thị ủy", "Đảng ủy", "các", "và", "xã hội", "Nguyễn", "Văn", "hội nghị", "1", "12", "2019", "tại", "đường"}
)


def means(mention: Mention) -> list[str]:
    return [", ".join(p.full_name for p in (place, *GAZETTEER.ancestors(place))) for place in mention.candidates]


def read(text: str, on: str | None = None) -> list[tuple[str, str, list[str]]]:
    view = view_of(text)
    return [(view.text[m.start : m.end], m.basis, means(m)) for m in ATLAS.scanner.scan(view, on=on)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tại thị xã Hồng Lĩnh", [("thị xã Hồng Lĩnh", "level", "thị xã Hồng Lĩnh, tỉnh Hà Tĩnh")]),
        ("UBND TP. Móng Cái họp", [("TP. Móng Cái", "level", "thành phố Móng Cái, tỉnh Quảng Ninh")]),
        ("UBND Tp Móng Cái", [("Tp Móng Cái", "level", "thành phố Móng Cái, tỉnh Quảng Ninh")]),
        ("huyện Đăk R’lấp", [("huyện Đăk R'lấp", "level", "huyện Đắk R'Lấp, tỉnh Đắk Nông")]),
        ("HUYỆN ĐẮK R'LẤP", [("HUYỆN ĐẮK R'LẤP", "level", "huyện Đắk R'Lấp, tỉnh Đắk Nông")]),
        ("tỉnh Quảng Ninh", [("tỉnh Quảng Ninh", "level", "tỉnh Quảng Ninh")]),
        ("TX. Gia Nghĩa", [("TX. Gia Nghĩa", "level", "thị xã Gia Nghĩa, tỉnh Đắk Nông")]),
        ("Thị uỷ Hồng Lĩnh", [("Thị ủy Hồng Lĩnh", "committee", "thị xã Hồng Lĩnh, tỉnh Hà Tĩnh")]),
        ("Phó Bí thư Huyện ủy Lý Nhân", [("Huyện ủy Lý Nhân", "committee", "huyện Lý Nhân, tỉnh Hà Nam")]),
        ("Quận ủy Thanh Xuân", [("Quận ủy Thanh Xuân", "committee", "quận Thanh Xuân, thành phố Hà Nội")]),
        ("đặc khu Phú Quốc", [("đặc khu Phú Quốc", "level", "đặc khu Phú Quốc, tỉnh An Giang")]),
        ("phường Móng Cái 1", [("phường Móng Cái 1", "level", "phường Móng Cái 1, tỉnh Quảng Ninh")]),
        ("phường 1 Bảo Lộc", [("phường 1 Bảo Lộc", "level", "phường 1 Bảo Lộc, tỉnh Lâm Đồng")]),
        ("Quận 1 và Q.3", [("Quận 1", "level", "quận 1, thành phố Hồ Chí Minh"),
                           ("Q.3", "level", "quận 3, thành phố Hồ Chí Minh")]),
        ("thị xã Cửa Lò", [("thị xã Cửa Lò", "level", "thị xã Cửa Lò, tỉnh Nghệ An")]),
        ("huyện đắk song", [("huyện đắk song", "level", "huyện Đắk Song, tỉnh Đắk Nông")]),
        ("Hội nghị ở Hà Nội", [("Hà Nội", "bare", "thành phố Hà Nội")]),
        ("huyện Kim Bôi, xã Bình Phước Xuân", [
            ("huyện Kim Bôi", "level", "huyện Kim Bôi, tỉnh Hòa Bình"),
            ("xã Bình Phước Xuân", "level", "xã Bình Phước Xuân, huyện Chợ Mới, tỉnh An Giang")]),
        ("TT-Huế và huyện Phú Vang", [
            ("TT-Huế", "bare", "tỉnh Thừa Thiên Huế"), ("huyện Phú Vang", "level", "huyện Phú Vang, thành phố Huế")]),
    ],
)  # fmt: skip
def test_one_unit(text: str, found: list[tuple[str, str, str]]) -> None:
    assert read(text) == [(quote, basis, [unit]) for quote, basis, unit in found]


@pytest.mark.parametrize(
    "written", ["TP.HCM", "TP HCM", "TPHCM", "Tp. Hồ Chí Minh", "thành phố Hồ Chí Minh", "T.P HCM"]
)
def test_ways_to_write_the_biggest_city(written: str) -> None:
    assert read(f"tại {written}, năm 2019") == [
        (written, "bare" if written == "TPHCM" else "level", ["thành phố Hồ Chí Minh"])
    ]


@pytest.mark.parametrize(
    "text",
    [
        "phát triển kinh tế - xã hội, hợp tác xã Tân Tiến, HTX Thống Nhất",
        "Chủ tịch Hồ Chí Minh, Đoàn TNCS Hồ Chí Minh, đường Hồ Chí Minh",
        "ông Nguyễn Thanh Bình và bà Trần Hà Giang",
        "hòa bình, thống nhất; Ngày Thống Nhất; công viên Hòa Bình",
        "đường Hà Nội, sông Đồng Nai, chiến thắng Điện Biên Phủ",
        "trường hợp F1, xe 65F1, mẫu P2P, cúm H5N1, doanh thu Q1/2024",
        "vùng biển Thái Bình Dương",
        "các huyện, thị xã, thành phố; cấp xã; Thị ủy",
        "thị xã 12 phường, tỉnh 2019",
    ],
)
def test_what_is_no_place(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "quotes", "bases", "within"),
    [
        ("các huyện Kim Bôi, Lạc Sơn, Tân Lạc và thành phố Hòa Bình",
         ["huyện Kim Bôi", "Lạc Sơn", "Tân Lạc", "thành phố Hòa Bình"], ["level", "list", "list", "level"],
         "tỉnh Hòa Bình"),
        ("3 huyện, thị xã (Cư Jút, Krông Nô và Gia Nghĩa)",
         ["Cư Jút", "Krông Nô", "Gia Nghĩa"], ["level", "list", "list"], "tỉnh Đắk Nông"),
        ("các xã: Đắk Ru, Quảng Tín, Nhân Cơ và thị trấn Kiến Đức",
         ["Đắk Ru", "Quảng Tín", "Nhân Cơ", "thị trấn Kiến Đức"], ["level", "list", "list", "level"],
         "huyện Đắk R'Lấp, tỉnh Đắk Nông"),
        ("các phường 1, 2, 13 và 5, quận Bình Thạnh", ["phường 1", "2", "13", "5", "quận Bình Thạnh"],
         ["level", "list", "list", "list", "level"], "thành phố Hồ Chí Minh"),
        ("xã Đạ M'Rông, huyện Đam Rông, tỉnh Lâm Đồng", ["xã Đạ M'Rông", "huyện Đam Rông", "tỉnh Lâm Đồng"],
         ["level"] * 3, "tỉnh Lâm Đồng"),
        ("xã Tân Thành (Ngã Bảy, Hậu Giang)", ["xã Tân Thành", "Ngã Bảy", "Hậu Giang"], ["level", "chain", "chain"],
         "tỉnh Hậu Giang"),
        ("xã Tân Tiến huyện Vĩnh Tường", ["xã Tân Tiến", "huyện Vĩnh Tường"], ["level", "level"], "tỉnh Vĩnh Phúc"),
        ("các xã Nhân Cơ, Đắk Ru (Đắk R'Lấp), Nam Đà (Krông Nô) và xã Đắk Ngo (huyện Tuy Đức), tỉnh Đắk Nông",
         ["xã Nhân Cơ", "Đắk Ru", "Đắk R'Lấp", "Nam Đà", "Krông Nô", "xã Đắk Ngo", "huyện Tuy Đức", "tỉnh Đắk Nông"],
         ["level", "list", "chain", "list", "chain", "level", "level", "level"], "tỉnh Đắk Nông"),
        ("quê ở Kim Bôi, Hòa Bình", ["Kim Bôi", "Hòa Bình"], ["chain", "chain"], "tỉnh Hòa Bình"),
        ("huyện Châu Thành, Tân Phú Đông", ["huyện Châu Thành", "Tân Phú Đông"], ["level", "list"], "tỉnh Tiền Giang"),
    ],
)  # fmt: skip
def test_lists_and_chains(text: str, quotes: list[str], bases: list[str], within: str) -> None:
    found = read(text, on="2023-05-05")
    assert [quote for quote, _, _ in found] == quotes
    assert [basis for _, basis, _ in found] == bases
    assert all(len(units) == 1 and units[0].endswith(within) for _, _, units in found)


def test_provinces_in_a_row_are_no_chain() -> None:
    found = read("Cao Bằng, Lạng Sơn, Lào Cai, Yên Bái, Phú Thọ, Hưng Yên", on="2021-04-12")
    assert all(len(units) == 1 and units[0].startswith("tỉnh ") for _, _, units in found) and len(found) == 6


def test_a_city_may_stand_in_a_list_of_provinces() -> None:
    found = read("các tỉnh An Giang, Cần Thơ và Vĩnh Long", on="2021-04-14")
    assert [units for _, _, units in found] == [["tỉnh An Giang"], ["thành phố Cần Thơ"], ["tỉnh Vĩnh Long"]]


@pytest.mark.parametrize(
    ("text", "on", "unit"),
    [
        ("xã Kim Bôi", "2025-08-01", "xã Kim Bôi, tỉnh Phú Thọ"),
        ("huyện Kim Bôi", "2025-08-01", "huyện Kim Bôi, tỉnh Hòa Bình"),
        ("tỉnh Lâm Đồng", "2025-08-01", "tỉnh Lâm Đồng"),
        ("thị xã Gia Nghĩa", "2019-04-11", "thị xã Gia Nghĩa, tỉnh Đắk Nông"),
        ("thị xã Gia Nghĩa", "2021-01-01", "thành phố Gia Nghĩa, tỉnh Đắk Nông"),
        ("TP Huế", "2021-04-16", "thành phố Huế, tỉnh Thừa Thiên Huế"),
        ("TP Huế", "2025-03-01", "thành phố Huế"),
        ("tỉnh Đồng Nai", "2026-05-05", "thành phố Đồng Nai"),
        ("huyện Hoành Bồ", "2015-01-01", "huyện Hoành Bồ, tỉnh Quảng Ninh"),
    ],
)
def test_the_day_decides(text: str, on: str, unit: str) -> None:
    ((_, _, units),) = read(text, on=on)
    assert units == [unit]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Tỉnh Lâm Đồng họp với huyện Đam Rông", [LAST_DAY_OF_DISTRICTS]),
        ("Tỉnh Lâm Đồng họp với Huyện ủy", [LAST_DAY_OF_DISTRICTS]),
        ("Tỉnh Lâm Đồng họp với xã Đam Rông 1", [REFORM]),
        ("Tỉnh An Giang và đặc khu Phú Quốc", [REFORM]),
        ("Tỉnh Lâm Đồng tổng kết năm 2019", [LAST_DAY_OF_DISTRICTS]),
        ("Tỉnh Lâm Đồng họp ngày 20/3/2026, nhắc lại một quận xưa", [REFORM]),
        ("Tỉnh Lâm Đồng thực hiện văn bản ngày 20/3/2019 đến năm 2030", [LAST_DAY_OF_DISTRICTS, REFORM]),
        ("Tỉnh Lâm Đồng đến năm 2030", [LAST_DAY_OF_DISTRICTS, REFORM]),
        ("Tỉnh Lâm Đồng", [LAST_DAY_OF_DISTRICTS, REFORM]),
    ],
)
def test_without_a_day_the_words_tell_the_era(text: str, days: list[str]) -> None:
    first = ATLAS.scanner.scan(view_of(text))[0]
    assert [any(place.valid(day) for place in first.candidates) for day in (LAST_DAY_OF_DISTRICTS, REFORM)] == [
        day in days for day in (LAST_DAY_OF_DISTRICTS, REFORM)
    ]


def test_units_without_a_name_are_kept_and_general_ones_marked() -> None:
    view = view_of("Thị ủy làm việc với các xã, phường và UBND tỉnh; 5 huyện; cấp huyện")
    unnamed = ATLAS.scanner.read(view).unnamed
    assert [(view.text[u.start : u.end], u.generic) for u in unnamed] == [
        ("Thị ủy", False), ("xã", True), ("phường", True), ("tỉnh", False), ("huyện", True), ("huyện", True),
    ]  # fmt: skip


def test_offsets_are_of_the_view_and_lead_back_to_the_text() -> None:
    text = "Tại  thị  xã Hồng Lĩnh"
    view = view_of(text)
    (mention,) = ATLAS.scanner.scan(view)
    start, end = view.span(mention.name_start, mention.name_end)
    assert text[start:end] == "Hồng Lĩnh" == mention.name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("xã Luận Thành", ["Luận Thành"]),
        ("Theo xã luận của báo", []),
        ("xã Hội Xuân và các xã hội viên", ["Hội Xuân"]),
        ("huyện Như Thanh và Như Xuân", ["Như Thanh", "Như Xuân"]),
        ("các huyện như Như Xuân, Thọ Xuân", ["Như Xuân", "Thọ Xuân"]),
    ],
)
def test_names_that_begin_like_other_words(text: str, names: list[str]) -> None:
    assert [mention.name for mention in ATLAS.scanner.scan(view_of(text), on=LAST_DAY_OF_DISTRICTS)] == names


def test_every_unit_is_found_by_its_full_name() -> None:
    missed = []
    for place in NAMED:
        found = ATLAS.scanner.scan(view_of(place.full_name), on=LAST_DAY_OF_DISTRICTS)
        if not found or found[0].start or not found[0].candidates:
            missed.append(place.full_name)
    assert missed == []


@given(st.lists(st.sampled_from(NAMED), min_size=1, max_size=5), st.sampled_from([", ", " và ", "; ", " - ", ". "]))
def test_a_name_after_its_level_is_always_found(places: list[Any], between: str) -> None:
    text = between.join(place.full_name for place in places)
    found = ATLAS.scanner.scan(view_of(text), on=LAST_DAY_OF_DISTRICTS)
    first = found[0]
    assert first.start == 0 and first.candidates
    assert all(place.valid(LAST_DAY_OF_DISTRICTS) for mention in found for place in mention.candidates)


@given(
    st.lists(st.sampled_from([*WORDS, *(place.name for place in NAMED[::97])]), max_size=40), st.sampled_from(" ,(-.")
)
def test_any_order_of_words_gives_grounded_mentions(words: list[str], between: str) -> None:
    check(view_of(f"{between} ".join(words)))


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
@settings(max_examples=60)
def test_any_text_gives_grounded_mentions(text: str) -> None:
    check(view_of(text))


def check(view: View) -> None:
    end = 0
    for mention in ATLAS.scanner.scan(view):
        assert end <= mention.start <= mention.name_start < mention.name_end == mention.end
        assert mention.candidates
        assert mention.name == view.text[mention.name_start : mention.name_end]
        key = GAZETTEER.spelling.key(mention.name)
        assert set(mention.candidates) <= set(GAZETTEER.keyed(key)) | {
            step.place for place in GAZETTEER.keyed(key) for step in GAZETTEER.successors(place)
        }
        end = mention.end


@pytest.mark.parametrize(
    "unit",
    ["xã, ", "huyện Kim Bôi, ", "phường 1, ", "Hà Nội - ", "xã Tân Thành (", "TP. ", "Đăk R' ", "các huyện: "],
)
def test_work_grows_with_the_text_alone(unit: str) -> None:
    assert calls(unit * 600) < 2.2 * calls(unit * 300)


def calls(text: str) -> int:
    """How many Python functions a scan of the text calls, once all indexes are built."""
    ATLAS.scanner.scan(view_of("huyện Kim Bôi, tỉnh Hòa Bình; xã Tân Thành (Hà Nội)"))
    count = 0

    def note(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event == "call"

    view = view_of(text)
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        ATLAS.scanner.scan(view)
    finally:
        sys.setprofile(before)
    return count
