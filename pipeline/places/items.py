"""One unit at one word of a text: after a unit word, above or beside another unit, or alone."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.places.gazetteer import Gazetteer
from pipeline.places.lookup import Headed, Words, keys_before
from pipeline.places.mention import Basis
from pipeline.places.narrow import alive, around, inside
from pipeline.places.place import TIERS, Place
from pipeline.places.units import UnitWord, UnitWords

_OPENERS = (":", "(")
_COMMAS = (",", ";")
CHAIN_SIGNS = (",", "(", "-")


@dataclass(slots=True)
class Item:
    """A mention in the making; words `[start, end)`, the name from word `name`."""

    start: int
    name: int
    end: int
    head: UnitWord | None
    basis: Basis
    places: tuple[Place, ...]
    parent: Item | None = None

    def tier(self) -> int:
        """Its place in the order province, district, commune."""
        return max(TIERS.index(place.tier) for place in self.places)


@dataclass(frozen=True, slots=True)
class Row:
    """A list being read: the item that announced it, the last one so far, and the level announced."""

    first: Item
    last: Item
    level: UnitWord | None


@dataclass(frozen=True, eq=False)
class Finder:
    """Finds items in one text."""

    gazetteer: Gazetteer
    units: UnitWords
    text: Words
    on: str | None

    def item(self, start: int, name: int, word: UnitWord) -> Item | None:
        """The unit whose name begins at word `name`: the longest that has the level, else one of the same tier."""
        options = [(end, key) for end, key in self.text.names.get(name, ()) if self._cased(name, word, key)]
        if self.text.form(name).isdecimal() and not self.text.glued(name) and not self.text.glued(name + 1):
            options.append((name + 1, self.text.form(name)))
        basis: Basis = "committee" if word.committee else "level"
        for end, key in options:
            places = self._of_level(key, word)
            if places:
                return Item(start, name, end, word, basis, places)
        for end, key in options:
            places = tuple(place for place in self.gazetteer.keyed(key) if place.tier in word.tiers)
            if places and not key.isdecimal() and " " in key and self.all_capital(name, end):
                return Item(start, name, end, word, basis, places)
        return None

    def _of_level(self, key: str, word: UnitWord) -> tuple[Place, ...]:
        """The units of the level; if all of them were gone by that day, those of the tier that were not."""
        named = self.gazetteer.keyed(key)
        places = tuple(place for place in named if word.fits(place))
        if not places or any(place.valid(self.on) for place in alive(self.gazetteer, places, self.on)):
            return places
        return tuple(place for place in named if place.tier in word.tiers and place.valid(self.on)) or places

    def _cased(self, name: int, word: UnitWord, key: str) -> bool:
        if self.text.capital(name) or key[0].isdecimal():
            return True
        return not word.written and "commune" not in word.tiers and " " in key and key not in self.units.ordinary

    def all_capital(self, start: int, end: int) -> bool:
        """Whether every word of a name begins with a capital letter."""
        return all(self.text.capital(i) or not self.text.form(i)[0].isalpha() for i in range(start, end))

    def above(self, sign: str, index: int, inner: Item) -> Item | None:
        """A bare name of a unit around the last one: "xã X, Đam Rông, Lâm Đồng"."""
        if sign not in CHAIN_SIGNS:
            return None
        for end, key in self.text.names.get(index, ()):
            places = tuple(place for place in self.gazetteer.keyed(key) if TIERS.index(place.tier) < inner.tier())
            item = Item(index, index, end, None, "chain", places)
            if places and self.all_capital(index, end) and self.related(inner, item):
                item.places = self.widest(around(self.gazetteer, places, inner.places))
                return item
        return None

    def beside(self, sign: str, index: int, row: Row) -> Item | None:
        """A bare name of the level announced before: "các huyện Kim Bôi, Lạc Sơn", "phường 1, 2"."""
        level = row.level
        if level is None or level.committee or sign == "(":
            return None
        options = [(end, key) for end, key in self.text.names.get(index, ()) if self.all_capital(index, end)]
        if self._number_in_list(index) and self.text.form(row.last.name).isdecimal():
            options.append((index + 1, self.text.form(index)))
        for end, key in options:
            of_tier = tuple(place for place in self.gazetteer.keyed(key) if place.tier in level.tiers)
            fitting = tuple(place for place in of_tier if level.fits(place))
            places = self._siblings(of_tier if "province" in level.tiers else fitting, row)
            if places and not (self.text.touching(end - 1) and self.text.titled(end)):
                return Item(index, index, end, None, "list", places)
        return None

    def _siblings(self, places: tuple[Place, ...], row: Row) -> tuple[Place, ...]:
        """Those in the same unit as the last of the row; in a row that announced several, in the same province."""
        parents = {place.parent_id for place in row.last.places}
        same = tuple(place for place in places if place.parent_id in parents)
        if same or not self._plural(row.first):
            return same
        provinces = {self._province(place) for place in row.last.places}
        return tuple(place for place in places if self._province(place) in provinces)

    def _province(self, place: Place) -> str:
        return (place, *self.gazetteer.ancestors(place))[-1].id

    def _plural(self, item: Item) -> bool:
        """Whether several units were announced: "các xã", "5 huyện", "thị trấn, xã:"."""
        before = keys_before(self.text, item.start, self.units.generic) or self.text.form(item.start - 1).isdecimal()
        return item.head is not None and (before or item.start == item.name)

    def _number_in_list(self, index: int) -> bool:
        """Whether a number is no count: "phường 1, 2 và 3", not "phường 1, 2 hộ"."""
        counts = self.text.touching(index) and not self.text.capital(index + 1) and index + 1 not in self.text.joins
        return self.text.form(index).isdecimal() and not counts

    def related(self, inner: Item, outer: Item) -> bool:
        """Whether the one unit can lie in the other."""
        return bool(inside(self.gazetteer, inner.places, outer.places))

    @staticmethod
    def widest(places: tuple[Place, ...]) -> tuple[Place, ...]:
        """Those of the widest tier: in "Kim Bôi, Hòa Bình" the district, not a commune of that name."""
        widest = min(TIERS.index(place.tier) for place in places)
        return tuple(place for place in places if TIERS.index(place.tier) == widest)

    def part_of_a_name(self, index: int) -> bool:
        """Whether the word before makes it a river, a street, a person's name."""
        if keys_before(self.text, index, self.units.not_after):
            return True
        joined = self.text.touching(index - 1) and self.text.titled(index - 1)
        return joined and not keys_before(self.text, index, self.units.starts)

    def alone(self, key: str, places: tuple[Place, ...], end: int) -> tuple[Place, ...]:
        """The units that the name means by itself, none if it needs a unit word."""
        if key in self.units.ordinary or key in self.gazetteer.needs_level:
            return ()
        provinces = tuple(place for place in places if place.tier == "province")
        if any(place.valid(self.on) for place in provinces):
            return provinces
        districts = tuple(place for place in places if place.tier == "district" and place.valid(self.on))
        followed = self.text.touching(end - 1) and self.text.titled(end)
        parents = {place.parent_id for place in districts}
        if len(parents) == 1 and not followed and (" " in key or provinces):
            return districts
        return provinces

    def separator(self, index: int) -> tuple[str, int]:
        """What stands at word `index` between two units, and the word after it; ("", index) if nothing does."""
        form = self.text.form(index)
        if form in _COMMAS:
            joint = self.text.joins.get(index + 1)
            return (form, joint.end) if joint is not None and joint.role == "list" else (form, index + 1)
        if form in ("(", "-", "/"):
            return form, index + 1
        joint = self.text.joins.get(index)
        if joint is not None and joint.role in ("list", "chain"):
            return joint.role, joint.end
        return "", index

    def separates(self, index: int) -> bool:
        """Whether a sign or word of a list stands there."""
        form = self.text.form(index)
        return form in (",", "/", "-") or (index in self.text.joins and self.text.joins[index].role == "list")

    def starts_name(self, index: int) -> bool:
        """Whether a capital letter or a number stands there."""
        return self.text.capital(index) or self.text.form(index).isdecimal()

    def after_head(self, head: Headed) -> int:
        """Past the dot of an abbreviation, and past ':' , '(' or "gồm" that open a list."""
        index = head.end
        if head.word.written and self.text.form(index) == ".":
            index += 1
        joint = self.text.joins.get(index)
        if joint is not None and joint.role == "open":
            index = joint.end
        return index + 1 if self.text.form(index) in _OPENERS else index

    def adjacent(self, head: Headed, name: int) -> bool:
        """Whether nothing but the dot of an abbreviation stands between a unit word and the name."""
        return name == head.end or (name == head.end + 1 and self.text.form(head.end) == ".")
