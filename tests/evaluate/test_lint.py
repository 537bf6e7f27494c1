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


ENDLESS_LINE = """
kind: boilerplate
rules:
  - id: boilerplate.endless
    set: {action: drop}
    regex: '(?:a|aa|b?a)+ z'
    match: ["aaz"]
"""
AT_ODDS = """
kind: count
rules:
  - id: count.at-odds
    pattern: "bàn {value:number}"
    set: {unit: đồng}
    match: ["Xã bàn 7"]
"""
COMMON = """
kind: refusal
rules:
  - id: refusal.common
    set: {refuses: count}
    pattern: "(có | xã) ...4 (lô cốt | hầm chông) {number:number}"
    match: ["Xã có hai lô cốt 12"]
"""
COMMON_TRIGGER = """
kind: refusal
rules:
  - id: refusal.trigger
    set: {refuses: count}
    trigger: [a]
    pattern: "{number:number} (vó bè | nò sáo)"
    match: ["8 vó bè"]
"""
NO_EXAMPLE = """
kind: boilerplate
rules:
  - id: boilerplate.silent
    set: {action: drop}
    lines: ["Mời bạn vào nhà"]
"""
NO_INDICATOR = """
kind: indicator
rules:
  - {id: indicator.silent, set: {indicator: model.total}, pattern: "vó bè", units: ["class:thing"]}
"""
NO_CLASS = """
kind: indicator
rules:
  - id: indicator.class
    set: {indicator: model.total}
    pattern: "mô hình vó bè"
    units: ["class:thign", "class:thing"]
    match: ["Có 5 mô hình vó bè."]
"""
KEY = """
lexicon: unit_word
entries:
  - {words: [vó bè], class: thing, haed: vó}
"""
VALUE = """
lexicon: unit_word
entries:
  - {words: [vó bè], class: thin}
"""
LEFT_OUT = """
lexicon: unit_word
entries:
  - {words: [vó bè]}
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    shutil.copytree(asset("rules"), tmp_path / "rules")
    return tmp_path / "rules"


@pytest.mark.parametrize(
    ("text", "of", "says", "remedy"),
    [
        (SILENT, "rule phrase.silent", "fires in no example", "give it a match"),
        (SHADOWED, "rule count.shadowed", "mostly to count.number-unit", "raise its priority"),
        (SLOW, "rule refusal.slow", "hostile text", "avoid repetition inside repetition"),
        (ENDLESS_LINE, "rule boilerplate.endless", "hostile text", "phrase pattern"),
        (AT_ODDS, "rule count.at-odds", "a no_match of count.number-unit (", "narrow it"),
        (COMMON, "rule refusal.common", "may begin with “có”", "rarer words"),
        (COMMON_TRIGGER, "rule refusal.trigger", "its trigger “a” stands in", "rarer words"),
        (NO_EXAMPLE, "rule boilerplate.silent", "fires in no example", "give it a match"),
        (NO_INDICATOR, "rule indicator.silent", "fires in no example", "give it a match"),
        (NO_CLASS, "rule indicator.class", "no unit is of class:thign", "use one of: age, "),
        (KEY, "unit_word “vó bè”", "'haed' stands at no other word", "did you mean 'head'?"),
        (VALUE, "unit_word “vó bè”", "no other word has class: thin", "did you mean thing?"),
        (LEFT_OUT, "unit_word “vó bè”", "every other word of unit_word has class:", "add class:"),
    ],
)
def test_a_doubt_names_file_and_line_and_what_to_do(rules: Path, text: str, of: str, says: str, remedy: str) -> None:
    (rules / "own.yaml").write_text(text, encoding="utf-8")
    found = doubts(load_extractor(rules))
    assert {doubt.of for doubt in found} == {of}
    (told,) = [doubt for doubt in found if says in doubt.what]
    assert remedy in told.remedy
    assert str(told).startswith(f"{rules / 'own.yaml'}:4: {of}: ")


def test_a_rule_may_take_what_another_leaves_if_its_examples_say_so(rules: Path) -> None:
    own = AT_ODDS.replace('"Xã bàn 7"', '"Xã bàn 7", "Hội nghị bàn 6 nội dung."')
    (rules / "own.yaml").write_text(own, encoding="utf-8")
    assert doubts(load_extractor(rules)) == ()


def test_our_own_rules_are_beyond_doubt() -> None:
    assert doubts(load_extractor()) == ()


def test_check_ends_with_findings_for_a_catastrophic_pattern(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (rules / "own.yaml").write_text(SLOW, encoding="utf-8")
    assert call(["rules", "check", "--rules", str(rules)]) == 1
    assert "own.yaml:4: rule refusal.slow" in capsys.readouterr().err


@pytest.mark.parametrize("text", [SLOW, ENDLESS_LINE])
def test_a_catastrophic_pattern_cannot_hang_a_run(rules: Path, tmp_path: Path, text: str) -> None:
    (rules / "own.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "in.txt").write_text(f"Ra quân\n{'a' * 300}\nXã hiến 1.250 m2 đất.", encoding="utf-8")
    started = time.monotonic()
    assert call(["run", str(tmp_path / "in.txt"), "--rules", str(rules), "--db", str(tmp_path / "f.db")]) == 0
    assert time.monotonic() - started < 600  # it would take years
