from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from pipeline.kinds import BY_NAME, EXTRACTED
from pipeline.model import Extraction, Issue, row_id
from pipeline.store.dump import dump
from pipeline.store.inbox import load_articles, stage
from pipeline.store.reference import prune_reference
from pipeline.store.rows import CHILDREN, copy_rows, issue_rows, rows_of
from pipeline.store.runs import RunInfo, begin_run, finish_run
from pipeline.store.staged import Gazetteer, Reading
from pipeline.store.writer import remove_documents, write_documents
from tests import builders

TEXT = builders.make_text(4, extra=builders.BLANK)


@pytest.fixture
def store(fresh_store: Database, rules: Path) -> Database:
    builders.write_reference(fresh_store, rules)
    begin_run(fresh_store, RunInfo("1", "r", "local", 1))
    return fresh_store


def _store(db: Database, *extractions: Extraction) -> None:
    for extraction in extractions:
        article = extraction.article
        stage(db, [Reading(article.source, "d", article, builders.sketch(article))], stamp="s", run_id=1)
    with db.atomic():
        write_documents(
            db, [rows_of(e) for e in extractions], run_id=1, stamps={e.article.id: "s" for e in extractions}
        )


def _counts(db: Database, tables: Iterable[str]) -> dict[str, int]:
    return {name: db.conn.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}


def _extraction(text: str = TEXT, source: str = "a.txt") -> Extraction:
    return builders.extract(builders.make_article(source, text, removed=builders.REMOVED), words=True)


@pytest.mark.parametrize("table", sorted(CHILDREN))
def test_every_row_comes_back_as_it_was(store: Database, table: str) -> None:
    extraction = _extraction()
    _store(store, extraction)
    rows = getattr(extraction, table)
    names = [name for name in BY_NAME[table].column_names if name not in ("spans", "review")]
    columns = ", ".join(f'"{name}"' for name in names)
    stored = store.conn.execute(f"SELECT {columns} FROM {table}").fetchall()
    assert rows
    assert set(stored) == {tuple(getattr(row, name) for name in names) for row in rows}


def test_the_article_comes_back_as_it_was_staged_or_stored(store: Database) -> None:
    article = builders.make_article("a.txt", TEXT, removed=builders.REMOVED, title="Tên", published_on="2024-05-01")
    article = replace(article, issues=(Issue("a.txt", "text", "repaired", "ngày", article.id, 1, 3),))
    stage(store, [Reading("a.txt", "d", article, builders.sketch(article))], stamp="s", run_id=1)
    assert load_articles(store, [article.id]) == (article,)
    _store(store, Extraction(article))
    assert store.conn.execute("SELECT count(*) FROM _inbox").fetchone() == (0,)
    assert load_articles(store, [article.id]) == (article,)


def test_storing_again_replaces_all_rows_of_the_document_and_no_other(store: Database) -> None:
    first, second = _extraction(), _extraction(builders.make_text(9), "b.txt")
    _store(store, first, second)
    _store(store, _extraction(builders.make_text(77)))
    changed = {table.name: list(dump(store, table)) for table in EXTRACTED}
    with store.atomic():
        remove_documents(store, [first.article.id])
    _store(store, _extraction(builders.make_text(77)))
    assert {table.name: list(dump(store, table)) for table in EXTRACTED} == changed
    for table in ("facts", "sentences", "positions"):
        ids = {
            row[0] for row in store.conn.execute(f"SELECT id FROM {table} WHERE document_id = ?", (second.article.id,))
        }
        assert ids == {row.id for row in getattr(second, table)}


def test_removing_leaves_nothing_behind(store: Database) -> None:
    extraction = _extraction()
    _store(store, extraction)
    with store.atomic():
        remove_documents(store, [extraction.article.id, "no such id"])
    tables = ("documents", "removed_lines", "issues", *CHILDREN)
    assert _counts(store, tables) == dict.fromkeys(tables, 0)
    for index in ("documents_fts", "sentences_fts"):
        assert store.conn.execute(f"SELECT count(*) FROM {index} WHERE {index} MATCH 'nước OR nuoc'").fetchone() == (0,)


def test_a_copy_has_its_text_and_nothing_extracted(store: Database) -> None:
    original = _extraction()
    copy = builders.make_article("b.txt", TEXT)
    _store(store, original)
    stage(store, [Reading("b.txt", "d", copy, builders.sketch(copy))], stamp="s", run_id=1)
    with store.atomic():
        write_documents(store, [copy_rows(copy, original.article.id)], run_id=1, stamps={copy.id: "copy"})
    assert store.conn.execute("SELECT duplicate_of FROM documents WHERE id = ?", (copy.id,)).fetchone() == (
        original.article.id,
    )
    for table in CHILDREN:
        assert store.conn.execute(f"SELECT count(*) FROM {table} WHERE document_id = ?", (copy.id,)).fetchone() == (0,)


def test_equal_issues_of_one_source_are_all_kept() -> None:
    issue = Issue("a.txt", "read", "broken", "dòng hỏng")
    ids = [row[0] for row in issue_rows([issue, issue, replace(issue, message="khác")], 1)]
    assert len(set(ids)) == 3
    assert ids == [row[0] for row in issue_rows([issue, issue, replace(issue, message="khác")], 2)]


def test_a_broken_off_run_goes_on_under_its_number(store: Database) -> None:
    assert begin_run(store, RunInfo("1", "r", "local", 4)) == 1
    assert begin_run(store, RunInfo("1", "other rules", "local", 4)) == 2
    finish_run(store, 2)
    assert begin_run(store, RunInfo("1", "other rules", "local", 4)) == 3


def test_reference_tables_follow_the_rules_but_keep_what_rows_point_to(store: Database, rules: Path) -> None:
    _store(store, _extraction())
    (rules / "indicators.yaml").write_text(
        'indicators:\n  - {code: other.thing, vi: khác, en: other, unit: cái, description: "Thứ khác."}\n',
        encoding="utf-8",
    )
    for _ in range(2):
        builders.write_reference(store, rules, Gazetteer("none", lambda: ((), ())))
        prune_reference(store)
    assert _counts(store, ["indicators"]) == {"indicators": 2}
    used = {builders.DISTRICT, builders.PROVINCE, builders.OTHER_PROVINCE, builders.OTHER_DISTRICT}
    assert {row[0] for row in store.conn.execute("SELECT id FROM places")} <= used
    with store.atomic():
        remove_documents(store, [row_id("documents", "a.txt")])
    prune_reference(store)
    assert _counts(store, ["indicators", "places"]) == {"indicators": 1, "places": 0}


def test_places_are_written_anew_only_if_their_tables_changed(store: Database, rules: Path) -> None:
    asked: list[str] = []

    def gazetteer(digest: str) -> Gazetteer:
        return Gazetteer(digest, lambda: asked.append(digest) or (builders.PLACES, ()))  # type: ignore[func-returns-value]

    for note, digest in (("a", "tests"), ("b", "tests"), ("c", "others"), ("d", "others")):
        builders.write_rules(rules, note=note)
        builders.write_reference(store, rules, gazetteer(digest))
        assert _counts(store, ["places", "_unlisted"]) == {"places": 4, "_unlisted": 0}
    assert asked == ["others"]
