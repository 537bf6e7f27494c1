"""The composer: one article in, all its rows out. The only place that knows the order of the steps."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.model import Article, Extraction
from pipeline.rulebook.load import load_rulebook
from pipeline.rulebook.schema import Rulebook


@dataclass(frozen=True)
class Extractor:
    """Rules and gazetteer made ready; build once per process, use for any number of articles.

    `extract` is a pure function of the article: same article, same rows, same ids.
    """

    book: Rulebook

    def extract(self, article: Article) -> Extraction:
        """Everything the article says, as rows in the order of the text."""
        return Extraction(article)


def load_extractor(rules: Path, *, words: bool = False) -> Extractor:
    """The extractor for a rules folder; `words` adds the full word segmentation. Raises RuleError for bad rules."""
    return Extractor(load_rulebook(rules))
