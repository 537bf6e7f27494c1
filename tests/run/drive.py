"""A run in a process of its own, to be killed: python -m tests.run.drive INPUT DB RULES WORKERS [STATEMENT].

With STATEMENT = n it kills itself when SQLite is about to execute the n-th statement that writes.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from pathlib import Path
from typing import Any

from pipeline.run.batch import Plan, run
from tests import builders


def _kill_at(statement: int) -> None:
    connect = sqlite3.connect
    seen = 0

    def watch(sql: str) -> None:
        nonlocal seen
        seen += not sql.startswith(("SELECT", "PRAGMA"))
        if seen == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    def watched(*args: Any, **kwargs: Any) -> sqlite3.Connection:
        connection = connect(*args, **kwargs)
        connection.set_trace_callback(watch)
        return connection

    sqlite3.connect = watched  # type: ignore[assignment]


def main(inputs: str, db: str, rules: str, workers: str, statement: str = "0") -> None:
    if int(statement):
        _kill_at(int(statement))
    sys.stdout.write("started\n")
    sys.stdout.flush()
    outcome = run(Plan((inputs,), Path(db), Path(rules), workers=int(workers), load=builders.load))
    sys.stdout.write(f"{outcome.totals.documents}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
