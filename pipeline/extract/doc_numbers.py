"""Numbers of legal and Party documents: from what a rule's named groups caught to the canonical number.

Party papers are written `02-NQ/TU`, state papers `33/CT-TTg` and `15/2024/NĐ-CP`, the National Assembly's
`10/2022/QH15`, letters `3140/BTTTT-KHCN` (Nghị định 30/2020/NĐ-CP, Quy định 66-QĐ/TW). Which of these it is follows
from the issuer's code, not from the separators someone typed; an unknown issuer keeps the separators as typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.rulebook.schema import Entry, Rulebook

_SIBLING = re.compile(r"\d{1,5}")
_RANGE = re.compile(r"\bđến\b|-\s?$")
_SPACES = re.compile(r"\s+")
_YEAR_WORDS = re.compile(r"(?:năm|ngày|tháng|nhiệm kỳ|giai đoạn)\s*$")
LONGEST_RANGE = 40


@dataclass(frozen=True, slots=True)
class DocNumber:
    """One number. `start`, `end` span what was written for it; of siblings that share a code, only their own digits.
    `issuer` is the body the code stands for, `also` what else it may stand for, `tier` its level."""

    start: int
    end: int
    canonical: str
    code: str | None
    issuer_code: str | None
    year: int | None
    style: str
    type: str | None
    issuer: str | None
    system: str | None
    repaired: str | None = None
    tier: str | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """The codes of rules/documents as tables."""

    codes: Mapping[str, Entry]
    issuers: Mapping[str, Entry]

    @classmethod
    def of(cls, book: Rulebook) -> Vocabulary:
        return cls(
            {form: entry for entry in book.entries("doc_code") for form in entry.forms},
            {form.upper(): entry for entry in book.entries("doc_issuer_code") for form in entry.forms},
        )

    def issuer(self, code: str) -> Entry | None:
        """The issuer a code stands for: itself, its last part (BDVTU), or its first (MTTQ-BTT, QH15)."""
        upper = code.upper()
        if upper in self.issuers:
            return self.issuers[upper]
        head = re.split(r"[-/(]", upper)[0]
        fitting = [
            (form, entry)
            for form, entry in self.issuers.items()
            if (entry.get("fits") == "suffix" and head.endswith(form))
            or (entry.get("fits") == "prefix" and head.startswith(form))
            or head == form
        ]
        return max(fitting, key=lambda pair: len(pair[0]))[1] if fitting else None


def doc_number_scanner(book: Rulebook) -> Callable[[Chart], Iterator[Node]]:
    """Scanner of type `doc_number`; values are tuples of DocNumber, several where a list or range shares one code."""
    words = Vocabulary.of(book)

    def scan(chart: Chart) -> Iterator[Node]:
        for node in chart.nodes("written_number"):
            numbers = tuple(_read(chart, node, words))
            yield Node("doc_number", numbers[0].start, node.end, numbers, node.rule, node.slots)

    return scan


def _read(chart: Chart, node: Node, words: Vocabulary) -> Iterator[DocNumber]:
    parts = dict(node.slots)
    written = {name: _SPACES.sub("", str(slot.value)) for name, slot in parts.items()}
    code = words.codes.get(written.get("t", ""))
    issuer_code, issuer = _issuer(written["i"], words)
    system = issuer.get("system") if issuer else None
    style = _style(chart, parts, written, system)
    first = parts["n"].start
    siblings = list(_siblings(chart, parts.get("more"), parts["n"]))
    for number, start, end in [*siblings, (_digits(written), first, node.end)]:
        canonical = _canonical(number, written.get("y"), code.canonical if code else None, issuer_code, style)
        typed = _SPACES.sub("", chart.text[first : node.end])
        own = start == first
        yield DocNumber(
            start,
            end,
            canonical,
            code.canonical if code else None,
            issuer_code,
            int(written["y"]) if "y" in written else None,
            style,
            _type(code, style, system),
            issuer.get("issuer") if issuer else None,
            system,
            chart.text[first : node.end] if own and typed != canonical else None,
            issuer.get("tier") or None if issuer else None,
            tuple(issuer.get("also").split(", ")) if issuer and issuer.get("also") else (),
        )


def _digits(written: Mapping[str, str]) -> str:
    number = written["n"].replace(".", "").replace("O", "0")
    return number + written.get("sub", "")


def _siblings(chart: Chart, more: Node | None, last: Node) -> Iterator[tuple[str, int, int]]:
    if more is None or more.start == more.end:
        return
    found = list(_SIBLING.finditer(chart.text, more.start, more.end))
    before = chart.lower[max(0, more.start - 12) : more.start]
    if _YEAR_WORDS.search(before) or any(1900 <= int(match[0]) <= 2100 for match in found):
        return  # "năm 2023, 25-NQ/TW": a date before the number, not a sibling
    for match in found:
        yield match[0], match.start(), match.end()
    if _RANGE.search(chart.lower[found[-1].end() : last.start]):
        width, low, high = len(found[-1][0]), int(found[-1][0]), int(re.sub(r"\D", "", str(last.value)))
        if low < high <= low + LONGEST_RANGE:
            for number in range(low + 1, high):
                yield str(number).zfill(width), found[-1].start(), last.end


def _issuer(written: str, words: Vocabulary) -> tuple[str, Entry | None]:
    entry = words.issuer(written)
    code = written.replace("/", "-") if entry is None or entry.get("system") != "party" else written
    if entry is not None:
        for form in sorted(entry.forms, key=len, reverse=True):
            at = code.upper().find(form.upper())
            if at >= 0:
                return code[:at] + entry.canonical + code[at + len(form) :], entry
    return code, entry


def _style(chart: Chart, parts: Mapping[str, Node], written: Mapping[str, str], system: str | None) -> str:
    if "t" not in parts:
        return "assembly" if "y" in written else "letter"
    if "y" in written:
        return (
            "assembly" if re.match(r"(?:UBTV)?QH\d", written["i"]) and parts["t"].start < parts["i"].start else "state"
        )
    if system:
        return system
    between = chart.text[parts["n"].end : parts["t"].start]
    return "party" if "-" in between else "state"


def _canonical(number: str, year: str | None, code: str | None, issuer: str, style: str) -> str:
    if style == "party" and code:
        return f"{number}-{code}/{issuer}"
    head = f"{number}/{year}" if year else number
    return f"{head}/{code}-{issuer}" if code else f"{head}/{issuer}"


def _type(code: Entry | None, style: str, system: str | None) -> str | None:
    if code is None:
        return None if style == "letter" else "Luật"
    if code.canonical == "TT" and system == "party":
        return "Thông tri"
    return code.get("type")
