"""Why the rows of a text are what they are: what fired, what lost to it, and what nearly fired."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

from pipeline.extract.article import Extractor
from pipeline.extract.documents.mentions import WORDED
from pipeline.extract.nearest import LAST_RESORT, Near, nearest
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.match.trace import Trace
from pipeline.model import Article, Extraction, Issue, SpanPair

TABLES = ("events", "positions", "event_roles", "citations", "facts")
_PLUMBING = frozenset({"id", "document_id", "start", "end", "spans", "rule_id", "event_id", "sentence_id", "person_id"})
_LAST_RESORT = 5  # rules of this priority or less take what no other wants: they are never the nearest
_READERS: Mapping[str, tuple[str, ...]] = {
    "type": ("doc_type",),
    "number": ("doc_number", "short_number", "dated_short"),
    "date": ("date", "year_number"),
    "issuer": ("issuer",),
    "subject": ("doc_subject", "act_subject", "law_title", "charter_name"),
    "relation": ("doc_relation",),
}  # slot of a citation → the types of node that it may have been read from, also behind the match
_TOP_KINDS = frozenset({"count", "citation", "official", "event", "role"})


@dataclass(frozen=True, slots=True)
class Fired:
    """A row: its table, the rule behind it, its evidence, its values, where each of them stands (`spans`), and which
    rule, lexicon or scanner read it there, where it was not the rule of the row (`rules`)."""

    table: str
    rule_id: str
    start: int
    end: int
    evidence: str
    values: Mapping[str, object]
    spans: Mapping[str, SpanPair]
    rules: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Doubt:
    """An issue that stands where a row might: its code, its place and what it says."""

    code: str
    start: int
    end: int
    evidence: str
    message: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything `hoinghi explain` shows of a text."""

    text: str
    fired: tuple[Fired, ...]
    lost: tuple[Near, ...]
    near: tuple[Near, ...]
    doubts: tuple[Doubt, ...]


def explain(extractor: Extractor, article: Article, span: SpanPair | None = None) -> Explanation:
    """The explanation of one article; spans are offsets of its text. With `span` only what touches that part of it."""
    trace = Trace()
    extraction, chart = extractor.read(article, trace)
    fired = tuple(sorted(_fired(article, extraction, chart), key=lambda f: (f.start, -f.end, f.table, f.rule_id)))
    lost = tuple(_lost(chart, trace))
    near = nearest(chart, trace, extraction, asked=span is not None)
    doubts = tuple(_doubts(article, extraction.issues))
    if span is not None:
        fired = tuple(row for row in fired if _touch(row, span))
        lost = tuple(row for row in lost if _touch(row, span))
        doubts = tuple(row for row in doubts if _touch(row, span))
        near = tuple(sorted((row for row in near if _touch(row, span)), key=lambda row: row.start - row.end))
    return Explanation(article.text, fired, lost, near, doubts)


def _touch(row: Fired | Near | Doubt, span: SpanPair) -> bool:
    return row.start < span[1] and span[0] < row.end


def _doubts(article: Article, issues: Iterable[Issue]) -> Iterator[Doubt]:
    """The issues of the text that have a place in it, in their order."""
    for issue in issues:
        if issue.start is not None and issue.end is not None:
            evidence = article.text[issue.start : issue.end]
            yield Doubt(issue.code, issue.start, issue.end, evidence, issue.message)


def _fired(article: Article, extraction: Extraction, chart: Chart) -> Iterator[Fired]:
    matches = {(node.rule, *chart.view.span(node.start, node.end)): node for node in chart.matched()}
    readers = _readers(chart) if extraction.citations else {}
    for table in TABLES:
        for row in getattr(extraction, table):
            values = {
                field.name: getattr(row, field.name)
                for field in fields(row)
                if field.name not in _PLUMBING and getattr(row, field.name) is not None
            }
            match = matches.get((row.rule_id, row.start, row.end))
            read_by = dict(_parts(chart, match)) if match else {}
            rules = {slot: read_by[span] for slot, span in row.spans.items() if span in read_by}
            if table == "citations":
                behind = {slot: found for slot, span in row.spans.items() if (found := readers.get((slot, span)))}
                rules = {**behind, **rules}
            evidence = article.text[row.start : row.end]
            yield Fired(table, row.rule_id, row.start, row.end, evidence, values, dict(row.spans), rules)


def _readers(chart: Chart) -> dict[tuple[str, SpanPair], str]:
    """By slot of a citation and span: the rule that read it, else the lexicon or scanner."""
    found: dict[tuple[str, SpanPair], str] = {}
    for slot, types in _READERS.items():
        for type_ in types:
            for node in chart.nodes(type_):
                start, end = node.value[:2] if type_ in WORDED else (node.start, node.end)
                found.setdefault((slot, chart.view.span(start, end)), node.rule or type_)
    return found


def _parts(chart: Chart, node: Node) -> Iterator[tuple[SpanPair, str]]:
    """Span and rule of everything that a match is made of, the outer first."""
    for _, part in node.slots:
        if part.rule in chart.grammar.book.by_id:
            yield chart.view.span(part.start, part.end), part.rule
        yield from _parts(chart, part)


def _lost(chart: Chart, trace: Trace) -> Iterator[Near]:
    """Who lost to whom: of one rule's matches inside each other the longest; rules that take what no other wants are
    left out."""
    rules = chart.grammar.book.by_id
    told: list[Near] = []
    for loser, winner in sorted(trace.losers, key=lambda pair: (pair[0].start, -pair[0].end)):
        start, end = chart.view.span(loser.start, loser.end)
        last = loser.rule not in rules or rules[loser.rule].priority <= LAST_RESORT
        again = any(near.rule_id == loser.rule and near.start <= start and end <= near.end for near in told)
        if loser.rule != winner.rule and not last and not again:
            near = Near(loser.rule, start, end, chart.text[loser.start : loser.end], f"lost to {winner.rule}")
            told.append(near)
            yield near
