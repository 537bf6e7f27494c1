"""Templates matched together find what they find one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.match.grammar import Grammar
from pipeline.match.node import Node
from pipeline.match.trace import Trace
from pipeline.rulebook import template as t
from pipeline.rulebook.schema import Rule, Rulebook
from pipeline.text.fold import view_of
from tests.match.small import SCANNERS, book, chart, found, rules
from tests.match.test_chart import LEAVES, THINGS, WORDS, grown


class _Quiet(Trace):
    """A trace that asks for rules to be tried one by one, and for nothing else."""

    explains = False


def _read(rulebook: Rulebook, text: str, trace: Trace | None = None) -> Sequence[Node]:
    return Grammar(rulebook, SCANNERS).chart(view_of(text), trace=trace).nodes("x")


def _beginnings(node: t.Node) -> bool:
    try:
        return not t.first_of(node)[1]
    except t.TemplateError:
        return False


TEMPLATES = st.recursive(LEAVES, grown, max_leaves=6).filter(_beginnings)
# Rules that begin alike, as those of one product do
ALIKE = st.tuples(TEMPLATES, st.lists(st.lists(TEMPLATES, max_size=2), min_size=2, max_size=4))


@settings(max_examples=300, deadline=None)
@given(ALIKE, st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join), st.sampled_from(["", "a", "vụ", "b c"]))
def test_together_as_one_by_one(alike: tuple[t.Node, Sequence[Sequence[t.Node]]], text: str, trigger: str) -> None:
    first, rests = alike
    made = tuple(
        Rule(f"p.{number}", "phrase", "x.yaml", 1, patterns=(t.Seq((first, *rest)), *rest[:1]), makes="x",
             triggers=(trigger,) if trigger and number == 1 else ())
        for number, rest in enumerate(rests)
    )  # fmt: skip
    rulebook = replace(book(THINGS), rules=made)
    assert _read(rulebook, text) == _read(rulebook, text, _Quiet())


def test_each_rule_keeps_its_own_match() -> None:
    file = rules(
        'id: p.a, pattern: "{number} a"',
        'id: p.b, pattern: "{number} a b"',
        'id: p.c, patterns: ["{n:number} a [c]", "{number} a"]',
        'id: p.d, pattern: "{number} a", unless_after: b',
        'id: p.e, pattern: "{number} a", trigger: [z]',
    )
    nodes = chart("1 a b, 2 a c", file).nodes("x")
    assert [(node.start, node.end, node.rule) for node in nodes] == [
        (0, 5, "p.b"), (0, 3, "p.a"), (0, 3, "p.c"),
        (7, 12, "p.c"), (7, 10, "p.a"), (7, 10, "p.d"),
    ]  # fmt: skip
    assert {node.rule: node.slots[0][0] for node in nodes if node.rule in ("p.a", "p.c")} == {
        "p.a": "number",
        "p.c": "n",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a b c", ["a b c"]), ("a c", ["a c"]), ("a b, a, c", []), ("a\nc", [])],
)
def test_what_begins_with_something_optional(text: str, expected: list[str]) -> None:
    assert found(text, rules('id: p.a, pattern: "[a] [b] c x"', 'id: p.b, pattern: "a [b] c"')) == expected


def test_near_places_finds_what_begins_there() -> None:
    here = chart("1 a, 2 a, 3 a", rules('id: p.a, pattern: "{number} a"', 'id: p.b, regex: "[0-9][ ]a"'))
    assert [(node.start, node.rule) for node in here.near("x", lambda rule: [(4, 8)])] == [(5, "p.a"), (5, "p.b")]
    one = here.near("x", lambda rule: [(0, 14)] if rule.id == "p.a" else [])
    assert [(node.start, node.rule) for node in one] == [(0, "p.a"), (5, "p.a"), (10, "p.a")]
    assert here.near("x", lambda rule: []) == [] and here.near("none", lambda rule: [(0, 9)]) == ()
