"""The search tables: what stands in them and how a row gets in and out.

SQLite folds neither đ to d nor new tone placement to old, so each text is indexed twice: folded (`uỷ` as `ủy`) and
plain (without accents). Both have as many words at the same places as the text itself, and the tables keep no copy
of it, so `snippet()` and `highlight()` show the text as it stands in documents, whichever column was searched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from pipeline.text import fold as folding
from pipeline.text.fold import fold, plain

if TYPE_CHECKING:
    from sqlite_utils import Database

SEARCH = (
    """CREATE VIEW _documents_text AS
    SELECT rowid AS number, title AS title, text AS folded, text AS plain FROM documents""",
    """CREATE VIEW _sentences_text AS
    SELECT s.rowid AS number, substr(d.text, s.start + 1, s."end" - s.start) AS folded,
        substr(d.text, s.start + 1, s."end" - s.start) AS plain
    FROM sentences s JOIN documents d ON d.id = s.document_id""",
    """CREATE VIRTUAL TABLE documents_fts USING fts5(
        folded, plain, content='_documents_text', content_rowid='number', tokenize="unicode61 remove_diacritics 0")""",
    """CREATE VIRTUAL TABLE sentences_fts USING fts5(
        folded, plain, content='_sentences_text', content_rowid='number', tokenize="unicode61 remove_diacritics 0")""",
)

Row: TypeAlias = tuple[int, str, str]


def index_rows(db: Database, table: str, rows: Sequence[Row]) -> None:
    """Put (rowid, folded text, plain text) into a search table."""
    db.conn.executemany(f"INSERT INTO {table} (rowid, folded, plain) VALUES (?, ?, ?)", rows)


def unindex_document(db: Database, document_id: str, rowid: int, text: str) -> None:
    """Take a stored document and its sentences out again: what is given here must be what was put in."""
    for table, rows in _entries(db, document_id, rowid, text):
        db.conn.executemany(f"INSERT INTO {table} ({table}, rowid, folded, plain) VALUES ('delete', ?, ?, ?)", rows)


def refresh_index(db: Database) -> None:
    """Index all documents again if the index was made by another spelling of `fold` or `plain` than today's.

    Entries can only be taken out with the very words they were put in with.
    """
    key = _folding_digest()
    found = db.conn.execute("SELECT value FROM _state WHERE key = 'folding'").fetchone()
    if found and found[0] == key:
        return
    with db.atomic():
        for table in ("documents_fts", "sentences_fts"):
            db.conn.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
        for document_id, rowid, text in db.conn.execute("SELECT id, rowid, text FROM documents"):
            for table, rows in _entries(db, document_id, rowid, text):
                index_rows(db, table, rows)
        db.conn.execute("INSERT OR REPLACE INTO _state VALUES ('folding', ?)", (key,))


def _entries(db: Database, document_id: str, rowid: int, text: str) -> tuple[tuple[str, list[Row]], ...]:
    folded = fold(text)
    bare = plain(folded)
    sentences = db.conn.execute('SELECT rowid, start, "end" FROM sentences WHERE document_id = ?', (document_id,))
    return (
        ("documents_fts", [(rowid, folded, bare)]),
        ("sentences_fts", [(number, folded[start:end], bare[start:end]) for number, start, end in sentences]),
    )


def _folding_digest() -> str:
    return hashlib.sha256(Path(folding.__file__).read_bytes()).hexdigest()
