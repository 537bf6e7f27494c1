"""YAML as reviewers write it: every scalar a string, no duplicate keys, NFC, and the line of every value.

A `Mapping` or `Sequence` read here is a plain dict or list; `Source.line_of` gives the line of a value by its path,
so that every later complaint can say file:line.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import yaml

from pipeline.errors import RuleSchemaError, RuleSyntaxError

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
Path_: TypeAlias = tuple[str | int, ...]


class _Loader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    """A scalar is a string, whatever it looks like: so there are no tags to look up (a fifth of the work)."""

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: object) -> str:
        return ""

    def descend_resolver(self, current_node: yaml.Node, current_index: object) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


@dataclass(frozen=True)
class Source:
    """One YAML file: its top-level mapping and the line of every value, counted from 1."""

    path: str
    top: dict[str, Value]
    lines: dict[Path_, int] = field(repr=False, default_factory=dict)

    def line_of(self, *path: str | int) -> int:
        """Line of the value at `path`, or of its nearest parent that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def error(self, what: str, *path: str | int, remedy: str | None = None) -> RuleSchemaError:
        """A complaint about the value at `path`, ready to raise."""
        return RuleSchemaError(what, path=self.path, line=self.line_of(*path), remedy=remedy)


def read_source(file: Path, shown_as: str | None = None) -> Source:
    """Read one rule file. Raises RuleSyntaxError (not YAML, not UTF-8) or RuleSchemaError (duplicate key, not NFC)."""
    path = shown_as or str(file)
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        raise RuleSyntaxError("not UTF-8", path=path, line=line, remedy="save the file as UTF-8") from error
    except OSError as error:
        raise RuleSyntaxError(f"cannot be read: {error.strerror}", path=path, line=1) from error
    return parse_source(text, path)


def parse_source(text: str, path: str) -> Source:
    """Like `read_source`, from a string; `path` is what errors name."""
    if not unicodedata.is_normalized("NFC", text):
        written = enumerate(text.splitlines(), 1)
        number = next((number for number, line in written if not unicodedata.is_normalized("NFC", line)), 1)
        raise RuleSchemaError(
            "text is not in Unicode NFC", path=path, line=number, remedy="retype the line or normalise it to NFC"
        )
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise RuleSyntaxError(
            f"not valid YAML: {error.problem or error.context}",
            path=path,
            line=mark.line + 1 if mark else 1,
            remedy="check indentation, quotes and colons of this line and the one before",
        ) from error
    except yaml.reader.ReaderError as error:
        raise RuleSyntaxError(
            f"a control character, U+{error.character:04X}", path=path, line=text.count("\n", 0, error.position) + 1,
            remedy="delete it",
        ) from error  # fmt: skip
    lines: dict[Path_, int] = {}
    if root is None:
        raise RuleSchemaError("the file is empty", path=path, line=1, remedy="delete it, or give it kind: and rules:")
    value = _value(root, (), path, lines, ())
    if not isinstance(value, dict):
        raise RuleSchemaError("the file must be a mapping of keys", path=path, line=1, remedy="start it with kind: …")
    return Source(path, value, lines)


def _value(node: yaml.Node, at: Path_, path: str, lines: dict[Path_, int], above: tuple[yaml.Node, ...]) -> Value:
    """The plain value of a node; `above` are the nodes it is part of."""
    lines.setdefault(at, node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if any(node is outer for outer in above):
        raise RuleSchemaError(
            "an alias that stands for what it is part of", path=path, line=lines[at], remedy="write the value out"
        )
    above = (*above, node)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*at, index), path, lines, above) for index, item in enumerate(node.value)]
    result: dict[str, Value] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise RuleSchemaError("a key must be a text", path=path, line=line, remedy="write key: value")
        key = str(key_node.value)
        if key in result:
            raise RuleSchemaError(
                f"the key {key!r} stands twice", path=path, line=line, remedy="merge the two, or delete one"
            )
        lines[(*at, key)] = line
        result[key] = _value(value_node, (*at, key), path, lines, above)
    return result
