"""What names and titles need to know of places, with or without a gazetteer."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pipeline.match.chart import Chart


def is_place(chart: Chart, name: str, level: str | None = None, *, tier: str | None = None) -> bool:
    """Whether the gazetteer of the chart's context knows `name` (of that level word or tier); False without one."""
    gazetteer = getattr(chart.context, "gazetteer", None)
    return gazetteer is not None and _known(gazetteer, name, level, tier)


def has_gazetteer(chart: Chart) -> bool:
    """Whether the chart's context carries a gazetteer."""
    return getattr(chart.context, "gazetteer", None) is not None


@lru_cache(maxsize=65536)  # the same names come again in every article; the answer depends on nothing else
def _known(gazetteer: Any, name: str, level: str | None, tier: str | None) -> bool:
    return bool(gazetteer.named(name, level=level, tier=tier))
