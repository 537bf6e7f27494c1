"""The words of a sentence in pieces that no sign parts: where a phrase can begin and end at all. Brackets that close
again are passed over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from pipeline.match.chart import Chart

MOST_PIECES = 4  # pieces of a clause before a number
LONGEST_PLACE = 4  # words of the name of a place
_BLANKLESS = re.compile(r"[^\s\"(),;]*\w[^\s\"()]*")
_PHRASE_EDGE = re.compile(r"[,.;:](?=\s)|[!?()\n]|(?<=\s)-(?=\s(?!\d))")
_ASIDE = re.compile(r"\([^()\n]*\)")
_PARTING = frozenset(",;:!?()\n")  # signs that always part phrases


class Span(NamedTuple):
    start: int
    end: int


_span_of: Callable[[tuple[int, int]], Span] = partial(tuple.__new__, Span)


def pieces_before(chart: Chart, end: int, left: int, most: int = MOST_PIECES) -> Iterator[Sequence[Span]]:
    """The words before `end` in pieces that no sign parts, the last piece first."""
    text, words = chart.text, chart.once(_Words)
    bracket = text.find("(", left, end)
    asides = [match.span() for match in _ASIDE.finditer(text, bracket, end)] if bracket >= 0 else ()
    edges = [
        match.span()
        for match in _PHRASE_EDGE.finditer(text, left, end)
        if match[0] in _PARTING or _parts(chart, *match.span(), left)
    ]
    if asides:
        edges = [edge for edge in edges if not _within(edge[0], asides)]
    for _ in range(most):
        start = edges[-1][1] if edges else left
        piece = words[start, end]
        yield [word for word in piece if not _within(word.start, asides)] if asides else piece
        if not edges:
            return
        end = edges.pop()[0]


class _Words(dict[tuple[int, int], Sequence[Span]]):
    """The words of each span of a text that was asked for."""

    def __init__(self, chart: Chart) -> None:
        self._text = chart.text

    def __missing__(self, span: tuple[int, int]) -> Sequence[Span]:
        words = self[span] = [*map(_span_of, map(re.Match.span, _BLANKLESS.finditer(self._text, *span)))]
        return words


def _parts(chart: Chart, start: int, end: int, left: int) -> bool:
    """Whether a sign parts phrases: no dot that a sentence goes on behind, no dash between two names."""
    if chart.text[start] == ".":
        return not chart.stops.goes_on(start)
    return chart.text[start] != "-" or not _on_the_way(chart, start, end, left)


def _on_the_way(chart: Chart, start: int, end: int, left: int) -> bool:
    """Whether a dash stands between two names of a way: «vé tàu Hà Nội | - Vinh», not at the head of a line."""
    if not chart.text[end + 1 : end + 2].isupper():
        return False
    words = chart.text[left : start - 1].split()
    return len(words) > LONGEST_PLACE and words[-1][0].isupper() and any(w[0].islower() for w in words[-LONGEST_PLACE:])


def _within(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)
