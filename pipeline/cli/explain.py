"""`hoinghi explain TEXT`: which rules fired, where, with which values."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.rules import RULES_OPTION
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.extract.explain import Explanation, Near

_COLOURS = {
    "events": "bold magenta",
    "positions": "bold green",
    "event_roles": "green",
    "citations": "bold blue",
    "facts": "bold yellow",
}
MOST_NEAR = 12


@click.command()
@click.argument("text")
@RULES_OPTION
@click.option("--published-on", default=None, metavar="DATE", help="Day of publication, ISO: resolves missing years.")
@click.option("--near", is_flag=True, help="Also show rules that nearly fired, with the first condition that failed.")
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON on stdout.")
def explain(text: str, folder: Path | None, published_on: str | None, near: bool, as_json: bool) -> None:
    """Show what the rules make of TEXT: every row with its rule, its evidence and where each value stands.

    TEXT is the sentence itself, or - for stdin.

    \b
    Examples:
      hoinghi explain "Các xã tiếp nhận 34 đơn, trong đó khiếu nại 5 đơn."
      hoinghi explain --published-on 2024-07-08 "Chiều 5/7, Thị ủy tổ chức hội nghị sơ kết."
      hoinghi explain --near - < article.txt
    """
    from pipeline.extract.article import load_extractor
    from pipeline.extract.explain import explain as explain_article
    from pipeline.model import Article, row_id
    from pipeline.text.canonical import canonical

    written = canonical(click.get_text_stream("stdin").read() if text == "-" else text)
    if not written.strip():
        raise UsageError("there is no text to explain", remedy="give a sentence, or - and the text on stdin")
    article = Article(row_id("explain", written), "explain", written, "", published_on=published_on)
    found = explain_article(load_extractor(folder), article)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(found), ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    _show(Console(width=None if sys.stdout.isatty() else 120, highlight=False), found, near=near)


def _show(console: Console, found: Explanation, *, near: bool) -> None:
    from rich.table import Table
    from rich.text import Text

    shown = Text(found.text)
    for row in reversed(found.fired):
        shown.stylize(_COLOURS[row.table], row.start, row.end)
    console.print(shown)
    console.print()
    table = Table("table", "rule", "evidence", "values", box=None, header_style="bold", pad_edge=False)
    for row in found.fired:
        values = "\n".join(f"{name} = {value}" for name, value in row.values.items())
        table.add_row(Text(row.table, _COLOURS[row.table]), row.rule_id, _short(row.evidence), values)
    console.print(table if found.fired else "No rule fired.")
    if found.lost:
        console.print("\n[bold]Lost to another rule[/bold]")
        _list(console, found.lost)
    if near or not found.fired:
        console.print("\n[bold]Nearly fired[/bold]" if found.near else "\nNo rule came near.")
        _list(console, found.near[:MOST_NEAR])


def _list(console: Console, nears: tuple[Near, ...]) -> None:
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False)
    for item in nears:
        table.add_row(item.rule_id, f"“{_short(item.reached.strip())}”", item.reason)
    console.print(table)


def _short(text: str, most: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"
