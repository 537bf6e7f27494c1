"""Workers that may die. The same code drives a thread, a process pool and a Dask cluster: all are Executors.

A shard whose worker died, or that raised, is tried again alone, then item by item; an item that still fails is handed
back as a Failure. So one bad article costs itself and nothing else.

A pool may be told how few items are not worth its start: they are done in a thread of this process, where only what
kills a process outright costs more than itself.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import chain, islice
from threading import Thread
from typing import Any, Generic, TypeVar

from pipeline.errors import PipelineError

Item = TypeVar("Item")
Result = TypeVar("Result")

_TRIES = 3  # for one item alone: a worker may also be killed for reasons of its own


@dataclass(frozen=True, slots=True)
class Failure(Generic[Item]):
    """An item that no worker could finish, and what happened."""

    item: Item
    reason: str


class Pool:
    """Runs shards of work with a bounded number in flight. Use as a context manager.

    `start` is called when there is work, and again when workers died; one shard of at most `few` items is done without.
    `ready` is an executor that has been started already.
    """

    def __init__(
        self, start: Callable[[], Executor], *, width: int, few: int = 0, ready: Executor | None = None
    ) -> None:
        self._start = start
        self._executor = ready
        self._few = few
        self._in_flight = 2 * width + 1
        self._running: dict[Future[Any], tuple[Any, ...]] = {}

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for future in self._running:
            future.cancel()
        if self._executor is not None:
            self._executor.shutdown(wait=True)

    def results(
        self, work: Callable[[tuple[Item, ...]], tuple[Result, ...]], shards: Iterable[tuple[Item, ...]]
    ) -> Iterator[tuple[Result, ...] | Failure[Item]]:
        """What `work` makes of each shard, as it gets ready; shards are drawn only when there is room for them.

        A PipelineError of a worker is raised; any other error becomes a Failure of the item that causes it.
        """
        source = iter(shards)
        drawn = list(islice(source, 2))
        if len(drawn) == 1 and len(drawn[0]) <= self._few and self._executor is None:
            with Pool(thread, width=1) as here:
                yield from here.results(work, drawn)
            return
        source = chain(drawn, source)
        running = self._running
        suspects: list[tuple[Item, ...]] = []
        while True:
            while not suspects and len(running) < self._in_flight and (shard := next(source, None)) is not None:
                if (future := self._submit(work, shard)) is None:
                    suspects.append(shard)
                else:
                    running[future] = shard
            if suspects and not running:
                for shard in suspects:
                    yield from self._alone(work, shard)
                suspects = []
                continue
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                shard = running.pop(future)
                if future.exception() is None:
                    yield future.result()
                else:
                    suspects.append(shard)

    def _alone(
        self, work: Callable[[tuple[Item, ...]], tuple[Result, ...]], shard: tuple[Item, ...]
    ) -> Iterator[tuple[Result, ...] | Failure[Item]]:
        error: BaseException | None = None
        for _ in range(_TRIES):
            future = self._submit(work, shard) or self._resubmit(work, shard)
            error = future.exception()
            if error is None:
                yield future.result()
                return
            if isinstance(error, PipelineError):
                raise error
            if len(shard) > 1:
                for item in shard:
                    yield from self._alone(work, (item,))
                return
            if not isinstance(error, BrokenExecutor):
                break
        yield Failure(shard[0], _reason(error))

    def _submit(self, work: Callable[..., Any], shard: Sequence[Any]) -> Future[Any] | None:
        """None if the executor is broken."""
        if self._executor is None:
            self._executor = self._start()
        try:
            return self._executor.submit(work, shard)
        except BrokenExecutor:
            return None

    def _resubmit(self, work: Callable[..., Any], shard: Sequence[Any]) -> Future[Any]:
        if self._executor is not None:
            self._executor.shutdown(wait=True)
        self._executor = self._start()
        return self._executor.submit(work, shard)


def thread() -> Executor:
    """One worker in this process."""
    return ThreadPoolExecutor(1)


def gathered(results: Iterable[tuple[Result, ...]], *, size: int) -> Iterator[tuple[Result, ...]]:
    """The same results in larger tuples, of `size` or a little more."""
    group: list[Result] = []
    for result in results:
        group.extend(result)
        if len(group) >= size:
            yield tuple(group)
            group = []
    if group:
        yield tuple(group)


def begin_worker() -> None:
    """Initializer of a worker process: Ctrl-C is the parent's business, and a worker does not outlive its parent."""
    from multiprocessing import parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = parent_process()
    if parent is not None:
        Thread(target=_die_with, args=(parent,), daemon=True).start()


def _die_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


def _reason(error: BaseException | None) -> str:
    if isinstance(error, BrokenExecutor):
        return "the worker process died"
    return f"{type(error).__name__}: {error}"[:300]
