"""Shares of which only is said what they do («93% số thợ là người quen, chỉ 7% | là người lạ»): they are of the whole
that the share before them in the sentence is of."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.leads import words_in
from pipeline.extract.counts.openings import longest, opens_adjunct, opens_predicate
from pipeline.extract.counts.phrases import Span
from pipeline.kinds import ITEM_GAP
from pipeline.match.chart import Chart

_PREDICATES = ("predicate_word", "owner_verb", "clause_verb", "clause_word")
_END = "end"
_LONGEST_LINK = 24  # characters from one share to the next, but for what is said of the first: «, trong đó chỉ có »


def with_wholes(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures, of which shares without a noun begin with that of the share before them."""
    found: list[Figure] = []
    whole: Span | None = None
    last: Figure | None = None
    for figure in figures:
        bare = last is not None and _bare(chart, figure) and _follows(chart, last, figure)
        whole = (whole or _whole(chart, last, figure)) if bare and last is not None else None
        last = figure
        if whole is not None and figure.item is not None:
            item = f"{chart.text[slice(*whole)]}{ITEM_GAP}{figure.item}"
            figure = figure._replace(item=item, spans=figure.with_span("subject", *whole))
        found.append(figure)
    return tuple(found)


def _bare(chart: Chart, figure: Figure) -> bool:
    """Whether all that is told of a share stands behind it."""
    item = figure.spans.get("item")
    if item is None or figure.statement.unit.kind != "percent" or figure.direction is not None:
        return False
    return item[0] == figure.statement.unit_span[1] + 1 and chart.text[slice(*item)] == figure.item


def _follows(chart: Chart, last: Figure, figure: Figure) -> bool:
    """Whether a share stands behind what is said of another in one sentence."""
    item = last.spans.get("item")
    alike = last.unit == figure.unit and last.statement.segment == figure.statement.segment
    return item is not None and alike and 0 < figure.start - item[1] <= _LONGEST_LINK and item[0] > last.start


def _whole(chart: Chart, last: Figure, figure: Figure) -> Span | None:
    """The noun of a share before what is said of it, or before the verb with which the next one begins; all of it,
    where the next one is a part of that."""
    words, own = words_in(chart, Span(*last.spans["item"])), words_in(chart, Span(*figure.spans["item"]))
    same = [index for index, word in enumerate(words) if index and _word(chart, word) == _word(chart, own[0])]
    if _opens(chart, words[0].start) or not (same or _opens(chart, own[0].start)):
        return None
    if any(chart.at("part_link", at) for at in range(words[-1].end, figure.start)):
        return Span(words[0].start, words[-1].end)
    cut = min([*same, *(index for index, word in enumerate(words) if index and _says(chart, word.start))], default=0)
    return Span(words[0].start, words[cut - 1].end) if cut else None


def _word(chart: Chart, word: Span) -> str:
    return chart.lower[word.start : word.end]


def _opens(chart: Chart, start: int) -> bool:
    nouns = chart.at("share_opener", start)  # «tổng số hộ»
    said = any(node.value.get("is") != _END for node in chart.at("said_word", start))
    return said or (not nouns and opens_predicate(chart, start))


def _says(chart: Chart, start: int) -> bool:
    return not opens_adjunct(chart, start) and any(longest(chart, name, start) for name in _PREDICATES)
