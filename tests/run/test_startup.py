"""What a run does before its first article: no more than it needs."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import RuleError
from pipeline.run.batch import Plan, run
from pipeline.run.stages import Ruled, Stages
from tests import builders


class _Rules:
    """The stages of tests, and how often their rules were read."""

    def __init__(self) -> None:
        self.read = 0

    def __call__(self, rules: Path, words: bool) -> Stages:
        stages = builders.load(rules, words)

        def ruled() -> Ruled:
            self.read += 1
            return stages.ruled()

        return replace(stages, ruled=ruled)


def _times_read(folder: Path, *inputs: str, **options: object) -> int:
    """How often a run in a process of its own would read the rules."""
    rules = _Rules()
    plan = Plan(tuple(str(folder / name) for name in inputs), folder / "facts.db", folder / "rules", load=rules)
    run(replace(plan, **options))  # type: ignore[arg-type]
    return rules.read


def test_rules_are_read_once_and_only_if_something_waits(tmp_path: Path) -> None:
    builders.write_rules(tmp_path / "rules")
    builders.write_corpus(tmp_path / "in", 3)
    assert _times_read(tmp_path, "in") == 1
    assert _times_read(tmp_path, "in") == 0
    assert _times_read(tmp_path) == 0
    builders.write_corpus(tmp_path / "in", 1, start=7)
    assert _times_read(tmp_path, "in") == 1
    builders.write_rules(tmp_path / "rules", note="khác")
    assert _times_read(tmp_path, "in") == 1
    assert _times_read(tmp_path, "in", words=True) == 1
    assert _times_read(tmp_path, "in", fresh=True) == 1


def test_changed_rules_that_cannot_be_used_leave_the_database_as_it_is(tmp_path: Path) -> None:
    rules = builders.write_rules(tmp_path / "rules")
    builders.write_corpus(tmp_path / "in", 3)
    _times_read(tmp_path, "in")
    before = (tmp_path / "facts.db").read_bytes()
    (rules / "bad.yaml").write_text("rules: [", encoding="utf-8")
    for fresh in (False, True):
        with pytest.raises(RuleError, match=r"bad\.yaml"):
            _times_read(tmp_path, "in", fresh=fresh)
    assert (tmp_path / "facts.db").read_bytes() == before


UNUSED = ("pandas", "spacy", "underthesea", "datasette", "pyarrow", "tqdm", "multiprocessing")
FOR_ARTICLES = (
    "numpy",
    "lxml",
    "regex",
    "yaml",
    "ahocorasick_rs",
    "pipeline.extract.article",
    "pipeline.match.grammar",
)
_SCRIPT = f"""
import sys
from pipeline.cli.main import call
assert call(["run", *sys.argv[1:], "--workers", "2"]) == 0
print(*sorted({{*{(*UNUSED, *FOR_ARTICLES)}}} & sys.modules.keys()))
"""


def test_a_run_loads_what_it_needs_only(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(builders.make_text(1), encoding="utf-8")
    command = [sys.executable, "-c", _SCRIPT, str(tmp_path / "a.txt"), "--db", str(tmp_path / "facts.db")]
    loaded = [
        subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1].split()
        for _ in range(2)
    ]
    assert loaded == [sorted(FOR_ARTICLES), []]
