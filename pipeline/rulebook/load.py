"""A folder of YAML files becomes a frozen Rulebook, or the first thing wrong with it is named with file and line."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from pipeline.errors import DuplicateRuleError, RuleError, RuleSchemaError, UsageError
from pipeline.rulebook.digest import digest
from pipeline.rulebook.read import Reader
from pipeline.rulebook.schema import Entry, Indicator, Rule, Rulebook
from pipeline.rulebook.source import Source, read_source


@contextmanager
def uncollected() -> Iterator[None]:
    """A block or function that makes what lasts: the garbage collector does not look through it again and again as it
    grows, which takes a third of the time and finds nothing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@uncollected()
def load_rulebook(folder: Path | str) -> Rulebook:
    """Read every `*.yaml` below `folder`. Raises RuleError (exit 3) at the first fault, UsageError without folder."""
    book, faults = read_rulebook(folder)
    if faults:
        raise faults[0]
    return book


def read_rulebook(folder: Path | str) -> tuple[Rulebook, tuple[RuleError, ...]]:
    """Like `load_rulebook`, but goes on after a fault: what could be read, and every fault, by file and line."""
    root = Path(folder)
    if not root.is_dir():
        raise UsageError("no such rules folder", where=str(folder), remedy="give --rules a folder with *.yaml files")
    faults: list[RuleError] = []
    sources: list[Source] = []
    for file in sorted(root.rglob("*.yaml")):
        try:
            sources.append(read_source(file, str(file)))
        except RuleError as error:
            faults.append(error)
    fragments: dict[str, str] = {}
    sound: list[Source] = []
    for source in sources:
        try:
            fragments.update(Reader(source, {}).fragments())
            sound.append(source)
        except RuleError as error:
            faults.append(error)
    found = _Found()
    for source in sound:
        reader = Reader(source, fragments)
        for read in (found.rules_of, found.entries_of, found.indicators_of):
            _collect(lambda read=read, reader=reader: read(reader, faults), faults)
    if not faults:  # else every rule of a file that could not be read would be named too
        faults.extend(found.unknown_indicators())
    book = Rulebook(
        rules=tuple(sorted(found.rules.values(), key=lambda rule: rule.id)),
        lexicons=MappingProxyType({name: tuple(entries) for name, entries in sorted(found.lexicons.items())}),
        indicators=tuple(sorted(found.indicators.values(), key=lambda indicator: indicator.code)),
        sha256=digest(root),
        folder=str(folder),
    )
    return book, tuple(sorted(faults, key=lambda fault: (fault.path, fault.line)))


def _collect(step: object, faults: list[RuleError]) -> None:
    try:
        step()  # type: ignore[operator]
    except RuleError as error:
        faults.append(error)


@dataclass
class _Found:
    """What the files have given so far; notices when an id comes twice."""

    rules: dict[str, Rule] = field(default_factory=dict)
    lexicons: dict[str, list[Entry]] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def rules_of(self, reader: Reader, faults: list[RuleError]) -> None:
        for rule in _each(reader.rules(), faults):
            self._claim(rule.id, rule.file, rule.line)
            self.rules[rule.id] = rule

    def entries_of(self, reader: Reader, faults: list[RuleError]) -> None:
        for entry in _each(reader.entries(), faults):
            attributes = " ".join(f"{key}={value}" for key, value in sorted(entry.attributes.items()))
            self._claim(f"{entry.lexicon} entry {entry.id} {attributes}".strip(), entry.file, entry.line)
            self.lexicons.setdefault(entry.lexicon, []).append(entry)

    def indicators_of(self, reader: Reader, faults: list[RuleError]) -> None:
        for indicator in _each(reader.indicators(), faults):
            self._claim(f"indicator {indicator.code}", indicator.file, indicator.line)
            self.indicators[indicator.code] = indicator

    def unknown_indicators(self) -> Iterator[RuleError]:
        """Indicators that a rule or another indicator names, and no file describes."""
        named: list[tuple[str | None, str, int, str | None]]
        named = [(i.parent, i.file, i.line, None) for i in self.indicators.values()]
        named += [(r.sets.get("indicator"), r.file, r.line, r.id) for r in self.rules.values()]
        for code, file, line, rule_id in named:
            if code is not None and code not in self.indicators:
                yield RuleSchemaError(
                    f"unknown indicator {code!r}", path=file, line=line, rule_id=rule_id,
                    remedy="correct the code, or describe it under indicators:",
                )  # fmt: skip

    def _claim(self, identity: str, file: str, line: int) -> None:
        if identity in self.ids:
            raise DuplicateRuleError(
                f"{identity} is used twice, first at {self.ids[identity]}",
                path=file,
                line=line,
                remedy="give the second one an id of its own; ids are never used again, not even retired ones",
            )
        self.ids[identity] = f"{file}:{line}"


def _each(items: Iterator[Mapping[str, object] | object], faults: list[RuleError]) -> Iterator:  # type: ignore[type-arg]
    yield from items  # a fault ends this file; the other files are still read
