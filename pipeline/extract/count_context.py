"""What the words around a number say of it: how exact, up or down, since when, and what is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extract.clauses import Clauses
from pipeline.extract.figures import Figure
from pipeline.extract.statements import ELIDED, Statement
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.text.segment import Segment

QUALIFIER_REACH = 30  # characters between a number and «trở lên»
LONGEST_ITEM = 9  # words of a counted noun phrase
_ITEM_WORD = re.compile(r" ?([^\s,.;:!?()\"\n]+)")
_PHRASE_EDGE = re.compile(r"[,.;:!?()\n]")
_GENERIC = frozenset({"turn", "case", "event", "times"})


def figures_of(chart: Chart, segments: Sequence[Segment], statements: Sequence[Statement]) -> tuple[Figure, ...]:
    """One figure a statement, with everything that its own sentence says."""
    clauses = Clauses(chart, ".;:!?")
    figures: list[Figure] = []
    for number, statement in enumerate(statements):
        segment = segments[statement.segment]
        figure = _bare(chart, statement)
        left = clauses.start(statement.start, segment.start)
        right = clauses.end(statement.end, segment.end)
        figure = _with_baseline(chart, figure)
        following = statements[number + 1].start if number + 1 < len(statements) else right
        preceding = statements[number - 1].end if number and statements[number - 1].end > left else left
        figures.append(_with_item(chart, figure, max(left, preceding), min(right, following)))
    return tuple(figures)


def _bare(chart: Chart, statement: Statement) -> Figure:
    node, number = statement.node, statement.number
    spans = {name: (part.start, part.end) for name, part in node.slots if name in ("qualifier", "denominator")}
    value = node.slot("value")
    assert value is not None
    spans["value"] = (value.start, value.end)
    spans["unit"] = statement.unit_span
    rule = chart.grammar.book.by_id[statement.rule_id]
    change = node.slot("change")
    denominator = node.slot("denominator")
    return Figure(
        statement=statement,
        value=float(number.value),
        value_max=None if number.value_max is None else float(number.value_max),
        unit=statement.unit.name,
        qualifier=_qualifier(chart, node, number.approximate),
        denominator=float(denominator.value.value) if denominator else None,
        status=rule.sets.get("status", "achieved"),
        direction=rule.sets.get("direction") or (change.value.get("direction") if change else None),
        spans=spans,
    )


def _qualifier(chart: Chart, node: Node, approximate: bool) -> str:
    slot = node.slot("qualifier")
    if slot is not None:
        return str(slot.value.get("means"))
    after = next(_words_after(chart, node), None)
    if after is not None:
        return str(after.value.get("means"))
    return "at_least" if approximate else "exact"


def _words_after(chart: Chart, node: Node) -> Iterator[Node]:
    """«95% đảng viên trở lên»: the words that limit a number may follow its noun, if nothing else comes between."""
    for match in _ITEM_WORD.finditer(chart.lower, node.end, node.end + QUALIFIER_REACH):
        if match.start(1) > node.end + QUALIFIER_REACH or match[1][0].isdigit() or match[0][:1] != " ":
            return
        yield from chart.at("qualifier_after", match.start(1))
        if chart.lower[match.end() : match.end() + 1] not in (" ", ""):
            return


def _with_baseline(chart: Chart, figure: Figure) -> Figure:
    for at in (figure.end, figure.end + 1, figure.end + 2):
        for node in chart.at("baseline", at):
            text = chart.text[node.start : node.end]
            return replace(figure, baseline=text, spans=figure.with_span("baseline", node.start, node.end))
    return figure


# ── what is counted ──────────────────────────────────────────────────────────────────────────────


def _with_item(chart: Chart, figure: Figure, left: int, right: int) -> Figure:
    unit = figure.statement.unit
    start, end = figure.statement.unit_span
    if unit.kind in (
        ELIDED,
        "money",
        "percent",
        "length",
        "area",
        "volume",
        "weight",
        "energy",
        "score",
        "times",
        "rate",
    ):
        span = _left_phrase(chart, figure.start, left) or _right_phrase(chart, end, right)
    else:
        tail = _right_phrase(chart, end, right)
        span = (start, tail[1]) if tail else None
        if span is None and unit.kind in _GENERIC:
            span = _left_phrase(chart, figure.start, left)
        span = span or (start, end)
    if span is None:
        return figure
    return replace(figure, item=chart.text[span[0] : span[1]], spans=figure.with_span("item", *span))


def _right_phrase(chart: Chart, start: int, right: int) -> tuple[int, int] | None:
    """The noun phrase that goes on after the unit, up to a verb, a connective or punctuation."""
    stops = chart.index("clause_word")
    at, words = start, 0
    while words < LONGEST_ITEM:
        word = _ITEM_WORD.match(chart.text, at, right)
        if word is None or word.start(1) in stops or word[1][0].isdigit():
            break
        at, words = word.end(), words + 1
    first = start + 1 if chart.text.startswith(" ", start) else start
    return (first, at) if words else None


def _left_phrase(chart: Chart, end: int, left: int) -> tuple[int, int] | None:
    """What stands before the number in its clause: the verb and its object, or the name of the measure."""
    edges = [match.end() for match in _PHRASE_EDGE.finditer(chart.text, left, end)]
    start = edges[-1] if edges else left
    words = list(re.finditer(r"\S+", chart.text[start:end]))
    if not words and edges[:-1]:
        start = edges[-2]
        words = list(re.finditer(r"\S+", chart.text[start : edges[-1] - 1]))
    if not words:
        return None
    chosen = words[-LONGEST_ITEM:]
    return start + chosen[0].start(), start + chosen[-1].end()
