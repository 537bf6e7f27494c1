"""Doubts about rules that load."""

import shutil
import time
from pathlib import Path

import pytest

from pipeline.assets import asset
from pipeline.cli.main import call
from pipeline.evaluate.lint import doubts
from pipeline.extract.article import load_extractor

SILENT = """
kind: phrase
rules:
  - id: phrase.silent
    makes: silent_thing
    pattern: "chuồn chuồn bay thấp"
"""
SHADOWED = """
kind: count
rules:
  - id: count.shadowed
    priority: 1
    pattern: "{value:number} {unit:unit}"
"""
SLOW = """
kind: refusal
rules:
  - id: refusal.slow
    set: {refuses: count}
    regex: '(?:a+)+b'
    match: ["aab"]
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    shutil.copytree(asset("rules"), tmp_path / "rules")
    return tmp_path / "rules"


@pytest.mark.parametrize(
    ("text", "rule", "says", "grave"),
    [
        (SILENT, "phrase.silent", "fires in no example", False),
        (SHADOWED, "count.shadowed", "mostly to count.number-unit", False),
        (SLOW, "refusal.slow", "hostile text", True),
    ],
)
def test_a_doubt_names_file_and_line_and_what_to_do(rules: Path, text: str, rule: str, says: str, grave: bool) -> None:
    (rules / "own.yaml").write_text(text, encoding="utf-8")
    (found,) = [doubt for doubt in doubts(load_extractor(rules)) if doubt.rule_id == rule]
    assert says in found.what and found.remedy and found.grave is grave
    assert str(found).startswith(f"{rules / 'own.yaml'}:4: rule {rule}: ")


def test_our_own_rules_are_beyond_doubt() -> None:
    assert doubts(load_extractor()) == ()


def test_check_ends_with_findings_for_a_catastrophic_pattern(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (rules / "own.yaml").write_text(SLOW, encoding="utf-8")
    assert call(["rules", "check", "--rules", str(rules)]) == 1
    assert "own.yaml:4: rule refusal.slow" in capsys.readouterr().err


def test_a_catastrophic_pattern_cannot_hang_a_run(rules: Path, tmp_path: Path) -> None:
    (rules / "own.yaml").write_text(SLOW, encoding="utf-8")
    (tmp_path / "in.txt").write_text("Ra quân\nXã hiến 1.250 m2 đất. " + "a" * 60, encoding="utf-8")
    started = time.monotonic()
    assert call(["run", str(tmp_path / "in.txt"), "--rules", str(rules), "--db", str(tmp_path / "f.db")]) == 0
    assert time.monotonic() - started < 60
