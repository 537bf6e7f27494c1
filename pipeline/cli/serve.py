"""`hoinghi serve facts.db`: the database in a browser."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("database", type=click.Path(path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8001, show_default=True, help="Port to listen on.")
def serve(database: Path, host: str, port: int) -> None:
    """Open DATABASE in the browser: tables with facets, canned questions, search with and without accents, and every
    article with its facts marked in the text.

    \b
    Examples:
      hoinghi serve facts.db
      hoinghi serve facts.db --port 9000
    """
    from pipeline.review.serve import serve as serve_database

    click.echo(f"Serving {database} at http://{host}:{port}/ (Ctrl-C ends it)", err=True)
    serve_database(database, host=host, port=port)
