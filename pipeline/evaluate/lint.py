"""What is doubtful about rules that load: rules that no example makes fire, rules that always lose to another, regular
expressions that can take long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.evaluate.examples import article_of
from pipeline.extract.article import Extractor
from pipeline.match.trace import Trace
from pipeline.rulebook.expression import compile_regex
from pipeline.rulebook.schema import Example, Rule, Rulebook

SECONDS = 0.25  # that a regular expression may take on a hostile text
_LENGTH = 4000  # characters of a hostile text
_LINE_LENGTH = 320  # of a hostile line: longer ones are not tried against rules for lines
_LINES = ("boilerplate", "line")  # kinds that are matched on lines, before there is a chart
_TABLES = ("facts", "citations", "positions", "events", "event_roles")
_HOSTILE = ("a", "a ", "1", "1.", " ", "A b ", "-", "(", "số ", ", ")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding about a rule. `grave`: the rule must not be used as it is."""

    file: str
    line: int
    rule_id: str
    what: str
    remedy: str
    grave: bool = False

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: rule {self.rule_id}: {self.what}. {self.remedy}."


def doubts(extractor: Extractor) -> tuple[Doubt, ...]:
    """All findings, by file and line."""
    book = extractor.book
    found = [*_slow(book), *_silent(extractor)]
    return tuple(sorted(found, key=lambda doubt: (doubt.file, doubt.line, doubt.rule_id)))


def _slow(book: Rulebook) -> Iterator[Doubt]:
    for rule in book.rules:
        if rule.regex and rule.status == "active" and not _is_quick(rule, book):
            what = f"its regular expression takes more than {SECONDS:g} s on a hostile text"
            remedy = "avoid repetition inside repetition; use possessive quantifiers (a++) or a phrase pattern"
            yield Doubt(rule.file, rule.line, rule.id, what, remedy, grave=True)


def _is_quick(rule: Rule, book: Rulebook) -> bool:
    expression = compile_regex(rule.regex or "", book.lexicons)
    on_lines = rule.kind in _LINES
    length = _LINE_LENGTH if on_lines else _LENGTH
    try:
        for text in (*_HOSTILE, *(example.text for example in rule.examples)):
            many = (text * (length // len(text) + 1))[:length] + "!"
            if on_lines:
                expression.fullmatch(many, timeout=SECONDS)
            else:
                sum(1 for _ in expression.finditer(many, timeout=SECONDS))
    except TimeoutError:
        return False
    return True


def _silent(extractor: Extractor) -> Iterator[Doubt]:
    """Rules that match in no example of the book, and rules that match but always lose to another."""
    tried = _tried(extractor)
    for rule in extractor.book.rules:
        if rule.status != "active" or rule.kind in _LINES or rule.kind == "indicator":
            continue
        winners = tried.lost.get(rule.id)
        if not tried.matched[rule.id]:
            what, remedy = "it fires in no example of any rule", "give it a match: example, or retire it"
            yield Doubt(rule.file, rule.line, rule.id, what, remedy)
        elif winners and not tried.rows[rule.id]:
            ((winner, _),) = winners.most_common(1)
            what = f"it is shadowed: wherever it matches in an example it loses, mostly to {winner}"
            yield Doubt(rule.file, rule.line, rule.id, what, "raise its priority, narrow the other, or retire it")


@dataclass(frozen=True, slots=True)
class _Tried:
    """Rule → its matches in all examples, → the rows it made there, → the rules it lost to."""

    matched: Counter[str]
    rows: Counter[str]
    lost: dict[str, Counter[str]]


def _tried(extractor: Extractor) -> _Tried:
    tried = _Tried(Counter(), Counter(), {})
    for example in _examples(extractor.book):
        trace = Trace()
        extraction, chart = extractor.read(article_of(example), trace)
        tried.matched.update(node.rule for node in chart.matched())
        tried.rows.update(row.rule_id for table in _TABLES for row in getattr(extraction, table))
        for loser, winner in trace.losers:
            if loser.rule != winner.rule:
                tried.lost.setdefault(loser.rule, Counter())[winner.rule] += 1
    return tried


def _examples(book: Rulebook) -> Iterable[Example]:
    return [example for rule in book.rules if rule.status == "active" for example in rule.examples]
