"""The stamp that tells rows of one state of code and rules from those of another."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pipeline

_DECIDING = ("model.py", "columns.py", "kinds.py", "text", "rulebook", "match", "places", "ingest", "extract")
_LIBRARIES = ("ahocorasick-rs", "lxml", "regex", "underthesea", "warcio")


@cache
def code_version() -> str:
    """Version of hoinghi with a digest of all that decides what is extracted: own modules, libraries they use."""
    root = Path(pipeline.__file__).parent
    total = hashlib.sha256()
    for name in _DECIDING:
        path = root / name
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            total.update(f"{file.relative_to(root).as_posix()}\0".encode())
            total.update(hashlib.sha256(file.read_bytes()).digest())
    for library in _LIBRARIES:
        total.update(f"{library}\0{_version(library)}\0".encode())
    return f"{_version('hoinghi')}+{total.hexdigest()[:12]}"


def stamp(rules_sha256: str, *, words: bool) -> str:
    """What rows carry as the mark of how they were made."""
    return f"{code_version()} {rules_sha256[:16]}{' words' if words else ''}"


def same_code(one: str, other: str) -> bool:
    """Whether two stamps differ in their rules only.

    >>> same_code("0.1+aa 11", "0.1+aa 22"), same_code("0.1+aa 11", "0.1+bb 11")
    (True, False)
    """
    (code, _, *options), (other_code, _, *other_options) = one.split(" "), other.split(" ")
    return (code, options) == (other_code, other_options)


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "0"
