"""What became of a number taken in: «tiếp nhận 143 vụ, hòa giải thành 120 vụ, còn 2 vụ». Each outcome is a part."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.match.chart import Chart
from pipeline.match.node import Node

REACH = 40  # characters before a number in which such a word begins
MOST_BETWEEN = 6  # figures between a number taken in and what became of it


def with_outcomes(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Figures with the number that each is an outcome of, where nothing else has made them a part."""
    found = list(figures)
    for index, part in enumerate(figures):
        if part.parent is not None or part.unit == "%" or part.status == "change" or part.denominator is not None:
            continue
        if not _outcome(chart, part):
            continue
        for other in range(index - 1, max(-1, index - 1 - MOST_BETWEEN), -1):
            total = figures[other]
            if total.statement.segment != part.statement.segment:
                break
            if _alike(chart, part, total) and total.status == part.status and _taken_in(chart, total):
                if part.value <= total.value and not total.denominator:
                    found[index] = part._replace(parent=other)
                break
    return tuple(found)


def _alike(chart: Chart, part: Figure, total: Figure) -> bool:
    """Whether both count the same: by one noun, or the part by a general noun for people."""
    people = part.statement.unit.kind == total.statement.unit.kind == "person"
    return part.unit == total.unit or (people and part.unit.lower() in chart.grammar.book.words("generic_person"))


def _taken_in(chart: Chart, figure: Figure) -> bool:
    return _before(chart, "intake_word", figure.start)


def _outcome(chart: Chart, figure: Figure) -> bool:
    end = figure.statement.unit_span[1] + 1
    after = [node for node in chart.at("outcome_word", end) if node.value.get("after")]
    return bool(after) or _before(chart, "outcome_word", figure.start)


def _before(chart: Chart, type_: str, start: int) -> bool:
    """Whether such a word stands right before a number, and nothing between."""
    nodes: list[Node] = [node for node in _near(chart, type_, start) if not node.value.get("after")]
    return any(not chart.lower[node.end : start].strip() for node in nodes)


def _near(chart: Chart, type_: str, start: int) -> Sequence[Node]:
    return [node for node in chart.between(type_, start - REACH, start) if node.end <= start]
