"""Which unit a figure or a document belongs to: named beside it, implied by the issuer, or the page's own."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.extract.context import PageContext
from pipeline.extract.counts.figures import Figure
from pipeline.extract.documents.mentions import Mention
from pipeline.extract.documents.numbers import DocNumber
from pipeline.extract.officials.body_places import BodyPlaces
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.text.segment import Segment

MOST_BEFORE = 8  # places looked at before a figure
AFTER = 60  # characters between a figure and «tại thị xã …» behind it


class IssuedBy(NamedTuple):
    """The unit whose body issued a document, None for central bodies and where nothing tells; and the body that the
    code in its number stands for, None where it may stand for several."""

    place_id: str | None = None
    by_code: str | None = None


def with_places(chart: Chart, segments: Sequence[Segment], figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Each figure with the unit it is about: «… tại thị xã Gia Nghĩa» right behind it, else the unit last named before
    it in its sentence, else the page's home unit (then without `place`, since the text does not name it)."""
    places = [node for node in chart.nodes("place") if node.value.explicit]
    context = chart.context
    home = context.home if isinstance(context, PageContext) else None
    found = []
    for index, figure in enumerate(figures):
        node = _named(chart, segments[figure.statement.segment], places, figures, index)
        if node is None:
            found.append(figure._replace(place_id=home.id if home else None))
            continue
        place = node.value.place
        text = chart.view.written(node.start, node.end)
        spans = figure.with_span("place", node.start, node.end)
        found.append(figure._replace(place=text, place_id=place.id if place else None, spans=spans))
    return tuple(found)


def _named(
    chart: Chart, segment: Segment, places: Sequence[Node], figures: Sequence[Figure], index: int
) -> Node | None:
    figure = figures[index]
    limit = figures[index + 1].start if index + 1 < len(figures) else segment.end
    first = bisect_left(places, figure.end, key=lambda node: node.start)
    for node in places[first:]:
        if node.start >= min(limit, figure.end + AFTER, segment.end):
            break
        between = chart.lower[figure.end : node.start]
        if _opened(chart, figure.end, node.start):
            return node if ";" not in between and "." not in between else None
    for node in reversed(places[max(0, first - MOST_BEFORE) : first]):
        if node.end <= figure.start:
            return node if node.start >= segment.start else None
    return None


def _opened(chart: Chart, start: int, place: int) -> bool:
    """Whether «tại», «ở» stands right before a place, after `start`."""
    openers = chart.nodes("place_opener")
    low = bisect_left(openers, start, key=lambda node: node.start)
    high = bisect_left(openers, place, key=lambda node: node.start)
    return any(node.end <= place <= node.end + 1 for node in openers[low:high])


def issuing_bodies(mentions: Sequence[Mention], bodies: BodyPlaces) -> tuple[IssuedBy, ...]:
    """For each citation who issued the document, as far as the page tells. One number is one document within an
    article: a mention that names the issuer speaks for the others."""
    named = [bodies.id_of(mention.body) if mention.body is not None else None for mention in mentions]
    known = {
        mention.number.canonical: place
        for mention, place in zip(reversed(mentions), reversed(named), strict=True)
        if mention.number is not None and place is not None
    }
    found = []
    for mention, place in zip(mentions, named, strict=True):
        implied = _implied(mention.number, bodies) if mention.number is not None else IssuedBy()
        stated = place or (known.get(mention.number.canonical) if mention.number else None)
        found.append(implied._replace(place_id=stated or implied.place_id))
    return tuple(found)


def _implied(number: DocNumber, bodies: BodyPlaces) -> IssuedBy:
    """What the issuer's code implies on this page: TU on a page of Hồng Lĩnh is Tỉnh ủy Hà Tĩnh."""
    if number.issuer is None or number.tier in (None, "central"):
        return IssuedBy(None, (*number.also, number.issuer)[0])
    for word in (number.issuer, *number.also):
        place = bodies.resolver.bind(word, home=bodies.home, on=bodies.on).place
        if place is not None:
            return IssuedBy(place.id, word)
    return IssuedBy(None, None if number.also else number.issuer)
