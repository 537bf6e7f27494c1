"""Numbers of legal and Party documents: from what a rule's named groups caught to the canonical number.

Party papers are written `02-NQ/TU`, state papers `33/CT-TTg` and `15/2024/NĐ-CP`, the National Assembly's
`10/2022/QH15`, letters `3140/BTTTT-KHCN` (Nghị định 30/2020/NĐ-CP, Quy định 66-QĐ/TW). Which of these it is follows
from the issuer's code, not from the separators someone typed; an unknown issuer keeps the separators as typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.extract.documents.codes import Vocabulary
from pipeline.extract.documents.words import DocumentWords
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.rulebook.schema import Entry, Rulebook

# what is in every number: a letter behind a digit and a sign, or capitals behind a digit and a sign behind them
_LIKE_NUMBER = re.compile(r"\d[^\W\d_]*\s?(?:[-/_]\s?[^\W\d_]|[A-ZĐ][^\W\d_]*\s?[-/_.])")
_SIBLING = re.compile(r"\d{1,5}")
_SPACES = re.compile(r"\s+")
_NOT_DIGITS = str.maketrans("OolI", "0011")
_NATIONAL_ASSEMBLY = re.compile(r"(?:UBTV)?QH")
_TERM_OF_ASSEMBLY = re.compile(r"QH(\d{1,2})$")
_NOTE_SIGN = re.compile(r"\(\d{1,2}\)$")
_FOOTNOTE = re.compile(r"(?<=[A-ZĐƯ])\d{1,2}$")
LONGEST_RANGE = 40
FIRST_YEARS = {9: 1992, 10: 1997, 11: 2002, 12: 2007, 13: 2011, 14: 2016, 15: 2021, 16: 2026, 17: 2031}
"""The year in which each National Assembly first met."""


@dataclass(frozen=True, slots=True)
class DocNumber:
    """One number. `start`, `end` span what was written for it; of siblings that share a code, only their own digits,
    and all of the range for those that a range leaves out (`implied`).

    `issuer` is the body the code stands for, `also` what else it may stand for, `tier` its level, `body` its code in
    rules/documents. `number` is the part that counts up. `joint`: several bodies issued it. `doubt`: why the number
    cannot be right as it stands.
    """

    start: int
    end: int
    canonical: str
    number: int
    code: str | None
    issuer_code: str | None
    year: int | None
    style: str
    type: str | None
    issuer: str | None = None
    system: str | None = None
    repaired: str | None = None
    tier: str | None = None
    also: tuple[str, ...] = ()
    body: str | None = None
    joint: bool = False
    implied: bool = False
    doubt: str | None = None


def doc_number_scanner(book: Rulebook) -> Callable[[Chart], Iterator[Node]]:
    """Scanner of type `doc_number`; values are tuples of DocNumber, several where a list or range shares one code."""
    words = book.once(Vocabulary.of)

    def scan(chart: Chart) -> Iterator[Node]:
        seen = set()
        likely = chart.trace is not None or _LIKE_NUMBER.search(chart.text)  # most texts have no number
        for node in chart.nodes("written_number") if likely else ():
            if node[1:3] not in seen:
                seen.add(node[1:3])
                numbers = tuple(_read(chart, node, words))
                yield Node("doc_number", numbers[0].start, node.end, numbers, node.rule, node.slots)

    return scan


def scan_joint_numbers(chart: Chart) -> Iterator[Node]:
    """Type `joint_number`: the numbers that several bodies issued together."""
    for node in chart.nodes("doc_number"):
        if node.value[-1].joint:
            yield Node("joint_number", node.start, node.end, node.value, node.rule, node.slots)


def _read(chart: Chart, node: Node, words: Vocabulary) -> Iterator[DocNumber]:
    parts = dict(node.slots)
    written = {name: _SPACES.sub("", str(slot.value)) for name, slot in parts.items()}
    code = words.code(written.get("t", ""))
    issuer_code, issuer = _issuer(written.get("i", ""), words)
    system = issuer.get("system") if issuer else None
    style = _style(chart, parts, written, system)
    year = int(written["y"]) if "y" in written else None
    first = parts["n"].start
    siblings = _siblings(chart, parts.get("more"), parts["n"])
    for number, start, end, implied in [*siblings, (_digits(written), first, node.end, False)]:
        own = start == first
        canonical = _canonical(number + _year(chart, parts, code, issuer), code, issuer_code, style)
        yield DocNumber(
            start,
            end,
            canonical,
            int(re.sub(r"\D.*", "", number)),
            code.canonical if code else None,
            issuer_code or None,
            year,
            style,
            _type(code or words.bare.get(style), issuer),
            issuer.get("issuer") if issuer else None,
            system,
            _damaged(chart.text[first : node.end], canonical, parts) if own else None,
            issuer.get("tier") or None if issuer else None,
            tuple(issuer.get("also").split(", ")) if issuer and issuer.get("also") else (),
            issuer.canonical if issuer else None,
            "-" in (issuer_code or "") and bool(code and code.get("joint")),
            implied,
            _doubt(issuer_code, year),
        )


def _year(chart: Chart, parts: Mapping[str, Node], code: Entry | None, issuer: Entry | None) -> str:
    """The year with its sign: a slash, but for the few series that have a dash (19-2018/NQ-CP)."""
    if "y" not in parts:
        return ""
    dashed = code is not None and issuer is not None and issuer.get("year_dash") == code.canonical
    kept = dashed and "-" in chart.text[parts["n"].end : parts["y"].start]
    return f"{'-' if kept else '/'}{parts['y'].value}"


def _digits(written: Mapping[str, str]) -> str:
    return written["n"].replace(".", "").translate(_NOT_DIGITS) + written.get("sub", "")


def _damaged(typed: str, canonical: str, parts: Mapping[str, Node]) -> str | None:
    """What was typed, where more than spaces and the point of the thousands had to be put right."""
    plain = _SPACES.sub("", typed)
    thousands = "." in str(parts["n"].value) and plain.replace(".", "", 1) == canonical
    return None if plain == canonical or thousands else typed


def _siblings(chart: Chart, more: Node | None, last: Node) -> Iterator[tuple[str, int, int, bool]]:
    """Numbers before the last that share its code: digits, span, and whether a range only implies them."""
    if more is None or more.start == more.end:
        return
    found = list(_SIBLING.finditer(chart.text, more.start, more.end))
    for match in found:
        yield match[0], match.start(), match.end(), False
    if chart.grammar.book.once(DocumentWords.of).range_.search(chart.lower[found[-1].end() : last.start]):
        width, low, high = len(found[-1][0]), int(found[-1][0]), int(re.sub(r"\D", "", str(last.value)) or 0)
        if low < high <= low + LONGEST_RANGE:
            for number in range(low + 1, high):
                yield str(number).zfill(width), found[-1].start(), last.end, True


def _issuer(written: str, words: Vocabulary) -> tuple[str, Entry | None]:
    """The code of the issuer as it should be written, and what it stands for."""
    written = _NOTE_SIGN.sub("", written)
    if not _NATIONAL_ASSEMBLY.match(written):
        bare = _FOOTNOTE.sub("", written)
        known = words.issuers.get(bare.upper())
        written = bare if known is not None and known.get("terms") != "yes" else written
    entry = words.issuer(written)
    code = written.replace("/", "-")
    if written.islower() or (entry is None and written[1:].islower()):
        code = code.upper()
    if entry is not None:
        for form in sorted(entry.forms, key=len, reverse=True):
            at = code.upper().rfind(form.upper())
            if at >= 0:
                return code[:at] + entry.canonical + code[at + len(form) :], entry
    return code, entry


def _style(chart: Chart, parts: Mapping[str, Node], written: Mapping[str, str], system: str | None) -> str:
    if "t" not in parts:
        return "assembly" if _NATIONAL_ASSEMBLY.match(written.get("i", "")) else "letter"
    if "i" not in parts:
        return "state"
    if "y" in written:
        assembly = _NATIONAL_ASSEMBLY.match(written["i"]) and parts["t"].start < parts["i"].start
        return "assembly" if assembly else "state"
    if system:
        return system
    between = chart.text[parts["n"].end : parts["t"].start]
    return "party" if "-" in between else "state"


def _canonical(head: str, code: Entry | None, issuer: str, style: str) -> str:
    if code is None:
        return f"{head}/{issuer}"
    if not issuer:
        return f"{head}/{code.canonical}"
    return f"{head}-{code.canonical}/{issuer}" if style == "party" else f"{head}/{code.canonical}-{issuer}"


def _type(code: Entry | None, issuer: Entry | None) -> str | None:
    if code is None:
        return None
    by_issuer = issuer is not None and issuer.canonical in code.get("by_issuer").split(", ")
    party = code.get("party") if issuer is not None and issuer.get("system") == "party" else ""
    return (by_issuer and code.get("then")) or party or code.get("type")


def _doubt(issuer_code: str | None, year: int | None) -> str | None:
    """A National Assembly that did not sit in that year."""
    term = _TERM_OF_ASSEMBLY.search(issuer_code or "")
    first = FIRST_YEARS.get(int(term[1])) if term else None
    if first is None or year is None or first <= year <= FIRST_YEARS.get(int(term[1]) + 1, first + 5):  # type: ignore[index]
        return None
    return f"{term[0]} did not sit in {year}"  # type: ignore[index]
