from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline.errors import RuleSchemaError
from pipeline.kinds import BY_NAME
from pipeline.places.gazetteer import Gazetteer
from pipeline.places.place import Place
from pipeline.places.rows import LAST_DAY_OF_DISTRICTS, REFORM


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def one(gazetteer: Gazetteer, name: str, **how: str) -> Place:
    (place,) = gazetteer.named(name, **how)  # type: ignore[arg-type]
    return place


def path(gazetteer: Gazetteer, place: Place, on: str | None = None) -> str:
    return ", ".join(unit.full_name for unit in (place, *gazetteer.ancestors(place, on=on)))


@pytest.mark.parametrize(
    ("day", "provinces", "districts", "communes"),
    [
        ("2019-06-01", 63, 713, None),
        ("2024-01-01", 63, 705, None),
        (LAST_DAY_OF_DISTRICTS, 63, 696, 10_035),
        (REFORM, 34, 0, 3_321),
        ("2026-04-30", 34, 0, 3_321),
    ],
)
def test_units_alive_on_a_day(
    gazetteer: Gazetteer, day: str, provinces: int, districts: int, communes: int | None
) -> None:
    alive = Counter(place.tier for place in gazetteer.places if place.valid(day))
    assert (alive["province"], alive["district"]) == (provinces, districts)
    assert communes is None or alive["commune"] == communes


@pytest.mark.parametrize(
    ("day", "levels"),
    [
        (LAST_DAY_OF_DISTRICTS, {"tỉnh": 57, "huyện": 508, "thành phố": 6 + 87, "thị xã": 52, "quận": 49}),
        (REFORM, {"tỉnh": 28, "thành phố": 6, "xã": 2_621, "phường": 687, "đặc khu": 13, "huyện": 0, "thị trấn": 0}),
        ("2026-04-30", {"tỉnh": 27, "thành phố": 7, "xã": 2_611, "phường": 697, "đặc khu": 13}),
    ],
)
def test_units_of_a_level_on_a_day(gazetteer: Gazetteer, day: str, levels: dict[str, int]) -> None:
    alive = Counter(place.level for place in gazetteer.places if place.valid(day))
    assert {level: alive[level] for level in levels} == levels


def test_ids_are_unique_and_not_the_reused_codes(gazetteer: Gazetteer) -> None:
    assert len({place.id for place in gazetteer.places}) == len(gazetteer.places)
    assert all(len(place.id) == 16 and gazetteer.get(place.id) is place for place in gazetteer.places)
    reused = [place for place in gazetteer.places if place.code == "26740" and place.tier == "commune"]
    assert len({place.id for place in reused}) == len(reused) == 2


def test_two_loads_are_equal(gazetteer: Gazetteer) -> None:
    assert Gazetteer.load().places == gazetteer.places
    assert list(Gazetteer.load().successor_rows()) == list(gazetteer.successor_rows())


def test_every_unit_lies_in_one_that_existed_with_it(gazetteer: Gazetteer) -> None:
    for place in gazetteer.places:
        parents = gazetteer.ancestors(place)
        assert [unit.tier for unit in parents] in ([], ["province"], ["district", "province"])
        assert (place.tier == "province") == (not parents)
        assert place in gazetteer.children(parents[0]) if parents else True


def test_every_unit_of_the_past_has_a_successor_that_exists_today(gazetteer: Gazetteer) -> None:
    followed = {place_id for place_id, _, _ in gazetteer.successor_rows()}
    assert followed == {place.id for place in gazetteer.places if place.valid_until is not None}
    for place_id, successor_id, change in gazetteer.successor_rows():
        assert gazetteer.get(successor_id).valid_until is None
        assert gazetteer.get(place_id).id != successor_id
        assert change in ("same", "renamed", "merged", "divided")


def test_steps_follow_in_time_and_point_back(gazetteer: Gazetteer) -> None:
    for place in gazetteer.places:
        for step in gazetteer.successors(place):
            assert (step.place.valid_until or "9") > (place.valid_until or "9")
            assert place in [before.place for before in gazetteer.predecessors(step.place)]


def test_communes_go_to_the_province_that_took_theirs(gazetteer: Gazetteer) -> None:
    for place in gazetteer.places:
        if place.tier == "commune" and place.valid_until == LAST_DAY_OF_DISTRICTS:
            province = gazetteer.ancestors(place)[-1]
            after = {step.place.id for step in gazetteer.successors(province)} or {province.id}
            for step in gazetteer.successors(place):
                assert gazetteer.ancestors(step.place, on=REFORM)[-1].id in after


def test_rows_have_the_columns_of_the_tables_and_parents_first(gazetteer: Gazetteer) -> None:
    rows = list(gazetteer.rows())
    assert {len(row) for row in rows} == {len(BY_NAME["places"].column_names)}
    seen: set[str | None] = {None}
    for place_id, _, _, _, parent_id, _, _ in rows:
        assert parent_id in seen
        seen.add(place_id)
    pairs = list(gazetteer.successor_rows())
    assert {len(pair) for pair in pairs} == {len(BY_NAME["place_successors"].column_names)}
    assert len({pair[:2] for pair in pairs}) == len(pairs)


@pytest.mark.parametrize(
    ("written", "tier", "means"),
    [
        ("Đăk R’lấp", "district", "huyện Đắk R'Lấp, tỉnh Đắk Nông"),
        ("ĐắkR'Lấp", "district", "huyện Đắk R'Lấp, tỉnh Đắk Nông"),
        ("Đắk Rlấp", "district", "huyện Đắk R'Lấp, tỉnh Đắk Nông"),
        ("Đak R' Lấp", "district", "huyện Đắk R'Lấp, tỉnh Đắk Nông"),
        ("ĐakNông", "province", "tỉnh Đắk Nông"),
        ("Dak Lak", "province", "tỉnh Đắk Lắk"),
        ("Đạ M’Rông", "commune", "xã Đạ M'Rông, huyện Đam Rông, tỉnh Lâm Đồng"),
        ("Thuỷ Nguyên", "district", "thành phố Thủy Nguyên, thành phố Hải Phòng"),
        ("Phan Rang-Tháp Chàm", "district", "thành phố Phan Rang - Tháp Chàm, tỉnh Ninh Thuận"),
        ("Pleiku", "district", "thành phố Pleiku, tỉnh Gia Lai"),
        ("Plei Ku", "district", "thành phố Pleiku, tỉnh Gia Lai"),
        ("BR-VT", "province", "tỉnh Bà Rịa - Vũng Tàu"),
        ("Bà Rịa – Vũng Tàu", "province", "tỉnh Bà Rịa - Vũng Tàu"),
        ("TPHCM", "province", "thành phố Hồ Chí Minh"),
        ("Quận 1", "district", "quận 1, thành phố Hồ Chí Minh"),
        ("Kì Anh", "commune", "xã Kỳ Anh, tỉnh Hà Tĩnh"),
    ],
)
def test_spellings_of_one_unit(gazetteer: Gazetteer, written: str, tier: str, means: str) -> None:
    day = REFORM if written == "Kì Anh" else LAST_DAY_OF_DISTRICTS
    found = gazetteer.named(written, tier=tier, on=day)  # type: ignore[arg-type]
    assert [path(gazetteer, place) for place in found] == [means]


def test_every_name_finds_its_unit_again(gazetteer: Gazetteer) -> None:
    names = set(gazetteer.names())
    for place in gazetteer.places:
        assert place in gazetteer.named(place.name, level=place.level)
        written = place.full_name if place.name.isdecimal() else place.name
        assert gazetteer.spelling.key(written) in names
    assert all(gazetteer.keyed(key) for key in names)
    assert not any(key.isdecimal() for key in names)


def test_a_day_and_a_region_narrow_a_name(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.named("Tân Thành", level="xã", on=LAST_DAY_OF_DISTRICTS)) > 20
    province = one(gazetteer, "Hậu Giang", level="tỉnh")
    inside = gazetteer.named("Tân Thành", level="xã", on=LAST_DAY_OF_DISTRICTS, within=province.id)
    assert [path(gazetteer, place) for place in inside] == ["xã Tân Thành, thành phố Ngã Bảy, tỉnh Hậu Giang"]
    assert one(gazetteer, "Kim Bôi", level="xã", on=REFORM).valid_from == REFORM
    assert not gazetteer.named("Kim Bôi", level="huyện", on=REFORM)


@pytest.mark.parametrize(
    ("level", "name", "last_day", "became"),
    [
        ("thị xã", "Cửa Lò", "2024-11-30", [("thành phố Vinh", "merged")]),
        ("huyện", "Hoành Bồ", "2019-12-31", [("thành phố Hạ Long", "merged")]),
        ("tỉnh", "Hà Tây", "2008-07-31", [("thành phố Hà Nội", "merged")]),
        ("tỉnh", "Thừa Thiên Huế", "2024-12-31", [("thành phố Huế", "renamed")]),
        ("thị xã", "Gia Nghĩa", "2019-12-31", [("thành phố Gia Nghĩa", "renamed")]),
        ("quận", "9", "2020-12-31", [("thành phố Thủ Đức", "merged")]),
        ("huyện", "Từ Liêm", "2013-12-26", [("quận Bắc Từ Liêm", "divided"), ("quận Nam Từ Liêm", "divided")]),
        ("huyện", "Lý Sơn", LAST_DAY_OF_DISTRICTS, [("đặc khu Lý Sơn", "renamed")]),
    ],
)
def test_units_that_vanished(
    gazetteer: Gazetteer, level: str, name: str, last_day: str, became: list[tuple[str, str]]
) -> None:
    place = one(gazetteer, name, level=level)
    assert place.valid_until == last_day
    assert [(step.place.full_name, step.change) for step in gazetteer.successors(place)] == became


def test_a_district_goes_to_the_communes_of_today(gazetteer: Gazetteer) -> None:
    district = one(gazetteer, "Đắk R'Lấp", tier="district")
    today = {gazetteer.get(place_id).full_name for place_id in gazetteer.today(district)}
    assert today == {"xã Kiến Đức", "xã Quảng Tín", "xã Nhân Cơ"}


def test_dong_nai_became_a_city_in_2026(gazetteer: Gazetteer) -> None:
    city = one(gazetteer, "Đồng Nai", tier="province", on="2026-04-30")
    assert (city.level, one(gazetteer, "Đồng Nai", tier="province", on="2026-04-29").level) == ("thành phố", "tỉnh")
    wards = [place.name for place in gazetteer.children(city) if place.valid_from == "2026-04-30"]
    assert len(wards) == 10 and "Trảng Bom" in wards
    commune = one(gazetteer, "Phú Lý", on="2025-12-01", within=city.id)
    assert path(gazetteer, commune) == "xã Phú Lý, thành phố Đồng Nai"
    assert path(gazetteer, commune, on="2025-12-01") == "xã Phú Lý, tỉnh Đồng Nai"


def test_a_unit_lies_in_what_its_region_was_before(gazetteer: Gazetteer) -> None:
    district = one(gazetteer, "Đan Phượng", level="huyện")
    assert gazetteer.lies_in(district, one(gazetteer, "Hà Tây", level="tỉnh").id)
    assert gazetteer.lies_in(district, one(gazetteer, "Hà Nội", tier="province").id)
    assert not gazetteer.lies_in(district, one(gazetteer, "Quảng Ninh", tier="province").id)


def test_a_broken_table_names_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "provinces.tsv").write_text("tier\tcode\n", encoding="utf-8")
    with pytest.raises(RuleSchemaError, match=r"provinces.tsv:1: wrong header"):
        Gazetteer.load(tmp_path)
