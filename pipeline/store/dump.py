"""The content of the extracted tables as text, for comparing databases."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.columns import Table
from pipeline.kinds import EXTRACTED

if TYPE_CHECKING:
    from sqlite_utils import Database


def dump(db: Database, table: Table, *, without: frozenset[str] = frozenset()) -> Iterator[str]:
    """One JSON line per row, in the order of the primary key; columns `without` left out."""
    key = ", ".join(f'"{column}"' for column in table.key)
    columns = ", ".join(f'"{column}"' for column in table.column_names if column not in without)
    for row in db.conn.execute(f'SELECT {columns} FROM "{table.name}" ORDER BY {key}'):
        yield json.dumps(row, ensure_ascii=False)


def digests(db: Database, *, whichever_run: bool = False) -> dict[str, str]:
    """Extracted table → SHA-256 of its rows. Two databases agree if these agree.

    `documents.run_id` counts, since a broken-off run goes on under its number, unless it may be `whichever_run`.
    """
    result: dict[str, str] = {}
    without = frozenset({"run_id"} if whichever_run else ())
    for table in EXTRACTED:
        total = hashlib.sha256()
        for line in dump(db, table, without=without):
            total.update(line.encode() + b"\n")
        result[table.name] = total.hexdigest()
    return result
