"""One line of the arithmetic ledger before it is a row, and how its numbers are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["sum", "ratio", "percent_of", "repeat"]
Outcome = Literal["holds", "fails", "not_checkable"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What figure number `figure` says (`observed`) against what follows from others (`expected`), in words."""

    kind: Kind
    figure: int
    expected: str
    observed: str
    outcome: Outcome
    explanation: str


def number(value: float) -> str:
    """A number without a trailing .0: 1475, 83.9."""
    return f"{value:.10g}" if value != int(value) else str(int(value))


def shown(value: float) -> str:
    """A number for people: 1,475."""
    return f"{value:,.10g}" if value != int(value) else f"{int(value):,}"
