"""The words that tables are described in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SqlType = Literal["TEXT", "INTEGER", "REAL"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its SQL type, what it means, the values it may take, the table it points to."""

    name: str
    type: SqlType
    meaning: str
    required: bool = False
    choices: tuple[str, ...] = ()
    references: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `key` names the primary key, `indexes` the indexed columns."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)
    indexes: tuple[tuple[str, ...], ...] = ()
    extracted: bool = False

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def column(
    name: str,
    meaning: str,
    type_: SqlType = "TEXT",
    *,
    required: bool = False,
    choices: tuple[str, ...] = (),
    references: str | None = None,
) -> Column:
    """A column of text, unless another type is given."""
    return Column(name, type_, meaning, required, choices, references)
