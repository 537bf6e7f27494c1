"""`hoinghi serve`: Datasette over a fact database, with our descriptions, queries and pages. The database is opened
read-only, only what reviewers say is written; nothing leaves the machine."""

from __future__ import annotations

import contextlib
import socket
from pathlib import Path
from typing import Any

from pipeline.errors import StoreError, UsageError
from pipeline.kinds import BY_NAME
from pipeline.review.metadata import metadata
from pipeline.store.database import read_database
from pipeline.store.reviews import beside, read_reviews

SETTINGS = {
    "sql_time_limit_ms": 5000,
    "max_returned_rows": 5000,
    "allow_download": True,
    "default_page_size": 50,
    "default_facet_size": 12,
    "truncate_cells_html": 240,
}


def application(database: Path, reviews: Path | None = None) -> Any:
    """The Datasette instance of one database and its reviews, which are beside it if not given.

    Raises StoreError where there is no database, or where the reviews are something else.
    """
    if not database.is_file():
        raise StoreError(
            "no such database", where=str(database), remedy="make one with `hoinghi run INPUT --db facts.db`"
        )
    said = reviews or beside(database)
    if said.exists():
        read_reviews(said, document_id="")
    from datasette.app import Datasette
    from datasette.plugins import pm

    from pipeline.review import plugin

    if not pm.is_registered(plugin):
        pm.register(plugin, "hoinghi")
    made = Datasette(
        [str(database)],
        metadata=metadata(database.stem, _internal_tables(database)),
        template_dir=str(plugin.TEMPLATES),
        settings=SETTINGS,
    )
    made.hoinghi_reviews = said
    return made


def _internal_tables(database: Path) -> list[str]:
    """Tables that are neither in the contract nor views: staging, search indexes, versions."""
    with read_database(database) as db:
        return sorted(name for name in db.table_names() if name not in BY_NAME)


def listener(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 takes a free one. Raises UsageError where that is not possible."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except (OSError, OverflowError) as error:
        raise UsageError(
            f"cannot listen here: {error}", where=f"{host}:{port}", remedy="give another --port or --host"
        ) from error


def serve(app: Any, on: socket.socket) -> None:
    """Serve an application until interrupted."""
    import uvicorn

    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(uvicorn.Config(app.app(), log_level="warning")).run(sockets=[on])
