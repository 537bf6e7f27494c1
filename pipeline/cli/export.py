"""`hoinghi export facts.db`: the facts for other tools."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.errors import UsageError

FORMATS = ("csv", "jsonl", "parquet", "spacy")


@click.command()
@click.argument("database", type=click.Path(path_type=Path))
@click.option("--table", default="fact_table", show_default=True, help="Table or view to export.")
@click.option("--format", "kind", type=click.Choice(FORMATS), default=None, help="By the ending of --out if left out.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="File to write.")
def export(database: Path, table: str, kind: str | None, out: Path) -> None:
    """Write a table or view as CSV, JSON lines or Parquet, or all articles with their facts as a spaCy DocBin.

    \b
    Examples:
      hoinghi export facts.db --out facts.csv
      hoinghi export facts.db --table official_careers --out careers.parquet
      hoinghi export facts.db --out facts.spacy
    """
    chosen = kind or out.suffix.lstrip(".")
    if chosen not in FORMATS:
        raise UsageError(f"cannot tell the format of {out}", remedy=f"give --format {' | '.join(FORMATS)}")
    if chosen == "spacy":
        from pipeline.interop.spacy_docs import write_docbin

        count, what = write_docbin(database, out), "articles"
    else:
        from pipeline.interop.frames import frame, write

        count, what = write(frame(database, table), out, kind=chosen), "rows"
    click.echo(f"{count} {what} written to {out}", err=True)
