"""`make bench`: one table of what an article costs, beside other tools and limits; ratios in one run.

DOCUMENTS=n  articles of the whole runs (2,000)        SCALE=n  also a run over n documents, its memory watched
OUT=folder   where bench.json and bench.png go (.bench)
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench import parts, whole
from tests.bench.corpus import real_pages, real_texts, varied, write_jsonl
from tests.bench.figures import Figures, machine
from tests.bench.peers import characters_a_second, page_readers, peers
from tests.bench.plot import draw

FLOORS = {"underthesea.ner": 60.0, "underthesea.word_tokenize": 4.0}  # times as fast at least
ROWS_FOR = 1_000  # documents stored to time SQLite
PROFILED = 200  # articles for the shares


def say(text: str) -> None:
    sys.stderr.write(f"{text} …\n")
    sys.stderr.flush()


def bench(folder: Path, documents: int, scale: int) -> Figures:
    """All figures. Takes about two minutes a thousand documents."""
    kind, real = real_texts()
    source = folder / "articles.jsonl"
    texts = list(varied(real, documents))
    characters = write_jsonl(source, texts)
    size = sum(len(text.encode()) for text in texts) / 2**20
    figures = Figures({**machine(), "texts": kind, "documents": documents, "characters": characters // documents})
    say("start-up")  # first, so that no other run pays what the first after a change of code pays once: bytecode, rules
    whole.start_up(folder, texts[0], figures)
    say(f"{documents:,} articles of {kind}, {characters // documents:,} characters each: whole runs")
    whole.runs(folder, source, documents, size, figures)
    say("parts and limits")
    figures.add("limit: reading and storing alone", articles=parts.bare_run(folder, source, documents))
    figures.add("limit: rows into SQLite", rows=parts.rows_a_second(folder, ROWS_FOR))
    figures.shares = parts.shares(texts[:PROFILED])
    figures.linear = parts.growth(max(texts[:PROFILED], key=len))
    for name, enough, get in peers():
        say(name)
        speed = characters_a_second(get, texts[:enough]) / (characters / documents) if get else None
        figures.add(name, articles=speed)
    pages = real_pages()
    for name, get in page_readers():
        say(name)
        speed = characters_a_second(get, pages) / (sum(map(len, pages)) / len(pages)) if get else None
        figures.add(name, pages=speed)
    if scale:
        say(f"{scale:,} documents")
        write_jsonl(folder / "many.jsonl", varied(real, scale))
        whole.scale(folder, folder / "many.jsonl", scale, figures)
    return figures


def print_table(figures: Figures, console: Console) -> None:
    ours = figures.row("first run, 1 worker")
    facts = figures.machine
    table = Table(title=f"{facts['documents']:,} articles of {facts['characters']:,} characters ({facts['texts']}), "
                        f"{facts['cores']} cores", title_justify="left")  # fmt: skip
    for heading in ("what", "articles a CPU s", "seconds", "beside it"):
        table.add_column(heading, justify="left" if heading in ("what", "beside it") else "right")
    for row in figures.rows:
        speed, seconds = row.get("articles"), row.get("seconds")
        table.add_row(
            row["what"], f"{speed:,.1f}" if speed else "", f"{seconds:.2f}" if seconds else "", _beside(row, ours)
        )
    console.print(table)
    for room, share in figures.shares.items():
        console.print(f"  {share:5.1%}  {room}")
    (low, first), (high, last) = figures.linear[1], figures.linear[-1]
    console.print(f"Time a character, text of {high:,} beside one of {low:,}: {last / high / (first / low):.2f} times.")
    if figures.scale:
        last = figures.scale[-1]
        half = next(point for point in figures.scale if 2 * point.documents >= last.documents)
        console.print(
            f"{last.documents:,} documents: {last.seconds:,.0f} s; CPU seconds {half.cpu:,.0f} half-way, "
            f"{last.cpu:,.0f} at the end; MiB of the largest process {half.memory:,.0f} and {last.memory:,.0f}."
        )


def _beside(row: dict[str, object], ours: dict[str, float]) -> str:
    what, speed = str(row["what"]), row.get("articles")
    if "mib" in row:
        return f"{row['mib']:.2f} MiB a CPU s"
    if "share" in row:
        return f"{row['share']:.2%} of the first run"
    if "bar" in row:
        return f"bar {row['bar']} s{'' if row['seconds'] <= row['bar'] else ', NOT MET'}"
    if "times" in row:
        return f"{row['times']:.2f} times as fast as one"
    if "equal" in row:
        return "yes" if row["equal"] else "NO"
    if "rows" in row:
        return f"{row['rows']:,.0f} rows a CPU s"
    if row.get("pages"):
        return f"{row['pages']:,.0f} pages a CPU s"
    if not isinstance(speed, float):
        return "not installed"
    times = ours["articles"] / speed
    floor = FLOORS.get(what)
    if floor is None:
        return f"hoinghi: {times:.2f} times as fast"
    return f"hoinghi: {times:.1f} times as fast (floor {floor:.0f}{'' if times >= floor else ', NOT MET'})"


def main() -> None:
    out = Path(os.environ.get("OUT", ".bench"))
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="hoinghi-bench-") as name:
        figures = bench(Path(name), int(os.environ.get("DOCUMENTS", "2000")), int(os.environ.get("SCALE", "0")))
    figures.save(out / "bench.json")
    print_table(figures, Console(highlight=False, width=None if sys.stdout.isatty() else 120))
    written = [out / "bench.json"] + ([out / "bench.png"] if draw(figures, out / "bench.png") else [])
    sys.stderr.write(f"{', '.join(map(str, written))}\n")


if __name__ == "__main__":
    main()
