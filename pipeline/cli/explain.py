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

    from pipeline.extract.explain import Explanation, Fired
    from pipeline.extract.nearest import Near
    from pipeline.model import Article

_COLOURS = {
    "events": "bold magenta",
    "positions": "bold green",
    "event_roles": "green",
    "citations": "bold blue",
    "facts": "bold yellow",
}
_SLOTS = {"issued_on": "date", "issued_year": "date"}  # values whose span has another name
MOST_NEAR = 12
AROUND = 200  # characters shown on each side of a span


@click.command()
@click.argument("text", required=False)
@click.option(
    "--document", metavar="ID", help="An article of --db instead of TEXT: its id, the beginning of it, or its name."
)
@click.option("--span", metavar="S:E", help="Only what touches these characters of the text.")
@click.option("--db", type=click.Path(dir_okay=False, path_type=Path), default=Path("facts.db"), show_default=True,
              help="The fact database.")  # fmt: skip
@RULES_OPTION
@click.option("--published-on", default=None, metavar="DATE", help="Day of publication, ISO: resolves missing years.")
@click.option("--near", is_flag=True, help="Also show rules that nearly fired, with the first condition that failed.")
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON on stdout.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Also write a page that stands alone.")
def explain(
    text: str | None,
    document: str | None,
    span: str | None,
    db: Path,
    folder: Path | None,
    published_on: str | None,
    near: bool,
    as_json: bool,
    html: Path | None,
) -> None:
    """Show what the rules make of TEXT: every row with its rule, its evidence and where each value stands; for a span
    without a row the rules that came nearest, the first condition that failed, and where to change it.

    TEXT is the sentence itself, or - for stdin. The rules are those of --rules, not those that made --db.

    \b
    Examples:
      hoinghi explain "Các xã tiếp nhận 34 đơn, trong đó khiếu nại 5 đơn."
      hoinghi explain --published-on 2024-07-08 "Chiều 5/7, Thị ủy tổ chức hội nghị sơ kết."
      hoinghi explain --near - < article.txt
      hoinghi explain --document 3f0a92 --span 120:180 --db facts.db
    """
    from pipeline.extract.article import load_extractor
    from pipeline.extract.explain import explain as explain_article

    if (text is None) == (document is None):
        raise UsageError("explain needs a TEXT or --document, not both", remedy='as in: hoinghi explain "34 đơn"')
    article = _stored(db, document) if document is not None else _given(text or "", published_on)
    part = _span(span, article.text) if span else None
    found = explain_article(load_extractor(folder), article, part)
    if html is not None:
        from pipeline.review.explanation import page

        html.write_text(page(found, title=article.title or article.source, span=part), encoding="utf-8")
        click.echo(f"written: {html}", err=True)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(found), ensure_ascii=False, indent=2))
        return
    _show(found, near=near or part is not None, part=part)


def _given(text: str, published_on: str | None) -> Article:
    """An article of the text of the command line, or of stdin."""
    from pipeline.model import Article, row_id
    from pipeline.text.canonical import canonical

    written = canonical(sys.stdin.read() if text == "-" else text)
    if not written.strip():
        raise UsageError("there is no text to explain", remedy="give a sentence, or - and the text on stdin")
    return Article(row_id("explain", written), "explain", written, "", published_on=published_on)


def _stored(db: Path, document: str) -> Article:
    from pipeline.store.database import read_database
    from pipeline.store.inbox import find_document, load_articles

    with read_database(db) as database:
        return load_articles(database, [find_document(database, document, where=str(db))])[0]


def _span(written: str, text: str) -> tuple[int, int]:
    start, colon, end = written.partition(":")
    if not (colon and start.isdigit() and end.isdigit() and int(start) < int(end) <= len(text)):
        remedy = f"give START:END in characters, at most 0:{len(text)}"
        raise UsageError("this is no span of the text", where=written, remedy=remedy)
    return int(start), int(end)


def _show(found: Explanation, *, near: bool, part: tuple[int, int] | None) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False)
    shown = Text(found.text)
    for row in reversed(found.fired):
        shown.stylize(_COLOURS[row.table], row.start, row.end)
    if part is not None:
        shown.stylize("underline", *part)
        shown = shown[max(0, part[0] - AROUND) : part[1] + AROUND]
    console.print(shown)
    console.print()
    table = Table("table", "rule", "evidence", "values", box=None, header_style="bold", pad_edge=False)
    for row in found.fired:
        values = "; ".join(_told(row, name, value) for name, value in row.values.items())
        table.add_row(Text(row.table, _COLOURS[row.table]), row.rule_id, _short(row.evidence), values)
    console.print(table if found.fired else "No rule fired.")
    if found.doubts:
        console.print("\n[bold]Issues[/bold]")
        for doubt in found.doubts:
            console.print(Text(doubt.code, "red"), f" {_short(doubt.message, 200)}", sep="")
    if found.lost:
        console.print("\n[bold]Lost to another rule[/bold]")
        _list(console, found.lost)
    if near or not found.fired:
        console.print("\n[bold]Nearly fired[/bold]" if found.near else "\nNo rule came near.")
        _list(console, found.near[:MOST_NEAR])


def _told(row: Fired, name: str, value: object) -> str:
    """A value, with where it stands and what read it there, if that is not the rule of the row."""
    slot = _SLOTS.get(name, name)
    where = f"{row.spans[slot][0]}:{row.spans[slot][1]}" if slot in row.spans else ""
    by = row.rules.get(slot, row.rule_id)
    read = " ".join(filter(None, (where, "" if by == row.rule_id else by)))
    return f"{name} = {value} ({read})" if read else f"{name} = {value}"


def _list(console: Console, nears: tuple[Near, ...]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, pad_edge=False)
    for item in nears:
        table.add_row(item.rule_id, f"“{_short(item.reached.strip())}”", item.reason, Text(item.remedy, "dim"))
    console.print(table)


def _short(text: str, most: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"
