"""What the set-up relies on: the lock file, the import rules that no linter checks, the make targets."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
HEAVY = (
    "underthesea",
    "spacy",
    "pandas",
    "pyarrow",
    "trafilatura",
    "datasette",
    "distributed",
    "warcio",
)


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return re.sub(r"[._-]+", "-", found[0]).lower()


def test_the_lock_names_no_index() -> None:
    assert "://" not in LOCK


def test_the_lock_has_everything_with_hashes() -> None:
    entries = re.split(r"\n(?=[a-z])", LOCK.strip())
    assert all("--hash=sha256:" in entry for entry in entries)
    locked = {_name(entry) for entry in entries}
    extras = PROJECT["project"]["optional-dependencies"].values()
    wanted = [*PROJECT["project"]["dependencies"], *(item for extra in extras for item in extra)]
    wanted += [*PROJECT["build-system"]["requires"], "editables", "pip"]
    assert {_name(item) for item in wanted} - locked == set()


@pytest.mark.parametrize("library", HEAVY)
def test_a_heavy_library_is_imported_in_one_package_at_most(library: str) -> None:
    importers = {path.parent for path in (ROOT / "pipeline").rglob("*.py") if library in _imports(path)}
    assert len(importers) <= 1, importers


def _imports(path: Path) -> set[str]:
    """Top-level packages that a file imports, except for type checking."""
    found: set[str] = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for child in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


@pytest.mark.parametrize("target", ["help", "setup", "run", "test", "check", "bench"])
def test_the_makefile_has_its_targets(target: str) -> None:
    done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_ci_runs_the_tests_and_the_checks() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert [line for line in script.splitlines() if line.startswith("make")] == ["make test", "make check"]
