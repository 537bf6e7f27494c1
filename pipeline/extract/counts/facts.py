"""Counts of one text: from shapes to rows of `facts`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.extract.counts.fields.bases import with_bases
from pipeline.extract.counts.fields.changes import with_indicators_of_neighbours, with_levels, with_things_of_plans
from pipeline.extract.counts.fields.comparisons import with_comparisons, with_things_compared
from pipeline.extract.counts.fields.context import figures_of
from pipeline.extract.counts.fields.in_series import with_indicators_in_series
from pipeline.extract.counts.fields.indicators import (
    with_indicators,
    with_indicators_of_clauses,
    with_indicators_of_totals,
)
from pipeline.extract.counts.fields.places import with_places
from pipeline.extract.counts.fields.status import with_statuses
from pipeline.extract.counts.fields.topics import with_indicators_of_topics
from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.antecedents import with_antecedents
from pipeline.extract.counts.items.appositions import with_heads
from pipeline.extract.counts.items.bracketed import with_bracketed
from pipeline.extract.counts.items.carrying import with_what_is_told
from pipeline.extract.counts.items.complements import with_complements
from pipeline.extract.counts.items.conjuncts import with_conjuncts
from pipeline.extract.counts.items.gapped import with_gaps_filled
from pipeline.extract.counts.items.members import with_members
from pipeline.extract.counts.items.named import with_names
from pipeline.extract.counts.items.parallel import with_carried, with_ranked
from pipeline.extract.counts.items.predicates import with_predicates
from pipeline.extract.counts.items.respective import with_respective_items
from pipeline.extract.counts.items.restated import with_restated
from pipeline.extract.counts.items.shared import with_shared_predicates
from pipeline.extract.counts.items.sisters import with_sisters
from pipeline.extract.counts.items.subjects import with_subjects
from pipeline.extract.counts.items.surpassed import with_surpassed
from pipeline.extract.counts.items.whole import with_whole_clauses
from pipeline.extract.counts.ledger.arithmetic import checks_of
from pipeline.extract.counts.ledger.parts import linked
from pipeline.extract.counts.reading.advice import without_settings
from pipeline.extract.counts.reading.norms import without_norms
from pipeline.extract.counts.reading.statements import find_statements, short_quotes
from pipeline.extract.counts.times.expressions import Times
from pipeline.extract.counts.times.in_order import in_order
from pipeline.extract.counts.times.periods import with_periods
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.model import Check, Fact, Sentence, row_id
from pipeline.text.segment import Segment


def figures_in(
    chart: Chart,
    segments: Sequence[Segment],
    taken: Iterable[Node],
    times: Times,
    turned: frozenset[int] = frozenset(),
) -> tuple[Figure, ...]:
    """All figures of a text with indicator, period, place, parts and repeats. `taken` are spans others own, `turned`
    the segments in which somebody takes the floor."""
    found = find_statements(chart, segments, [*taken, *short_quotes(chart)])
    statements = without_settings(chart, without_norms(chart, segments, found))
    if not statements and chart.trace is None:
        return ()
    figures = with_bases(chart, segments, figures_of(chart, segments, statements))
    figures = with_restated(chart, with_statuses(chart, segments, figures, turned))
    figures = with_periods(chart, segments, with_indicators(chart, segments, figures), times, turned)
    figures = in_order(chart, figures)
    figures = with_indicators_of_totals(linked(chart, segments, with_levels(chart, figures)))
    figures = with_indicators_in_series(chart, with_indicators_of_neighbours(chart, figures))
    return _worded(chart, segments, with_places(chart, segments, figures))


def _worded(chart: Chart, segments: Sequence[Segment], figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """The figures with items that say what is counted to one who reads nothing else."""
    figures = with_comparisons(chart, with_predicates(chart, with_conjuncts(chart, with_names(chart, figures))))
    figures = with_antecedents(chart, segments, with_carried(chart, figures))
    figures = with_ranked(chart, with_gaps_filled(chart, with_subjects(chart, segments, figures)))
    figures = with_surpassed(chart, with_bracketed(chart, segments, figures))
    figures = with_heads(chart, with_respective_items(chart, figures))
    figures = with_what_is_told(chart, segments, with_things_of_plans(chart, figures))
    figures = with_things_compared(chart, with_members(chart, with_complements(chart, figures)))
    figures = with_shared_predicates(chart, figures)
    figures = with_sisters(chart, with_whole_clauses(chart, segments, figures))
    return with_indicators_of_topics(chart, segments, with_indicators_of_clauses(chart, figures))


def fact_rows(
    chart: Chart,
    document_id: str,
    figures: Sequence[Figure],
    sentences: Sequence[Sentence],
    *,
    event_id: str | None,
) -> tuple[tuple[Fact, ...], tuple[Check, ...]]:
    """Rows of `facts` and `checks`; offsets turned into those of the article's text."""
    ids = [
        row_id("facts", document_id, *chart.view.span(figure.start, figure.end), figure.unit, figure.value)
        for figure in figures
    ]
    facts = [
        _row(
            chart,
            figure,
            id=ids[index],
            document_id=document_id,
            event_id=event_id,
            sentence_id=sentences[figure.statement.segment].id,
            parent_id=None if figure.parent is None else ids[figure.parent],
            repeats_id=None if figure.repeats is None else ids[figure.repeats],
        )
        for index, figure in enumerate(figures)
    ]
    return tuple(facts), checks_of(document_id, figures, ids)


def _row(chart: Chart, figure: Figure, **ids: Any) -> Fact:
    """The row of a figure; `ids` are those of the row itself and of all that it belongs to."""
    start, end = chart.view.span(figure.start, figure.end)
    return Fact(
        start=start,
        end=end,
        spans={name: chart.view.span(*part) for name, part in sorted(figure.spans.items())},
        rule_id=figure.statement.rule_id,
        indicator=figure.indicator,
        indicator_rule=figure.indicator_rule,
        item=figure.item,
        value=figure.value,
        value_max=figure.value_max,
        unit=figure.unit,
        per=figure.per,
        qualifier=figure.qualifier,  # type: ignore[arg-type]  # values come from rules, checked by the table
        denominator=figure.denominator,
        percent=figure.percent,
        status=figure.status,  # type: ignore[arg-type]
        direction=figure.direction,  # type: ignore[arg-type]
        baseline=figure.baseline,
        period_start=figure.period_start,
        period_end=figure.period_end,
        period_text=figure.period_text,
        period_basis=figure.period_basis,
        place=figure.place,
        place_id=figure.place_id,
        **ids,
    )
