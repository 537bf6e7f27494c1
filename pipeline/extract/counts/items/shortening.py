"""Long words of a clause without what can be left out: its subject is kept, and its last verbs with what follows."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.counts.items.leads import LONGEST, words_in
from pipeline.extract.counts.items.openings import longest, opens_adjunct, opens_predicate
from pipeline.extract.counts.items.phrases import Span, names_measure
from pipeline.extract.counts.words import CountWords
from pipeline.match.chart import Chart
from pipeline.text.words import word_spans

HALF = 10  # words of a subject
FEW = 3  # words that are not worth a gap
OWNED = 3  # words of a measure with its owner


def shortened(chart: Chart, span: Span) -> tuple[Span, ...]:
    """A span, or of a long one its subject and its end, from a verb on or from a measure behind a comma."""
    words = words_in(chart, span)
    if len(words) <= LONGEST:
        return (span,)
    opens = _openers(chart, span, words)
    owners = chart.index("item_tail")  # «xưởng may | của Lan đã …»: the subject goes on
    heads = (at for at in opens if 2 <= at <= HALF and (words[at].start not in owners or _says(chart, words[at])))
    first = min(heads, default=0) or _named_until(chart, words)
    last = _end_from(chart, words, opens, len(words) - LONGEST + first)
    if last - first <= FEW:
        return (span,)
    return Span(span.start, words[first - 1].end), Span(words[last].start, span.end)


def _openers(chart: Chart, span: Span, words: Sequence[Span]) -> Sequence[int]:
    """The words that open a part of the predicate and are no part of a compound or a name."""
    starts = {span.start + start for start, _ in word_spans(chart.text[slice(*span)])}
    plain = (index for index, word in enumerate(words) if index and chart.text[word.start].islower())
    return [index for index in plain if words[index].start in starts and opens_predicate(chart, words[index].start)]


def _says(chart: Chart, word: Span) -> bool:
    return any(
        longest(chart, type_, word.start) for type_ in ("clause_word", "predicate_word", "owner_verb", "clause_verb")
    )


def _named_until(chart: Chart, words: Sequence[Span]) -> int:
    """How many words are kept of a beginning without a verb: no name is cut."""
    return next((at for at in range(HALF, len(words) - 1) if not chart.text[words[at].start].isupper()), HALF)


def _end_from(chart: Chart, words: Sequence[Span], opens: Sequence[int], floor: int) -> int:
    """Which word the end begins with."""
    ands = chart.grammar.book.once(CountWords.of).ands
    behind = [at for at in range(floor, len(words)) if chart.text[words[at - 1].end] == ","]
    measure = next((at for at in behind[::-1] if names_measure(chart, words[at].start) is not None), len(words))
    if measure + OWNED <= len(words):
        return measure
    later = [at for at in opens if at >= floor and chart.lower[slice(*words[at])] not in ands]
    verbs = (at for at in later if at + 2 < len(words) and not opens_adjunct(chart, words[at].start))
    return next(verbs, later[0] if later else len(words) - HALF)
