"""kill -9 of real runs at many moments: the database holds whole documents only, and the next run finishes it."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.errors import StoreError
from pipeline.kinds import BY_NAME
from pipeline.run.batch import Plan, run
from pipeline.store.database import open_database, read_database
from pipeline.store.dump import digests, dump
from pipeline.store.lock import writing
from tests import builders

ROOT = Path(__file__).parents[2]
DOCUMENTS = 220


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with rules, inputs, and the database of a run that nothing disturbed."""
    folder = tmp_path_factory.mktemp("undisturbed")
    builders.write_rules(folder / "rules")
    builders.write_corpus(folder / "in", DOCUMENTS)
    (folder / "in" / "blank.txt").write_text(" ", encoding="utf-8")
    (folder / "in" / "records.jsonl").write_text('{"text": "Một dòng tốt"}\n{"text": broken\n', encoding="utf-8")
    run(_plan(folder, folder / "facts.db"))
    return folder


def _plan(folder: Path, db: Path, workers: int = 1) -> Plan:
    return Plan((str(folder / "in"),), db, folder / "rules", workers=workers, load=builders.load)


def _start(folder: Path, db: Path, workers: int, statement: int = 0) -> subprocess.Popen[str]:
    arguments = [str(folder / "in"), str(db), str(folder / "rules"), str(workers), str(statement)]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.run.drive", *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "started\n"
    return process


def _is_sound(db: Path) -> None:
    """What must hold at any moment after a kill."""
    if not db.exists() or not db.stat().st_size:
        return
    with open_database(db) as store:
        assert store.conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert store.conn.execute("PRAGMA foreign_key_check").fetchall() == []
        half = """SELECT count(*) FROM documents d WHERE duplicate_of IS NULL AND NOT (
            EXISTS (SELECT 1 FROM sentences s WHERE s.document_id = d.id)
            AND EXISTS (SELECT 1 FROM events e WHERE e.document_id = d.id))"""
        assert store.conn.execute(half).fetchone() == (0,)
        unmarked = "SELECT count(*) FROM documents d JOIN _inputs i ON i.document_id = d.id WHERE i.stored IS NULL"
        assert store.conn.execute(unmarked).fetchone() == (0,)


def _equal(one: Path, other: Path) -> None:
    with read_database(one) as left, read_database(other) as right:
        assert digests(left) == digests(right)
        assert list(dump(left, BY_NAME["issues"])) == list(dump(right, BY_NAME["issues"]))


def test_killed_at_every_kind_of_statement(undisturbed: Path, tmp_path: Path) -> None:
    """The same database is killed again and again, a little later each time, until a run gets through."""
    db = tmp_path / "facts.db"
    kills, stored = 0, []
    for statement in (3, 60, 107, 300, 900, 2600, 4000, 2000, 4000, 700, 1000, 1800):
        process = _start(undisturbed, db, 1, statement)
        process.communicate()
        kills += process.returncode == -signal.SIGKILL
        _is_sound(db)
        stored.append(_documents(db) if statement > 60 else 0)
    assert kills >= 10
    assert len(set(stored)) >= 3, stored  # nothing, some, all
    assert stored == sorted(stored)
    run(_plan(undisturbed, db))
    _equal(db, undisturbed / "facts.db")


def test_killed_at_random_moments_with_workers(undisturbed: Path, tmp_path: Path) -> None:
    db = tmp_path / "facts.db"
    started = time.monotonic()
    _start(undisturbed, db, 2).communicate()
    duration = time.monotonic() - started
    kills, finished = 0, True
    for seed in range(40):
        if kills == 4:
            run(_plan(undisturbed, db, workers=2))
            _equal(db, undisturbed / "facts.db")
        if finished or kills == 4:
            db.unlink(missing_ok=True)
        process = _start(undisturbed, db, 2)
        time.sleep(random.Random(seed).uniform(0.0, 0.6 * duration))
        process.kill()
        process.communicate()
        finished = process.returncode == 0
        kills += not finished
        _is_sound(db)
        if kills == 8:
            break
    assert kills == 8
    run(_plan(undisturbed, db, workers=2))
    _equal(db, undisturbed / "facts.db")


def test_a_worker_killed_in_mid_run_changes_nothing(undisturbed: Path, tmp_path: Path) -> None:
    db = tmp_path / "facts.db"
    process = _start(undisturbed, db, 2)
    killed = 0
    while process.poll() is None:
        for worker in _workers(process.pid)[:1]:
            if killed < 2:
                subprocess.run(["kill", "-9", str(worker)], check=False, capture_output=True)
                killed += 1
        time.sleep(0.02)
    assert (process.communicate()[0].strip(), process.returncode) == (str(_documents(undisturbed / "facts.db")), 0)
    assert killed
    _equal(db, undisturbed / "facts.db")


def _workers(parent: int) -> list[int]:
    """The processes of the pool: copies of the run; once one of them died, children of a fork server that it starts."""
    above = {int(stat.parent.name): above for stat in Path("/proc").glob("[0-9]*/stat") if (above := _above(stat))}
    copied = [pid for pid, one in above.items() if one == parent and _command(pid) == _command(parent)]
    return sorted([*copied, *(pid for pid, one in above.items() if above.get(one) == parent)])


def _above(stat: Path) -> int:
    """The parent of a process; 0 if it has just ended."""
    try:
        return int(stat.read_text(encoding="utf-8").rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def _documents(db: Path) -> int:
    with read_database(db) as store:
        return int(store.conn.execute("SELECT count(*) FROM documents").fetchone()[0])


def test_interrupted_by_hand_it_ends_cleanly_and_can_go_on(undisturbed: Path, tmp_path: Path) -> None:
    db = tmp_path / "facts.db"
    process = _start(undisturbed, db, 2)
    time.sleep(0.4)
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert process.returncode in (-signal.SIGINT, 130, 0)
    assert not Path(f"{db}-lock").exists()
    _is_sound(db)
    run(_plan(undisturbed, db))
    _equal(db, undisturbed / "facts.db")


def test_the_second_of_two_runs_says_so(undisturbed: Path, tmp_path: Path) -> None:
    db = tmp_path / "facts.db"
    with writing(db), pytest.raises(StoreError, match="another run"):
        run(_plan(undisturbed, db))
    run(_plan(undisturbed, db))


def test_a_killed_run_leaves_no_lock_that_binds(undisturbed: Path, tmp_path: Path) -> None:
    db = tmp_path / "facts.db"
    process = _start(undisturbed, db, 1, 200)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert Path(f"{db}-lock").exists()
    run(_plan(undisturbed, db))


def test_an_article_that_kills_a_small_run_costs_only_itself_in_the_next(tmp_path: Path) -> None:
    """Few articles are done without workers, so one of them can kill the run; the next run leaves them to workers."""
    builders.write_rules(tmp_path / "rules")
    builders.write_corpus(tmp_path / "in", 3)
    bad = builders.make_text(9, extra=builders.KILLS)
    (tmp_path / "in" / "bad.txt").write_text(bad, encoding="utf-8")
    process = _start(tmp_path, tmp_path / "facts.db", 2)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    outcome = run(_plan(tmp_path, tmp_path / "facts.db", workers=2))
    assert outcome.extracted == 4
    with read_database(tmp_path / "facts.db") as store:
        failed = store.conn.execute("SELECT source, code FROM issues WHERE stage = 'extract'").fetchall()
        assert [(Path(source).name, code) for source, code in failed] == [("bad.txt", "extraction_failed")]
