"""The codes in document numbers and the words for the same things: NQ and «Nghị quyết», TU and «Tỉnh ủy»."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.extract.phrasing import spelled_out
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.rulebook.schema import Entry, Rulebook
from pipeline.text.fold import fold

_PARTS = re.compile(r"[-/&(]")
_LAST_DIGITS = re.compile(r"\d+$")
_SHORTEST_SUFFIX = 2


@dataclass(frozen=True)
class Vocabulary:
    """The codes of rules/documents as tables: `codes` and `issuers` by written form in capitals, `bodies` the names of
    issuers in small letters between spaces, longest first, each with its code in numbers. `bare`: style of a number
    without code → what such numbers are of; `dated`: codes whose numbers always have a year."""

    codes: Mapping[str, Entry]
    issuers: Mapping[str, Entry]
    bodies: tuple[tuple[str, str], ...]
    bare: Mapping[str, Entry]
    dated: frozenset[str]

    @classmethod
    def of(cls, book: Rulebook) -> Vocabulary:
        """Read from a rule book."""
        codes = {form.upper(): entry for entry in book.entries("doc_code") for form in entry.forms}
        issuers = {form.upper(): entry for entry in book.entries("doc_issuer_code") for form in entry.forms}
        bodies = tuple(sorted(_bodies(book), key=lambda pair: (-len(pair[0]), pair)))
        bare = {entry.get("bare"): entry for entry in codes.values() if entry.get("bare")}
        dated = frozenset(entry.canonical for entry in codes.values() if entry.get("year") == "always")
        return cls(codes, issuers, bodies, bare, dated)

    def code(self, written: str) -> Entry | None:
        """The type a code stands for, in any letter case."""
        return self.codes.get(written.upper())

    def issuer(self, written: str) -> Entry | None:
        """The issuer a code stands for: itself, one of its parts from the left (MTTQ-BTT), a part less its last digits
        (HĐND12), the end of a part (BDVTU) or its beginning (QH15)."""
        upper = written.upper()
        if upper in self.issuers:
            return self.issuers[upper]
        for part in filter(None, _PARTS.split(upper.rstrip(")"))):
            found = self.issuers.get(part) or self.issuers.get(_LAST_DIGITS.sub("", part)) or self._fitting(part)
            if found is not None:
                return found
        return None

    def _fitting(self, part: str) -> Entry | None:
        fitting = [
            (len(form), form, entry)
            for form, entry in self.issuers.items()
            if (entry.get("fits") == "suffix" and part.endswith(form) and len(part) >= len(form) + _SHORTEST_SUFFIX)
            or (entry.get("fits") == "prefix" and part.startswith(form))
        ]
        return max(fitting, key=lambda found: found[:2])[2] if fitting else None

    def body_codes(self, name: str) -> frozenset[str]:
        """The codes that the body named by a phrase may have: "Ban Thường vụ Thành ủy" → TU, ThU, TPU. The longest name
        in it decides: "Thủ tướng Chính phủ" is not Chính phủ."""
        padded = f" {fold(name).lower()} "
        codes: set[str] = set()
        longest = 0
        for body, code in self.bodies:
            if len(body) < longest:
                break
            if body in padded:
                longest = len(body)
                codes.add(code)
        return frozenset(codes)


def issuer_codes_scanner(book: Rulebook) -> Callable[[Chart], Iterator[Node]]:
    """Scanner of type `issuer_codes`: for every issuer the codes that its numbers may have."""
    words = book.once(Vocabulary.of)

    def scan(chart: Chart) -> Iterator[Node]:
        for node in chart.nodes("issuer"):
            yield Node("issuer_codes", node.start, node.end, words.body_codes(spelled_out(chart, node)))

    return scan


def _bodies(book: Rulebook) -> Iterator[tuple[str, str]]:
    for entry in book.entries("doc_issuer_code"):
        names = [entry.get("issuer"), *filter(None, f"{entry.get('also')}, {entry.get('names')}".split(", "))]
        for name in (*names, *(form for form in entry.forms if len(form) > _SHORTEST_SUFFIX)):
            yield f" {fold(name).lower()} ", entry.canonical
    for entry in book.entries("issuer_body"):
        if entry.get("code"):
            yield from ((f" {form.lower()} ", entry.get("code")) for form in entry.forms)
