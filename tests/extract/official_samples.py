"""The official rules and scanners alone, as the tests of names, titles, bodies and officials use them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.assets import asset
from pipeline.extract.officials.rows import find_mentions, position_rows
from pipeline.extract.officials.shapes import Mention, official_scanners
from pipeline.extract.prepare import Preparer
from pipeline.match.chart import Chart
from pipeline.match.grammar import Grammar
from pipeline.model import Article, Position
from pipeline.places.gazetteer import Gazetteer
from pipeline.rulebook.load import load_rulebook
from pipeline.text.fold import View, view_of

_WHOLE = load_rulebook(asset("rules"))
BOOK = replace(_WHOLE, rules=tuple(rule for rule in _WHOLE.rules if rule.kind in ("official", "line")))
GRAMMAR = Grammar(BOOK, official_scanners(BOOK))
PREPARER = Preparer.of(BOOK)


@dataclass(frozen=True)
class Places:
    """The part of a page's context that the scanners ask for."""

    gazetteer: Gazetteer


PLACES = Places(Gazetteer.load())


@dataclass(frozen=True)
class Reading:
    """A text with what was found in it."""

    view: View
    chart: Chart
    mentions: tuple[Mention, ...]
    rows: tuple[Position, ...]


def chart_of(text: str, *, places: bool = True) -> Chart:
    return GRAMMAR.chart(view_of(text), PLACES if places else None)


def read(text: str, *, places: bool = True) -> Reading:
    prepared = PREPARER.prepare(Article("a", "test", text, ""))
    chart = GRAMMAR.chart(prepared.view, PLACES if places else None)
    mentions = find_mentions(chart, [(segment.start, segment.end) for segment in prepared.segments])
    return Reading(prepared.view, chart, mentions, position_rows(mentions, prepared.view, "a"))


def posts(text: str) -> list[str]:
    """ "name: position" for each row, with the tenure where it is not current."""
    rows = read(text).rows
    return [f"{row.name}: {row.position}" + (f" ({row.tenure})" if row.tenure != "current" else "") for row in rows]


def holders(text: str) -> dict[str, list[str]]:
    """Name → its distinct positions with tenure, in the order of the text."""
    found: dict[str, list[str]] = {}
    for row in read(text).rows:
        tenure = f" ({row.tenure})" if row.tenure != "current" else ""
        known = found.setdefault(row.name, [])
        phrase = f"{row.position}{tenure}" if row.position else str(row.organisation)
        if phrase not in known:
            known.append(phrase)
    return found
