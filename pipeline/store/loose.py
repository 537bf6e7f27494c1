"""Issues of inputs that never became a record: an unreadable file, a broken line, an archive that ends too early.

They are found again at every reading, so a run collects them and exchanges them at its end for those of the run before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from pipeline.kinds import BY_NAME
from pipeline.model import Issue
from pipeline.store.rows import issue_rows

if TYPE_CHECKING:
    from sqlite_utils import Database

_COLUMNS = BY_NAME["issues"].column_names


def begin_reading(db: Database) -> None:
    """Start with an empty list of sources and loose issues; both live in temporary tables, so memory stays flat."""
    db.conn.execute("DROP TABLE IF EXISTS temp.seen")
    db.conn.execute("DROP TABLE IF EXISTS temp.found")
    db.conn.execute("CREATE TEMP TABLE seen (source TEXT PRIMARY KEY) WITHOUT ROWID")
    db.conn.execute(f"CREATE TEMP TABLE found ({', '.join(_quoted())}, PRIMARY KEY (id))")


def note_sources(db: Database, sources: Iterable[str]) -> list[bool]:
    """For each source, whether it comes for the first time in this reading."""
    with db.atomic():
        return [
            db.conn.execute("INSERT OR IGNORE INTO temp.seen VALUES (?)", (source,)).rowcount == 1 for source in sources
        ]


def note_issues(db: Database, issues: Iterable[Issue], *, run_id: int) -> None:
    """Collect loose issues."""
    marks = ", ".join("?" * len(_COLUMNS))
    with db.atomic():
        db.conn.executemany(f"INSERT OR IGNORE INTO temp.found VALUES ({marks})", issue_rows(issues, run_id))


def end_reading(db: Database, units: Callable[[], Iterable[str]]) -> None:
    """Store the collected issues, and delete those of inputs that were read again without them.

    `units`: the files that were read; asked for only if there is something to delete.
    """
    stale = db.conn.execute("SELECT id, source FROM _loose WHERE id NOT IN (SELECT id FROM temp.found)").fetchall()
    files = frozenset(units()) if stale else frozenset()
    gone = [(identity,) for identity, source in stale if not files.isdisjoint(_files(source))]
    with db.atomic():
        db.conn.executemany("DELETE FROM issues WHERE id = ?", gone)
        db.conn.executemany("DELETE FROM _loose WHERE id = ?", gone)
        names = ", ".join(_quoted())
        db.conn.execute(f"INSERT OR IGNORE INTO issues ({names}) SELECT {names} FROM temp.found")
        db.conn.execute("INSERT OR IGNORE INTO _loose SELECT id, source FROM temp.found")


def _files(source: str) -> list[str]:
    """The names that the file of a source may have: it ends before some `#`, or there is none."""
    parts = source.split("#")
    return ["#".join(parts[: n + 1]) for n in range(len(parts))]


def _quoted() -> list[str]:
    return [f'"{column}"' for column in _COLUMNS]
