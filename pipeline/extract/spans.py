"""Nodes of one type by place: what begins within a stretch of text, without a walk over the whole text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from pipeline.match.node import Node


class Places:
    """Nodes in the order of the text, longer first where two begin together."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._nodes = sorted(nodes, key=lambda node: (node.start, -node.end))
        self._starts = [node.start for node in self._nodes]

    def within(self, start: int, end: int) -> Sequence[Node]:
        """Those that begin in `[start, end)`."""
        return self._nodes[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def covers(self, start: int, end: int, *, reach: int = 12) -> bool:
        """Whether one of the last `reach` that begin at or before `start` spans `[start, end)`."""
        index = bisect_right(self._starts, start)
        return any(node.end >= end for node in self._nodes[max(0, index - reach) : index])


def longest(nodes: Sequence[Node]) -> list[Node]:
    """Of overlapping nodes the one that begins first, then the longest."""
    kept: list[Node] = []
    for node in sorted(nodes, key=lambda node: (node.start, -node.end)):
        if not kept or node.start >= kept[-1].end:
            kept.append(node)
    return kept
