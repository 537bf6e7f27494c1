"""`hoinghi diff OLD NEW`: what another set of rules, or another run, finds that the first did not."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.bars import Bars
from pipeline.cli.messages import complain
from pipeline.cli.revisions import rules_at
from pipeline.errors import EXIT_FINDINGS, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.review.changes import Group
    from pipeline.run.compare import Comparison

Scores = Mapping[str, tuple[float | None, float | None]]


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--db", type=click.Path(dir_okay=False, path_type=Path), default=Path("facts.db"), show_default=True,
              help="The documents to compare two sets of rules on.")  # fmt: skip
@click.option("--gold", type=click.Path(path_type=Path), help="Also show how the scores by these gold files change.")
@click.option("--texts", type=click.Path(path_type=Path), help="The texts of the gold, where OLD and NEW are rules.")
@click.option(
    "--samples", type=click.IntRange(min=0), default=5, show_default=True, help="Shown of each rule and class."
)
@click.option("--workers", type=click.IntRange(1, 1024), default=1, show_default=True, help="Worker processes.")
@click.option("--json", "as_json", is_flag=True, help="Everything as one JSON object on stdout.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Also write a page that stands alone.")
def diff(
    old: str,
    new: str,
    db: Path,
    gold: Path | None,
    texts: Path | None,
    samples: int,
    workers: int,
    as_json: bool,
    html: Path | None,
) -> None:
    """Show what NEW finds that OLD does not: rows gained, lost and changed, by rule, with their evidence; checks that
    fail now or no more; and with --gold the change of the scores.

    OLD and NEW are two rules folders or git revisions of rules/ (HEAD~1), compared on the documents of --db, of which
    only those are read again that a changed rule can touch; or two databases.

    \b
    Exit codes: 0 no difference · 1 differences · 2 usage · 3 bad rules · 4 bad database
    \b
    Examples:
      hoinghi diff HEAD rules --db facts.db
      hoinghi diff rules my-rules --db facts.db --html changes.html
      hoinghi diff rules my-rules --gold corpus/gold --texts corpus
      hoinghi diff before.db after.db --json
    """
    with Bars() as bars:
        comparison, scores = _compared(old, new, db, gold, texts, workers, bars)
    if html is not None:
        _write_page(html, comparison, scores, old=old, new=new)
    for problem in comparison.problems:
        complain(problem)
    if as_json:
        found = asdict(comparison) | {"scores": dict(scores)}
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _show(comparison, scores, samples=samples)
    if not comparison.is_empty:
        raise click.exceptions.Exit(EXIT_FINDINGS)


def _compared(
    old: str, new: str, db: Path, gold: Path | None, texts: Path | None, workers: int, bars: Bars
) -> tuple[Comparison, Scores]:
    from pipeline.run.compare import compare_databases, compare_rules

    are_databases = [Path(name).is_file() for name in (old, new)]
    if all(are_databases):
        comparison = compare_databases(Path(old), Path(new), bars)
        return comparison, _scores(gold, Path(old), Path(new)) if gold else {}
    if any(are_databases):
        raise UsageError(
            "one is a file and one is not", where=f"{old} {new}", remedy="give two databases or two sets of rules"
        )
    if gold and not texts:
        raise UsageError(
            "--gold needs texts to run the rules on", remedy="add --texts with the folder of the gold's texts"
        )
    with rules_at(old) as before, rules_at(new) as after:
        comparison = compare_rules(before, after, db, bars, workers=workers)
        if not (gold and texts):
            return comparison, {}
        with _database(texts, before) as one, _database(texts, after) as other:
            return comparison, _scores(gold, one, other)


@contextmanager
def _database(texts: Path, rules: Path) -> Iterator[Path]:
    from pipeline.run.batch import Plan, run

    with tempfile.TemporaryDirectory(prefix="hoinghi-") as folder:
        made = Path(folder) / "facts.db"
        run(Plan(inputs=(str(texts),), db=made, rules=rules))
        yield made


def _scores(gold: Path, old: Path, new: Path) -> Scores:
    """Figure → before and after, where they differ."""
    from pipeline.evaluate.gold import load_gold
    from pipeline.evaluate.score import evaluate

    wanted = load_gold(gold)
    before, after = evaluate(wanted, old).metrics(), evaluate(wanted, new).metrics()
    names = sorted({*before, *after})
    return {name: (before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)}


def _write_page(html: Path, comparison: Comparison, scores: Scores, *, old: str, new: str) -> None:
    from pipeline.review.changes import grouped, page

    groups = grouped(comparison.differences)
    html.write_text(page(comparison, groups, scores, old=old, new=new), encoding="utf-8")
    click.echo(f"written: {html}", err=True)


def _show(comparison: Comparison, scores: Scores, *, samples: int) -> None:
    from rich.console import Console
    from rich.table import Table

    from pipeline.review.changes import grouped

    groups = grouped(comparison.differences)
    console = Console(width=None if sys.stdout.isatty() else 140, highlight=False)
    console.print(
        f"{comparison.documents:,} documents, {comparison.read:,} of them can differ; "
        f"{len(comparison.differences):,} rows differ."
    )
    if comparison.changed_parts:
        console.print("Changed: " + ", ".join(comparison.changed_parts[:12]), markup=False)
    for line in comparison.only:
        console.print(line, markup=False)
    if groups:
        table = Table("rule", "table", "gained", "lost", "changed", box=None, header_style="bold", pad_edge=False)
        for group in groups:
            table.add_row(group.rule_id, group.table, *(str(group.count(kind) or "") for kind in group.kinds))
        console.print(table)
    for group in groups:
        _show_samples(console, group, samples)
    for source, (fails, mended) in comparison.failures.items():
        for says in fails:
            console.print(f"[red]fails now[/red]   {says}  ({source})")
        for says in mended:
            console.print(f"[green]fails no more[/green]   {says}  ({source})")
    if scores:
        table = Table("by gold", "before", "after", box=None, header_style="bold", pad_edge=False)
        for name, (before, after) in scores.items():
            table.add_row(name, _figure(before), _figure(after))
        console.print(table)


_COLOURS = {"gained": "green", "lost": "red", "changed": "yellow"}


def _show_samples(console: Console, group: Group, samples: int) -> None:
    from rich.text import Text

    for kind in group.kinds:
        rows = group.of(kind)
        for row in rows[:samples]:
            line = Text(f"{kind:8}", _COLOURS[kind])
            line.append(f"{group.rule_id}  ", "dim")
            line.append(" ".join(f"…{row.before[-40:]}".split()) + " ")
            line.append(row.evidence, "bold reverse")
            line.append(" " + " ".join(f"{row.after[:40]}…".split()))
            changed = "; ".join(f"{name}: {one} → {other}" for name, (one, other) in row.fields.items())
            line.append(f"  {changed}", "yellow")
            line.append(f"  ({row.source})", "dim")
            console.print(line)
        if len(rows) > samples:
            console.print(f"         {len(rows) - samples} more {kind} by {group.rule_id}", style="dim")


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
