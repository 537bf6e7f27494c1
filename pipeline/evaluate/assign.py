"""The best one-to-one pairing of gold items and found rows: optimal in sum, not greedy, and the same every time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

Pair: TypeAlias = tuple[int, int]


def best_pairs(weights: Mapping[Pair, int]) -> dict[int, int]:
    """Gold index → row index with the greatest sum of weights; pairs that are not in `weights` cannot be made.

    Weights are positive. Solved by component (rows of equal value at one place), so that large documents stay cheap.

    >>> best_pairs({(0, 0): 5, (0, 1): 4, (1, 0): 4})
    {0: 1, 1: 0}
    """
    chosen: dict[int, int] = {}
    for component in _components(weights):
        left = sorted({pair[0] for pair in component})
        right = sorted({pair[1] for pair in component})
        gain = [[weights.get((one, other), 0) for other in right] for one in left]
        for row, column in _hungarian(gain):
            if gain[row][column]:
                chosen[left[row]] = right[column]
    return dict(sorted(chosen.items()))


def _components(weights: Mapping[Pair, int]) -> list[list[Pair]]:
    """Pairs grouped so that groups share neither a gold item nor a row."""
    at_left: dict[int, list[Pair]] = {}
    at_right: dict[int, list[Pair]] = {}
    for pair in sorted(weights):
        at_left.setdefault(pair[0], []).append(pair)
        at_right.setdefault(pair[1], []).append(pair)
    groups: list[list[Pair]] = []
    seen: set[Pair] = set()
    for first in sorted(weights):
        if first in seen:
            continue
        seen.add(first)
        group = [first]
        for pair in group:  # grows while it is walked
            fresh = [other for other in (*at_left[pair[0]], *at_right[pair[1]]) if other not in seen]
            for other in fresh:
                if other not in seen:
                    seen.add(other)
                    group.append(other)
        groups.append(group)
    return groups


def _hungarian(gain: Sequence[Sequence[int]]) -> list[Pair]:
    """(row, column) pairs of greatest total gain; every row or every column gets one. O(rows² · columns)."""
    if len(gain) > len(gain[0]):
        return sorted((row, column) for column, row in _hungarian(list(zip(*gain, strict=True))))
    rows, columns = len(gain), len(gain[0])
    row_price, column_price = [0] * (rows + 1), [0] * (columns + 1)
    owner = [0] * (columns + 1)  # 1-based row that holds a column; 0 is nobody
    for row in range(1, rows + 1):
        owner[0] = row
        came_from = _augment(gain, row_price, column_price, owner)
        column = came_from.pop()
        while column:
            owner[column] = owner[came_from[column]]
            column = came_from[column]
    return sorted((owner[column] - 1, column - 1) for column in range(1, columns + 1) if owner[column])


def _augment(
    gain: Sequence[Sequence[int]], row_price: list[int], column_price: list[int], owner: list[int]
) -> list[int]:
    """The cheapest way from owner[0] to a free column: for each column the one before it, and the free column last."""
    columns = len(column_price) - 1
    slack: list[int | None] = [None] * (columns + 1)
    before, visited = [0] * (columns + 1), [False] * (columns + 1)
    column = 0
    while True:
        visited[column] = True
        row = owner[column]
        nearest, step = 0, None
        for other in range(1, columns + 1):
            if visited[other]:
                continue
            cost = -gain[row - 1][other - 1] - row_price[row] - column_price[other]
            known = slack[other]
            if known is None or cost < known:
                slack[other] = known = cost
                before[other] = column
            if step is None or known < step:
                nearest, step = other, known
        shift = step or 0
        for other in range(columns + 1):
            held = slack[other]
            if visited[other]:
                row_price[owner[other]] += shift
                column_price[other] -= shift
            elif held is not None:
                slack[other] = held - shift
        column = nearest
        if not owner[column]:
            return [*before, column]
