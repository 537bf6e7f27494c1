"""The words that announce a unit: level words ("thị xã", "TX") and committees ("Thị ủy"), from the rule book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, cast

from pipeline.places.place import TIERS, Place, Tier
from pipeline.places.spelling import Spelling
from pipeline.rulebook.schema import Entry, Rulebook

LEVELS, COMMITTEES = "place_level", "place_committee"


@dataclass(frozen=True, slots=True)
class UnitWord:
    """A level word or committee and what it implies. `levels` is empty where any level of the tiers will do;
    `era`: old = only before 2025-07-01, new = only since; `written` = the exact spellings of an abbreviation."""

    name: str
    levels: tuple[str, ...]
    tiers: tuple[Tier, ...]
    era: Literal["old", "new"] | None
    committee: bool
    written: frozenset[str] = frozenset()

    def fits(self, place: Place) -> bool:
        """Whether the unit is of its level and tier."""
        return place.tier in self.tiers and (not self.levels or place.level in self.levels)

    def joined(self, other: UnitWord) -> UnitWord:
        """ "huyện, thị xã": what either of the two would announce."""
        tiers = tuple(tier for tier in TIERS if tier in self.tiers or tier in other.tiers)
        era = self.era if self.era == other.era else None
        return UnitWord("", tuple(dict.fromkeys((*self.levels, *other.levels))), tiers, era, False)


@dataclass(frozen=True)
class UnitWords:
    """All of them by key (comparable spelling), with the words that join, block or need help."""

    heads: Mapping[str, tuple[UnitWord, ...]]
    joins: Mapping[str, str]
    blocked: frozenset[str]
    not_after: frozenset[str]
    starts: frozenset[str]
    generic: frozenset[str]
    ordinary: frozenset[str]

    @classmethod
    def of(cls, book: Rulebook, spelling: Spelling) -> UnitWords:
        """From the lexicons of rules/places."""
        heads: dict[str, list[UnitWord]] = {}
        for lexicon in (LEVELS, COMMITTEES):
            for entry in book.entries(lexicon):
                for form in entry.forms:
                    heads.setdefault(spelling.key(form), []).append(_unit_word(entry))
        joins = {spelling.key(form): entry.get("role") for entry in book.entries("place_join") for form in entry.forms}
        return cls(
            heads=MappingProxyType({key: tuple(words) for key, words in heads.items()}),
            joins=MappingProxyType(joins),
            blocked=_keys(book, "place_blocked", spelling),
            not_after=_keys(book, "place_not_after", spelling),
            starts=_keys(book, "place_start", spelling),
            generic=_keys(book, "place_generic", spelling),
            ordinary=_keys(book, "place_ordinary", spelling),
        )

    def find(self, written: str, spelling: Spelling) -> UnitWord | None:
        """The word as someone wrote it: "Thị uỷ", "TP.", "huyện"; null if it is none."""
        words = self.heads.get(spelling.key(written.strip().rstrip(".")), ())
        return words[0] if words else None


def _keys(book: Rulebook, lexicon: str, spelling: Spelling) -> frozenset[str]:
    return frozenset(spelling.key(form) for entry in book.entries(lexicon) for form in entry.forms)


def _unit_word(entry: Entry) -> UnitWord:
    committee = entry.lexicon == COMMITTEES
    level = entry.get("level", "" if committee else entry.canonical)
    return UnitWord(
        name=entry.canonical if committee else level,
        levels=(level,) if level else (),
        tiers=tuple(cast(Tier, tier) for tier in entry.get("tier").split()),
        era=cast('Literal["old", "new"] | None', entry.get("era") or None),
        committee=committee,
        written=frozenset(entry.forms) if entry.exact_case else frozenset(),
    )
