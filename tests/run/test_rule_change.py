"""A change of the real rules: only documents it can touch are extracted again, and all tables are as from scratch."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from pipeline.assets import asset
from pipeline.run.batch import Outcome, Plan, run
from pipeline.store.database import read_database
from pipeline.store.dump import digests

TEXTS = {
    "a": "Hội nghị giao ban xã Tân Hòa\nXã có 12 hợp tác xã, 45 bè nuôi.\nLò Văn Tám, Bí thư Đảng ủy xã, chủ trì.",
    "b": "Ra quân làm đường\nNhân dân thôn Đông hiến 1.250 m2 đất, góp 340 triệu đồng.",
    "c": "Giao ban khối Dân vận\nThực hiện Chỉ thị số 05-CT/TU, các xã tiếp nhận 34 đơn, trong đó khiếu nại 5 đơn.",
    "d": "Sơ kết phong trào\nToàn huyện có 57 mô hình, đạt 95% kế hoạch; 45 bè nuôi đạt chuẩn.",
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    shutil.copytree(asset("rules"), tmp_path / "rules")
    (tmp_path / "in").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "in" / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def bring_up_to_date(home: Path, db: str = "facts.db") -> Outcome:
    return run(Plan(inputs=(str(home / "in"),), db=home / db, rules=home / "rules"))


def content(path: Path) -> dict[str, str]:
    with read_database(path) as db:
        found = digests(db)
        found["documents"] = str(
            db.conn.execute("SELECT id, title, place_id, text FROM documents ORDER BY id").fetchall()
        )
        return found  # without documents.run_id: the number of the run that stored them


def edit(home: Path, file: str, old: str, new: str) -> None:
    path = home / "rules" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "extracted"),
    [
        ("counts/units.yaml", "words: [tập thể,", "words: [bè nuôi, tập thể,", 2),
        ("counts/units.yaml", "words: [tập thể,", "words: [thuyền thúng, tập thể,", 0),
        ("counts/refusals.yaml", 'note: "lần thứ 4', 'note: "tức là lần thứ 4', 0),
        ("counts/links.yaml", "trong đó [(có", "trong đó [(có cả | có", 1),
        ("counts/shapes.yaml", "priority: 10", "priority: 11", 4),
        ("values/number-label.yaml", '"hạng"', '"hạng", "bè số"', 0),
        ("names/surnames.tsv", "\nNguyễn\t3", "\nPhỏng\t1\nNguyễn\t3", 4),
    ],
    ids=lambda value: str(value)[:24],
)
def test_only_what_a_change_can_touch_is_extracted_again(
    home: Path, file: str, old: str, new: str, extracted: int
) -> None:
    assert bring_up_to_date(home).extracted == 4
    edit(home, file, old, new)
    assert bring_up_to_date(home).extracted == extracted
    bring_up_to_date(home, "fresh.db")
    assert content(home / "facts.db") == content(home / "fresh.db")


def test_an_interrupted_change_is_taken_up_again(home: Path) -> None:
    bring_up_to_date(home)
    edit(home, "counts/units.yaml", "words: [tập thể,", "words: [bè nuôi, tập thể,")
    with sqlite3.connect(home / "facts.db") as db:  # as if a run had been killed before it stored document a
        db.execute("UPDATE _inputs SET stored = NULL WHERE source LIKE '%a.txt'")
    edit(home, "counts/units.yaml", "words: [bè nuôi, tập thể,", "words: [tập thể,")
    assert bring_up_to_date(home).extracted == 1
