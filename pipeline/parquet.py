"""Parquet files: the only importer of pyarrow. Plain Python in, plain Python out."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pipeline.columns import Column, SqlType

_ARROW: Mapping[SqlType, str] = MappingProxyType({"TEXT": "string", "INTEGER": "int64", "REAL": "float64"})


class UnreadableParquet(Exception):
    """What the file is instead of Parquet, in words."""


def group_sizes(path: str) -> list[int]:
    """Rows of each row group. Raises UnreadableParquet."""
    import pyarrow
    import pyarrow.parquet

    try:
        metadata = pyarrow.parquet.read_metadata(path)
    except (OSError, pyarrow.ArrowException) as error:
        raise UnreadableParquet(str(error)) from error
    return [metadata.row_group(index).num_rows for index in range(metadata.num_row_groups)]


class Reader:
    """An open file: its columns, and its rows a few at a time. Both raise UnreadableParquet."""

    def __init__(self, stream: Any) -> None:
        import pyarrow
        import pyarrow.parquet

        self._errors = pyarrow.ArrowException
        try:
            self._file = pyarrow.parquet.ParquetFile(stream)
        except self._errors as error:
            raise UnreadableParquet(str(error)) from error

    @property
    def columns(self) -> list[str]:
        return list(self._file.schema_arrow.names)

    def rows(self, columns: Sequence[str], groups: tuple[int, int | None], *, size: int) -> Iterator[dict[str, Any]]:
        """The rows of the row groups `[start, stop)`, `size` of them in memory at once."""
        start, stop = groups
        wanted = range(start, stop if stop is not None else self._file.num_row_groups)
        try:
            for batch in self._file.iter_batches(size, row_groups=wanted, columns=list(columns)):
                yield from batch.to_pylist()
        except self._errors as error:
            raise UnreadableParquet(str(error)) from error


def parquet_bytes(columns: Sequence[Column], rows: Sequence[Sequence[object]]) -> bytes:
    """A file of these rows, at least one."""
    import pyarrow
    import pyarrow.parquet

    schema = pyarrow.schema([(column.name, getattr(pyarrow, _ARROW[column.type])()) for column in columns])
    arrays = [pyarrow.array(values, field.type) for values, field in zip(zip(*rows, strict=True), schema, strict=True)]
    stream = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_arrays(arrays, schema=schema), stream, compression="zstd")
    return stream.getvalue()


def column_values(stream: Any, columns: Sequence[str]) -> list[list[Any]]:
    """All values of some columns of an open file, column by column."""
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(stream, columns=list(columns))
    return [table[name].to_pylist() for name in columns]
