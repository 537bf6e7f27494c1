"""The unit that a page belongs to: what "Thị ủy", "tỉnh", "phường" without a name mean on it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pipeline.places.gazetteer import Gazetteer
from pipeline.places.hosts import Hosts
from pipeline.places.mention import Mention, Reading
from pipeline.places.narrow import alive
from pipeline.places.place import TIERS, Place
from pipeline.places.scan import Scanner
from pipeline.rulebook.schema import Rulebook
from pipeline.text.fold import View, view_of

HomeBasis: TypeAlias = Literal["address", "chrome", "title", "lead", "byline", "frequency"]
_DATELINE = 200  # characters in which a page may name its own site: "(hatinh.gov.vn) - Chiều 9/9, …"
_FEW = 2  # candidates of a name that still speak for each of them: "tỉnh Bắc Ninh" of before and after the reform
_MOST_CHROME, _MOST_LINE = 400, 300  # lines, characters of a line
_LEAD = 600  # characters of the text that count as its beginning where no lead is marked


@dataclass(frozen=True, slots=True)
class Home:
    """The unit, how it was found, and what else it could be. `place` is null if nothing or too much speaks for it."""

    place: Place | None = None
    basis: HomeBasis | None = None
    candidates: tuple[Place, ...] = ()

    @property
    def place_id(self) -> str | None:
        """Its id."""
        return None if self.place is None else self.place.id


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of a page besides its words. Offsets are of its view; chrome = lines taken out as boilerplate."""

    view: View
    url: str | None = None
    site: str | None = None
    source: str | None = None
    on: str | None = None
    title: tuple[int, int] | None = None
    lead: tuple[int, int] | None = None
    byline: tuple[int, int] | None = None
    chrome: Sequence[str] = ()


@dataclass(frozen=True, eq=False)
class HomeFinder:
    """Gazetteer and words made ready; build once."""

    gazetteer: Gazetteer
    scanner: Scanner
    hosts: Hosts
    owner: re.Pattern[str]
    address: re.Pattern[str]

    @classmethod
    def of(cls, scanner: Scanner, book: Rulebook) -> HomeFinder:
        """With the lexicons place_host and place_portal of a rule book."""
        owner, address = (_any_word(book, role) for role in ("owner", "address"))
        return cls(scanner.gazetteer, scanner, Hosts.of(scanner.gazetteer, book), owner, address)

    def find(self, page: Page, reading: Reading) -> Home:
        """The home of a page whose text was read; the first source that gives one unit decides (DOMAIN 3.4)."""
        first = Home()
        for home in self._homes(page, reading):
            if first.place is None and (home.place is not None or not first.candidates):
                first = home if home.candidates else first
            if first.place is None:
                continue
            if first.place.tier != "province" or _needed(reading) is None:
                return first
            if home.place is not None and self._refines(home.place, first.place, _needed(reading), page.on):
                return home
        return first

    def _refines(self, place: Place, province: Place, needed: str | None, on: str | None) -> bool:
        """A page of a province that speaks as a district ("Huyện ủy") belongs to the district it names."""
        inside = place.tier != "province" and self.gazetteer.lies_in(place, province.id)
        return inside and self._has_level(place, needed, on)

    def _homes(self, page: Page, reading: Reading) -> Iterable[Home]:
        yield self._from_address(page, reading)
        yield self._from_chrome(page)
        title_end = page.title[1] if page.title else 0
        lead = page.lead or (title_end, title_end + _LEAD)
        spans: tuple[tuple[HomeBasis, tuple[int, int] | None], ...]
        spans = (("title", page.title), ("lead", lead), ("byline", page.byline))
        for basis, span in spans:
            if span is not None:
                yield self._from_mentions(basis, _within(reading.mentions, span), reading, page.on)
        yield self._from_mentions("frequency", reading.mentions, reading, page.on)

    # ── where the unit is named ──────────────────────────────────────────────────────────────────

    def _from_address(self, page: Page, reading: Reading) -> Home:
        for address in (page.url, page.site, page.source, page.view.text[:_DATELINE]):
            if address and (found := self.hosts.places(address, on=page.on)):
                return self._settled("address", self._of_said_level(found, reading), page.on)
        return Home()

    def _from_chrome(self, page: Page) -> Home:
        """The unit most named after "Cổng thông tin", "Bản đồ", "UBND" in the lines taken out, addresses apart."""
        places: list[Place] = []
        for line in page.chrome[:_MOST_CHROME]:
            view = view_of(line[:_MOST_LINE])
            owner = self.owner.search(view.lower)
            if owner is None or self.address.search(view.lower):
                continue
            after = (mention for mention in self.scanner.scan(view, on=page.on) if mention.start >= owner.start())
            first = next(after, None)
            if first is not None and first.place is not None:
                places.append(first.place)
        return self._settled("chrome", self._voted(places, None), page.on)

    def _from_mentions(self, basis: HomeBasis, mentions: Sequence[Mention], reading: Reading, on: str | None) -> Home:
        explicit = [mention for mention in mentions if mention.explicit] or list(mentions)
        named = [place for mention in explicit if len(mention.candidates) <= _FEW for place in mention.candidates]
        needed = _needed(reading)
        if basis == "frequency":
            return self._settled(basis, self._voted(named, needed), on)
        return self._settled(basis, self._smallest(named, needed, on, reading), on)

    def _settled(self, basis: HomeBasis, places: tuple[Place, ...], on: str | None) -> Home:
        places = alive(self.gazetteer, places, on)
        if not places:
            return Home()
        return Home(places[0] if len(places) == 1 else None, basis, places)

    # ── which of several ─────────────────────────────────────────────────────────────────────────

    def _of_said_level(self, places: tuple[Place, ...], reading: Reading) -> tuple[Place, ...]:
        """Of a town that was thị xã and then thành phố, the one whose level the text speaks of."""
        said = {level for unnamed in reading.unnamed for level in unnamed.word.levels}
        said |= {mention.place.level for mention in reading.mentions if mention.place in places and mention.place}
        return tuple(place for place in places if place.level in said) or places

    def _smallest(
        self, places: Sequence[Place], needed: str | None, on: str | None, reading: Reading
    ) -> tuple[Place, ...]:
        """Of units that lie in each other the smallest; a commune only if the text speaks as one ("xã", "Đảng ủy")."""
        distinct = tuple(dict.fromkeys(places))
        outer = {unit.id for place in distinct for unit in self.gazetteer.ancestors(place)}
        leaves = tuple(place for place in distinct if place.id not in outer)
        leaves = tuple(place for place in leaves if self._has_level(place, needed, on)) or leaves
        if needed is None or _speaks_as_commune(reading):
            return leaves
        return tuple(dict.fromkeys(self._district(place) for place in leaves))

    def _district(self, place: Place) -> Place:
        around = [unit for unit in (place, *self.gazetteer.ancestors(place)) if unit.tier == "district"]
        return around[0] if around else place

    def _has_level(self, place: Place, needed: str | None, on: str | None) -> bool:
        chain = (place, *self.gazetteer.ancestors(place, on=on))
        return needed is None or any(unit.level == needed for unit in chain)

    def _voted(self, places: Sequence[Place], needed: str | None) -> tuple[Place, ...]:
        """The smallest unit that half of all mentions are of or in, and that has the level needed; else the widest."""
        votes: Counter[Place] = Counter()
        for place in places:
            votes.update((place, *self.gazetteer.ancestors(place)))
        strong: list[tuple[Place, ...]] = []
        for tier in reversed(TIERS):
            most = max((count for place, count in votes.items() if place.tier == tier), default=0)
            if most * 2 >= len(places) and (most > 1 or len(places) == 1):
                strong.append(tuple(place for place, count in votes.items() if place.tier == tier and count == most))
        fitting = [tuple(place for place in best if self._has_level(place, needed, None)) for best in strong]
        return next(filter(None, fitting), strong[-1] if strong else ())


def _any_word(book: Rulebook, role: str) -> re.Pattern[str]:
    """Any form of the portal words with that role; matches nothing if there is none."""
    forms = sorted(form for entry in book.entries("place_portal") if entry.get("role") == role for form in entry.forms)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b" if forms else r"(?!)")


def _within(mentions: Sequence[Mention], span: tuple[int, int]) -> list[Mention]:
    return [mention for mention in mentions if span[0] <= mention.start < span[1]]


def _needed(reading: Reading) -> str | None:
    """The district level that the text speaks as ("Huyện ủy", "UBND thị xã"): the one it names most without a place."""
    levels = Counter(
        level
        for unnamed in reading.unnamed
        if not unnamed.generic and unnamed.word.tiers == ("district",)
        for level in unnamed.word.levels
    )
    return min(levels, key=lambda level: (-levels[level], level)) if levels else None


def _speaks_as_commune(reading: Reading) -> bool:
    return any(not unnamed.generic and unnamed.word.tiers == ("commune",) for unnamed in reading.unnamed)
