"""Opening a fact database, and saying what is wrong with it in words a person can act on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import SchemaVersionError, StoreError
from pipeline.store.connection import Database
from pipeline.store.migrations import erase, is_current, migrate, version_of

REFUSALS = (
    sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError, OverflowError, UnicodeEncodeError,
)  # fmt: skip
"""What SQLite raises for a row that it does not take: the fault of that row, not of the database."""

_WAIT_SECONDS = 30
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -65536",  # KiB
    "PRAGMA wal_autocheckpoint = 8000",  # pages: a page that changes often is copied into the database less often
    "PRAGMA temp_store = FILE",
)


@contextmanager
def open_database(path: Path | str, *, fresh: bool = False) -> Iterator[Database]:
    """The database at `path` for writing, made or brought to our version if needed; `fresh` empties it first.

    Raises StoreError or SchemaVersionError. SQLite's own errors inside the block come out as StoreError too.
    When the block ends, all data is in the one file.
    """
    where = Path(path)
    if where.is_dir():
        raise StoreError("this is a folder", where=str(path), remedy="give --db the name of a file")
    if not where.parent.is_dir():
        raise StoreError(f"there is no folder {where.parent}", where=str(path), remedy="make it, or correct --db")
    with explained(where):
        db = Database(sqlite3.connect(where, timeout=_WAIT_SECONDS, isolation_level=None))  # transactions are explicit
        try:
            version_of(db, str(where))  # a database that is not ours is not touched at all
            for pragma in _PRAGMAS:
                db.conn.execute(pragma)
            if fresh:
                erase(db)
            migrate(db, str(where))
            yield db
            db.conn.execute("PRAGMA optimize")
        finally:
            db.close()


@contextmanager
def read_database(path: Path | str) -> Iterator[Database]:
    """The database at `path`, read only. Raises StoreError if it is missing or not ours."""
    where = Path(path)
    if not where.is_file():
        raise StoreError("no such database", where=str(path), remedy="hoinghi run INPUT --db FILE makes one")
    with explained(where):
        db = Database(sqlite3.connect(f"{where.resolve().as_uri()}?mode=ro", uri=True, timeout=_WAIT_SECONDS))
        try:
            if not is_current(db, str(where)):
                raise SchemaVersionError(
                    "the database was written by an older hoinghi",
                    where=str(path),
                    remedy="hoinghi run brings it up to date",
                )
            yield db
        finally:
            db.close()


_REMEDIES = (
    ("disk is full", "make room and run the same command again: everything stored so far is kept"),
    ("readonly", "the file or its folder is read only: give --db a place where you may write"),
    ("unable to open", "check that the folder exists and that you may write there"),
    ("locked", "another program holds the database: close it and run the same command again"),
    ("not a database", "this is no SQLite file: give --db another name"),
    ("malformed", "the file is damaged: delete it and run again, or restore a copy"),
    ("disk I/O error", "check the disk, then run the same command again: everything stored so far is kept"),
)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors inside the block into StoreError with the file and a remedy."""
    try:
        yield
    except sqlite3.Error as error:
        text = str(error)
        remedy = next((remedy for part, remedy in _REMEDIES if part in text), None)
        raise StoreError(f"SQLite says: {text}", where=str(path), remedy=remedy) from error
