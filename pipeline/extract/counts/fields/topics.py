"""What a sentence or a line before a list says all its figures are about: «Về học phí, trường Đồi thu 5.000 USD, …»,
«Mức học phí dự kiến như sau: …»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.counts.fields.indicator_words import fits, units_of, words_for
from pipeline.extract.counts.fields.indicators import BEHIND
from pipeline.extract.counts.figures import Figure
from pipeline.match.chart import Chart
from pipeline.model import SpanPair
from pipeline.text.segment import Segment

MOST_LINES = 12  # sentences of a list behind the line that announces it
LONGEST_TOPIC = 70  # characters between «về» and the comma behind what it is about
MOST_BACK = 3  # figures back to the one that a rank goes on from
LEVEL_WITHIN = 5  # words before a number in which it is called a level
_KINDS = frozenset({"money", "percent"})


@dataclass(frozen=True, slots=True)
class _Page:
    """The text with the sentences in which figures stand."""

    chart: Chart
    segments: Sequence[Segment]
    counted: frozenset[int]

    def topic(self, figure: Figure) -> SpanPair | None:
        """Where it is said what a figure is about: at the beginning of its paragraph's sentences or before its list."""
        here = figure.statement.segment
        for at in range(here, max(-1, here - MOST_LINES - 1), -1):
            segment = self.segments[at]
            opened = self._opened(segment)
            if opened is not None and segment.line == self.segments[here].line:
                return opened
            if at < here and self.chart.text[segment.start : segment.end].rstrip().endswith(":"):
                return segment.start, segment.end
            if at < here and at not in self.counted:
                return None
        return None

    def _opened(self, segment: Segment) -> SpanPair | None:
        """What stands between «về» and the first comma of a sentence."""
        if not any(not node.value.get("is") for node in self.chart.at("topic_opener", segment.start)):
            return None
        end = self.chart.text.find(",", segment.start, min(segment.end, segment.start + LONGEST_TOPIC))
        return (segment.start, end) if end >= 0 else None


def with_indicators_of_topics(
    chart: Chart, segments: Sequence[Segment], figures: Sequence[Figure]
) -> tuple[Figure, ...]:
    """Sums and shares for which nothing nearer says what they are, by the topic that was announced."""
    page = _Page(chart, segments, frozenset(figure.statement.segment for figure in figures))
    topics = {
        at: topic for at, figure in enumerate(figures) if _open(figure) and (topic := page.topic(figure)) is not None
    }
    found: list[Figure] = []
    for at, figure in enumerate(figures):
        if at in topics:
            figure = _told(chart, figure, topics[at])
        if _open(figure):
            figure = _of_level(chart, segments, _of_rank(figure, found[-MOST_BACK:]), found[-MOST_BACK:])
        found.append(figure)
    return tuple(found)


def _of_rank(figure: Figure, before: Sequence[Figure]) -> Figure:
    """A figure that goes on in rank («…, cao nhất là trường Đồi với 65.000 USD») with the indicator of the one whose
    base it has."""
    base = figure.spans.get("per")
    same = (other for other in before if base is not None and other.spans.get("per") == base and not _open(other))
    first = next(same, None)
    if first is None:
        return figure
    return figure._replace(indicator=first.indicator, indicator_rule=first.indicator_rule)


def _of_level(chart: Chart, segments: Sequence[Segment], figure: Figure, before: Sequence[Figure]) -> Figure:
    """A sum that is only called a level («đưa ra mức nhỉnh hơn, 3.500 USD») with the indicator of the sum before it."""
    words = chart.word_starts_before(figure.start, LEVEL_WITHIN)
    if figure.unit == "%" or not _open(figure) or not any(chart.at("level_noun", at) for at in words):
        return figure
    line = segments[figure.statement.segment].line
    near = (other for other in reversed(before) if segments[other.statement.segment].line == line)
    first = next((other for other in near if other.statement.unit.kind == "money"), None)
    if first is None or _open(first):
        return figure
    return figure._replace(indicator=first.indicator, indicator_rule=first.indicator_rule)


def _open(figure: Figure) -> bool:
    return figure.indicator.startswith("other.") and figure.statement.unit.kind in _KINDS


def _told(chart: Chart, figure: Figure, topic: SpanPair) -> Figure:
    rules, units = chart.grammar.book.by_id, units_of(figure)
    named = [
        (rules[node.rule].priority, -node.start, node)
        for node in words_for(chart, [(figure, topic)])
        if topic[0] <= node.start
        and node.end <= topic[1]
        and rules[node.rule].sets.get("side") not in BEHIND
        and fits(rules[node.rule], units)
    ]
    if not named:
        return figure
    best = max(named, key=lambda each: each[:2])[2]
    spans = figure.with_span("indicator", best.start, best.end)
    return figure._replace(indicator=rules[best.rule].sets["indicator"], indicator_rule=best.rule, spans=spans)
