"""All templates that make one thing, as a tree of the beginnings that they share.

Rules of one product begin alike («[{qualifier}] {value:number} {unit:unit} …»), and of those that can begin at a place
few can go on. So they are followed together: what several begin with is matched once, and at each fork the word at hand
tells which branches can follow. The tree finds what the templates find one by one, at every place where they are tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from pipeline.match.compiled import Bound, Item, States, Step, compile_items, items_of, parts
from pipeline.match.conditions import refusal
from pipeline.match.leading import Chooser, chooser_of, first_words
from pipeline.match.node import Node, node_of
from pipeline.match.spans import Places, Spans
from pipeline.model import SpanPair
from pipeline.rulebook import template as t

if TYPE_CHECKING:
    from pipeline.match.chart import Chart
    from pipeline.match.grammar import ReadyRule
    from pipeline.rulebook.schema import Rule

_End: TypeAlias = "tuple[int, int]"  # number of a rule, and of its template


class _Branch:
    """What several templates go on with after a beginning that they share. `ends`: those that are over there; `rules`:
    those that go through it, by number."""

    __slots__ = ("_choose", "edges", "ends", "grown", "rules")

    def __init__(self) -> None:
        self.ends: list[_End] = []
        self.rules: dict[int, ReadyRule] = {}
        self.grown: dict[Item, _Branch] = {}
        self.edges: list[_Edge] = []
        self._choose: Chooser | None = None

    def grow(self, items: Sequence[Item], rule: ReadyRule, end: _End) -> Item:
        """Add a template of a rule; gives the item it begins with."""
        branch = self
        for item in items:
            branch = branch.grown.setdefault(item, _Branch())
            branch.rules[end[0]] = rule
        branch.ends.append(end)
        return items[0]

    def choose(self) -> Chooser:
        """Which edges can be taken at a place. The edges are made when this is first asked."""
        if self._choose is None:
            self.edges = [_Edge(item, branch) for item, branch in self.grown.items()]
            self._choose = chooser_of([edge.leads() for edge in self.edges])
        return self._choose

    def walk(self, chart: Chart, states: States, found: list[tuple[list[_End], States]]) -> None:
        """Collect all ends that can be reached from these places, each with its states."""
        if self.ends:
            found.append((self.ends, states))
        if not self.grown:
            return
        by_word, rest = self._choose or self.choose()
        leading, edges = chart.leading, self.edges
        if len(states) == 1:
            (at,) = states
            for index in by_word.get(leading[at], rest):
                edge = edges[index]
                if edge.only is None or chart.triggered(edge.only):
                    after = (edge.step or edge.ready())(chart, states)
                    if after:
                        edge.branch.walk(chart, after, found)
            return
        groups: dict[int, States] = {}
        for at, bound in states.items():
            for index in by_word.get(leading[at], rest):
                groups.setdefault(index, {})[at] = bound
        for index, fit in groups.items():
            edge = edges[index]
            if edge.only is None or chart.triggered(edge.only):
                after = (edge.step or edge.ready())(chart, fit)
                if after:
                    edge.branch.walk(chart, after, found)


class _Edge:
    """The items that lead from one branch to the next fork, compiled when they are first tried. `only`: the rule, if
    they lead to one alone and that has triggers."""

    __slots__ = ("branch", "items", "only", "step")

    def __init__(self, item: Item, branch: _Branch) -> None:
        self.items = [item]
        while not branch.ends and len(branch.grown) == 1:
            ((item, branch),) = branch.grown.items()
            self.items.append(item)
        self.branch = branch
        (ready, *others) = branch.rules.values()
        self.only = None if others or not ready.rule.triggers else ready.rule
        self.step: Step | None = None

    def ready(self) -> Step:
        self.step = compile_items(self.items)
        return self.step

    def leads(self) -> frozenset[str] | None:
        """The words and signs that it can begin with; None if it may begin with something else."""
        return first_words(t.Seq(tuple(map(_node, self.items))), signs=True)


def _node(item: Item) -> t.Node:
    return t.Word(" ".join(item)) if isinstance(item, tuple) else item


class Joint:
    """The templates of the rules of one product, matched together."""

    def __init__(self, product: str, rules: Sequence[ReadyRule]) -> None:
        self._product, self._rules = product, rules
        self._root = _Branch()
        phrases, signs, types = (dict[str, dict[Item, None]]() for _ in range(3))
        openers: dict[str, dict[int, None]] = {}
        for number, ready in enumerate(rules):
            for place, pattern in enumerate(ready.patterns):
                item = self._root.grow(items_of(pattern.template), ready, (number, place))
                for keys, found in ((pattern.phrases, phrases), (pattern.signs, signs), (pattern.types, types)):
                    for key in keys:
                        found.setdefault(key, {})[item] = None
                for key in pattern.types:
                    openers.setdefault(key, {})[number] = None
        self._root.choose()
        self._edges = self._root.edges
        numbers = {edge.items[0]: number for number, edge in enumerate(self._edges)}
        self._phrases, self._signs, self._types = (
            {key: tuple(numbers[item] for item in items) for key, items in found.items()}
            for found in (phrases, signs, types)
        )
        self._openers = {key: [rules[number] for number in found] for key, found in openers.items()}

    def matches(self, chart: Chart, asked: Places | None = None) -> list[Node]:
        """Every match of every rule, or those that begin where matches of the rule are asked for: of each rule at each
        place where it can begin the longest that its conditions allow."""
        places = self._places(chart)
        chart.spend(len(places))
        inside = None if asked is None else _Inside(self._edges, asked)
        nodes: list[Node] = []
        for start in sorted(places):
            states: States = {start: None}
            found: list[tuple[list[_End], States]] = []
            for index in places[start]:
                edge = self._edges[index]
                if inside is not None and not inside.edge(index, start):
                    continue
                if edge.only is None or chart.triggered(edge.only):
                    after = (edge.step or edge.ready())(chart, states)
                    if after:
                        edge.branch.walk(chart, after, found)
            if found:
                self._allow(chart, start, found, nodes, inside)
        return nodes

    def _places(self, chart: Chart) -> Mapping[int, Iterable[int]]:
        """Where a match can begin, at a phrase, sign or slot, with the edges that can be taken there."""
        found: dict[int, tuple[int, ...]] = {}
        several: set[int] = set()

        def add(starts: Iterable[int], edges: tuple[int, ...]) -> None:
            for start in starts:
                known = found.setdefault(start, edges)
                if known is not edges:
                    found[start] = known + edges
                    several.add(start)

        for phrase, starts in chart.begun(self._product):
            add(starts, self._phrases[phrase])
        for sign, edges in self._signs.items():
            add(chart.sign_places(sign), edges)
        for type_, edges in self._types.items():
            if type_ in chart.starts or any(map(chart.can_match, self._openers[type_])):
                add(chart.index(type_), edges)
        for start in several:
            found[start] = tuple(dict.fromkeys(found[start]))
        return found

    def _allow(
        self,
        chart: Chart,
        start: int,
        found: Iterable[tuple[list[_End], States]],
        nodes: list[Node],
        inside: _Inside | None,
    ) -> None:
        """Add what the rules that reached an end make of it: each the longest that its conditions allow, of several
        templates that end at one place the first."""
        ways: dict[int, list[tuple[int, int, Bound]]] = {}
        for ends, states in found:
            for number, place in ends:
                ways.setdefault(number, []).extend((-end, place, bound) for end, bound in states.items())
        for number, ending in ways.items():
            ready = self._rules[number]
            if ready.rule.triggers and not chart.triggered(ready.rule):
                continue
            if inside is not None and not inside.rule(ready.rule, start):
                continue
            if len(ending) > 1:
                ending.sort(key=_by_end)
            for end, _, bound in ending:
                node = node_of((self._product, start, -end, None, ready.rule.id, parts(bound)))
                if not ready.conditional or refusal(chart, ready, node) is None:
                    nodes.append(node)
                    break


class _Inside:
    """Where matches are asked for, by rule and by edge of the root: worked out when one can be tried."""

    def __init__(self, edges: Sequence[_Edge], asked: Places) -> None:
        self._edges, self._asked = edges, asked
        self._made: dict[int, tuple[Sequence[SpanPair], Spans]] = {}  # many rules are asked for at the same places
        self._of_rule: dict[str, Spans] = {}
        self._of_edge: dict[int, Sequence[Spans]] = {}

    def rule(self, rule: Rule, start: int) -> bool:
        """Whether a match of a rule may begin at a place."""
        return self._spans(rule).hold(start)

    def edge(self, index: int, start: int) -> bool:
        """Whether a match of one of the rules that an edge leads to may begin at a place."""
        spans = self._of_edge.get(index)
        if spans is None:
            rules = self._edges[index].branch.rules.values()
            several = {id(spans): spans for spans in (self._spans(ready.rule) for ready in rules) if spans}
            spans = self._of_edge[index] = tuple(several.values())
        return spans[0].hold(start) if len(spans) == 1 else any(one.hold(start) for one in spans)

    def _spans(self, rule: Rule) -> Spans:
        spans = self._of_rule.get(rule.id)
        if spans is None:
            asked = self._asked(rule)
            if id(asked) not in self._made:
                self._made[id(asked)] = asked, Spans(asked)
            spans = self._of_rule[rule.id] = self._made[id(asked)][1]
        return spans


def _by_end(way: tuple[int, int, Bound]) -> tuple[int, int]:
    return way[:2]
