"""`hoinghi run` as a person calls it: its own rules, real files, what goes to stdout and to stderr, the exit code."""

from __future__ import annotations

import io
import json
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.cli.main import call
from pipeline.kinds import EXTRACTED
from pipeline.store.database import read_database
from pipeline.store.search import search

REPORT = """Thị ủy Ba Đồn sơ kết công tác dân vận 6 tháng đầu năm 2024

Sáng 12/7/2024, Thị ủy Ba Đồn tổ chức Hội nghị sơ kết công tác dân vận 6 tháng đầu năm 2024. Đồng chí Cao Thị Nhàn, \
Ủy viên Ban Thường vụ, Trưởng Ban Dân vận Thị ủy chủ trì hội nghị.

Trong 6 tháng, các cấp ủy đã tổ chức 27 hội nghị đối thoại với Nhân dân, tiếp nhận 41 đơn, trong đó có 30 đơn \
kiến nghị và 11 đơn khiếu nại. Thị ủy ban hành Kế hoạch số 58-KH/TU ngày 15/01/2024 về công tác dân vận chính quyền.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A folder with an article, an empty file and a copy, and the run that read it."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "in").mkdir()
    (folder / "in" / "bao cáo.txt").write_text(REPORT, encoding="utf-8")
    (folder / "in" / "copy.txt").write_text(REPORT, encoding="utf-8")
    (folder / "in" / "empty.txt").write_text("", encoding="utf-8")
    return folder, _hoinghi("run", str(folder / "in"), "--db", str(folder / "facts.db"))


def _hoinghi(*arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from pipeline.cli.main import main; main()", *arguments]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False, timeout=120)


def test_the_summary_goes_to_stdout_and_nothing_to_stderr(
    made: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    _, done = made
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert "1  articles" in lines
    assert "1  copies of them under other addresses" in lines
    assert "1  issues" in lines
    assert lines[-1].startswith("This run: 3 inputs read, 0 unchanged, 1 articles extracted in ")


def test_the_database_has_what_the_report_says(made: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    with read_database(made[0] / "facts.db") as db:
        counts = {t.name: db.conn.execute(f"SELECT count(*) FROM {t.name}").fetchone()[0] for t in EXTRACTED}
        assert all(counts[name] for name in ("documents", "sentences", "people", "positions", "events", "event_roles"))
        assert all(counts[name] for name in ("citations", "legal_documents", "facts"))
        evidence = "SELECT evidence, value FROM fact_table WHERE value IN (27, 41) ORDER BY value"
        assert [(27 if "27" in text else 41, value) for text, value in db.conn.execute(evidence)] == [
            (27, 27),
            (41, 41),
        ]
        assert db.conn.execute("SELECT person FROM official_careers").fetchone() == ("Cao Thị Nhàn",)
        assert db.conn.execute("SELECT number, as_written FROM document_citations").fetchone()[0] == "58-KH/TU"
        assert [hit.document_id for hit in search(db, "cao thi nhan")] == [
            hit.document_id for hit in search(db, "58-KH/TU")
        ]


@pytest.mark.parametrize("table", ["positions", "events", "event_roles", "citations", "facts"])
def test_every_span_lies_in_the_text(made: tuple[Path, subprocess.CompletedProcess[str]], table: str) -> None:
    with read_database(made[0] / "facts.db") as db:
        rows = db.conn.execute(
            f"SELECT t.spans, t.start, t.end, length(d.text) FROM {table} t JOIN documents d ON d.id = t.document_id"
        ).fetchall()
    assert rows
    for spans, start, end, length in rows:
        for first, last in [(start, end), *json.loads(spans).values()]:
            assert 0 <= first < last <= length


def test_a_second_run_has_nothing_to_do(
    made: tuple[Path, subprocess.CompletedProcess[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, _ = made
    assert call(["run", str(folder / "in"), "--db", str(folder / "facts.db"), "--workers", "1"]) == 0
    assert "3 inputs read, 3 unchanged, 0 articles extracted" in capsys.readouterr().out


def test_an_article_comes_from_stdin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(REPORT.encode()), encoding="utf-8"))
    assert call(["run", "-", "--db", str(tmp_path / "one.db"), "--workers", "1"]) == 0
    assert "1 articles extracted" in capsys.readouterr().out


def test_an_input_that_is_not_there_is_said_before_anything_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(["run", str(tmp_path / "none"), "--db", str(tmp_path / "facts.db")]) == 2
    assert str(tmp_path / "none") in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_database_of_somebody_else_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE letters (text)")
    before = (tmp_path / "other.db").read_bytes()
    assert call(["run", str(tmp_path / "a.txt"), "--db", str(tmp_path / "other.db"), "--fresh"]) == 4
    captured = capsys.readouterr()
    assert "not made by hoinghi" in captured.err
    assert captured.err.count("\n") == 1
    assert (tmp_path / "other.db").read_bytes() == before


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_says_how_to_go_on(tmp_path: Path, sent: signal.Signals) -> None:
    with (tmp_path / "many.jsonl").open("w", encoding="utf-8") as out:
        for number in range(3000):
            out.write(json.dumps({"id": number, "text": f"{REPORT}\nLần thứ {number}."}, ensure_ascii=False) + "\n")
    arguments = ["run", str(tmp_path / "many.jsonl"), "--db", str(tmp_path / "facts.db"), "--workers", "2"]
    process = subprocess.Popen(
        [sys.executable, "-c", "from pipeline.cli.main import main; main()", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    while not (tmp_path / "facts.db-wal").exists() and process.poll() is None:
        time.sleep(0.02)
    time.sleep(0.3)
    process.send_signal(sent)
    out_text, err_text = process.communicate(timeout=60)
    assert (process.returncode, out_text) == (130, "")
    assert err_text.lstrip("\n") == "Interrupted. What is stored is kept; the same command goes on where it stopped.\n"
    assert not (tmp_path / "facts.db-lock").exists()
    with read_database(tmp_path / "facts.db") as db:
        assert db.conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
