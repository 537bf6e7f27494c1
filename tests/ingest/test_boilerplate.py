"""Every example beside a boilerplate rule behaves as it says."""

from __future__ import annotations

import pytest

from pipeline.errors import RuleSchemaError
from pipeline.ingest.boilerplate import ALWAYS, Boilerplate, Hit
from pipeline.rulebook.schema import Example, Rule, Rulebook
from tests.ingest.maker import rulebook, rules

EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}::{example.kind}::{example.text[:40]}")
    for rule in rulebook().active("boilerplate")
    for example in rule.examples
]


def hit_of(rule: Rule, text: str) -> tuple[str | None, Hit | None]:
    action = rule.sets["action"]
    if action == "cut":
        return next((rule_id for _, rule_id in rules().cut(text)[1]), None), None
    if action == "headline_date":
        hit = rules().headline_date(text)
    elif action == "end":
        hit = rules().ends(text)
    else:
        hit = rules().match(text) if action in ALWAYS else rules().match_as(action, text)  # type: ignore[arg-type]
    return (hit.rule_id if hit else None), hit


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_example(rule: Rule, example: Example) -> None:
    found, hit = hit_of(rule, example.text)
    assert (found == rule.id) == (example.kind == "match")
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
