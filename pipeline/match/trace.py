"""What rules tried and why they failed: filled only when someone asks (`hoinghi explain`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.match.node import Node
from pipeline.rulebook.schema import Rule


@dataclass(frozen=True, slots=True)
class Miss:
    """A rule that began to match at `start`, got as far as `reached`, and then failed for `reason`."""

    rule_id: str
    start: int
    reached: int
    reason: str


class Trace:
    """Collects misses during matching, and losers of overlaps afterwards. `explains`: rules are tried to see how far
    they get even where they cannot match."""

    explains = True

    def __init__(self) -> None:
        self.misses: list[Miss] = []
        self.losers: list[tuple[Node, Node]] = []
        self._rule = ""
        self._start = 0

    def attempt(self, rule: Rule, start: int) -> None:
        """A rule begins at a place."""
        self._rule, self._start = rule.id, start

    def expected(self, what: str, states: Iterable[int]) -> None:
        """An element of the template found nothing at any of these places."""
        reached = max(states, default=self._start)
        self.misses.append(Miss(self._rule, self._start, reached, f"expected {what}"))

    def refused(self, rule: Rule, node: Node, condition: str) -> None:
        """The whole template matched, but a condition forbade it."""
        self.misses.append(Miss(rule.id, node.start, node.end, condition))

    def lost(self, loser: Node, winner: Node) -> None:
        """A match gave way to another."""
        self.losers.append((loser, winner))
