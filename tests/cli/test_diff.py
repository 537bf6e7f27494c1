"""`hoinghi diff` on real rules and a real database."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.assets import asset
from pipeline.cli.main import call
from pipeline.match.footprint import Change
from pipeline.run import compare
from pipeline.run.batch import Plan, Silent, run

TEXTS = {
    "a": "Giao ban xã Tân Hòa\nXã nhận 34 đơn thư, trong đó 5 đơn khiếu nại, 3 đơn tố cáo và 26 đơn đề nghị.",
    "b": "Ra quân làm đường\nNhân dân thôn Đông hiến 1.250 m2 đất, góp 340 triệu đồng.",
    "c": "Sơ kết phong trào\nToàn huyện có 57 mô hình và 45 bè nuôi; 12 xã đạt chuẩn.",
    "d": "Tổng kết\nTổng số 991 mẫu, trong đó 7 mẫu hỏng, 180 mẫu thừa, 806 mẫu đạt.",
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "in").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "in" / f"{name}.txt").write_text(text, encoding="utf-8")
    shutil.copytree(asset("rules"), tmp_path / "rules")
    shutil.copytree(asset("rules"), tmp_path / "new")
    run(Plan(inputs=(str(tmp_path / "in"),), db=tmp_path / "facts.db", rules=tmp_path / "rules"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def drop_part_link(folder: Path) -> None:
    edit(folder, "counts/links.yaml", '"trong đó [(có', '"trong ấy [(có')


def test_equal_rules_differ_in_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["diff", "rules", "new"]) == 0
    assert "0 rows differ" in capsys.readouterr().out


def test_it_shows_what_changed_by_rule_with_evidence(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drop_part_link(home / "new")
    assert call(["diff", "rules", "new", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["documents"], found["read"]) == (4, 2)
    assert found["changed_parts"] == ["rule link.part-of"]
    assert {row["kind"] for row in found["differences"]} == {"changed"}
    assert {row["evidence"] for row in found["differences"]} >= {"5 đơn", "3 đơn"}
    assert all(row["fields"]["parent_id"][1] is None for row in found["differences"])
    ((fails, mended),) = found["failures"].values()
    assert not fails and "993 instead of 991" in mended[0]


def test_a_word_more_is_shown_as_gained_or_changed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(home / "new", "counts/units.yaml", "words: [tập thể,", "words: [bè nuôi, tập thể,")
    assert call(["diff", "rules", "new"]) == 1
    shown = capsys.readouterr().out
    assert "45 bè nuôi" in shown and "word unit_word bè-nuôi" in shown and "khiếu nại" not in shown


def test_passing_documents_over_changes_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drop_part_link(home / "new")
    edit(home / "new", "counts/units.yaml", "words: [tập thể,", "words: [bè nuôi, tập thể,")
    quick = compare.compare_rules(home / "rules", home / "new", home / "facts.db", Silent())
    monkeypatch.setattr(Change, "touches", lambda self, text: True)
    full = compare.compare_rules(home / "rules", home / "new", home / "facts.db", Silent())
    assert (quick.read, full.read) == (3, 4)
    assert (quick.differences, quick.failures) == (full.differences, full.failures)
    assert quick.differences


def test_two_databases(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drop_part_link(home / "new")
    (home / "in" / "b.txt").unlink()
    run(Plan(inputs=(str(home / "in"),), db=home / "new.db", rules=home / "new"))
    assert call(["diff", "facts.db", "new.db", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [line.rpartition("/")[2] for line in found["only"]] == ["b.txt: only in facts.db"]
    assert {row["source"].rpartition("/")[2] for row in found["differences"]} == {"a.txt", "d.txt"}


def test_revisions_of_the_rules(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "rules"], check=True)
    subprocess.run([*git, "commit", "-qm", "rules"], check=True)
    drop_part_link(home / "rules")
    assert call(["diff", "HEAD", "rules"]) == 1
    assert "link.part-of" in capsys.readouterr().out
    assert call(["diff", "no-such-revision", "rules"]) == 2
    assert "neither a folder nor a revision" in capsys.readouterr().err


def test_the_page_stands_alone(home: Path) -> None:
    drop_part_link(home / "new")
    assert call(["diff", "rules", "new", "--html", "changes.html"]) == 1
    page = (home / "changes.html").read_text(encoding="utf-8")
    assert "<mark>5 đơn</mark>" in page and "http" not in page and "<script" not in page


def test_scores_by_gold_are_compared(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drop_part_link(home / "new")
    (home / "gold").mkdir()
    (home / "gold" / "a.yaml").write_text(
        "document: a.txt\nevent: null\nofficials: []\ndecrees: []\ncounts:\n"
        "  - {quote: 34 đơn, value: 34, unit: đơn, about: nhận}\n"
        "  - {quote: 5 đơn, value: 5, unit: đơn, about: khiếu nại, part_of: 34}\n"
        "  - {quote: 3 đơn, value: 3, unit: đơn, about: tố cáo, part_of: 34}\n"
        "  - {quote: 26 đơn, value: 26, unit: đơn, about: đề nghị, part_of: 34}\n",
        encoding="utf-8",
    )
    assert call(["diff", "rules", "new", "--gold", "gold", "--texts", "in", "--json"]) == 1
    before, after = json.loads(capsys.readouterr().out)["scores"]["counts.part_of"]
    assert before == 1.0 and after == 0.0


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["facts.db", "rules"], 2, "give two databases"),
        (["rules", "new", "--gold", "gold"], 2, "add --texts"),
        (["rules", "new", "--db", "none.db"], 4, "no such database"),
    ],
)
def test_wrong_use_is_said(
    home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, says: str
) -> None:
    assert call(["diff", *arguments]) == code
    assert says in capsys.readouterr().err


def test_broken_rules_stop_it(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "new" / "counts" / "broken.yaml").write_text("kind: count\nrules:\n  - id: x\n    patern: a\n")
    assert call(["diff", "rules", "new"]) == 3
    assert "broken.yaml:" in capsys.readouterr().err
