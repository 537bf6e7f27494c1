"""Which of several overlapping matches of one kind counts: a total order, written down once.

1. the longer one            2. the rule with the higher priority
3. the one that begins first 4. the smaller rule id
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.match.node import Node
from pipeline.match.trace import Trace
from pipeline.rulebook.schema import Rule


def winners(nodes: Iterable[Node], rules: Mapping[str, Rule], trace: Trace | None = None) -> list[Node]:
    """The nodes that no better node overlaps, by start. Losers go to the trace with the node they lost to."""

    def rank(node: Node) -> tuple[int, int, int, str]:
        rule = rules.get(node.rule)
        return node.start - node.end, -(rule.priority if rule else 0), node.start, node.rule

    kept: list[Node] = []
    taken: dict[int, Node] = {}
    for node in sorted(nodes, key=rank):
        rival = next((taken[at] for at in range(node.start, node.end) if at in taken), None)
        if rival is None:
            kept.append(node)
            taken.update(dict.fromkeys(range(node.start, node.end), node))
        elif trace is not None:
            trace.lost(node, rival)
    return sorted(kept, key=lambda node: (node.start, -node.end))
