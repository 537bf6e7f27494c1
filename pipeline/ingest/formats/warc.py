"""WARC: the HTML pages of a crawl."""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pipeline.ingest.formats.rows import too_large
from pipeline.ingest.formats.stream import Stream
from pipeline.model import Issue, Record

_HTML = ("text/html", "application/xhtml+xml")
_FAILURES = (
    ValueError,
    OSError,
    EOFError,
    AttributeError,
    TypeError,
    KeyError,
    zlib.error,
)  # of warcio, on bad headers
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)


def read_warc(stream: io.BufferedReader[Stream], *, source: str, limit: int) -> Iterator[Record | Issue]:
    """The HTML responses with status 200, numbered by their place among all records of the file.

    Responses that are no such pages are counted in one issue. A file that ends in the middle of a record is an issue:
    the library that reads it says nothing.
    """
    import warcio.exceptions
    from warcio.archiveiterator import ArchiveIterator

    others: Counter[str] = Counter()
    number = 0
    whole = True
    record = None
    records = ArchiveIterator(stream)
    try:
        for record in records:
            number += 1
            if record.rec_type != "response":
                continue
            reason = _refused(record)
            if reason:
                others[reason] += 1
                continue
            found = _page(record, f"{source}#{number}", limit)
            whole = record.raw_stream.limit <= 0
            if whole:
                yield found
        whole = whole and records.offset >= stream.tell() and (record is None or record.raw_stream.limit <= 0)
    except (warcio.exceptions.ArchiveLoadFailed, *_FAILURES) as error:
        message = f"no readable WARC after record {number}: {error}. Crawl again what follows"
        yield Issue(source, "read", "broken_file", message)
        whole = True
    if not whole and not stream.raw.broken:  # else the caller says so
        message = f"the file is cut off after record {number}. Copy it again, or crawl again what is missing"
        yield Issue(source, "read", "truncated", message)
    if others:
        counts = ", ".join(f"{count} {reason}" for reason, count in sorted(others.items()))
        yield Issue(source, "read", "no_page", f"responses that are no HTML pages were left out: {counts}")


def _refused(record: Any) -> str | None:
    """Why a response is no page: its status or its type."""
    status = record.http_headers.get_statuscode() if record.http_headers else None
    if status != "200":
        return f"with status {status or 'missing'}"
    kind = (record.http_headers.get_header("Content-Type") or "missing").split(";")[0].strip().lower()
    return None if kind in _HTML else f"of type {kind[:60]}"


def _page(record: Any, source: str, limit: int) -> Record | Issue:
    content = record.content_stream().read(limit + 1)
    while record.raw_stream.read(1 << 16):
        pass  # to the end of the record, to see whether it is whole
    if len(content) > limit:
        return too_large(source, None, limit)
    charset = _CHARSET.search(record.http_headers.get_header("Content-Type") or "")
    return Record(
        source=source,
        media="html",
        content=content,
        url=record.rec_headers.get_header("WARC-Target-URI"),
        charset=charset[1] if charset else None,
    )
