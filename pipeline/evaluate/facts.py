"""What a fact database says about one article, as the rows of model.py. Opens the database for reading only.

An article is found by its name: the last part of `documents.source` without folders and ending ("…/012.txt" is 012),
or what stands after `#` for a record of JSONL, CSV, Parquet or WARC. Rows of a duplicate are those of the article it
repeats. Rows that a reviewer rejected are left out, as in the views.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from pipeline.errors import StoreError
from pipeline.evaluate.normal import PlaceTails
from pipeline.kinds import BY_NAME
from pipeline.model import Citation, Event, EventRole, Fact, Position

Row = TypeVar("Row", Position, Event, EventRole, Citation, Fact)

_REMEDY = "make one with: hoinghi run INPUT --db FILE"
_ENDING = re.compile(r"\.(txt|html?|jsonl|csv|parquet|warc|gz|md)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """One article of the database with its rows, each kind by start, end, id."""

    id: str
    source: str
    text: str
    published_on: str | None
    positions: tuple[Position, ...] = ()
    events: tuple[Event, ...] = ()
    event_roles: tuple[EventRole, ...] = ()
    citations: tuple[Citation, ...] = ()
    facts: tuple[Fact, ...] = ()


def names_of(source: str) -> tuple[str, ...]:
    """The names by which gold can mean a source, most exact first: 012.txt, then 012.

    >>> names_of("news/all.jsonl.gz#a7")
    ('all.jsonl.gz#a7', 'a7')
    """
    path, _, record = source.rpartition("#") if "#" in source else (source, "", "")
    base = re.split(r"[/\\]", path.rstrip("/\\"))[-1]
    if record:
        return tuple(dict.fromkeys((f"{base}#{record}", record, _stem(record))))
    return tuple(dict.fromkeys((base, _stem(base))))


def _stem(name: str) -> str:
    while shorter := _ENDING.sub("", name):
        if shorter == name:
            break
        name = shorter
    return name


class FactBase:
    """A fact database opened read-only. Use as a context manager."""

    def __init__(self, path: Path) -> None:
        """Raises StoreError if there is no database with the tables of the contract at `path`."""
        if not path.is_file():
            raise StoreError("no database here", where=str(path), remedy=_REMEDY)
        self.path = path
        with self._explained():
            self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
            self._db.row_factory = sqlite3.Row
            self._documents = self._index()

    def __enter__(self) -> FactBase:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """What SQLite and the JSON of `spans` may object, as a StoreError with the file."""
        try:
            yield
        except (sqlite3.Error, json.JSONDecodeError) as error:
            raise StoreError(f"not a fact database: {error}", where=str(self.path), remedy=_REMEDY) from error

    def _index(self) -> dict[str, list[sqlite3.Row]]:
        index: dict[str, list[sqlite3.Row]] = {}
        for row in self._db.execute("SELECT id, source, duplicate_of FROM documents ORDER BY source, id"):
            for name in names_of(row["source"]):
                index.setdefault(name, []).append(row)
        return index

    def place_tails(self) -> PlaceTails:
        """The names and level words of the database's gazetteer, to tell a place at the end of a post."""
        with self._explained():
            rows = self._db.execute("SELECT DISTINCT name, level FROM places").fetchall()
        return PlaceTails((row["name"] for row in rows), (row["level"] for row in rows))

    def find(self, document: str) -> Found | None:
        """The article that gold calls `document` (012.txt, or a source's end with #id); None if it is not there.

        Raises StoreError if two articles bear the name, since rows of the wrong one would be scored.
        """
        for name in names_of(document):
            rows = self._documents.get(name, [])
            if len(rows) > 1:
                sources = ", ".join(row["source"] for row in rows)
                raise StoreError(
                    f"{len(rows)} articles are called {name}: {sources}",
                    where=str(self.path),
                    remedy="score a database that holds only one of them",
                )
            if rows:
                with self._explained():
                    return self._read(rows[0]["duplicate_of"] or rows[0]["id"])
        return None

    def _read(self, document_id: str) -> Found:
        row = self._db.execute("SELECT * FROM documents WHERE id = ?", (document_id,)).fetchone()
        return Found(
            id=row["id"],
            source=row["source"],
            text=row["text"],
            published_on=row["published_on"],
            positions=self._rows(Position, "positions", document_id),
            events=self._rows(Event, "events", document_id),
            event_roles=self._rows(EventRole, "event_roles", document_id),
            citations=self._rows(Citation, "citations", document_id),
            facts=self._rows(Fact, "facts", document_id),
        )

    def _rows(self, kind: type[Row], table: str, document_id: str) -> tuple[Row, ...]:
        known = set(BY_NAME[table].column_names)
        columns = [item.name for item in fields(kind) if item.name in known]
        chosen = ", ".join(f'"{column}"' for column in columns)
        query = f'SELECT {chosen} FROM "{table}" WHERE document_id = ? AND review IS NOT ? ORDER BY "start", "end", id'
        rows = self._db.execute(query, (document_id, "rejected")).fetchall()
        return tuple(kind(**_values(zip(columns, tuple(row), strict=True))) for row in rows)


def _values(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    spans = json.loads(values["spans"] or "{}")
    values["spans"] = {slot: (span[0], span[1]) for slot, span in spans.items()}
    return values
