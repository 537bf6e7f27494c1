"""Rule books of a few lines, and what they find: the engine without hoinghi's own rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pipeline.match.chart import Chart
from pipeline.match.grammar import Grammar
from pipeline.match.node import Node
from pipeline.match.trace import Trace
from pipeline.rulebook.read import Reader
from pipeline.rulebook.schema import Entry, Rulebook
from pipeline.rulebook.source import parse_source
from pipeline.text.fold import view_of


@dataclass(frozen=True)
class Amount:
    """A value with an attribute, as scanners give them."""

    digits: int


def numbers(chart: Chart) -> Iterator[Node]:
    """Scanner of type `number`: runs of digits."""
    for match in re.finditer(r"(?<![^\W_])\d+", chart.lower):
        yield Node("number", match.start(), match.end(), Amount(len(match[0])))


SCANNERS: Mapping[str, Callable[[Chart], Iterable[Node]]] = MappingProxyType({"number": numbers})


def book(*files: str) -> Rulebook:
    """A rule book of files x0.yaml, x1.yaml …"""
    rules, lexicons = [], dict[str, list[Entry]]()
    for number, text in enumerate(files):
        reader = Reader(parse_source(text, f"x{number}.yaml"), {})
        rules.extend(reader.rules())
        for entry in reader.entries():
            lexicons.setdefault(entry.lexicon, []).append(entry)
    frozen = MappingProxyType({name: tuple(entries) for name, entries in lexicons.items()})
    return Rulebook(tuple(sorted(rules, key=lambda rule: rule.id)), frozen, (), "", "")


def rules(*lines: str, kind: str = "phrase") -> str:
    """A file with one rule a line, each a YAML mapping without its braces; phrases make `x` if they do not say."""
    made = [line if kind != "phrase" or "makes:" in line else f"makes: x, {line}" for line in lines]
    return f"kind: {kind}\nrules:\n" + "".join(f"  - {{{line}}}\n" for line in made)


def pattern(written: str, more: str = "") -> str:
    """A file with the one rule `p.x` that makes `x`."""
    quoted = written.replace("\\", "\\\\").replace('"', '\\"')
    return rules(f'id: p.x, pattern: "{quoted}"' + (f", {more}" if more else ""))


def chart(text: str, *files: str, trace: Trace | None = None) -> Chart:
    return Grammar(book(*files), SCANNERS).chart(view_of(text), trace=trace)


def found(text: str, *files: str, type_: str = "x") -> list[str]:
    """The text of every node of a type, in order."""
    here = chart(text, *files)
    return [here.text[node.start : node.end] for node in here.nodes(type_)]
