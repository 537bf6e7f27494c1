"""What the examples of a whole rule book show of each rule: that it never fires, that it always loses to another, that
it fires where another says it must not be, that it is tried on almost every text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.evaluate.doubt import Doubt
from pipeline.evaluate.examples import ROWS_OF, article_of
from pipeline.extract.article import Extractor
from pipeline.match.grammar import LINE_KINDS
from pipeline.match.trace import Trace
from pipeline.rulebook.openings import openings_of
from pipeline.rulebook.schema import Example, Rule, Rulebook
from pipeline.text.fold import fold

ENOUGH = 100  # examples from which can be said what is common
COMMON = 0.1  # share of all examples (single sentences) in which a word may stand that a rule is tried on
FRUITFUL = 0.02  # share of the tries on examples of other rules that must match: else it is a bad word to look for


def doubts_of_examples(extractor: Extractor) -> Iterator[Doubt]:
    """Findings from running every example of the book once."""
    seen = _Seen()
    for rule in _active(extractor.book):
        for example in rule.examples:
            seen.read(extractor, rule, example)
    yield from _silent(extractor.book, seen)
    yield from _at_odds(extractor.book, seen)
    yield from _common(extractor.book, seen)


class _Tries(Trace):
    """A trace that counts the places where each rule is tried, and keeps who lost to whom."""

    explains = False

    def __init__(self) -> None:
        super().__init__()
        self.tried: Counter[str] = Counter()

    def attempt(self, rule: Rule, start: int) -> None:
        self.tried[rule.id] += 1

    def expected(self, what: str, states: Iterable[int]) -> None:
        pass


def _active(book: Rulebook) -> list[Rule]:
    return [rule for rule in book.rules if rule.status == "active"]


@dataclass
class _Seen:
    """What came of the examples. Rule → places where it was tried in examples of other rules, → its matches there,
    → all its matches, → the rows it made or chose the indicator of, → the rules it lost to; and for each no_match the
    rules that fired on it all the same."""

    tried: Counter[str] = field(default_factory=Counter)
    abroad: Counter[str] = field(default_factory=Counter)
    matched: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    lost: dict[str, Counter[str]] = field(default_factory=dict)
    fired: list[tuple[Rule, Example, frozenset[str]]] = field(default_factory=list)

    def read(self, extractor: Extractor, owner: Rule, example: Example) -> None:
        trace = _Tries()
        extraction, chart = extractor.read(article_of(example), trace)
        matched = Counter(node.rule for node in chart.matched())
        self.matched.update(matched)
        for rule_id, times in trace.tried.items():
            if rule_id != owner.id:
                self.tried[rule_id] += times
                self.abroad[rule_id] += matched[rule_id]
        made = [row.rule_id for table in ROWS_OF.values() for row in getattr(extraction, table)]
        self.rows.update(made)
        self.rows.update(fact.indicator_rule for fact in extraction.facts if fact.indicator_rule)
        for loser, winner in trace.losers:
            if loser.rule != winner.rule:
                self.lost.setdefault(loser.rule, Counter())[winner.rule] += 1
        if example.kind == "no_match":
            fired = {node.rule for node in chart.nodes("refusal")} if owner.kind == "refusal" else set(made)
            self.fired.append((owner, example, frozenset(fired - {owner.id})))


def _silent(book: Rulebook, seen: _Seen) -> Iterator[Doubt]:
    """Rules that match in no example of the book, and rules that match but always lose to another."""
    for rule in _active(book):
        if rule.kind in LINE_KINDS:
            fires = any(example.kind == "match" for example in rule.examples)
        else:
            fires = bool(seen.rows[rule.id] if rule.kind == "indicator" else seen.matched[rule.id])
        winners = seen.lost.get(rule.id)
        if not fires and not any(example.kind == "todo" for example in rule.examples):
            what, remedy = "it fires in no example of any rule", "give it a match: example, or retire it"
            yield Doubt(rule.file, rule.line, f"rule {rule.id}", what, remedy)
        elif fires and winners and not seen.rows[rule.id]:
            ((winner, _),) = winners.most_common(1)
            what = f"it is shadowed: wherever it matches in an example it loses, mostly to {winner}"
            remedy = "raise its priority, narrow the other, or retire it"
            yield Doubt(rule.file, rule.line, f"rule {rule.id}", what, remedy)


def _at_odds(book: Rulebook, seen: _Seen) -> Iterator[Doubt]:
    """Rules that fire on the no_match of another rule of their kind. A more general rule, of lower priority, may: the
    example says that the special one does not apply. So may one that has the sentence among its own examples."""
    for owner, example, fired in seen.fired:
        for rule in (book.by_id[rule_id] for rule_id in sorted(fired) if rule_id in book.by_id):
            owns = any(one.kind == "match" and one.text == example.text for one in rule.examples)
            general = rule.priority < owner.priority
            if rule.kind == owner.kind and not general and not owns:
                what = f"it fires on “{example.text}”, a no_match of {owner.id} ({owner.file}:{example.line})"
                remedy = f"narrow it, or, if it is right, add the sentence to the match: of {rule.id}"
                yield Doubt(rule.file, rule.line, f"rule {rule.id}", what, remedy)


def _common(book: Rulebook, seen: _Seen) -> Iterator[Doubt]:
    """Words that a rule is tried on, as its trigger or as the beginning of its pattern, that stand everywhere and
    almost never lead to a match."""
    texts = {fold(example.text).lower() for rule in _active(book) for example in rule.examples}
    if len(texts) < ENOUGH:
        return
    stands = Counter(word for text in texts for word in set(text.split()))
    for rule in _active(book):
        begins = {o.words[0] for pattern in rule.patterns for o in openings_of(pattern) if len(o.words) == 1}
        tried = {f"its trigger “{word}”": sum(word in text for text in texts) for word in rule.triggers}
        tried |= {f"its pattern may begin with “{word}”, which": stands[word] for word in sorted(begins)}
        often = seen.tried[rule.id] > COMMON * len(texts)
        for what, times in tried.items() if often else ():
            if times > COMMON * len(texts) and seen.abroad[rule.id] < FRUITFUL * seen.tried[rule.id]:
                yield _too_common(rule, what, times / len(texts))


def _too_common(rule: Rule, what: str, share: float) -> Doubt:
    remedy = "use rarer words, or two words instead of one: a rule that is tried everywhere costs time in every article"
    return Doubt(
        rule.file,
        rule.line,
        f"rule {rule.id}",
        f"{what} stands in {share:.0%} of all examples, and it hardly ever matches there",
        remedy,
    )
