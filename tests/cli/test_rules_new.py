"""`hoinghi rules new` and `rules stats` on a copy of the real rules."""

import io
import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from pipeline.assets import asset
from pipeline.cli.main import call
from pipeline.run.batch import Plan, run


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(asset("rules"), tmp_path / "rules")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "rules"


def new(*arguments: str) -> int:
    return call(["rules", "new", "--rules", "rules", *arguments])


def added(rules: Path) -> dict[str, list[str]]:
    """File → lines that it has more than the original."""
    found = {}
    for file in sorted(rules.rglob("*.yaml")):
        original = asset("rules") / file.relative_to(rules)
        before = original.read_text(encoding="utf-8").splitlines() if original.exists() else []
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line not in before]
        lines = [line for line in lines if line.strip() not in ("match:", "no_match:")]
        if lines:
            found[file.relative_to(rules).as_posix()] = lines
    return found


def test_a_word_takes_the_attributes_of_one_like_it(rules: Path) -> None:
    assert new("--lexicon", "unit_word", "--word", "bè nuôi", "--like", "trường", "--match", "Xã có 45 bè nuôi.") == 0
    assert added(rules) == {
        "counts/units.yaml": ['  - {canonical: "bè nuôi", class: "organisation", match: ["Xã có 45 bè nuôi."]}']
    }


def test_a_rule_goes_to_the_file_of_its_kind(rules: Path) -> None:
    arguments = ["--kind", "refusal", "--id", "refusal.seat", "--set", "refuses=count"]
    arguments += ["--pattern", "ghế số {number:number}", "--match", "Ngồi ghế số 12", "--no-match", "Có 12 ghế."]
    assert new(*arguments) == 0
    assert added(rules) == {
        "counts/refusals.yaml": [
            "  - id: refusal.seat", '    set: {refuses: "count"}', '    pattern: "ghế số {number:number}"',
            '      - "Ngồi ghế số 12"', '      - "Có 12 ghế."',
        ]
    }  # fmt: skip


def test_a_new_file_is_made_where_one_is_named(rules: Path) -> None:
    arguments = [
        "--kind",
        "phrase",
        "--id",
        "phrase.x",
        "--file",
        "own/mine.yaml",
        "--pattern",
        "thế là xong",
        "--makes",
        "x",
    ]
    assert new(*arguments, "--match", "Vậy thế là xong.") == 0
    assert (
        (rules / "own" / "mine.yaml").read_text(encoding="utf-8").startswith("kind: phrase\nrules:\n  - id: phrase.x\n")
    )


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("count.share", '      - {text: "Đến nay 32/57 mô hình xong.", expect: {value: "32"}}'),
        ("indicator.model-total", 'match: [{text: "Toàn xã'),
    ],
)
def test_an_example_is_written_in_the_style_of_its_rule(rules: Path, rule: str, line: str) -> None:
    assert new("--example", rule, "--match", "Đến nay 32/57 mô hình xong.", "--expect", "value=32") == 0
    ((_, lines),) = added(rules).items()
    assert len(lines) == 1 and line in lines[0]


def test_an_example_that_fails_is_kept_and_said(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new("--example", "count.share", "--match", "Không có số nào.") == 1
    assert "shapes.yaml:" in capsys.readouterr().err
    assert added(rules)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--kind", "count", "--id", "count.x", "--pattern", "{value:numbr}", "--match", "5 đơn"], 3, "numbr"),
        (["--kind", "count", "--id", "count.share", "--pattern", "{value:number}", "--match", "5"], 3, "used twice"),
        (["--kind", "nothing", "--id", "x", "--pattern", "a", "--match", "a"], 2, "no kind 'nothing'"),
        (["--kind", "count", "--id", "count.x", "--match", "5"], 2, "--pattern is missing"),
        (["--lexicon", "nothing", "--word", "x"], 2, "no lexicon 'nothing'"),
        (["--lexicon", "unit_word", "--word", "x", "--like", "khôngcó"], 2, "no word of unit_word"),
        (["--lexicon", "unit_word", "--word", "hộ", "--like", "hộ"], 3, "used twice"),
        (["--example", "count.none", "--match", "x"], 2, "no rule 'count.none'"),
        (["--example", "count.share", "--match", "x", "--expect", "value"], 2, "NAME=VALUE"),
    ],
)
def test_what_does_not_load_is_not_kept(
    rules: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, says: str
) -> None:
    assert new(*arguments) == code
    assert says in capsys.readouterr().err
    assert added(rules) == {}


ANSWERS = {
    "word": (
        [], ["word", "unit_word", "vó bè", "nhà", "Xã có 5 vó bè."],
        "counts/units.yaml", ['  - {canonical: "vó bè", class: "thing", match: ["Xã có 5 vó bè."]}'],
    ),
    "rule": (
        [],
        ["rule", "refusal", "refusal.seat", "ghế số {number:number}", "count", "số ghế", "Ngồi ghế số 12", "Có 12 ghế.",
         "số lượng"],
        "counts/refusals.yaml",
        [
            "  - id: refusal.seat", '    set: {refuses: "count"}', '    pattern: "ghế số {number:number}"',
            '    note: "số ghế"',
            '      - "Ngồi ghế số 12"', '      - {text: "Có 12 ghế.", why: "số lượng"}',
        ],
    ),
    "the rest of a rule": (
        ["--kind", "refusal", "--id", "refusal.seat", "--set", "refuses=count",
         "--pattern", "ghế số {number:number}", "--note", "số ghế"],
        ["Ngồi ghế số 12", ""],
        "counts/refusals.yaml",
        [
            "  - id: refusal.seat", '    set: {refuses: "count"}', '    pattern: "ghế số {number:number}"',
            '    note: "số ghế"',
            '      - "Ngồi ghế số 12"',
        ],
    ),
    "line of a page": (
        ["--file", "boilerplate/own.yaml"],
        ["rule", "boilerplate", "boilerplate.back", "Về trang trước nữa", "drop", "", "Về trang trước nữa", ""],
        "boilerplate/own.yaml",
        [
            "kind: boilerplate", "rules:", "  - id: boilerplate.back", '    set: {action: "drop"}',
            '    lines: ["Về trang trước nữa"]', '      - "Về trang trước nữa"',
        ],
    ),
    "example": (
        [], ["example", "count.share", "no_match", "Trực 24/7 quanh năm.", "thành ngữ"],
        "counts/shapes.yaml", ['      - {text: "Trực 24/7 quanh năm.", why: "thành ngữ"}'],
    ),
}  # fmt: skip


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("name", ANSWERS)
def test_on_a_terminal_what_is_missing_is_asked_for(rules: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    arguments, answers, file, lines = ANSWERS[name]
    monkeypatch.setattr("sys.stdin", Terminal("".join(f"{answer}\n" for answer in answers)))
    assert new(*arguments) == 0
    assert added(rules) == {file: lines}


def test_stats_count_verdicts_and_issues(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Giao ban\nXã có 32/57 mô hình, đạt 90%. Xã tiếp nhận 34 đơn, chuyển 7 đơn, trả lại 2 đơn."
    Path("a.txt").write_text(text, encoding="utf-8")
    assert call(["run", "a.txt", "--rules", "rules"]) == 0
    with sqlite3.connect("facts.db") as db:
        ids = [row[0] for row in db.execute("SELECT id FROM facts WHERE unit = 'đơn' ORDER BY start")]
    assert call(["review", "accept", *ids[:2]]) == 0
    assert call(["review", "reject", ids[2]]) == 0
    assert call(["run", "--rules", "rules"]) == 0
    capsys.readouterr()
    assert call(["rules", "stats", "--rules", "rules", "--json"]) == 0
    found = {row["rule_id"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    used = found["count.number-unit"]
    assert (used["accepted"], used["rejected"], used["corrected"], used["issues"]) == (2, 1, 0, 0)
    assert (found["count.share"]["issues"], found["count.share"]["issue_share"]) == (1, 1)
    assert call(["rules", "stats"]) == 0
    assert "issues" in capsys.readouterr().out


def test_stats_count_rows_and_documents(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.txt").write_text("Ra quân\nXã hiến 1.250 m2 đất, góp 340 triệu đồng.", encoding="utf-8")
    run(Plan(inputs=("a.txt",), db=Path("facts.db"), rules=rules))
    assert call(["rules", "stats", "--rules", "rules", "--time", "--json"]) == 0
    found = {row["rule_id"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert (found["count.number-unit"]["rows"], found["count.number-unit"]["documents"]) == (2, 1)
    assert found["count.share"]["rows"] == 0
    assert sum(row["share"] for row in found.values()) == pytest.approx(1)
    assert found["count.number-unit"]["seconds"] > 0
    assert call(["rules", "stats", "--unused"]) == 0
    unused = capsys.readouterr().out
    assert "count.share" in unused and "count.number-unit" not in unused
