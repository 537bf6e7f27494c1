"""Failed conditions in the words of a reviewer, and what can be changed about them: file and line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pipeline.match.chart import Chart
from pipeline.match.trace import Miss
from pipeline.rulebook.schema import Rule, Rulebook

EXPECTED = "expected"
LABEL = "is a name or rank"
_SHOWN = 3  # words shown of what stood there instead
_FILES = 2  # files named of a lexicon, else their folder
_LISTED = 6  # phrases of a condition that are shown
READS: Mapping[str, str] = MappingProxyType(
    {
        "unit": "unit_word",
        "known_unit": "unit_word",
        "number": "number_word",
        "bare_number": "number_word",
        "doc_number": "doc_code",
        "period": "period_phrase",
        "titles": "title_head",
        "title": "title_head",
        "organisation": "organisation_head",
        "rank": "rank",
    }
)
"""Slot type that code reads → the lexicon whose words it knows."""
_TABLES: Mapping[str, str] = MappingProxyType({"person": "names/surnames.tsv", "place": "places/aliases.tsv"})
_MEANS: Mapping[str, str] = MappingProxyType(
    {
        "unit": "a unit or counted noun",
        "number": "a number",
        "bare_number": "a number",
        "denominator": "a number",
        "person": "a name",
        "titles": "a post",
        "organisation": "a body",
        "doc_number": "a document number",
        "doc_subject": "what the document is about",
        "doc_type": "a kind of document",
        "quoted_unit": "a noun in quotes",
        "role_verb": "a verb of a role",
    }
)
_GUARDS: Mapping[str, str] = MappingProxyType(
    {
        "unless_before": "stands right before it",
        "unless_after": "stands right after it",
        "unless_clause": "stands in the same clause",
        "only_before": "must stand right before it",
        "only_after": "must stand right after it",
        "only_clause": "must stand in the same clause",
    }
)

_SLOT = re.compile(r"expected (?:one of )?\{(?:\w+:)?(\w+)\}")
_ONE_OF = re.compile(r"expected (?:one of )?“")
_UNKNOWN_UNIT = re.compile(r"is no known unit")
_REFUSED_UNIT = re.compile(r"^unit “(?P<unit>.+)”: (?P<why>\w+)$")
_RULE = re.compile(r"\((?P<rule>[\w.-]+)\)$")
_GUARD = re.compile(r"^(?P<key>(?:only|unless)_\w+|where): (?P<rest>.*)$", re.DOTALL)


def in_words(miss: Miss, chart: Chart) -> str:
    """The reason of a miss for people: what was wanted and what stood there, which condition failed."""
    reason, book = miss.reason, chart.grammar.book
    if reason.startswith(EXPECTED):
        slot = _SLOT.match(reason)
        wanted = _some(reason.removeprefix(EXPECTED).strip(), ", ")
        if slot and slot[1] in _MEANS:
            wanted = wanted.replace("{", f"{_MEANS[slot[1]]} {{", 1)
        return f"{EXPECTED} {wanted}, found {_standing(chart, miss.reached)}"
    if guard := _GUARD.match(reason):
        return _guard(guard["key"], guard["rest"])
    if (other := _RULE.search(reason)) and other["rule"] in book.by_id:
        return f"refused by {other['rule']}: {book.by_id[other['rule']].note}"
    if refused := _REFUSED_UNIT.match(reason):
        return f"“{refused['unit']}” is no amount: its entry says refuse: {refused['why']}"
    if LABEL in reason:
        before = chart.text[chart.clause(miss.start, miss.reached)[0] : miss.start].split()
        return f"after “{before[-1]}” {reason}" if before else reason
    return reason


def _standing(chart: Chart, at: int) -> str:
    words = chart.text[at : chart.clause(at, at)[1]].split()
    return f"“{' '.join(words[:_SHOWN])}”" if words else "the end of the clause"


def _guard(key: str, rest: str) -> str:
    if key == "where":
        return f"where: {_some(rest, ', ')}"
    told = _some(rest.strip("()"), " | ")
    return f"{'' if key.startswith('unless') else 'one of '}“{told}” {_GUARDS[key]} ({key})"


def _some(listed: str, sign: str) -> str:
    items = listed.split(sign)
    return listed if len(items) <= _LISTED else f"{sign.join(items[:_LISTED])}{sign}…"


def remedy(reason: str, rule: Rule, book: Rulebook) -> str:
    """One clause: where to look and what to add."""
    here = place(rule.file, rule.line, book)
    if found := _SLOT.match(reason):
        lexicon = READS.get(found[1], found[1])
        if lexicon in _TABLES:
            return f"add it to {_TABLES[lexicon]}"
        return f"add the word to {lexicon} in {_files(lexicon, book)}" if lexicon in book.lexicons else f"see {here}"
    if _UNKNOWN_UNIT.search(reason):
        return f"add the word to unit_word in {_files('unit_word', book)}"
    if refused := _REFUSED_UNIT.match(reason):
        return _unit_remedy(refused["unit"], book) or f"see {here}"
    if LABEL in reason:
        return f"add the phrase to number_label_exception in {_files('number_label_exception', book)}"
    if (other := _RULE.search(reason)) and other["rule"] in book.by_id:
        refusing = book.by_id[other["rule"]]
        return f"narrow it in {place(refusing.file, refusing.line, book)}"
    if _GUARD.match(reason):
        return f"change the condition in {here}"
    if _ONE_OF.match(reason):
        return f"add the wording as a pattern in {here}"
    return f"see {here}"


def place(file: str, line: int, book: Rulebook) -> str:
    """`counts/units.yaml:42`, below the rules folder."""
    return f"{Path(file).relative_to(book.folder).as_posix()}:{line}"


def _unit_remedy(unit: str, book: Rulebook) -> str | None:
    entries = [entry for entry in book.entries("unit_word") if unit in (entry.canonical, entry.get("head"))]
    return f"move it to a line without refuse: in {place(entries[0].file, entries[0].line, book)}" if entries else None


def _files(lexicon: str, book: Rulebook) -> str:
    files = sorted({Path(entry.file).relative_to(book.folder).as_posix() for entry in book.entries(lexicon)})
    return ", ".join(files) if len(files) <= _FILES else ", ".join(sorted({f"{Path(file).parent}/" for file in files}))
