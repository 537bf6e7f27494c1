"""The table that `hoinghi run` ends with. By click alone: rich takes a third of the time of an unchanged run."""

from __future__ import annotations

import os
from pathlib import Path

import click

from pipeline.run.batch import Outcome

_MOST_ISSUES = 12


def print_summary(outcome: Outcome, db: Path, *, seconds: float) -> None:
    """What this run did and what the database holds now, on stdout; without colours where that is no terminal."""
    color = False if os.environ.get("NO_COLOR") else None
    click.echo(click.style(f"{db}", bold=True), color=color)
    rows = [(_number(count), label) for count, label in _rows(outcome)]
    width = max(len(count) for count, _ in rows)
    for count, label in rows:
        line = f"{click.style(f'{count:>{width}}', fg='cyan')}  {label}"
        click.echo(click.style(line, dim=True) if label.startswith(" ") else line, color=color)
    rate = f", {outcome.extracted / seconds:,.0f} articles a second" if outcome.extracted and seconds else ""
    click.echo(
        f"This run: {_number(outcome.records)} inputs read, {_number(outcome.unchanged)} unchanged, "
        f"{_number(outcome.extracted)} articles extracted in {seconds:.1f} s{rate}."
    )


def _rows(outcome: Outcome) -> list[tuple[int, str]]:
    totals = outcome.totals
    rows = [
        (totals.documents - totals.copies, "articles"),
        (totals.copies, "copies of them under other addresses"),
        (totals.events, "events"),
        (totals.people, f"people, {_number(totals.positions)} times with a post"),
        (totals.legal_documents, f"legal and Party documents, cited {_number(totals.citations)} times"),
        (totals.facts, "facts"),
        (totals.checks_failed, f"of {_number(totals.checks)} arithmetic checks failed"),
        (sum(count for _, count in totals.issues), "issues"),
        *((count, f"  {code}") for code, count in totals.issues[:_MOST_ISSUES]),
    ]
    if rest := totals.issues[_MOST_ISSUES:]:
        rows.append((sum(count for _, count in rest), f"  of {len(rest)} other codes"))
    return rows


def _number(count: int) -> str:
    return f"{count:,}"
