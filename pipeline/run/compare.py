"""Two rule folders, or two databases, over the same documents: what each finds that the other does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import StoreError
from pipeline.evaluate.changes import TABLES, Difference, differences, failing, found_rows
from pipeline.kinds import BY_NAME
from pipeline.match.footprint import Change, Footprint
from pipeline.model import Article
from pipeline.rulebook.digest import digest
from pipeline.rulebook.load import load_rulebook
from pipeline.run.engines import open_pool
from pipeline.run.pool import Failure, Pool
from pipeline.run.version import stamp
from pipeline.store.database import read_database
from pipeline.store.inbox import load_articles
from pipeline.store.rows import Row, rows_of
from pipeline.store.touch import last_footprint

if TYPE_CHECKING:
    from sqlite_utils import Database

    from pipeline.extract.article import Extractor
    from pipeline.run.batch import Progress

_SHARD = 25  # articles read by a worker at once
_LOOKED_AT = 250  # the same, only to see whether a change can touch them

Children = Mapping[str, Sequence[Row]]
_Rules = tuple[str, str]  # folder and digest: a folder may change while a process lives


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences, in the order of the documents. `read` of `documents` were extracted again; of databases, all
    are read. `failures`: document → checks that fail now and did not, and the other way round. `only`: sources that
    one of two databases lacks or has with another text."""

    documents: int
    read: int
    changed_parts: tuple[str, ...]
    differences: tuple[Difference, ...]
    failures: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
    only: tuple[str, ...] = ()
    problems: tuple[str, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        return not self.differences and not self.failures and not self.only


@dataclass(frozen=True, slots=True)
class _Compared:
    """One document."""

    source: str
    differences: tuple[Difference, ...]
    new_failures: tuple[str, ...]
    old_failures: tuple[str, ...]


def compare_rules(old: Path, new: Path, db: Path, progress: Progress, *, workers: int = 1) -> Comparison:
    """What the rules of folder `new` find in the documents of `db` that those of `old` do not, and the reverse.

    Only documents that a change of the rules can touch are read; the outcome is that of reading all. Where `old` made
    `db`, its rows are what `old` finds. Rules that shape articles (boilerplate) do their work before there is a
    document: here they change nothing.
    Raises RuleError, StoreError.
    """
    change = Change.between(Footprint.of(load_rulebook(old)), Footprint.of(load_rulebook(new)))
    with read_database(db) as database, open_pool("local", workers=workers) as pool:
        documents = _count(database)
        progress.phase("looking for changed rules", documents)
        touched = _touched(database, change, pool, progress) if change.parts or change.everything else []
        progress.phase("extracting", len(touched))
        made = _made_by(database, old)
        shards = (_with_rows(database, touched[at : at + _SHARD], made) for at in range(0, len(touched), _SHARD))
        compared: list[_Compared] = []
        problems: list[str] = []
        for result in pool.results(partial(_compare_shard, _named(old), _named(new)), shards):
            if isinstance(result, Failure):
                problems.append(f"{result.item.article.source}: not compared: {result.reason}")
                continue
            compared.extend(result)
            progress.advance(len(result))
    return _summed(documents, len(touched), change.parts, compared, problems=tuple(problems))


def compare_databases(old: Path, new: Path, progress: Progress) -> Comparison:
    """What database `new` has that `old` has not, and the reverse, over the sources of both. Raises StoreError."""
    with read_database(old) as before, read_database(new) as after:
        left, right = _sources(before), _sources(after)
        both = sorted(left.keys() & right.keys())
        progress.phase("comparing", len(both))
        compared = []
        only = [f"{source}: only in {old}" for source in sorted(left.keys() - right.keys())]
        only += [f"{source}: only in {new}" for source in sorted(right.keys() - left.keys())]
        for source in both:
            one, other = _text(before, left[source]), _text(after, right[source])
            if one == other:
                compared.append(
                    _compared(source, one, _children(before, left[source]), _children(after, right[source]))
                )
            else:
                only.append(f"{source}: another text")
            progress.advance(1)
    return _summed(len(both), len(both), (), compared, only=tuple(only))


def _summed(
    documents: int,
    read: int,
    parts: tuple[str, ...],
    compared: Sequence[_Compared],
    *,
    only: tuple[str, ...] = (),
    problems: tuple[str, ...] = (),
) -> Comparison:
    ordered = sorted(compared, key=lambda one: one.source)
    failures = {
        one.source: (one.new_failures, one.old_failures) for one in ordered if one.new_failures or one.old_failures
    }
    found = tuple(difference for one in ordered for difference in one.differences)
    return Comparison(documents, read, parts, found, failures, only, problems)


def _touched(db: Database, change: Change, pool: Pool, progress: Progress) -> list[str]:
    """Ids of the documents that a change can touch, in order. What no worker could look at counts as touched."""
    found: list[str] = []
    for result in pool.results(partial(_look, change), _texts(db)):
        if isinstance(result, Failure):
            found.append(result.item[0])
            progress.advance(1)
            continue
        found.extend(document_id for document_id, touched in result if touched)
        progress.advance(len(result))
    return sorted(found)


def _texts(db: Database) -> Iterator[tuple[tuple[str, str], ...]]:
    """Shards of (id of a document, all its text that rules may look at)."""
    rows = db.conn.execute(
        "SELECT id, text || coalesce(title, '') || coalesce(url, '') || coalesce(site, '') FROM documents"
        " WHERE duplicate_of IS NULL ORDER BY id"
    )
    while shard := rows.fetchmany(_LOOKED_AT):
        yield tuple((document_id, text) for document_id, text in shard)


def _look(change: Change, shard: tuple[tuple[str, str], ...]) -> tuple[tuple[str, bool], ...]:
    return tuple((document_id, change.touches(text)) for document_id, text in shard)


@dataclass(frozen=True, slots=True)
class _Item:
    """An article, and what the old rules find in it if that is known."""

    article: Article
    rows: Children | None


def _made_by(db: Database, rules: Path) -> bool:
    """Whether the rows of a database are what these rules find with this code."""
    last = last_footprint(db)
    return last is not None and last[0] == stamp(digest(rules), words=False)


def _with_rows(db: Database, ids: Sequence[str], made: bool) -> tuple[_Item, ...]:
    marks = ", ".join("?" * len(ids))
    query = (
        f"SELECT document_id FROM _inputs WHERE reviewed IS NULL AND stored IS NOT NULL AND document_id IN ({marks})"
    )
    untold = {row[0] for row in db.conn.execute(query, ids)} if made else set()
    return tuple(
        _Item(article, _children(db, article.id) if article.id in untold else None)
        for article in load_articles(db, ids)
    )


def _compare_shard(old: _Rules, new: _Rules, items: tuple[_Item, ...]) -> tuple[_Compared, ...]:
    after = _extractor(new)
    found = []
    for item in items:
        article = item.article
        before = item.rows if item.rows is not None else rows_of(_extractor(old).extract(article)).children
        found.append(_compared(article.source, article.text, before, rows_of(after.extract(article)).children))
    return tuple(found)


def _named(folder: Path) -> _Rules:
    return str(folder), digest(folder)


@lru_cache(maxsize=2)
def _extractor(rules: _Rules) -> Extractor:
    from pipeline.extract.article import load_extractor

    return load_extractor(Path(rules[0]))


def _compared(source: str, text: str, old: Children, new: Children) -> _Compared:
    found = tuple(differences(source, text, found_rows(old), found_rows(new)))
    before, after = failing(old), failing(new)
    return _Compared(source, found, tuple(sorted(after - before)), tuple(sorted(before - after)))


def _count(db: Database) -> int:
    return int(db.conn.execute("SELECT count(*) FROM documents WHERE duplicate_of IS NULL").fetchone()[0])


def _sources(db: Database) -> dict[str, str]:
    return dict(db.conn.execute("SELECT source, id FROM documents WHERE duplicate_of IS NULL").fetchall())


def _text(db: Database, document_id: str) -> str:
    found = db.conn.execute("SELECT text FROM documents WHERE id = ?", (document_id,)).fetchone()
    if found is None:
        raise StoreError("the database changes while it is read", remedy="wait until the run is over")
    return str(found[0])


def _children(db: Database, document_id: str) -> dict[str, list[Row]]:
    found = {}
    for table in (*TABLES, "checks"):
        columns = ", ".join(f'"{column}"' for column in BY_NAME[table].column_names)
        query = f'SELECT {columns} FROM "{table}" WHERE document_id = ? ORDER BY id'
        found[table] = db.conn.execute(query, (document_id,)).fetchall()
    return found
