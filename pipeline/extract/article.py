"""The composer: one article in, all its rows out. The only place that knows the order of the steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.assets import asset
from pipeline.extract.context import PageContext, read_page
from pipeline.extract.counts.facts import fact_rows, figures_in
from pipeline.extract.counts.fields.places import issuing_bodies
from pipeline.extract.counts.items.unsaid import issue_of, parted
from pipeline.extract.counts.reading.discourse import turns
from pipeline.extract.counts.times.expressions import CERTAIN, Times, contradicted, term_before, year_of_text
from pipeline.extract.documents.citations import citation_mentions, citation_rows
from pipeline.extract.events.event import Found, event_row, find_event
from pipeline.extract.events.roles import find_roles, role_rows
from pipeline.extract.officials.body_places import BodyPlaces
from pipeline.extract.officials.rows import find_mentions, position_rows
from pipeline.extract.officials.titled import title_mentions
from pipeline.extract.prepare import Preparer, glue_issues, sentence_rows
from pipeline.extract.scanners import scanners
from pipeline.match.chart import BudgetExceeded, Chart
from pipeline.match.grammar import Grammar, ReadyRule, ready_rules
from pipeline.match.node import Node
from pipeline.match.trace import Trace
from pipeline.model import Article, Extraction, Issue
from pipeline.places.atlas import Atlas
from pipeline.rulebook.load import load_rulebook, uncollected
from pipeline.rulebook.schema import Rulebook
from pipeline.text.segment import Segmented


@dataclass(frozen=True, eq=False)
class Extractor:
    """Rules and gazetteer made ready; build once per process, use for any number of articles.

    `extract` is a pure function of the article: same article, same rows, same ids.
    """

    book: Rulebook
    grammar: Grammar
    atlas: Atlas
    preparer: Preparer

    @classmethod
    def of(cls, book: Rulebook, ready: Sequence[ReadyRule] | None = None) -> Extractor:
        """`ready`: what `ready_to_match` gave with the book. Raises RuleError where a rule names a slot type that
        nothing supplies."""
        folder = Path(book.folder) / "places"
        atlas = Atlas.load(book, folder if folder.is_dir() else None)
        return cls(book, Grammar(book, scanners(book), ready), atlas, Preparer.of(book))

    def extract(self, article: Article) -> Extraction:
        """Everything the article says, as rows in the order of the text."""
        extraction, chart = self.read(article)
        chart.forget()
        return extraction

    def read(self, article: Article, trace: Trace | None = None) -> tuple[Extraction, Chart]:
        """Like `extract`, with the chart it was read from, and with a trace filled if one is given."""
        segmented = self.preparer.prepare(article)
        context = read_page(self.atlas, article, segmented)
        chart = self.grammar.chart(segmented.view, context, trace=trace)
        try:
            return _rows(article, segmented, chart, context), chart
        except BudgetExceeded:
            issue = _issue(article, "too_complex", "needs more matching steps than any honest text of its length")
            rows = sentence_rows(article, segmented)
            return Extraction(article, sentences=rows, issues=(*article.issues, issue)), chart


@uncollected()
def ready_to_match(rules: Path) -> tuple[Rulebook, Sequence[ReadyRule]]:
    """The rules of a folder, read and made ready: all of an Extractor that takes long and can be kept as data."""
    book = load_rulebook(rules)
    return book, ready_rules(book, scanners(book))


@uncollected()
def load_extractor(rules: Path | None = None) -> Extractor:
    """The extractor for a rules folder; without one, for the rules that come with hoinghi."""
    return Extractor.of(load_rulebook(rules or asset("rules")))


def _rows(article: Article, segmented: Segmented, chart: Chart, context: PageContext) -> Extraction:
    segments = segmented.segments
    sentences = sentence_rows(article, segmented)
    mentions = find_mentions(chart, [(segment.start, segment.end) for segment in segments])
    cited = citation_mentions(chart)
    home = context.home_found
    bodies = BodyPlaces.of(context.atlas.resolver, context.reading.mentions, home=home.place, on=article.published_on)
    citations, repairs = citation_rows(chart, article.id, article.source, cited, issuing_bodies(cited, bodies))
    event = find_event(chart, segments)
    events = event_row(chart, article.id, event)
    event_id = events[0].id if events else None
    parts = find_roles(chart, segments, mentions, title_mentions(chart, mentions))
    names = [Node("name", m.start, m.end) for m in mentions]
    documents = [Node("citation", start, end) for c in cited for start, end in c.own_spans(chart.text)]
    taken = [*names, *documents, *_dated(chart)]
    found = figures_in(chart, segments, taken, _times(chart, context, event), turns(chart, segments, parts))
    figures, unsaid = parted(chart, found)
    facts, checks = fact_rows(chart, article.id, figures, sentences, event_id=event_id)
    return Extraction(
        article=article,
        sentences=sentences,
        positions=position_rows(mentions, segmented.view, article.id, places=bodies),
        events=events,
        event_roles=role_rows(chart, article.id, event_id, parts),
        citations=citations,
        facts=facts,
        checks=checks,
        issues=(
            *article.issues,
            *repairs,
            *glue_issues(article, segmented),
            *(issue_of(chart, article.source, article.id, figure) for figure in unsaid),
            *_timeouts(article, chart.timeouts),
        ),
        place_id=home.place_id,
        place_basis=home.basis or None,
        rules_used=frozenset(node.rule_id for rows in (citations, facts, events) for node in rows),
    )


def _times(chart: Chart, context: PageContext, event: Found | None) -> Times:
    hint = year_of_text(chart)
    if event is None:
        return Times(context.published_on, year_hint=hint)
    held = date.fromisoformat(event.held.first) if event.held.first else None
    if held is not None and event.held.basis not in CERTAIN and contradicted(chart, held):
        held = None
    sure = event.held.basis in CERTAIN
    term = term_before(chart, held or context.published_on)
    return Times(context.published_on, held, event.kind, event.name, term, sure, hint)


def _dated(chart: Chart) -> list[Node]:
    """Spans whose numbers are dates and periods, not amounts."""
    dates = [Node("date", n.start, n.end) for n in chart.nodes("date") if n.value.certain]
    periods = [Node("period", n.start, n.end) for n in chart.nodes("period")]
    return [*dates, *periods]


def _timeouts(article: Article, rules: Sequence[str]) -> tuple[Issue, ...]:
    return tuple(
        _issue(article, "rule_timeout", f"rule {rule} took too long on this text and was left out") for rule in rules
    )


def _issue(article: Article, code: str, message: str) -> Issue:
    return Issue(article.source, "extract", code, message, article.id)
