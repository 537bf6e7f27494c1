"""All inputs as one stream of records; what cannot be read is an issue in its place."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence

from pipeline.ingest.formats.delimited import read_csv
from pipeline.ingest.formats.jsonl import read_jsonl
from pipeline.ingest.formats.parquet import read_parquet
from pipeline.ingest.formats.rows import too_large
from pipeline.ingest.formats.stream import Stream, open_stream
from pipeline.ingest.formats.warc import read_warc
from pipeline.ingest.units import Format, Unit, list_units
from pipeline.model import Issue, Record

LIMIT = 20 << 20  # bytes of one record
_SNIFFED = 4096


def read_records(inputs: Sequence[str], *, limit: int = LIMIT) -> Iterator[Record | Issue]:
    """The records of all inputs, in the order of `list_units`, in constant memory. Raises UsageError for an input that
    is not there; anything else that goes wrong is an Issue of stage "read", and reading goes on."""
    for unit in list_units(inputs):
        yield from read_unit(unit, limit=limit)


def read_unit(unit: Unit, *, limit: int = LIMIT) -> Iterator[Record | Issue]:
    """The records of one unit. Never raises: an unreadable file is an issue."""
    if unit.format == "unknown":
        message = "not a format that is read. Give .txt .html .jsonl[.gz] .csv .parquet .warc[.gz]"
        yield Issue(unit.source, "read", "unknown_format", message)
        return
    try:
        if unit.format == "parquet":
            yield from read_parquet(
                unit.path, source=unit.source, groups=(unit.start, unit.stop), first=unit.first, limit=limit
            )
            return
        with open_stream(unit.path, start=unit.start) as stream, io.BufferedReader(stream, 1 << 18) as buffered:
            yield from _read(unit, buffered, limit)
            if stream.broken:
                message = "the compressed file is cut off or damaged; what came before was read. Copy it again"
                yield Issue(unit.source, "read", "truncated", message)
    except (OSError, EOFError, ValueError, ImportError) as error:
        yield Issue(unit.source, "read", "unreadable", f"cannot be read: {error}. Check the file and its permissions")


def _read(unit: Unit, stream: io.BufferedReader[Stream], limit: int) -> Iterator[Record | Issue]:
    format_ = _sniff(stream) if unit.format == "sniff" else unit.format
    if format_ == "jsonl":
        length = unit.stop - unit.start if unit.stop is not None else None
        yield from read_jsonl(stream, source=unit.source, first=unit.first, limit=limit, length=length)
    elif format_ == "csv":
        yield from read_csv(stream, source=unit.source, limit=limit)
    elif format_ == "warc":
        yield from read_warc(stream, source=unit.source, limit=limit)
    else:
        content = stream.read(limit + 1)
        if len(content) > limit:
            yield too_large(unit.source, None, limit)
        else:
            url = unit.path if unit.path.startswith(("http://", "https://")) else None
            yield Record(unit.source, "html" if format_ == "html" else "text", content, url=url)


def _sniff(stream: io.BufferedReader[Stream]) -> Format:
    """The format of a stream without a telling name, by how it begins."""
    head = stream.peek(_SNIFFED)[:_SNIFFED].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{"):
        return "jsonl"
    if head.startswith(b"WARC/"):
        return "warc"
    return "html" if head.startswith(b"<") else "text"


def content_sha256(record: Record) -> str:
    """Digest of all that an article is made from: two records with the same digest give the same article but for its
    source. The digest of a file without stated fields is that of its bytes."""
    content = record.content.encode("utf-8", "surrogatepass") if isinstance(record.content, str) else record.content
    digest = hashlib.sha256(content)
    stated = (record.url, record.title, record.published_on, record.author, record.site, record.charset)
    if any(stated):
        digest.update("\x1f".join(field or "" for field in ("", *stated)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
