"""Small tools that both resolutions share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline.kinds import BY_NAME
from pipeline.store.rows import Row
from pipeline.text.fold import fold

if TYPE_CHECKING:
    from sqlite_utils import Database


def phrase_key(phrase: str) -> str:
    """What two spellings of one phrase have in common.

    >>> phrase_key("Uỷ ban  nhân dân")
    'ủy ban nhân dân'
    """
    return " ".join(fold(phrase).lower().split())


def phrases(db: Database, kind: str) -> frozenset[str]:
    """The phrases of one kind that the lexicons gave."""
    return frozenset(row[0] for row in db.conn.execute("SELECT phrase FROM _phrases WHERE kind = ?", (kind,)))


class Links:
    """Disjoint sets of strings; the smallest member names its set."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def root(self, node: str) -> str:
        """The smallest member of the set of `node`."""
        above = self._above
        while above.setdefault(node, node) != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    def join(self, one: str, other: str) -> None:
        """Make one set of the sets of both."""
        low, high = sorted((self.root(one), self.root(other)))
        self._above[high] = low

    def nodes(self) -> list[str]:
        """All members seen so far, sorted."""
        return sorted(self._above)


def commonest(values: Iterable[str | None]) -> str | None:
    """The value that occurs most often; of several the longest, then the first in the alphabet; None if there is none.

    >>> commonest(["b", None, "a", "b", "a"])
    'a'
    """
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], -len(value), value), default=None)


def replace_resolved(db: Database, table: str, fresh: str, links: Iterable[tuple[str, str]]) -> None:
    """Make `table` equal to the temporary table `fresh`, touching only rows that differ, and point rows to it.

    `links`: (child table, temporary table of (rowid of the child, id in `table`)).
    """
    columns = BY_NAME[table].column_names
    column = "person_id" if table == "people" else "legal_document_id"
    for child, temporary in links:
        db.conn.execute(
            f"""UPDATE {child} SET {column} = t.target FROM {temporary} t
            WHERE t.number = {child}.rowid AND t.target IS NOT {child}.{column}"""
        )
    db.conn.execute(f"DELETE FROM {table} WHERE id NOT IN (SELECT id FROM {fresh})")
    names = ", ".join(columns)
    updates = ", ".join(f"{name} = excluded.{name}" for name in columns[1:])
    db.conn.execute(
        f"""INSERT INTO {table} ({names}) SELECT {names} FROM {fresh} WHERE true
        ON CONFLICT (id) DO UPDATE SET {updates}
        WHERE ({", ".join(f"{table}.{name}" for name in columns[1:])})
            IS NOT ({", ".join(f"excluded.{name}" for name in columns[1:])})"""
    )


def temporary(db: Database, name: str, columns: Iterable[str]) -> None:
    """An empty temporary table."""
    db.conn.execute(f"CREATE TEMP TABLE IF NOT EXISTS {name} ({', '.join(columns)})")
    db.conn.execute(f"DELETE FROM {name}")


def insert_all(db: Database, name: str, rows: Iterable[Row]) -> None:
    """Add rows to a temporary table."""
    rows = list(rows)
    if rows:
        db.conn.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows[0]))})", rows)
