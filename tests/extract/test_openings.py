"""What items ask for by first words alone is made by no rule."""

from __future__ import annotations

from pipeline.extract.article import Extractor
from pipeline.extract.counts.items.coordinations import SAYING
from pipeline.extract.counts.items.openings import OPENERS, by_first_word
from pipeline.extract.counts.items.openness import EMPTY


def test_lexicons_asked_by_first_word_are_words_alone(extractor: Extractor) -> None:
    made = {rule.produces for rule in extractor.book.rules}
    assert made.isdisjoint([*OPENERS, *SAYING, *EMPTY])


def test_a_phrase_is_found_by_its_first_word(extractor: Extractor) -> None:
    found = by_first_word(extractor.book, OPENERS)
    assert "adjunct_opener" in found["theo"]
    assert set().union(*found.values()) <= set(OPENERS)
