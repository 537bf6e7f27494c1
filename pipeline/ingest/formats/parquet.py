"""Parquet: one record a row, read a few rows at a time."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.ingest.formats.rows import FIELDS, record_of_row
from pipeline.model import Issue, Record

_ROWS = 64  # read at a time: a row may hold a page of some megabytes
_GROUPS_ROWS = 5_000  # rows that make a unit


def row_groups(path: str) -> Iterator[tuple[int, int | None, int]]:
    """Ranges of row groups of about equal size, each with the number of its first row; one range for a file that
    cannot be read (its reader will say why)."""
    import pyarrow
    import pyarrow.parquet

    try:
        metadata = pyarrow.parquet.read_metadata(path)
        sizes = [metadata.row_group(index).num_rows for index in range(metadata.num_row_groups)]
    except (OSError, pyarrow.ArrowException):
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
    import pyarrow
    import pyarrow.parquet

    number = first
    with fsspec.open(path, "rb") as stream:
        try:
            table = pyarrow.parquet.ParquetFile(stream)
            columns = [name for name in table.schema_arrow.names if name in FIELDS]
            if not {"text", "html"} & set(columns):
                yield Issue(source, "read", "no_text", "no column text or html. Name one of them so")
                return
            start, stop = groups
            wanted = range(start, stop if stop is not None else table.num_row_groups)
            for batch in table.iter_batches(_ROWS, row_groups=wanted, columns=columns):
                for row in batch.to_pylist():
                    yield record_of_row(row, source=source, number=number, limit=limit)
                    number += 1
        except pyarrow.ArrowException as error:
            yield Issue(source, "read", "broken_file", f"no readable Parquet: {error}. Write the file again")
