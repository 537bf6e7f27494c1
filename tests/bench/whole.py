"""Whole runs of `hoinghi` as processes: first, unchanged, after a change of one rule, on two cores, over many."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from pipeline.assets import asset
from pipeline.store.database import read_database
from pipeline.store.dump import digests
from tests.bench.figures import ROOT, Cost, Figures, Point, hoinghi

RULE = """kind: count
rules:
  - id: count.of-the-bench
    pattern: "khởi công xây dựng {value:number} {unit:unit}"
    match: ["Huyện khởi công xây dựng 12 căn nhà."]
"""
TIMES = 3  # the shortest counts
EVERY = 5.0  # seconds between looks at a long run


def runs(folder: Path, source: Path, documents: int, size: float, figures: Figures) -> None:
    """First runs with one worker and with two, an unchanged one, one after a change of one rule, and its diff.

    `size`: MiB of text. Whether a run after a change finds what a fresh one finds is a row of its own.
    """
    db, changed = folder / "one.db", folder / "changed-rules"
    shutil.copytree(asset("rules"), changed)
    (changed / "counts" / "of-the-bench.yaml").write_text(RULE, encoding="utf-8")
    first = _run(source, db)
    figures.add("first run, 1 worker", seconds=first.wall, articles=documents / first.cpu, mib=size / first.cpu)
    two = _run(source, folder / "two.db", workers=2)
    figures.add("first run, 2 workers", seconds=two.wall, times=first.wall / two.wall)
    _note(figures, "unchanged run", _run(source, db), first)
    old = ["diff", str(asset("rules")), str(changed), "--db", str(db)]
    _note(figures, "diff after a change of one rule", hoinghi([*old, "--workers", "1"]), first)
    _note(figures, "run after a change of one rule", _run(source, db, rules=changed), first)
    _run(source, folder / "fresh.db", workers=2, rules=changed)
    figures.add("equal to a fresh run under the changed rules", equal=_equal(db, folder / "fresh.db"))


def start_up(folder: Path, text: str, figures: Figures) -> None:
    """What a run takes before and after its articles: one into a new database, another one, none."""
    for number in range(2):
        (folder / f"{number}.txt").write_text(f"{text}\n{number}", encoding="utf-8")
    for what, article, bar in (("new database", 0, 1.5), ("one more", 1, 1.5), ("nothing changed", 1, 1.5)):
        commands = [["run", str(folder / f"{article}.txt"), "--db", str(folder / f"{n}.db")] for n in range(TIMES)]
        seconds = min(hoinghi(command).wall for command in commands)
        figures.add(f"start-up, one article: {what}", seconds=seconds, bar=bar)


def _run(source: Path, db: Path, *, workers: int = 1, rules: Path | None = None) -> Cost:
    chosen = ["--rules", str(rules)] if rules else []
    return hoinghi(["run", str(source), "--db", str(db), "--workers", str(workers), *chosen])


def _note(figures: Figures, what: str, cost: Cost, first: Cost) -> None:
    figures.add(what, seconds=cost.wall, share=cost.cpu / first.cpu)


def _equal(one: Path, other: Path) -> bool:
    with read_database(one) as left, read_database(other) as right:
        return digests(left, whichever_run=True) == digests(right, whichever_run=True)


def scale(folder: Path, source: Path, documents: int, figures: Figures) -> None:
    """A run with two workers, watched all along, and an unchanged run after it."""
    db = folder / "scale.db"
    figures.scale = _watched(["run", str(source), "--db", str(db), "--workers", "2"], db)
    last = figures.scale[-1]
    first = Cost(
        last.seconds, last.cpu
    )  # its workers are not ours to wait for, so that only /proc tells what they used
    figures.add(f"first run of {documents:,}", seconds=first.wall, articles=documents / first.cpu)
    _note(figures, f"unchanged run of {documents:,}", _run(source, db), first)


def _watched(arguments: list[str], db: Path) -> list[Point]:
    """How far a run was, and what it had used, every few seconds."""
    found: list[Point] = []
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", "from pipeline.cli.main import main; main()", *arguments],
        cwd=ROOT, stdout=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        while process.poll() is None:
            time.sleep(EVERY)
            cpu, memory = _family(process.pid)
            if memory:  # else it has just ended
                found.append(Point(time.perf_counter() - started, cpu, _stored(db), memory))
    if process.returncode:
        raise RuntimeError(f"the run ended with {process.returncode}")
    return found


def _stored(db: Path) -> int:
    try:
        with sqlite3.connect(f"file:{db}?mode=ro", uri=True, timeout=30) as store:
            return int(store.execute("SELECT count(*) FROM documents WHERE run_id IS NOT NULL").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def _family(parent: int) -> tuple[float, float]:
    """CPU seconds of a process and all that descend from it, those that ended among them, and MiB of the largest."""
    children: dict[int, list[int]] = {}
    used: dict[int, tuple[int, int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()  # the name before may hold spaces
        except (FileNotFoundError, ProcessLookupError):
            continue
        pid = int(stat.parent.name)
        children.setdefault(int(fields[1]), []).append(pid)
        used[pid] = sum(map(int, fields[11:15])), int(fields[21])
    ticks, largest, waiting = 0, 0, [parent]
    while waiting:
        process = waiting.pop()
        cpu, pages = used.get(process, (0, 0))
        ticks, largest = ticks + cpu, max(largest, pages)
        waiting.extend(children.get(process, ()))
    return ticks / os.sysconf("SC_CLK_TCK"), largest * os.sysconf("SC_PAGE_SIZE") / 2**20
