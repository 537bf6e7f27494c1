from __future__ import annotations

import sqlite3

import pytest
from sqlite_utils import Database

from pipeline.columns import Table
from pipeline.kinds import BY_NAME, TABLES
from pipeline.store.schema import table_statement
from pipeline.store.views import VIEWS


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_has_its_columns_keys_and_strict_types(fresh_store: Database, table: Table) -> None:
    rows = fresh_store.conn.execute(f"PRAGMA table_info('{table.name}')").fetchall()
    assert [(row[1], row[2]) for row in rows] == [(column.name, column.type) for column in table.columns]
    assert [row[1] for row in sorted(rows, key=lambda row: row[5]) if row[5]] == list(table.key)
    assert all(row[3] for row, column in zip(rows, table.columns, strict=True) if column.required)
    (strict,) = fresh_store.conn.execute(
        "SELECT strict FROM pragma_table_list WHERE name = ?", (table.name,)
    ).fetchone()
    assert strict == 1


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_foreign_keys_point_where_the_description_says_and_wait_for_the_commit(
    fresh_store: Database, table: Table
) -> None:
    rows = fresh_store.conn.execute(f"PRAGMA foreign_key_list('{table.name}')").fetchall()
    assert {(row[3], row[2], (row[4],)) for row in rows} == {
        (c.name, c.references, BY_NAME[c.references].key) for c in table.columns if c.references
    }
    assert table_statement(table).count("DEFERRABLE INITIALLY DEFERRED") == len(rows)


@pytest.mark.parametrize(
    ("table", "column"),
    [(t.name, c.name) for t in TABLES for c in t.columns if c.references and c.references != "runs"],
)
def test_every_foreign_key_has_an_index_that_finds_its_rows(fresh_store: Database, table: str, column: str) -> None:
    plan = fresh_store.conn.execute(
        f'EXPLAIN QUERY PLAN SELECT 1 FROM "{table}" WHERE "{column}" = ?', ("x",)
    ).fetchall()
    assert all("SEARCH" in row[3] for row in plan), plan


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        (
            "INSERT INTO events VALUES ('e','d','wedding',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,1,'{}','r',NULL)",
            "kind",
        ),
        ("INSERT INTO sentences VALUES ('s','d',0,'body',5,4)", "end before start"),
        ("INSERT INTO sentences VALUES ('s','d',0,'body',-1,4)", "negative offset"),
        ("INSERT INTO sentences VALUES ('s','d','first','body',0,4)", "text for a number"),
        ("INSERT INTO event_roles VALUES ('r','e','d',NULL,'A','chair',0,1,'no json','x',NULL)", "spans"),
        ("INSERT INTO event_roles VALUES ('r','e','d',NULL,'A','chair',0,1,'{}','x','liked')", "review"),
    ],
)
def test_a_row_outside_the_description_is_refused(fresh_store: Database, statement: str, why: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        fresh_store.conn.execute(statement)


def test_a_row_that_points_nowhere_is_refused_at_the_commit(fresh_store: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError), fresh_store.atomic():
        fresh_store.conn.execute("INSERT INTO sentences VALUES ('s', 'no such document', 0, 'body', 0, 4)")
    assert fresh_store.conn.execute("SELECT count(*) FROM sentences").fetchone() == (0,)


def test_the_database_is_in_wal_mode_with_foreign_keys_on(fresh_store: Database) -> None:
    pragmas = {
        name: fresh_store.conn.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys")
    }
    assert pragmas == {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1}


def test_every_view_can_be_read(fresh_store: Database) -> None:
    names = {row[0] for row in fresh_store.conn.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    assert {"fact_table", "official_careers", "document_citations", "arithmetic"} <= names
    assert len([name for name in names if not name.startswith("_")]) == len(VIEWS)
    for name in names:
        assert fresh_store.conn.execute(f"SELECT * FROM {name}").fetchall() == []
