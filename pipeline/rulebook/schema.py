"""What a rule file may contain, and the frozen rules it becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from pipeline.rulebook.template import Node

Status = Literal["draft", "active", "retired"]
ExampleKind = Literal["match", "no_match", "todo"]
Made = TypeVar("Made")


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class KindSpec:
    """What rules of one kind are for, the slots each must name, and the constants they may `set:`."""

    meaning: str
    required: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()


KINDS: Mapping[str, KindSpec] = MappingProxyType(
    {
        "count": KindSpec(
            "a quantitative statement (table facts)",
            ("value",),
            ("unit", "qualifier", "status", "direction", "indicator", "shape"),
        ),
        "indicator": KindSpec("words near a figure that say which indicator it is", (), ("indicator", "side")),
        "citation": KindSpec("a legal or Party document (table citations)", (), ("type", "issuer", "partial", "shape")),
        "official": KindSpec("a named official (table positions)", ("name",), ("tenure", "shape")),
        "event": KindSpec("the reported conference (table events)", (), ("kind", "shape")),
        "role": KindSpec("what an official did at the event (table event_roles)", (), ("role", "shape")),
        "period": KindSpec("a span of time a figure covers", (), ("shape",)),
        "refusal": KindSpec("words around a number or name that make it no fact", (), ("refuses",)),
        "phrase": KindSpec("a building block for other rules, named by makes:"),
        "line": KindSpec("what a line of the text is: caption, byline", (), ("kind", "place", "ends")),
        "boilerplate": KindSpec("page chrome in a text", (), ("action",)),
    }
)

RULE_KEYS = (
    "id", "status", "priority", "pattern", "patterns", "regex", "lines", "makes", "set", "where",
    "unless_before", "unless_after", "unless_clause", "only_before", "only_after", "only_clause",
    "trigger", "units", "note", "match", "no_match", "todo",
)  # fmt: skip
GUARD_KEYS = ("unless_before", "unless_after", "unless_clause", "only_before", "only_after", "only_clause")
ENTRY_KEYS = ("id", "canonical", "variants", "words", "case", "match", "no_match", "note")
FILE_KEYS = ("kind", "vars", "rules", "note", "lexicon", "entries", "indicators", "fragments")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence beside a rule and what must come of it. `context` carries published_on, home place and the like."""

    kind: ExampleKind
    text: str
    line: int
    expect: Mapping[str, str] = field(default_factory=_nothing)
    context: Mapping[str, str] = field(default_factory=_nothing)
    why: str = ""


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition on what stands around a match: `phrases` (templates) before, after or in the same clause."""

    key: str
    phrases: tuple[Node, ...]
    written: tuple[str, ...]

    @property
    def forbids(self) -> bool:
        return self.key.startswith("unless")


@dataclass(frozen=True)
class Rule:
    """One rule. `patterns` are templates; `regex` is the escape hatch; `lines` are whole literal lines."""

    id: str
    kind: str
    file: str
    line: int
    status: Status = "active"
    priority: int = 50
    patterns: tuple[Node, ...] = ()
    written: tuple[str, ...] = ()
    regex: str | None = None
    lines: tuple[str, ...] = ()
    makes: str | None = None
    sets: Mapping[str, str] = field(default_factory=_nothing)
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    guards: tuple[Guard, ...] = ()
    triggers: tuple[str, ...] = ()
    units: frozenset[str] = frozenset()
    note: str = ""
    examples: tuple[Example, ...] = ()

    @property
    def produces(self) -> str:
        """The slot type or kind that a match of this rule is."""
        return self.makes or self.kind

    @property
    def label(self) -> str:
        """One line for lists: the note, else what is matched."""
        return self.note or " ; ".join(self.written) or (self.regex or "").strip() or " ; ".join(self.lines)


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or phrase of a lexicon: its normal form, all its written forms (folded), its attributes."""

    id: str
    lexicon: str
    canonical: str
    forms: tuple[str, ...]
    attributes: Mapping[str, str]
    file: str
    line: int
    exact_case: bool = False
    examples: tuple[Example, ...] = ()

    def get(self, attribute: str, default: str = "") -> str:
        return self.attributes.get(attribute, default)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A line of the taxonomy of counts."""

    code: str
    label_vi: str
    label_en: str
    unit: str | None
    parent: str | None
    description: str
    file: str
    line: int


@dataclass(frozen=True, eq=False)
class Rulebook:
    """All rules, lexicons and indicators of one folder. `sha256` covers every file in it."""

    rules: tuple[Rule, ...]
    lexicons: Mapping[str, tuple[Entry, ...]]
    indicators: tuple[Indicator, ...]
    sha256: str
    folder: str
    _made: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        return MappingProxyType({rule.id: rule for rule in self.rules})

    @cached_property
    def indicator_codes(self) -> frozenset[str]:
        return frozenset(indicator.code for indicator in self.indicators)

    def active(self, kind: str) -> tuple[Rule, ...]:
        """The active rules of a kind, by descending priority, then id."""
        rules = [rule for rule in self.rules if rule.kind == kind and rule.status == "active"]
        return tuple(sorted(rules, key=lambda rule: (-rule.priority, rule.id)))

    def entries(self, lexicon: str) -> tuple[Entry, ...]:
        """The entries of a lexicon; empty if no file defines it."""
        return self.lexicons.get(lexicon, ())

    def words(self, lexicon: str, **attributes: str) -> frozenset[str]:
        """All written forms of a lexicon, or of its entries with these attributes, folded and in lower case.

        Gathered once, so that it may be asked for every figure of a text."""
        wanted = (lexicon, *sorted(attributes.items()))
        found: frozenset[str] | None = self._made.get(wanted)
        if found is None:
            entries = (e for e in self.entries(lexicon) if all(e.get(k) == value for k, value in attributes.items()))
            found = self._made[wanted] = frozenset(form.lower() for entry in entries for form in entry.forms)
        return found

    def once(self, make: Callable[[Rulebook], Made]) -> Made:
        """What `make` reads from this rule book, made when it is first asked for: a vocabulary with its patterns."""
        made = self._made.get(make)
        if made is None:
            made = self._made[make] = make(self)
        return made

    def table(self, lexicon: str, attribute: str | None = None) -> Mapping[str, str]:
        """Written form (lower case) → canonical form, or → the value of `attribute` where an entry has it."""
        return MappingProxyType(
            {
                form.lower(): entry.canonical if attribute is None else entry.attributes[attribute]
                for entry in self.entries(lexicon)
                if attribute is None or attribute in entry.attributes
                for form in entry.forms
            }
        )
