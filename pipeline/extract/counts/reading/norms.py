"""Which numbers a rule, a condition or a piece of advice names: no results, and no targets of anybody.

«thí sinh được đăng ký tối đa 3 nguyện vọng»: somebody to whom rules are given, a word that rules, and a limit, in one
clause. What cadres and communes must reach is a target and stays.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from pipeline.extract.clauses import Clauses
from pipeline.extract.counts.reading.statements import Statement
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.text.segment import Segment

_LIMITS = frozenset({"at_most", "at_least"})
REACH = 110  # characters between a word that rules and its number
AFTER = 30  # characters between a number and «trở lên»


def without_norms(chart: Chart, segments: Sequence[Segment], statements: Iterable[Statement]) -> Iterator[Statement]:
    """Statements but for those that a rule names."""
    ruling, parties = _outermost(chart.nodes("ruling_word")), chart.nodes("ruled_party")
    clauses = Clauses(chart, ".;!?")
    for statement in statements:
        left = clauses.start(statement.start, segments[statement.segment].start)
        words = _before(ruling, max(left, statement.start - REACH), statement.start)
        if not _ruled(chart, statement, words, _before(parties, left, statement.start)):
            yield statement


def _ruled(chart: Chart, statement: Statement, words: Sequence[Node], parties: Sequence[Node]) -> bool:
    """Whether the words before a number make it part of a rule."""
    if not words and not parties:
        return False
    kinds = {str(word.value.get("is") or word.value.get("needs") or "rule") for word in words}
    advised = any(word.value.get("alone") and not word.value.get("needs") for word in words)
    if "end" in kinds and not advised:
        return False
    if (advised or (parties and "rule" in kinds)) and statement.node.slot("change") is None:
        return True
    enough = any(node.value.get("alone") or node.value.get("each") for node in (*words, *parties))
    return (enough or bool(parties and kinds - {"other"})) and _limited(chart, statement)


def _limited(chart: Chart, statement: Statement) -> bool:
    """«tối đa 3 bài», «16 điểm trở lên»."""
    qualifier = statement.node.slot("qualifier")
    if qualifier is not None:
        return qualifier.value.get("means") in _LIMITS
    after = _before(chart.nodes("qualifier_after"), statement.end, statement.end + AFTER)
    return bool(after) and not set(",;.:(") & set(chart.lower[statement.end : after[0].start])


def _outermost(nodes: Sequence[Node]) -> list[Node]:
    """Words that stand in no longer one: not «quy định» in «theo quy định»."""
    kept: list[Node] = []
    for node in nodes:
        if not kept or node.start >= kept[-1].end:
            kept.append(node)
    return kept


def _before(nodes: Sequence[Node], start: int, end: int) -> Sequence[Node]:
    """The nodes that begin in `[start, end)`."""
    return nodes[
        bisect_left(nodes, start, key=lambda node: node.start) : bisect_left(nodes, end, key=lambda node: node.start)
    ]
