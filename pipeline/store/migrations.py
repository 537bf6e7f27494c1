"""Which schema a database has, and the steps from an older one to ours. Each step runs in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from pipeline.errors import SchemaVersionError, StoreError
from pipeline.store.schema import schema_digest, statements
from pipeline.store.views import VIEWS

if TYPE_CHECKING:
    from sqlite_utils import Database

Step: TypeAlias = "Callable[[Database], None]"


def _create(db: Database) -> None:
    for statement in statements():
        db.conn.execute(statement)


def _with_bases_of_rates(db: Database) -> None:
    """Version 2: `facts.per`."""
    if "per" not in {row[1] for row in db.conn.execute("PRAGMA table_info(facts)")}:
        db.conn.execute('ALTER TABLE facts ADD COLUMN "per" TEXT')
        _make_views_anew(db)


def _make_views_anew(db: Database) -> None:
    for name in _droppable(db, "view"):
        db.conn.execute(f'DROP VIEW "{name}"')
    for statement in VIEWS:
        db.conn.execute(statement)


MIGRATIONS: Mapping[int, Step] = MappingProxyType({1: _create, 2: _with_bases_of_rates})
"""Version → what makes it from the version before. The latest one must leave what `schema.statements` says, as
does the first one, which makes an empty file ours: later steps change only what lacks their change."""

_FRESH = "run once with --fresh to build it anew, or give --db another file"


def migrate(db: Database, where: str, *, steps: Mapping[int, Step] = MIGRATIONS, digest: str = "") -> None:
    """Bring `db` to our version: an empty file is filled, an older schema changed, all in one transaction.

    Raises SchemaVersionError for a database of a newer version or another build, StoreError for one that is not ours.
    `steps` and `digest` are ours unless a test says otherwise.
    """
    if is_current(db, where, steps=steps, digest=digest):
        return
    version, _ = version_of(db, where)
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        for number in range(version + 1, max(steps) + 1):
            steps[number](db)
        db.conn.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL, digest TEXT NOT NULL)")
        db.conn.execute("DELETE FROM schema_version")
        db.conn.execute("INSERT INTO schema_version VALUES (?, ?)", (max(steps), digest or schema_digest()))
        db.conn.execute("COMMIT")
    except BaseException:
        db.conn.rollback()
        raise


def is_current(db: Database, where: str, *, steps: Mapping[int, Step] = MIGRATIONS, digest: str = "") -> bool:
    """Whether `db` has our schema; False if it is empty or older. Raises like `migrate`."""
    version, found = version_of(db, where)
    newest = max(steps)
    if version > newest:
        raise SchemaVersionError(
            f"the database has schema version {version}, this hoinghi knows {newest}",
            where=where,
            remedy="install the newer hoinghi that wrote it, or give --db another file",
        )
    if version == newest and found != (digest or schema_digest()):
        raise SchemaVersionError("the database was written by another build of hoinghi", where=where, remedy=_FRESH)
    return version == newest


def version_of(db: Database, where: str) -> tuple[int, str]:
    """Schema version and digest; (0, "") for an empty file. Raises StoreError if the file is somebody else's."""
    if not _droppable(db, "table"):
        return 0, ""
    if not db.conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'schema_version'").fetchone():
        raise StoreError(
            "this database was not made by hoinghi",
            where=where,
            remedy="give --db a new file or one that hoinghi wrote",
        )
    version, digest = db.conn.execute("SELECT version, digest FROM schema_version").fetchone()
    return int(version), str(digest)


def erase(db: Database) -> None:
    """Drop everything in one transaction: what is left is an empty database, or, if killed, the old one."""
    db.conn.execute("PRAGMA foreign_keys = OFF")
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        for kind in ("view", "table"):
            while names := _droppable(db, kind):
                db.conn.execute(f'DROP {kind} "{names[0]}"')
        db.conn.execute("COMMIT")
    except BaseException:
        db.conn.rollback()
        raise
    db.conn.execute("PRAGMA foreign_keys = ON")


def _droppable(db: Database, kind: str) -> list[str]:
    """Virtual tables first: they take their shadow tables with them."""
    rows = db.conn.execute(
        """SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
        ORDER BY sql NOT LIKE 'CREATE VIRTUAL%', name""",
        (kind,),
    )
    return [row[0] for row in rows]
