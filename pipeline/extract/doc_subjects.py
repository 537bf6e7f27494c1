"""What a document is about: the words between quotes, or after «về» up to where the sentence goes on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.rulebook.schema import Rulebook

LONGEST_QUOTED, LONGEST_PLAIN = 500, 320
LONGEST_AFTER_COLON = 160  # longer quotations after a colon are what the document says, not what it is called
_OPENING = re.compile(
    r'(?:[,:] ?)?(?:(?:về (?:việc |viêc )?|v/v:? ?)(?:(?:[^\W\d_]+ ){0,6}(?P<quote>"))?|(?P<bare>"))', re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_HARD_END = re.compile(r"[.;:!?\n\"(]|\.\.\.|…")


def doc_subject_scanner(book: Rulebook) -> Callable[[Chart], Iterator[Node]]:
    """Scanner of type `doc_subject`; the value is the span of the subject itself, without «về» and quotes."""
    ends: dict[str, list[tuple[str, ...]]] = {"any": [], "comma": []}
    for entry in book.entries("subject_end"):
        for form in entry.forms:
            ends[entry.get("after")].append(tuple(form.split()))

    def scan(chart: Chart) -> Iterator[Node]:
        if not chart.nodes("doc_type"):
            return
        for opening in _OPENING.finditer(chart.lower):
            at = opening.end()
            if opening["quote"] or opening["bare"]:
                span = _quoted(chart.text, at)
                speech = opening[0].startswith(":") and span is not None and span[1] - span[0] > LONGEST_AFTER_COLON
                if span is not None and not speech:
                    yield Node("doc_subject", opening.start(), span[1] + 1, span)
            elif not (opening.start() and chart.lower[opening.start() - 1].isalnum()):
                start, end = _plain(chart, at, ends["any"], ends["comma"])
                if end > start:
                    yield Node("doc_subject", opening.start(), end, (start, end))

    return scan


def _quoted(text: str, start: int) -> tuple[int, int] | None:
    """Up to the closing quote on the same line; a quote inside that opens after a space and closes again is skipped."""
    line_end = text.find("\n", start)
    limit = min(len(text) if line_end < 0 else line_end, start + LONGEST_QUOTED)
    close = text.find('"', start, limit)
    return (start, close) if close > start else None


def _plain(
    chart: Chart, start: int, ends: list[tuple[str, ...]], after_comma: list[tuple[str, ...]]
) -> tuple[int, int]:
    hard = _HARD_END.search(chart.lower, start, start + LONGEST_PLAIN)
    limit = hard.start() if hard else min(len(chart.lower), start + LONGEST_PLAIN)
    types = {node.start for node in chart.nodes("doc_type") if chart.text[node.start].isupper()}
    last = start
    comma = False
    words = list(_WORD.finditer(chart.lower, start, limit))
    for index, word in enumerate(words):
        following = tuple(match[0] for match in words[index : index + 4])
        comma = "," in chart.lower[last : word.start()]
        new_document = word.start() in types and (comma or words[index - 1][0] == "và") and index > 0
        if new_document or (index and _begins(following, ends)) or (comma and _begins(following, after_comma)):
            break
        last = word.end()
    end = chart.lower.rfind(" ", start, last) if chart.lower[start:last].endswith(" và") else last
    return start, end


def _begins(words: tuple[str, ...], phrases: list[tuple[str, ...]]) -> bool:
    return any(words[: len(phrase)] == phrase for phrase in phrases)
