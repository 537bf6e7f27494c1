"""The units of 2025-06-30 and of 2025-07-01, and which became which."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from pipeline.places.build.sources import Sources, Unit, letters, next_day
from pipeline.places.rows import LAST_DAY_OF_DISTRICTS, REFORM, read_rows
from pipeline.text.fold import plain

_FAR_KM = 12.0  # a part of a commune does not go to a new one farther off, unless its neighbours go there too
_KM = (111.0, 108.0)  # of one degree of latitude, of longitude at 10-20 degrees north


class Tables(Sources):
    """Each method gives the units of one table."""

    def provinces(self) -> Iterator[Unit]:
        """63 and 34; those that went on unchanged stand once."""
        merged = self.converter["DICT_PROVINCE"]
        goes_to = {key: new for new, keys in merged.items() for key in keys}
        before = {row["provinceKey"]: (row["provinceCode"], self.split(row["province"])) for row in self.before}
        after = {row["provinceKey"]: (row["provinceCode"], self.split(row["province"])) for row in self.after}
        for key, (code, unit) in before.items():
            first = self.founded.get(" ".join(unit), "")
            if merged.get(key) == [key]:
                yield Unit("province", code, *unit, "", first)
            else:
                successor = " ".join(after[goes_to[key]][1])
                yield Unit("province", code, *unit, "", first, LAST_DAY_OF_DISTRICTS, successor, "merged")
        for key, (code, unit) in after.items():
            if merged[key] != [key]:
                yield Unit("province", code, *unit, "", REFORM)

    def districts(self) -> Iterator[Unit]:
        """The last 696; five island districts without communes became special zones themselves."""
        zones = {
            letters(row["wardShort"]): self.full(row["ward"]) for row in self.after if row["wardType"] == "Đặc khu"
        }
        without_communes = {row["districtCode"] for row in self.before if not row["ward"]}
        for code, row in {row["districtCode"]: row for row in self.before}.items():
            unit = Unit("district", code, *self.split(row["district"]), self.full(row["province"]))
            zone = zones[letters(unit.name)] if code in without_communes else ""
            yield unit._replace(
                valid_from=self.founded.get(unit.path, ""), valid_until=LAST_DAY_OF_DISTRICTS,
                successors=zone, change="renamed" if zone else "",
            )  # fmt: skip

    @cached_property
    def founded(self) -> Mapping[str, str]:
        """Path of a unit → its first day, from founded.tsv and as the day after the unit it was made of."""
        days = {row[0]: row[1] for row in read_rows(self.folder / "founded.tsv", ("unit", "first_day", "note"))}
        for unit in self.history:
            if unit.change == "renamed" and unit.valid_until:
                days.setdefault(unit.successors, next_day(unit.valid_until))
        return days

    @cached_property
    def communes_until_reform(self) -> list[Unit]:
        """Those of 2025-06-30, each with what it became."""
        return [
            Unit(
                "commune", row["wardCode"], *self.split(row["ward"]),
                f"{self.full(row['district'])}, {self.full(row['province'])}",
                "", LAST_DAY_OF_DISTRICTS, *self._change(row),
            )
            for row in self.before if row["ward"]
        ]  # fmt: skip

    def communes_today(self) -> Iterator[Unit]:
        """Those of 2025-07-01."""
        for row in self.after:
            yield Unit("commune", row["wardCode"], *self.split(row["ward"]), self.full(row["province"]), REFORM)

    # ── old communes → new communes ──────────────────────────────────────────────────────────────

    def _change(self, row: Any) -> tuple[str, str]:
        """The new communes (in the province that follows) and how the change is called."""
        targets, sources = self._targets[row["wardCode"]], self._sources
        units = sorted({self.full(target["ward"]) for target in targets})
        if len(units) > 1:
            return "; ".join(units), "divided"
        if sources[targets[0]["wardCode"]] > 1:
            return units[0], "merged"
        return units[0], "same" if units[0] == self.full(row["ward"]) else "renamed"

    @cached_property
    def _sources(self) -> Counter[str]:
        return Counter(row["wardCode"] for rows in self._targets.values() for row in rows)

    @cached_property
    def _targets(self) -> Mapping[str, list[Any]]:
        """Code of an old commune → rows of its new communes; the package's slips between homonyms left out."""
        old = {key: row for row in self.before for key in _compounds(row)}
        new = {(row["provinceKey"], key): row for row in self.after for key in _both(row["ward"])}
        goes: dict[str, list[Any]] = defaultdict(list)
        neighbours: set[tuple[str, str]] = set()
        for province, wards in self.converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
            for ward, compounds in wards.items():
                target = new[province, letters(ward)]
                for compound in compounds:
                    row = old[_compound(compound)]
                    goes[row["wardCode"]].append(target)
                    neighbours.add((row["districtCode"], target["wardCode"]))
        for province, olds in self.converter["DICT_PROVINCE_WARD_DIVIDED"].items():
            for compound, parts in olds.items():
                row = old[_compound(compound)]
                for part in parts:
                    target = new[province, letters(part["newWardKey"])]
                    near = part["isDefaultNewWard"] or _distance(row, target) <= _FAR_KM
                    if near or (row["districtCode"], target["wardCode"]) in neighbours:
                        goes[row["wardCode"]].append(target)
        return goes


def _both(text: str) -> tuple[str, str]:
    return letters(text), plain(letters(text))


def _compounds(row: Any) -> Iterator[str]:
    return (f"{row['provinceKey']}_{row['districtKey']}_{ward}" for ward in _both(row["ward"] or ""))


def _compound(written: str) -> str:
    province, district, ward = written.split("_", 2)
    return f"{province}_{district}_{letters(ward)}"


def _distance(row: Any, target: Any) -> float:
    """Kilometres between two communes; 0 where the old one has no coordinates."""
    if row["wardLat"] is None:
        return 0.0
    return math.hypot((row["wardLat"] - target["wardLat"]) * _KM[0], (row["wardLon"] - target["wardLon"]) * _KM[1])
