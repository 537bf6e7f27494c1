"""What the gazetteer gives out: a unit with the days it existed, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pipeline.places.rows import REFORM

Tier: TypeAlias = Literal["province", "district", "commune"]
Change: TypeAlias = Literal["same", "renamed", "merged", "divided"]
FOREVER = "9999"  # after every ISO day
TIERS: tuple[Tier, ...] = ("province", "district", "commune")


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative unit under one name and level. Days are ISO; null = open on that side."""

    id: str
    code: str | None
    name: str
    level: str
    tier: Tier
    parent_id: str | None
    valid_from: str | None
    valid_until: str | None

    def valid(self, on: str | None) -> bool:
        """Whether it existed on that day; with no day given, always."""
        return on is None or (self.valid_from or "") <= on <= (self.valid_until or FOREVER)

    @property
    def since_reform(self) -> bool:
        """Whether it was made on 2025-07-01 or later."""
        return (self.valid_from or "") >= REFORM

    @property
    def full_name(self) -> str:
        """With its level word: 'thị xã Hồng Lĩnh'."""
        return f"{self.level} {self.name}"


@dataclass(frozen=True, slots=True)
class Step:
    """One unit that followed, or went before, another, and how the earlier one changed."""

    place: Place
    change: Change
