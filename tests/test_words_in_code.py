"""Rules are data, code is grammar: no Vietnamese word stands in the code that reads texts."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline

FOLDER = Path(pipeline.__file__).parent
ROOMS = ("extract", "ingest", "match", "places", "rulebook", "text")
EXCEPT = {
    "ingest/language.py": "the letters by which Vietnamese is told",
    "places/build": "makes the tables of rules/places from lists of units; it reads no news",
    "text/canonical.py": "letters as damaged text has them",
    "text/fold.py": "letters that look alike",
    "text/legacy.py": "letters and syllables of encodings before Unicode",
    "text/syllable.py": "how a syllable is built",
}
"""File or folder → why the letters in it are no words."""
_MARKED = re.compile(r"[^\W\d_a-zA-Z]")
_LETTER_CLASS = re.compile(r"\[[^\]]*\]")


def written(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of every string of a module that is no docstring; of an f-string its fixed parts."""
    tree = ast.parse(source)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def words(source: str) -> list[str]:
    """The strings of a module in which a letter with a mark stands outside a letter class, with their lines."""
    return [f"{line}: {text!r}" for line, text in written(source) if _MARKED.search(_LETTER_CLASS.sub("", text))]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('_AT = re.compile(r"(?<!\\w)tại ")', True),
        ("if word in ('cho', 'của'):\n    pass", True),
        ('name = f"{one} và {other}"', True),
        ('x = "ở"', True),
        ('def f():\n    """The body behind «do»: "Sở Nội vụ"."""', False),
        ("x = 1  # «của» of the body", False),
        ('_CODE = re.compile(r"[A-ZĐƯ]{2,}\\d")', False),
    ],
)
def test_words_are_told_from_letters(source: str, found: bool) -> None:
    assert bool(words(source)) == found


def test_no_words_in_the_code_that_reads_texts() -> None:
    found: dict[str, list[str]] = {}
    for path in sorted(path for room in ROOMS for path in (FOLDER / room).rglob("*.py")):
        name = path.relative_to(FOLDER).as_posix()
        if here := words(path.read_text(encoding="utf-8")):
            found[name] = here
    excepted = {name: next((part for part in EXCEPT if f"{name}/".startswith(f"{part}/")), None) for name in found}
    wrong = {name: here for name, here in found.items() if excepted[name] is None}
    assert not wrong, "move these words into a lexicon in rules/ (see rules/text/links.yaml)"
    assert set(EXCEPT) == {*excepted.values()}, "an exception that is needed no more"
