"""`python -m pipeline.places.build [FOLDER]`: rebuild the generated tables in FOLDER, else in rules/places."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from pipeline.assets import asset
from pipeline.places.build.former import Former
from pipeline.places.build.sources import Unit
from pipeline.places.build.tables import Tables
from pipeline.places.rows import COLUMNS


def main(arguments: list[str]) -> int:
    """Write every generated table; the tables kept by hand are read, never changed."""
    folder = Path(arguments[0]) if arguments else asset("rules") / "places"
    tables = Tables(folder)
    former = Former(tables)
    by_hand = {(unit.path, unit.valid_from) for unit in tables.history}
    generated: tuple[tuple[str, Iterable[Unit]], ...] = (
        ("provinces.tsv", tables.provinces()),
        ("districts.tsv", tables.districts()),
        ("communes-2023.tsv", former.vanished),
        ("communes-2024.tsv", former.communes_2024()),
        ("communes-2025.tsv", tables.communes_today()),
    )
    for file, units in generated:
        kept = [unit for unit in units if (unit.path, unit.valid_from) not in by_hand]
        kept.sort(key=lambda unit: (unit.code, unit.path, unit.valid_from))
        lines = ["\t".join(COLUMNS), *("\t".join(unit) for unit in kept)]
        (folder / file).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
