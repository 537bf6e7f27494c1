"""What the names and titles need to know of places, with or without a gazetteer."""

from __future__ import annotations

from pipeline.match.chart import Chart


def is_place(chart: Chart, name: str, level: str | None = None, *, tier: str | None = None) -> bool:
    """Whether the gazetteer of the chart's context knows `name` (of that level word or tier); False without one."""
    gazetteer = getattr(chart.context, "gazetteer", None)
    return bool(gazetteer.named(name, level=level, tier=tier)) if gazetteer is not None else False


def has_gazetteer(chart: Chart) -> bool:
    """Whether the chart's context carries a gazetteer."""
    return getattr(chart.context, "gazetteer", None) is not None
