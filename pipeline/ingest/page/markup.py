"""What class, id and itemprop of an HTML element say about its text, by the lexicons markup_word and markup_part."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, TypeAlias, get_args

from pipeline.rulebook.schema import Rulebook

Role: TypeAlias = Literal["chrome", "headline", "label", "lead", "date", "clock", "byline", "caption", "body"]
ROLES: frozenset[str] = frozenset(get_args(Role))
NONE: frozenset[str] = frozenset()

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LONG = 200  # characters of an attribute that are looked at; longer ones are generated and say nothing


class Markup:
    """Maps attribute values to roles. `roles("news-Title hot")` → {"headline"}."""

    def __init__(self, book: Rulebook) -> None:
        self._words: dict[str, set[str]] = {}
        for entry in book.entries("markup_word"):
            for form in entry.forms:
                self._words.setdefault(form, set()).add(entry.get("role"))
        parts: dict[str, list[str]] = {}
        for entry in book.entries("markup_part"):
            parts.setdefault(entry.get("role"), []).extend(map(re.escape, entry.forms))
        self._parts = [(role, re.compile("|".join(forms))) for role, forms in sorted(parts.items())]
        self.roles = lru_cache(maxsize=8192)(self._roles)

    def _roles(self, attribute: str) -> frozenset[str]:
        """The roles that one attribute value (class, id and itemprop joined by spaces) names."""
        attribute = attribute[:_LONG]
        found: set[str] = set()
        for word in _WORDS.findall(attribute):
            found |= self._words.get(word.lower(), NONE)
        squeezed = "".join(re.findall(r"[a-z ]+", attribute.lower()))
        found |= {role for role, pattern in self._parts if pattern.search(squeezed)}
        return frozenset(found)
