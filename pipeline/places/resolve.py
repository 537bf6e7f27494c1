"""The place of a unit that is named without one: "Thị ủy", "tỉnh", "Đảng ủy" (DOMAIN 3.4).

A name beside it always wins; else a place of the same phrase; else the home unit of the page and the units around it.
What could be several places stays open with all of them as candidates; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from pipeline.places.gazetteer import Gazetteer
from pipeline.places.mention import Mention, Reading
from pipeline.places.narrow import alive, nearest
from pipeline.places.place import Place
from pipeline.places.rows import LAST_DAY_OF_DISTRICTS, REFORM
from pipeline.places.units import UnitWord, UnitWords

Source: TypeAlias = Literal["explicit", "inherited", "home"]
_MANY = 60  # more candidates than a province has units of one tier say nothing


@dataclass(frozen=True, slots=True)
class Binding:
    """The place, where it came from, and all it could be. `source` is null if nothing speaks for any place."""

    place: Place | None = None
    source: Source | None = None
    candidates: tuple[Place, ...] = ()

    @property
    def place_id(self) -> str | None:
        """Its id."""
        return None if self.place is None else self.place.id


@dataclass(frozen=True, eq=False)
class Resolver:
    """Gazetteer and unit words made ready."""

    gazetteer: Gazetteer
    units: UnitWords

    def bind(
        self,
        unit: str,
        *,
        name: str | Mention | None = None,
        inherited: Place | None = None,
        home: Place | None = None,
        on: str | None = None,
    ) -> Binding:
        """The place of `unit` ("Thị ủy", "TP", "phường") on that day; an unknown word binds to its name only."""
        word = self.units.find(unit, self.gazetteer.spelling)
        if name is not None:
            return self._explicit(word, name, home, on)
        if word is None or (word.era == "old" and (on or "") >= REFORM):
            return Binding()
        for source, start in _sources(inherited, home):
            places = self._around(word, start, on)
            if places:
                return Binding(places[0] if len(places) == 1 else None, source, places)
        return Binding()

    def _explicit(self, word: UnitWord | None, name: str | Mention, home: Place | None, on: str | None) -> Binding:
        if isinstance(name, Mention):
            places = name.candidates
        else:
            named = self.gazetteer.named(name)
            fitting = tuple(place for place in named if word is None or word.fits(place))
            of_tier = tuple(place for place in named if word is None or place.tier in word.tiers)
            places = alive(self.gazetteer, fitting or of_tier, on)
        places = nearest(self.gazetteer, places, home)
        return Binding(places[0] if len(places) == 1 else None, "explicit" if places else None, places)

    def _around(self, word: UnitWord, start: Place, on: str | None) -> tuple[Place, ...]:
        """The unit itself or those around it that the word fits; if none does, those directly inside it."""
        chain = (start, *self.gazetteer.ancestors(start))
        if on is not None:
            chain = tuple(self.gazetteer.as_of(place, on) for place in chain)
            chain = tuple(place for place in chain if place.valid(on))
        found = tuple(place for place in chain if word.fits(place))
        if not found and on is None:
            found = tuple(place for place in self._other_names(chain) if word.fits(place))
        if found or not chain:
            return found
        day = on or (LAST_DAY_OF_DISTRICTS if word.era == "old" or start.valid_until else None)
        below = tuple(place for place in self.gazetteer.children(chain[0]) if word.fits(place) and place.valid(day))
        return below if len(below) <= _MANY else ()

    def _other_names(self, chain: Sequence[Place]) -> Iterable[Place]:
        """The same units under their names and levels of before and after: thị xã Gia Nghĩa, thành phố Gia Nghĩa."""
        for place in chain:
            for step in (*self.gazetteer.predecessors(place), *self.gazetteer.successors(place)):
                if step.change in ("same", "renamed") and step.place.tier == place.tier:
                    yield step.place


def _sources(inherited: Place | None, home: Place | None) -> Iterable[tuple[Source, Place]]:
    if inherited is not None:
        yield "inherited", inherited
    if home is not None:
        yield "home", home


def settle(reading: Reading, gazetteer: Gazetteer, home: Place | None) -> Reading:
    """The reading with ambiguous names decided by the page.

    A chain elsewhere in it says which unit of that name is meant; else the one nearest to the home unit is.
    """
    decided: dict[tuple[str, str], set[Place]] = {}
    for mention in reading.mentions:
        if mention.place is not None:
            decided.setdefault((gazetteer.spelling.key(mention.name), mention.place.level), set()).add(mention.place)

    def settled(mention: Mention) -> Mention:
        """The mention with fewer candidates, if anything decides."""
        if len(mention.candidates) < 2:
            return mention
        key = gazetteer.spelling.key(mention.name)
        said = {place for level in {p.level for p in mention.candidates} for place in decided.get((key, level), ())}
        places = tuple(place for place in mention.candidates if place in said)
        if len(places) != 1:
            places = nearest(gazetteer, mention.candidates, home)
        return replace(mention, candidates=places)

    return replace(reading, mentions=tuple(settled(mention) for mention in reading.mentions))
