"""`hoinghi rules stats`: what each rule did in a database."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.rules import RULES_OPTION

if TYPE_CHECKING:
    from rich.table import Table

    from pipeline.evaluate.usage import Usage

_SAMPLE = 200  # articles that --time reads


@click.command()
@click.option("--db", type=click.Path(dir_okay=False, path_type=Path), default=Path("facts.db"), show_default=True,
              help="The fact database.")  # fmt: skip
@RULES_OPTION
@click.option("--unused", is_flag=True, help="Only rules that made no row.")
@click.option("--time", "timed_", is_flag=True, help=f"Also take the time of each rule on {_SAMPLE} articles.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def stats(db: Path, folder: Path | None, unused: bool, timed_: bool, as_json: bool) -> None:
    """Count rows, documents, reviewers' verdicts and issues of every rule in a database.

    Issues: what was marked doubtful where its rows stand, sums that fail, texts on which it took too long.
    Rules of kinds that only serve others (phrase, refusal, line) make no rows of their own.

    \b
    Examples:
      hoinghi rules stats --db facts.db
      hoinghi rules stats --unused
      hoinghi rules stats --time --json > stats.jsonl
    """
    from pipeline.evaluate.usage import usage
    from pipeline.store.database import read_database

    with read_database(db) as database:
        seconds = _seconds(database, folder) if timed_ else None
        found = [one for one in usage(database, seconds) if not (unused and one.rows)]
    if as_json:
        for one in found:
            click.echo(json.dumps(asdict(one), ensure_ascii=False))
        return
    from rich.console import Console

    Console(width=None if sys.stdout.isatty() else 150).print(_table(found, timed=timed_))


def _table(found: Sequence[Usage], *, timed: bool) -> Table:
    from rich.table import Table

    table = Table("rule", "kind", box=None, header_style="bold", pad_edge=False)
    heads = ("rows", "share", "documents", "accepted", "rejected", "corrected", "issues", "of all")
    for head in (*heads, *(["ms an article"] if timed else [])):
        table.add_column(head, justify="right")
    for one in found:
        numbers = [str(n or "") for n in (one.documents, one.accepted, one.rejected, one.corrected, one.issues)]
        numbers.append(f"{one.issue_share:.1%}" if one.issues else "")
        spent = [f"{1000 * (one.seconds or 0):.2f}"] if timed else []
        table.add_row(one.rule_id, one.kind, f"{one.rows:,}", f"{one.share:.1%}", *numbers, *spent)
    return table


def _seconds(database: object, folder: Path | None) -> dict[str, float]:
    """Rule → seconds an article."""
    from sqlite_utils import Database

    from pipeline.evaluate.usage import timed
    from pipeline.extract.article import load_extractor
    from pipeline.store.inbox import load_articles

    assert isinstance(database, Database)
    query = "SELECT id FROM documents WHERE duplicate_of IS NULL ORDER BY id LIMIT ?"
    ids = [row[0] for row in database.conn.execute(query, (_SAMPLE,))]
    total = timed(load_extractor(folder), load_articles(database, ids))
    return {rule: spent / len(ids) for rule, spent in total.items()}
