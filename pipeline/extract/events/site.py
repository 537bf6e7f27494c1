"""Where an event was, or whom it concerned, read from the sentence that names it and from the headline.

In this order: the unit behind «tại» in the headline, then in the sentence; a unit of the headline that lies in that of
the organiser ("UBND huyện A … công nhận | xã B đạt chuẩn"); that of the organiser; one in brackets, which only says
where an address is; the one that the page belongs to. All as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from pipeline.extract.context import PageContext
from pipeline.extract.events.parties import Organiser, Sentence
from pipeline.extract.events.place_names import level_words, place_name
from pipeline.extract.officials.organisation import Organisation
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.model import SpanPair
from pipeline.places.place import TIERS
from pipeline.text.segment import Segment

Where: TypeAlias = tuple[str, str | None, SpanPair | None]
"""Name as written, id of the unit if only one is meant, span if the text names it."""

_BRACKET = re.compile(r"\([^()]*$")
_CENTRAL = frozenset(("ministry", "central", "party_central"))
_BRACKETED = 60  # characters inside the bracket before the unit


class Site:
    """The places of one event."""

    def __init__(self, sentence: Sentence, title: Segment | None) -> None:
        self._sentence, self._chart = sentence, sentence.chart
        self._title = title
        self._words = sentence.words
        self._levels = level_words(sentence.chart)
        reasons = (node.start for node in sentence.chart.nodes("event_reason") if node.start >= sentence.word.end)
        self._reason = next(reasons, None)  # what is named behind it is why, not where
        self._headline = list(_named(sentence.chart, title)) if title is not None else []

    def place(self, organiser: Organiser | None) -> Where | None:
        """Where the event was, or whom it concerned."""
        node = self._headline_at() or self._at()
        if node is not None:
            return self._where(node)
        body = self._body_at()
        if body is not None:
            return body
        node = self._place_of(organiser)
        home = self._home()
        if node is not None:
            return self._where(self._within(node) or node) if not self._around_home(node) else home
        node = self._concerned() or self._at(bracketed=True)
        if node is None and self._central(organiser):
            return None  # a ministry's conference that somebody of the page's unit attended
        return self._where(node) if node is not None else home

    def _headline_at(self) -> Node | None:
        """The unit behind «tại» in a headline that names an event before it."""
        text, title = self._chart.lower, self._title
        words = [word.start for word in self._chart.nodes("event") if title is not None and word.start >= title.start]
        first = min(words, default=len(text))
        behind = (node for node in self._headline if node.start > first)
        found = (node for node in behind if self._words.in_area.search(text, max(0, node.start - 20), node.start))
        return next(found, None)

    def _at(self, *, bracketed: bool = False) -> Node | None:
        """The unit behind «tại», or in brackets behind what stands there; not that of a reason."""
        sentence = self._sentence
        for node in sentence.places:
            inside = _BRACKET.search(self._chart.text, max(0, node.start - _BRACKETED), node.start) is not None
            why = self._reason is not None and self._reason < node.start
            if node.start < sentence.end and inside == bracketed and not why and sentence.venue(node):
                return node
        return None

    def _body_at(self) -> Where | None:
        """The unit of a body behind «tại» that no gazetteer has: "tại UBND | xã A (huyện B)"."""
        sentence = self._sentence
        for body in sentence.bodies:
            value: Organisation = body.value
            level, place = value.unit
            known = any(body.start <= node.start < body.end for node in sentence.places)
            if level in self._levels and place and not known and body.start < sentence.end and sentence.venue(body):
                return f"{level} {place}", None, (body.start, body.end)
        return None

    def _place_of(self, organiser: Organiser | None) -> Node | None:
        """The unit in the name of the organiser, or of another body that acts before the verb."""
        sentence = self._sentence
        low, high = organiser[1] if organiser is not None else (0, 0)
        own = [node for node in sentence.places if low <= node.start and node.end <= high]
        acting = [
            node
            for node in sentence.places
            for body in sentence.bodies
            if body.end <= sentence.limit and body.start <= node.start and node.end <= body.end
        ]
        return next(iter(own + acting), None)

    def _central(self, organiser: Organiser | None) -> bool:
        """Whether a ministry or other body of no unit held the event."""
        held = [body for body in self._sentence.bodies if organiser is not None and body.start == organiser[1][0]]
        return any(body.value.kind in _CENTRAL for body in held)

    def _within(self, node: Node) -> Node | None:
        """The only unit of the headline that lies in that of the organiser."""
        context, outer = self._chart.context, node.value.place
        if not isinstance(context, PageContext) or outer is None:
            return None
        inner: dict[str, Node] = {}
        for other in self._headline:
            place = other.value.place
            lower = place is not None and TIERS.index(place.tier) > TIERS.index(outer.tier)
            if place is not None and lower and context.gazetteer.lies_in(place, outer.id):
                inner.setdefault(place.id, other)
        return next(iter(inner.values())) if len(inner) == 1 else None

    def _concerned(self) -> Node | None:
        """A unit named with its level in the name of the event, of those that the page's own unit has below it: "Ngày
        hội với nhân dân | xã Bình Sơn (thành phố Sông Công)"."""
        context, sentence = self._chart.context, self._sentence
        home = context.home if isinstance(context, PageContext) else None
        for node in sentence.places if home is not None and isinstance(context, PageContext) else ():
            place = node.value.place
            named = sentence.word.start <= node.start < sentence.end and node.value.head in self._levels
            if (
                home
                and named
                and place is not None
                and place.id != home.id
                and context.gazetteer.lies_in(place, home.id)
            ):
                return node
        return None

    def _around_home(self, node: Node) -> bool:
        """Whether a unit is a province that the page's own unit lies in: the province acted, the district hosted."""
        context = self._chart.context
        place = node.value.place
        if not isinstance(context, PageContext) or context.home is None or place is None or place.tier != "province":
            return False
        return context.home.id != place.id and context.gazetteer.lies_in(context.home, place.id)

    def _where(self, node: Node) -> Where:
        places = self._sentence.places
        name, end = place_name(self._chart, node, places), node.end
        following = [n for n in places if self._words.join.fullmatch(self._chart.text, node.end, n.start)]
        if node.value.name.isdecimal() and following:  # "phường 6" says nothing alone
            name, end = f"{name}, {place_name(self._chart, following[0], places)}", following[0].end
        return name, node.value.place.id if node.value.place else None, (node.start, end)

    def _home(self) -> Where | None:
        """The unit of the page, as the text first names it in full."""
        context = self._chart.context
        if not isinstance(context, PageContext) or context.home is None:
            return None
        home = context.home
        for node in self._chart.nodes("place"):
            if node.value.place is not None and node.value.place.id == home.id and node.value.head in self._levels:
                return place_name(self._chart, node, ()), home.id, (node.start, node.end)
        return f"{home.level} {home.name}", home.id, None


def _named(chart: Chart, title: Segment) -> Iterator[Node]:
    """The units that a headline names with their level."""
    levels = level_words(chart)
    for node in chart.nodes("place"):
        if title.start <= node.start and node.end <= title.end and node.value.head in levels:
            yield node
