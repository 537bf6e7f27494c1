"""hoinghi evaluate: what goes to stdout and stderr, and the exit code."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import pipeline.run
from pipeline.cli.evaluate import evaluate
from pipeline.errors import EXIT_USAGE, PipelineError, StoreError, UsageError
from tests.evaluate.perfect import write_database
from tests.evaluate.samples import DATA, PLACES, perfect_sample


@pytest.fixture
def db(tmp_path: Path) -> Path:
    founds = [perfect_sample("a01")[1], perfect_sample("a02")[1]]
    return write_database(tmp_path / "facts.db", founds, places=PLACES)


@pytest.fixture
def worse(tmp_path: Path) -> Path:
    _, found = perfect_sample("a01")
    fewer = replace(found, facts=found.facts[1:])
    return write_database(tmp_path / "worse.db", [fewer, perfect_sample("a02")[1]], places=PLACES)


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(evaluate, [str(argument) for argument in arguments])


def test_report_on_stdout(db: Path) -> None:
    result = call(DATA, "--db", db)
    assert result.exit_code == 0
    assert result.stdout.startswith("2 documents, gold ")
    assert result.stderr == ""


def test_filters(worse: Path) -> None:
    result = call(DATA, "--db", worse, "--kind", "counts", "--doc", "a01", "--misses", "0")
    assert result.exit_code == 0
    assert "a02" not in result.stdout and "people" not in result.stdout
    assert "… and 1 more" in result.stdout


def test_json(db: Path) -> None:
    assert json.loads(call(DATA, "--db", db, "--json").stdout)["metrics"]["counts.f1"] == 1.0


def test_floors_rise_hold_and_break(db: Path, worse: Path, tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    made = call(DATA, "--db", db, "--floors", floors, "--raise-floors")
    assert made.exit_code == 0 and "floors raised or set" in made.stderr
    before = floors.read_text(encoding="utf-8")
    assert call(DATA, "--db", db, "--floors", floors).exit_code == 0
    broken = call(DATA, "--db", worse, "--floors", floors)
    assert broken.exit_code == 1
    assert "counts.f1 is 0.95" in broken.stderr
    lowered = call(DATA, "--db", worse, "--floors", floors, "--raise-floors")
    assert lowered.exit_code == 1
    assert floors.read_text(encoding="utf-8") == before


def test_floors_know_their_gold(db: Path, tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    call(DATA, "--db", db, "--floors", floors, "--raise-floors")
    other = tmp_path / "gold"
    other.mkdir()
    (other / "a01.yaml").write_bytes((DATA / "a01.yaml").read_bytes())
    result = call(other, "--db", db, "--floors", floors)
    assert result.exit_code == 1 and "gold has changed" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "error", "what"),
    [
        ((), UsageError, "either --db or --texts"),
        (("--db", "x.db", "--texts", "x"), UsageError, "either --db or --texts"),
        (("--db", "x.db", "--raise-floors"), UsageError, "without a file"),
        (("--db", "x.db", "--floors", "f.json", "--kind", "people"), UsageError, "all of the gold"),
        (("--texts", "no/such/folder"), UsageError, "no such file or folder"),
        (("--db", "no-such.db"), StoreError, "no database here"),
    ],
)
def test_refused(arguments: tuple[str, ...], error: type[PipelineError], what: str) -> None:
    result = call(DATA, *arguments)
    assert isinstance(result.exception, error) and what in str(result.exception)


def test_unknown_kind_is_a_usage_error(db: Path) -> None:
    assert call(DATA, "--db", db, "--kind", "cats").exit_code == EXIT_USAGE


def test_help_has_examples() -> None:
    result = call("--help")
    assert "hoinghi evaluate corpus/gold --db facts.db --floors corpus/floors.json" in result.stdout
    assert "never lower ones" in " ".join(result.stdout.split())


@pytest.mark.skipif(not hasattr(pipeline.run, "run"), reason="pipeline.run.run is not merged yet")
def test_texts_are_extracted_and_scored() -> None:
    result = call(DATA, "--texts", DATA, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["kinds"]["documents"]["hits"] == 2
