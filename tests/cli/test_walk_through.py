"""The reviewer's loop from end to end: a count is missed, the near miss is named, a word is added, its effect is seen
before it counts, only what it touches is extracted again, and an earlier correction survives."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from pipeline.assets import asset
from pipeline.cli.main import call

MISSED = "Giao ban xã Tân Hòa\nToàn xã có 12 trường và hai mươi mốt cẩu nâng; tiếp nhận 34 đơn."
OTHER = "Ra quân làm đường\nNhân dân thôn Đông hiến 1.250 m2 đất, góp 340 triệu đồng."


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(MISSED, encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_text(OTHER, encoding="utf-8")
    shutil.copytree(asset("rules"), tmp_path / "rules")
    shutil.copytree(asset("rules"), tmp_path / "before")
    monkeypatch.chdir(tmp_path)
    assert call(["run", "in", "--rules", "rules"]) == 0
    return tmp_path


def facts(home: Path) -> dict[str, tuple[str, float, str | None]]:
    """Evidence → id, value and review."""
    with sqlite3.connect(home / "facts.db") as db:
        rows = db.execute(
            "SELECT substr(d.text, f.start + 1, f.end - f.start), f.id, f.value, f.review"
            " FROM facts f JOIN documents d ON d.id = f.document_id"
        ).fetchall()
    return {evidence: (row_id, value, review) for evidence, row_id, value, review in rows}


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, list[dict[str, object]]]:
    capsys.readouterr()
    call(list(arguments))
    found: dict[str, list[dict[str, object]]] = json.loads(capsys.readouterr().out)
    return found


def test_the_loop(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = facts(home)
    assert "hai mươi mốt cẩu nâng" not in before

    assert call(["review", "correct", before["340 triệu đồng"][0], "value", "345000000", "--reviewer", "Lan"]) == 0
    assert call(["run", "--rules", "rules"]) == 0
    assert facts(home)["340 triệu đồng"][1:] == (345_000_000, "corrected")

    text = shown(capsys, "explain", "--document", "a.txt", "--json", "--rules", "rules")["text"]
    start = str(text).index("hai mươi mốt")
    span = f"{start}:{start + len('hai mươi mốt')}"
    near = shown(capsys, "explain", "--document", "a.txt", "--span", span, "--rules", "rules", "--json")["near"]
    assert any("counts/units.yaml" in str(row["remedy"]) for row in near)

    arguments = ["--lexicon", "unit_word", "--word", "cẩu nâng", "--like", "trường", "--match", "Xã có 5 cẩu nâng."]
    assert call(["rules", "new", "--rules", "rules", *arguments]) == 0
    assert call(["rules", "check", "--rules", "rules"]) == 0

    found = shown(capsys, "diff", "before", "rules", "--json")
    assert [(row["kind"], row["evidence"]) for row in found["differences"]] == [("gained", "hai mươi mốt cẩu nâng")]
    assert found["read"] == 1

    capsys.readouterr()
    assert call(["run", "--rules", "rules"]) == 0
    assert "1 articles extracted" in capsys.readouterr().out
    after = facts(home)
    assert after.keys() - before.keys() == {"hai mươi mốt cẩu nâng"}
    assert after["340 triệu đồng"][1:] == (345_000_000, "corrected")


def test_reviews_become_examples(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = facts(home)
    assert call(["review", "accept", before["34 đơn"][0], "--reviewer", "Lan"]) == 0
    assert call(["review", "reject", before["12 trường"][0], "--reviewer", "Lan", "--note", "tên riêng"]) == 0
    capsys.readouterr()
    assert call(["rules", "new", "--rules", "rules", "--from-reviews", "facts.db"]) == 1
    assert "still fires on" in capsys.readouterr().err
    shapes = (home / "rules" / "counts" / "shapes.yaml").read_text(encoding="utf-8")
    assert 'why: "tên riêng"' in shapes and 'expect: {value: "34' in shapes
    assert call(["rules", "check", "--rules", "rules"]) == 1
    assert "shapes.yaml:" in capsys.readouterr().err
