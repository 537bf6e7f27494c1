"""Figures that may not fall: corpus/floors.json, pinned to the gold they were measured on.

    {"gold_sha256": "…", "floors": {"people.f1": 0.97, "counts.unit": 0.9}}

`raised` only ever raises. To lower a floor, edit the file by hand, in a commit of its own that says why.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import CorpusError

_GRAIN = 10_000  # floors are written with four decimals, rounded down


@dataclass(frozen=True, slots=True)
class Floors:
    """Metric name → lowest figure allowed; `gold_sha256` is null before anything was measured."""

    gold_sha256: str | None
    floors: Mapping[str, float]


def load_floors(path: Path, *, missing_ok: bool = False) -> Floors:
    """Read a floors file. Raises CorpusError if it is damaged, or absent unless `missing_ok`."""
    remedy = 'write {"gold_sha256": "…", "floors": {"people.f1": 0.9}}, or make it with --raise-floors'
    if not path.exists() and missing_ok:
        return Floors(None, {})
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CorpusError(f"floors cannot be read: {error}", where=str(path), remedy=remedy) from error
    if not isinstance(data, dict) or set(data) != {"gold_sha256", "floors"} or not isinstance(data["floors"], dict):
        raise CorpusError("a floors file has the keys gold_sha256 and floors", where=str(path), remedy=remedy)
    for name, floor in data["floors"].items():
        if isinstance(floor, bool) or not isinstance(floor, int | float) or not 0 <= floor <= 1:
            raise CorpusError(f"the floor of {name} is not between 0 and 1", where=str(path), remedy=remedy)
    return Floors(data["gold_sha256"], data["floors"])


def breaches(floors: Floors, metrics: Mapping[str, float | None], gold_sha256: str) -> tuple[str, ...]:
    """One line for each floor that is not held; empty if all is well.

    A metric that could not be measured is below its floor. Another gold than the pinned one is a breach of its own:
    figures of different gold cannot be compared.
    """
    lines = []
    if floors.gold_sha256 not in (None, gold_sha256):
        lines.append(
            f"gold has changed since the floors were set ({str(floors.gold_sha256)[:12]}, now {gold_sha256[:12]}); "
            "look at the figures and pin it with --raise-floors"
        )
    for name, floor in sorted(floors.floors.items()):
        value = metrics.get(name)
        if value is None:
            lines.append(f"{name} could not be measured; its floor is {floor:.4f}")
        elif value < floor - 1e-9:
            lines.append(f"{name} is {value:.4f}, below its floor {floor:.4f}")
    return tuple(lines)


def raised(floors: Floors, metrics: Mapping[str, float | None], gold_sha256: str) -> Floors:
    """The floors at the height of `metrics` where that is higher, pinned to this gold.

    New floors are set for F1 and for fields; precision and recall, which trade against each other, only where a hand
    has written a floor for them.
    """
    heights = dict(floors.floors)
    for name, value in metrics.items():
        wanted = name in heights or not name.endswith((".precision", ".recall"))
        if value is not None and wanted:
            heights[name] = max(heights.get(name, 0.0), math.floor(value * _GRAIN + 1e-6) / _GRAIN)
    return Floors(gold_sha256, dict(sorted(heights.items())))


def save_floors(path: Path, floors: Floors) -> None:
    """Write the file in one step, so that an interrupted run leaves the old floors whole."""
    text = json.dumps({"gold_sha256": floors.gold_sha256, "floors": dict(floors.floors)}, indent=2, ensure_ascii=False)
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(text + "\n", encoding="utf-8")
    fresh.replace(path)
