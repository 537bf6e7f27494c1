"""Why the rows of a text are what they are: what fired, what lost to it, and what nearly fired."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from pipeline.extract.article import Extractor
from pipeline.match.chart import Chart
from pipeline.match.trace import Miss, Trace
from pipeline.model import Article, Extraction, SpanPair

TABLES = ("events", "positions", "event_roles", "citations", "facts")
_PLUMBING = frozenset({"id", "document_id", "start", "end", "spans", "rule_id", "event_id", "sentence_id", "person_id"})
_TOP_KINDS = frozenset({"count", "citation", "official", "event", "role"})


@dataclass(frozen=True, slots=True)
class Fired:
    """A row: its table, the rule behind it, its evidence, its values, and where each of them stands."""

    table: str
    rule_id: str
    start: int
    end: int
    evidence: str
    values: Mapping[str, object]
    spans: Mapping[str, SpanPair]


@dataclass(frozen=True, slots=True)
class Near:
    """A rule that did not get there. `reached` is the text it had matched; `reason` the first condition that failed, or
    the rule it lost to."""

    rule_id: str
    start: int
    end: int
    reached: str
    reason: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything `hoinghi explain` shows of a text."""

    text: str
    fired: tuple[Fired, ...]
    lost: tuple[Near, ...]
    near: tuple[Near, ...]


def explain(extractor: Extractor, article: Article) -> Explanation:
    """The explanation of one article; spans are offsets of its text."""
    trace = Trace()
    extraction, chart = extractor.read(article, trace)
    fired = tuple(sorted(_fired(article, extraction), key=lambda f: (f.start, -f.end, f.table, f.rule_id)))
    covered = [(row.start, row.end) for row in fired]
    return Explanation(article.text, fired, tuple(_lost(chart, trace)), tuple(_near(chart, trace, covered)))


def _fired(article: Article, extraction: Extraction) -> Iterator[Fired]:
    for table in TABLES:
        for row in getattr(extraction, table):
            values = {
                field.name: getattr(row, field.name)
                for field in fields(row)
                if field.name not in _PLUMBING and getattr(row, field.name) is not None
            }
            yield Fired(
                table, row.rule_id, row.start, row.end, article.text[row.start : row.end], values, dict(row.spans)
            )


def _lost(chart: Chart, trace: Trace) -> Iterator[Near]:
    seen = set()
    for loser, winner in trace.losers:
        start, end = chart.view.span(loser.start, loser.end)
        if loser.rule != winner.rule and (loser.rule, start, end) not in seen:
            seen.add((loser.rule, start, end))
            yield Near(loser.rule, start, end, chart.text[loser.start : loser.end], f"lost to {winner.rule}")


def _near(chart: Chart, trace: Trace, covered: list[SpanPair]) -> Iterator[Near]:
    """Of each rule and place the attempt that got furthest, where it got anywhere and no row stands."""
    rules = chart.grammar.book.by_id
    best: dict[tuple[str, int], Miss] = {}
    for miss in trace.misses:
        rule = rules.get(miss.rule_id)
        if rule is None or rule.produces not in _TOP_KINDS or miss.reached <= miss.start:
            continue
        key = (miss.rule_id, miss.start)
        if key not in best or miss.reached > best[key].reached:
            best[key] = miss
    for miss in sorted(best.values(), key=lambda m: (m.start, -m.reached, m.rule_id)):
        start, end = chart.view.span(miss.start, miss.reached)
        if not any(low <= start and end <= high for low, high in covered):
            yield Near(miss.rule_id, start, end, chart.text[miss.start : miss.reached], miss.reason)
