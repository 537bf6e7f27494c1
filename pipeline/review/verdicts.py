"""Verdicts on the page of an article: what is shown of them, and the form that stores new ones."""

from __future__ import annotations

import asyncio
import html
import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from datasette import Response
from datasette.utils import tilde_encode

from pipeline.errors import PipelineError, UsageError
from pipeline.review.article import MARKED, shown
from pipeline.store.judging import Reviewer, correct, judge, undo
from pipeline.store.reviewable import REVIEWED, as_text, content_columns
from pipeline.store.reviews import Review, append, beside, read_reviews
from pipeline.store.rows import Value
from pipeline.store.standing import Said, said_of

COOKIE = "hoinghi_reviewer"
LABELS = {"accepted": "đúng", "rejected": "sai", "corrected": "đã sửa", "stale": "xem lại"}
_LABELS = {table: label for table, (label, _) in MARKED.items()} | {"event_roles": "vai trò"}
_SHOWN = {table: names for table, (_, names) in MARKED.items()} | {"event_roles": ("name", "role")}
_A_YEAR = 365 * 24 * 3600
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Line:
    """A row below the text. `verdict` is in force, `waits` until the next run; `undo` is the review to take back."""

    id: str
    table: str
    label: str
    evidence: str
    values: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...]
    rule_id: str
    verdict: str
    waits: bool
    said: str
    undo: int | None


def lines(connection: sqlite3.Connection, document_id: str, text: str, reviews: tuple[Review, ...]) -> list[Line]:
    """All rows of an article that can be judged, also rejected ones, by place."""
    said = said_of(connection, document_id, reviews)
    found = []
    for table in REVIEWED:
        columns = list(content_columns(table))
        names = ", ".join(f'"{name}"' for name in columns)
        query = f'SELECT id, start, "end", rule_id, review, {names} FROM {table} WHERE document_id = ?'
        for row_id, start, end, rule_id, review, *values in connection.execute(query, (document_id,)):
            content = dict(zip(columns, values, strict=True))
            line = _line(row_id, table, text[start:end], content, (rule_id, review), said.get(row_id))
            found.append(((start, end, REVIEWED.index(table), row_id), line))
    return [line for _, line in sorted(found, key=lambda item: item[0])]


def notices(connection: sqlite3.Connection, document_id: str) -> list[str]:
    """What the last run has to say about reviews of this article that fit no row any more."""
    query = "SELECT message FROM issues WHERE document_id = ? AND code IN ('stale_review', 'lost_review') ORDER BY id"
    return [message for (message,) in connection.execute(query, (document_id,))]


def reviews_path(datasette: Any, database: str) -> Path:
    """Where the verdicts on a served database are kept."""
    path: Path | None = getattr(datasette, "hoinghi_reviews", None)
    return path or beside(Path(datasette.get_database(database).path))


def reviews_of(path: Path, document_id: str) -> tuple[Review, ...]:
    """What was said of a document so far."""
    return read_reviews(path, document_id=document_id) if path.exists() else ()


def reviewer_of(request: Any) -> str:
    """The name that was given last, as the browser remembers it."""
    return unquote(request.cookies.get(COOKIE, ""))[:_LONGEST_NAME]


async def judge_page(datasette: Any, request: Any) -> Any:
    """Store what the form of an article's page says, then show the page again."""
    database, document_id = request.url_vars["database"], request.url_vars["document_id"]
    if database not in datasette.databases:
        return Response.html("No such database", status=404)
    if request.method != "POST":
        return Response.html("This address takes a form only", status=405)
    form = await request.post_vars()
    if not secrets.compare_digest(form.get("csrftoken", ""), request.scope["csrftoken"]()):
        return Response.html("The form is too old: load the article's page again", status=403)
    path = reviews_path(datasette, database)
    by = Reviewer(form.get("reviewer", "").strip()[:_LONGEST_NAME], datetime.now(UTC).isoformat(timespec="seconds"))
    try:
        said = await datasette.get_database(database).execute_fn(lambda c: _said(c, document_id, form, by, path))
        await asyncio.to_thread(append, path, [said])
    except PipelineError as error:
        return Response.html(f"<p>{html.escape(str(error))}</p>", status=400)
    page = f"/{tilde_encode(database)}/-/article/{document_id}#row-{said.row_id}"
    response = Response.redirect(page, status=303)
    response.set_cookie(COOKIE, quote(by.name), max_age=_A_YEAR, httponly=True, samesite="lax")
    return response


def _said(
    connection: sqlite3.Connection, document_id: str, form: Mapping[str, str], by: Reviewer, path: Path
) -> Review:
    """The review that a form means: which button was pressed, on which row."""
    if not by.name:
        raise UsageError("nobody is named as reviewer", remedy="go back and write your name above the table")
    if row := form.get("accept"):
        review = judge(connection, row, "accept", by, note=form.get(f"note-{row}"))
    elif row := form.get("reject"):
        review = judge(connection, row, "reject", by, note=form.get(f"note-{row}"))
    elif row := form.get("correct"):
        field, value = form.get(f"field-{row}", ""), form.get(f"value-{row}", "")
        review = correct(connection, row, field, value, by, note=form.get(f"note-{row}"))
    elif form.get("undo", "").isdigit():
        review = undo(reviews_of(path, document_id), int(form["undo"]), by)
    else:
        raise UsageError("the form says nothing", remedy="go back and press a button of a row")
    if review.document_id != document_id:
        raise UsageError("this row belongs to another article", remedy="go back and load the page again")
    return review


def _line(
    row_id: str, table: str, evidence: str, content: Mapping[str, Value], made: tuple[str, str | None],
    said: Said | None,
) -> Line:  # fmt: skip
    rule_id, review = made
    verdict, says = review or "", ""
    if said and said.waits:
        verdict = said.status or ""
        says = ", ".join(f"{name} → {value or '∅'}" for name, value in said.corrections.items())
    return Line(
        id=row_id,
        table=table,
        label=_LABELS[table],
        evidence=evidence,
        values=tuple((name, shown(content[name])) for name in _SHOWN[table] if content[name] is not None),
        fields=tuple((name, as_text(value) or "") for name, value in content.items()),
        rule_id=rule_id,
        verdict=verdict,
        waits=bool(said and said.waits),
        said=f"{said.last.reviewer}{': ' + says if says else ''}" if said and said.status else "",
        undo=said.last.id if said and said.status else None,
    )
