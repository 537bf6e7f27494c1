"""The database of reviews: what reviewers said, in the order they said it. Nothing in it is ever changed or deleted.

It stands beside the fact database (`reviews.db`), so facts can be built anew at will, and a run and a reviewer never
wait for each other. A verdict is taken back by another row, which names it in `undoes`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, TypeAlias

from pipeline.errors import SchemaVersionError, StoreError
from pipeline.store.database import explained
from pipeline.store.reviewable import REVIEWED
from pipeline.store.rows import Value

Verdict: TypeAlias = Literal["accept", "reject", "correct", "add"]
VERDICTS: tuple[Verdict, ...] = ("accept", "reject", "correct", "add")
FILE = "reviews.db"

_APPLICATION = 0x486E5276  # "HnRv" in the header of the file
_VERSION = 1
_WAIT_SECONDS = 30


def _one_of(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


_SCHEMA = (
    f"""CREATE TABLE reviews (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        reviewed_at TEXT NOT NULL,   -- UTC
        reviewer TEXT NOT NULL,
        table_name TEXT NOT NULL CHECK (table_name IN ({_one_of(REVIEWED)})),
        row_id TEXT NOT NULL,        -- of the row as it was then
        document_id TEXT NOT NULL,
        place_key TEXT NOT NULL,     -- by these two the row is known again
        content_key TEXT NOT NULL,
        verdict TEXT NOT NULL CHECK (verdict IN ({_one_of(VERDICTS)})),
        field TEXT,                  -- of a correction: the column, what it said, what it shall say
        old_value TEXT,
        new_value TEXT,              -- of an added row: JSON of the values that the reviewer gave
        note TEXT,
        undoes INTEGER REFERENCES reviews,  -- this row takes that review back; it has its verdict and keys
        seen TEXT NOT NULL CHECK (json_valid(seen))  -- evidence, occurrence, values: what the reviewer judged
    ) STRICT""",
    "CREATE INDEX ix_reviews_document_id ON reviews (document_id)",
    "CREATE INDEX ix_reviews_undoes ON reviews (undoes) WHERE undoes IS NOT NULL",
    """CREATE TRIGGER reviews_stay_as_they_are BEFORE UPDATE ON reviews
    BEGIN SELECT raise(ABORT, 'reviews are never changed: add one that takes the other back'); END""",
    """CREATE TRIGGER reviews_are_not_replaced BEFORE INSERT ON reviews
    WHEN EXISTS (SELECT 1 FROM reviews WHERE id = new.id)
    BEGIN SELECT raise(ABORT, 'reviews are never changed: add one that takes the other back'); END""",
    """CREATE TRIGGER reviews_stay BEFORE DELETE ON reviews
    BEGIN SELECT raise(ABORT, 'reviews are never deleted: add one that takes the other back'); END""",
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reviewer judged: the words, their number among equal words of the article, and the content of the row."""

    evidence: str
    occurrence: int
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Review:
    """A row of `reviews`; `id` is 0 until it is stored."""

    reviewed_at: str
    reviewer: str
    table_name: str
    row_id: str
    document_id: str
    place_key: str
    content_key: str
    verdict: Verdict
    seen: Seen
    field: str | None = None
    old_value: str | None = None
    new_value: str | None = None
    note: str | None = None
    undoes: int | None = None
    id: int = 0


_COLUMNS = tuple(field.name for field in fields(Review))
_NAMES = ", ".join(_COLUMNS)


def beside(db: Path) -> Path:
    """Where the reviews of a fact database are if nothing else is said."""
    return db.with_name(FILE)


@contextmanager
def open_reviews(path: Path) -> Iterator[sqlite3.Connection]:
    """The reviews at `path` for writing; an empty database is made if there is none.

    Raises StoreError for a file that is something else, SchemaVersionError for one of a newer hoinghi.
    """
    if not path.parent.is_dir():
        raise StoreError(f"there is no folder {path.parent}", where=str(path), remedy="make it, or correct --reviews")
    with explained(path), closing(sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        if not _is_ours(connection, path):
            for statement in _SCHEMA:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {_VERSION}")
        connection.execute("COMMIT")
        connection.execute("PRAGMA foreign_keys = ON")
        yield connection


def append(path: Path, reviews: Sequence[Review]) -> tuple[Review, ...]:
    """Store reviews in one transaction; gives them back with their ids. Raises like `open_reviews`."""
    names = [name for name in _COLUMNS if name != "id"]
    statement = f"INSERT INTO reviews ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    ids = []
    with open_reviews(path) as connection:
        connection.execute("BEGIN IMMEDIATE")
        for review in reviews:
            ids.append(connection.execute(statement, [_stored(review, name) for name in names]).lastrowid)
        connection.execute("COMMIT")
        return tuple(_read(connection, f"WHERE id IN ({', '.join(map(str, ids))})"))


def read_reviews(path: Path, *, document_id: str | None = None) -> tuple[Review, ...]:
    """All reviews, or those of one document, in the order they were given. Raises StoreError if there is no such file,
    or like `open_reviews`."""
    if not path.is_file():
        raise StoreError("no reviews here", where=str(path), remedy="hoinghi review accept ROW_ID makes the file")
    address = f"{path.resolve().as_uri()}?mode=ro"
    with explained(path), closing(sqlite3.connect(address, uri=True, timeout=_WAIT_SECONDS)) as connection:
        if not _is_ours(connection, path):
            return ()
        if document_id is None:
            return tuple(_read(connection, ""))
        return tuple(_read(connection, "WHERE document_id = ?", document_id))


def _read(connection: sqlite3.Connection, condition: str, *values: str) -> Iterator[Review]:
    for row in connection.execute(f"SELECT {_NAMES} FROM reviews {condition} ORDER BY id", values):
        found: dict[str, Any] = dict(zip(_COLUMNS, row, strict=True))
        try:
            yield Review(**{**found, "seen": Seen(**json.loads(found["seen"]))})
        except (TypeError, ValueError) as error:
            what = f"review {found['id']} does not say what was judged ({error})"
            raise StoreError(
                what, remedy="restore a copy of the reviews: this row was not written by hoinghi"
            ) from error


def _stored(review: Review, name: str) -> Value:
    if name == "seen":
        seen = {
            "evidence": review.seen.evidence,
            "occurrence": review.seen.occurrence,
            "values": {**review.seen.values},
        }
        return json.dumps(seen, ensure_ascii=False)
    value: Value = getattr(review, name)
    return value


def _is_ours(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the tables are there; False for an empty file."""
    application, version = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
    )
    if application != _APPLICATION:
        if connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            raise StoreError("these are no reviews", where=str(path), remedy="give --reviews a file that hoinghi wrote")
        return False
    if version > _VERSION:
        raise SchemaVersionError(
            f"the reviews have schema version {version}, this hoinghi knows {_VERSION}",
            where=str(path),
            remedy="install the newer hoinghi that wrote them",
        )
    return True
