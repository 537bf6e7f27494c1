"""Every example beside a boilerplate rule behaves as it says."""

from __future__ import annotations

import pytest

from pipeline.ingest import boilerplate
from pipeline.ingest.boilerplate import ACTIONS, Boilerplate
from pipeline.rulebook.schema import Example, Rule, Rulebook
from pipeline.rulebook.values import CONSTANTS
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


def test_rule_files_may_name_every_action() -> None:
    assert set(CONSTANTS["boilerplate", "action"]) == ACTIONS


def test_an_expression_without_end_is_left_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boilerplate, "REGEX_SECONDS", 0.05)
    rule = Rule("boilerplate.x", "boilerplate", "x.yaml", 3, regex="(?:a|aa|b?a)+z", sets={"action": "drop"})
    with pytest.raises(TimeoutError, match="rules check"):
        Boilerplate(Rulebook((rule,), {}, (), "", "")).match("a" * 300 + "!z")
