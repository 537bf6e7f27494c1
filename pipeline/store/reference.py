"""What rows point to: rules, indicators and places, as the rules folder has them."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import TYPE_CHECKING

from pipeline.kinds import BY_NAME
from pipeline.rulebook.schema import Rulebook
from pipeline.store.rows import Row
from pipeline.store.staged import Gazetteer

if TYPE_CHECKING:
    from sqlite_utils import Database


def write_reference(db: Database, book: Rulebook, gazetteer: Gazetteer) -> None:
    """Bring the reference tables to what the rules folder says; nothing is done if it is what they were made from.

    What documents still point to stays until `prune_reference`.
    """
    key = book.sha256
    found = db.conn.execute("SELECT value FROM _state WHERE key = 'reference'").fetchone()
    if found and found[0] == key:
        return
    with db.atomic():
        db.conn.execute("DELETE FROM rules")
        rules = ((rule.id, rule.file, rule.kind, rule.status, rule.label) for rule in book.rules)
        _upsert(db, "rules", rules)
        _upsert(
            db,
            "indicators",
            ((i.code, i.label_vi, i.label_en, i.unit, i.parent, i.description) for i in book.indicators),
        )
        db.conn.execute("DELETE FROM place_successors")
        _upsert(db, "places", gazetteer.places)
        _upsert(db, "place_successors", gazetteer.successors)
        db.conn.execute("INSERT OR REPLACE INTO _state VALUES ('reference', ?)", (key,))


def prune_reference(db: Database, book: Rulebook, gazetteer: Gazetteer) -> None:
    """Delete indicators and places that are in no file any more and that no row points to."""
    known = {
        "indicators": {indicator.code for indicator in book.indicators},
        "places": {str(row[0]) for row in gazetteer.places},
    }
    with db.atomic():
        for table, kept in known.items():
            while _prune(db, table, kept):  # again: what pointed to a row may have gone just now
                pass


def _prune(db: Database, table: str, kept: Set[str]) -> int:
    key = BY_NAME[table].key[0]
    stored = [row[0] for row in db.conn.execute(f'SELECT "{key}" FROM "{table}" ORDER BY 1')]
    gone = [(value,) for value in stored if value not in kept and not _is_used(db, table, value)]
    db.conn.executemany(f'DELETE FROM "{table}" WHERE "{key}" = ?', gone)
    return len(gone)


def _upsert(db: Database, table: str, rows: Iterable[Row]) -> None:
    described = BY_NAME[table]
    columns = described.column_names
    names = ", ".join(f'"{column}"' for column in columns)
    keys = ", ".join(f'"{column}"' for column in described.key)
    rest = [column for column in columns if column not in described.key]
    updates = ", ".join(f'"{column}" = excluded."{column}"' for column in rest)
    db.conn.executemany(
        f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})'
        f" ON CONFLICT ({keys}) DO UPDATE SET {updates}",
        rows,
    )


def _is_used(db: Database, table: str, value: str) -> bool:
    return any(
        db.conn.execute(f'SELECT 1 FROM "{other.name}" WHERE "{column.name}" = ? LIMIT 1', (value,)).fetchone()
        for other in BY_NAME.values()
        for column in other.columns
        if column.references == table
    )
