"""The statements that make an empty database: tables and indexes from `kinds.py`, and the tables of the run itself.

Foreign keys are deferred to the commit, so a shard's rows may be written in any order. Tables that start with an
underscore belong to the machinery: what was read, what waits, which articles tell the same story. They are no part
of the contract and may change with any version.
"""

from __future__ import annotations

from pipeline.columns import Column, Table
from pipeline.kinds import BY_NAME, TABLES
from pipeline.model import row_id
from pipeline.store.index import SEARCH
from pipeline.store.views import VIEWS

INTERNAL = (
    """CREATE TABLE _inputs (
        source TEXT NOT NULL PRIMARY KEY,  -- as in documents.source
        digest TEXT NOT NULL,              -- of the record as read: content and stated fields
        read_stamp TEXT NOT NULL,          -- rules and code that made the article of it
        document_id TEXT,                  -- null where the record is an issue and no article
        sketch_id TEXT,                    -- its fingerprint in _sketches
        original TEXT,                     -- the document that speaks for its story; its own id if it is none's copy
        stored TEXT,                       -- done marker: stamp of its rows, or 'copy of ID'; null: waiting
        rules_used TEXT,                   -- JSON: rules that fired, for re-extraction after a rule change
        reviewed TEXT                      -- digest of the reviews that its rows went through; null: none
    ) STRICT, WITHOUT ROWID""",
    "CREATE UNIQUE INDEX _ix_inputs_document ON _inputs (document_id) WHERE document_id IS NOT NULL",
    "CREATE INDEX _ix_inputs_sketch ON _inputs (sketch_id)",
    "CREATE INDEX _ix_inputs_reviewed ON _inputs (document_id) WHERE reviewed IS NOT NULL",
    """CREATE TABLE _replays (
        document_id TEXT NOT NULL,
        review_id INTEGER NOT NULL,  -- in reviews.db
        state TEXT NOT NULL,         -- applied | stale | lost | gone | superseded
        row_id TEXT,                 -- the row it was applied to, or is stale on
        original TEXT,               -- JSON: content of the row as extracted, where the review was applied
        PRIMARY KEY (document_id, review_id)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE _layouts (
        id TEXT NOT NULL PRIMARY KEY,  -- of the document
        layout TEXT NOT NULL           -- JSON: what its Article has besides the columns of documents
    ) STRICT""",
    """CREATE TABLE _inbox (
        id TEXT NOT NULL PRIMARY KEY,
        source TEXT NOT NULL, url TEXT, site TEXT, title TEXT, published_on TEXT, published_on_basis TEXT, author TEXT,
        text TEXT NOT NULL, content_sha256 TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE _sketches (
        id TEXT NOT NULL PRIMARY KEY,
        compared INTEGER NOT NULL DEFAULT 0,  -- 1: its pairs are in _same
        story TEXT NOT NULL                   -- smallest sketch id of its story
    ) STRICT""",
    "CREATE INDEX _ix_sketches_waiting ON _sketches (id) WHERE compared = 0",
    "CREATE INDEX _ix_sketches_story ON _sketches (story)",
    """CREATE TABLE _bands (
        band INTEGER NOT NULL, sketch_id TEXT NOT NULL, PRIMARY KEY (band, sketch_id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX _ix_bands_sketch ON _bands (sketch_id)",
    "CREATE TABLE _new_bands (band INTEGER NOT NULL, sketch_id TEXT NOT NULL) STRICT",  # until the next comparison
    "CREATE TABLE _crowded (band INTEGER NOT NULL PRIMARY KEY) STRICT",
    "CREATE TABLE _same (a TEXT NOT NULL, b TEXT NOT NULL, PRIMARY KEY (a, b)) STRICT, WITHOUT ROWID",
    "CREATE INDEX _ix_same_b ON _same (b)",
    "CREATE TABLE _loose (id TEXT NOT NULL PRIMARY KEY, source TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE INDEX _ix_issues_source ON issues (source) WHERE document_id IS NULL",
    """CREATE TABLE _unlisted (
        table_name TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (table_name, key)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE _phrases (
        kind TEXT NOT NULL, phrase TEXT NOT NULL, PRIMARY KEY (kind, phrase)  -- what resolution needs of the lexicons
    ) STRICT, WITHOUT ROWID""",
    "CREATE TABLE _state (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
)


def statements() -> tuple[str, ...]:
    """Everything that an empty database needs, in order."""
    tables = [statement for table in TABLES for statement in (table_statement(table), *index_statements(table))]
    return (*tables, *INTERNAL, *SEARCH, *VIEWS)


def schema_digest() -> str:
    """Changes whenever any statement does: tells a database of another build from one of ours."""
    return row_id(*statements())


def table_statement(table: Table) -> str:
    """`CREATE TABLE … STRICT` with keys, foreign keys and the values that a column may take."""
    lines = [_column(column) for column in table.columns]
    lines.append(f"PRIMARY KEY ({_names(table.key)})")
    lines += [  # the key is named because Datasette takes a reference without one for a broken one
        f'FOREIGN KEY ("{column.name}") REFERENCES "{column.references}" ({_names(BY_NAME[column.references].key)}) '
        "DEFERRABLE INITIALLY DEFERRED"
        for column in table.columns
        if column.references
    ]
    if {"start", "end"} <= set(table.column_names):
        lines.append('CHECK ("start" >= 0 AND "end" >= "start")')
    options = "STRICT" if len(table.key) == 1 else "STRICT, WITHOUT ROWID"
    body = ",\n    ".join(lines)
    return f'CREATE TABLE "{table.name}" (\n    {body}\n) {options}'


def index_statements(table: Table) -> tuple[str, ...]:
    """The indexes of the table and one for each foreign key: without it every deletion reads the whole table.

    `runs` is never deleted from, so references to it need none.
    """
    wanted = [*table.indexes]
    led = {table.key[0], *(columns[0] for columns in wanted)}
    wanted += [
        (column.name,)
        for column in table.columns
        if column.references and column.references != "runs" and column.name not in led
    ]
    optional = {column.name for column in table.columns if not column.required}
    return tuple(_index(table.name, columns, sparse=columns[0] in optional) for columns in wanted)


def _index(table: str, columns: tuple[str, ...], *, sparse: bool) -> str:
    where = f' WHERE "{columns[0]}" IS NOT NULL' if sparse else ""
    return f'CREATE INDEX "ix_{table}_{"_".join(columns)}" ON "{table}" ({_names(columns)}){where}'


def _column(column: Column) -> str:
    parts = [f'"{column.name}" {column.type}']
    if column.required:
        parts.append("NOT NULL")
    if column.choices:
        parts.append(f'CHECK ("{column.name}" IN ({", ".join(_text(choice) for choice in column.choices)}))')
    if column.name == "spans":
        parts.append('CHECK (json_valid("spans"))')
    return " ".join(parts)


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _text(value: str) -> str:
    quoted = value.replace("'", "''")
    return f"'{quoted}'"
