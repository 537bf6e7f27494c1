"""What is doubtful about rules that load: what their examples show of them, words that look like slips of the pen,
regular expressions that can take long."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.evaluate.doubt import Doubt
from pipeline.evaluate.lint_examples import doubts_of_examples
from pipeline.evaluate.lint_words import doubts_of_words
from pipeline.extract.article import Extractor
from pipeline.match.grammar import LINE_KINDS
from pipeline.rulebook.expression import compile_regex
from pipeline.rulebook.schema import Rule, Rulebook

SECONDS = 0.25  # that a regular expression may take on a hostile text
_LENGTH = 4000  # characters of a hostile text
_LINE_LENGTH = 320  # of a hostile line: longer ones are not tried against rules for lines
_HOSTILE = ("a", "a ", "1", "1.", " ", "A b ", "-", "(", "số ", ", ")


def doubts(extractor: Extractor) -> tuple[Doubt, ...]:
    """All findings, by file and line."""
    book = extractor.book
    found = [*_slow(book), *doubts_of_words(book), *doubts_of_examples(extractor)]
    return tuple(sorted(found, key=lambda doubt: (doubt.file, doubt.line, doubt.of, doubt.what)))


def _slow(book: Rulebook) -> Iterator[Doubt]:
    for rule in book.rules:
        if rule.regex and rule.status == "active" and not _is_quick(rule, book):
            what = f"its regular expression takes more than {SECONDS:g} s on a hostile text"
            remedy = "avoid repetition inside repetition; use possessive quantifiers (a++) or a phrase pattern"
            yield Doubt(rule.file, rule.line, f"rule {rule.id}", what, remedy)


def _is_quick(rule: Rule, book: Rulebook) -> bool:
    """Whether the expression comes to an end on texts made to hold it up: each ends with an example, so that letters
    without which it could not match at all are there."""
    expression = compile_regex(rule.regex or "", book.lexicons)
    on_lines = rule.kind in LINE_KINDS
    length = _LINE_LENGTH if on_lines else _LENGTH
    examples = [example.text for example in rule.examples]
    tails = ["!", *(f"! {text}" for text in examples[:1])]
    try:
        for text in (*_HOSTILE, *examples, *(example[:1] for example in examples)):
            for tail in tails:
                many = (text * (length // len(text) + 1))[:length] + tail
                if on_lines:
                    expression.fullmatch(many, timeout=SECONDS)
                    expression.search(many, timeout=SECONDS)
                else:
                    sum(1 for _ in expression.finditer(many, timeout=SECONDS))
    except TimeoutError:
        return False
    return True
