"""Words of a clause as spans: those that name a measure, those without what stands at their front or end and says
nothing of what is counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.extract.counts.items.openings import opens_predicate
from pipeline.extract.counts.items.phrases import linked_off, longest_tail, measures_of
from pipeline.extract.counts.items.pieces import Span, pieces_before
from pipeline.match.chart import Chart

_LONGEST_TAIL = 3  # words of a link
MOST_PIECES = 40  # of a span
_TIMES = ("period", "date")
_OTHER = "other"
_Words = Sequence[Span]


def measure_in(chart: Chart, words: _Words) -> bool:
    """Whether a measure is named among the words."""
    named = chart.once(measures_of)
    return any(word.start in named for word in words)


def stripped(chart: Chart, words: _Words) -> _Words:
    """The words of a part of a sentence after those that say who says so or when, or that join it to what was before:
    «ông Tư cho biết năm ngoái | quán bán được»."""
    edges = chart.once(_Edges)
    cut = masked = 0
    for word in words:
        edge = edges[word.start]
        if edge is not None:
            masked = max(masked, edge.compound)
            if word.start >= masked:
                cut = max(cut, edge.hard)
    rest: _Words = [word for word in words if word.start >= cut] if cut else words
    if cut and rest and opens_predicate(chart, rest[0].start) and not opens_predicate(chart, words[0].start):
        rest = words  # «quán sau khi sửa thì | bán được»
    words = rest
    fronts = chart.once(_Fronts)
    while words:
        digit = chart.text[words[0].start].isdigit()
        front = words[0].end if digit else fronts[words[0].start]
        if front is None:
            break
        words = [word for word in words if word.start >= front]
    return words


class _Edge(NamedTuple):
    """Where those words end that begin at a place and begin a part of a sentence: a `compound` that only holds one,
    one that always does (`hard`), and any; 0 for none."""

    compound: int
    hard: int
    any: int


class _Edges(dict[int, _Edge | None]):
    """The edges of parts of a sentence by place."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart

    def __missing__(self, start: int) -> _Edge | None:
        edge, nodes = None, self._chart.at("lead_edge", start)
        if nodes:
            ends = {str(node.value.get("is")): node.end for node in reversed(nodes)}  # of each sort the longest
            edge = _Edge(ends.get(_OTHER, 0), ends.get("", 0), nodes[0].end)
        self[start] = edge
        return edge


class _Fronts(dict[int, int | None]):
    """Where a word or a time ends that stands at the front of a part of a sentence, by place, and is not about what is
    counted."""

    def __init__(self, chart: Chart) -> None:
        self._chart, self._edges = chart, chart.once(_Edges)

    def __missing__(self, start: int) -> int | None:
        edge = self._edges[start]
        ends = [node.end for type_ in _TIMES for node in self._chart.at(type_, start)]
        if edge is not None:
            ends.append(edge.any)
        end = max(ends, default=0)
        front = self[start] = end if end > (0 if edge is None else edge.compound) else None
        return front


def words_in(chart: Chart, span: Span) -> _Words:
    """The words of a span."""
    return chart.once(_WordsIn)[span]


class _WordsIn(dict[Span, _Words]):
    """The words of each span that was asked for."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart

    def __missing__(self, span: Span) -> _Words:
        pieces = [*pieces_before(self._chart, span.end, span.start, most=MOST_PIECES)]
        words = self[span] = [word for piece in reversed(pieces) for word in piece] if len(pieces) > 1 else pieces[0]
        return words


def spanned(chart: Chart, words: _Words, *, measured: bool) -> Span | None:
    """Words as one span, without links at their end: all of them after the name of a measure, else those alone without
    which nothing is lost («chịu thêm | 20%» keeps both)."""
    rest = linked_off(chart, words) if measured else _without_tail(chart, words)
    return Span(rest[0].start, rest[-1].end) if rest else None


def dated(chart: Chart, start: int) -> bool:
    """Whether a period begins here, or behind a word that leads to it: «3% | trong năm 2024»."""
    return any(chart.at("period", at) for at in (start, chart.text.find(" ", start) + 1))


def undated(chart: Chart, span: Span) -> Span:
    """A span without the period at its end: «lạm phát | trong năm 2023»."""
    period = next((node for node in chart.between("period", span.start, span.end) if node.end == span.end), None)
    words = [] if period is None else linked_off(chart, words_in(chart, Span(span.start, period.start)))
    return Span(span.start, words[-1].end) if words else span


def _without_tail(chart: Chart, words: _Words) -> _Words:
    while cut := longest_tail(chart, "lead_tail", words, _LONGEST_TAIL):
        words = words[:-cut]
    return words
