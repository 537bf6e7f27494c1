"""What a run does to its inputs, as one object that every process builds for itself from the rules folder."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.model import Article, Extraction, Issue, Record, Word
from pipeline.rulebook.load import digest
from pipeline.rulebook.schema import Rulebook
from pipeline.store.staged import Gazetteer, Sketch

_COLLECT = (100_000, 20, 20)  # an article makes many short-lived objects and few circles


@dataclass(frozen=True)
class Stages:
    """The steps of a run. All but `units` and `records` are pure functions of what they are given.

    `units` names the files that `records` reads; both raise UsageError for an input that is not there.
    """

    book: Rulebook
    gazetteer: Callable[[], Gazetteer]
    units: Callable[[Sequence[str]], Iterable[str]]
    records: Callable[[Sequence[str]], Iterator[Record | Issue]]
    digest: Callable[[Record], str]
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
    stages = recipe.load(Path(recipe.rules), recipe.words)
    gc.collect()
    gc.freeze()  # rules and gazetteer live as long as the process: never look through them again (a tenth of the time)
    gc.set_threshold(*_COLLECT)
    return stages


def load_stages(rules: Path, words: bool) -> Stages:
    """The stages of hoinghi itself. Raises RuleError for rules that cannot be used."""
    from pipeline.extract.article import load_extractor
    from pipeline.ingest.article import ArticleMaker, content_sha256
    from pipeline.ingest.duplicates import same_story
    from pipeline.ingest.records import read_records
    from pipeline.ingest.units import list_units

    extractor = load_extractor(rules)
    tables = extractor.atlas.gazetteer
    return Stages(
        book=extractor.book,
        gazetteer=lambda: Gazetteer(tuple(tables.rows()), tuple(tables.successor_rows())),
        units=lambda inputs: (unit.source for unit in list_units(inputs)),
        records=read_records,
        digest=content_sha256,
        read=ArticleMaker(extractor.book).make,
        sketch=_sketch,
        same_story=same_story,
        extract=(lambda article: _with_words(extractor.extract(article))) if words else extractor.extract,
    )


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
