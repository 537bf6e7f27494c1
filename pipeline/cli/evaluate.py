"""hoinghi evaluate: how good is a fact database, or the extractor itself, by gold."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import click
from rich.console import Console

from pipeline.errors import EXIT_FINDINGS, UsageError
from pipeline.evaluate.floors import breaches, load_floors, raised, save_floors
from pipeline.evaluate.gold import GoldSet, load_gold
from pipeline.evaluate.report import as_json, plain
from pipeline.evaluate.score import KINDS, Evaluation
from pipeline.evaluate.score import evaluate as score
from pipeline.evaluate.terminal import show

_EXAMPLES = """
\b
Examples:
  hoinghi evaluate corpus/gold --db facts.db
  hoinghi evaluate corpus/gold --texts corpus/articles --kind counts --misses 5
  hoinghi evaluate corpus/gold --db facts.db --doc 012 --json
  hoinghi evaluate corpus/gold --db facts.db --floors corpus/floors.json

A floors file maps figures (people.f1, counts.unit) to the lowest value allowed and names the gold they were measured
on; below a floor, or with other gold, the exit code is 1. --raise-floors writes higher floors and never lower ones:
to lower one, edit the file by hand.
"""


@click.command(epilog=_EXAMPLES)
@click.argument("gold", type=click.Path(path_type=Path))
@click.option("--db", type=click.Path(path_type=Path), help="Score this fact database.")
@click.option("--texts", type=click.Path(path_type=Path), help="Run the extractor over these texts, then score.")
@click.option("--kind", type=click.Choice(KINDS), help="Show one kind only.")
@click.option("--doc", help="Score one gold document only, by its name or the beginning of it.")
@click.option("--misses", type=click.IntRange(min=0), help="Findings to show per cause; all if not given.")
@click.option("--json", "json_", is_flag=True, help="One JSON object instead of tables.")
@click.option("--floors", type=click.Path(path_type=Path), help="Figures that may not fall; exit 1 if one does.")
@click.option("--raise-floors", is_flag=True, help="Raise the floors of --floors to what was measured.")
def evaluate(
    gold: Path,
    db: Path | None,
    texts: Path | None,
    kind: str | None,
    doc: str | None,
    misses: int | None,
    json_: bool,
    floors: Path | None,
    raise_floors: bool,
) -> None:
    """Score facts against the gold files in GOLD (a folder of YAML, or one file).

    Prints precision, recall and F1 by kind, the accuracy of every field, and each miss and false hit in context.
    """
    if (db is None) == (texts is None):
        raise UsageError("evaluate needs either --db or --texts", remedy="give one of them")
    if raise_floors and floors is None:
        raise UsageError("--raise-floors without a file", remedy="add --floors corpus/floors.json")
    if floors and (kind or doc):
        raise UsageError("--floors measures all of the gold", remedy="leave out --kind and --doc")
    wanted = load_gold(gold)
    evaluation = _scored(wanted.only(doc) if doc else wanted, db, texts)
    _print(evaluation.only(kind) if kind else evaluation, misses=misses, json_=json_)
    if floors and not _hold(evaluation, floors, raise_=raise_floors):
        raise click.exceptions.Exit(EXIT_FINDINGS)


def _scored(gold: GoldSet, db: Path | None, texts: Path | None) -> Evaluation:
    if db is not None:
        return score(gold, db)
    assert texts is not None
    with _extracted(texts) as made:
        return score(gold, made)


@contextmanager
def _extracted(texts: Path) -> Iterator[Path]:
    """A temporary database with what the extractor finds in `texts`."""
    if not texts.exists():
        raise UsageError("no such file or folder", where=str(texts), remedy="give the folder of the gold's texts")
    run = import_module("pipeline.run").run  # late: scoring a database does not need the extractor
    with tempfile.TemporaryDirectory(prefix="hoinghi-") as folder:
        made = Path(folder) / "facts.db"
        run([str(texts)], made)
        yield made


def _print(evaluation: Evaluation, *, misses: int | None, json_: bool) -> None:
    if json_:
        click.echo(as_json(evaluation, misses=misses), nl=False)
    elif sys.stdout.isatty():
        show(evaluation, Console(), misses=misses)
    else:
        click.echo(plain(evaluation, misses=misses), nl=False)


def _hold(evaluation: Evaluation, path: Path, *, raise_: bool) -> bool:
    """Whether all floors are held; says on stderr which are not, and what was raised."""
    metrics = evaluation.metrics()
    floors = load_floors(path, missing_ok=raise_)
    if raise_:
        higher = raised(floors, metrics, evaluation.gold_sha256)
        changed = sum(floors.floors.get(name) != floor for name, floor in higher.floors.items())
        save_floors(path, higher)
        click.echo(f"{path}: {changed} floors raised or set", err=True)
        floors = higher
    broken = breaches(floors, metrics, evaluation.gold_sha256)
    for line in broken:
        click.echo(f"below the floor: {line}", err=True)
    return not broken
