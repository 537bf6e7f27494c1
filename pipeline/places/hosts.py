"""The unit that a web address belongs to: "dakrlap.daknong.gov.vn", "baohatinh.vn", "/huyen-ly-nhan/"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from pipeline.places.gazetteer import Gazetteer
from pipeline.places.place import Place
from pipeline.rulebook.schema import Rulebook
from pipeline.text.fold import fold, plain

_NOT_LETTERS = re.compile(r"[\W_]+")
_OUTER = r"(?<![a-z0-9-])(?:[a-z0-9-]{1,63}+\.)+(?<=[a-z0-9]\.)"
_HOST = re.compile(rf"{_OUTER}(?:vn|com|net|org|io|info|edu|gov)(?![a-z0-9])")
_LABELS = re.compile(r"[^a-z0-9]+")
_MOST = 2_000  # characters of an address that are looked at


def ascii_key(text: str) -> str:
    """A name as host labels spell it: 'Đắk R'Lấp' → 'dakrlap'."""
    return _NOT_LETTERS.sub("", plain(fold(text)).lower())


@dataclass(frozen=True)
class _Prefix:
    text: str
    level: str | None


@dataclass(frozen=True, eq=False)
class Hosts:
    """Gazetteer and host words made ready."""

    gazetteer: Gazetteer
    prefixes: tuple[_Prefix, ...]
    suffixes: tuple[str, ...]
    official: frozenset[str]
    sites: Mapping[str, str]

    @classmethod
    def of(cls, gazetteer: Gazetteer, book: Rulebook) -> Hosts:
        """With the lexicon place_host of a rule book."""
        forms = [(entry, form) for entry in book.entries("place_host") for form in entry.forms]
        prefixes = [_Prefix(form, e.get("level") or None) for e, form in forms if e.get("role") == "prefix"]
        return cls(
            gazetteer,
            tuple(sorted(prefixes, key=lambda prefix: (-len(prefix.text), prefix.text))),
            tuple(form for e, form in forms if e.get("role") == "suffix"),
            frozenset(form for e, form in forms if e.get("role") == "official"),
            {form: e.get("place") for e, form in forms if e.get("role") == "site"},
        )

    @cached_property
    def _by_ascii(self) -> Mapping[str, tuple[Place, ...]]:
        found: dict[str, list[Place]] = {}
        for place in self.gazetteer.places:
            found.setdefault(ascii_key(place.name), []).append(place)
        return {key: tuple(places) for key, places in found.items()}

    def places(self, address: str, *, on: str | None = None) -> tuple[Place, ...]:
        """The units that an address (URL, host, path of a mirror) names; the smallest, empty if it names none."""
        address = address[:_MOST].lower()
        for host in reversed(_HOST.findall(address)):
            found = self._of_host(host, on)
            if found:
                return self._on_that_day(self._of_path(address, found, on) or found, on)
        return ()

    def _of_host(self, host: str, on: str | None) -> tuple[Place, ...]:
        labels = [label for label in _LABELS.split(host) if label]
        official = any(label in self.official for label in labels)
        found: tuple[Place, ...] = ()
        for label in reversed(labels):  # the province stands behind its districts
            places, with_level = self._known_labels(label)
            if found:
                places = tuple(p for p in places if any(self._below(p, region) for region in found))
            elif not with_level:
                places = tuple(p for p in places if p.tier == "province" or (official and p.tier == "district"))
            places = tuple(place for place in places if place.valid(on)) or places
            found = self._highest(places) or found
        return found

    def _on_that_day(self, places: tuple[Place, ...], on: str | None) -> tuple[Place, ...]:
        """Sites outlive their province: hoabinh.gov.vn of August 2025 speaks for Phú Thọ."""

        def then(place: Place) -> Place:
            """The only unit of its tier that followed, if the place was gone by that day."""
            after = [step.place for step in self.gazetteer.successors(place) if step.place.tier == place.tier]
            return after[0] if len(after) == 1 and not place.valid(on) and after[0].valid(on) else place

        return tuple(dict.fromkeys(then(place) for place in places))

    def _below(self, place: Place, region: Place) -> bool:
        return place.tier != region.tier and self.gazetteer.lies_in(place, region.id)

    @staticmethod
    def _highest(places: tuple[Place, ...]) -> tuple[Place, ...]:
        """Of one label the units of the widest tier: 'hoabinh' is the province before the town."""
        for tier in ("province", "district", "commune"):
            of_tier = tuple(place for place in places if place.tier == tier)
            if of_tier:
                return of_tier
        return ()

    @cached_property
    def _known_labels(self) -> Callable[[str], tuple[tuple[Place, ...], bool]]:
        """`_of_label` with a memory: many articles are of one site."""
        return lru_cache(maxsize=4096)(self._of_label)

    def _of_label(self, label: str) -> tuple[tuple[Place, ...], bool]:
        """The units of a host label, and whether the label itself says the level."""
        if label in self.sites:
            return self._by_ascii.get(ascii_key(self.sites[label]), ()), False
        if label in self._by_ascii:
            return self._by_ascii[label], False
        for prefix in self.prefixes:
            rest = label.removeprefix(prefix.text)
            if rest != label and rest in self._by_ascii:
                places = self._by_ascii[rest]
                if prefix.level is None:
                    return tuple(place for place in places if place.tier == "province"), False
                return tuple(place for place in places if place.level == prefix.level), True
        for suffix in self.suffixes:
            rest = label.removesuffix(suffix)
            if rest != label and rest in self._by_ascii:
                return tuple(place for place in self._by_ascii[rest] if place.tier == "province"), False
        return (), False

    def _of_path(self, address: str, regions: tuple[Place, ...], on: str | None) -> tuple[Place, ...]:
        """A folder of the path that is a level word and a name, inside the unit of the host."""
        for folder in self._folders(address):
            places, with_level = self._known_labels(folder)
            held = tuple(p for p in places if p.valid(on) and any(self._below(p, region) for region in regions))
            if with_level and held:
                return held
        return ()

    @staticmethod
    def _folders(address: str) -> Iterator[str]:
        for folder in address.split("/")[3:]:
            yield folder.replace("-", "").replace("_", "")
