"""What rows point to: rules, indicators and places, as the rules folder has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from pipeline.kinds import BY_NAME
from pipeline.store.groups import phrase_key
from pipeline.store.rows import Row
from pipeline.store.staged import Gazetteer
from pipeline.store.writer import mark_unresolved

if TYPE_CHECKING:
    from sqlite_utils import Database

    from pipeline.rulebook.schema import Rulebook

_REFERRED = ("indicators", "places")
_Rows: TypeAlias = Mapping[str, Iterable[Row]]  # of each table


def write_reference(
    db: Database, rules_sha256: str, load_book: Callable[[], Rulebook], load_gazetteer: Callable[[], Gazetteer]
) -> None:
    """Bring the reference tables to what the rules folder of this digest says.

    Nothing is loaded or done if it is what they were made from, and nothing is done about places if their tables are.
    Indicators and places that are in no file any more stay until `prune_reference`, since rows still point to them.
    """
    if _made_from(db, "reference") == rules_sha256:
        return
    book, gazetteer = load_book(), load_gazetteer()
    with db.atomic():
        db.conn.execute("PRAGMA defer_foreign_keys = ON")  # files may name a child before its parent
        rules = ((rule.id, rule.file, rule.kind, rule.status, rule.label) for rule in book.rules)
        indicators = ((i.code, i.label_vi, i.label_en, i.unit, i.parent, i.description) for i in book.indicators)
        _replace(db, {"rules": rules, "indicators": indicators})
        if _made_from(db, "gazetteer") != gazetteer.digest:
            places, successors = gazetteer.rows()
            _replace(db, {"places": places, "place_successors": successors})
        _write_phrases(db, book)
        made_from = (("reference", rules_sha256), ("gazetteer", gazetteer.digest))
        db.conn.executemany("INSERT OR REPLACE INTO _state VALUES (?, ?)", made_from)


def _made_from(db: Database, what: str) -> str | None:
    found = db.conn.execute("SELECT value FROM _state WHERE key = ?", (what,)).fetchone()
    return str(found[0]) if found else None


def _replace(db: Database, tables: _Rows) -> None:
    """Bring tables to these rows. What others may point to is only noted if it is not among them."""
    for table, rows in tables.items():
        if table in _REFERRED:
            db.conn.execute(f"INSERT OR IGNORE INTO _unlisted SELECT '{table}', {BY_NAME[table].key[0]} FROM {table}")
        else:
            db.conn.execute(f"DELETE FROM {table}")
        _upsert(db, table, list(rows))


def _write_phrases(db: Database, book: Rulebook) -> None:
    """What resolution needs of titles and bodies; if it changed, everything is resolved again."""
    fresh = sorted(set(_phrases(book)))
    if db.conn.execute("SELECT kind, phrase FROM _phrases ORDER BY kind, phrase").fetchall() == fresh:
        return
    db.conn.execute("DELETE FROM _phrases")
    db.conn.executemany("INSERT INTO _phrases VALUES (?, ?)", fresh)
    mark_unresolved(db)


def _phrases(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Titles that one person holds at a time, those of central bodies and of mere members; central bodies; bodies of
    which a unit has one."""
    for entry in book.entries("title_head"):
        kinds = {"sole_title": entry.get("sole"), "member_title": entry.get("class") == "member"}
        kinds["national_title"] = entry.get("class") in ("state", "minister")
        yield from ((kind, phrase_key(entry.canonical)) for kind, holds in kinds.items() if holds)
    for entry in book.entries("organisation_head"):
        one = entry.get("kind") in ("government", "council", "front", "party_committee")
        if entry.get("kind") in ("ministry", "central", "party_central"):
            yield "national_body", phrase_key(entry.canonical)
        if one and (entry.get("level") or entry.get("needs") == "level"):
            yield "single_body", phrase_key(entry.canonical)


def prune_reference(db: Database) -> None:
    """Delete the indicators and places that are in no file any more and that no row points to."""
    with db.atomic():
        for table in _REFERRED:
            while _prune(db, table):  # again: what pointed to a row may have gone just now
                pass


def _prune(db: Database, table: str) -> int:
    unlisted = db.conn.execute("SELECT key FROM _unlisted WHERE table_name = ? ORDER BY key", (table,)).fetchall()
    gone = [row for row in unlisted if not _is_used(db, table, row[0])]
    db.conn.executemany(f'DELETE FROM "{table}" WHERE "{BY_NAME[table].key[0]}" = ?', gone)
    db.conn.executemany(f"DELETE FROM _unlisted WHERE table_name = '{table}' AND key = ?", gone)
    return len(gone)


def _upsert(db: Database, table: str, rows: Sequence[Row]) -> None:
    described = BY_NAME[table]
    columns = described.column_names
    names = ", ".join(f'"{column}"' for column in columns)
    keys = ", ".join(f'"{column}"' for column in described.key)
    updates = ", ".join(f'"{column}" = excluded."{column}"' for column in columns if column not in described.key)
    db.conn.executemany(
        f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})'
        f" ON CONFLICT ({keys}) DO UPDATE SET {updates}",
        rows,
    )
    if table in _REFERRED and db.conn.execute("SELECT 1 FROM _unlisted WHERE table_name = ?", (table,)).fetchone():
        at = columns.index(described.key[0])
        db.conn.executemany(
            f"DELETE FROM _unlisted WHERE table_name = '{table}' AND key = ?", [(row[at],) for row in rows]
        )


def _is_used(db: Database, table: str, value: str) -> bool:
    return any(
        db.conn.execute(f'SELECT 1 FROM "{other.name}" WHERE "{column.name}" = ? LIMIT 1', (value,)).fetchone()
        for other in BY_NAME.values()
        for column in other.columns
        if column.references == table
    )
