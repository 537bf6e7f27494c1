"""CSV: one record a row, names of fields in the first."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from pipeline.errors import DecodeError
from pipeline.ingest.formats.rows import record_of_row
from pipeline.ingest.formats.stream import Stream
from pipeline.model import Issue, Record
from pipeline.text.canonical import decode

_SAMPLE = 1 << 16
_SEPARATORS = ",;\t|"


def read_csv(stream: io.BufferedReader[Stream], *, source: str, limit: int) -> Iterator[Record | Issue]:
    """The records of the rows of a CSV file, numbered from 1. The separator is the one most frequent in the header.

    A row that cannot be read is an issue; a file without a column text or html is one.
    """
    csv.field_size_limit(limit)  # the module has no narrower place for it
    text = io.TextIOWrapper(stream, encoding=_encoding(stream), errors="replace", newline="")
    header = text.readline(_SAMPLE)
    separator = max(_SEPARATORS, key=header.count)
    names = [name.strip().lower() for name in next(csv.reader([header], delimiter=separator), [])]
    if not {"text", "html"} & set(names):
        yield Issue(source, "read", "no_text", f"no column text or html among {names[:12]}. Name one of them so")
        return
    rows = csv.reader(_bounded(text, limit), delimiter=separator)
    number = 0
    while True:
        number += 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield Issue(f"{source}#{number}", "read", "bad_record", f"no CSV row: {error}. Check its quotes")
            continue
        if row is None:
            return
        if row:
            fields = dict(zip(names, row, strict=False))
            yield record_of_row(fields, source=source, number=number, limit=limit)


def _bounded(text: io.TextIOWrapper, limit: int) -> Iterator[str]:
    """Lines cut at `limit`: a field longer than that is an error of the reader, not of memory."""
    while line := text.readline(limit + 2):
        yield line


def _encoding(stream: io.BufferedReader[Stream]) -> str:
    """The encoding of the file by its beginning; UTF-8 where that is no text."""
    sample = stream.peek(_SAMPLE)[:_SAMPLE]
    try:
        found = decode(sample, fonts=False).encoding
    except DecodeError:
        return "utf-8"
    if found == "utf-8":
        return "utf-8-sig"
    return "utf-16" if found.startswith("utf-16") and sample[:2] in (b"\xff\xfe", b"\xfe\xff") else found
