"""The escape hatch of the phrase language: verbose regular expressions, lexicons by name (`\\L<doc_code>`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import regex

from pipeline.rulebook.schema import Entry

REGEX_SECONDS = 2.0  # for one text or line: a sound expression takes microseconds, so no machine is too slow for it
_NAMED_LIST = re.compile(r"\\L<(\w+)>")


def compile_regex(expression: str, lexicons: Mapping[str, Iterable[Entry]]) -> Any:
    """The compiled expression; a lexicon that is not there counts as empty. Raises regex.error."""
    lists = {
        name: [form for entry in lexicons.get(name, ()) for form in entry.forms] or ["\0"]
        for name in _NAMED_LIST.findall(expression)
    }
    return regex.compile(expression, regex.VERBOSE, **lists)
