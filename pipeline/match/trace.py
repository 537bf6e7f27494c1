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
        self._optional: list[int] = []  # how far the text had been read before each optional part that is being tried
        self._skipped = (0, 0)  # where the last gap began, and the furthest place it reached

    def attempt(self, rule: Rule, start: int) -> None:
        """A rule begins at a place."""
        self._rule, self._start, self._skipped = rule.id, start, (0, 0)

    def expected(self, what: str, states: Iterable[int]) -> None:
        """An element of the template found nothing at any of these places."""
        reached = max(states, default=self._start)
        if any(reached <= before for before in self._optional):
            return  # what may be missing is not what failed
        if reached == self._skipped[1]:
            reached = self._skipped[0]  # words of a gap are not matched, only passed over
        self.misses.append(Miss(self._rule, self._start, reached, f"expected {what}"))

    def optional(self, states: Iterable[int]) -> None:
        """What is tried now may be missing at these places, until `required`."""
        self._optional.append(max(states, default=self._start))

    def required(self) -> None:
        """The optional part is over."""
        self._optional.pop()

    def skipped(self, before: Iterable[int], after: Iterable[int]) -> None:
        """A gap led from the first places to the others."""
        self._skipped = (max(before, default=0), max(after, default=0))

    def refused(self, rule: Rule, node: Node, condition: str) -> None:
        """The whole template matched, but a condition forbade it."""
        self.misses.append(Miss(rule.id, node.start, node.end, condition))

    def lost(self, loser: Node, winner: Node) -> None:
        """A match gave way to another."""
        self.losers.append((loser, winner))
