"""What a reviewer can change so that a rule fires where it nearly did: the file and line behind a failed condition."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pipeline.rulebook.schema import Rule, Rulebook

READS: Mapping[str, str] = MappingProxyType(
    {
        "unit": "unit_word",
        "known_unit": "unit_word",
        "number": "number_word",
        "bare_number": "number_word",
        "doc_number": "doc_code",
        "period": "period_phrase",
    }
)
"""Slot type that code reads → the lexicon whose words it knows."""

_SLOT = re.compile(r"expected \{(?:\w+:)?(\w+)\}")
_WORD = re.compile(r"expected “")
_UNKNOWN_UNIT = re.compile(r"is no known unit")
_LABEL = re.compile(r"is a name or rank")
_RULE = re.compile(r"\((?P<rule>[\w.-]+)\)$")
_GUARD = re.compile(r"^(?:only|unless)_\w+:|^where:")


def remedy(reason: str, rule: Rule, book: Rulebook) -> str:
    """One clause: where to look and what to add."""
    here = place(rule.file, rule.line, book)
    if found := _SLOT.match(reason):
        lexicon = READS.get(found[1], found[1])
        return f"add the word to {lexicon} in {_files(lexicon, book)}" if lexicon in book.lexicons else f"see {here}"
    if _UNKNOWN_UNIT.search(reason):
        return f"add the word to unit_word in {_files('unit_word', book)}"
    if _LABEL.search(reason):
        return f"add the phrase to number_label_exception in {_files('number_label_exception', book)}"
    if (other := _RULE.search(reason)) and other["rule"] in book.by_id:
        refusing = book.by_id[other["rule"]]
        return f"narrow it in {place(refusing.file, refusing.line, book)}"
    if _GUARD.match(reason):
        return f"change the condition in {here}"
    if _WORD.match(reason):
        return f"add the wording as a pattern in {here}"
    return f"see {here}"


def place(file: str, line: int, book: Rulebook) -> str:
    """`counts/units.yaml:42`, below the rules folder."""
    return f"{Path(file).relative_to(book.folder).as_posix()}:{line}"


def _files(lexicon: str, book: Rulebook) -> str:
    files = sorted({Path(entry.file).relative_to(book.folder).as_posix() for entry in book.entries(lexicon)})
    return ", ".join(files)
