"""The arithmetic ledger on own texts: silent where the figures agree, and loud where one of them was mistyped."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from pipeline.extract.counts.ledger.slips import is_slip, is_swap, slip_in
from tests.builders import read

MARKED = re.compile(r"\{([^}]*)\}")
TEXTS = yaml.safe_load((Path(__file__).parent / "data" / "ledger.yaml").read_text(encoding="utf-8"))
LEAST_FLAGGED = 0.95  # of the planted errors (issue 5)


def outcomes(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for check in read(text).checks:
        if check.kind != "repeat":
            found[check.outcome] = found.get(check.outcome, 0) + 1
    return found


def planted(text: str) -> Iterator[tuple[str, str]]:
    """(number as mistyped, text with it): the first two neighbouring unequal digits of each marked number swapped."""
    for mark in MARKED.finditer(text):
        number = mark.group(1)
        mistyped = swapped(number)
        if mistyped is not None:
            whole = text[: mark.start()] + mistyped + text[mark.end() :]
            yield f"{number} → {mistyped}", MARKED.sub(r"\1", whole)


def swapped(number: str) -> str | None:
    for at in range(len(number) - 1):
        one, two = number[at], number[at + 1]
        if one.isdigit() and two.isdigit() and one != two and not (at == 0 and two == "0"):
            return number[:at] + two + one + number[at + 2 :]
    return None


def test_there_are_enough_texts() -> None:
    assert len(TEXTS) >= 40


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:40])
def test_true_figures_raise_no_alarm(text: str) -> None:
    found = outcomes(MARKED.sub(r"\1", text))
    assert found.get("holds"), "nothing was checked"
    assert set(found) == {"holds"}


def test_planted_errors_are_flagged() -> None:
    missed = [f"{what}: {text}" for whole in TEXTS for what, text in planted(whole) if not outcomes(text).get("fails")]
    tried = sum(1 for whole in TEXTS for _ in planted(whole))
    assert tried > 100
    assert 1 - len(missed) / tried >= LEAST_FLAGGED, "\n".join(missed)


def test_a_lost_thousands_dot_changes_nothing_or_is_flagged() -> None:
    for whole in TEXTS:
        for mark in MARKED.finditer(whole):
            if "." not in mark.group(1):
                continue
            text = whole[: mark.start()] + mark.group(1).replace(".", "", 1) + whole[mark.end() :]
            found = outcomes(MARKED.sub(r"\1", text))
            assert found, text


@pytest.mark.parametrize(
    ("written", "right", "slip", "swap"),
    [
        (991, 993, True, False),  # one wrong digit
        (5139, 5169, True, False),
        (1475, 1745, True, True),  # neighbours swapped
        (4950, 495, True, True),  # a nought lost
        (1.475, 1475, True, True),  # a dot taken for a comma
        (12, 123, True, False),  # a digit lost
        (7, 9, False, False),  # single digits are all alike
        (120, 120, False, False),
        (35, 80, False, False),
        (0, 12, False, False),
        (1475, 5741, False, False),  # more than one error
    ],
)
def test_slips(written: float, right: float, slip: bool, swap: bool) -> None:
    assert is_slip(written, right) is slip
    assert is_swap(written, right) is swap


def test_a_slip_in_a_sum_names_the_right_value() -> None:
    assert slip_in(991, [7, 180, 806]) == "993 instead of 991"
    assert slip_in(148, [72, 15, 106]) == "27 instead of 72"
    assert slip_in(500, [7, 180]) is None
