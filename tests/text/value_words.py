"""The vocabularies of the value readers, built from rules/values, and what the tests of them share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from pipeline.rulebook.load import load_rulebook
from pipeline.text.dates import DateWords
from pipeline.text.number_words import NumberWords
from pipeline.text.periods import PeriodWords

_HERE = Path(__file__).parent
_BOOK = load_rulebook(_HERE.parents[1] / "rules" / "values")

NUMBERS = NumberWords.of(_BOOK)
DATES = DateWords.of(_BOOK)
PERIODS = PeriodWords.of(_BOOK)


def rows(name: str) -> list[list[str]]:
    """The lines of tests/text/data/`name` split at tabs, without comments."""
    lines = (_HERE / "data" / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def calls(work: Callable[[], object]) -> int:
    """How many Python and C functions `work` calls: a measure of work without a clock."""
    count = 0

    def count_call(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count_call)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count
