"""`hoinghi serve facts.db`: the database in a browser."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("database", type=click.Path(path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8001, show_default=True, help="Port to listen on; 0 takes a free one.")
@click.option("--reviews", type=click.Path(path_type=Path, dir_okay=False),
              help="Where verdicts are kept.  [default: reviews.db beside DATABASE]")  # fmt: skip
def serve(database: Path, host: str, port: int, reviews: Path | None) -> None:
    """Open DATABASE in the browser: tables with facets, canned questions, search with and without accents, and every
    article with its facts marked in the text, to be accepted, rejected or corrected there.

    Whoever can reach the page can judge: with a --host other than your own machine's, everybody on the network.

    \b
    Examples:
      hoinghi serve facts.db
      hoinghi serve facts.db --port 9000
    """
    from pipeline.review.serve import application, listener
    from pipeline.review.serve import serve as serve_application

    app = application(database, reviews)
    with listener(host, port) as on:
        click.echo(f"Serving {database} at http://{host}:{on.getsockname()[1]}/ (Ctrl-C ends it)", err=True)
        serve_application(app, on)
