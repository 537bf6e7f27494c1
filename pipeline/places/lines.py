"""The lines of the place tables by number: the unit around each, what each became. No unit is made for that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import cast

from pipeline.places.place import FOREVER, TIERS, Change, Tier
from pipeline.places.rows import COLUMNS, read_rows

TABLES = (
    "provinces.tsv", "districts.tsv", "communes-2025.tsv", "communes-2024.tsv", "communes-2023.tsv", "history.tsv",
)  # fmt: skip
TIER, CODE, LEVEL, NAME, PARENT, FROM, UNTIL, SUCCESSORS, CHANGE, _ = range(len(COLUMNS))
SAME_UNIT: tuple[Change, ...] = ("same", "renamed")


@dataclass(frozen=True, eq=False)
class Lines:
    """Everything but the raw lines is worked out when first asked for."""

    lines: tuple[list[str], ...] = field(repr=False)
    _next: dict[int, tuple[tuple[int, Change], ...]] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def load(cls, folder: Path) -> Lines:
        """Read the tables of `folder`. Raises RuleError with file and line."""
        lines = [line for table in TABLES for line in read_rows(folder / table, COLUMNS)]
        lines.sort(key=lambda line: TIERS.index(cast(Tier, line[TIER])))  # parents before children
        return cls(tuple(lines))

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[list[str]]:
        return iter(self.lines)

    def __getitem__(self, number: int) -> list[str]:
        return self.lines[number]

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """'huyện X, tỉnh Y' of each line."""
        return tuple(
            f"{line[LEVEL]} {line[NAME]}, {line[PARENT]}" if line[PARENT] else f"{line[LEVEL]} {line[NAME]}"
            for line in self.lines
        )

    @cached_property
    def _by_path(self) -> Mapping[str, Sequence[int]]:
        """'huyện X, tỉnh Y' → its lines, the earliest first."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, path in enumerate(self.paths):
            found[path].append(number)
        for numbers in found.values():
            if len(numbers) > 1:
                numbers.sort(key=lambda number: self.lines[number][UNTIL] or FOREVER)
        return {**found}

    @cached_property
    def parents(self) -> tuple[int | None, ...]:
        """The line of the unit around that of each line; all that left a unit on one day lay in the same."""
        around: dict[tuple[str, str], int | None] = {}
        for line in self.lines:
            key = line[PARENT], line[UNTIL]
            if key not in around:
                around[key] = self._around(*key)
        return tuple(around[line[PARENT], line[UNTIL]] for line in self.lines)

    def _around(self, path: str, until: str) -> int | None:
        """The unit of that path that existed on that last day; renamed since, the renamed one."""
        numbers = self._by_path.get(path, ())
        until = until or FOREVER
        for number in numbers:
            if (self.lines[number][UNTIL] or FOREVER) >= until:
                return number
        if not numbers:
            return None
        later = self.lines[numbers[-1]]
        while later[CHANGE] in SAME_UNIT and (later[UNTIL] or FOREVER) < until:
            numbers = self._resolve(later[SUCCESSORS], later)
            later = self.lines[numbers[0]]
        return numbers[-1]

    def _resolve(self, path: str, line: list[str]) -> tuple[int, ...]:
        """The first unit of that path that existed after the unit of `line` had ended."""
        for number in self._by_path.get(path, ()):
            if (self.lines[number][UNTIL] or FOREVER) > line[UNTIL]:
                return (number,)
        return ()

    @cached_property
    def children(self) -> Mapping[int, Sequence[int]]:
        """The lines of the units directly inside that of a line."""
        found: dict[int, list[int]] = defaultdict(list)
        for number, parent in enumerate(self.parents):
            if parent is not None:
                found[parent].append(number)
        return {**found}

    @cached_property
    def before(self) -> Mapping[int, Sequence[tuple[int, Change]]]:
        """What the unit of a line was made of."""
        found: dict[int, list[tuple[int, Change]]] = defaultdict(list)
        for number in range(len(self.lines)):
            for later, change in self.steps(number):
                found[later].append((number, change))
        return {**found}

    def steps(self, number: int) -> tuple[tuple[int, Change], ...]:
        """What the unit of a line became, worked out once: a commune is asked for itself and for its district."""
        found = self._next.get(number)
        if found is None:
            found = self._next[number] = self._worked_out(number)
        return found

    def _worked_out(self, number: int) -> tuple[tuple[int, Change], ...]:
        line = self.lines[number]
        if line[SUCCESSORS]:
            paths = [self._successor_path(path, line) for path in line[SUCCESSORS].split("; ")]
            return tuple((later, cast(Change, line[CHANGE])) for path in paths for later in self._resolve(path, line))
        if line[TIER] != "district":
            return ()
        communes = self.children.get(number, ())
        later = dict.fromkeys(n for c in communes if self.lines[c][UNTIL] == line[UNTIL] for n, _ in self.steps(c))
        change: Change = "divided" if len(later) > 1 else "merged"
        return tuple((n, change) for n in later)

    def _successor_path(self, path: str, line: list[str]) -> str:
        """A path without a province is meant in the province that follows that of the unit."""
        if ", " in path or not line[PARENT]:
            return path
        number = self._by_path[line[PARENT].rsplit(", ", 1)[-1]][0]
        province = self.lines[number]
        if province[UNTIL] == line[UNTIL] and province[SUCCESSORS]:
            return f"{path}, {province[SUCCESSORS]}"
        return f"{path}, {self.paths[number]}"

    def today(self, number: int) -> dict[int, Change]:
        """The lines of the units of today where that of a line once stood, with the change on the way."""
        found: dict[int, Change] = {}
        for later, change in self.steps(number):
            if not self.lines[later][UNTIL]:
                found.setdefault(later, change)
                continue
            for last, after in self.today(later).items():
                found.setdefault(last, after if change in SAME_UNIT else change)
        return found
