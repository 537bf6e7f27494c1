"""What the inputs of a run consist of: small descriptions that a worker process can read by itself."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal, TypeAlias

from pipeline.errors import UsageError

Format: TypeAlias = Literal["text", "html", "jsonl", "csv", "parquet", "warc", "sniff", "unknown"]

SUFFIXES: dict[str, Format] = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".shtml": "html",
    ".aspx": "html",
    ".php": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
    ".warc": "warc",
}
CHUNK = 64 << 20  # bytes of a JSONL file that make a unit of their own
_BLOCK = 8 << 20


@dataclass(frozen=True, slots=True)
class Unit:
    """A file, or a part of one: bytes `[start, stop)` of a JSONL file, row groups `[start, stop)` of a Parquet file.

    `first` is the number of its first record in the file, counted from 1. `path` is "-" for stdin, which only the
    process that owns it can read.
    """

    path: str
    format: Format
    start: int = 0
    stop: int | None = None
    first: int = 1

    @property
    def source(self) -> str:
        """The path as records name it: file names that are no UTF-8 have their odd bytes escaped."""
        return self.path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def list_units(inputs: Sequence[str], *, chunk: int = CHUNK) -> Iterator[Unit]:
    """The units of files, folders (recursive), globs, URLs and "-", in the order of `inputs`, sorted inside each.

    The units, and so the numbers of records, do not depend on who reads them. Raises UsageError, before the first unit,
    for an input that is not there.
    """
    expanded = [_expand(item) for item in inputs]
    for paths in expanded:
        for path, given in paths:
            yield from _units_of(path, format_of(path, given=given), chunk)


def format_of(path: str, *, given: bool) -> Format:
    """The format by the name. A file that was named itself is looked into if its name tells nothing; in a folder such
    files are unknown."""
    if path == "-":
        return "sniff"
    name = PurePosixPath(path.split("?")[0].split("#")[0] if "://" in path else path).name.lower()
    suffix = PurePosixPath(name.removesuffix(".gz")).suffix
    return SUFFIXES.get(suffix, "sniff" if given else "unknown")


# ── inputs → paths ───────────────────────────────────────────────────────────────────────────────


def _expand(item: str) -> list[tuple[str, bool]]:
    """Paths, each with whether it was named itself. Small: one pair a file."""
    if item == "-":
        return [(item, True)]
    if "://" in item:
        return _remote(item)
    path = Path(item)
    if path.is_dir():
        return [(file, False) for file in _walk(item)]
    if path.exists():
        return [(item, True)]
    if glob.has_magic(item):
        found = sorted(glob.glob(item, recursive=True))  # noqa: PTH207 (Path.glob has no absolute patterns)
        if found:
            return [pair for name in found for pair in _expand(name)]
    raise UsageError(
        "no such file or folder", where=item, remedy="give a file, a folder, a quoted glob, a URL, or - for stdin"
    )


def _walk(folder: str) -> Iterator[str]:
    """The files below a folder, sorted by path, and links that lead nowhere, for whoever reads them to say so; hidden
    ones, and what is neither, are left out."""
    files = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [os.path.join(root, name) for name in names if not name.startswith(".")]  # noqa: PTH118
    yield from sorted(file for file in files if Path(file).is_file() or not Path(file).exists())


def _remote(url: str) -> list[tuple[str, bool]]:
    """A URL of fsspec: a file, a folder or a glob of a file system that can list."""
    if url.startswith(("http://", "https://")):
        return [(url, True)]
    import fsspec

    try:
        system, path = fsspec.core.url_to_fs(url)
        if glob.has_magic(path):
            return [(system.unstrip_protocol(name), False) for name in sorted(system.glob(path)) if system.isfile(name)]
        if system.isdir(path):
            return [(system.unstrip_protocol(name), False) for name in sorted(system.find(path))]
        if system.exists(path):
            return [(url, True)]
    except (ImportError, ValueError, OSError) as error:
        raise UsageError(
            f"cannot open this URL: {error}", where=url, remedy="check the address and its driver"
        ) from error
    raise UsageError("nothing at this URL", where=url, remedy="check the address")


# ── paths → units ────────────────────────────────────────────────────────────────────────────────


def _units_of(path: str, format_: Format, chunk: int) -> Iterator[Unit]:
    local = "://" not in path and path != "-"
    if format_ == "jsonl" and local and not path.lower().endswith(".gz") and _size(path) > chunk:
        yield from _ranges(path, chunk)
    elif format_ == "parquet" and local:
        from pipeline.ingest.formats.parquet import row_groups

        yield from (Unit(path, "parquet", start, stop, first) for start, stop, first in row_groups(path))
    else:
        yield Unit(path, format_)


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0  # whoever reads it will say why it cannot be read


def _ranges(path: str, chunk: int) -> Iterator[Unit]:
    """A large JSONL file cut at line ends after every `chunk` bytes."""
    start = position = 0
    first = lines = 1
    with Path(path).open("rb") as stream:
        while block := stream.read(min(_BLOCK, chunk)):
            end = block.rfind(b"\n") + 1
            if position + end - start >= chunk and end:
                lines += block.count(b"\n", 0, end)
                yield Unit(path, "jsonl", start, position + end, first)
                start, first = position + end, lines
                lines += block.count(b"\n", end)
            else:
                lines += block.count(b"\n")
            position += len(block)
    if position > start:
        yield Unit(path, "jsonl", start, position, first)
