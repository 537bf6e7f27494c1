"""All administrative units with the days they existed: found by name, level, day and the unit they lie in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import cast

from pipeline.assets import asset
from pipeline.model import row_id
from pipeline.places.place import FOREVER, TIERS, Change, Place, Step, Tier
from pipeline.places.rows import COLUMNS, REFORM, read_rows
from pipeline.places.spelling import Spelling

TABLES = (
    "provinces.tsv", "districts.tsv", "communes-2025.tsv", "communes-2024.tsv", "communes-2023.tsv", "history.tsv",
)  # fmt: skip
_TIER, _CODE, _LEVEL, _NAME, _PARENT, _FROM, _UNTIL, _SUCCESSORS, _CHANGE, _ = range(len(COLUMNS))
_SAME_UNIT: tuple[Change, ...] = ("same", "renamed")


@dataclass(frozen=True)
class Alias:
    """A short or foreign name; `bare`: it may stand without a level word."""

    key: str
    tier: str
    name: str
    bare: bool


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """The tables of rules/places. Everything but the raw lines is worked out when first asked for; equal questions
    have equal answers, in the order of the tables."""

    lines: tuple[list[str], ...] = field(repr=False)
    spelling: Spelling = field(repr=False)
    aliases: tuple[Alias, ...] = field(repr=False)
    _next: dict[int, tuple[tuple[int, Change], ...]] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def load(cls, folder: Path | None = None) -> Gazetteer:
        """Read the tables of `folder` (else those that come with hoinghi). Raises RuleError with file and line."""
        folder = folder or asset("rules") / "places"
        lines = [line for table in TABLES for line in read_rows(folder / table, COLUMNS)]
        lines.sort(key=lambda line: TIERS.index(cast(Tier, line[_TIER])))  # parents before children
        spelling = Spelling.load(folder / "spelling.tsv")
        rows = read_rows(folder / "aliases.tsv", ("alias", "tier", "name", "bare", "note"))
        aliases = tuple(Alias(spelling.key(row[0]), row[1], spelling.key(row[2]), row[3] == "yes") for row in rows)
        return cls(tuple(lines), spelling, aliases)

    # ── units ────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every unit, parents before children."""
        ids = [row_id("places", self._path(line).lower(), _generation(line)) for line in self.lines]
        parents = [self._parent(line) for line in self.lines]
        return tuple(
            Place(
                id=ids[number],
                code=line[_CODE] or None,
                name=line[_NAME],
                level=line[_LEVEL],
                tier=cast(Tier, line[_TIER]),
                parent_id=None if parent is None else ids[parent],
                valid_from=line[_FROM] or None,
                valid_until=line[_UNTIL] or None,
            )
            for number, (line, parent) in enumerate(zip(self.lines, parents, strict=True))
        )

    def get(self, place_id: str) -> Place:
        """The unit with that id. Raises KeyError if there is none."""
        return self.places[self._number[place_id]]

    @cached_property
    def _number(self) -> Mapping[str, int]:
        return {place.id: number for number, place in enumerate(self.places)}

    @staticmethod
    def _path(line: list[str]) -> str:
        return f"{line[_LEVEL]} {line[_NAME]}, {line[_PARENT]}" if line[_PARENT] else f"{line[_LEVEL]} {line[_NAME]}"

    @cached_property
    def _by_path(self) -> Mapping[str, tuple[int, ...]]:
        """'huyện X, tỉnh Y' → its lines, the earliest first."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(self.lines):
            found[self._path(line)].append(number)
        return {
            path: tuple(sorted(numbers, key=lambda number: self.lines[number][_UNTIL] or FOREVER))
            for path, numbers in found.items()
        }

    def _parent(self, line: list[str]) -> int | None:
        """The unit named as parent that existed when this one last did; renamed since, the renamed one."""
        numbers = self._by_path.get(line[_PARENT], ())
        until = line[_UNTIL] or FOREVER
        for number in numbers:
            if (self.lines[number][_UNTIL] or FOREVER) >= until:
                return number
        if not numbers:
            return None
        later = self.lines[numbers[-1]]
        while later[_CHANGE] in _SAME_UNIT and (later[_UNTIL] or FOREVER) < until:
            numbers = self._resolve(later[_SUCCESSORS], later)
            later = self.lines[numbers[0]]
        return numbers[-1]

    def _resolve(self, path: str, line: list[str]) -> tuple[int, ...]:
        """The first unit of that path that existed after the unit of `line` had ended."""
        after = [n for n in self._by_path.get(path, ()) if (self.lines[n][_UNTIL] or FOREVER) > line[_UNTIL]]
        return tuple(after[:1])

    # ── by name ──────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def _by_key(self) -> Mapping[str, tuple[int, ...]]:
        names = list(dict.fromkeys(line[_NAME] for line in self.lines))
        spelt = dict(zip(names, self.spelling.keys(names), strict=True))
        found: dict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(self.lines):
            name = line[_NAME]
            for key in spelt[name]:
                found[key].append(number)
            if name.isdecimal():
                found[f"{line[_LEVEL]} {name}"].append(number)
        for alias in self.aliases:
            found[alias.key] += [n for n in found.get(alias.name, ()) if self.lines[n][_TIER] == alias.tier]
        return {key: tuple(dict.fromkeys(numbers)) for key, numbers in found.items()}

    @cached_property
    def needs_level(self) -> frozenset[str]:
        """Keys of aliases that are a place only after a level word ("HCM")."""
        return frozenset(alias.key for alias in self.aliases if not alias.bare)

    def names(self) -> tuple[str, ...]:
        """Every distinct name key, aliases and spellings too; a number only with its level word ("quận 1")."""
        return tuple(key for key in self._by_key if not key.isdecimal())

    def named(
        self,
        name: str,
        *,
        level: str | None = None,
        tier: Tier | None = None,
        on: str | None = None,
        within: str | None = None,
    ) -> tuple[Place, ...]:
        """The units of that name (in any spelling): of that level, tier, alive `on` that day, inside unit `within`."""
        return tuple(
            place
            for place in self.keyed(self.spelling.key(name))
            if (level is None or place.level == level)
            and (tier is None or place.tier == tier)
            and place.valid(on)
            and (within is None or self.lies_in(place, within))
        )

    def keyed(self, key: str) -> tuple[Place, ...]:
        """The units with that name key, as `names` lists it, or with that number for a name."""
        return tuple(self.places[number] for number in self._by_key.get(key, ()))

    # ── up and down ──────────────────────────────────────────────────────────────────────────────

    def ancestors(self, place: Place, *, on: str | None = None) -> tuple[Place, ...]:
        """The units around it, nearest first; with a day, under the name and level that each had then."""
        found: list[Place] = []
        while place.parent_id is not None:
            place = self.get(place.parent_id)
            found.append(place if on is None else self.as_of(place, on))
        return tuple(found)

    def children(self, place: Place) -> tuple[Place, ...]:
        """The units directly inside it."""
        return tuple(self.places[number] for number in self._children.get(place.id, ()))

    @cached_property
    def _children(self) -> Mapping[str, tuple[int, ...]]:
        found: dict[str, list[int]] = defaultdict(list)
        for number, place in enumerate(self.places):
            if place.parent_id is not None:
                found[place.parent_id].append(number)
        return {parent: tuple(numbers) for parent, numbers in found.items()}

    def lies_in(self, place: Place, region_id: str) -> bool:
        """Whether it is that unit, lies in it, or lies in what that unit became or was before."""
        chain = (place, *self.ancestors(place))
        if any(unit.id == region_id for unit in chain):
            return True
        region = self.get(region_id)
        linked = {step.place.id for step in (*self.predecessors(region), *self.successors(region))}
        return any(unit.id in linked and unit.tier == region.tier for unit in chain)

    def as_of(self, place: Place, on: str) -> Place:
        """The same unit under the name and level it had on that day; itself if that is not known."""
        seen = {place.id}
        while not place.valid(on):
            steps = self.successors(place) if (place.valid_until or FOREVER) < on else self.predecessors(place)
            same = [step.place for step in steps if step.change in _SAME_UNIT and step.place.tier == place.tier]
            if len(same) != 1 or same[0].id in seen:
                return place
            place = same[0]
            seen.add(place.id)
        return place

    # ── before and after ─────────────────────────────────────────────────────────────────────────

    def successors(self, place: Place) -> tuple[Step, ...]:
        """What it became at its end; for a district, the units that its communes went to."""
        return tuple(Step(self.places[number], change) for number, change in self._steps(self._number[place.id]))

    def predecessors(self, place: Place) -> tuple[Step, ...]:
        """What it was made of."""
        return tuple(Step(self.places[number], change) for number, change in self._before.get(place.id, ()))

    @cached_property
    def _before(self) -> Mapping[str, tuple[tuple[int, Change], ...]]:
        found: dict[str, list[tuple[int, Change]]] = defaultdict(list)
        for number in range(len(self.lines)):
            for later, change in self._steps(number):
                found[self.places[later].id].append((number, change))
        return {place_id: tuple(steps) for place_id, steps in found.items()}

    def _steps(self, number: int) -> tuple[tuple[int, Change], ...]:
        """What the unit of a line became, worked out once: a commune is asked for itself and for its district."""
        found = self._next.get(number)
        if found is None:
            found = self._next[number] = self._worked_out(number)
        return found

    def _worked_out(self, number: int) -> tuple[tuple[int, Change], ...]:
        line = self.lines[number]
        if line[_SUCCESSORS]:
            paths = [self._successor_path(path, line) for path in line[_SUCCESSORS].split("; ")]
            return tuple((later, cast(Change, line[_CHANGE])) for path in paths for later in self._resolve(path, line))
        if line[_TIER] != "district":
            return ()
        communes = self._children.get(self.places[number].id, ())
        later = dict.fromkeys(n for c in communes if self.lines[c][_UNTIL] == line[_UNTIL] for n, _ in self._steps(c))
        change: Change = "divided" if len(later) > 1 else "merged"
        return tuple((n, change) for n in later)

    def _successor_path(self, path: str, line: list[str]) -> str:
        """A path without a province is meant in the province that follows that of the unit."""
        if ", " in path or not line[_PARENT]:
            return path
        province = self.lines[self._by_path[line[_PARENT].rsplit(", ", 1)[-1]][0]]
        if province[_UNTIL] == line[_UNTIL] and province[_SUCCESSORS]:
            return f"{path}, {province[_SUCCESSORS]}"
        return f"{path}, {self._path(province)}"

    def today(self, place: Place) -> Mapping[str, Change]:
        """Ids of the units of today where it once stood, with the change on the way; itself is not among them."""
        return {self.places[later].id: change for later, change in self._today(self._number[place.id]).items()}

    def _today(self, number: int) -> dict[int, Change]:
        found: dict[int, Change] = {}
        for later, change in self._steps(number):
            if not self.lines[later][_UNTIL]:
                found.setdefault(later, change)
                continue
            for last, after in self._today(later).items():
                found.setdefault(last, after if change in _SAME_UNIT else change)
        return found

    # ── rows for the store ───────────────────────────────────────────────────────────────────────

    def rows(self) -> Iterator[tuple[str | None, ...]]:
        """Rows of table `places`, parents before children."""
        for place in self.places:
            yield (
                place.id, place.code, place.name, place.level, place.parent_id, place.valid_from, place.valid_until,
            )  # fmt: skip

    def successor_rows(self) -> Iterator[tuple[str, str, str]]:
        """Rows of table `place_successors`: every unit of the past with each unit of today in its stead."""
        for number, place in enumerate(self.places):
            for later, change in self._today(number).items():
                yield place.id, self.places[later].id, change


def _generation(line: list[str]) -> str | None:
    return line[_FROM] if line[_FROM] >= REFORM else None
