"""People, their posts and legal documents across articles: functions of the stored rows alone, no order, no history.

Ids come from what identifies a person or document, so the same rows always resolve to the same ids.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.store.conflicts import find_conflicts
from pipeline.store.legal import resolve_documents
from pipeline.store.people import resolve_people
from pipeline.store.placetree import PlaceTree

if TYPE_CHECKING:
    from sqlite_utils import Database


def resolve(db: Database) -> bool:
    """Resolve all, in one transaction, if any document changed since the last time; whether it was needed."""
    if not db.conn.execute("SELECT 1 FROM _state WHERE key = 'unresolved'").fetchone():
        return False
    with db.atomic():
        tree = PlaceTree(db)
        resolve_people(db, tree)
        db.conn.execute("DELETE FROM checks WHERE kind = 'date'")  # both of the next two find such
        find_conflicts(db)
        resolve_documents(db, tree)
        db.conn.execute("DELETE FROM _state WHERE key = 'unresolved'")
    return True
