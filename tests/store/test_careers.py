"""People across articles, end to end: invented reports of real places through the real extractor and store."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.cli.main import call

SHARED = Path(__file__).parents[3] / "shared" / "articles"
SAME, APART = 1, 2

# the post in one article, the post in the other, whether one person is meant
HOMONYMS = [
    ("Bí thư Thị ủy Hồng Lĩnh", "Phó Bí thư Thị ủy Hồng Lĩnh", SAME),
    ("Chủ tịch UBND huyện Đắk Mil", "Bí thư Huyện ủy Đắk Mil", SAME),
    ("Trưởng Ban Dân vận Thị ủy Hồng Lĩnh", "Chủ tịch Ủy ban MTTQ thị xã Hồng Lĩnh", SAME),
    ("Chủ tịch UBND xã Đức Minh, huyện Đắk Mil", "Trưởng phòng Nội vụ huyện Đắk Mil", SAME),
    ("nguyên Bí thư Huyện ủy Lý Nhân", "Bí thư Huyện ủy Lý Nhân", SAME),
    ("Phó Chủ tịch UBND tỉnh Hà Nam", "Chủ tịch HĐND tỉnh Hà Nam", SAME),
    ("Bí thư Huyện ủy Lý Nhân", "Phó Chủ tịch UBND tỉnh Hà Nam", SAME),
    ("Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy Quảng Ninh", "Bí thư Tỉnh ủy Quảng Ninh", SAME),
    ("Thứ trưởng Bộ Y tế", "Thứ trưởng Bộ Y tế", SAME),
    ("Bộ trưởng Bộ Nội vụ", "Bộ trưởng Bộ Tư pháp", SAME),
    ("Phó Thủ tướng", "Bộ trưởng Bộ Công Thương", SAME),
    ("Bộ trưởng Bộ Nội vụ", "Bí thư Tỉnh ủy Hà Nam", SAME),
    ("Bí thư Huyện ủy Lý Nhân", "", SAME),
    ("Chủ tịch UBND quận Thanh Xuân", "Chủ tịch HĐND quận Thanh Xuân", SAME),
    ("Chủ tịch UBND huyện Đắk Mil", "Chủ tịch UBND huyện Đắk Song", APART),
    ("Bí thư Huyện ủy Lý Nhân", "Bí thư Huyện ủy Tân Yên", APART),
    ("Bí thư Huyện ủy Lý Nhân", "Phó Chủ tịch UBND tỉnh Quảng Ninh", APART),
    ("Giám đốc Sở Y tế tỉnh Hà Nam", "Giám đốc Sở Y tế tỉnh Quảng Ninh", APART),
    ("Trưởng Công an huyện Đắk Song", "Trưởng Công an huyện Lý Nhân", APART),
    ("Chánh án TAND huyện Lý Nhân", "Chánh án TAND huyện Tân Yên", APART),
    ("Chủ tịch UBND phường Trà Cổ, thành phố Móng Cái", "Chủ tịch UBND xã Đức Minh, huyện Đắk Mil", APART),
    ("Bộ trưởng Bộ Nội vụ", "Chủ tịch UBND xã Đức Minh, huyện Đắk Mil", APART),
    ("Thứ trưởng Bộ Y tế", "Chủ tịch Hội Nông dân huyện Tân Yên", APART),
    ("Phó Thủ tướng", "Bí thư Đảng ủy phường Trà Cổ, thành phố Móng Cái", APART),
]
MIDDLE = ("Thế", "Bá", "Khắc", "Viết", "Quý", "Trọng")
GIVEN = ("Kháng", "Lựu", "Miện", "Nhuận")


def _name(number: int) -> str:
    """A name that no other pair has."""
    return f"Khuất {MIDDLE[number % len(MIDDLE)]} {GIVEN[number // len(MIDDLE)]}"


def _report(name: str, post: str, day: str, salt: int) -> str:
    """A report in which somebody speaks; `salt` makes its words differ from all others."""
    filler = " ".join(f"mục {salt * 31 + step} bàn việc {salt * 17 + step * step}" for step in range(25))
    who = f"Đồng chí {name}, {post}" if post else f"Đồng chí {name}"
    return f"Hội nghị số {salt} bàn việc nước sạch\n\n{who} phát biểu tại hội nghị ngày {day}.\n\n{filler}\n"


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """A database of all pairs, of two chairmen of one council, and of one and the same man at two councils."""
    folder = tmp_path_factory.mktemp("careers")
    (folder / "in").mkdir()
    for number, (one, other, _) in enumerate(HOMONYMS):
        for part, (post, month) in enumerate(((one, "7/2022"), (other, "8/2024"))):
            text = _report(_name(number), post, f"{number + 1:02d}/{month}", 2 * number + part)
            (folder / "in" / f"{number:02d}-{part}.txt").write_text(text, encoding="utf-8")
    others = [
        ("Vừ A Khánh", "Chủ tịch HĐND huyện Tân Yên", "12/3/2023"),
        ("Lò Thị Pành", "Chủ tịch HĐND huyện Tân Yên, tỉnh Bắc Giang", "12/3/2023"),
        ("Lò Thị Nhinh", "Phó Chủ tịch HĐND huyện Tân Yên", "12/3/2023"),
        ("Vừ A Tủa", "Chủ tịch UBND huyện Tân Yên", "12/3/2023"),
        ("Giàng A Dế", "nguyên Chủ tịch UBND huyện Tân Yên", "12/3/2023"),
        ("Vừ A Páo", "Chủ tịch UBND huyện Tân Yên", "13/3/2023"),
    ]
    for number, (name, post, day) in enumerate(others, start=200):
        (folder / "in" / f"{number}.txt").write_text(_report(name, post, day, number), encoding="utf-8")
    assert call(["run", str(folder / "in"), "--workers", "1", "--db", str(folder / "facts.db")]) == 0
    with sqlite3.connect(folder / "facts.db") as connection:
        yield connection
    connection.close()


@pytest.mark.parametrize("number", range(len(HOMONYMS)))
def test_a_name_is_one_person_or_two(facts: sqlite3.Connection, number: int) -> None:
    query = """SELECT count(DISTINCT document_id), count(DISTINCT person_id) FROM positions WHERE name = ?"""
    assert facts.execute(query, (_name(number),)).fetchone() == (2, HOMONYMS[number][2])


def test_every_merge_has_its_evidence(facts: sqlite3.Connection) -> None:
    missing = """SELECT DISTINCT document_id, person_id FROM positions
        EXCEPT SELECT document_id, person_id FROM person_evidence"""
    assert facts.execute(missing).fetchall() == []
    bases = {row[0] for row in facts.execute("SELECT basis FROM person_evidence")}
    assert {"place", "province", "national", "only"} <= bases


def test_two_chairmen_of_one_council_on_one_day_are_a_failed_check(facts: sqlite3.Connection) -> None:
    query = "SELECT expected, observed, outcome, explanation FROM checks WHERE kind = 'date'"
    ((one, other, outcome, explanation),) = facts.execute(query).fetchall()
    assert ({one, other}, outcome) == ({"Vừ A Khánh", "Lò Thị Pành"}, "fails")
    assert "2023-03-12" in explanation


def test_people_of_a_unit_are_found_by_its_successors(facts: sqlite3.Connection) -> None:
    query = """SELECT DISTINCT o.name FROM positions o JOIN place_successors s ON s.place_id = o.organisation_place_id
        JOIN places p ON p.id = s.successor_id WHERE p.level = 'tỉnh' AND p.name = 'Ninh Bình' ORDER BY 1"""
    names = {row[0] for row in facts.execute(query)}
    assert _name(5) in names  # of tỉnh Hà Nam, which is a part of Ninh Bình now
    assert _name(7) not in names  # of tỉnh Quảng Ninh


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"needs {SHARED}")
def test_an_official_of_two_years_is_one_person(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for start in ("000_", "004_"):
        (article,) = SHARED.glob(f"{start}*.txt")
        shutil.copy(article, tmp_path / "in")
    assert call(["run", str(tmp_path / "in"), "--workers", "1", "--db", str(tmp_path / "facts.db")]) == 0
    with sqlite3.connect(tmp_path / "facts.db") as connection:
        query = """SELECT count(DISTINCT person_id), min(first_seen), max(last_seen), group_concat(DISTINCT place)
            FROM official_careers WHERE person = 'Nguyễn Thăng Long'"""
        assert connection.execute(query).fetchone() == (1, "2022-05-05", "2024-07-05", "thị xã Hồng Lĩnh")
        query = """SELECT first_seen, last_seen, articles FROM official_careers
            WHERE person = 'Nguyễn Thăng Long' AND position = 'Phó Bí thư Thường trực Thị ủy'"""
        assert connection.execute(query).fetchone() == ("2022-05-05", "2024-07-05", 2)
    connection.close()
