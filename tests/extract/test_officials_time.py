"""The time that names, titles and roles take grows with the length of the text, whatever the text."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests import builders

SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ")
GIVEN = ("An", "Bình", "Cường", "Dung", "Hà", "Khánh", "Lan", "Nam", "Phúc", "Sơn", "Tùng")
MOST = 3.5  # twice the text may take so many times as long: the machine is shared


def _name(number: int) -> str:
    return (
        f"{SURNAMES[number % 10]} {GIVEN[number // 10 % 11]} {GIVEN[number // 110 % 11]} {GIVEN[number // 1210 % 11]}"
    )


def _names(count: int) -> str:
    return f"Sáng 5/7/2024, dự hội nghị có các đồng chí: {', '.join(map(_name, range(count)))}."


def _line(length: int) -> str:
    piece = "Đồng chí Vũ Văn Nam, Bí thư Huyện ủy và ông Nam phát biểu tại hội nghị "
    return piece * (length // len(piece))


def _seconds(text: str) -> float:
    """The shorter of two readings, in seconds of this process."""
    taken = []
    for _ in range(2):
        begun = time.process_time()
        builders.read(text)
        taken.append(time.process_time() - begun)
    return min(taken)


@pytest.mark.parametrize(("make", "size"), [(_names, 5_000), (_line, 50_000)], ids=["10,000 names", "a line of 100 kB"])
def test_twice_the_text_takes_about_twice_the_time(make: Callable[[int], str], size: int) -> None:
    builders.read(make(10))
    assert _seconds(make(2 * size)) / _seconds(make(size)) < MOST


def test_a_list_of_many_names_is_read() -> None:
    found = builders.read(_names(1_000))
    assert len({row.name for row in found.positions}) == 1_000
    assert len({row.name for row in found.event_roles}) == 1_000
