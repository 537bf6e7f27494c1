"""Every word of every lexicon found in one pass over a text (Aho-Corasick), at word boundaries only.

A word of a compound is no word: where an entry says which lexicons it `hides`, none of their shorter forms is found
within it («hiện» in «hiện đại»).

The automaton runs over the lower-case view with punctuation blanked, so that a boundary is a space; a form that
contains punctuation ("đ/c", "TP.HCM") is checked letter by letter afterwards.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from types import MappingProxyType
from typing import TypeAlias

import ahocorasick_rs

from pipeline.match.node import Node, node_of
from pipeline.rulebook.schema import Entry

_BLANK = re.compile(r"[^\w\s]|_")
_START = itemgetter(1)  # of a node
_NOTHING: Mapping[str, Iterable[str]] = MappingProxyType({})
HIDES = "hides"  # attribute of an entry: the lexicons, with a space between

_Table: TypeAlias = Mapping[str, Mapping[str, tuple[Entry, ...]]]
"""By lexicon, what its forms (lower case, as they must stand) are forms of."""


class LexiconScanner:
    """Compiled once from all lexicons and the phrases that rules begin with; `scan` gives what stands in a text.

    `begins`: by phrase, what rules that it begins can make."""

    def __init__(self, lexicons: Mapping[str, Iterable[Entry]], begins: Mapping[str, Iterable[str]] = _NOTHING) -> None:
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
        lexicons_of: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
        for name, forms in table.items():
            for form in forms:
                lexicons_of[form] += (name,)
        self._forms = sorted({*begins, *lexicons_of} - {""}, key=lambda form: (-len(form), form))
        self._roles = {form: (lexicons_of.get(form, ()), tuple(begins.get(form, ()))) for form in self._forms}
        self._strict = frozenset(
            index for index, form in enumerate(self._forms) if form in exact or _BLANK.search(form)
        )  # to be compared again
        patterns = [f" {_BLANK.sub(' ', form)} " for form in self._forms]
        self._automaton = ahocorasick_rs.AhoCorasick(patterns) if patterns else None

    def scan(self, text: str, lower: str) -> Hits:
        """What stands in a text. `text` and `lower` are the same view."""
        starts: defaultdict[int, list[int]] = defaultdict(list)
        if self._automaton is not None:
            first = 0
            for line in _BLANK.sub(" ", lower).split("\n"):  # what a line end parts is no phrase
                for index, start, _ in self._automaton.find_matches_as_indexes(f" {line} ", overlapping=True):
                    starts[index].append(first + start)
                first += len(line) + 1
        forms = self._forms
        for index in starts.keys() & self._strict:
            form = forms[index]
            starts[index] = [start for start in starts[index] if lower.startswith(form, start)]
        standing = {forms[index]: starts[index] for index in sorted(starts) if starts[index]}
        begun: defaultdict[str, list[str]] = defaultdict(list)
        found: defaultdict[str, list[str]] = defaultdict(list)
        here: defaultdict[int, list[str]] = defaultdict(list)
        roles = self._roles
        for form, places in standing.items():
            lexicons, products = roles[form]
            for product in products:
                begun[product].append(form)
            for lexicon in lexicons:
                found[lexicon].append(form)
            if lexicons:
                for place in places:
                    here[place].append(form)
        return Hits(standing, begun, found, here, self._table, self._hiding, text)


class Hits:
    """Where each form stands in one text, longer forms first. Nodes are made when the words of a lexicon are asked for:
    at one place, or all of them."""

    def __init__(
        self,
        standing: Mapping[str, list[int]],
        begun: Mapping[str, list[str]],
        found: Mapping[str, list[str]],
        here: Mapping[int, list[str]],
        table: _Table,
        hiding: Mapping[str, frozenset[str]],
        text: str,
    ) -> None:
        self._standing, self._begun, self._found, self._here = standing, begun, found, here
        self._table, self._hiding, self._text = table, hiding, text
        self._inside: dict[frozenset[str], Mapping[int, int]] = {}  # what `_within` gave

    def begun(self, product: str) -> Iterator[tuple[str, list[int]]]:
        """The phrases of the text that begin rules of a product, each with its places."""
        standing = self._standing
        return ((phrase, standing[phrase]) for phrase in self._begun.get(product, ()))

    def begins(self, phrases: Iterable[str]) -> set[int]:
        """Where any of these phrases begins."""
        standing = self._standing
        return {start for phrase in phrases if phrase in standing for start in standing[phrase]}

    def nodes(self, lexicon: str) -> list[Node]:
        """Nodes of a lexicon, by start, longer first; none across a line end or in the wrong letter case."""
        found = self._found.get(lexicon)
        if found is None:
            return []
        forms, standing, text = self._table[lexicon], self._standing, self._text
        nodes: list[Node] = []
        hiding = self._hiding.get(lexicon)
        within = self._within(hiding) if hiding else {}
        for form in found:
            starts, length = standing[form], len(form)
            if within and not within.keys().isdisjoint(starts):
                starts = [start for start in starts if within.get(start, 0) < start + length]
            for entry in forms[form]:
                fit = starts
                if entry.exact_case:
                    fit = [start for start in starts if _as_written(entry, text[start : start + length])]
                nodes.extend([node_of((lexicon, start, start + length, entry, "", ())) for start in fit])
        nodes.sort(key=_START)
        return nodes

    @cached_property
    def places(self) -> Sequence[int]:
        """Every place where a word of any lexicon begins, in order."""
        return sorted(self._here)

    def at(self, lexicon: str) -> Mapping[int, Sequence[Node]]:
        """The nodes of a lexicon by the place where they begin, longer first, made when a place is asked for; of a
        place without any it gives an empty sequence."""
        if lexicon not in self._found:
            return NOWHERE
        hiding = self._hiding.get(lexicon)
        within = self._within(hiding) if hiding else {}
        return _Words(lexicon, self._table[lexicon], self._here, within, self._text)

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


class Index(dict[int, Sequence[Node]]):
    """Nodes by start; nothing where none begins."""

    def __missing__(self, start: int) -> Sequence[Node]:
        return ()


NOWHERE = Index()


class _Words(dict[int, Sequence[Node]]):
    """The words of one lexicon by place, each place looked at when it is first asked for."""

    def __init__(
        self,
        lexicon: str,
        forms: Mapping[str, tuple[Entry, ...]],
        here: Mapping[int, Sequence[str]],
        within: Mapping[int, int],
        text: str,
    ) -> None:
        self._lexicon, self._forms, self._here, self._within, self._text = lexicon, forms, here, within, text

    def __missing__(self, start: int) -> Sequence[Node]:
        forms, found = self._forms, list[Node]()
        for form in self._here.get(start, ()):
            if form in forms:
                end = start + len(form)
                if self._within and self._within.get(start, 0) >= end:
                    continue  # a word of a compound
                for entry in forms[form]:
                    if not entry.exact_case or _as_written(entry, self._text[start:end]):
                        found.append(node_of((self._lexicon, start, end, entry, "", ())))
        self[start] = found
        return found


def _as_written(entry: Entry, found: str) -> bool:
    return found in entry.forms or f"{found}." in entry.forms
