from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.assets import asset
from pipeline.places.atlas import Atlas
from pipeline.places.place import Place
from pipeline.rulebook.load import load_rulebook

ATLAS = Atlas.load(load_rulebook(asset("rules") / "places"))
UNITS = [
    "Tỉnh ủy",
    "Thành ủy",
    "Thị ủy",
    "Huyện ủy",
    "Quận ủy",
    "Đảng ủy",
    "tỉnh",
    "TP",
    "thị xã",
    "xã",
    "phường",
    "X",
    "",
]


def place(full_name: str, on: str | None = None) -> Place:
    found = [unit for unit in ATLAS.gazetteer.places if unit.full_name == full_name and unit.valid(on)]
    assert len(found) == 1, found
    return found[0]


HONG_LINH, THANH_XUAN = place("thị xã Hồng Lĩnh"), place("quận Thanh Xuân")
MONG_CAI, LY_NHAN = place("thành phố Móng Cái"), place("huyện Lý Nhân")
KIM_BOI = place("xã Kim Bôi", "2025-08-01")


@pytest.mark.parametrize(
    ("unit", "home", "on", "bound"),
    [
        ("Thị ủy", HONG_LINH, None, "thị xã Hồng Lĩnh"),
        ("Thị uỷ", HONG_LINH, None, "thị xã Hồng Lĩnh"),
        ("TX.", HONG_LINH, None, "thị xã Hồng Lĩnh"),
        ("Tỉnh ủy", HONG_LINH, "2024-07-05", "tỉnh Hà Tĩnh"),
        ("tỉnh", MONG_CAI, None, "tỉnh Quảng Ninh"),
        ("Thành ủy", THANH_XUAN, "2024-02-28", "thành phố Hà Nội"),
        ("Thành ủy", MONG_CAI, "2022-07-06", "thành phố Móng Cái"),
        ("thành phố", MONG_CAI, None, "thành phố Móng Cái"),
        ("Quận ủy", THANH_XUAN, None, "quận Thanh Xuân"),
        ("Huyện ủy", LY_NHAN, None, "huyện Lý Nhân"),
        ("Thị ủy", place("thành phố Gia Nghĩa"), None, "thị xã Gia Nghĩa"),
        ("Thị ủy", place("thành phố Gia Nghĩa"), "2019-04-11", "thị xã Gia Nghĩa"),
        ("Đảng ủy", KIM_BOI, "2025-08-01", "xã Kim Bôi"),
        ("tỉnh", KIM_BOI, "2025-08-01", "tỉnh Phú Thọ"),
        ("thị trấn", place("huyện Đắk R'Lấp"), None, "thị trấn Kiến Đức"),
        ("Thành ủy", place("tỉnh Hà Tĩnh"), "2023-01-01", "thành phố Hà Tĩnh"),
        ("tỉnh", place("xã Trảng Bom", "2025-09-01"), "2025-09-01", "tỉnh Đồng Nai"),
        ("thành phố", place("phường Trảng Bom", "2026-05-05"), "2026-05-05", "thành phố Đồng Nai"),
    ],
)
def test_home_binds(unit: str, home: Place, on: str | None, bound: str) -> None:
    binding = ATLAS.resolver.bind(unit, home=home, on=on)
    assert binding.place is not None and binding.place.full_name == bound
    assert (binding.source, binding.candidates) == ("home", (binding.place,))


@pytest.mark.parametrize(
    ("unit", "home", "on"),
    [
        ("Thành ủy", LY_NHAN, None),  # no city around a district of a province
        ("Huyện ủy", HONG_LINH, None),
        ("Tỉnh ủy", THANH_XUAN, None),  # Hà Nội is no tỉnh
        ("Huyện ủy", KIM_BOI, "2025-08-01"),  # no districts any more
        ("Thị ủy", HONG_LINH, "2025-08-01"),
        ("tỉnh", None, None),
        ("công ty", HONG_LINH, None),
    ],
)
def test_what_nothing_speaks_for_stays_null(unit: str, home: Place | None, on: str | None) -> None:
    binding = ATLAS.resolver.bind(unit, home=home, on=on)
    assert (binding.place, binding.source, binding.candidates) == (None, None, ())


@pytest.mark.parametrize(
    ("unit", "home", "candidates"),
    [
        ("Thành ủy", place("thành phố Thủ Đức"), {"thành phố Thủ Đức", "thành phố Hồ Chí Minh"}),
        ("thị xã", place("tỉnh Hà Tĩnh"), {"thị xã Hồng Lĩnh", "thị xã Kỳ Anh"}),
    ],
)
def test_what_can_be_two_stays_open(unit: str, home: Place, candidates: set[str]) -> None:
    binding = ATLAS.resolver.bind(unit, home=home)
    assert binding.place is None and binding.source == "home"
    assert {unit.full_name for unit in binding.candidates} == candidates


def test_a_name_always_wins_and_home_only_chooses_among_its_namesakes() -> None:
    binding = ATLAS.resolver.bind("tỉnh ủy", name="Hà Nam", home=HONG_LINH)
    assert binding.source == "explicit" and binding.place == place("tỉnh Hà Nam")
    near = ATLAS.resolver.bind("xã", name="Thuận Lộc", home=HONG_LINH, on="2022-05-05")
    assert near.place is not None and ATLAS.gazetteer.lies_in(near.place, HONG_LINH.id)
    far = ATLAS.resolver.bind("xã", name="Tân Thành", home=LY_NHAN)
    assert far.place is None and far.source == "explicit" and len(far.candidates) > 20
    none = ATLAS.resolver.bind("xã", name="Không Có Đâu", home=LY_NHAN)
    assert (none.place, none.source) == (None, None)


def test_a_former_district_can_still_be_named() -> None:
    binding = ATLAS.resolver.bind("huyện", name="Kim Bôi", home=KIM_BOI, on="2025-08-01")
    assert binding.place == place("huyện Kim Bôi")


def test_the_place_of_the_phrase_comes_before_home() -> None:
    binding = ATLAS.resolver.bind("thị xã", inherited=HONG_LINH, home=LY_NHAN)
    assert (binding.place, binding.source) == (HONG_LINH, "inherited")
    binding = ATLAS.resolver.bind("Huyện ủy", inherited=HONG_LINH, home=LY_NHAN)
    assert (binding.place, binding.source) == (LY_NHAN, "home")


@given(
    st.sampled_from(UNITS),
    st.none() | st.sampled_from(ATLAS.gazetteer.places),
    st.sampled_from([None, "2010-01-01", "2023-01-01", "2025-08-01", "2026-06-01"]),
)
def test_a_place_is_bound_only_if_it_is_the_only_candidate(unit: str, home: Place | None, on: str | None) -> None:
    binding = ATLAS.resolver.bind(unit, home=home, on=on)
    assert binding.place == (binding.candidates[0] if len(binding.candidates) == 1 else None)
    assert (binding.source is None) == (not binding.candidates)
    assert on is None or all(candidate.valid(on) for candidate in binding.candidates)
