"""Every example beside a rule, as a test of its own; known gaps (`todo`) must fail until they are promoted."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline.evaluate.examples import Outcome, run_examples
from pipeline.extract.article import Extractor
from pipeline.rulebook.schema import Rule
from tests.builders import extractor as our_extractor

ROOT = Path(__file__).parents[1]
NEED_A_MATCH = ("count", "citation", "official", "event", "role", "indicator", "refusal")
NEED_A_NO_MATCH = ("count", "citation", "official", "refusal")
PROMOTED = "it matches now: move it to match:"


def _examples() -> list[object]:
    """A parameter for each example, named as its outcome will be; nothing is run yet."""
    book = our_extractor().book
    owners = [
        *(rule for rule in book.rules if rule.status == "active"),
        *(e for es in book.lexicons.values() for e in es),
    ]
    found = []
    for owner in owners:
        counted: Counter[str] = Counter()
        for example in owner.examples:
            name = Outcome(owner.id, owner.file, example, counted[example.kind], None).name
            marks = [pytest.mark.xfail(strict=True, reason=example.why)] if example.kind == "todo" else []
            found.append(pytest.param(name, id=name.removeprefix(f"{ROOT}/"), marks=marks))
            counted[example.kind] += 1
    return found


@pytest.fixture(scope="session")
def outcomes(extractor: Extractor) -> dict[str, Outcome]:
    return {outcome.name: outcome for outcome in run_examples(extractor)}


@pytest.mark.parametrize("name", _examples())
def test_example(name: str, outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes[name]
    if outcome.example.kind == "todo":
        assert outcome.problem == PROMOTED, "a known gap; promote the example when this passes"
    else:
        assert outcome.problem is None, str(outcome.error())


def test_all_examples_are_tests(outcomes: dict[str, Outcome]) -> None:
    assert len(outcomes) == len(_examples()) > 500


def _active(*kinds: str) -> list[Rule]:
    return [rule for rule in our_extractor().book.rules if rule.status == "active" and rule.kind in kinds]


@pytest.mark.parametrize("kind", NEED_A_MATCH)
def test_every_rule_shows_what_it_is_for(kind: str) -> None:
    rules = _active(kind)
    kinds = ("match", "todo") if kind == "indicator" else ("match",)
    assert rules and [rule.id for rule in rules if not any(e.kind in kinds for e in rule.examples)] == []


@pytest.mark.parametrize("kind", NEED_A_NO_MATCH)
def test_every_rule_shows_what_it_is_not_for(kind: str) -> None:
    assert [rule.id for rule in _active(kind) if not any(e.kind == "no_match" for e in rule.examples)] == []


@pytest.mark.parametrize("kind", ["count", "citation", "refusal"])
def test_shapes_are_shown_twice(kind: str) -> None:
    once = [rule.id for rule in _active(kind) if sum(e.kind == "match" for e in rule.examples) < 2]
    assert once == []


def test_what_must_not_match_and_what_is_missing_says_why() -> None:
    silent = [
        f"{rule.id}: {example.text}"
        for rule in our_extractor().book.rules
        for example in rule.examples
        if example.kind in ("no_match", "todo") and not example.why and rule.kind in NEED_A_MATCH
    ]
    assert silent == []


def test_no_two_examples_of_a_rule_are_the_same() -> None:
    twice = [
        rule.id
        for rule in our_extractor().book.rules
        if len({example.text for example in rule.examples}) < len(rule.examples)
    ]
    assert twice == []
