"""What a database holds, in figures."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Totals:
    """Row counts of a database; `issues` by code, the most frequent first."""

    documents: int
    copies: int
    sentences: int
    events: int
    people: int
    positions: int
    legal_documents: int
    citations: int
    facts: int
    checks: int
    checks_failed: int
    issues: tuple[tuple[str, int], ...]


def totals(db: Database) -> Totals:
    """Count everything."""
    tables = (field.name for field in fields(Totals) if field.name not in ("copies", "checks_failed", "issues"))
    counts = {table: db.conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}
    query = "SELECT code, count(*) FROM issues GROUP BY code ORDER BY count(*) DESC, code"
    return Totals(
        copies=db.conn.execute("SELECT count(*) FROM documents WHERE duplicate_of IS NOT NULL").fetchone()[0],
        checks_failed=db.conn.execute("SELECT count(*) FROM checks WHERE outcome = 'fails'").fetchone()[0],
        issues=tuple(db.conn.execute(query).fetchall()),
        **counts,
    )
