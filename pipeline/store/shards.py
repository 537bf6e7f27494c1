"""The rows of a run as a Parquet dataset: one folder a table, one file a shard, on a path or URL that all share.

Workers write what they extracted, the one process that owns SQLite merges it; other tools read the folder as it is
(`SELECT * FROM 'shards/facts/*.parquet'` in DuckDB). Rows are as extracted: people and documents are resolved, and
reviews replayed, in SQLite alone. A shard is named by what it is made from, so writing it twice changes nothing, and
its documents are written last, so a shard that has them is whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from types import MappingProxyType
from typing import Any

from pipeline.columns import Column, SqlType
from pipeline.errors import UsageError
from pipeline.kinds import BY_NAME
from pipeline.model import Issue
from pipeline.parquet import column_values, parquet_bytes
from pipeline.store.rows import CHILDREN, DOCUMENT_COLUMNS, DocumentRows, Row
from pipeline.text.fold import fold, plain

_MADE = (Column("mark", "TEXT", "of what the rows were made from"), Column("rules_used", "TEXT", "JSON: rule ids"))
_TYPES: Mapping[str, SqlType] = MappingProxyType({"start": "INTEGER", "end": "INTEGER"})
_ISSUE = tuple(Column(field.name, _TYPES.get(field.name, "TEXT"), "as in table issues") for field in fields(Issue))
_BY_COLUMN = {column.name: column for column in BY_NAME["documents"].columns}
COLUMNS: Mapping[str, tuple[Column, ...]] = MappingProxyType(
    {name: BY_NAME[name].columns for name in (*CHILDREN, "removed_lines")}
    | {"issues": _ISSUE, "documents": (*(_BY_COLUMN[name] for name in DOCUMENT_COLUMNS), *_MADE)}
)
"""Folder of the dataset → its columns; `documents` comes last."""


@dataclass(frozen=True)
class ShardFolder:
    """The dataset at a path or URL. Cheap to make and to send to another process."""

    url: str

    @cached_property
    def _place(self) -> tuple[Any, str]:
        import fsspec

        found, path = fsspec.core.url_to_fs(self.url)
        return found, path.rstrip("/")

    def write(self, documents: Sequence[DocumentRows], stamps: Sequence[str]) -> str:
        """Store whole documents; the name of their shard. Raises UsageError where nothing can be written."""
        name = _name(documents, stamps)
        try:
            for table, columns in COLUMNS.items():
                rows = list(_rows(table, documents, stamps))
                if rows:
                    self._put(f"{table}/{name}.parquet", parquet_bytes(columns, rows))
        except OSError as error:
            raise UsageError(
                f"the shard cannot be written: {error.strerror or error}", where=self.url,
                remedy="give --shards a folder or URL that every worker can write to",
            ) from error  # fmt: skip
        return name

    def read(self, name: str) -> tuple[DocumentRows, ...]:
        """The documents of a shard. Raises UsageError if it is not there: the folder is not shared."""
        tables = {table: self._rows(table, name) for table in COLUMNS}
        if not tables["documents"]:
            raise UsageError(
                f"a worker wrote shard {name}, and it is not there", where=self.url,
                remedy="give --shards a folder or URL that all machines share",
            )  # fmt: skip
        return tuple(_documents(tables))

    def contents(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """Shard → (document id, `mark_of` it) of each of its documents."""
        found, path = self._place
        names = sorted(file.rpartition("/")[2] for file in found.glob(f"{path}/documents/*.parquet"))
        result = {}
        for name in names:
            with found.open(f"{path}/documents/{name}", "rb") as stream:
                ids, marks = column_values(stream, ["id", "mark"])
            result[name.removesuffix(".parquet")] = tuple(zip(ids, marks, strict=True))
        return result

    def remove(self, name: str) -> None:
        """Delete a shard, its documents first."""
        found, path = self._place
        for table in reversed(tuple(COLUMNS)):
            file = f"{path}/{table}/{name}.parquet"
            if found.exists(file):
                found.rm_file(file)

    def sweep(self) -> None:
        """Delete what a killed worker left: files of shards without documents, and halves of files."""
        found, path = self._place
        whole = {file.rpartition("/")[2] for file in found.glob(f"{path}/documents/*.parquet")}
        for table in COLUMNS:
            for file in found.glob(f"{path}/{table}/*"):
                if file.rpartition("/")[2] not in whole:
                    found.rm_file(file)

    def _put(self, file: str, data: bytes) -> None:
        """Write a file so that nobody ever sees half of it."""
        found, path = self._place
        target = f"{path}/{file}"
        found.makedirs(target.rpartition("/")[0], exist_ok=True)
        if "file" in found.protocol:
            import tempfile
            from pathlib import Path

            with tempfile.NamedTemporaryFile(dir=Path(target).parent, delete=False) as half:
                half.write(data)
            Path(half.name).replace(target)
        else:
            found.pipe_file(target, data)  # object stores show whole objects only

    def _rows(self, table: str, name: str) -> list[Row]:
        found, path = self._place
        file = f"{path}/{table}/{name}.parquet"
        if not found.exists(file):
            return []
        with found.open(file, "rb") as stream:
            columns = column_values(stream, [column.name for column in COLUMNS[table]])
        return list(zip(*columns, strict=True))


def mark_of(document: Row, stamp: str) -> str:
    """What the rows of a document were made from: rules and code (`stamp`), and the article."""
    return hashlib.blake2b(json.dumps([document, stamp]).encode(), digest_size=12).hexdigest()


def _name(documents: Sequence[DocumentRows], stamps: Sequence[str]) -> str:
    made_from = [mark_of(rows.document, stamp) for rows, stamp in zip(documents, stamps, strict=True)]
    return hashlib.blake2b("".join(made_from).encode(), digest_size=10).hexdigest()


def _rows(table: str, documents: Sequence[DocumentRows], stamps: Sequence[str]) -> Iterator[Row]:
    for rows, stamp in zip(documents, stamps, strict=True):
        if table == "documents":
            yield (*rows.document, mark_of(rows.document, stamp), json.dumps(rows.rules_used))
        elif table == "issues":
            yield from (tuple(getattr(issue, column.name) for column in _ISSUE) for issue in rows.issues)
        else:
            yield from rows.removed if table == "removed_lines" else rows.children.get(table, ())


def _documents(tables: Mapping[str, Iterable[Row]]) -> Iterator[DocumentRows]:
    by_document = {table: _grouped(table, rows) for table, rows in tables.items() if table != "documents"}
    text = DOCUMENT_COLUMNS.index("text")
    for *document, _, rules_used in tables["documents"]:
        document_id = str(document[0])
        folded = fold(str(document[text]))
        yield DocumentRows(
            document_id=document_id,
            document=tuple(document),
            children={table: found for table in CHILDREN if (found := by_document[table].get(document_id))},
            removed=by_document["removed_lines"].get(document_id, ()),
            issues=tuple(Issue(*row) for row in by_document["issues"].get(document_id, ())),  # type: ignore[arg-type]
            rules_used=tuple(json.loads(str(rules_used))),
            folded=folded,
            plain=plain(folded),
        )


def _grouped(table: str, rows: Iterable[Row]) -> dict[str, tuple[Row, ...]]:
    at = next(index for index, column in enumerate(COLUMNS[table]) if column.name == "document_id")
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(str(row[at]), []).append(row)
    return {document_id: tuple(group) for document_id, group in found.items()}
