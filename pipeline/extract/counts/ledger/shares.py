"""Shares: a figure of so many, against the percentage that the text gives for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.ledger.line import Entry, Kind, Outcome, shown
from pipeline.extract.counts.ledger.line import number as plain

LOOSE = 1.0  # percentage points allowed where one of the figures is rounded


def shares(figures: Sequence[Figure]) -> Iterator[Entry]:
    """One line for every figure with its own denominator or a stated total, and a percentage."""
    for index, figure in enumerate(figures):
        if figure.denominator:
            if figure.value > figure.denominator:
                yield _too_many(index, figure)
            elif figure.percent is not None:
                yield _share(index, figure, figure.denominator, "ratio", loose=figure.qualifier != "exact")
        elif figure.percent is not None and figure.parent is not None:
            total = figures[figure.parent]
            if total.unit != "%" and total.value:
                loose = not figure.qualifier == total.qualifier == "exact"
                yield _share(index, figure, total.value, "percent_of", loose=loose)


def _too_many(index: int, figure: Figure) -> Entry:
    assert figure.denominator is not None
    says = f"{shown(figure.value)} of {shown(figure.denominator)} {figure.unit} is more than all of them"
    return Entry("ratio", index, "at most 1", f"{plain(figure.value)}/{plain(figure.denominator)}", "fails", says)


def _share(index: int, figure: Figure, total: float, kind: Kind, *, loose: bool) -> Entry:
    assert figure.percent is not None
    share = 100 * figure.value / total
    digits = len(plain(figure.percent).partition(".")[2])
    slack = 10**-digits + (LOOSE if loose else 0)  # one unit of the last digit: rounded or cut off
    holds = abs(share - figure.percent) <= slack
    outcome: Outcome = "holds" if holds else "fails"
    expected = f"{share:.{digits + 1}f}"
    says = f"{shown(figure.value)} of {shown(total)} {figure.unit} is {expected} %"
    if not holds:
        says += f", but the text says {plain(figure.percent)} %"
    return Entry(kind, index, expected, plain(figure.percent), outcome, says)
