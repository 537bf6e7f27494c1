"""Every word of every lexicon found in one pass over a text (Aho-Corasick), at word boundaries only.

The automaton runs over the lower-case view with punctuation blanked, so that a boundary is a space; a form that
contains punctuation ("đ/c", "TP.HCM") is checked letter by letter afterwards.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import NamedTuple, TypeAlias

import ahocorasick_rs

from pipeline.match.node import Node
from pipeline.rulebook.schema import Entry

_BLANK = re.compile(r"[^\w\s]|_")
_START, _END = itemgetter(1), itemgetter(2)  # of a node


class _Form(NamedTuple):
    text: str  # lower case, as it must stand
    targets: tuple[tuple[str, Entry | None], ...]  # (node type, entry); a plain trigger word has no entry


_Found: TypeAlias = tuple[list[int], int, Entry | None]
"""Where a form stands in a text, its length, and the entry that it is of."""


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
        self._forms = [_Form(text, tuple(found)) for text, found in sorted(targets.items()) if text]
        self._strict = frozenset(index for index, form in enumerate(self._forms) if _is_strict(form))
        patterns = [f" {_BLANK.sub(' ', form.text)} " for form in self._forms]
        self._automaton = ahocorasick_rs.AhoCorasick(patterns or ["\0"]) if patterns else None

    def scan(self, text: str, lower: str) -> Hits:
        """What stands in a text. `text` and `lower` are the same view."""
        starts: defaultdict[int, list[int]] = defaultdict(list)
        if self._automaton is not None:
            blank = " " + _BLANK.sub(" ", lower).replace("\n", " ") + " "
            for index, start, _ in self._automaton.find_matches_as_indexes(blank, overlapping=True):
                starts[index].append(start)
        found: defaultdict[str, list[_Found]] = defaultdict(list)
        forms, strict = self._forms, self._strict
        for index, places in starts.items():
            form, targets = forms[index]
            if index in strict:
                places = [start for start in places if lower.startswith(form, start)]
                if not places:
                    continue
            length = len(form)
            for name, entry in targets:
                found[name].append((places, length, entry))
        return Hits(found, text, lower)


class Hits:
    """The words of one text by node type: where each of them stands. Nodes are made when a type is asked for."""

    def __init__(self, found: Mapping[str, list[_Found]], text: str, lower: str) -> None:
        self._found, self._text, self._lower = found, text, lower

    @property
    def types(self) -> Iterable[str]:
        """The lexicons and triggers of which something stands in the text."""
        return self._found.keys()

    def places(self, triggers: frozenset[str]) -> set[int]:
        """Where any of these trigger phrases begins."""
        names = self._found.keys() & triggers
        return {start for name in names for starts, _, _ in self._found[name] for start in starts}

    def nodes(self, type_: str) -> list[Node]:
        """Nodes of a lexicon or trigger, by start, longer first; none across a line end or in the wrong letter case."""
        nodes: list[Node] = []
        for starts, length, entry in self._found.get(type_, ()):
            exact = entry if entry is not None and entry.exact_case else None
            for start in starts:
                end = start + length
                on_a_line = self._lower.find("\n", start, end) < 0
                if on_a_line and (exact is None or _as_written(exact, self._text[start:end])):
                    nodes.append(Node(type_, start, end, entry))
        nodes.sort(key=_END, reverse=True)
        nodes.sort(key=_START)
        return nodes


def _is_strict(form: _Form) -> bool:
    """Whether a form has to be compared again: it contains punctuation or needs exact case."""
    return bool(_BLANK.search(form.text)) or any(entry is not None and entry.exact_case for _, entry in form.targets)


def _by_place(node: Node) -> tuple[int, int]:
    return node.start, -node.end


def _as_written(entry: Entry, found: str) -> bool:
    return found in entry.forms or f"{found}." in entry.forms
