"""From all units of a name to those that can be meant: by day, by era, by what lies in what, by the home unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from pipeline.places.gazetteer import Gazetteer
from pipeline.places.place import FOREVER, Place
from pipeline.places.rows import REFORM

Era: TypeAlias = Literal["old", "new"]
_YEAR = int(REFORM[:4])
_CLEARLY = (
    3  # times as many signs of one era as of the other: reports of today recall former districts, not the reverse
)


def inside(gazetteer: Gazetteer, places: Sequence[Place], regions: Sequence[Place]) -> tuple[Place, ...]:
    """Those places that lie in one of the regions, else those that lie in what a region became or was before."""
    known = {region.id for region in regions}
    direct = tuple(place for place in places if any(unit.id in known for unit in gazetteer.ancestors(place)))
    return direct or tuple(
        place
        for place in places
        if any(
            region.tier != place.tier and _met(place, region) and gazetteer.lies_in(place, region.id)
            for region in regions
        )
    )


def around(gazetteer: Gazetteer, regions: Sequence[Place], places: Sequence[Place]) -> tuple[Place, ...]:
    """Those regions that one of the places lies in, by the same measure as `inside`."""
    above = {unit.id for place in places for unit in gazetteer.ancestors(place)}
    direct = tuple(region for region in regions if region.id in above)
    return direct or tuple(region for region in regions if inside(gazetteer, places, (region,)))


def _met(one: Place, other: Place) -> bool:
    """Whether both existed on some day."""
    latest_start = max(one.valid_from or "", other.valid_from or "")
    return latest_start <= min(one.valid_until or FOREVER, other.valid_until or FOREVER)


def alive(gazetteer: Gazetteer, places: Sequence[Place], on: str | None) -> tuple[Place, ...]:
    """Those that existed on the day; if none did, the same units under that day's name, else all as they are.

    Without a day, of a unit that only changed its name or level the latest is kept.
    """
    if on is None:
        return _latest(gazetteer, places)
    existed = tuple(place for place in places if place.valid(on))
    if existed:
        return existed
    then = dict.fromkeys(gazetteer.as_of(place, on) for place in places)
    return tuple(place for place in then if place.valid(on)) or tuple(places)


def _latest(gazetteer: Gazetteer, places: Sequence[Place]) -> tuple[Place, ...]:
    if len(places) < 2:
        return tuple(places)
    known = {place.id for place in places}

    def continued(place: Place) -> bool:
        """Whether a later one of them is the same unit, or bears its name."""
        return any(
            step.place.id in known
            and step.place.since_reform == place.since_reform
            and step.place.tier == place.tier
            and (step.change in ("same", "renamed") or step.place.name == place.name)
            for step in gazetteer.successors(place)
        )

    return tuple(place for place in places if not continued(place))


def one_era(
    found: Sequence[tuple[Place, ...]], said: Sequence[Era | None], *, years: Sequence[int], days: Sequence[str]
) -> list[tuple[Place, ...]]:
    """Each list with the units of the era of the text alone, if it has any.

    A text without a date tells its era by its words: "huyện" was before 2025-07-01; "đặc khu", names that exist only
    since that day, and full dates from it on came after; with none of them, by its years. Where the signs are mixed
    all units stay.
    """
    old = said.count("old")
    new = said.count("new") + sum(bool(places) and all(place.since_reform for place in places) for places in found)
    new += _CLEARLY * sum(day >= REFORM for day in days)  # documents of former years are cited, future ones are not
    if not old and not new and years:
        old = int(max(years) < _YEAR)
    if old == new or max(old, new) < _CLEARLY * min(old, new):
        return list(found)
    return [tuple(p for p in places if _of_era(p, new=new > old)) or places for places in found]


def _of_era(place: Place, *, new: bool) -> bool:
    return place.valid_until is None if new else not place.since_reform


def nearest(gazetteer: Gazetteer, places: Sequence[Place], home: Place | None) -> tuple[Place, ...]:
    """Those in the home unit, else in the next unit around it that holds any of them; all if none does."""
    if home is None or len(places) < 2:
        return tuple(places)
    for unit in (home, *gazetteer.ancestors(home)):
        held = tuple(place for place in places if gazetteer.lies_in(place, unit.id))
        if held:
            return held
    return tuple(places)
