"""A rule book made ready to match: every template compiled, every rule filed under what can begin it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import ahocorasick_rs

from pipeline.errors import RuleSchemaError
from pipeline.match.compiled import Step, compile_node
from pipeline.match.joint import Joint
from pipeline.match.leading import Chooser, chooser
from pipeline.match.lexicon import LexiconScanner
from pipeline.match.node import Node
from pipeline.rulebook import template as t
from pipeline.rulebook.expression import compile_regex
from pipeline.rulebook.openings import Opening, openings_of
from pipeline.rulebook.schema import Entry, Guard, Rule, Rulebook
from pipeline.text.fold import View

if TYPE_CHECKING:
    from pipeline.match.chart import Chart

Scanner = "Callable[[Chart], Iterable[Node]]"
LINE_KINDS = ("boilerplate", "line")  # matched on whole lines, before there is a chart


@dataclass(frozen=True)
class ReadyGuard:
    """A guard whose phrases are compiled when it is first asked; `choose` tells which of them can begin at a place."""

    guard: Guard

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return tuple(map(compile_node, self.guard.phrases))

    @cached_property
    def choose(self) -> Chooser:
        return chooser(self.guard.phrases)


@dataclass(frozen=True)
class ReadyPattern:
    """A template compiled, with what can begin a match: phrases, signs, node types."""

    template: t.Node
    phrases: frozenset[str]
    signs: tuple[str, ...]
    types: tuple[str, ...]

    @cached_property
    def step(self) -> Step:
        """Compiled when it is first tried."""
        return compile_node(self.template)


@dataclass(frozen=True)
class ReadyRule:
    """A rule with its templates ready. `needs` are the words and slot types without which it cannot match at all."""

    rule: Rule
    product: str
    patterns: tuple[ReadyPattern, ...]
    needs_words: tuple[str, ...]
    needs_types: tuple[str, ...]
    guards: tuple[ReadyGuard, ...]
    lexicons: Mapping[str, Sequence[Entry]]

    @cached_property
    def expression(self) -> Any:
        """Of a rule that has one, compiled when it is first tried."""
        return compile_regex(self.rule.regex, self.lexicons) if self.rule.regex else None

    @cached_property
    def conditional(self) -> bool:
        """Whether there are conditions on what a template matches."""
        return bool(self.guards or self.rule.where)


class Grammar:
    """The compiled rule book. `scanners` supply the slot types that code reads: numbers, dates, names, titles …"""

    def __init__(
        self,
        book: Rulebook,
        scanners: Mapping[str, Callable[[Chart], Iterable[Node]]],
        ready: Sequence[ReadyRule] | None = None,
    ) -> None:
        """`ready`: what `ready_rules` gave for the same book and scanners."""
        self.book = book
        self.scanners = scanners
        if ready is None:
            ready = ready_rules(book, scanners)
        self.by_product: dict[str, list[ReadyRule]] = {}
        for item in sorted(ready, key=lambda item: (-item.rule.priority, item.rule.id)):
            self.by_product.setdefault(item.product, []).append(item)
        begins: dict[str, set[str]] = {}
        for item in ready:
            for phrase in (phrase for pattern in item.patterns for phrase in pattern.phrases):
                begins.setdefault(phrase, set()).add(item.product)
        self.lexicon = LexiconScanner(book.lexicons, begins)
        self._check_types(ready)

    def chart(self, view: View, context: Any = None, *, trace: Any = None) -> Chart:
        """A fresh chart over one text."""
        from pipeline.match.chart import Chart

        return Chart(self, view, context, trace)

    @cached_property
    def joint(self) -> Mapping[str, Joint]:
        """By product, the templates of its rules as one; regular expressions are no part of it."""
        return {
            product: Joint(product, [rule for rule in rules if rule.rule.regex is None])
            for product, rules in self.by_product.items()
        }

    @cached_property
    def expressions(self) -> Mapping[str, Sequence[ReadyRule]]:
        """By product, the rules that are regular expressions."""
        found: dict[str, list[ReadyRule]] = {}
        for rule in (rule for rules in self.by_product.values() for rule in rules if rule.rule.regex is not None):
            found.setdefault(rule.product, []).append(rule)
        return found

    @cached_property
    def _triggers(self) -> tuple[tuple[str, ...], Any]:
        triggers = tuple(
            sorted({trigger for rules in self.by_product.values() for item in rules for trigger in item.rule.triggers})
        )
        return triggers, ahocorasick_rs.AhoCorasick(triggers)

    def triggers_in(self, lower: str) -> frozenset[str]:
        """The triggers of all rules that stand in a text, also within words."""
        triggers, automaton = self._triggers
        return frozenset(triggers[hit[0]] for hit in automaton.find_matches_as_indexes(lower, overlapping=True))

    def is_lexicon(self, type_: str) -> bool:
        """Whether nodes of that type are the words of a lexicon, and nothing else."""
        return type_ not in self.scanners and type_ not in self.by_product

    def knows(self, type_: str) -> bool:
        """Whether anything can supply nodes of that type."""
        return type_ in self.scanners or type_ in self.book.lexicons or type_ in self.by_product

    def _check_types(self, ready: Iterable[ReadyRule]) -> None:
        uses: dict[str, set[str]] = {}
        for item in ready:
            found = {slot.type for slot in _slots(item.rule)}
            uses.setdefault(item.product, set()).update(found)
            for type_ in sorted(found):
                if not self.knows(type_):
                    known = sorted({*self.scanners, *self.book.lexicons, *self.by_product} - {""})
                    raise RuleSchemaError(
                        f"unknown slot type {type_!r}", path=item.rule.file, line=item.rule.line,
                        rule_id=item.rule.id, remedy=f"use one of: {', '.join(known)}",
                    )  # fmt: skip
        self._check_circles(uses)

    def _check_circles(self, uses: Mapping[str, set[str]]) -> None:
        """A phrase that is part of itself could never be finished. `uses`: by product, the slot types of its rules."""
        done: set[str] = set()

        def visit(product: str, path: tuple[str, ...]) -> None:
            if product in path:
                rule = self.by_product[product][0].rule
                raise RuleSchemaError(
                    f"slot types that need each other: {' → '.join((*path[path.index(product):], product))}",
                    path=rule.file, line=rule.line, rule_id=rule.id, remedy="break the circle",
                )  # fmt: skip
            if product not in done and product not in self.scanners:
                for used in sorted(uses.get(product, ())):
                    visit(used, (*path, product))
                done.add(product)

        for product in sorted(uses):
            visit(product, ())


def ready_rules(book: Rulebook, scanners: Container[str]) -> tuple[ReadyRule, ...]:
    """The active rules that are matched on a chart, in the order of the book."""
    active = [rule for rule in book.rules if rule.status == "active" and rule.kind not in LINE_KINDS]
    products = frozenset(rule.produces for rule in active)
    return tuple(
        _ready(rule, book, lambda type_: 2 if type_ in products else int(type_ in scanners)) for rule in active
    )


def _slots(rule: Rule) -> Iterable[t.Slot]:
    """Every slot of the patterns and conditions of a rule."""
    phrases = (phrase for guard in rule.guards for phrase in guard.phrases)
    return (slot for node in (*rule.patterns, *phrases) for slot in t.slots_of(node))


def _ready(rule: Rule, book: Rulebook, effort: Callable[[str], int]) -> ReadyRule:
    """`effort` is how dear nodes of a type are to find, least for mere words: what is cheap to miss is asked first."""
    patterns = tuple(map(_ready_pattern, rule.patterns))
    needs = [_needed(pattern) for pattern in rule.patterns]
    common = set.intersection(*needs) if needs else set()
    return ReadyRule(
        rule=rule,
        product=rule.produces,
        patterns=patterns,
        needs_words=tuple(sorted(need[1:] for need in common if need.startswith("'"))),
        needs_types=tuple(
            sorted((need for need in common if not need.startswith("'")), key=lambda need: (effort(need), need))
        ),
        guards=tuple(map(ReadyGuard, rule.guards)),
        lexicons=book.lexicons,
    )


def _ready_pattern(pattern: t.Node) -> ReadyPattern:
    starts = set(map(_start_type, openings_of(pattern)))
    words = {start for start in starts if start.startswith("'") and (start[1].isalnum() or len(start) > 2)}
    signs = {start for start in starts - words if start.startswith("'")}
    return ReadyPattern(
        pattern,
        frozenset(word[1:] for word in words),
        tuple(sorted(sign[1] for sign in signs)),
        tuple(sorted(starts - words - signs)),
    )


def _start_type(opening: Opening) -> str:
    """The node type that shows where a match may begin: a phrase ("'tiếp nhận"), a sign ("'("), a slot type."""
    if opening.words:
        return "'" + " ".join(opening.words)
    assert opening.then is not None  # first_of refuses patterns that begin with a gap or match nothing
    return opening.then.type if isinstance(opening.then, t.Slot) else f"'{opening.then.text}"


def _needed(node: t.Node) -> set[str]:
    match node:
        case t.Word(text) | t.Sign(text):
            return {f"'{text}"}
        case t.Slot():
            return {node.type}
        case t.Seq(items):
            return set().union(*(_needed(item) for item in items))
        case t.Alt(options):
            return set.intersection(*(_needed(option) for option in options))
        case t.Many(body, least):
            return _needed(body) if least else set()
        case _:
            return set()
