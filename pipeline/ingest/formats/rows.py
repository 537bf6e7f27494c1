"""A row of a table (JSONL, CSV, Parquet) becomes a record."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.model import Issue, Record

FIELDS = ("id", "text", "html", "url", "title", "published_on", "author", "site")
_LONGEST_ID = 200


def record_of_row(row: Mapping[str, object], *, source: str, number: int, limit: int) -> Record | Issue:
    """The record of a row: its `text`, else its `html`, and what it states. An issue for a row without either, or with
    one that is no text or longer than `limit`."""
    where = f"{source}#{_identity(row, number)}"
    media = "text" if _given(row, "text") else "html"
    content = row.get(media)
    if content is None or content in ("", b""):
        return Issue(where, "read", "no_text", "the row has neither text nor html. Give one of these columns")
    if not isinstance(content, str | bytes):
        return Issue(
            where, "read", "bad_record", f"{media} is no text but {type(content).__name__}. Write it as a string"
        )
    if len(content) > limit:
        return too_large(where, len(content), limit)
    stated = {name: _stated(row.get(name)) for name in ("url", "title", "published_on", "author", "site")}
    return Record(source=where, media="text" if media == "text" else "html", content=content, **stated)


def too_large(source: str, size: int | None, limit: int) -> Issue:
    """The issue of a record that is not read because of its size; `size` null: more than could be counted."""
    found = f"{size:,}" if size is not None else f"more than {limit:,}"
    return Issue(source, "read", "too_large", f"{found} bytes, {limit:,} are the limit. Split it or leave it out")


def _identity(row: Mapping[str, object], number: int) -> str:
    """The row's own id if it is one short line, else its number."""
    given = row.get("id")
    if isinstance(given, str | int) and not isinstance(given, bool):
        text = str(given).strip()
        if 0 < len(text) <= _LONGEST_ID and text.isprintable():
            return text
    return str(number)


def _given(row: Mapping[str, object], name: str) -> bool:
    value = row.get(name)
    return bool(value.strip()) if isinstance(value, str | bytes) else value is not None


def _stated(value: object) -> str | None:
    """A stated field as text: dates of typed tables in ISO form, lists and numbers as nothing useful."""
    if isinstance(value, str):
        return value.strip() or None
    isoformat = getattr(value, "isoformat", None)
    return str(isoformat()) if callable(isoformat) else None
