"""Keeping a Parquet dataset equal to the database: what it lacks is added, what is out of date goes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from pipeline.kinds import BY_NAME
from pipeline.model import Issue
from pipeline.store.rows import CHILDREN, DOCUMENT_COLUMNS, DocumentRows, Row
from pipeline.store.shards import ShardFolder, mark_of

if TYPE_CHECKING:
    from sqlite_utils import Database

_SHARD = 25  # documents written as one shard


def mirror(db: Database, folder: ShardFolder) -> None:
    """Let `folder` hold each stored document of `db` once, made by the same rules and code. Raises UsageError."""
    names = ", ".join(f"d.{column}" for column in DOCUMENT_COLUMNS)
    query = f"SELECT stored, {names} FROM documents d JOIN _inputs i ON i.document_id = d.id ORDER BY d.id"
    stored = ((document, stamp) for stamp, *document in db.conn.execute(query) if stamp is not None)
    made = {document[0]: (stamp, mark_of(tuple(document), stamp)) for document, stamp in stored}
    held: set[str] = set()
    for name, documents in folder.contents().items():
        if all(mark == made.get(document, ("", ""))[1] and document not in held for document, mark in documents):
            held.update(document for document, _ in documents)
        else:
            folder.remove(name)
    missing = iter([document for document in made if document not in held])
    while ids := list(islice(missing, _SHARD)):
        folder.write([_rows(db, document) for document in ids], [made[document][0] for document in ids])
    folder.sweep()


def _rows(db: Database, document_id: str) -> DocumentRows:
    """A document as it is stored."""
    (document,) = _select(db, "documents", DOCUMENT_COLUMNS, "id", document_id)
    tables = {name: _select(db, name, BY_NAME[name].column_names, "document_id", document_id) for name in CHILDREN}
    columns = ("source", "stage", "code", "message", "document_id", "start", "end")
    used = db.conn.execute("SELECT rules_used FROM _inputs WHERE document_id = ?", (document_id,)).fetchone()
    return DocumentRows(
        document_id=document_id,
        document=document,
        children={name: tuple(rows) for name, rows in tables.items() if rows},
        removed=tuple(_select(db, "removed_lines", BY_NAME["removed_lines"].column_names, "document_id", document_id)),
        issues=tuple(Issue(*row) for row in _select(db, "issues", columns, "document_id", document_id)),  # type: ignore[arg-type]
        rules_used=tuple(json.loads(used[0] or "[]")),
        folded="",
        plain="",
    )


def _select(db: Database, table: str, columns: Sequence[str], key: str, value: str) -> list[Row]:
    names = ", ".join(f'"{column}"' for column in columns)
    order = ", ".join(f'"{column}"' for column in BY_NAME[table].key)
    return db.conn.execute(f'SELECT {names} FROM "{table}" WHERE "{key}" = ? ORDER BY {order}', (value,)).fetchall()
