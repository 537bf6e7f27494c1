"""What the readers of numbers, dates and periods ask of a rule book, and word lists as one regular expression."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Protocol


class Lexicons(Protocol):
    """The two accessors of a Rulebook that the text layer needs; it does not know the Rulebook itself."""

    def table(self, lexicon: str, attribute: str | None = None) -> Mapping[str, str]:
        """Written form in lower case → canonical form, or → the value of `attribute`."""
        ...

    def words(self, lexicon: str) -> frozenset[str]:
        """All written forms in lower case."""
        ...


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of `words`, the longest first, sharing beginnings so that it fails early.

    A space in a word stands for one space of a View. Matches nothing if `words` is empty.

    >>> any_of(["tháng", "tháng giêng", "tuần"])
    't(?:háng(?: giêng)?|uần)'
    """
    root: dict[str, Any] = {}
    for word in sorted(set(words)):
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _pattern(root) if root else "(?!)"


def _pattern(node: dict[str, Any]) -> str:
    branches = [
        (char if char == " " else re.escape(char)) + _pattern(child) for char, child in sorted(node.items()) if char
    ]
    if not branches:
        return ""
    if len(branches) == 1:
        rest = branches[0]
        return f"(?:{rest})?" if "" in node else rest
    return "(?:" + "|".join(branches) + ")" + ("?" if "" in node else "")
