"""`hoinghi`: one verb per module, loaded when it is called, so that help is quick."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

import click

from pipeline.cli.messages import Complaints
from pipeline.errors import EXIT_FINE

VERBS: Mapping[str, str] = MappingProxyType(
    {
        "run": "read articles and write their facts into a database",
        "explain": "show what the rules find in a text, and why",
        "rules": "check the rule files, list the rules",
        "diff": "show what other rules or another run find that the first did not",
        "review": "accept, reject, correct or add rows; every run keeps to it",
        "evaluate": "score facts against gold files",
        "serve": "browse a fact database in the web browser",
        "export": "write facts as CSV, JSON lines, Parquet or a spaCy DocBin",
    }
)
"""Verb → one line of help. Each is the click command of its own name in the module of its own name."""


class _Verbs(click.Group):
    """A group that imports a verb's module only when the verb is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command: click.Command = getattr(import_module(f"pipeline.cli.{cmd_name}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="hoinghi", prog_name="hoinghi")
def cli() -> None:
    """Facts from Vietnamese local news about Party and government conferences: who, which documents, which
    conference, how many, each tied to the characters it came from.

    \b
    Examples:
      hoinghi run corpus --db facts.db           a folder of articles in, a fact database out
      hoinghi run news.jsonl.gz pages.warc.gz    several inputs, into facts.db
      hoinghi run --help                         all options of a verb

    \b
    Exit codes: 0 fine, 1 findings (failed examples, differences, quality below the floor), 2 usage,
    3 bad rules, 4 bad data or database, 130 interrupted.
    """


def main() -> None:
    """Entry point: every error is one line that says what, where and what to do."""
    sys.exit(call(sys.argv[1:]))


def call(arguments: list[str]) -> int:
    """Run the command line and return its exit code."""
    with Complaints() as complaints:
        result = cli.main(arguments, prog_name="hoinghi", standalone_mode=False)
        complaints.exit_code = result if isinstance(result, int) else EXIT_FINE
    return complaints.exit_code
