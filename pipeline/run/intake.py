"""The first phase: inputs to articles in the inbox. What was read before, unchanged, by the same rules, is skipped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from pipeline.model import Issue, Record
from pipeline.run.pool import Failure, Pool, gathered
from pipeline.run.shard import Raw, raw, read_shard, unreadable
from pipeline.run.stages import Recipe, Stages
from pipeline.store.database import REFUSALS
from pipeline.store.inbox import stage, unread
from pipeline.store.loose import begin_reading, end_reading, note_issues, note_sources
from pipeline.store.staged import Reading

if TYPE_CHECKING:
    from sqlite_utils import Database

_BATCH = 200  # records looked up, or stored, at once
_SHARD = 25  # records given to a worker at once
_SHARD_SIZE = 2_000_000  # bytes or characters, unless one record alone has more
_Result = TypeVar("_Result")


@dataclass(slots=True)
class Counts:
    """What the reading met so far."""

    records: int = 0
    unchanged: int = 0


class Intake:
    """Reads inputs into the inbox of `db`."""

    def __init__(self, db: Database, recipe: Recipe, stages: Stages, *, stamp: str, run_id: int) -> None:
        self._db, self._recipe, self._stages = db, recipe, stages
        self._stamp, self._run_id = stamp, run_id
        self.counts = Counts()

    def read(
        self, pool: Pool, inputs: Sequence[str], records: Iterator[Record | Issue], advance: Callable[[int], None]
    ) -> None:
        """Read all inputs, which give these records. Raises UsageError for an input that is not there."""
        begin_reading(self._db)
        results = pool.results(partial(read_shard, self._recipe), _shards(self._changed(records, advance)))
        done = ((unreadable(r.item, r.reason),) if isinstance(r, Failure) else r for r in results)
        for readings in gathered(done, size=_BATCH):
            self._stage(readings)
            advance(len(readings))
        end_reading(self._db, lambda: self._stages.units(inputs))

    def _changed(self, found: Iterator[Record | Issue], advance: Callable[[int], None]) -> Iterator[Raw]:
        """The records that are new or changed, each source once; issues and repeated sources are noted."""
        while batch := list(islice(found, _BATCH)):
            records = [raw(item, self._stages.digest) for item in batch if isinstance(item, Record)]
            first = note_sources(self._db, (item.record.source for item in records))
            issues = [item for item in batch if isinstance(item, Issue)]
            issues += [_twice(item.record) for item, is_first in zip(records, first, strict=True) if not is_first]
            note_issues(self._db, issues, run_id=self._run_id)
            records = [item for item, is_first in zip(records, first, strict=True) if is_first]
            sources = unread(self._db, [(item.record.source, item.digest) for item in records], self._stamp)
            self.counts.records += len(batch)
            self.counts.unchanged += len(records) - len(sources)
            advance(len(batch) - len(sources))
            yield from (item for item in records if item.record.source in sources)

    def _stage(self, readings: Sequence[Reading]) -> None:
        try:
            stage(self._db, readings, stamp=self._stamp, run_id=self._run_id)
        except REFUSALS as error:
            if len(readings) > 1:
                for reading in readings:
                    self._stage((reading,))
                return
            issue = Issue(readings[0].source, "read", "article_refused", f"the database does not take it: {error}")
            bare = Reading(readings[0].source, readings[0].digest, issues=(issue,))
            stage(self._db, (bare,), stamp=self._stamp, run_id=self._run_id)


def _shards(items: Iterable[Raw]) -> Iterator[tuple[Raw, ...]]:
    shard: list[Raw] = []
    size = 0
    for item in items:
        if shard and (len(shard) == _SHARD or size + len(item.record.content) > _SHARD_SIZE):
            yield tuple(shard)
            shard, size = [], 0
        shard.append(item)
        size += len(item.record.content)
    if shard:
        yield tuple(shard)


def _twice(record: Record) -> Issue:
    message = "a record with this source was read before in this run; give records ids that differ"
    return Issue(record.source, "read", "source_twice", message)
