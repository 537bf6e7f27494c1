"""The main job: inputs in, a fact database out.

Four phases, each of which can be killed and repeated: read everything into the inbox, find which articles tell the
same story, extract those that speak for a story, resolve people and documents across articles. Whatever is written
in one transaction is whole; what is not written is found waiting by the next run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pipeline.errors import UsageError
from pipeline.model import Article, Issue, Record
from pipeline.rulebook.digest import digest
from pipeline.run.engines import FEW, Engine, copies, open_pool
from pipeline.run.intake import Intake
from pipeline.run.pool import Failure, Pool, gathered
from pipeline.run.rule_change import keep_what_rules_leave
from pipeline.run.shard import extract_into, extract_shard, unextracted, warm
from pipeline.run.stages import Recipe, Ruled, Stages, load_stages, ruled_of, stages_of
from pipeline.run.version import code_version, stamp
from pipeline.store.database import REFUSALS, open_database
from pipeline.store.inbox import (
    await_reviews,
    copies_waiting,
    count_waiting,
    is_settled,
    load_articles,
    vanished,
    waiting,
)
from pipeline.store.index import refresh_index
from pipeline.store.lock import writing
from pipeline.store.mirror import mirror
from pipeline.store.reference import prune_reference, write_reference
from pipeline.store.replay import ReviewBook
from pipeline.store.resolve import resolve
from pipeline.store.reviews import beside, read_reviews
from pipeline.store.rows import DocumentRows, copy_rows
from pipeline.store.runs import RunInfo, begin_run, broken_off, finish_run
from pipeline.store.shards import ShardFolder
from pipeline.store.stories import find_stories
from pipeline.store.totals import Totals, totals
from pipeline.store.touch import was_made_by
from pipeline.store.writer import remove_documents, write_documents

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from sqlite_utils import Database

_SHARD = 10  # articles given to a worker at once: few, so that at the end none works long while the others wait
_TRANSACTION = 100  # articles stored at once: a page that several of them change is written once


class Progress(Protocol):
    """Is told how far the run is."""

    def phase(self, name: str, total: int | None) -> None:
        """A phase begins that has `total` steps, if that is known."""

    def advance(self, count: int) -> None:
        """So many more steps are done."""


class Silent:
    """Progress that nobody watches."""

    def phase(self, name: str, total: int | None) -> None:
        pass

    def advance(self, count: int) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run on what. `load` builds the stages of a run from its rules folder.

    No inputs: the database is brought up to date without reading any. `reviews`: None means those beside the database.
    `shards`: path or URL of a Parquet dataset that workers write to and that is kept equal to the database.
    """

    inputs: tuple[str, ...]
    db: Path
    rules: Path
    workers: int = 1
    engine: Engine = "local"
    scheduler: str | None = None
    words: bool = False
    fresh: bool = False
    reviews: Path | None = None
    shards: str | None = None
    load: Callable[[Path, bool], Stages] = load_stages


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did, and what the database holds after it."""

    run_id: int
    records: int
    unchanged: int
    extracted: int
    totals: Totals


def run(plan: Plan, progress: Progress | None = None) -> Outcome:
    """Carry out `plan`. Raises RuleError, UsageError or StoreError; nothing is lost then, the next run goes on.

    The database's extracted tables depend on inputs, rules, reviews and code only, not on workers or interruptions.
    """
    _check_inputs(plan)
    recipe = Recipe(plan.load, str(plan.rules), digest(plan.rules), plan.words)
    rows_stamp = stamp(recipe.rules_sha256, words=plan.words)
    stages, ruled = stages_of(recipe), partial(ruled_of, recipe)
    renewed = plan.fresh or not was_made_by(plan.db, rows_stamp)
    if renewed:
        ruled()  # rules that cannot be used are said before anything is made
    next(iter(stages.units(plan.inputs)), None)  # and so is an input that is not there
    reviews = _review_book(plan, ruled)
    records = iter(stages.records(plan.inputs))
    first = tuple(islice(records, FEW + 1))
    with (
        _copies(plan, recipe, much=renewed and (len(first) > FEW or plan.db.exists())) as ready,
        writing(plan.db),
        open_database(plan.db, fresh=plan.fresh) as db,
        _pool(plan, db, ready) as pool,
    ):
        run_id = begin_run(db, RunInfo(code_version(), recipe.rules_sha256, plan.engine, plan.workers))
        shards = ShardFolder(plan.shards) if plan.shards else None
        job = _Job(db, pool, recipe, stages, rows_stamp, run_id, progress or Silent(), reviews, shards)
        keep_what_rules_leave(db, lambda: ruled().footprint(), rows_stamp)
        write_reference(db, recipe.rules_sha256, lambda: ruled().book, lambda: ruled().gazetteer)
        refresh_index(db)
        intake = job.read(plan.inputs, chain(first, records))
        await_reviews(db, reviews.digests())
        extracted = 0 if is_settled(db, job.stamp) else job.settle()
        if shards is not None:
            mirror(db, shards)
        finish_run(db, run_id)
        return Outcome(run_id, intake.counts.records, intake.counts.unchanged, extracted, totals(db))


def _check_inputs(plan: Plan) -> None:
    if plan.inputs or (plan.db.exists() and not plan.fresh):
        return
    where, remedy = str(plan.db), "give the files or folders to read: hoinghi run INPUT --db FILE"
    if plan.fresh:
        raise UsageError("nothing to build the database from", where=where, remedy=remedy)
    raise UsageError("no INPUT, and no database yet to bring up to date", where=where, remedy=remedy)


def _copies(plan: Plan, recipe: Recipe, *, much: bool) -> AbstractContextManager[Executor | None]:
    """Workers that need not read the rules, since this process has: if `much` is to be done."""
    return copies(plan.workers, partial(warm, recipe)) if much and plan.engine == "local" else nullcontext()


def _pool(plan: Plan, db: Database, ready: Executor | None) -> AbstractContextManager[Pool]:
    """The pool of the run. Few articles are done in this process, but not after a run that was broken off: one of them
    may have killed it, and kills but a worker now."""
    wary = broken_off(db)
    return open_pool(plan.engine, workers=plan.workers, scheduler=plan.scheduler, wary=wary, ready=ready)


def _review_book(plan: Plan, ruled: Callable[[], Ruled]) -> ReviewBook:
    path = plan.reviews or beside(plan.db)
    reviews = read_reviews(path) if plan.reviews or path.exists() else ()
    return ReviewBook.of(reviews, ruled().book.indicator_codes if reviews else ())


@dataclass(frozen=True)
class _Job:
    """The phases of one run."""

    db: Database
    pool: Pool
    recipe: Recipe
    stages: Stages
    stamp: str
    run_id: int
    progress: Progress
    reviews: ReviewBook
    shards: ShardFolder | None

    def read(self, inputs: Sequence[str], records: Iterator[Record | Issue]) -> Intake:
        self.progress.phase("reading", None)
        intake = Intake(self.db, self.recipe, self.stages, stamp=self.stamp, run_id=self.run_id)
        intake.read(self.pool, inputs, records, self.progress.advance)
        return intake

    def settle(self) -> int:
        """All phases after reading; returns the number of documents extracted."""
        self.progress.phase("comparing", None)
        for compared in find_stories(self.db, self.stages.same_story):
            self.progress.advance(compared)
        extracted = self._extract()
        self._store_copies()
        self._remove_vanished()
        self.progress.phase("resolving", None)
        resolve(self.db)
        prune_reference(self.db)
        return extracted

    def _extract(self) -> int:
        self.progress.phase("extracting", count_waiting(self.db, self.stamp))
        extracted = 0
        done = self._extracted(waiting(self.db, self.stamp, shard=_SHARD))
        for rows in gathered(done, size=_TRANSACTION):
            self._store(rows, [self.stamp] * len(rows))
            extracted += len(rows)
            self.progress.advance(len(rows))
        return extracted

    def _extracted(self, shards: Iterator[tuple[Article, ...]]) -> Iterator[tuple[DocumentRows, ...]]:
        """What workers make of shards: handed over, or by way of the dataset that they write to."""
        if self.shards is None:
            for rows in self.pool.results(partial(extract_shard, self.recipe), shards):
                yield (unextracted(rows.item, rows.reason),) if isinstance(rows, Failure) else rows
            return
        for names in self.pool.results(partial(extract_into, self.recipe, self.shards, self.stamp), shards):
            if isinstance(names, Failure):
                yield (unextracted(names.item, names.reason),)
            else:
                yield from map(self.shards.read, names)

    def _store_copies(self) -> None:
        for shard in copies_waiting(self.db, shard=_TRANSACTION):
            rows = [copy_rows(article, original) for article, original in shard]
            self._store(rows, [f"copy of {original}" for _, original in shard])

    def _remove_vanished(self) -> None:
        if ids := vanished(self.db):
            with self.db.atomic():
                remove_documents(self.db, ids)

    def _store(self, extracted: Sequence[DocumentRows], stamps: Sequence[str]) -> None:
        """Replay the reviews of a shard, then store it."""
        self._write([self.reviews.replayed(rows) for rows in extracted], stamps)

    def _write(self, documents: Sequence[DocumentRows], stamps: Sequence[str]) -> None:
        """Store a shard in one transaction. A document that the database refuses is stored bare, with an issue."""
        marks = {rows.document_id: mark for rows, mark in zip(documents, stamps, strict=True)}
        try:
            with self.db.atomic():
                write_documents(self.db, documents, run_id=self.run_id, stamps=marks)
        except REFUSALS as error:
            if len(documents) > 1:
                for rows, mark in zip(documents, stamps, strict=True):
                    self._write((rows,), (mark,))
                return
            (article,) = load_articles(self.db, [documents[0].document_id])
            article = replace(article, removed=(), issues=())  # whatever it is that cannot be stored
            bare = unextracted(article, f"the database does not take its rows ({error})", code="rows_refused")
            bare = replace(bare, reviewed=documents[0].reviewed)
            with self.db.atomic():
                write_documents(self.db, (bare,), run_id=self.run_id, stamps=marks)
