"""Parquet: one record a row, read a few rows at a time."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.ingest.formats.rows import FIELDS, record_of_row
from pipeline.model import Issue, Record
from pipeline.parquet import Reader, UnreadableParquet, group_sizes

_ROWS = 64  # read at a time: a row may hold a page of some megabytes
_GROUPS_ROWS = 5_000  # rows that make a unit


def row_groups(path: str) -> Iterator[tuple[int, int | None, int]]:
    """Ranges of row groups of about equal size, each with the number of its first row; one range for a file that
    cannot be read (its reader will say why)."""
    try:
        sizes = group_sizes(path)
    except UnreadableParquet:
        yield 0, None, 1
        return
    start, first, rows = 0, 1, 0
    for index, size in enumerate(sizes):
        rows += size
        if rows >= _GROUPS_ROWS:
            yield start, index + 1, first
            start, first, rows = index + 1, first + rows, 0
    if rows or not sizes:
        yield start, len(sizes), first


def read_parquet(
    path: str, *, source: str, groups: tuple[int, int | None], first: int, limit: int
) -> Iterator[Record | Issue]:
    """The records of the row groups `[start, stop)`, numbered from `first`. Raises OSError for an unreadable file."""
    import fsspec

    with fsspec.open(path, "rb") as stream:
        try:
            reader = Reader(stream)
            columns = [name for name in reader.columns if name in FIELDS]
            if not {"text", "html"} & set(columns):
                yield Issue(source, "read", "no_text", "no column text or html. Name one of them so")
                return
            for number, row in enumerate(reader.rows(columns, groups, size=_ROWS), first):
                yield record_of_row(row, source=source, number=number, limit=limit)
        except UnreadableParquet as error:
            yield Issue(source, "read", "broken_file", f"no readable Parquet: {error}. Write the file again")
