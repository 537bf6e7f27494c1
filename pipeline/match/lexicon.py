"""Every word of every lexicon found in one pass over a text (Aho-Corasick), at word boundaries only.

A word of a compound is no word: where an entry says which lexicons it `hides`, none of their shorter forms is found
within it («hiện» in «hiện đại»).

The automaton runs over the lower-case view with punctuation blanked, so that a boundary is a space; a form that
contains punctuation ("đ/c", "TP.HCM") is checked letter by letter afterwards.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from operator import itemgetter
from typing import TypeAlias

import ahocorasick_rs

from pipeline.match.node import Node, node_of
from pipeline.rulebook.schema import Entry

_BLANK = re.compile(r"[^\w\s]|_")
_START = itemgetter(1)  # of a node
HIDES = "hides"  # attribute of an entry: the lexicons, with a space between

_Table: TypeAlias = Mapping[str, Mapping[str, tuple[Entry, ...]]]
"""By lexicon, what its forms (lower case, as they must stand) are forms of."""


class LexiconScanner:
    """Compiled once from all lexicons and trigger phrases; `scan` gives what stands in a text."""

    def __init__(self, lexicons: Mapping[str, Iterable[Entry]], triggers: Iterable[str] = ()) -> None:
        table: dict[str, dict[str, tuple[Entry, ...]]] = {}
        exact: set[str] = set()
        hiding: dict[str, set[str]] = {}
        for name, entries in lexicons.items():
            forms = table[name] = {}
            for entry in entries:
                for form in entry.forms:
                    text = form.lower().rstrip(".")
                    forms[text] = (*forms.get(text, ()), entry)
                    if entry.exact_case:
                        exact.add(text)
                    for hidden in entry.get(HIDES).split():
                        hiding.setdefault(hidden, set()).add(text)
        self._table: _Table = table
        self._hiding = {name: frozenset(compounds) for name, compounds in hiding.items()}
        self._lexicons: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)  # of a form
        for name, forms in table.items():
            for form in forms:
                self._lexicons[form] += (name,)
        self._forms = sorted({*triggers, *(form for forms in table.values() for form in forms)} - {""})
        self._strict = frozenset(
            index for index, form in enumerate(self._forms) if form in exact or _BLANK.search(form)
        )  # to be compared again
        patterns = [f" {_BLANK.sub(' ', form)} " for form in self._forms]
        self._automaton = ahocorasick_rs.AhoCorasick(patterns) if patterns else None

    def scan(self, text: str, lower: str) -> Hits:
        """What stands in a text. `text` and `lower` are the same view."""
        starts: defaultdict[int, list[int]] = defaultdict(list)
        if self._automaton is not None:
            blank = " " + _BLANK.sub(" ", lower).replace("\n", " ") + " "
            for index, start, _ in self._automaton.find_matches_as_indexes(blank, overlapping=True):
                starts[index].append(start)
        forms = self._forms
        for index in starts.keys() & self._strict:
            form = forms[index]
            starts[index] = [start for start in starts[index] if lower.startswith(form, start)]
        standing = {forms[index]: places for index, places in starts.items() if places}
        found: defaultdict[str, list[str]] = defaultdict(list)
        for form in standing:
            for lexicon in self._lexicons.get(form, ()):
                found[lexicon].append(form)
        return Hits(standing, found, self._table, self._hiding, text, lower)


class Hits:
    """Where each form stands in one text, and which forms of each lexicon do. Nodes are made when the words of a
    lexicon are asked for."""

    def __init__(
        self,
        standing: Mapping[str, list[int]],
        found: Mapping[str, list[str]],
        table: _Table,
        hiding: Mapping[str, frozenset[str]],
        text: str,
        lower: str,
    ) -> None:
        self._standing, self._found, self._table, self._hiding = standing, found, table, hiding
        self._text, self._lower = text, lower
        self._inside: dict[frozenset[str], Mapping[int, int]] = {}  # what `_within` gave

    @property
    def forms(self) -> Collection[str]:
        """The words and trigger phrases that stand in the text."""
        return self._standing.keys()

    def places(self, phrases: Iterable[str]) -> set[int]:
        """Where any of these trigger phrases begins."""
        standing = self._standing
        return {start for phrase in phrases if phrase in standing for start in standing[phrase]}

    def nodes(self, lexicon: str) -> list[Node]:
        """Nodes of a lexicon, by start, longer first; none across a line end or in the wrong letter case."""
        found = self._found.get(lexicon)
        if found is None:
            return []
        forms = self._table[lexicon]
        nodes: list[Node] = []
        hiding = self._hiding.get(lexicon)
        within = self._within(hiding) if hiding else {}
        for form in sorted(found, key=len, reverse=True):
            starts, length = self._standing[form], len(form)
            if " " in form:  # parted by a line end these are not one phrase
                starts = [start for start in starts if self._lower.find("\n", start, start + length) < 0]
            if not within.keys().isdisjoint(starts):
                starts = [start for start in starts if within.get(start, 0) < start + length]
            for entry in forms[form]:
                for start in starts:
                    end = start + length
                    if not entry.exact_case or _as_written(entry, self._text[start:end]):
                        nodes.append(node_of((lexicon, start, end, entry, "", ())))
        nodes.sort(key=_START)
        return nodes

    def _within(self, compounds: frozenset[str]) -> Mapping[int, int]:
        """By each place within one of the compounds, where that ends; of two that overlap the first one counts."""
        known = self._inside.get(compounds)
        if known is not None:
            return known
        within = self._inside[compounds] = dict[int, int]()
        stand = self._standing.keys() & compounds
        spans = sorted((start, -len(form)) for form in stand for start in self._standing[form])
        last = 0
        for start, size in spans:
            if start >= last:
                last = start - size
                within.update(dict.fromkeys(range(start + 1, last), last))
                within[start] = last - 1  # a word that begins with it must be at least as long
        return within


def _as_written(entry: Entry, found: str) -> bool:
    return found in entry.forms or f"{found}." in entry.forms
