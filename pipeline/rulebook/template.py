"""The phrase language of rules, read into a small tree.

tiếp nhận            words, in any letter case, any spaces between them
{value:number}       a slot: name and type; `{number}` alone is name and type in one
[ … ]                may be missing
( a | b )            one of these
( … )*               any number of times, also none (`)+`: at least once)
...3                 up to three words of any kind within the clause (`...` alone: up to five)
, ; : - / ( …        punctuation stands for itself; write `\\(`, `\\[`, `\\{`, `\\|`, `\\*` for the signs used above
$name                a fragment from `vars:` of the file or from fragments.yaml
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pipeline.text.fold import fold


class TemplateError(ValueError):
    """The template cannot be read; `at` is the character where it went wrong."""

    def __init__(self, what: str, at: int) -> None:
        super().__init__(f"{what}, at character {at + 1} of the pattern")
        self.what, self.at = what, at


@dataclass(frozen=True, slots=True)
class Word:
    """One literal word, folded and in lower case."""

    text: str


@dataclass(frozen=True, slots=True)
class Sign:
    """One punctuation mark."""

    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A typed slot."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to `most` words of any kind."""

    most: int


@dataclass(frozen=True, slots=True)
class Opt:
    """May be missing."""

    body: Node


@dataclass(frozen=True, slots=True)
class Many:
    """Repeated at least `least` times."""

    body: Node
    least: int


@dataclass(frozen=True, slots=True)
class Alt:
    """One of several."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Seq:
    """One after the other."""

    items: tuple[Node, ...]


Node: TypeAlias = "Word | Sign | Slot | Gap | Opt | Many | Alt | Seq"

_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<escape>\\.)|(?P<slot>\{[^{}]*\})|(?P<gap>\.\.\.(?P<most>\d*))|(?P<var>\$[\w-]+[*+]?)"
    r"|(?P<open>[\[(])|(?P<close>[\])][*+]?)|(?P<bar>\|)|(?P<word>(?:[^\W_]|[%°])+(?:['&][^\W_]+)*)|(?P<sign>[^\w\s])"
)
_SLOT = re.compile(r"\{\s*(?:(?P<name>[a-z_]\w*)\s*:\s*)?(?P<type>[a-z_]\w*)\s*\}")
DEFAULT_GAP = 5


def parse(pattern: str, variables: Mapping[str, str] | None = None) -> Node:
    """Read a template. Raises TemplateError with the place and what was expected."""
    node = _Reader(pattern, variables or {}).sequence(None)
    if _is_empty(node):
        raise TemplateError("the pattern is empty", 0)
    return node


class _Reader:
    """Reads one pattern from left to right; `inside` are the fragments it is part of."""

    def __init__(self, pattern: str, variables: Mapping[str, str], inside: tuple[str, ...] = ()) -> None:
        self.pattern, self.position = pattern, 0
        self.variables, self.inside = variables, inside

    def peek(self) -> re.Match[str] | None:
        while self.position < len(self.pattern):
            match = _TOKEN.match(self.pattern, self.position)
            if match is None:
                raise TemplateError(f"unexpected {self.pattern[self.position]!r}", self.position)
            if match.lastgroup != "space":
                return match
            self.position = match.end()
        return None

    def sequence(self, closer: str | None) -> Node:
        """Everything up to `closer` (or the end), as one node; `|` splits it into options."""
        options: list[Node] = []
        items: list[Node] = []
        opened = self.position
        while True:
            token = self.peek()
            if token is None:
                if closer is not None:
                    raise TemplateError(f"missing {closer!r} for the bracket opened here", max(0, opened - 1))
                break
            if token.lastgroup == "close":
                if closer is None or token[0][0] != closer:
                    raise TemplateError(f"{token[0]!r} closes nothing", token.start())
                break
            self.position = token.end()
            if token.lastgroup == "bar":
                options.append(_one(items))
                items = []
            else:
                items.append(self.item(token))
        options.append(_one(items))
        if len(options) > 1 and any(map(_is_empty, options)):
            raise TemplateError("an empty alternative beside '|'", opened)
        return options[0] if len(options) == 1 else Alt(tuple(options))

    def item(self, token: re.Match[str]) -> Node:
        kind, text = token.lastgroup, token[0]
        if kind == "open":
            return self.bracket(text, token.start())
        if kind == "slot":
            slot = _SLOT.fullmatch(text)
            if slot is None:
                raise TemplateError(f"a slot is written {{name:type}}, not {text}", token.start())
            return Slot(slot["name"] or slot["type"], slot["type"])
        if kind == "word":
            return Word(fold(text).lower())
        if kind == "var":
            return self.fragment(text.rstrip("*+"), token)
        if kind == "escape":
            if text[1].isalnum() or text[1].isspace():
                raise TemplateError(f"only signs are written with a backslash, not {text[1]!r}", token.start())
            return Sign(fold(text[1]))
        if kind == "gap":
            return Gap(int(token["most"] or DEFAULT_GAP))
        if text in "{}*+":
            raise TemplateError(f"a lone {text!r} (write \\{text} for the sign itself)", token.start())
        return Sign(fold(text))

    def bracket(self, opener: str, at: int) -> Node:
        body = self.sequence("]" if opener == "[" else ")")
        closing = self.peek()
        if closing is None:
            raise TemplateError("missing closing bracket", at)
        self.position = closing.end()
        if _is_empty(body):
            raise TemplateError("empty brackets", at)
        if opener == "[":
            return Opt(Many(body, 1)) if closing[0][1:] else Opt(body)
        return _repeated(body, closing[0][1:])

    def fragment(self, name: str, token: re.Match[str]) -> Node:
        """What a fragment stands for; whatever is wrong in it is told at the place of its name."""
        if name in self.inside:
            raise TemplateError("fragments that refer to each other in a circle", token.start())
        if name[1:] not in self.variables:
            known = ", ".join(sorted(self.variables)) or "none"
            raise TemplateError(f"unknown fragment {name} (known: {known})", token.start())
        try:
            body = _Reader(self.variables[name[1:]], self.variables, (*self.inside, name)).sequence(None)
        except TemplateError as error:
            raise TemplateError(f"in fragment {name}: {error.what}", token.start()) from error
        return _repeated(body, token[0][len(name) :])


def _one(items: list[Node]) -> Node:
    return items[0] if len(items) == 1 else Seq(tuple(items))


def _is_empty(node: Node) -> bool:
    return isinstance(node, Seq) and not node.items


def _repeated(body: Node, mark: str) -> Node:
    return Many(body, 1 if mark == "+" else 0) if mark else body


def first_of(node: Node) -> tuple[frozenset[Word | Sign | Slot], bool]:
    """What a match can begin with, and whether the node can match nothing. A leading gap raises TemplateError."""
    match node:
        case Word() | Sign() | Slot():
            return frozenset({node}), False
        case Gap():
            raise TemplateError("a pattern cannot begin with a gap", 0)
        case Opt(body):
            return first_of(body)[0], True
        case Many(body, least):
            first, empty = first_of(body)
            return first, empty or least == 0
        case Alt(options):
            parts = [first_of(option) for option in options]
            return frozenset().union(*(part[0] for part in parts)), any(part[1] for part in parts)
        case Seq(items):
            found: frozenset[Word | Sign | Slot] = frozenset()
            for item in items:
                first, empty = first_of(item)
                found |= first
                if not empty:
                    return found, False
            return found, True


def slots_of(node: Node) -> list[Slot]:
    """All slots, in the order written."""
    match node:
        case Slot():
            return [node]
        case Opt(body) | Many(body, _):
            return slots_of(body)
        case Alt(options):
            return [slot for option in options for slot in slots_of(option)]
        case Seq(items):
            return [slot for item in items for slot in slots_of(item)]
        case _:
            return []
