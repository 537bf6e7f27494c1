from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import RuleError, UsageError
from pipeline.kinds import BY_NAME, EXTRACTED
from pipeline.run.batch import Outcome, Plan, run
from pipeline.store.database import read_database
from pipeline.store.dump import digests, dump
from tests import builders


def _run(tmp_path: Path, *, db: str = "facts.db", inputs: tuple[str, ...] = ("in",), **options: object) -> Outcome:
    builders.write_rules(tmp_path / "rules") if not (tmp_path / "rules").exists() else None
    paths = tuple(str(tmp_path / entry) for entry in inputs)
    return run(Plan(paths, tmp_path / db, tmp_path / "rules", **{"load": builders.load, **options}))  # type: ignore[arg-type]


def _digests(path: Path) -> dict[str, str]:
    with read_database(path) as db:
        return digests(db) | {"issues": json.dumps(list(dump(db, BY_NAME["issues"])))}


def _query(path: Path, query: str) -> list[tuple[object, ...]]:
    with read_database(path) as db:
        return db.conn.execute(query).fetchall()


def test_every_input_is_accounted_for(tmp_path: Path) -> None:
    builders.write_corpus(tmp_path / "in", 30)
    (tmp_path / "in" / "empty.txt").write_text("", encoding="utf-8")
    (tmp_path / "in" / "raising.txt").write_text(builders.RAISES + " khi đọc", encoding="utf-8")
    (tmp_path / "in" / "many.jsonl").write_text(
        '{"text": "Một hai ba"}\n{broken\n{"id": "x", "text": "Bốn"}\n{"id": "x", "text": "Năm"}\n', encoding="utf-8"
    )
    outcome = _run(tmp_path)
    accounted = _query(
        tmp_path / "facts.db",
        "SELECT (SELECT count(*) FROM documents) + (SELECT count(*) FROM issues WHERE document_id IS NULL)",
    )
    assert accounted == [(outcome.records,)]
    assert dict(outcome.totals.issues) == {
        "empty_article": 1, "reading_failed": 1, "broken_record": 1, "source_twice": 1,
    }  # fmt: skip
    (message,) = _query(tmp_path / "facts.db", "SELECT message FROM issues WHERE code = 'reading_failed'")[0]
    assert "KeyError: 'nothing there'" in str(message)


@pytest.mark.parametrize("extra", [builders.RAISES, builders.REFUSED, builders.KILLS])
def test_a_bad_article_costs_itself_only(tmp_path: Path, extra: str) -> None:
    builders.write_corpus(tmp_path / "in", 20)
    _run(tmp_path, db="good.db")
    (tmp_path / "in" / "bad.txt").write_text(builders.make_text(999, extra=extra), encoding="utf-8")
    outcome = _run(tmp_path, workers=2)
    codes = {
        builders.RAISES: "extraction_failed",
        builders.REFUSED: "rows_refused",
        builders.KILLS: "extraction_failed",
    }
    assert outcome.totals.issues == ((codes[extra], 1),)
    assert _query(tmp_path / "facts.db", "SELECT code FROM issues JOIN documents d ON d.id = document_id")
    for table in EXTRACTED:
        if table.name not in ("documents", "removed_lines"):
            rows = f"SELECT count(*) FROM {table.name}"
            assert _query(tmp_path / "facts.db", rows) == _query(tmp_path / "good.db", rows)
    assert _run(tmp_path, workers=2).extracted == 0


def test_rows_do_not_depend_on_workers_order_or_repetition(tmp_path: Path) -> None:
    builders.write_corpus(tmp_path / "in", 60)
    files = [f"in/{path.name}" for path in sorted((tmp_path / "in").iterdir())]
    _run(tmp_path)
    expected = _digests(tmp_path / "facts.db")
    random.Random(5).shuffle(files)
    _run(tmp_path, db="shuffled.db", inputs=tuple(files))
    _run(tmp_path, db="two.db", workers=2)
    for part in (files[:20], files[10:40], files[40:]):
        last = _run(tmp_path, db="parts.db", inputs=tuple(part))
    assert last.records == len(files) - 40
    assert _run(tmp_path).extracted == 0
    assert (
        _digests(tmp_path / "facts.db")
        == _digests(tmp_path / "shuffled.db")
        == _digests(tmp_path / "two.db")
        == expected
    )
    parts = _digests(tmp_path / "parts.db")
    assert {name for name in parts if parts[name] != expected[name]} == {"documents"}  # three runs, so three run ids


TEXTS = st.sampled_from(["", builders.RAISES, *(builders.make_text(n) for n in range(4))])
EDITS = st.dictionaries(st.sampled_from([f"{name}.txt" for name in "abcdef"]), TEXTS, max_size=6)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(edits=st.lists(EDITS, min_size=2, max_size=4))
def test_any_history_ends_where_a_single_run_ends(
    tmp_path_factory: pytest.TempPathFactory, edits: list[dict[str, str]]
) -> None:
    """Files come, change, become copies of each other, or turn empty; run after each step, or once at the end."""
    folder = tmp_path_factory.mktemp("history")
    (folder / "in").mkdir()
    for step in edits:
        for name, text in step.items():
            (folder / "in" / name).write_text(text, encoding="utf-8")
        _run(folder)
    _run(folder, db="once.db")
    many, once = _contents(folder / "facts.db"), _contents(folder / "once.db")
    assert many == once


def _contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of extracted tables and issues but for the number of the run."""
    with read_database(path) as db:
        assert db.conn.execute("PRAGMA foreign_key_check").fetchall() == []
        found = {}
        for table in (*EXTRACTED, BY_NAME["issues"]):
            columns = ", ".join(f'"{column}"' for column in table.column_names if column != "run_id")
            found[table.name] = db.conn.execute(f"SELECT {columns} FROM {table.name} ORDER BY 1, 2").fetchall()
        return found


def test_only_what_changed_is_extracted_again(tmp_path: Path) -> None:
    builders.write_corpus(tmp_path / "in", 30)
    first = _run(tmp_path)
    assert (first.extracted, first.totals.copies) == (30, 3)
    assert (_run(tmp_path).unchanged, _run(tmp_path).extracted) == (33, 0)
    (tmp_path / "in" / "00007.txt").write_text(builders.make_text(700), encoding="utf-8")
    builders.write_corpus(tmp_path / "in", 1, start=500)
    again = _run(tmp_path)
    assert (again.unchanged, again.extracted) == (32, 2)
    assert _query(tmp_path / "facts.db", "SELECT count(*) FROM documents WHERE run_id = 4") == [(2,)]


def test_the_smallest_source_speaks_for_a_story_whenever_it_comes(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    text = builders.make_text(1)
    for name in ("m.txt", "z.txt", "a.txt"):
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
        _run(tmp_path)
    query = """SELECT d.source, o.source, (SELECT count(*) FROM facts WHERE document_id = d.id) > 0
        FROM documents d LEFT JOIN documents o ON o.id = d.duplicate_of ORDER BY d.source"""
    names = [(Path(str(a)).name, b and Path(str(b)).name, c) for a, b, c in _query(tmp_path / "facts.db", query)]
    assert names == [("a.txt", None, 1), ("m.txt", "a.txt", 0), ("z.txt", "a.txt", 0)]


def test_inputs_that_are_gone_stay_unless_fresh(tmp_path: Path) -> None:
    builders.write_corpus(tmp_path / "in", 5)
    _run(tmp_path)
    (tmp_path / "in" / "00001.txt").unlink()
    assert _run(tmp_path).totals.documents == 6
    assert _run(tmp_path, fresh=True).totals.documents == 5
    assert _query(tmp_path / "facts.db", "SELECT id FROM runs") == [(1,)]


def test_an_issue_goes_when_its_cause_is_gone(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    lines = tmp_path / "in" / "many.jsonl"
    lines.write_text('{"text": "Một hai"}\n{broken\n', encoding="utf-8")
    (tmp_path / "other.txt").write_text(" ", encoding="utf-8")
    assert _run(tmp_path, inputs=("in", "other.txt")).totals.issues == (("broken_record", 1), ("empty_article", 1))
    lines.write_text('{"text": "Một hai"}\n{"text": "Ba"}\n', encoding="utf-8")
    (tmp_path / "other.txt").write_text("Có chữ", encoding="utf-8")
    assert _run(tmp_path, inputs=("other.txt",)).totals.issues == (("broken_record", 1),)
    assert _run(tmp_path).totals.issues == ()


def test_other_rules_make_all_rows_anew_and_the_same_as_a_fresh_run(tmp_path: Path) -> None:
    builders.write_corpus(tmp_path / "in", 30)
    _run(tmp_path)
    (tmp_path / "in" / "00002.txt").unlink()
    builders.write_rules(tmp_path / "rules", table="b")
    again = _run(tmp_path)
    assert again.extracted == 30  # the one whose file is gone is made from its stored text
    stamps = _query(tmp_path / "facts.db", "SELECT DISTINCT stored LIKE 'copy of %' FROM _inputs ORDER BY 1")
    assert stamps == [(0,), (1,)]
    assert (
        len(_query(tmp_path / "facts.db", "SELECT DISTINCT stored FROM _inputs WHERE stored NOT LIKE 'copy of %'")) == 1
    )


def test_other_notes_beside_the_rules_touch_nothing(tmp_path: Path) -> None:
    builders.write_corpus(tmp_path / "in", 8)
    first = _run(tmp_path)
    builders.write_rules(tmp_path / "rules", note="other words about the same")
    again = _run(tmp_path)
    assert (first.extracted, again.unchanged, again.extracted) == (8, again.records, 0)
    assert len(_query(tmp_path / "facts.db", "SELECT DISTINCT rules_sha256 FROM runs")) == 2


def test_words_are_stored_only_on_request(tmp_path: Path) -> None:
    builders.write_corpus(tmp_path / "in", 3)
    _run(tmp_path)
    assert _query(tmp_path / "facts.db", "SELECT count(*) FROM words") == [(0,)]
    assert _run(tmp_path, words=True).extracted == 3
    assert _query(tmp_path / "facts.db", "SELECT count(*) > 99 FROM words") == [(1,)]


def test_every_row_points_at_its_evidence(tmp_path: Path) -> None:
    builders.write_corpus(tmp_path / "in", 20)
    _run(tmp_path)
    for table, column, slot in (
        ("positions", "name", "name"),
        ("citations", "number", "number"),
        ("facts", "unit", "unit"),
    ):
        rows = _query(
            tmp_path / "facts.db",
            f"SELECT t.{column}, t.spans, d.text FROM {table} t JOIN documents d ON d.id = t.document_id",
        )
        assert rows
        for value, spans, text in rows:
            start, end = json.loads(str(spans))[slot]
            assert str(text)[start:end] == value


def test_bad_rules_stop_the_run_before_it_touches_the_database(tmp_path: Path) -> None:
    builders.write_corpus(tmp_path / "in", 3)
    (builders.write_rules(tmp_path / "rules") / "bad.yaml").write_text("rules: [", encoding="utf-8")
    with pytest.raises(RuleError, match=r"bad\.yaml"):
        _run(tmp_path)
    assert not (tmp_path / "facts.db").exists()
    with pytest.raises(UsageError, match="no such rules folder"):
        run(Plan(("in",), tmp_path / "facts.db", tmp_path / "none", load=builders.load))


def test_sources_that_no_database_can_hold_are_written_with_escapes(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "many.jsonl").write_text('{"id": "\\ud800", "text": "Một hai ba"}\n', encoding="utf-8")
    (tmp_path / "in" / "text.jsonl").write_text('{"text": "Một \\udc00 hai"}\n', encoding="utf-8")
    outcome = _run(tmp_path)
    assert outcome.totals.documents == 1
    assert _query(tmp_path / "facts.db", "SELECT source LIKE '%#\\ud800' FROM documents") == [(1,)]
    assert outcome.totals.issues == (("reading_failed", 1),)
