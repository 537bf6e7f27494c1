"""`hoinghi run`: the main job."""

from __future__ import annotations

import time
from pathlib import Path

import click

from pipeline.assets import asset
from pipeline.cli.bars import Bars
from pipeline.run.engines import Engine, available_cores

_EPILOG = """\b
Examples:
  hoinghi run corpus --db facts.db
  hoinghi run pages/ 'crawl/*.warc.gz' news.jsonl.gz --db facts.db --workers 4
  hoinghi run news.parquet --rules my-rules --fresh
  hoinghi run --db facts.db                     after a change of rules or reviews: no input is read again
  cat article.txt | hoinghi run - --db one.db
  hoinghi run s3://bucket/news/ --engine dask --scheduler tcp://10.0.0.5:8786 --shards s3://bucket/facts

\b
INPUT is a file, a folder (read with all its subfolders), a glob, a URL or - for stdin: .txt, .html, .jsonl[.gz],
.csv, .parquet, .warc[.gz]. A record of a table has text or html, and may have url, title, published_on, author, site.

\b
The run can be stopped at any time, even with kill -9: the same command goes on where it stopped. Articles that did
not change are not processed again. Articles whose file is gone stay, unless --fresh builds the database anew.
What people said with hoinghi review is applied by every run; articles whose reviews changed are extracted again.
Without INPUT all stored articles are brought up to date; rules on page chrome need the pages, so give INPUT for them.

\b
A summary goes to stdout, progress and messages to stderr. Exit codes: 0 fine, also with issues; 2 wrong usage;
3 a rule file cannot be used; 4 the database cannot be used; 130 interrupted.
"""


@click.command(epilog=_EPILOG)
@click.argument("inputs", nargs=-1, metavar="[INPUT…]")
@click.option(
    "--db", type=click.Path(path_type=Path), default=Path("facts.db"), show_default=True,
    help="The fact database to write or to bring up to date.",
)  # fmt: skip
@click.option(
    "--rules", type=click.Path(file_okay=False, path_type=Path), help="Folder of rule files.  [default: hoinghi's own]"
)
@click.option("--reviews", type=click.Path(dir_okay=False, path_type=Path),
              help="What reviewers said.  [default: reviews.db beside the fact database, if there]")  # fmt: skip
@click.option(
    "--workers",
    type=click.IntRange(1, 1024),
    help="Worker processes; a few articles are done without.  [default: the cores this process may use]",
)
@click.option("--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True,
              help="Where to work: on this machine, or on a Dask cluster.")  # fmt: skip
@click.option("--scheduler", metavar="ADDRESS", help="The cluster's scheduler; without it Dask starts one here.")
@click.option("--shards", metavar="PATH|URL",
              help="Also keep all rows there as a Parquet dataset; all workers must share it.")  # fmt: skip
@click.option("--words", is_flag=True, help="Store the full word segmentation too (table words; slow).")
@click.option("--fresh", is_flag=True, help="Empty the database first.")
def run(
    inputs: tuple[str, ...],
    db: Path,
    rules: Path | None,
    reviews: Path | None,
    workers: int | None,
    engine: Engine,
    scheduler: str | None,
    shards: str | None,
    words: bool,
    fresh: bool,
) -> None:
    """Read articles from every INPUT and write their facts into a database."""
    from pipeline.cli.summary import print_summary
    from pipeline.run import batch

    plan = batch.Plan(
        inputs=inputs, db=db, rules=rules or asset("rules"), workers=workers or available_cores(),
        engine=engine, scheduler=scheduler, words=words, fresh=fresh, reviews=reviews, shards=shards,
    )  # fmt: skip
    started = time.monotonic()
    with Bars() as bars:
        outcome = batch.run(plan, bars)
    print_summary(outcome, db, seconds=time.monotonic() - started)
