"""What a scan gives out: units named in a text, and unit words without a name. Offsets are of the view scanned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pipeline.places.place import Place
from pipeline.places.units import UnitWord

Basis: TypeAlias = Literal["level", "committee", "list", "chain", "bare"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A unit named in the text: `[start, end)` of the view with its unit word, `[name_start, name_end)` of the name.

    `head` is the unit word as a level or committee ("thị xã", "Thị ủy"), null in lists and for bare names. `candidates`
    are the units it can mean, in the order of the gazetteer; `basis` says how explicit the text is.
    """

    start: int
    end: int
    name_start: int
    name_end: int
    name: str
    head: str | None
    basis: Basis
    candidates: tuple[Place, ...]

    @property
    def place(self) -> Place | None:
        """The unit, if only one is meant."""
        return self.candidates[0] if len(self.candidates) == 1 else None

    @property
    def explicit(self) -> bool:
        """Whether a level word, a committee or a chain says that it is a unit; a bare name only may be one."""
        return self.basis != "bare"


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A unit word without a name ("Thị ủy", "tỉnh"): `[start, end)` of the view; `generic` in "các huyện", "cấp xã"."""

    start: int
    end: int
    word: UnitWord
    generic: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """All mentions and nameless unit words of a text, in its order."""

    mentions: tuple[Mention, ...] = ()
    unnamed: tuple[Unnamed, ...] = ()
