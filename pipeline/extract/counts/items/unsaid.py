"""Figures of which the text does not say what they are of: no rows, but issues."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure, only
from pipeline.extract.counts.items.heads import of_person, until_predicate
from pipeline.extract.counts.items.openings import opens_adjunct, opens_predicate
from pipeline.extract.counts.items.openness import OTHER, SHORT, leaves_open, opens_loosely, stands_in
from pipeline.extract.counts.items.pieces import Span
from pipeline.extract.counts.items.wording import measure_in, words_in
from pipeline.extract.counts.reading.statements import MEASURED
from pipeline.match.chart import Chart
from pipeline.model import Issue

CODE = "nothing_counted"
_MEASURES = MEASURED | {"times", "score"}
_SUMS = ("money", "percent", "score")


def parted(chart: Chart, figures: Sequence[Figure]) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """The figures that say what they are of, and those that do not; what another is a part or a repeat of stays."""
    needed = {link for figure in figures for link in (figure.parent, figure.repeats) if link is not None}
    unsaid = [at for at, figure in enumerate(figures) if at not in needed and _unsaid(chart, figure)]
    if not unsaid:
        return tuple(figures), ()
    kept = [at for at in range(len(figures)) if at not in unsaid]
    return only(figures, kept), tuple(figures[at] for at in unsaid)


def _unsaid(chart: Chart, figure: Figure) -> bool:
    """Whether a figure has no item at all, or a measure is of nothing that is named: its item is but a verb, a link, an
    adjunct, or a pronoun with a verb («sau khi nộp | 14 triệu đồng»), and no word near it tells its indicator."""
    if figure.item is None:
        return True
    if figure.statement.unit.kind not in _MEASURES or not figure.indicator.startswith(OTHER) or "topic" in figure.spans:
        return False
    item = figure.spans.get("item")
    words = words_in(chart, Span(*item)) if item is not None else []
    if measure_in(chart, words) or figure.direction is not None:
        return False
    if _only_named(chart, figure, words):
        return True
    if not leaves_open(chart, figure):
        return False
    if not words or opens_adjunct(chart, words[0].start) or opens_loosely(chart, words[0].start):
        return True
    paid = figure.statement.unit.kind == "money"  # «em nhận 3 triệu đồng» tells that it is money received
    return not paid and (opens_predicate(chart, words[0].start) or stands_in(chart, words[0].start))


def _only_named(chart: Chart, figure: Figure, words: Sequence[Span]) -> bool:
    """Whether a thing is named before a sum, a share or a score, and but a sign parts the two, so that nothing says
    which one that is: «Xưởng may Hạ: | 5 tỷ đồng», not «xưởng lĩnh được | 5 tỷ đồng»."""
    if figure.statement.unit.kind not in _SUMS or not words or len(words) > SHORT or words[-1].end > figure.start:
        return False
    first, said = words[0].start, Span(words[0].start, words[-1].end)
    link = chart.text[said.end : figure.start].strip()
    if figure.item != chart.text[slice(*said)] or not link or any(map(str.isalnum, link)) or "/" in figure.unit:
        return False  # «đất lên tới | 4 triệu đồng/m2» is a price
    return not of_person(chart, said) and not stands_in(chart, first) and until_predicate(chart, words) == words


def issue_of(chart: Chart, source: str, document_id: str, figure: Figure) -> Issue:
    """The issue that stands in place of a row."""
    start, end = chart.view.span(figure.start, figure.end)
    said = chart.text[figure.start : figure.end]
    message = f"“{said}”: its sentence does not say of what. Add it by a review if it is a fact"
    return Issue(source, "extract", CODE, message, document_id, start, end)
