"""The conditions of a rule on what its template matched: `where:` and the guards."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline.match.compiled import States
from pipeline.match.node import Node

if TYPE_CHECKING:
    from pipeline.match.chart import Chart
    from pipeline.match.grammar import ReadyGuard, ReadyRule

_BEFORE_WORDS = 8


def refusal(chart: Chart, ready: ReadyRule, node: Node) -> str | None:
    """The first condition of the rule that the match fails, in words; None if it passes. A trace is told nothing of
    how the conditions are tried."""
    if not ready.conditional:
        return None
    tracing, chart.trace = chart.trace, None
    try:
        return _refusal(chart, ready, node)
    finally:
        chart.trace = tracing


def _refusal(chart: Chart, ready: ReadyRule, node: Node) -> str | None:
    for key, allowed in ready.rule.where.items():
        name, _, attribute = key.partition(".")
        part = node.slot(name)
        if part is not None and not _allowed(chart, part, attribute, allowed):
            return f"where: {key} must be one of {', '.join(allowed)}"
    for guard in ready.guards:
        hit = _hit(chart, guard, node)
        if (hit is not None) == guard.guard.forbids:
            return f"{guard.guard.key}: {hit or ', '.join(guard.guard.written)}"
    return None


def _allowed(chart: Chart, part: Node, attribute: str, allowed: tuple[str, ...]) -> bool:
    if attribute:
        value = part.value.get(attribute) if hasattr(part.value, "get") else getattr(part.value, attribute, "")
        return str(value).lower() in allowed
    written = chart.lower[part.start : part.end]
    canonical = getattr(part.value, "canonical", None)
    return written in allowed or (canonical is not None and canonical.lower() in allowed)


def _hit(chart: Chart, ready: ReadyGuard, node: Node) -> str | None:
    """The phrase of a guard that stands where the guard looks."""
    before = ready.guard.key.endswith("before")
    if before:
        places: Iterable[int] = chart.word_starts_before(node.start, _BEFORE_WORDS)
    elif ready.guard.key.endswith("after"):
        places = (node.end,)
    else:
        places = chart.clause_words(node.start, node.end)
    by_word, rest = ready.choose
    leading = chart.leading
    for at in places:
        for index in by_word.get(leading[at], rest):
            ends = ready.steps[index](chart, {at: None})
            if ends and (not before or _reaches(chart, ends, node.start)):
                return ready.guard.written[index]
    return None


def _reaches(chart: Chart, ends: States, start: int) -> bool:
    """Whether one of the ends is at `start`, or before a space there."""
    return any(end == start or (end + 1 == start and chart.lower[end] == " ") for end in ends)
