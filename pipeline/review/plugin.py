"""The Datasette plugin: search functions for SQL, links to articles, and the page of an article."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from datasette import Response, hookimpl
from datasette.utils import tilde_encode
from markupsafe import Markup

from pipeline.kinds import BY_NAME, TABLES
from pipeline.review.article import MARKED, highlighted, marks
from pipeline.review.metadata import VIEWS
from pipeline.review.queries import QUERIES
from pipeline.review.verdicts import LABELS, judge_page, lines, notices, reviewer_of, reviews_of, reviews_path
from pipeline.store.reviews import Review
from pipeline.store.search import match_expression
from pipeline.text.fold import fold, plain

_LINKED = frozenset({"article", "document_id", "duplicate_of"})
_FIGURES = frozenset({"value", "value_max", "denominator", "baseline", "expected", "observed"})
_COUNTING_MS = 50  # a table that takes longer is shown without its number of rows


@hookimpl  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection) -> None:
    """`fts(text)`: a search expression; `fold_plain(text)`: without accents and case."""
    conn.create_function("fts", 1, lambda text: match_expression(text or "") or '""', deterministic=True)
    conn.create_function("fold_plain", 1, lambda text: plain(fold(text or "")).lower(), deterministic=True)


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str) -> Markup | None:
    """Articles link to the page with the marked text, by title where it is known; figures are grouped by thousands.
    `value` is what the row holds or, where Datasette looked up what a foreign key points to, {"value": id, "label":
    its name}."""
    if column in _FIGURES and isinstance(value, int | float):
        return Markup('<span class="figure" title="{}">{}</span>').format(value, written(value))
    label = value
    if isinstance(value, dict):
        value, label = value["value"], value["label"]
        if (
            label is None and table in BY_NAME and column not in _LINKED
        ):  # an event without a name, a law without a number
            (other,) = (one.references for one in BY_NAME[table].columns if one.name == column)
            return Markup('<a href="/{}/{}/{}">{}</a>').format(tilde_encode(database), other, value, value)
    if table == "documents" and column == "title" and value:
        value = row["id"]
    elif column not in _LINKED or not isinstance(value, str) or len(value) != 16:
        return None
    return Markup('<a href="/{}/-/article/{}">{}</a>').format(tilde_encode(database), value, label or value)


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, Any]]:
    """`/DATABASE/-/article/ID`, and the address that its form goes to."""
    article = r"^/(?P<database>[^/]+)/-/article/(?P<document_id>[^/]+)"
    return [(f"{article}$", article_page), (f"{article}/review$", judge_page)]


@hookimpl  # type: ignore[untyped-decorator]
def extra_template_vars(datasette: Any, view_name: str) -> Callable[[], Awaitable[dict[str, Any]]] | dict[str, Any]:
    """For the start page: canned queries, and tables and views with their meaning and number of rows."""

    async def start() -> dict[str, Any]:
        name = next(name for name in datasette.databases if not name.startswith("_"))
        counts = await datasette.get_database(name).table_counts(_COUNTING_MS)
        tables = [
            (table.name, table.meaning, counts.get(table.name))
            for table in sorted(TABLES, key=lambda table: not table.extracted)
        ]
        return {"start": {"database": name, "queries": QUERIES, "views": VIEWS, "tables": tables, "counts": counts}}

    return start if view_name == "index" else {}


def written(value: float) -> str:
    """A number as Vietnamese texts write it.

    >>> written(2370000000.0), written(73.95), written(1040)
    ('2.370.000.000', '73,95', '1.040')
    """
    text = f"{value:,.0f}" if value == int(value) else f"{value:,.6f}".rstrip("0")
    return text.translate(_MARKS)


async def article_page(datasette: Any, request: Any) -> Any:
    """The text of one article with everything marked that was found in it."""
    database = request.url_vars["database"]
    document_id = request.url_vars["document_id"]
    if database not in datasette.databases:
        return Response.html("No such database", status=404)
    path = reviews_path(datasette, database)
    reviews = await asyncio.to_thread(reviews_of, path, document_id)
    found = await datasette.get_database(database).execute_fn(lambda conn: _read(conn, document_id, reviews))
    if found is None:
        return Response.html("No such article", status=404)
    document = found["document"]
    base = f"/{tilde_encode(database)}"
    context = {
        **found,
        "database": database,
        "title": document["title"] or document["source"],
        "row_url": f"{base}/documents/{document_id}",
        "duplicate_url": f"{base}/-/article/{document['duplicate_of']}" if document["duplicate_of"] else None,
        "legend": [(table, label) for table, (label, _) in MARKED.items()],
        "review_url": f"{base}/-/article/{document_id}/review",
        "reviewer": reviewer_of(request),
        "verdicts": LABELS,
        "waiting": sum(line.waits for line in found["rows"]),
        "database_file": f"{database}.db",
    }
    return Response.html(await datasette.render_template("article.html", context, request=request))


def _read(conn: sqlite3.Connection, document_id: str, reviews: tuple[Review, ...]) -> dict[str, Any] | None:
    """What the page shows of an article; None if there is none of this id."""
    cursor = conn.execute("SELECT * FROM documents WHERE id = ?", [document_id])
    row = cursor.fetchone()
    if row is None:
        return None
    document = dict(zip([column[0] for column in cursor.description], row, strict=True))
    checks = conn.execute(
        "SELECT outcome, explanation FROM checks WHERE document_id = ? ORDER BY outcome, id", [document_id]
    )
    return {
        "document": document,
        "text": highlighted(document["text"], marks(conn, document_id)),
        "rows": lines(conn, document_id, document["text"], reviews),
        "checks": [{"outcome": outcome, "explanation": explanation} for outcome, explanation in checks],
        "notices": notices(conn, document_id),
    }


_MARKS = str.maketrans(",.", ".,")
TEMPLATES = Path(__file__).parent / "templates"
