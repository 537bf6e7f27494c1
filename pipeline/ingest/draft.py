"""What the makers for HTML and plain text hand over: paragraphs with kinds, and what the page says about itself."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model import BlockKind
from pipeline.text.canonical import Repair

Removed = tuple[int, str, str]  # position of the line in its source, the line, rule id

_STOPS = (".", "!", "?", ":", ";", "…", "/")
_CLOSERS = "\"”’»)]' "


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; its lines are parted by newlines where the source breaks them."""

    text: str
    kind: BlockKind | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An article before its text is fixed."""

    paragraphs: tuple[Paragraph, ...]
    title: str | None = None
    published_on: str | None = None
    published_on_basis: str | None = None
    author: str | None = None
    url: str | None = None
    site: str | None = None
    removed: tuple[Removed, ...] = ()
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a record gives no article: an issue code and what to say."""

    code: str
    message: str


def ends_sentence(text: str) -> bool:
    """Whether a line ends with a full stop or the like, perhaps inside quotes or brackets."""
    return text.rstrip(_CLOSERS).endswith(_STOPS)


def is_sentence(text: str) -> bool:
    """Whether a line reads like a sentence: 8 words that end like one, 25 that end with a quotation (a headline may do
    so too, but is shorter), or more words than a headline has."""
    words = text.count(" ") + 1
    return words >= 8 and (words >= 45 or ends_sentence(text) or (words >= 25 and text[-1] in _CLOSERS))
