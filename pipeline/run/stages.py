"""What a run does to its inputs, as two objects that every process builds for itself: the second from the rules folder,
when a step first asks for it. A run that has nothing to read or extract never does."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.model import Article, Extraction, Issue, Record, Word
from pipeline.rulebook.digest import digest
from pipeline.run.kept import kept
from pipeline.run.version import code_version
from pipeline.store.staged import Gazetteer, Sketch

if TYPE_CHECKING:
    from pipeline.extract.article import Extractor
    from pipeline.match.footprint import Footprint
    from pipeline.match.grammar import ReadyRule
    from pipeline.rulebook.schema import Rulebook

_COLLECT = (100_000, 20, 20)  # an article makes many short-lived objects and few circles


@dataclass(frozen=True)
class Ruled:
    """The steps that go by the rules, and what the rules are made of. `read` and `extract` are pure functions; `warm`
    loads what they load only when they first need it."""

    book: Rulebook
    footprint: Callable[[], Footprint]
    gazetteer: Gazetteer
    read: Callable[[Record], Article | Issue]
    extract: Callable[[Article], Extraction]
    warm: Callable[[], object] = lambda: None


@dataclass(frozen=True)
class Stages:
    """The steps of a run. `ruled` makes those that go by the rules, which takes most of the time before a run; it
    raises RuleError for rules that cannot be used. All other steps but `units` and `records` are pure functions.

    `units` names the files that `records` reads; both raise UsageError for an input that is not there.
    """

    ruled: Callable[[], Ruled]
    units: Callable[[Sequence[str]], Iterable[str]]
    records: Callable[[Sequence[str]], Iterator[Record | Issue]]
    digest: Callable[[Record], str]
    sketch: Callable[[Article], Sketch]
    same_story: Callable[[Article, Article], bool]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a process builds its stages: small, picklable, and equal for equal rules."""

    load: Callable[[Path, bool], Stages]
    rules: str
    rules_sha256: str
    words: bool = False


@lru_cache(maxsize=1)
def stages_of(recipe: Recipe) -> Stages:
    """The stages, built once per process."""
    return recipe.load(Path(recipe.rules), recipe.words)


@lru_cache(maxsize=1)
def ruled_of(recipe: Recipe) -> Ruled:
    """The steps that go by the rules, built once per process, when they are first needed. Raises RuleError for rules
    that cannot be used, UsageError if they are not those the run began with."""
    from pipeline.rulebook.load import uncollected

    with uncollected():
        ruled = stages_of(recipe).ruled()
        _check_same(ruled.book, recipe.rules, recipe.rules_sha256)
        gc.freeze()  # rules and gazetteer live as long as the process: never look through them (a tenth of the time)
    gc.set_threshold(*_COLLECT)
    return ruled


def _check_same(book: Rulebook, rules: Path | str, sha256: str) -> None:
    if book.sha256 != sha256:
        raise UsageError(
            "a rule file was changed while the run was going on",
            where=str(rules),
            remedy="run the same command again: what is stored is kept, the rest follows under the new rules",
        )


def load_stages(rules: Path, words: bool) -> Stages:
    """The stages of hoinghi itself."""
    from pipeline.ingest.records import content_sha256, read_records
    from pipeline.ingest.units import list_units

    return Stages(
        ruled=partial(_load_ruled, rules, words),
        units=lambda inputs: (unit.source for unit in list_units(inputs)),
        records=read_records,
        digest=content_sha256,
        sketch=_sketch,
        same_story=_same_story,
    )


def _load_ruled(rules: Path, words: bool) -> Ruled:
    from pipeline.extract.article import Extractor
    from pipeline.ingest.article import ArticleMaker

    sha256, places = digest(rules), f"{code_version()} {digest(rules / 'places')}"
    folder = hashlib.sha256(str(rules.resolve()).encode()).hexdigest()[:16]
    key = f"{code_version()} {sha256} {rules}"  # rules know their files by this name of the folder
    book, ready = kept(f"rules-{folder}", key, partial(_made_ready, rules, sha256))
    extractor = Extractor.of(book, ready)
    tables = extractor.atlas.gazetteer
    return Ruled(
        book=book,
        footprint=lambda: kept(f"footprint-{folder}", key, partial(_footprint, book)),
        gazetteer=Gazetteer(
            places,
            lambda: kept(f"places-{folder}", places, lambda: (tuple(tables.rows()), tuple(tables.successor_rows()))),
        ),
        read=ArticleMaker(book).make,
        extract=(lambda article: _with_words(extractor.extract(article))) if words else extractor.extract,
        warm=partial(_warm, extractor),
    )


def _made_ready(rules: Path, sha256: str) -> tuple[Rulebook, Sequence[ReadyRule]]:
    from pipeline.extract.article import ready_to_match

    book, ready = ready_to_match(rules)
    _check_same(book, rules, sha256)
    return book, ready


def _footprint(book: Rulebook) -> Footprint:
    from pipeline.match.footprint import Footprint

    return Footprint.of(book)


def _warm(extractor: Extractor) -> None:
    from pipeline.text.words import word_spans

    word_spans("hội nghị")
    extractor.extract(Article("", "", "", ""))


def _with_words(extraction: Extraction) -> Extraction:
    """The extraction with the full word segmentation, sentence by sentence."""
    from pipeline.text.fold import fold
    from pipeline.text.words import word_spans

    article = extraction.article
    spans = [
        (sentence.start + start, sentence.start + end)
        for sentence in extraction.sentences
        for start, end in word_spans(fold(article.text[sentence.start : sentence.end]))
    ]
    return replace(extraction, words=tuple(Word(article.id, number, *span) for number, span in enumerate(spans)))


def _sketch(article: Article) -> Sketch:
    """The article's fingerprint, told apart further by what `same_story` looks at: the body as it is."""
    from pipeline.ingest.duplicates import body_of, fingerprint

    found = fingerprint(article)
    body = hashlib.sha256(body_of(article).encode()).hexdigest()
    return Sketch(tuple(int(band, 16) - (1 << 63) for band in found.bands), body)


def _same_story(one: Article, other: Article) -> bool:
    from pipeline.ingest.duplicates import same_story

    return same_story(one, other)
