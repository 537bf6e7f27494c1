"""The two functions that workers run, on this machine or another: records to articles, articles to rows.

Both are functions of their arguments alone, so it does not matter where, when or how often they are run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline.model import Article, Extraction, Issue, Record
from pipeline.run.stages import Recipe, ruled_of, stages_of
from pipeline.store.rows import DocumentRows, rows_of
from pipeline.store.shards import ShardFolder
from pipeline.store.staged import Reading, Sketch


@dataclass(frozen=True, slots=True)
class Raw:
    """A record with the digest of all it states."""

    record: Record
    digest: str


def raw(record: Record, digest: Callable[[Record], str]) -> Raw:
    """`record` with its digest; a source that no database can hold is written with escapes."""
    source = record.source.encode("utf-8", "backslashreplace").decode("utf-8")
    return Raw(record if source == record.source else replace(record, source=source), digest(record))


def warm(recipe: Recipe) -> None:
    """Load what takes long to load and nearly every run needs."""
    ruled_of(recipe).warm()


def read_shard(recipe: Recipe, shard: tuple[Raw, ...]) -> tuple[Reading, ...]:
    """Each record as an article with its sketch, or as the issue why it is none."""
    read, sketch = ruled_of(recipe).read, stages_of(recipe).sketch
    return tuple(_read(item, read, sketch) for item in shard)


def extract_shard(recipe: Recipe, shard: tuple[Article, ...]) -> tuple[DocumentRows, ...]:
    """All rows of each article."""
    extract = ruled_of(recipe).extract
    return tuple(rows_of(extract(article)) for article in shard)


def extract_into(recipe: Recipe, folder: ShardFolder, stamp: str, shard: tuple[Article, ...]) -> tuple[str, ...]:
    """The same, written to a dataset: the name of its shard."""
    return (folder.write(extract_shard(recipe, shard), [stamp] * len(shard)),)


def unreadable(item: Raw, reason: str) -> Reading:
    """What a record becomes that no worker could read."""
    issue = Issue(item.record.source, "read", "reading_failed", f"not read: {reason}; report it with this input")
    return Reading(item.record.source, item.digest, issues=(issue,))


def unextracted(article: Article, reason: str, *, code: str = "extraction_failed") -> DocumentRows:
    """The rows of an article that no worker could extract: the article itself and the issue."""
    message = f"nothing extracted: {reason}; report it with this input"
    issue = Issue(article.source, "extract", code, message, article.id)
    return rows_of(Extraction(article, issues=(*article.issues, issue)))


def _read(item: Raw, read: Callable[[Record], Article | Issue], sketch: Callable[[Article], Sketch]) -> Reading:
    found = read(item.record)
    if isinstance(found, Issue):
        return Reading(item.record.source, item.digest, issues=(replace(found, document_id=None),))
    return Reading(item.record.source, item.digest, found, sketch(found))
