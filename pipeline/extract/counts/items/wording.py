"""Words of a clause as spans: those that name a measure, those without what stands at their front or end and says
nothing of what is counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from pipeline.extract.counts.items.openings import opens_predicate
from pipeline.extract.counts.items.phrases import linked_off, measures_of, starts_by_end
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
    cut = masked = 0
    edged = bool(words) and chart.between("lead_edge", words[0].start, words[-1].end)
    for word in words if edged else ():
        nodes = chart.at("lead_edge", word.start)
        masked = max(masked, *(node.end for node in nodes if node.value.get("is") == _OTHER), 0)
        if word.start >= masked:
            cut = max(cut, *(node.end for node in nodes if not node.value.get("is")), 0)
    rest: _Words = [word for word in words if word.start >= cut] if cut else words
    if cut and rest and opens_predicate(chart, rest[0].start) and not opens_predicate(chart, words[0].start):
        rest = words  # «quán sau khi sửa thì | bán được»
    words = rest
    while words:
        digit = chart.text[words[0].start].isdigit()
        front = words[0].end if digit else _front(chart, words[0].start)
        if front is None:
            break
        words = [word for word in words if word.start >= front]
    return words


def _front(chart: Chart, start: int) -> int | None:
    """Where a word or a time ends that stands at the front of a part of a sentence and is not about what is counted."""
    edges = chart.at("lead_edge", start)
    others = max((node.end for node in edges if node.value.get("is") == _OTHER), default=0)
    times = (node.end for type_ in _TIMES for node in chart.at(type_, start))
    end = max((*(node.end for node in edges), *times), default=0)
    return end if end > others else None


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
    tails = chart.once(_tails)
    while words and (starts := tails.get(words[-1].end)):
        sizes = range(min(_LONGEST_TAIL, len(words)), 0, -1)
        cut = next((n for n in sizes if words[-n].start in starts), 0)
        if not cut:
            break
        words = words[:-cut]
    return words


def _tails(chart: Chart) -> Mapping[int, Set[int]]:
    return starts_by_end(chart, "lead_tail")
