"""A module fits in one view of the mind, a function on one screen."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "pipeline").rglob("*.py"))
LONGEST_MODULE, LONGEST_FUNCTION = 300, 40  # lines


def _long(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield f"{node.name} has {lines} lines"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_and_functions_are_short(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= LONGEST_MODULE
    assert list(_long(ast.parse(source))) == []


def test_a_long_function_is_found() -> None:
    source = "def long():\n" + "    x = 1\n" * LONGEST_FUNCTION
    assert list(_long(ast.parse(source))) == [f"long has {LONGEST_FUNCTION + 1} lines"]
