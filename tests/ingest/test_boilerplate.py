"""Every example beside a boilerplate rule behaves as it says."""

from __future__ import annotations

import pytest

from pipeline.errors import RuleSchemaError
from pipeline.ingest.boilerplate import Boilerplate
from pipeline.rulebook.schema import Example, Rule, Rulebook
from tests.ingest.maker import rulebook, rules

EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}::{example.kind}::{example.text[:40]}")
    for rule in rulebook().active("boilerplate")
    for example in rule.examples
]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_example(rule: Rule, example: Example) -> None:
    hit = rules().tried(rule.sets["action"], example.text)
    assert (hit is not None and hit.rule_id == rule.id) == (example.kind == "match")
    for name, value in example.expect.items():
        assert hit is not None
        assert (rules().date(hit) if name == "published_on" else hit.groups.get(name)) == value


def test_every_rule_has_examples_of_both_kinds() -> None:
    lacking = [
        rule.id
        for rule in rulebook().active("boilerplate")
        if {example.kind for example in rule.examples} < {"match", "no_match"}
    ]
    assert lacking == []


def test_an_unknown_action_is_a_rule_error() -> None:
    rule = Rule("boilerplate.x", "boilerplate", "x.yaml", 3, regex="x", sets={"action": "explode"})
    with pytest.raises(RuleSchemaError, match=r"x\.yaml:3"):
        Boilerplate(Rulebook((rule,), {}, (), "", ""))


@pytest.mark.parametrize("text", ["", " ", "đ" * 5000, "(" * 300, "a > " * 100, "Thứ " * 80, "ab " * 100, "1/" * 150])
def test_hostile_lines_are_matched_in_no_time(text: str) -> None:
    rules().match(text)
    rules().cut(text)
    rules().ends(text)
    rules().headline_date(text)
