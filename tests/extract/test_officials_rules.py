"""Every example beside the rules for officials behaves as it says."""

from __future__ import annotations

import pytest

from pipeline.match.node import Node
from pipeline.match.overlap import winners
from pipeline.rulebook.schema import Example, Rule
from pipeline.text.fold import fold
from tests.extract.official_samples import BOOK, chart_of

RULES = list(BOOK.active("official"))
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}-{example.kind}-{index}")
    for rule in RULES
    for index, example in enumerate(rule.examples)
]


def matches(rule: Rule, text: str) -> list[Node]:
    chart = chart_of(text)
    return [node for node in winners(chart.nodes("official"), BOOK.by_id, chart.trace) if node.rule == rule.id]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_has_examples_of_both_kinds(rule: Rule) -> None:
    assert {"match", "no_match"} <= {example.kind for example in rule.examples}


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_an_example_behaves(rule: Rule, example: Example) -> None:
    found = matches(rule, example.text)
    if example.kind != "match":
        assert not found
        return
    assert found
    text = chart_of(example.text).text
    for slot, value in example.expect.items():
        parts = found if slot == "quote" else [part for node in found if (part := node.slot(slot)) is not None]
        assert fold(value) in [text[part.start : part.end] for part in parts]
