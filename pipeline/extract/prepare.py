"""An article made ready for matching: its view, its segments, the rules for lines taken from the rule book."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from pipeline.model import Article, Issue, Sentence, row_id
from pipeline.rulebook.expression import REGEX_SECONDS, compile_regex
from pipeline.rulebook.schema import Rulebook
from pipeline.text.segment import LineRule, Segmented, segment


@dataclass(frozen=True)
class Preparer:
    """Segments articles by the rule book's line rules and abbreviations."""

    line_rules: tuple[LineRule, ...]
    abbreviations: frozenset[str]

    @classmethod
    def of(cls, book: Rulebook) -> Preparer:
        rules = tuple(
            LineRule(
                rule.id,
                rule.sets["kind"],  # type: ignore[arg-type]  # checked against SENTENCE_KINDS by the schema of the table
                partial(compile_regex(rule.regex or "", book.lexicons).search, timeout=REGEX_SECONDS),
                rule.sets.get("place") == "end",
                rule.sets.get("ends") == "open",
                rule.triggers,
            )
            for rule in book.active("line")
        )
        return cls(rules, frozenset(word.rstrip(".") for word in book.words("abbreviation")))

    def prepare(self, article: Article) -> Segmented:
        """The article's view and segments."""
        return segment(
            article.text,
            article.blocks,
            title=article.title,
            abbreviations=self.abbreviations,
            line_rules=self.line_rules,
        )


def sentence_rows(article: Article, segmented: Segmented) -> tuple[Sentence, ...]:
    """The segments as rows, in offsets of the article's text."""
    rows = []
    for position, part in enumerate(segmented.segments):
        start, end = segmented.view.span(part.start, part.end)
        identity = row_id("sentences", article.id, start, end)
        rows.append(Sentence(identity, article.id, position, part.kind, start, end))
    return tuple(rows)


def glue_issues(article: Article, segmented: Segmented) -> tuple[Issue, ...]:
    """One issue for each place where two words stand without a space between them."""
    return tuple(
        Issue(
            article.source,
            "text",
            "glued_words",
            f"two words without a space, read as two: “{article.text[start:end]}”",
            article.id,
            start,
            end,
        )
        for start, end in segmented.repaired
    )
