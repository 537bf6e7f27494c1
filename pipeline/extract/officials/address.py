"""What stands before a name: honorific ("đồng chí", "các ông") and ranks ("Đại tá", "GS.TS")."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.extract.officials.openers import ends_sentence
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.rulebook.schema import Entry

_BETWEEN = re.compile(r"[.,]? ?|[.] ?")
_TOLD = ("force", "degree", "religion", "profession")
_GAP = re.compile(r"(?:[.]? |[.]|: ?)?$")


@dataclass(frozen=True, slots=True)
class Rank:
    """One or more ranks in a row; `kinds` says of what (force, degree, religion, profession, award). `text` has those
    that are ranks in the database: of forces, academic, religious, professional."""

    text: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Address:
    """What precedes a name, from `start` on."""

    start: int
    honorific: Entry | None = None
    rank: Rank | None = None
    rank_span: tuple[int, int] | None = None

    @property
    def strength(self) -> str:
        """strong: only officials are called so; weak: anyone is; none: no official is; "" without honorific."""
        if self.rank is not None and "force" in self.rank.kinds:
            return "strong"
        return self.honorific.get("strength") if self.honorific else ""


def rank_scanner(chart: Chart) -> Iterable[Node]:
    """`rank` nodes: words of rank that stand in a row, as one ("Đại tá, Tiến sĩ")."""
    row: list[Node] = []
    for node in chart.nodes("rank_word"):
        if (row and node.start < row[-1].end) or chart.text.startswith("&", node.start - 1):
            continue  # "Bộ KH&CN": no bachelor
        between = _BETWEEN.match(chart.text, row[-1].end) if row else None
        if between is not None and between.end() == node.start and node.start > row[-1].end:
            row.append(node)
            continue
        if row:
            yield _rank(chart, row)
        row = [node]
    if row:
        yield _rank(chart, row)


def _rank(chart: Chart, row: list[Node]) -> Node:
    kinds = tuple(dict.fromkeys(node.value.get("of") for node in row))
    told = [node.value.canonical for node in row if node.value.get("of") in _TOLD]
    end = row[-1].end + chart.text.startswith(".", row[-1].end)  # "PGS.TS."
    return Node("rank", row[0].start, end, Rank(", ".join(told), kinds), "rank")


class Addresses:
    """Finds the address before any name of one chart."""

    def __init__(self, chart: Chart) -> None:
        self._chart, self._text = chart, chart.text
        self._ranks = {node.end: node for node in chart.nodes("rank")}
        self._honorifics: dict[int, Node] = {}
        for node in chart.nodes("honorific"):
            known = self._honorifics.get(node.end)
            if known is None or node.start < known.start:
                self._honorifics[node.end] = node

    def before(self, start: int) -> Address:
        """The address that ends where `start` begins."""
        rank = self._ending(self._ranks, start)
        at = rank.start if rank else start
        honorific = self._ending(self._honorifics, at)
        return Address(
            honorific.start if honorific else at,
            honorific.value if honorific else None,
            rank.value if rank else None,
            (rank.start, rank.end) if rank else None,
        )

    def _ending(self, nodes: dict[int, Node], start: int) -> Node | None:
        gap = _GAP.search(self._text, max(0, start - 2), start)
        written = gap[0] if gap else ""
        node = nodes.get(start - len(written)) or nodes.get(start - len(written.lstrip(".")))
        return None if node is None or ends_sentence(self._chart, node.end, start) else node
