"""Typed, strict reading of one YAML mapping: unknown keys, wrong types and bad values carry file:line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.errors import CorpusError
from pipeline.rulebook.source import Path_, Source, Value

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_NULL = ("", "~", "null", "Null", "NULL")  # the loader keeps every scalar as a string


class GoldError(CorpusError):
    """A gold file that does not follow the annotation guide. `where` is file:line."""


@dataclass(frozen=True)
class Fields:
    """The mapping at `at` in `source`, read key by key. Every method raises GoldError with the line."""

    source: Source
    at: Path_
    mapping: dict[str, Value]

    @property
    def line(self) -> int:
        return self.source.line_of(*self.at)

    def error(self, what: str, *at: str | int, remedy: str) -> GoldError:
        """A complaint about the value at `at` inside this mapping, ready to raise."""
        line = self.source.line_of(*self.at, *at)
        return GoldError(what, where=f"{self.source.path}:{line}", remedy=remedy)

    def allow(self, known: tuple[str, ...], required: tuple[str, ...] = ()) -> Fields:
        """This mapping, once it has no key outside `known` and all keys of `required`."""
        for key in self.mapping:
            if key not in known:
                raise self.error(f"unknown key {key!r}", key, remedy=f"known here: {', '.join(known)}")
        for key in required:
            if key not in self.mapping:
                raise self.error(f"the key {key!r} is missing", remedy=f"add {key}: (null or [] if there is nothing)")
        return self

    def null(self, key: str) -> bool:
        value = self.mapping.get(key, "")
        return isinstance(value, str) and value in _NULL

    def text(self, key: str) -> str:
        value = self.optional(key)
        if value is None:
            raise self.error(f"{key} is empty", key, remedy=f"write the {key}, or delete the entry")
        return value

    def optional(self, key: str) -> str | None:
        if self.null(key):
            return None
        value = self.mapping[key]
        if not isinstance(value, str):
            raise self.error(f"{key} must be one text", key, remedy="put text with a comma or colon in quotes")
        return value

    def choice(self, key: str, choices: tuple[str, ...], default: str | None = None) -> str:
        value = self.optional(key) or default
        if value is None or value not in choices:
            raise self.error(f"{key} cannot be {value!r}", key, remedy=f"choose one of {', '.join(choices)}")
        return value

    def flag(self, key: str) -> bool:
        return self.choice(key, ("true", "false"), "false") == "true"

    def number(self, key: str) -> float | None:
        value = self.optional(key)
        if value is not None and not _NUMBER.fullmatch(value):
            raise self.error(f"{key} is not a plain number: {value!r}", key, remedy="write 18000 or 73.95")
        return None if value is None else float(value)

    def year(self, key: str) -> int | None:
        value = self.number(key)
        if value is None:
            return None
        if not (value.is_integer() and 1900 <= value <= 2100):
            raise self.error(f"{key} is not a year", key, remedy="write 2019")
        return int(value)

    def day(self, key: str) -> str | None:
        value = self.optional(key)
        return None if value is None else self._day(value, key)

    def period(self, key: str) -> tuple[str, str] | None:
        days = self.texts(key)
        if not days:
            return None
        if len(days) != 2:
            raise self.error(f"{key} needs a first and a last day", key, remedy="write [2024-01-01, 2024-06-30]")
        first, last = self._day(days[0], key), self._day(days[1], key)
        if first > last:
            raise self.error(f"{key} ends before it begins", key, remedy="put the earlier day first")
        return first, last

    def texts(self, key: str) -> tuple[str, ...]:
        found = []
        for index, item in enumerate(self._list(key)):
            if not isinstance(item, str) or item in _NULL:
                raise self.error(f"{key} must list texts", key, index, remedy="put each in quotes")
            found.append(item)
        return tuple(found)

    def each(self, key: str) -> Iterator[Fields]:
        """The mappings of the list under `key`, in order."""
        for index, item in enumerate(self._list(key)):
            if not isinstance(item, dict):
                raise self.error(f"{key} must list mappings", key, index, remedy="write - {name: …, …}")
            yield Fields(self.source, (*self.at, key, index), item)

    def inner(self, key: str) -> Fields | None:
        """The mapping under `key`; None where it is null."""
        if self.null(key):
            return None
        value = self.mapping[key]
        if not isinstance(value, dict):
            raise self.error(f"{key} must be a mapping or null", key, remedy=f"write {key}: {{kind: …}}")
        return Fields(self.source, (*self.at, key), value)

    def _list(self, key: str) -> list[Value]:
        if self.null(key):
            return []
        value = self.mapping[key]
        if not isinstance(value, list):
            raise self.error(f"{key} must be a list", key, remedy="write [a, b], or [] if there is nothing")
        return value

    def _day(self, value: str, key: str) -> str:
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError as error:
            raise self.error(f"{key} is no date: {value!r}", key, remedy="write it as 2024-06-30") from error
