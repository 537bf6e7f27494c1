"""Repeats: the same thing said in headline, caption or lead and again in the body, alike or with digits swapped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.ledger.line import Entry, shown
from pipeline.extract.counts.ledger.line import number as plain
from pipeline.extract.counts.ledger.slips import TELLING_SIZE, is_swap

WORDS = 3  # words that the counted thing must have to be known again


def repeats(figures: Sequence[Figure]) -> Iterator[Entry]:
    """One line for every figure said again alike, and for every one said again with one typing error."""
    first: dict[tuple[object, ...], int] = {}
    for index, figure in enumerate(figures):
        if figure.repeats is not None:
            says = f"{shown(figure.value)} {figure.unit} is said twice"
            yield Entry("repeat", index, plain(figures[figure.repeats].value), plain(figure.value), "holds", says)
            continue
        key = _thing(figure)
        if key is None:
            continue
        earlier = figures[first.setdefault(key, index)]
        apart = earlier.statement.segment != figure.statement.segment
        large = min(figure.value, earlier.value) >= TELLING_SIZE
        if apart and large and is_swap(figure.value, earlier.value):
            says = f"{shown(figure.value)} {figure.unit} here, {shown(earlier.value)} before: one of them is mistyped"
            yield Entry("repeat", index, plain(earlier.value), plain(figure.value), "fails", says)


def _thing(figure: Figure) -> tuple[object, ...] | None:
    """What is counted, if it is named at enough length to be known again."""
    item = " ".join((figure.item or "").lower().split())
    if item.count(" ") + 1 < WORDS or figure.status == "change" or figure.qualifier != "exact" or figure.value_max:
        return None
    return item, figure.unit, figure.indicator, figure.status, figure.period_start, figure.denominator is None


def with_repeats(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """A figure with the value, unit and indicator of an earlier one, in another sentence, repeats it."""
    first: dict[tuple[object, ...], int] = {}
    found: list[Figure] = []
    for index, figure in enumerate(figures):
        key = (figure.value, figure.value_max, figure.unit, figure.denominator, figure.indicator, figure.status)
        earlier = first.setdefault(key, index)
        again = earlier != index and figures[earlier].statement.segment != figure.statement.segment
        found.append(figure._replace(repeats=earlier) if again and figure.value > 1 else figure)
    return tuple(found)
