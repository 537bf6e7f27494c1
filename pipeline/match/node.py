"""What matching finds: a typed span with a value, the rule that made it, and named parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple, TypeAlias


class Node(NamedTuple):
    """A typed span `[start, end)` in view offsets.

    `value` is what a scanner or lexicon knows of it (a number, a date, a lexicon Entry); `rule` is the id of the rule
    that made it; `slots` are its named parts in the order found, a name may come several times.
    """

    type: str
    start: int
    end: int
    value: Any = None
    rule: str = ""
    slots: tuple[tuple[str, Node], ...] = ()

    def slot(self, name: str) -> Node | None:
        """The first part of that name."""
        for key, node in self.slots:
            if key == name:
                return node
        return None

    def all(self, name: str) -> Iterator[Node]:
        """Every part of that name."""
        return (node for key, node in self.slots if key == name)


_Fields: TypeAlias = "tuple[str, int, int, Any, str, tuple[tuple[str, Node], ...]]"
node_of: Callable[[_Fields], Node] = partial(tuple.__new__, Node)
"""A node of all its fields, in half the time: matching makes thousands of them."""
