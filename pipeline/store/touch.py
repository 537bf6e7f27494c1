"""What is kept after a change of the rules: documents that the change cannot touch take the new stamp as they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import StoreError
from pipeline.store.database import read_database

if TYPE_CHECKING:
    from sqlite_utils import Database

_BATCH = 500
_KEY = "footprint"


def last_footprint(db: Database) -> tuple[str, str] | None:
    """(stamp, footprint) of the rules that the last run used, as `keep_untouched` noted it."""
    found = db.conn.execute("SELECT value FROM _state WHERE key = ?", (_KEY,)).fetchone()
    if not found:
        return None
    stamp, _, footprint = str(found[0]).partition("\n")
    return stamp, footprint


def was_made_by(path: Path, stamp: str) -> bool:
    """Whether the file is a database that the last run brought to this stamp; what else it is does not matter here."""
    if not path.is_file():
        return False
    try:
        with read_database(path) as db:
            last = last_footprint(db)
    except StoreError:
        return False
    return last is not None and last[0] == stamp


def keep_untouched(
    db: Database, *, old: str, new: str, footprint: str, reread: bool, touches: Callable[[str], bool] | None
) -> None:
    """Give stamp `new` to what the change from `old` leaves as it is, and note `footprint`; in one transaction.

    `touches` tells of a text whether its rows can differ; None: of every text. `reread`: articles have to be read from
    their sources again.
    """
    with db.atomic():
        if not reread:
            db.conn.execute("UPDATE _inputs SET read_stamp = ? WHERE read_stamp = ?", (new, old))
        if touches is not None:
            _restamp(db, old, new, touches)
        db.conn.execute("INSERT OR REPLACE INTO _state VALUES (?, ?)", (_KEY, f"{new}\n{footprint}"))


def _restamp(db: Database, old: str, new: str, touches: Callable[[str], bool]) -> None:
    last = ""
    while rows := db.conn.execute(
        """SELECT d.id, d.text || coalesce(d.title, '') || coalesce(d.url, '') || coalesce(d.site, '') FROM documents d
        JOIN _inputs i ON i.document_id = d.id WHERE i.stored = ? AND d.id > ? ORDER BY d.id LIMIT ?""",
        (old, last, _BATCH),
    ).fetchall():
        last = rows[-1][0]
        untouched = [(new, document_id) for document_id, text in rows if not touches(text)]
        db.conn.executemany("UPDATE _inputs SET stored = ? WHERE document_id = ?", untouched)
