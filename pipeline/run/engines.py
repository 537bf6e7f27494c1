"""Where the work is done: in this process, in a pool of processes, or on a Dask cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline.errors import UsageError
from pipeline.run.pool import Pool, begin_worker, thread

if TYPE_CHECKING:
    from concurrent.futures import Executor

Engine = Literal["local", "dask"]

FEW = 10  # articles: done long before worker processes have read the rules
_TASKS = Path("/proc/self/task")  # the threads of this process, those of libraries too; there is none but on Linux


def available_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def copies(workers: int, warm: Callable[[], object]) -> Iterator[Executor | None]:
    """Worker processes that have all that this one has loaded, and that are to `warm` up before there is work; None
    where a copy of it would not be sound: threads are not copied with it. To be begun before anything is locked or
    opened that must not outlive this process."""
    if workers == 1 or not _TASKS.is_dir() or len(list(_TASKS.iterdir())) > 1:
        yield None
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=begin_worker) as executor:
        for _ in range(workers):
            executor.submit(warm)  # with this context the first submission starts all processes
        yield executor


@contextmanager
def open_pool(
    engine: Engine, *, workers: int, scheduler: str | None = None, wary: bool = False, ready: Executor | None = None
) -> Iterator[Pool]:
    """A pool of the engine. One local worker is a thread of this process; more are processes, those of `ready` until
    one of them dies. Without `ready`, processes are started unless little waits and nobody is `wary` of what it does
    to its process."""
    if engine == "dask":
        from pipeline.run.cluster import open_cluster

        with open_cluster(workers=workers, scheduler=scheduler) as pool:
            yield pool
        return
    if scheduler:
        raise UsageError("--scheduler needs --engine dask", remedy="add --engine dask or leave --scheduler out")
    start = thread if workers == 1 else partial(_processes, workers)
    with Pool(start, width=workers, few=0 if wary else FEW, ready=ready) as pool:
        yield pool


def _processes(workers: int) -> Executor:
    """Not by fork: by now the parent has threads and an open database."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    if "forkserver" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["pipeline.run.shard", "pipeline.extract.article", "pipeline.ingest.article"])
        return ProcessPoolExecutor(workers, mp_context=context, initializer=begin_worker)
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=begin_worker)
