"""Which of overlapping matches counts: longer, higher priority, earlier start, smaller id."""

from __future__ import annotations

from itertools import pairwise
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.match.node import Node
from pipeline.match.overlap import winners
from pipeline.match.trace import Trace
from pipeline.rulebook.schema import Rule

RULES = MappingProxyType(
    {f"r.{name}": Rule(f"r.{name}", "count", "x.yaml", 1, priority=priority)
     for name, priority in (("a", 50), ("b", 50), ("high", 90), ("low", 10))}
)  # fmt: skip


def _node(span: str, rule: str) -> Node:
    start, end = map(int, span.split("-"))
    return Node("x", start, end, None, f"r.{rule}")


def _won(*nodes: Node) -> list[str]:
    return [f"{node.start}-{node.end} {node.rule[2:]}" for node in winners(nodes, RULES)]


CASES = [
    ("the longer", [("0-5", "low"), ("3-7", "high")], ["0-5 low"]),
    ("the longest of a chain", [("0-4", "a"), ("3-9", "a"), ("8-12", "a")], ["3-9 a"]),
    ("what a loser overlapped stays", [("0-6", "a"), ("5-9", "a"), ("8-10", "a")], ["0-6 a", "8-10 a"]),
    ("the higher priority", [("0-5", "low"), ("3-8", "high")], ["3-8 high"]),
    ("the earlier", [("3-8", "a"), ("0-5", "a")], ["0-5 a"]),
    ("the smaller id", [("0-5", "b"), ("0-5", "a")], ["0-5 a"]),
    ("inside", [("0-9", "low"), ("3-5", "high")], ["0-9 low"]),
    ("side by side", [("5-9", "a"), ("0-5", "b")], ["0-5 b", "5-9 a"]),
    ("a rule nobody knows has no priority", [("0-5", "unknown"), ("2-7", "low")], ["2-7 low"]),
    ("none", [], []),
]


@pytest.mark.parametrize(("why", "nodes", "expected"), CASES)
def test_order(why: str, nodes: list[tuple[str, str]], expected: list[str]) -> None:
    assert _won(*(_node(*node) for node in nodes)) == expected, why


def test_losers_go_to_the_trace_with_whom_they_lost_to() -> None:
    trace = Trace()
    long, short, last = _node("0-5", "a"), _node("3-6", "b"), _node("4-6", "high")
    assert winners([short, long, last], RULES, trace) == [long]
    assert trace.losers == [(short, long), (last, long)]


NODES = st.builds(
    lambda start, length, rule: Node("x", start, start + length, None, rule),
    st.integers(0, 30), st.integers(1, 12), st.sampled_from(sorted(RULES)),
)  # fmt: skip


@given(st.lists(NODES, max_size=12).flatmap(lambda nodes: st.tuples(st.just(nodes), st.permutations(nodes))))
def test_a_total_order(given_: tuple[list[Node], list[Node]]) -> None:
    nodes, shuffled = given_
    won = winners(nodes, RULES)
    assert winners(shuffled, RULES) == won, "the order of finding does not matter"
    assert winners(won, RULES) == won
    assert all(one.end <= other.start for one, other in pairwise(won))
    for node in nodes:
        rivals = [other for other in won if other.start < node.end and node.start < other.end]
        assert rivals, "nothing is lost but to a winner"
        assert node in won or any(_rank(rival) < _rank(node) for rival in rivals)


def _rank(node: Node) -> tuple[int, int, int, str]:
    return node.start - node.end, -RULES[node.rule].priority, node.start, node.rule
