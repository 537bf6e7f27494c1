"""The report says every figure and every finding once, and text from articles cannot steer a terminal."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from pipeline.evaluate.context import clean, context_of
from pipeline.evaluate.gold import load_gold
from pipeline.evaluate.report import MARKS, as_json, figure, plain
from pipeline.evaluate.score import Evaluation, evaluate
from pipeline.evaluate.terminal import show
from tests.evaluate.perfect import write_database
from tests.evaluate.samples import DATA, PLACES, perfect_sample


@pytest.fixture
def evaluation(tmp_path: Path) -> Evaluation:
    """The samples with two counts of a01 lost, one misread and a false one in a02."""
    _, first = perfect_sample()
    facts = tuple(replace(fact, value=80.0) if fact.value == 84 else fact for fact in first.facts)
    first = replace(first, facts=tuple(fact for fact in facts if fact.value not in (7, 15)))
    _, second = perfect_sample("a02")
    extra = replace(second.facts[0], id="x", value=1.0, unit="[bold]năm\x1b[2J", spans={}, start=21, end=28)
    second = replace(second, facts=(*second.facts, extra))
    return evaluate(load_gold(DATA), write_database(tmp_path / "facts.db", [first, second], places=PLACES))


def test_plain(evaluation: Evaluation) -> None:
    text = plain(evaluation)
    lines = text.splitlines()
    row = next(line.split() for line in lines if line.startswith("counts "))
    assert row == ["counts", "8", "3", "2", "0", "1", "0.800", "0.727", "0.761", "-"]
    assert next(line.split() for line in lines if line.startswith("a01.txt "))[-1] == "6/3/1"
    assert "counts, missed: no fact here (2)" in lines
    at = lines.index("counts, missed: value wrong (1)")
    assert lines[at + 1].startswith("  a01.txt: gold 84 tổ (84 tổ hòa giải) | found 80 tổ")
    assert f"Toàn huyện có {MARKS[0]}84 tổ hòa giải{MARKS[1]}, ⏎ trong đó" in lines[at + 2]
    assert "\x1b" not in text


def test_misses_limits_each_cause(evaluation: Evaluation) -> None:
    assert "  … and 1 more" in plain(evaluation, misses=1).splitlines()
    assert MARKS[0] not in plain(evaluation, misses=0)
    assert len(json.loads(as_json(evaluation, misses=1))["findings"]) == 5  # one of each cause


def test_json(evaluation: Evaluation) -> None:
    data = json.loads(as_json(evaluation))
    assert data["documents"] == 2
    assert data["kinds"]["counts"]["hits"] == 8
    assert data["by_document"]["a02.txt"]["counts"]["false"] == 1
    assert data["metrics"]["people.f1"] == 1.0
    assert data["metrics"]["events.f1"] == 1.0
    assert data["kinds"]["counts"]["fields"]["part_of"]["wrong"] == 1
    miss = next(one for one in data["findings"] if one["cause"] == "value wrong")
    assert miss["context"]["span"] == "84 tổ hòa giải"
    assert [one["kind"] for one in data["findings"]] == ["counts"] * len(data["findings"])


def test_one_kind(evaluation: Evaluation) -> None:
    assert evaluation.only("people").kinds() == ("people",)
    assert evaluation.only("people").findings() == ()


def test_terminal(evaluation: Evaluation) -> None:
    out = io.StringIO()
    show(evaluation, Console(file=out, force_terminal=True, width=140, color_system="standard"), misses=1)
    text = out.getvalue()
    assert "[bold]năm" in text  # markup of an article is shown, not obeyed
    assert "\x1b[2J" not in text
    assert "\x1b[1;7m84 tổ hòa giải" in text
    assert "… and 1 more" in text


@pytest.mark.parametrize(
    ("text", "span", "shown"),
    [
        ("abc", (1, 2), ("a", "b", "c")),
        ("x" * 100 + "b" + "y" * 100, (100, 101), ("…" + "x" * 60, "b", "y" * 60 + "…")),
        ("a\nb\u202ec", (3, 4), ("a ⏎ b", "", "c")),
        ("a" * 300, (0, 300), ("", "a" * 80 + " … " + "a" * 80, "")),
    ],
)
def test_context(text: str, span: tuple[int, int], shown: tuple[str, str, str]) -> None:
    context = context_of(text, span)
    assert context is not None and (context.before, context.span, context.after) == shown


def test_no_context() -> None:
    assert context_of("", (0, 1)) is None and context_of("abc", None) is None


def test_clean() -> None:
    assert clean("a\x00\x1b[31m\u200fb\nc") == "a[31mb ⏎ c"


def test_figures_are_cut_not_rounded_up() -> None:
    assert [figure(value) for value in (None, 0.9996, 1.0, 0.7)] == ["-", "0.999", "1.000", "0.700"]
