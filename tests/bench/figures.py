"""Seconds on the clock and of processors, memory, and where they are written down."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]


@dataclass
class Cost:
    """Seconds on the clock, and of processors."""

    wall: float = 0.0
    cpu: float = 0.0


class Point(NamedTuple):
    """How far a long run is: seconds on the clock, CPU seconds of all its processes, documents stored, MiB of the
    largest process."""

    seconds: float
    cpu: float
    documents: int
    memory: float


@dataclass
class Figures:
    """All that a bench found, by name; also what it says to the reader."""

    machine: dict[str, Any] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)
    shares: dict[str, float] = field(default_factory=dict)
    linear: list[tuple[int, float]] = field(default_factory=list)
    scale: list[Point] = field(default_factory=list)

    def add(self, what: str, **values: Any) -> None:
        self.rows.append({"what": what, **values})

    def row(self, what: str) -> dict[str, Any]:
        return next(row for row in self.rows if row["what"] == what)

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@contextmanager
def measured() -> Iterator[Cost]:
    """What the block costs this process."""
    cost, wall, cpu = Cost(), time.perf_counter(), time.process_time()
    yield cost
    cost.wall, cost.cpu = time.perf_counter() - wall, time.process_time() - cpu


def hoinghi(arguments: Sequence[str], rules: Path | None = None) -> Cost:
    """What `hoinghi ARGUMENTS` costs as a process, workers apart. Raises RuntimeError if it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", "from pipeline.cli.main import main; main()", *arguments],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},  # as users run it
        capture_output=True,
        text=True,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(time.perf_counter() - started, cpu)


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
         if line.startswith("model name")),
        "",
    ) if Path("/proc/cpuinfo").exists() else ""  # fmt: skip
    return {"cores": os.cpu_count(), "processor": model, "python": sys.version.split()[0]}
