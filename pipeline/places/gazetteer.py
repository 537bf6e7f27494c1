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
from pipeline.places.lines import CODE, FROM, LEVEL, NAME, SAME_UNIT, TIER, UNTIL, Lines
from pipeline.places.place import FOREVER, Change, Place, Step, Tier
from pipeline.places.rows import REFORM, read_rows
from pipeline.places.spelling import Spelling


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

    lines: Lines = field(repr=False)
    spelling: Spelling = field(repr=False)
    aliases: tuple[Alias, ...] = field(repr=False)
    _made: dict[int, Place] = field(default_factory=dict, init=False, repr=False)
    _numbers: dict[str, int] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def load(cls, folder: Path | None = None) -> Gazetteer:
        """Read the tables of `folder` (else those that come with hoinghi). Raises RuleError with file and line."""
        folder = folder or asset("rules") / "places"
        lines = Lines.load(folder)
        spelling = Spelling.load(folder / "spelling.tsv")
        rows = read_rows(folder / "aliases.tsv", ("alias", "tier", "name", "bare", "note"))
        aliases = tuple(Alias(spelling.key(row[0]), row[1], spelling.key(row[2]), row[3] == "yes") for row in rows)
        return cls(lines, spelling, aliases)

    # ── units ────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every unit, parents before children."""
        return tuple(map(self._place, range(len(self.lines))))

    def get(self, place_id: str) -> Place:
        """The unit with that id. Raises KeyError if there is none."""
        return self._place(self._number(place_id))

    def _place(self, number: int) -> Place:
        """The unit of a line, made when it is first asked for: one article names few of them."""
        found = self._made.get(number)
        if found is None:
            line, parent = self.lines[number], self.lines.parents[number]
            found = self._made[number] = Place(
                row_id("places", self.lines.paths[number].lower(), _generation(line)),
                line[CODE] or None,
                line[NAME],
                line[LEVEL],
                cast(Tier, line[TIER]),
                None if parent is None else self._place(parent).id,
                line[FROM] or None,
                line[UNTIL] or None,
            )
            self._numbers[found.id] = number
        return found

    def _number(self, place_id: str) -> int:
        """The line of a unit; an id that was not given out yet is looked for among all."""
        if place_id not in self._numbers:
            self.places  # noqa: B018  # makes them all
        return self._numbers[place_id]

    # ── by name ──────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def _by_key(self) -> Mapping[str, tuple[int, ...]]:
        names = list(dict.fromkeys(line[NAME] for line in self.lines))
        spelt = dict(zip(names, self.spelling.keys(names), strict=True))
        found: dict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(self.lines):
            name = line[NAME]
            for key in spelt[name]:
                found[key].append(number)
            if name.isdecimal():
                found[f"{line[LEVEL]} {name}"].append(number)
        for alias in self.aliases:
            found[alias.key] += [n for n in found.get(alias.name, ()) if self.lines[n][TIER] == alias.tier]
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
        return tuple(map(self._place, self._by_key.get(key, ())))

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
        return tuple(map(self._place, self.lines.children.get(self._number(place.id), ())))

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
            same = [step.place for step in steps if step.change in SAME_UNIT and step.place.tier == place.tier]
            if len(same) != 1 or same[0].id in seen:
                return place
            place = same[0]
            seen.add(place.id)
        return place

    # ── before and after ─────────────────────────────────────────────────────────────────────────

    def successors(self, place: Place) -> tuple[Step, ...]:
        """What it became at its end; for a district, the units that its communes went to."""
        return tuple(Step(self._place(number), change) for number, change in self.lines.steps(self._number(place.id)))

    def predecessors(self, place: Place) -> tuple[Step, ...]:
        """What it was made of."""
        before = self.lines.before.get(self._number(place.id), ())
        return tuple(Step(self._place(number), change) for number, change in before)

    def today(self, place: Place) -> Mapping[str, Change]:
        """Ids of the units of today where it once stood, with the change on the way; itself is not among them."""
        return {self._place(later).id: change for later, change in self.lines.today(self._number(place.id)).items()}

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
            for later, change in self.lines.today(number).items():
                yield place.id, self.places[later].id, change


def _generation(line: list[str]) -> str | None:
    return line[FROM] if line[FROM] >= REFORM else None
