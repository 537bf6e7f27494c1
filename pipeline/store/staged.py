"""What goes into the store besides rows: plain data that crosses processes without loading a database library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.model import Article, Issue
from pipeline.store.rows import Row


@dataclass(frozen=True, slots=True)
class Sketch:
    """An article's fingerprint: equal bodies have equal digests, and bodies that share a band are compared."""

    bands: tuple[int, ...]
    body_sha256: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one record: an article with its sketch, or the issue why there is none."""

    source: str
    digest: str
    article: Article | None = None
    sketch: Sketch | None = None
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The place tables: what they were made from, and their rows, for `places` and `place_successors`, in the order of
    the columns of these."""

    digest: str
    rows: Callable[[], tuple[Sequence[Row], Sequence[Row]]]
