"""People meant by title alone, and the units that bodies belong to."""

from __future__ import annotations

import pytest

from pipeline.extract.officials.body_places import BodyPlaces
from pipeline.extract.officials.titled import title_mentions
from pipeline.places.atlas import Atlas
from pipeline.places.place import Place
from pipeline.text.fold import view_of
from tests.extract.official_samples import BOOK, chart_of, read

ATLAS = Atlas.load(BOOK)


def called(text: str) -> list[tuple[str, str | None]]:
    reading = read(text)
    return [(text[t.start : t.end], t.name) for t in title_mentions(reading.chart, reading.mentions)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Đồng chí Vũ Văn Nam, Bí thư Thị ủy dự. Đồng chí Bí thư Thị ủy đề nghị các đơn vị khẩn trương.",
            [("Đồng chí Bí thư Thị ủy", "Vũ Văn Nam")],
        ),
        (
            "Bộ trưởng Bộ Nội vụ Vũ Văn Nam nói. Bộ trưởng cũng yêu cầu rà soát.",
            [("Bộ trưởng", "Vũ Văn Nam")],
        ),
        (
            "Chủ tịch UBND xã Vũ Văn Nam báo cáo. Chủ tịch UBND huyện kết luận.",
            [("Chủ tịch UBND huyện", None)],
        ),
        ("Chủ tịch UBND huyện kết luận.", [("Chủ tịch UBND huyện", None)]),
        ("Các đồng chí Phó Chủ tịch UBND huyện cùng dự.", []),
        ("Đồng chí Vũ Văn Nam, Bí thư Thị ủy dự.", []),
    ],
)
def test_a_title_alone_means_its_last_holder(text: str, found: list[tuple[str, str | None]]) -> None:
    assert called(text) == found


HOME = next(place for place in ATLAS.gazetteer.places if place.full_name == "thị xã Hồng Lĩnh")


def unit_of(text: str, home: Place | None = None) -> str | None:
    found = ATLAS.scanner.read(view_of(text), on="2019-03-05")
    places = BodyPlaces.of(ATLAS.resolver, found.mentions, home=home, on="2019-03-05")
    (node,) = chart_of(text).nodes("organisation")
    unit = places.id_of(node.value)
    names = {place.id: place.full_name for place in ATLAS.gazetteer.places}
    return names[unit] if unit is not None else None


@pytest.mark.parametrize(
    ("text", "home", "unit"),
    [
        ("UBND thị xã Hồng Lĩnh", None, "thị xã Hồng Lĩnh"),
        ("UBND tỉnh Hà Nam", HOME, "tỉnh Hà Nam"),
        ("UBND thị xã", HOME, "thị xã Hồng Lĩnh"),
        ("Thị ủy", HOME, "thị xã Hồng Lĩnh"),
        ("HĐND tỉnh", HOME, "tỉnh Hà Tĩnh"),
        ("Ban Tổ chức Tỉnh ủy", HOME, "tỉnh Hà Tĩnh"),
        ("Thị ủy", None, None),
        ("Bộ Tài chính", HOME, None),
    ],
)
def test_a_body_belongs_to_the_unit_it_names_or_that_of_the_page(
    text: str, home: Place | None, unit: str | None
) -> None:
    assert unit_of(text, home) == unit
