"""Parts of a run by themselves: storing rows, a run that extracts nothing, the share of each room, longer texts."""

from __future__ import annotations

import cProfile
from collections import Counter
from pathlib import Path
from types import CodeType

from pipeline.extract.article import load_extractor
from pipeline.ingest.article import ArticleMaker
from pipeline.model import Article, Record
from pipeline.run.batch import Plan, run
from pipeline.store.database import open_database
from pipeline.store.inbox import stage
from pipeline.store.rows import rows_of
from pipeline.store.runs import RunInfo, begin_run
from pipeline.store.staged import Reading
from pipeline.store.writer import write_documents
from tests import builders
from tests.bench.figures import measured

SHARD = 25
ROOMS = ("ingest", "text", "places", "match", "extract/officials", "extract/events", "extract/documents",
         "extract/counts", "extract", "store")  # fmt: skip


def rows_a_second(folder: Path, documents: int) -> float:
    """Rows a CPU second into all tables, indexes and search tables: the limit that SQLite sets."""
    articles = [builders.make_article(f"{n}.txt", builders.make_text(n)) for n in range(documents)]
    made = [rows_of(builders.extract(article)) for article in articles]
    rows = sum(1 + sum(map(len, document.children.values())) for document in made)
    with open_database(folder / "rows.db") as db:
        begin_run(db, RunInfo("bench", "", "local", 1))
        builders.write_reference(db, builders.write_rules(folder / "writing"))
        stage(db, [Reading(a.source, "", a, builders.own_sketch(a)) for a in articles], stamp="", run_id=1)
        with measured() as cost:
            for start in range(0, len(made), SHARD):
                shard = made[start : start + SHARD]
                with db.atomic():
                    write_documents(db, shard, run_id=1, stamps={rows.document_id: "" for rows in shard})
    return rows / cost.cpu


def bare_run(folder: Path, source: Path, documents: int) -> float:
    """Articles a CPU second of a run that reads and stores but extracts nothing."""
    rules = builders.write_rules(folder / "bare-rules")
    with measured() as cost:
        run(Plan((str(source),), folder / "bare.db", rules, load=builders.load_empty))
    return documents / cost.cpu


def shares(texts: list[str]) -> dict[str, float]:
    """Share of processor time spent in each room of the house, with the library calls made there."""
    extractor = load_extractor()
    maker = ArticleMaker(extractor.book)
    records = [Record(f"{n}.txt", "text", text.encode()) for n, text in enumerate(texts)]
    profile = cProfile.Profile()
    profile.enable()
    for record in records:
        article = maker.make(record)
        if isinstance(article, Article):
            rows_of(extractor.extract(article))
    profile.disable()
    spent: Counter[str] = Counter()
    for entry in profile.getstats():
        if isinstance(entry.code, CodeType):
            inside = sum(call.inlinetime for call in entry.calls or () if isinstance(call.code, str))
            spent[_room(entry.code.co_filename)] += entry.inlinetime + inside
    total = sum(spent.values())
    return {room: seconds / total for room, seconds in spent.most_common()}


def _room(file: str) -> str:
    inside = file.partition("/pipeline/")[2]
    return next((room for room in ROOMS if inside.startswith(f"{room}/")), "libraries")


def growth(text: str) -> list[tuple[int, float]]:
    """Characters and CPU seconds of longer and longer texts of the same kind."""
    extractor = load_extractor()
    extractor.extract(builders.make_article("0.txt", text))  # loads what is loaded when first asked for
    found = []
    for times in (1, 2, 4, 8, 16, 32):
        article = builders.make_article(f"{times}.txt", "\n".join([text] * times))
        with measured() as cost:
            extractor.extract(article)
        found.append((len(article.text), cost.cpu))
    return found
