"""Reviews in runs: applied, kept through other rules and other runs, taken back; only what they touch is extracted."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import StoreError, UsageError
from pipeline.kinds import BY_NAME
from pipeline.model import Extraction
from pipeline.run.batch import Outcome, Plan, run
from pipeline.run.stages import Ruled, Stages
from pipeline.store.database import read_database
from pipeline.store.dump import digests, dump
from pipeline.store.judging import Missed, add, correct, judge, undo
from pipeline.store.reviews import append, read_reviews
from tests import builders
from tests.store.reviewing import AN, TEXT

ROOT = Path(__file__).parents[2]
Load = Callable[[Path, bool], Stages]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six articles, one of them a copy, one of them TEXT, read into facts.db."""
    builders.write_corpus(tmp_path / "in", 4)
    (tmp_path / "in" / "text.txt").write_text(TEXT, encoding="utf-8")
    builders.write_rules(tmp_path / "rules")
    _run(tmp_path)
    return tmp_path


def _run(folder: Path, *inputs: str, load: Load = builders.load, db: str = "facts.db", **options: object) -> Outcome:
    paths = tuple(str(folder / name) for name in inputs or ("in",))
    return run(Plan(paths, folder / db, folder / "rules", load=load, **options))  # type: ignore[arg-type]


def _update(folder: Path, load: Load = builders.load) -> Outcome:
    return run(Plan((), folder / "facts.db", folder / "rules", load=load))


def _state(folder: Path, db: str = "facts.db") -> dict[str, str]:
    with read_database(folder / db) as found:
        return digests(found) | {"issues": json.dumps([line[60:] for line in dump(found, BY_NAME["issues"])])}


def _query(folder: Path, query: str) -> list[tuple[object, ...]]:
    with read_database(folder / "facts.db") as db:
        return db.conn.execute(query).fetchall()


_FACTS = """SELECT f.value, f.review FROM facts f JOIN documents d ON d.id = f.document_id
    WHERE d.source LIKE '%text.txt' ORDER BY f.start"""


def _row(folder: Path, table: str = "facts", number: int = 0) -> str:
    query = f"SELECT t.id FROM {table} t JOIN documents d ON d.id = t.document_id WHERE d.source LIKE '%text.txt'"
    return str(_query(folder, f"{query} ORDER BY t.start")[number][0])


def _say(folder: Path, *said: Callable[..., object]) -> None:
    with read_database(folder / "facts.db") as db:
        append(folder / "reviews.db", [one(db.conn) for one in said])  # type: ignore[misc]


def _judge_three(folder: Path) -> None:
    rows = [_row(folder, number=number) for number in range(3)]
    (document,) = _query(folder, "SELECT id FROM documents WHERE source LIKE '%text.txt'")[0]
    missed = Missed("facts", "300 lượt", {"value": "300", "unit": "lượt", "indicator": "dialogue.sessions"})
    _say(
        folder,
        lambda c: correct(c, rows[0], "value", "22", AN),
        lambda c: judge(c, rows[1], "reject", AN),
        lambda c: judge(c, rows[2], "accept", AN),
        lambda c: add(c, str(document), missed, AN),
    )


_JUDGED = [(22, "corrected"), (6, "rejected"), (6, "accepted"), (300, "accepted")]


def test_only_the_reviewed_article_is_extracted_again(folder: Path) -> None:
    _judge_three(folder)
    assert _update(folder).extracted == 1
    assert _query(folder, _FACTS) == _JUDGED
    assert _query(folder, "SELECT DISTINCT review FROM fact_table WHERE review = 'rejected'") == []
    assert (_update(folder).extracted, _run(folder).extracted) == (0, 0)


def test_two_replays_are_one_and_a_fresh_database_is_the_same(folder: Path) -> None:
    _judge_three(folder)
    _update(folder)
    once = _state(folder)
    builders.write_rules(folder / "rules", table="b")  # another rule book: everything is extracted anew
    assert _update(folder).extracted == 5
    assert {**_state(folder), "documents": ""} == {**once, "documents": ""}
    _run(folder, fresh=True)
    assert {**_state(folder), "documents": ""} == {**once, "documents": ""}
    _run(folder, db="other.db", workers=2)
    assert {**_state(folder, "other.db"), "documents": ""} == {**once, "documents": ""}


def test_rules_that_leave_an_article_as_it_is_leave_its_reviews(folder: Path) -> None:
    _judge_three(folder)
    _update(folder)
    builders.write_rules(folder / "rules", note="lời khác về cùng một điều")
    assert (_update(folder).extracted, _query(folder, _FACTS)) == (0, _JUDGED)
    append(folder / "reviews.db", [undo(read_reviews(folder / "reviews.db"), 1, AN)])
    builders.write_rules(folder / "rules", note="và lời khác nữa")
    assert (_update(folder).extracted, _query(folder, _FACTS)[0]) == (1, (21, None))


def test_what_is_taken_back_comes_back(folder: Path) -> None:
    before = _state(folder)
    _judge_three(folder)
    _update(folder)
    assert _state(folder) != before
    for number in range(1, 5):
        append(folder / "reviews.db", [undo(read_reviews(folder / "reviews.db"), number, AN)])
    assert _update(folder).extracted == 1
    assert {**_state(folder), "documents": ""} == {**before, "documents": ""}
    assert _query(folder, "SELECT count(*) FROM _replays") == [(0,)]


def test_a_second_word_on_a_corrected_row_is_about_the_row_as_extracted(folder: Path) -> None:
    row = _row(folder)
    _say(folder, lambda c: correct(c, row, "value", "22", AN))
    _update(folder)
    _say(folder, lambda c: correct(c, row, "unit", "buổi", AN))
    _update(folder)
    first, second = read_reviews(folder / "reviews.db")
    assert (first.place_key, first.content_key) == (second.place_key, second.content_key)
    assert _query(folder, "SELECT value, unit, review FROM facts WHERE review IS NOT NULL") == [
        (22, "buổi", "corrected")
    ]


def _other_rules(change: Callable[[Extraction], Extraction]) -> Load:
    def load(rules: Path, words: bool) -> Stages:
        stages = builders.load(rules, words)

        def ruled() -> Ruled:
            made = stages.ruled()
            return replace(made, extract=lambda article: change(made.extract(article)))

        return replace(stages, ruled=ruled)

    return load


def _with_unit(unit: str) -> Callable[[Extraction], Extraction]:
    return lambda found: replace(
        found, facts=tuple(replace(f, unit=unit, rule_id="test.other") if f.value == 21 else f for f in found.facts)
    )


def test_a_correction_survives_other_rules_and_is_stale_where_they_say_something_else(folder: Path) -> None:
    _judge_three(folder)
    _update(folder)
    builders.write_rules(folder / "rules", table="luật mới, lời như cũ")
    _update(folder, _other_rules(_with_unit("cuộc")))
    assert _query(folder, _FACTS) == _JUDGED
    assert _query(folder, "SELECT DISTINCT rule_id FROM facts WHERE review = 'corrected'") == [("test.other",)]
    builders.write_rules(folder / "rules", table="luật mới, lời khác")
    _update(folder, _other_rules(_with_unit("buổi")))
    assert _query(folder, _FACTS) == [(21, "stale"), *_JUDGED[1:]]
    ((message,),) = _query(folder, "SELECT message FROM issues WHERE code = 'stale_review'")
    assert "unit cuộc" in str(message) and "unit buổi" in str(message) and "value = 22" in str(message)


def test_a_moved_text_keeps_its_verdicts(folder: Path) -> None:
    _judge_three(folder)
    (folder / "in" / "text.txt").write_text("Tin trong ngày\n" + TEXT, encoding="utf-8")
    assert _run(folder).extracted == 1
    assert _query(folder, _FACTS) == _JUDGED


def test_rejected_rows_name_nobody(folder: Path) -> None:
    people, papers = "SELECT count(*) FROM people", "SELECT count(*) FROM legal_documents"
    before = _query(folder, people), _query(folder, papers)
    position, role, citation = (_row(folder, table) for table in ("positions", "event_roles", "citations"))
    name = "SELECT name, document_id FROM positions WHERE id = "
    _say(folder, *(lambda c, row=row: judge(c, row, "reject", AN) for row in (position, role, citation)))
    _update(folder)
    ((_, document),) = _query(folder, f"{name}'{position}'")
    assert _query(folder, f"SELECT person_id FROM positions WHERE id = '{position}'") == [(None,)]
    assert _query(folder, f"SELECT legal_document_id FROM citations WHERE document_id = '{document}'") == [(None,)]
    assert _query(folder, people) <= before[0] and _query(folder, papers) <= before[1]
    assert _query(folder, "PRAGMA foreign_key_check") == []


def test_a_wrong_indicator_in_old_reviews_costs_no_row(folder: Path) -> None:
    row = _row(folder)
    _say(folder, lambda c: replace(correct(c, row, "unit", "x", AN), field="indicator", new_value="no.such"))
    outcome = _update(folder)
    assert dict(outcome.totals.issues) == {"stale_review": 1}
    assert _query(folder, _FACTS)[0] == (21, "stale")


def test_reviews_elsewhere_and_none_at_all(folder: Path) -> None:
    _judge_three(folder)
    (folder / "reviews.db").rename(folder / "mine.db")
    assert (_run(folder, reviews=folder / "mine.db").extracted, _query(folder, _FACTS)) == (1, _JUDGED)
    assert _run(folder).extracted == 1
    assert [review for _, review in _query(folder, _FACTS)] == [None] * 3
    with pytest.raises(StoreError, match=r"missing\.db: no reviews here"):
        _run(folder, reviews=folder / "missing.db", fresh=True)
    assert len(_query(folder, _FACTS)) == 3  # refused before the database is emptied


def test_a_run_without_inputs_needs_a_database(tmp_path: Path) -> None:
    rules = builders.write_rules(tmp_path / "rules")
    with pytest.raises(UsageError, match="no database yet"):
        run(Plan((), tmp_path / "facts.db", rules, load=builders.load))
    assert not (tmp_path / "facts.db").exists()
    builders.write_corpus(tmp_path / "in", 1)
    run(Plan((str(tmp_path / "in"),), tmp_path / "facts.db", rules, load=builders.load))
    with pytest.raises(UsageError, match="nothing to build"):
        run(Plan((), tmp_path / "facts.db", rules, load=builders.load, fresh=True))
    with read_database(tmp_path / "facts.db") as db:
        assert db.conn.execute("SELECT count(*) FROM documents").fetchone() == (1,)


def test_an_article_that_became_a_copy_says_what_was_lost(folder: Path) -> None:
    row = _row(folder)
    _say(folder, lambda c: judge(c, row, "accept", AN))
    _update(folder)
    (folder / "in" / "aaa.txt").write_text(TEXT + "\nGhi nhanh.", encoding="utf-8")
    _run(folder)
    ((message,),) = _query(folder, "SELECT message FROM issues WHERE code = 'lost_review'")
    assert "is now a copy of" in str(message)
    assert _run(folder).extracted == 0


def test_killed_while_reviews_are_applied_the_next_run_finishes(folder: Path) -> None:
    _judge_three(folder)
    killed = folder / "killed.db"
    shutil.copy(folder / "facts.db", killed)
    _update(folder)
    kills = 0
    for statement in (2, 20, 28, 34, 50, 80, 110):
        command = [sys.executable, "-m", "tests.run.drive", str(folder / "in"), str(killed), str(folder / "rules"), "1"]
        done = subprocess.run([*command, str(statement)], cwd=ROOT, capture_output=True, check=False, timeout=60)
        kills += done.returncode == -signal.SIGKILL
        with read_database(killed) as db:
            reviewed = db.conn.execute("SELECT count(*) FROM facts WHERE review IS NOT NULL").fetchone()[0]
            assert reviewed in (0, len(_JUDGED))
            assert db.conn.execute("SELECT count(*) FROM _replays").fetchone()[0] == reviewed
            assert db.conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert kills >= 3
    _run(folder, db="killed.db")
    assert {**_state(folder, "killed.db"), "documents": ""} == {**_state(folder), "documents": ""}
