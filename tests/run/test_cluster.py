"""The Dask engine on a cluster of this machine: same rows, also when a worker is killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.run.batch import Plan, run
from pipeline.run.cluster import open_cluster
from pipeline.store.database import read_database
from pipeline.store.dump import digests
from tests import builders

pytest.importorskip("distributed", reason="the extra dask is not installed")
ROOT = Path(__file__).parents[2]
SCRIPT = """
import os, signal, sys, threading, time
from pathlib import Path
from pipeline.run.batch import Plan, run
from tests import builders

class Killing:
    def phase(self, name, total):
        if name == "extracting" and sys.argv[4] == "kill":
            from distributed import default_client
            info = default_client().run(os.getpid)
            os.kill(min(info.values()), signal.SIGKILL)
    def advance(self, count):
        pass

if __name__ == "__main__":
    inputs, db, rules = sys.argv[1:4]
    shards = sys.argv[5] or None
    run(Plan((inputs,), Path(db), Path(rules), workers=2, engine="dask", shards=shards, load=builders.load), Killing())
"""


@pytest.mark.parametrize(("mode", "shards"), [("calm", ""), ("kill", ""), ("kill", "shards")])
def test_a_cluster_gives_the_same_rows_as_one_process(tmp_path: Path, rules: Path, mode: str, shards: str) -> None:
    corpus = builders.write_corpus(tmp_path / "in", 120)
    run(Plan((str(corpus),), tmp_path / "local.db", rules, load=builders.load))
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    arguments = [str(script), str(corpus), str(tmp_path / "dask.db"), str(rules), mode]
    arguments.append(str(tmp_path / shards) if shards else "")
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with read_database(tmp_path / "local.db") as local, read_database(tmp_path / "dask.db") as cluster:
        assert digests(local) == digests(cluster)
        assert cluster.conn.execute("SELECT engine, workers FROM runs").fetchall() == [("dask", 2)]


def test_a_scheduler_that_does_not_answer_is_named() -> None:
    with (
        pytest.raises(UsageError, match="no Dask scheduler answers"),
        open_cluster(workers=1, scheduler="tcp://127.0.0.1:9"),
    ):
        pass
