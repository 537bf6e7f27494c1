from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from pipeline.cli.main import VERBS, call, cli
from pipeline.cli.messages import Complaints, complain
from pipeline.errors import EXIT_DATA, EXIT_USAGE, StoreError, UsageError
from pipeline.store.lock import writing
from tests import builders


def _hoinghi(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from pipeline.cli.main import main; main()", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
        timeout=60,
    )


def test_help_names_every_verb() -> None:
    done = _hoinghi("--help")
    assert done.returncode == 0
    assert done.stderr == ""
    for verb, meaning in VERBS.items():
        assert f"  {verb} " in done.stdout
        assert meaning in done.stdout


def test_help_loads_no_heavy_library() -> None:
    heavy = "{'pandas', 'sqlite_utils', 'underthesea', 'trafilatura', 'spacy', 'datasette', 'pyarrow', 'yaml', 'regex'}"
    script = f"""
import sys
from pipeline.cli.main import call
assert call(["--help"]) == 0
print(sorted({heavy} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_has_help_with_an_example(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call([verb, "--help"]) == 0
    text = capsys.readouterr().out
    assert f"hoinghi {verb} " in text
    command = cli.get_command(click.Context(cli), verb)
    assert command is not None
    assert command.name == verb
    for parameter in command.params:
        assert not isinstance(parameter, click.Option) or parameter.help


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ([], EXIT_USAGE, "Usage: hoinghi"),
        (["dance"], EXIT_USAGE, "No such command 'dance'"),
        (["run", "--db", "/no/such.db"], EXIT_USAGE, "/no/such.db: no INPUT, and no database yet"),
        (["run", "x", "--workers", "0"], EXIT_USAGE, "0 is not in the range"),
        (["run", "x", "--engine", "spark"], EXIT_USAGE, "'spark' is not one of"),
        (["run", "x", "--rules", "/no/such/folder"], EXIT_USAGE, "/no/such/folder: no such rules folder"),
    ],
)
def test_wrong_usage_says_what_to_do(
    arguments: list[str], code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(arguments) == code
    captured = capsys.readouterr()
    assert says in captured.err
    assert captured.out == ""


def test_a_bad_rule_file_stops_the_run_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = builders.write_rules(tmp_path / "rules")
    (rules / "bad.yaml").write_text("kind: count\nrules:\n  - id: [\n", encoding="utf-8")
    assert call(["run", str(tmp_path), "--db", str(tmp_path / "f.db"), "--rules", str(rules)]) == 3
    captured = capsys.readouterr()
    assert captured.err.startswith(f"{rules / 'bad.yaml'}:")
    assert captured.err.count("\n") == 1
    assert not (tmp_path / "f.db").exists()


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (UsageError("no such folder", where="a", remedy="make it"), 2, "a: no such folder. make it.\n"),
        (StoreError("broken\nname\x1b[2J"), 4, "broken\\nname\\x1b[2J.\n"),
        (KeyboardInterrupt(), 130, "Interrupted. What is stored is kept; the same command goes on where it stopped.\n"),
        (ValueError("x"), 4, "Unexpected ValueError: x. This is a fault of hoinghi: HOINGHI_DEBUG=1 shows where.\n"),
        (click.exceptions.Exit(1), 1, ""),
    ],
)  # fmt: skip
def test_every_error_is_one_line_and_a_code(
    error: BaseException, code: int, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with Complaints() as complaints:
        raise error
    assert complaints.exit_code == code
    assert capsys.readouterr().err == line


def test_debugging_keeps_the_traceback_of_unforeseen_errors_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOINGHI_DEBUG", "1")
    with pytest.raises(ValueError, match="odd"), Complaints():
        raise ValueError("odd")
    with Complaints() as complaints:
        raise StoreError("known")
    assert complaints.exit_code == EXIT_DATA


def test_a_terminal_that_knows_only_ascii_gets_escapes() -> None:
    done = _hoinghi("run", "x", "--rules", "/thư mục", PYTHONIOENCODING="ascii")
    assert done.returncode == EXIT_USAGE
    assert done.stderr.isascii()
    assert "no such rules folder" in done.stderr


def test_a_message_has_no_colour_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    complain("đỏ")
    assert capsys.readouterr().err == "đỏ\n"


def test_a_database_in_use_is_an_error_of_its_own(
    tmp_path: Path, rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db = tmp_path / "facts.db"
    with writing(db):
        assert call(["run", str(tmp_path), "--db", str(db), "--rules", str(rules), "--workers", "1"]) == EXIT_DATA
    assert "another run (process" in capsys.readouterr().err
