"""`hoinghi rules check | list | new | stats`: are the rules sound, what are they, and what do they do."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

import click

from pipeline.errors import EXIT_FINDINGS, EXIT_RULES, RuleError

RULES_OPTION = click.option(
    "--rules",
    "folder",
    type=click.Path(path_type=Path),
    default=None,
    help="Rules folder; the one that comes with hoinghi if left out.",
)

_ELSEWHERE = ("new", "stats")


class _Lazy(click.Group):
    """Commands that live in modules of their own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *_ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _ELSEWHERE:
            command: click.Command = getattr(import_module(f"pipeline.cli.rules_{cmd_name}"), cmd_name)
            return command
        return super().get_command(ctx, cmd_name)


@click.group(cls=_Lazy)
def rules() -> None:
    """Check, list, add and count the rules."""


@rules.command()
@RULES_OPTION
def check(folder: Path | None) -> None:
    """Load every rule file strictly, run every example, and look for what is doubtful: rules that never fire, always
    lose, fire on another's no_match, are tried everywhere or can take long; attributes of words that look like slips.

    \b
    Exit codes: 0 all well · 1 findings: examples that do not behave as they say, doubts · 3 rules that cannot be used
    Example: hoinghi rules check --rules my-rules
    """
    from pipeline.assets import asset
    from pipeline.evaluate.examples import run_examples
    from pipeline.evaluate.lint import doubts
    from pipeline.extract.article import Extractor
    from pipeline.rulebook.load import read_rulebook

    book, faults = read_rulebook(folder or asset("rules"))
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        raise click.exceptions.Exit(EXIT_RULES)
    try:
        extractor = Extractor.of(book)
    except RuleError as error:
        click.echo(str(error), err=True)
        raise click.exceptions.Exit(EXIT_RULES) from error
    outcomes = list(run_examples(extractor))
    problems = [outcome for outcome in outcomes if outcome.problem]
    for outcome in problems:
        click.echo(str(outcome.error()), err=True)
    doubtful = doubts(extractor)
    for doubt in doubtful:
        click.echo(str(doubt), err=True)
    active = sum(rule.status == "active" for rule in book.rules)
    words = sum(len(entries) for entries in book.lexicons.values())
    click.echo(
        f"{active} rules, {len(book.lexicons)} lexicons with {words} entries, {len(book.indicators)} indicators, "
        f"{len(outcomes)} examples, {len(problems)} of them wrong, {len(doubtful)} doubts"
    )
    if problems or doubtful:
        raise click.exceptions.Exit(EXIT_FINDINGS)


@rules.command(name="list")
@RULES_OPTION
@click.option("--kind", default=None, help="Only rules of this kind: count, citation, official, event …")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_(folder: Path | None, kind: str | None, as_json: bool) -> None:
    """List the rules with file, kind, status and what they are for.

    \b
    Examples:
      hoinghi rules list --kind count
      hoinghi rules list --json | grep petition
    """
    from pipeline.assets import asset
    from pipeline.rulebook.load import load_rulebook

    book = load_rulebook(folder or asset("rules"))
    chosen = [rule for rule in book.rules if kind in (None, rule.kind)]
    if as_json:
        for rule in chosen:
            fields = {"id": rule.id, "kind": rule.kind, "status": rule.status, "priority": rule.priority}
            place = {"file": rule.file, "line": rule.line, "label": rule.label, "examples": len(rule.examples)}
            click.echo(json.dumps({**fields, **place}, ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("rule", "kind", "status", "examples", "what it is for", "where", box=None, header_style="bold")
    for rule in chosen:
        where = f"{Path(rule.file).relative_to(book.folder)}:{rule.line}"
        table.add_row(rule.id, rule.kind, rule.status, str(len(rule.examples)), rule.label, where)
    Console(width=None if sys.stdout.isatty() else 220).print(table)
