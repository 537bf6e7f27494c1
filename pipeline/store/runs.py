"""The table of runs: the only place where a clock is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What a run was done with."""

    version: str
    rules_sha256: str
    engine: str
    workers: int


def begin_run(db: Database, info: RunInfo) -> int:
    """The number of this run: of the last one if it was broken off under the same version and rules, else a new one.

    So rows say the same run whether it was interrupted or not.
    """
    with db.atomic():
        last = db.conn.execute(
            "SELECT id, finished_at, version, rules_sha256 FROM runs ORDER BY id DESC LIMIT 1"
        ).fetchone()
        if last and last[1] is None and last[2:] == (info.version, info.rules_sha256):
            db.conn.execute(
                "UPDATE runs SET engine = ?, workers = ? WHERE id = ?", (info.engine, info.workers, last[0])
            )
            return int(last[0])
        added = db.conn.execute(
            "INSERT INTO runs (started_at, version, rules_sha256, engine, workers) VALUES (?, ?, ?, ?, ?)",
            (_now(), info.version, info.rules_sha256, info.engine, info.workers),
        )
        return int(added.lastrowid or 0)


def broken_off(db: Database) -> bool:
    """Whether the last run did not come to its end."""
    last = db.conn.execute("SELECT finished_at FROM runs ORDER BY id DESC LIMIT 1").fetchone()
    return last is not None and last[0] is None


def finish_run(db: Database, run_id: int) -> None:
    """Set the end and the figures of the run."""
    with db.atomic():
        db.conn.execute(
            """UPDATE runs SET finished_at = ?,
                documents = (SELECT count(*) FROM documents WHERE run_id = runs.id),
                facts = (SELECT count(*) FROM facts JOIN documents d ON d.id = facts.document_id
                    WHERE d.run_id = runs.id),
                issues = (SELECT count(*) FROM issues WHERE run_id = runs.id)
            WHERE id = ?""",
            (_now(), run_id),
        )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
