"""The pairing is one to one and as good as the best of all pairings."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluate.assign import best_pairs

_WEIGHTS = st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 5)), st.integers(1, 30), max_size=18)


def _best_sum(weights: dict[tuple[int, int], int]) -> int:
    return max(
        sum(weights.get((row, column), 0) for row, column in enumerate(columns))
        for columns in permutations(range(6), 5)
    )


@given(_WEIGHTS)
def test_no_pairing_is_better(weights: dict[tuple[int, int], int]) -> None:
    pairs = best_pairs(weights)
    assert len(set(pairs.values())) == len(pairs)
    assert all(pair in weights for pair in pairs.items())
    assert sum(weights[pair] for pair in pairs.items()) == _best_sum(weights)


def test_greedy_would_lose() -> None:
    assert best_pairs({(0, 0): 5, (0, 1): 4, (1, 0): 4}) == {0: 1, 1: 0}


def test_nothing_to_pair() -> None:
    assert best_pairs({}) == {}


def test_many_equal_rows_at_one_place() -> None:
    pairs = best_pairs({(row, column): 7 for row in range(3) for column in range(400)})
    assert sorted(pairs) == [0, 1, 2]
