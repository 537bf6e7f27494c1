"""The work that names, titles and roles take grows with the length of the text, whatever the text.

Work is counted in function calls, which are the same on every machine; how long they take is for `make bench`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from tests import builders

SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ")
GIVEN = ("An", "Bình", "Cường", "Dung", "Hà", "Khánh", "Lan", "Nam", "Phúc", "Sơn", "Tùng")
MOST = 2.2  # twice the text may take so many times as many calls


def _name(number: int) -> str:
    return (
        f"{SURNAMES[number % 10]} {GIVEN[number // 10 % 11]} {GIVEN[number // 110 % 11]} {GIVEN[number // 1210 % 11]}"
    )


def _names(count: int) -> str:
    return f"Sáng 5/7/2024, dự hội nghị có các đồng chí: {', '.join(map(_name, range(count)))}."


def _line(length: int) -> str:
    piece = "Đồng chí Vũ Văn Nam, Bí thư Huyện ủy và ông Nam phát biểu tại hội nghị "
    return piece * (length // len(piece))


def _calls(text: str) -> int:
    """Functions called, in Python and in C, while a text is read."""
    calls = 0

    def count(frame: FrameType, event: str, what: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        builders.read(text)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize(("make", "size"), [(_names, 2_500), (_line, 25_000)], ids=["5,000 names", "a line of 50 kB"])
def test_twice_the_text_takes_twice_the_work(make: Callable[[int], str], size: int) -> None:
    builders.read(make(10))
    assert _calls(make(2 * size)) / _calls(make(size)) < MOST


def test_a_list_of_many_names_is_read() -> None:
    found = builders.read(_names(1_000))
    assert len({row.name for row in found.positions}) == 1_000
    assert len({row.name for row in found.event_roles}) == 1_000
