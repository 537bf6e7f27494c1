"""The report on a terminal: the tables and findings of report.py in colour, the span marked in place."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from pipeline.evaluate.context import context_of
from pipeline.evaluate.report import groups, heading, tables
from pipeline.evaluate.score import Evaluation


def show(evaluation: Evaluation, console: Console, *, misses: int | None = None) -> None:
    """Write the report to `console`. Text of articles is never read as markup."""
    for table in tables(evaluation):
        rich = RichTable(title=Text(table.title), title_justify="left", box=box.SIMPLE_HEAD)
        for index, column in enumerate(table.columns):
            name = index < table.left
            rich.add_column(column, justify="left" if name else "right", no_wrap=not name, overflow="fold")
        for row in table.rows:
            rich.add_row(*(Text(cell) for cell in row))
        console.print(rich)
    for group in groups(evaluation, misses):
        console.print(Text(group.title, style="bold"))
        for finding in group.shown:
            console.print(Text(f"  {heading(finding)}", style="cyan"))
            if context := context_of(evaluation.texts.get(finding.document, ""), finding.span):
                line = Text(f"    {context.before}", style="dim")
                line.append(context.span, style="bold reverse not dim")
                console.print(line.append(context.after))
        if group.more:
            console.print(Text(f"  … and {group.more} more", style="dim"))
        console.print()
