"""Writing and replacing whole documents. Every function here is called inside a transaction of the caller."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from pipeline.kinds import BY_NAME
from pipeline.model import Issue
from pipeline.store.index import index_rows, unindex_document
from pipeline.store.rows import CHILDREN, DOCUMENT_COLUMNS, DocumentRows, Row, issue_rows

if TYPE_CHECKING:
    from sqlite_utils import Database


def _insert(table: str, columns: Sequence[str]) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    return f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})'


_INSERTS: Mapping[str, str] = MappingProxyType(
    {name: _insert(name, BY_NAME[name].column_names) for name in (*CHILDREN, "removed_lines", "issues")}
    | {name: _insert(name, ("rowid", *BY_NAME[name].column_names)) for name in ("sentences",)}
    | {"documents": _insert("documents", ("rowid", *DOCUMENT_COLUMNS, "run_id"))}
)
_DELETIONS = tuple(
    f'DELETE FROM "{table}" WHERE document_id = ?'
    for table in ("removed_lines", "person_evidence", *reversed(tuple(CHILDREN)), "issues", "_replays")
)
_START, _END = (BY_NAME["sentences"].column_names.index(name) for name in ("start", "end"))


def write_documents(db: Database, documents: Sequence[DocumentRows], *, run_id: int, stamps: Mapping[str, str]) -> None:
    """Store whole documents, replacing what was there under the same ids, and set each one's done marker.

    `stamps`: document id → what `_inputs.stored` shall say.
    """
    remove_documents(db, [rows.document_id for rows in documents])
    first = _next_rowid(db, "documents")
    db.conn.executemany(
        _INSERTS["documents"], [(first + n, *rows.document, run_id) for n, rows in enumerate(documents)]
    )
    index_rows(db, "documents_fts", [(first + n, rows.folded, rows.plain) for n, rows in enumerate(documents)])
    _write_children(db, documents)
    write_issues(db, [issue for rows in documents for issue in rows.issues], run_id=run_id)
    ids = [(rows.document_id,) for rows in documents]
    db.conn.executemany("DELETE FROM _inbox WHERE id = ?", ids)
    db.conn.executemany(
        "UPDATE _inputs SET stored = ?, rules_used = ?, reviewed = ? WHERE document_id = ?",
        [(stamps[r.document_id], json.dumps(r.rules_used), r.reviewed, r.document_id) for r in documents],
    )
    db.conn.executemany("INSERT INTO _replays VALUES (?, ?, ?, ?, ?)", [row for r in documents for row in r.replays])
    mark_unresolved(db)


def remove_documents(db: Database, ids: Iterable[str]) -> None:
    """Delete documents with all their rows, issues and search entries; ids that are not there are passed over."""
    for document_id in ids:
        found = db.conn.execute("SELECT rowid, text FROM documents WHERE id = ?", (document_id,)).fetchone()
        if not found:
            continue
        unindex_document(db, document_id, *found)
        for deletion in _DELETIONS:
            db.conn.execute(deletion, (document_id,))
        db.conn.execute("DELETE FROM documents WHERE id = ?", (document_id,))
        mark_unresolved(db)


def write_issues(db: Database, issues: Sequence[Issue], *, run_id: int) -> None:
    """Add issues; one that is there already stays as it is."""
    statement = _INSERTS["issues"].replace("INSERT", "INSERT OR IGNORE", 1)
    db.conn.executemany(statement, issue_rows(issues, run_id))


def mark_unresolved(db: Database) -> None:
    """Note that people and legal documents have to be resolved again."""
    db.conn.execute("INSERT OR REPLACE INTO _state VALUES ('unresolved', '1')")


def _write_children(db: Database, documents: Sequence[DocumentRows]) -> None:
    db.conn.executemany(_INSERTS["removed_lines"], [row for rows in documents for row in rows.removed])
    for table in CHILDREN:
        if table != "sentences":
            db.conn.executemany(_INSERTS[table], [row for rows in documents for row in rows.children.get(table, ())])
    number = _next_rowid(db, "sentences")
    written: list[Row] = []
    entries: list[tuple[int, str, str]] = []
    for rows in documents:
        for sentence in rows.children.get("sentences", ()):
            start, end = cast(tuple[int, int], sentence[_START : _END + 1])
            written.append((number, *sentence))
            entries.append((number, rows.folded[start:end], rows.plain[start:end]))
            number += 1
    db.conn.executemany(_INSERTS["sentences"], written)
    index_rows(db, "sentences_fts", entries)


def _next_rowid(db: Database, table: str) -> int:
    return int(db.conn.execute(f'SELECT coalesce(max(rowid), 0) + 1 FROM "{table}"').fetchone()[0])
