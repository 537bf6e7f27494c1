"""What a run does to its inputs, as one object that every process builds for itself from the rules folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.model import Article, Extraction, Issue, Record
from pipeline.rulebook.load import digest
from pipeline.rulebook.schema import Rulebook
from pipeline.store.staged import Gazetteer, Sketch


@dataclass(frozen=True)
class Stages:
    """The steps of a run. All but `units` and `records` are pure functions of what they are given.

    `units` names the files that `records` reads; both raise UsageError for an input that is not there.
    """

    book: Rulebook
    gazetteer: Gazetteer
    units: Callable[[Sequence[str]], Iterable[str]]
    records: Callable[[Sequence[str]], Iterator[Record | Issue]]
    read: Callable[[Record], Article | Issue]
    sketch: Callable[[Article], Sketch]
    same_story: Callable[[Article, Article], bool]
    extract: Callable[[Article], Extraction]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a process builds its stages: small, picklable, and equal for equal rules."""

    load: Callable[[Path, bool], Stages]
    rules: str
    rules_sha256: str
    words: bool = False


@lru_cache(maxsize=1)
def stages_of(recipe: Recipe) -> Stages:
    """The stages, built once per process. Raises UsageError if the rules are not those the run began with."""
    if digest(Path(recipe.rules)) != recipe.rules_sha256:
        raise UsageError(
            "a rule file was changed while the run was going on",
            where=recipe.rules,
            remedy="run the same command again: what is stored is kept, the rest follows under the new rules",
        )
    return recipe.load(Path(recipe.rules), recipe.words)


def load_stages(rules: Path, words: bool) -> Stages:
    """The stages of hoinghi itself. Raises RuleError for rules that cannot be used."""
    raise NotImplementedError
