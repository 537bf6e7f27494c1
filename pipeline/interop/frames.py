"""Tables and views as pandas frames, and frames as files: the only importer of pandas."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.kinds import BY_NAME
from pipeline.store.database import read_database
from pipeline.store.views import VIEW_NAMES

if TYPE_CHECKING:
    import pandas as pd

_DAYS = frozenset(
    {
        *("published_on", "held_on", "held_until", "issued_on"),
        *("period_start", "period_end", "first_seen", "last_seen"),
    }
)
WRITERS = ("csv", "jsonl", "parquet")


def frame(database: Path | str, table: str = "fact_table") -> pd.DataFrame:
    """A table or view as a frame, days as datetime64 (NaT where unknown). Raises UsageError for any other name."""
    import pandas as pd

    if table not in BY_NAME and table not in VIEW_NAMES:
        known = ", ".join([*VIEW_NAMES, *BY_NAME])
        raise UsageError(f"no table or view {table!r}", remedy=f"use one of: {known}")
    with read_database(database) as db:
        rows = pd.read_sql_query(f'SELECT * FROM "{table}"', db.conn)  # the name was checked above
    for column in _DAYS.intersection(rows.columns):
        rows[column] = pd.to_datetime(rows[column], errors="coerce")
    return rows


def write(rows: pd.DataFrame, target: Path, *, kind: str) -> int:
    """Write a frame as csv, jsonl or parquet; the number of rows. Days become ISO dates in text formats."""
    text = rows.copy()
    for column in _DAYS.intersection(text.columns):
        text[column] = text[column].dt.strftime("%Y-%m-%d")
    if kind == "csv":
        text.to_csv(target, index=False, encoding="utf-8", lineterminator="\n")
    elif kind == "jsonl":
        text.to_json(target, orient="records", lines=True, force_ascii=False)
    elif kind == "parquet":
        rows.to_parquet(target, index=False)
    else:
        raise UsageError(f"unknown format {kind!r}", remedy=f"use one of: {', '.join(WRITERS)}")
    return len(rows)
