"""Bad inputs as a person meets them: with the real reader and rules a batch goes on, and what stops it has its code.

Missing inputs, databases of somebody else and interrupts are in test_run.py, single formats in tests/ingest.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.assets import asset
from pipeline.cli.main import call
from pipeline.errors import EXIT_DATA, EXIT_FINE, EXIT_RULES, EXIT_USAGE
from pipeline.store.database import read_database
from tests import builders

GOLD = asset("corpus") / "gold" / "haugiang-trien-khai-dan-van-2024.yaml"
GOOD = "Sáng 5/6/2024, Huyện ủy tổ chức hội nghị sơ kết công tác dân vận. Toàn huyện có 19 mô hình đạt chuẩn."
MENU = "".join(f'<li><a href="/tin-{n}.html">Chuyên mục số {n}</a></li>' for n in range(12))
LINES = (
    json.dumps({"id": "first", "text": GOOD}),
    "{broken",
    "[1, 2]",
    json.dumps({"id": "silent", "title": "Chỉ có tên bài"}),
    json.dumps({"id": "number", "text": 7}),
    json.dumps({"id": "english", "text": "The district held a conference on rural roads, and many people came."}),
    json.dumps({"id": "last", "text": GOOD.replace("19", "23").replace("5/6", "8/6")}),
)
EXPECTED = {
    "blank.txt": "empty",
    "feed.jsonl#2": "bad_record",
    "feed.jsonl#3": "bad_record",
    "feed.jsonl#english": "not_vietnamese",
    "feed.jsonl#number": "bad_record",
    "feed.jsonl#silent": "no_text",
    "gone.txt": "unreadable",
    "menu.html": "not_an_article",
    "page.html": "not_an_article",
    "photo.txt": "undecodable",
    "scan.pdf": "unknown_format",
    "table.parquet": "broken_file",
    "zero.txt": "empty",
}


def _batch(folder: Path) -> Path:
    """A folder with three good articles among all that can be wrong."""
    folder.mkdir()
    files: dict[str, bytes] = {
        "good.txt": GOOD.replace("19", "31").replace("5/6", "9/6").encode(),
        "feed.jsonl": "\n".join(LINES).encode(),
        "blank.txt": b" \r\n\t\n",
        "zero.txt": b"",
        "photo.txt": b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8,
        "table.parquet": b"PAR1 and no more",
        "scan.pdf": b"%PDF-1.4",
        "page.html": b"<html><head><title>Trang</title></head><body></body></html>",
        "menu.html": f"<html><body><ul>{MENU}</ul></body></html>".encode(),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    return folder


@pytest.mark.parametrize("workers", ["1", "2"])
def test_what_is_wrong_becomes_issues_and_the_rest_is_stored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], workers: str
) -> None:
    folder, db = _batch(tmp_path / "in"), tmp_path / "facts.db"
    assert call(["run", str(folder), "--db", str(db), "--workers", workers]) == EXIT_FINE
    captured = capsys.readouterr()
    assert captured.err == ""
    assert f"{len(EXPECTED)}  issues" in captured.out
    with read_database(db) as store:
        issues = store.conn.execute("SELECT source, code, message FROM issues").fetchall()
        values = store.conn.execute("SELECT d.source, f.value FROM facts f JOIN documents d ON d.id = f.document_id")
        assert {Path(source).name: value for source, value in values} == {
            "good.txt": 31,
            "feed.jsonl#first": 19,
            "feed.jsonl#last": 23,
        }
    assert {Path(source).name: code for source, code, _ in issues} == EXPECTED
    assert len(issues) == len(EXPECTED)
    assert all(len(message) > 20 and "\n" not in message for _, _, message in issues)


def test_a_batch_without_one_article_is_fine_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "zero.txt").write_bytes(b"")
    (tmp_path / "none").mkdir()
    arguments = ["--db", str(tmp_path / "facts.db"), "--workers", "1"]
    assert call(["run", str(tmp_path / "zero.txt"), str(tmp_path / "none"), *arguments]) == EXIT_FINE
    out = capsys.readouterr().out
    assert "0  articles" in out and "1  issues" in out


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_an_issue(tmp_path: Path) -> None:
    (tmp_path / "locked.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "locked.txt").chmod(0)
    assert call(["run", str(tmp_path / "locked.txt"), "--db", str(tmp_path / "f.db"), "--workers", "1"]) == EXIT_FINE
    with read_database(tmp_path / "f.db") as store:
        assert store.conn.execute("SELECT code FROM issues").fetchall() == [("unreadable",)]


# ── rule files ───────────────────────────────────────────────────────────────────────────────────

RULE = """kind: count
rules:
  - id: count.mine
    pattern: "{value:number} {unit:unit}"
    match: ["Có 5 mô hình."]
"""


def _code(arguments: list[str]) -> int:
    try:
        return call(arguments)
    except SystemExit as end:
        assert isinstance(end.code, int)
        return end.code


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (RULE.replace("    match", "    matches"), 5),
        (RULE.replace("{unit:unit}", "{unit:unit"), 4),
        (RULE.replace("count.mine\n", "count.mine\n    id: count.twice\n"), 4),
        (RULE + RULE.partition("rules:\n")[2], 6),
        (RULE.replace('"{value:number} {unit:unit}"', '"{value:no_such_type}"'), 3),
    ],
    ids=["unknown key", "open brace", "key twice", "id twice", "slot type that nothing supplies"],
)
@pytest.mark.parametrize("verb", ["run", "check"])
def test_a_broken_rule_file_is_named_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, line: int, verb: str
) -> None:
    rules = builders.write_rules(tmp_path / "rules")
    (rules / "mine.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    run = ["run", str(tmp_path / "good.txt"), "--db", str(tmp_path / "f.db"), "--workers", "1"]
    assert _code([*(run if verb == "run" else ["rules", "check"]), "--rules", str(rules)]) == EXIT_RULES
    captured = capsys.readouterr()
    assert captured.err.startswith(f"{rules / 'mine.yaml'}:{line}: ")
    assert captured.err.count("\n") == 1
    assert not (tmp_path / "f.db").exists()


# ── databases ────────────────────────────────────────────────────────────────────────────────────


def _folder(path: Path) -> None:
    path.mkdir()


def _letter(path: Path) -> None:
    path.write_text("Kính gửi các đồng chí", encoding="utf-8")


def _foreign(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE letters (text)")


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE schema_version (version INTEGER NOT NULL, digest TEXT NOT NULL)")
        connection.execute("INSERT INTO schema_version VALUES (999, 'x')")


def _held(folder: Path) -> dict[str, bytes]:
    """The files of a folder, without those that SQLite keeps beside a database that is read."""
    return {
        path.name: path.read_bytes() if path.is_file() else b""
        for path in folder.iterdir()
        if not path.name.endswith(("-wal", "-shm"))
    }


VERBS = {
    "run": ("run", "{input}", "--workers", "1", "--db", "{db}"),
    "serve": ("serve", "{db}", "--port", "0"),
    "export": ("export", "{db}", "--table", "facts", "--out", "{out}"),
    "evaluate": ("evaluate", "{gold}", "--db", "{db}"),
    "review": ("review", "accept", "0123456789abcdef", "--db", "{db}"),
}


@pytest.mark.parametrize("make", [_folder, _letter, _foreign, _newer])
@pytest.mark.parametrize("verb", VERBS)
def test_a_database_that_cannot_be_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], verb: str, make: object
) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    shutil.copy(GOLD, tmp_path / "gold.yaml")
    db = tmp_path / "other.db"
    make(db)  # type: ignore[operator]
    before = _held(tmp_path)
    paths = {"input": tmp_path / "good.txt", "db": db, "out": tmp_path / "o.csv", "gold": tmp_path / "gold.yaml"}
    assert call([word.format(**paths) for word in VERBS[verb]]) == EXIT_DATA
    said = capsys.readouterr().err
    assert str(db) in said and said.count("\n") == 1
    assert _held(tmp_path) == before


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "run"])
def test_a_database_that_is_not_there_is_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    shutil.copy(GOLD, tmp_path / "gold.yaml")
    paths = {"input": "", "db": tmp_path / "no.db", "out": tmp_path / "o.csv", "gold": tmp_path / "gold.yaml"}
    assert call([word.format(**paths) for word in VERBS[verb]]) in (EXIT_DATA, EXIT_USAGE)
    assert "no.db" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["gold.yaml"]
