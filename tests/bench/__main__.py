"""`make bench`: what a document costs: writing rows, a run that extracts nothing, a real run, an unchanged one."""

from __future__ import annotations

import gzip
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.assets import asset
from pipeline.rulebook.load import load_rulebook
from pipeline.run.batch import Plan, run
from pipeline.run.stages import Stages, load_stages
from pipeline.store.database import open_database
from pipeline.store.inbox import stage
from pipeline.store.reference import write_reference
from pipeline.store.rows import rows_of
from pipeline.store.runs import RunInfo, begin_run
from pipeline.store.staged import Reading
from pipeline.store.writer import write_documents
from tests import builders

NEWS = Path(__file__).parents[3] / "shared" / "news" / "news.jsonl.gz"
DOCUMENTS = 2000
SHARD = 25


@dataclass
class Cost:
    """Seconds on the clock, and of this process."""

    wall: float = 0.0
    cpu: float = 0.0


@contextmanager
def measured() -> Iterator[Cost]:
    cost, wall, cpu = Cost(), time.perf_counter(), _cpu()
    yield cost
    cost.wall, cost.cpu = time.perf_counter() - wall, _cpu() - cpu


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def texts(count: int) -> list[str]:
    """Real news where it is at hand, else the sample corpus; repeated with shuffled words until there are enough."""
    if NEWS.exists():
        with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
            found = [text for line in lines if (text := json.loads(line).get("text"))]
    else:
        found = [path.read_text(encoding="utf-8") for path in sorted(asset("corpus").rglob("*.txt"))]
    found = found or [builders.make_text(number) for number in range(count)]
    return [found[n] if n < len(found) else _shuffled(found[n % len(found)], n) for n in range(count)]


def _shuffled(text: str, seed: int) -> str:
    words = text.split(" ")
    random.Random(seed).shuffle(words)
    return " ".join(words)


def bench_writing(folder: Path) -> None:
    """Rows a second into all tables, indexes and search tables."""
    articles = [builders.make_article(f"{n}.txt", builders.make_text(n)) for n in range(DOCUMENTS)]
    documents = [rows_of(builders.extract(article)) for article in articles]
    rows = sum(1 + sum(map(len, document.children.values())) for document in documents)
    with open_database(folder / "rows.db") as db:
        begin_run(db, RunInfo("bench", "", "local", 1))
        write_reference(db, load_rulebook(builders.write_rules(folder / "writing")), builders.gazetteer)
        stage(db, [Reading(a.source, "", a, builders.own_sketch(a)) for a in articles], stamp="", run_id=1)
        with measured() as cost:
            for start in range(0, len(documents), SHARD):
                shard = documents[start : start + SHARD]
                with db.atomic():
                    write_documents(db, shard, run_id=1, stamps={rows.document_id: "" for rows in shard})
    say(
        "rows written",
        f"{rows / cost.cpu:,.0f} rows a CPU second",
        f"{len(documents) / cost.cpu:,.0f} documents of {rows // len(documents)} rows",
    )


def bench_run(name: str, folder: Path, rules: Path, load: Callable[[Path, bool], Stages], *, workers: int) -> None:
    """A first run and an unchanged one."""
    source = folder / "articles.jsonl"
    size = source.stat().st_size / 2**20
    for again in ("first run", "unchanged"):
        plan = Plan((str(source),), folder / f"{name}-{workers}.db", rules, workers=workers, load=load)
        with measured() as cost:
            run(plan)
        figures = [f"{cost.wall / DOCUMENTS * 1000:.2f} ms a document"]
        if workers == 1:  # what worker processes spend is not ours to read
            figures.append(f"{DOCUMENTS / cost.cpu:,.0f} articles and {size / cost.cpu:.2f} MiB a CPU second")
        say(f"{name}, {workers} worker{'s' * (workers > 1)}, {again}", *figures)


def say(what: str, *figures: str) -> None:
    sys.stdout.write(f"{what:<44} {'   '.join(figures)}\n")
    sys.stdout.flush()


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="hoinghi-bench-") as name:
        folder = Path(name)
        found = texts(DOCUMENTS)
        with (folder / "articles.jsonl").open("w", encoding="utf-8") as out:
            out.writelines(
                json.dumps({"id": n, "text": text}, ensure_ascii=False) + "\n" for n, text in enumerate(found)
            )
        say("articles", f"{DOCUMENTS:,} of {sum(map(len, found)) // DOCUMENTS:,} characters", f"{os.cpu_count()} cores")
        bench_writing(folder)
        bench_run("nothing extracted", folder, builders.write_rules(folder / "rules"), builders.load_empty, workers=1)
        for workers in (1, 2):
            bench_run("hoinghi", folder, asset("rules"), load_stages, workers=workers)


if __name__ == "__main__":
    main()
