"""Which administrative unit a body belongs to: the place of `positions.organisation_place_id`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pipeline.extract.officials.organisation import Organisation
from pipeline.places.mention import Mention
from pipeline.places.place import Place
from pipeline.places.resolve import Resolver

_SAY_THEIR_LEVEL = ("party_committee", "youth")  # "Huyện ủy", "Tỉnh đoàn"


@dataclass(frozen=True, eq=False)
class BodyPlaces:
    """Which administrative unit a body belongs to, on a page of unit `home` and of the day `on`.

    A place named with the body wins, with the candidates that the scan of the text found for it (`named`: view offset
    of the name → mention); else the level word or committee is bound to the page's unit.
    """

    resolver: Resolver
    home: Place | None = None
    on: str | None = None
    named: Mapping[int, Mention] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(
        cls, resolver: Resolver, mentions: Iterable[Mention], *, home: Place | None = None, on: str | None = None
    ) -> BodyPlaces:
        """For one document with the units that its text names."""
        return cls(resolver, home, on, MappingProxyType({mention.name_start: mention for mention in mentions}))

    def id_of(self, body: Organisation) -> str | None:
        """The id of the unit; None where nothing names or implies one, or several fit."""
        for part in body.chain():
            words = (part.head, part.level) if part.kind in _SAY_THEIR_LEVEL else (part.level,)
            word = next((word for word in words if part.level and word and self._is_unit(word)), None)
            if word is None:
                continue
            name: str | Mention | None = part.place
            if name is not None and part.place_span is not None:
                name = next((self.named[at] for at in range(*part.place_span) if at in self.named), name)
            return self.resolver.bind(word, name=name, home=self.home, on=self.on).place_id
        return None

    def _is_unit(self, word: str) -> bool:
        """Whether the gazetteer knows a unit word or committee: "Huyện ủy", but not "Đảng ủy phường"."""
        return self.resolver.units.find(word, self.resolver.gazetteer.spelling) is not None
