"""JSONL: one record a line."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from itertools import count

from pipeline.ingest.formats.rows import record_of_row, too_large
from pipeline.ingest.formats.stream import Stream, lines_of
from pipeline.model import Issue, Record


def read_jsonl(
    stream: io.BufferedReader[Stream], *, source: str, first: int = 1, limit: int, length: int | None = None
) -> Iterator[Record | Issue]:
    """The records of the lines of a stream, numbered from `first`; of its first `length` bytes if that is given.

    A line that is no JSON object, or too long, is an issue; blank lines are nothing.
    """
    read = 0
    lines = lines_of(stream, limit)
    for number in count(first):
        if length is not None and read >= length:
            return
        before = stream.tell() if length is not None else 0
        line = next(lines, b"")
        if line == b"":
            return
        read += stream.tell() - before if length is not None else 0
        if line is None:
            yield too_large(f"{source}#{number}", None, limit)
        elif line.strip():
            yield _record(line, source, number, limit)


def _record(line: bytes, source: str, number: int, limit: int) -> Record | Issue:
    try:
        row = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        message = f"no JSON: {error}. Write one object a line"
        return Issue(f"{source}#{number}", "read", "bad_record", message)
    if not isinstance(row, dict):
        message = f"a JSON {type(row).__name__}, not an object. Write one object a line"
        return Issue(f"{source}#{number}", "read", "bad_record", message)
    return record_of_row(row, source=source, number=number, limit=limit)
