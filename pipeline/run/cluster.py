"""The Dask engine: the same shard functions on the workers of a cluster. The only importer of `distributed`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.errors import UsageError
from pipeline.run.pool import Pool


@contextmanager
def open_cluster(*, workers: int, scheduler: str | None) -> Iterator[Pool]:
    """A pool on the cluster at `scheduler`, or on one of `workers` processes on this machine.

    Dask gives a shard whose worker was lost to another one. Rules must be at the same path on all machines. Raises
    UsageError if Dask is not installed or the scheduler does not answer.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise UsageError(
            "Dask is not installed", remedy="pip install 'hoinghi[dask]', or leave --engine out"
        ) from error
    if scheduler:
        try:
            client = Client(scheduler, timeout="5s")
        except OSError as error:
            raise UsageError(
                "no Dask scheduler answers there", where=scheduler, remedy="start one with: dask scheduler"
            ) from error
        width = max(1, len(client.scheduler_info()["workers"]))
    else:
        cluster = LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)
        client, width = Client(cluster), workers
    try:
        with Pool(lambda: client.get_executor(pure=False), width=width) as pool:
            yield pool
    finally:
        client.close()
        if not scheduler:
            cluster.close()
