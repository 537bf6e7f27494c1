"""The table that `hoinghi run` ends with."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

from pipeline.run.batch import Outcome

_MOST_ISSUES = 12


def print_summary(outcome: Outcome, db: Path, *, seconds: float, console: Console | None = None) -> None:
    """What this run did and what the database holds now, on stdout; without colours where that is no terminal."""
    console = console or Console(highlight=False, soft_wrap=True)
    totals = outcome.totals
    table = Table(title=f"{db}", title_justify="left", title_style="bold", show_header=False, box=None, pad_edge=False)
    table.add_column(justify="right", style="cyan")
    table.add_column()
    for count, label in (
        (totals.documents - totals.copies, "articles"),
        (totals.copies, "copies of them under other addresses"),
        (totals.events, "events"),
        (totals.people, f"people, {_number(totals.positions)} times with a post"),
        (totals.legal_documents, f"legal and Party documents, cited {_number(totals.citations)} times"),
        (totals.facts, "facts"),
        (totals.checks_failed, f"of {_number(totals.checks)} arithmetic checks failed"),
        (sum(count for _, count in totals.issues), "issues"),
    ):
        table.add_row(_number(count), label)
    for code, count in totals.issues[:_MOST_ISSUES]:
        table.add_row(_number(count), f"  {code}", style="dim")
    if rest := totals.issues[_MOST_ISSUES:]:
        table.add_row(_number(sum(count for _, count in rest)), f"  of {len(rest)} other codes", style="dim")
    console.print(table)
    rate = f", {outcome.extracted / seconds:,.0f} articles a second" if outcome.extracted and seconds else ""
    console.print(
        f"This run: {_number(outcome.records)} inputs read, {_number(outcome.unchanged)} unchanged, "
        f"{_number(outcome.extracted)} articles extracted in {seconds:.1f} s{rate}."
    )


def _number(count: int) -> str:
    return f"{count:,}"
