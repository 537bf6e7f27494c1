"""All nodes of one text, each type found once, when it is first asked for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from pipeline.match.compiled import States, Step, parts
from pipeline.match.grammar import Follow, Grammar, ReadyGuard, ReadyPattern, ReadyRule
from pipeline.match.leading import Leading
from pipeline.match.node import Node, node_of
from pipeline.match.stops import Stops
from pipeline.match.trace import Trace
from pipeline.rulebook.expression import REGEX_SECONDS
from pipeline.rulebook.schema import Rule
from pipeline.text.fold import View

STEPS_PER_CHARACTER = 400
STEPS_AT_LEAST = 2_000_000
_CLAUSE_END = re.compile(r"[.!?](?=\s|$|\")|[;\n…]")
_WORD = re.compile(r"(?<![^\W_])[^\W_]+")
_BEFORE_WORDS = 8
LONGEST_CLAUSE = 1000  # characters to either side


class BudgetExceeded(Exception):
    """The text needs more matching steps than any honest text of its length."""


class Chart:
    """One text under one grammar. `nodes(type)` is every node of a type; all offsets are view offsets."""

    def __init__(self, grammar: Grammar, view: View, context: Any = None, trace: Trace | None = None) -> None:
        self.grammar, self.view, self.context, self.trace = grammar, view, context, trace
        self.text, self.lower = view.text, view.lower
        self.timeouts: list[str] = []
        self._left = STEPS_AT_LEAST + STEPS_PER_CHARACTER * len(view.text)
        self._words = grammar.lexicon.scan(view.text, view.lower)
        explains = trace is not None and trace.explains
        self._rules = grammar.by_product if explains else grammar.openable(self._words.forms)
        self._nodes: dict[str, tuple[Node, ...]] = {}
        self.starts: dict[str, Mapping[int, Sequence[Node]]] = {}  # what `index` gave so far
        self.leading = Leading(view.lower)
        self._signs: dict[str, list[int]] = {}
        self._stands: dict[str, bool] = {}

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
        nodes = self._nodes.get(type_)
        if nodes is None:
            nodes = self._nodes[type_] = tuple(self._find(type_))
        return nodes

    def index(self, type_: str) -> Mapping[int, Sequence[Node]]:
        """Nodes of a type by their start, longer first."""
        index = self.starts.get(type_)
        if index is None:
            found: defaultdict[int, list[Node]] = defaultdict(list)
            for node in self.nodes(type_):
                found[node.start].append(node)
            index = self.starts[type_] = dict(found)
        return index

    def at(self, type_: str, start: int) -> Sequence[Node]:
        """Nodes of a type that begin at `start`, longer first."""
        return (self.starts.get(type_) or self.index(type_)).get(start, ())

    def between(self, type_: str, start: int, end: int) -> Sequence[Node]:
        """Nodes of a type that begin in `[start, end)`, by start, longer first."""
        nodes = self.nodes(type_)
        return nodes[bisect_left(nodes, start, key=_start) : bisect_left(nodes, end, key=_start)]

    def near(self, type_: str, places: Callable[[Rule], Sequence[tuple[int, int]]]) -> Sequence[Node]:
        """The nodes of a type that rules make and that begin in one of the spans `[start, end)` that `places` gives for
        the rule, by start, longer first. They are looked for nowhere else, unless somebody asks what was tried."""
        if self.trace is not None or type_ in self._nodes:
            return self.nodes(type_)
        asked = ((ready, places(ready.rule)) for ready in self._rules.get(type_, ()))
        return sorted((n for ready, spans in asked if spans for n in self.match(ready, _Spans(spans))), key=_by_place)

    def _find(self, type_: str) -> list[Node]:
        found = self._words.nodes(type_)
        scanner, rules = self.grammar.scanners.get(type_), self._rules.get(type_, ())
        if scanner is None and not rules:
            return found  # in order already
        found = [*(scanner(self) if scanner is not None else ()), *found]
        for ready in rules:
            found.extend(self.match(ready))
        found.sort(key=_by_place)
        return found

    def _sign_places(self, sign: str) -> list[int]:
        places = self._signs.get(sign)
        if places is None:
            places = self._signs[sign] = [match.start() for match in re.finditer(re.escape(sign), self.lower)]
        return places

    # ── one rule ─────────────────────────────────────────────────────────────────────────────────

    def match(self, ready: ReadyRule, inside: _Spans | None = None) -> list[Node]:
        """Every match of one rule, or those that begin `inside`: at each place where it can begin, the longest that its
        conditions allow."""
        if not self._can_match(ready):
            return []
        if ready.expression is not None:
            return [node for node in self._match_regex(ready) if inside is None or inside.hold(node.start)]
        found: dict[int, Node] = {}
        for pattern in ready.patterns:
            places = self._places(pattern)
            self.spend(len(places))
            if inside is not None:
                places = set(filter(inside.hold, places))
            for start in sorted(places):
                node = self._match_at(ready, pattern.step, start)
                if node is not None and (start not in found or node.end > found[start].end):
                    found[start] = node
        return list(found.values())

    def _places(self, pattern: ReadyPattern) -> set[int]:
        """Where a match of a template can begin: at its first word, sign or slot, if the second can follow."""
        places = self._words.places(pattern.phrases)
        follow = pattern.follow if self.trace is None else {}
        for sign in pattern.signs:
            starts = self._sign_places(sign)
            after = follow.get(sign)
            places.update(starts if after is None else self._followed(((at, at + 1) for at in starts), after))
        for type_ in pattern.types:
            if (after := follow.get(type_)) is None:
                places.update(self.index(type_))
            else:
                places.update(self._followed(((node.start, node.end) for node in self.nodes(type_)), after))
        return places

    def _followed(self, spans: Iterable[tuple[int, int]], after: Follow) -> list[int]:
        """Where those of the spans begin behind which a template can go on."""
        lower, leading, words = self.lower, self.leading, after.words
        begun: set[int] = set().union(*map(self.index, after.types))
        return [
            start
            for start, end in spans
            if end in begun or (end + 1 in begun and lower.startswith(" ", end)) or (words and leading[end] in words)
        ]

    def _can_match(self, ready: ReadyRule) -> bool:
        rule = ready.rule
        if self.trace is not None and self.trace.explains:
            return True  # how far it gets is what is asked
        if rule.triggers and not any(map(self._has, rule.triggers)):
            return False
        return all(map(self._has, ready.needs_words)) and all(map(self.nodes, ready.needs_types))

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
            refusal = self.refusal(ready, node)
            if refusal is None:
                return node
            if self.trace is not None:
                self.trace.refused(ready.rule, node, refusal)
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
                if match.end() > match.start() and self.refusal(ready, node) is None:
                    found.append(node)
        except TimeoutError:
            self.timeouts.append(ready.rule.id)
            return []  # what was found until then depends on the machine
        return found

    # ── conditions ───────────────────────────────────────────────────────────────────────────────

    def refusal(self, ready: ReadyRule, node: Node) -> str | None:
        """The first condition of the rule that the match fails, in words; None if it passes."""
        if not ready.guards and not ready.rule.where:
            return None
        tracing, self.trace = self.trace, None
        try:
            return self._refusal(ready, node)
        finally:
            self.trace = tracing

    def _refusal(self, ready: ReadyRule, node: Node) -> str | None:
        for key, allowed in ready.rule.where.items():
            name, _, attribute = key.partition(".")
            part = node.slot(name)
            if part is not None and not self._allowed(part, attribute, allowed):
                return f"where: {key} must be one of {', '.join(allowed)}"
        for guard in ready.guards:
            hit = self._guard_hit(guard, node)
            if (hit is not None) == guard.guard.forbids:
                return f"{guard.guard.key}: {hit or ', '.join(guard.guard.written)}"
        return None

    def _allowed(self, part: Node, attribute: str, allowed: tuple[str, ...]) -> bool:
        if attribute:
            value = part.value.get(attribute) if hasattr(part.value, "get") else getattr(part.value, attribute, "")
            return str(value).lower() in allowed
        written = self.lower[part.start : part.end]
        canonical = getattr(part.value, "canonical", None)
        return written in allowed or (canonical is not None and canonical.lower() in allowed)

    def _guard_hit(self, ready: ReadyGuard, node: Node) -> str | None:
        if ready.guard.key.endswith("after"):
            places: Iterable[int] = (node.end,)
        elif ready.guard.key.endswith("before"):
            places = self.word_starts_before(node.start, _BEFORE_WORDS)
        else:
            first, last = self.clause(node.start, node.end)
            places = (m.start() for m in _WORD.finditer(self.lower, first, last))
        by_word, rest = ready.choose
        for at in places:
            for index in by_word.get(self.leading[at], rest):
                ends = ready.steps[index](self, {at: None})
                if ends and self._reaches(ends, ready.guard.key, node):
                    return ready.guard.written[index]
        return None

    def _reaches(self, ends: States, key: str, node: Node) -> bool:
        if not key.endswith("before"):
            return True
        return any(end == node.start or (end + 1 == node.start and self.lower[end] == " ") for end in ends)

    def word_starts_before(self, start: int, count: int) -> list[int]:
        """Starts of the last `count` words before `start` on the same line, nearest first."""
        line = self.lower.rfind("\n", 0, start) + 1
        first = max(line, start - 14 * count)
        return [m.start() for m in _WORD.finditer(self.lower, first, start)][-count:][::-1]

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """The clause around a span: up to the nearest sentence end, semicolon or newline on either side."""
        first, last = max(0, start - LONGEST_CLAUSE), min(len(self.lower), end + LONGEST_CLAUSE)
        for match in _CLAUSE_END.finditer(self.lower, first, start):
            first = match.end()
        after = _CLAUSE_END.search(self.lower, end, last)
        return first, after.start() if after else last


class _Spans:
    """Spans of a text, and which places they hold."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def hold(self, place: int) -> bool:
        index = bisect_right(self._starts, place) - 1
        return index >= 0 and place < self._ends[index]


def _start(node: Node) -> int:
    return node.start


def _by_place(node: Node) -> tuple[int, int, str]:
    return node.start, -node.end, node.rule
