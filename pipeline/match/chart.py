"""All nodes of one text, each type found once, when it is first asked for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from pipeline.match.compiled import Step, parts
from pipeline.match.conditions import refusal
from pipeline.match.grammar import Grammar, ReadyPattern, ReadyRule
from pipeline.match.leading import Leading
from pipeline.match.lexicon import Index
from pipeline.match.node import Node, node_of
from pipeline.match.once import Once
from pipeline.match.spans import Places, Spans
from pipeline.match.stops import Stops
from pipeline.match.trace import Trace
from pipeline.rulebook.expression import REGEX_SECONDS
from pipeline.rulebook.schema import Rule
from pipeline.text.fold import View

STEPS_PER_CHARACTER = 400
STEPS_AT_LEAST = 2_000_000
_CLAUSE_END = re.compile(r"[.!?](?=\s|$|\")|[;\n…]")
_WORD = re.compile(r"(?<![^\W_])[^\W_]+")
LONGEST_CLAUSE = 1000  # characters to either side


class BudgetExceeded(Exception):
    """The text needs more matching steps than any honest text of its length."""


class Chart(Once):
    """One text under one grammar. `nodes(type)` is every node of a type; all offsets are view offsets."""

    def __init__(self, grammar: Grammar, view: View, context: Any = None, trace: Trace | None = None) -> None:
        self.grammar, self.view, self.context, self.trace = grammar, view, context, trace
        self.text, self.lower = view.text, view.lower
        self.timeouts: list[str] = []
        self._left = STEPS_AT_LEAST + STEPS_PER_CHARACTER * len(view.text)
        self._words = grammar.lexicon.scan(view.text, view.lower)
        self._nodes: dict[str, tuple[Node, ...]] = {}
        self.starts: dict[str, Mapping[int, Sequence[Node]]] = {}  # what `here` gave so far
        self.leading = Leading(view.lower)
        self._signs: dict[str, list[int]] = {}
        self._stands: dict[str, bool] = {}
        self._triggers = grammar.triggers_in(view.lower)
        self._before: dict[tuple[int, int], Sequence[int]] = {}  # what `word_starts_before` gave

    @cached_property
    def stops(self) -> Stops:
        """The signs of the text that can part clauses."""
        return Stops(self.text, self.lower, self.grammar.book.words("abbreviation"))

    def matched(self) -> Iterator[Node]:
        """Every match of a rule that was asked for so far, shorter ones first."""
        found = [node for nodes in self._nodes.values() for node in nodes if node.rule]
        return iter(sorted(found, key=lambda node: (node.end - node.start, node.start, node.rule)))

    def spend(self, steps: int = 1) -> None:
        """Count work; raises BudgetExceeded so that a hostile text cannot hold up a run. The same text always stops
        at the same step: no clock is involved."""
        self._left -= steps
        if self._left < 0:
            raise BudgetExceeded

    def nodes(self, type_: str) -> tuple[Node, ...]:
        """Every node of a type, by start, longer first."""
        if type_ not in self._nodes:
            self._nodes[type_] = tuple(self._find(type_))
        return self._nodes[type_]

    def index(self, type_: str) -> Mapping[int, Sequence[Node]]:
        """All nodes of a type by their start, longer first."""
        index = self.starts.get(type_)
        if not isinstance(index, Index):
            found: dict[int, list[Node]] = {}
            for node in self.nodes(type_):
                found.setdefault(node.start, []).append(node)
            index = self.starts[type_] = Index(found)
        return index

    def here(self, type_: str) -> Mapping[int, Sequence[Node]]:
        """Nodes of a type by their start, to be asked for single places with `[start]`: of mere words only those at the
        places asked for are made."""
        here = self.starts.get(type_)
        if here is None:
            words = type_ not in self._nodes and self.grammar.is_lexicon(type_)
            here = self.starts[type_] = self._words.at(type_) if words else self.index(type_)
        return here

    def at(self, type_: str, start: int) -> Sequence[Node]:
        """Nodes of a type that begin at `start`, longer first."""
        here = self.starts.get(type_)
        return (self.here(type_) if here is None else here)[start]

    def between(self, type_: str, start: int, end: int) -> Sequence[Node]:
        """Nodes of a type that begin in `[start, end)`, by start, longer first."""
        if type_ not in self._nodes and self.grammar.is_lexicon(type_):
            here, places = self.here(type_), self._words.places
            some = places[bisect_left(places, start) : bisect_left(places, end)]
            return [node for place in some for node in here[place]]
        nodes = self.nodes(type_)
        return nodes[bisect_left(nodes, start, key=_start) : bisect_left(nodes, end, key=_start)]

    def near(self, type_: str, places: Places) -> Sequence[Node]:
        """The nodes of a type that rules make and that begin in one of the spans `[start, end)` that `places` gives for
        the rule, by start, longer first. They are looked for nowhere else, unless somebody asks what was tried."""
        if self.trace is not None or type_ in self._nodes:
            rules = self.grammar.book.by_id
            made = (node for node in self.nodes(type_) if node.rule)
            return [node for node in made if any(a <= node.start < b for a, b in places(rules[node.rule]))]
        return sorted(self._matches(type_, places), key=_by_place) if type_ in self.grammar.by_product else ()

    def _find(self, type_: str) -> list[Node]:
        found = self._words.nodes(type_)
        scanner, rules = self.grammar.scanners.get(type_), self.grammar.by_product.get(type_)
        if scanner is None and rules is None:
            return found  # in order already
        found = [*(scanner(self) if scanner is not None else ()), *found]
        if rules is not None:
            found.extend(self._matches(type_))
        found.sort(key=_by_place)
        return found

    def _matches(self, product: str, places: Places | None = None) -> list[Node]:
        """What the rules of a product match, in any order: all of them together, or rule by rule if somebody asks what
        was tried; regular expressions each for itself."""
        if self.trace is not None:
            return [node for ready in self.grammar.by_product[product] for node in self._match(ready)]
        found = self.grammar.joint[product].matches(self, places)
        for ready in self.grammar.expressions.get(product, ()):
            inside = Spans(places(ready.rule)) if places is not None else None
            if (inside is None or inside) and self.can_match(ready):
                found.extend(node for node in self._match_regex(ready) if inside is None or inside.hold(node.start))
        return found

    def begun(self, product: str) -> Iterator[tuple[str, Sequence[int]]]:
        """The phrases that stand in the text and begin rules of a product, each with its places."""
        return self._words.begun(product)

    def sign_places(self, sign: str) -> Sequence[int]:
        """Where a sign stands."""
        places = self._signs.get(sign)
        if places is None:
            places = self._signs[sign] = [match.start() for match in re.finditer(re.escape(sign), self.lower)]
        return places

    # ── one rule ─────────────────────────────────────────────────────────────────────────────────

    def _match(self, ready: ReadyRule) -> list[Node]:
        """Every match of one rule: at each place where it can begin, the longest that its conditions allow."""
        if not self.can_match(ready):
            return []
        if ready.expression is not None:
            return self._match_regex(ready)
        found: dict[int, Node] = {}
        for pattern in ready.patterns:
            places = self._places(pattern)
            self.spend(len(places))
            for start in sorted(places):
                node = self._match_at(ready, pattern.step, start)
                if node is not None and (start not in found or node.end > found[start].end):
                    found[start] = node
        return list(found.values())

    def _places(self, pattern: ReadyPattern) -> set[int]:
        """Where a match of a template can begin: at its first word, sign or slot."""
        places = self._words.begins(pattern.phrases)
        for sign in pattern.signs:
            places.update(self.sign_places(sign))
        for type_ in pattern.types:
            places.update(self.index(type_))
        return places

    def can_match(self, ready: ReadyRule) -> bool:
        """Whether the text has all that a rule cannot match without."""
        if self.trace is not None and self.trace.explains:
            return True  # how far it gets is what is asked
        if not self.triggered(ready.rule):
            return False
        return all(map(self._has, ready.needs_words)) and all(map(self.nodes, ready.needs_types))

    def triggered(self, rule: Rule) -> bool:
        """Whether one of the triggers of a rule stands in the text, if it has any."""
        return not rule.triggers or not self._triggers.isdisjoint(rule.triggers)

    def _has(self, word: str) -> bool:
        stands = self._stands.get(word)
        if stands is None:
            stands = self._stands[word] = word in self.lower
        return stands

    def _match_at(self, ready: ReadyRule, step: Step, start: int) -> Node | None:
        if self.trace is not None:
            self.trace.attempt(ready.rule, start)
        ends = step(self, {start: None})
        for end in sorted(ends, reverse=True) if len(ends) > 1 else ends:
            node = node_of((ready.product, start, end, None, ready.rule.id, parts(ends[end])))
            refused = refusal(self, ready, node)
            if refused is None:
                return node
            if self.trace is not None:
                self.trace.refused(ready.rule, node, refused)
        return None

    def _match_regex(self, ready: ReadyRule) -> list[Node]:
        found = []
        try:
            for match in ready.expression.finditer(self.text, timeout=REGEX_SECONDS):
                slots = tuple(
                    (name, Node("text", match.start(name), match.end(name), match[name]))
                    for name in match.re.groupindex
                    if match[name] is not None
                )
                node = Node(ready.product, match.start(), match.end(), None, ready.rule.id, slots)
                if match.end() > match.start() and refusal(self, ready, node) is None:
                    found.append(node)
        except TimeoutError:
            self.timeouts.append(ready.rule.id)
            return []  # what was found until then depends on the machine
        return found

    # ── around a place ───────────────────────────────────────────────────────────────────────────

    def word_starts_before(self, start: int, count: int) -> Sequence[int]:
        """Starts of the last `count` words before `start` on the same line, nearest first."""
        known = self._before.get((start, count))
        if known is None:
            first = max(self.lower.rfind("\n", 0, start) + 1, start - 14 * count)
            words = [match.start() for match in _WORD.finditer(self.lower, first, start)]
            known = self._before[start, count] = words[-count:][::-1]
        return known

    def clause_words(self, start: int, end: int) -> Iterator[int]:
        """Where the words of the clause around a span begin."""
        return (match.start() for match in _WORD.finditer(self.lower, *self.clause(start, end)))

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """The clause around a span: up to the nearest sentence end, semicolon or newline on either side."""
        first, last = max(0, start - LONGEST_CLAUSE), min(len(self.lower), end + LONGEST_CLAUSE)
        for match in _CLAUSE_END.finditer(self.lower, first, start):
            first = match.end()
        after = _CLAUSE_END.search(self.lower, end, last)
        return first, after.start() if after else last


def _start(node: Node) -> int:
    return node.start


def _by_place(node: Node) -> tuple[int, int, str]:
    return node.start, -node.end, node.rule
