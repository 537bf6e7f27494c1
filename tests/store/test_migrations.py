from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from pipeline.errors import SchemaVersionError, StoreError
from pipeline.store.database import open_database, read_database
from pipeline.store.migrations import MIGRATIONS, migrate, version_of
from pipeline.store.schema import schema_digest
from pipeline.store.views import VIEW_NAMES

NEXT = max(MIGRATIONS) + 1


def _with_machine(db: Database) -> None:
    db.conn.execute("ALTER TABLE runs ADD COLUMN machine TEXT")
    db.conn.execute("UPDATE runs SET machine = 'unknown'")


def _broken(db: Database) -> None:
    db.conn.execute("ALTER TABLE runs ADD COLUMN machine TEXT")
    db.conn.execute("this is no SQL")


def _columns(db: Database) -> list[str]:
    return [row[1] for row in db.conn.execute("PRAGMA table_info(runs)")]


def test_an_older_database_is_brought_up_in_one_step(fresh_store: Database) -> None:
    fresh_store.conn.execute(
        "INSERT INTO runs (started_at, version, rules_sha256, engine, workers) VALUES ('t','v','r','local',1)"
    )
    steps = {**MIGRATIONS, NEXT: _with_machine}
    migrate(fresh_store, "here", steps=steps, digest="of the next")
    assert version_of(fresh_store, "here") == (NEXT, "of the next")
    assert fresh_store.conn.execute("SELECT version, machine FROM runs").fetchall() == [("v", "unknown")]
    migrate(fresh_store, "here", steps=steps, digest="of the next")


def test_a_database_without_bases_of_rates_gets_them_and_takes_rows(fresh_store: Database) -> None:
    for name in VIEW_NAMES:
        fresh_store.conn.execute(f'DROP VIEW "{name}"')
    fresh_store.conn.execute('ALTER TABLE facts DROP COLUMN "per"')
    fresh_store.conn.execute("UPDATE schema_version SET version = 1, digest = 'of one'")
    migrate(fresh_store, "here")
    assert version_of(fresh_store, "here") == (2, schema_digest())
    assert fresh_store.conn.execute("SELECT per FROM facts UNION ALL SELECT per FROM fact_table").fetchall() == []


def test_a_step_that_fails_leaves_the_older_database_whole(fresh_store: Database) -> None:
    before = version_of(fresh_store, "here"), _columns(fresh_store)
    with pytest.raises(sqlite3.OperationalError):
        migrate(fresh_store, "here", steps={**MIGRATIONS, NEXT: _with_machine, NEXT + 1: _broken})
    assert (version_of(fresh_store, "here"), _columns(fresh_store)) == before


@pytest.mark.parametrize(
    ("change", "message", "remedy"),
    [
        ("UPDATE schema_version SET version = 99", "has schema version 99, this hoinghi knows 2", "install the newer"),
        ("UPDATE schema_version SET digest = 'x'", "another build", "--fresh"),
        ("DROP TABLE schema_version", "not made by hoinghi", "a new file"),
    ],
)
def test_a_database_that_is_not_of_our_version_is_refused_with_a_remedy(
    tmp_path: Path, change: str, message: str, remedy: str
) -> None:
    path = tmp_path / "facts.db"
    with open_database(path) as db:
        db.conn.execute(change)
    for opening in (open_database, read_database):
        with pytest.raises(StoreError, match=message) as error, opening(path):
            pass
        assert str(path) in str(error.value)
        assert remedy in (error.value.remedy or "")
        assert isinstance(error.value, SchemaVersionError) is ("schema_version SET" in change)


def test_an_older_database_cannot_be_read_before_a_run_brings_it_up(tmp_path: Path) -> None:
    path = tmp_path / "facts.db"
    with open_database(path) as db:
        db.conn.execute("UPDATE schema_version SET version = 0")
    with pytest.raises(SchemaVersionError, match="older hoinghi"), read_database(path):
        pass


def test_fresh_empties_ours_and_spares_what_is_not(tmp_path: Path) -> None:
    ours, other = tmp_path / "ours.db", tmp_path / "other.db"
    with open_database(ours) as db:
        db.conn.execute("INSERT INTO places VALUES ('p', NULL, 'A', 'xã', NULL, NULL, NULL)")
        db.conn.execute("UPDATE schema_version SET digest = 'of another build'")
    with open_database(ours, fresh=True) as db:
        assert db.conn.execute("SELECT count(*) FROM places").fetchone() == (0,)
        assert db.conn.execute("PRAGMA foreign_keys").fetchone() == (1,)
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE letters (text)")
    with pytest.raises(StoreError, match="not made by hoinghi"), open_database(other, fresh=True):
        pass
    assert sqlite3.connect(other).execute("SELECT name FROM sqlite_master").fetchall() == [("letters",)]
