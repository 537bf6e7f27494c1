"""Every word of every lexicon found in one pass over a text (Aho-Corasick), at word boundaries only.

The automaton runs over the lower-case view with punctuation blanked, so that a boundary is a space; a form that
contains punctuation ("đ/c", "TP.HCM") is checked letter by letter afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import ahocorasick_rs

from pipeline.match.node import Node
from pipeline.rulebook.schema import Entry

_BLANK = re.compile(r"[^\w\s]|_")
_DIGIT_EDGE = re.compile(r"(?<=\d)(?=[^\W\d_])")


class _Form(NamedTuple):
    text: str  # lower case, as it must stand
    strict: bool  # contains punctuation or needs exact case: compare again
    targets: tuple[tuple[str, Entry | None], ...]  # (node type, entry); a plain trigger word has no entry


class LexiconScanner:
    """Compiled once from all lexicons and trigger words; `scan` gives what stands in a text."""

    def __init__(self, lexicons: Mapping[str, Iterable[Entry]], triggers: Iterable[str] = ()) -> None:
        targets: dict[str, list[tuple[str, Entry | None]]] = {}
        for name, entries in lexicons.items():
            for entry in entries:
                for form in entry.forms:
                    targets.setdefault(form.lower().rstrip("."), []).append((name, entry))
        for word in triggers:
            targets.setdefault(word, []).append((f"'{word}", None))
        self._forms = [
            _Form(
                text, bool(_BLANK.search(text)) or any(e is not None and e.exact_case for _, e in found), tuple(found)
            )
            for text, found in sorted(targets.items())
            if text
        ]
        patterns = [f" {_BLANK.sub(' ', form.text)} " for form in self._forms]
        self._automaton = ahocorasick_rs.AhoCorasick(patterns or ["\0"]) if patterns else None

    def scan(self, text: str, lower: str) -> Hits:
        """What stands in a text. `text` and `lower` are the same view."""
        spans: dict[int, list[tuple[int, int]]] = {}
        if self._automaton is not None:
            forms = self._forms
            blank = " " + _BLANK.sub(" ", lower).replace("\n", " ") + " "
            for index, start, stop in self._automaton.find_matches_as_indexes(blank, overlapping=True):
                end = stop - 2
                if forms[index].strict and lower[start:end] != forms[index].text:
                    continue
                here = spans.get(index)
                if here is None:
                    spans[index] = [(start, end)]
                else:
                    here.append((start, end))
        found: dict[str, list[tuple[list[tuple[int, int]], Entry | None]]] = {}
        for index, here in spans.items():
            for name, entry in self._forms[index].targets:
                found.setdefault(name, []).append((here, entry))
        return Hits(found, text, lower)


class Hits:
    """The words of one text by node type: where each of them stands. Nodes are made when a type is asked for."""

    def __init__(
        self, found: dict[str, list[tuple[list[tuple[int, int]], Entry | None]]], text: str, lower: str
    ) -> None:
        self._found, self._text, self._lower = found, text, lower

    def places(self, triggers: frozenset[str]) -> set[int]:
        """Where any of these trigger phrases begins."""
        names = self._found.keys() & triggers
        return {start for name in names for spans, _ in self._found[name] for start, _ in spans}

    def nodes(self, type_: str) -> list[Node]:
        """Nodes of a lexicon or trigger, by start, longer first; none across a line end or in the wrong letter case."""
        nodes = [
            Node(type_, start, end, entry)
            for spans, entry in self._found.get(type_, ())
            for start, end in spans
            if "\n" not in self._lower[start:end]
            and (entry is None or not entry.exact_case or _as_written(entry, self._text[start:end]))
        ]
        nodes.sort(key=lambda node: (node.start, -node.end))
        return nodes


def _as_written(entry: Entry, found: str) -> bool:
    return found in entry.forms or f"{found}." in entry.forms
