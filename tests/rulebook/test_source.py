"""Rule files as reviewers write them: what is read, and where each complaint points."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import EXIT_RULES, RuleError, RuleSchemaError, RuleSyntaxError
from pipeline.rulebook.source import parse_source, read_source

SCALARS = ["1.200", "05", "12:30", "2024-05-01", "No", "yes", "~", "null", "1e3", "0x1F", "true", "-7", "!!int 5"]
BROKEN = {
    "empty": ("", RuleSchemaError, 1, "the file is empty", "kind: and rules:"),
    "only a comment": ("# gì đó\n", RuleSchemaError, 1, "the file is empty", "delete it"),
    "a list": ("- a\n", RuleSchemaError, 1, "must be a mapping", "kind: …"),
    "key twice": ("kind: a\nnote: b\nkind: c\n", RuleSchemaError, 3, "'kind' stands twice", "delete one"),
    "inner key twice": ("rules:\n- id: a\n  note: b\n  note: c\n", RuleSchemaError, 4, "'note' stands twice", "merge"),
    "not NFC": ("a: b\nb: tie\u0302\u0301p\n", RuleSchemaError, 2, "not in Unicode NFC", "retype"),
    "open quote": ("a: b\nb: 'c\n", RuleSyntaxError, 3, "not valid YAML", "quotes"),
    "open bracket": ("a: [b, c\nd: e\n", RuleSyntaxError, 2, "not valid YAML", "the one before"),
    "tab": ("a:\n\tb: c\n", RuleSyntaxError, 2, "not valid YAML", "indentation"),
    "two colons": ("a: b: c\n", RuleSyntaxError, 1, "not valid YAML", "colons"),
    "two documents": ("a: b\n---\nc: d\n", RuleSyntaxError, 2, "not valid YAML", "check"),
    "no such alias": ("a: *b\n", RuleSyntaxError, 1, "not valid YAML", "check"),
    "an alias of itself": ("a:\n  b: &x\n    c: *x\n", RuleSchemaError, 3, "an alias", "write the value out"),
    "control character": ("a: b\nc: \x07\n", RuleSyntaxError, 2, "U+0007", "delete it"),
    "key that is a list": ("a: b\n? [c]\n: d\n", RuleSchemaError, 2, "a key must be a text", "key: value"),
}


@pytest.mark.parametrize("scalar", SCALARS)
def test_every_scalar_is_the_string_that_stands_there(scalar: str) -> None:
    assert parse_source(f"a: {scalar}\n", "f").top == {"a": scalar.removeprefix("!!int ")}


def test_quotes_blocks_and_empty_values() -> None:
    top = parse_source('a: "x: y"\nb: |\n  một\n  hai\nc:\nd: [1, {e: f}]\n', "f").top
    assert top == {"a": "x: y", "b": "một\nhai\n", "c": "", "d": ["1", {"e": "f"}]}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files(name: str) -> None:
    text, kind, line, what, remedy = BROKEN[name]
    with pytest.raises(RuleError) as caught:
        parse_source(text, "rules/x.yaml")
    error = caught.value
    assert type(error) is kind and error.exit_code == EXIT_RULES
    assert (error.path, error.line) == ("rules/x.yaml", line)
    assert what in error.what and error.remedy is not None and remedy in error.remedy
    assert str(error).startswith(f"rules/x.yaml:{line}: ")


def test_lines_of_values() -> None:
    source = parse_source("kind: a\nrules:\n- id: x\n  match:\n  - text: t\n    why: w\n", "f")
    assert source.line_of("kind") == 1
    assert source.line_of("rules", 0, "match", 0, "why") == 6
    assert source.line_of("rules", 0, "match", 0, "expect", "value") == 5, "of the nearest parent that stands there"
    assert source.line_of("nothing") == 1
    assert source.error("bad", "rules", 0, "id").line == 3


def test_a_file_is_read_as_utf8(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes("\ufeffkind: đơn\n".encode())
    assert read_source(file).top == {"kind": "đơn"}
    file.write_bytes("a: b\nc: đơn\n".encode("utf-16-le"))
    with pytest.raises(RuleSyntaxError):
        read_source(file)
    file.write_bytes(b"a: b\nc: \xe4\n")
    with pytest.raises(RuleSyntaxError) as caught:
        read_source(file, "shown.yaml")
    assert (caught.value.where, caught.value.what) == ("shown.yaml:2", "not UTF-8")


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(RuleSyntaxError, match="cannot be read"):
        read_source(tmp_path / "none.yaml")


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_with_a_line(text: str) -> None:
    try:
        source = parse_source(text, "f")
    except RuleError as error:
        assert 1 <= error.line <= len(text) + 2
    else:
        assert all(isinstance(key, str) for key in source.top)
