"""Mentions of officials as rows of `positions`."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.officials.body_places import BodyPlaces
from pipeline.extract.officials.lists import with_lists
from pipeline.extract.officials.merge import merged, name_key
from pipeline.extract.officials.organisation import Organisation
from pipeline.extract.officials.shapes import Held, Mention, Span, shaped_mentions
from pipeline.match.chart import Chart
from pipeline.model import Position, row_id
from pipeline.text.fold import View


def find_mentions(chart: Chart, segments: Sequence[tuple[int, int]]) -> tuple[Mention, ...]:
    """Every mention of an official in the text, by place. `segments`: the sentences as `(start, end)` of the view."""
    if not chart.nodes("person") and chart.trace is None:
        return ()  # a trace is told what was looked for nevertheless
    mentions = with_lists(chart, shaped_mentions(chart), segments)
    return merged(chart, mentions) if mentions else ()


def position_rows(
    mentions: Sequence[Mention], view: View, document_id: str, *, places: BodyPlaces | None = None
) -> tuple[Position, ...]:
    """One row for each post at each mention; a body without title gives one row with title null; an official without
    either anywhere in the document gives one row with position null, at the first mention. Rows of one mention stand in
    the order of its posts. `places` supplies
    organisation_place_id."""
    rows = _Rows(view, document_id, places)
    with_post = {name_key(mention.name) for mention in mentions if mention.held or mention.body}
    plain_seen: set[str] = set()
    for mention in mentions:
        for held in mention.held:
            rows.add(mention, held)
        key = name_key(mention.name)
        named_only = key not in with_post and key not in plain_seen
        if named_only or (mention.body is not None and not mention.held):
            plain_seen.add(key)
            rows.add(mention, None)
    return tuple(sorted(rows.rows, key=lambda row: (row.start, row.end)))


class _Rows:
    """Collects the rows of one document."""

    def __init__(self, view: View, document_id: str, places: BodyPlaces | None) -> None:
        self.rows: list[Position] = []
        self._view, self._document_id, self._places = view, document_id, places

    def add(self, mention: Mention, held: Held | None) -> None:
        """The row of one post at one mention, or of a mention without title."""
        body = held.organisation if held else mention.body
        spans = _spans(mention, held, body)
        own = [span for name, span in spans.items() if name != "organisation"]  # the body may be named far away
        first, last = self._view.span(
            min(mention.start, *(span[0] for span in own)), max(mention.end, *(span[1] for span in own))
        )
        title, position = (held.post.title, held.position) if held else (None, None)
        tenure = held.tenure if held else "current"
        plural = held.post.plural if held else ""
        self.rows.append(
            Position(
                id=row_id("positions", self._document_id, first, last, mention.name, title, position, tenure),
                document_id=self._document_id,
                name=mention.name,
                start=first,
                end=last,
                spans={name: self._view.span(*span) for name, span in sorted(spans.items())},
                rule_id=mention.rule_id,
                rank=mention.rank,
                title=title,
                organisation=f"{plural} {body.name}".strip() if body else None,
                position=position,
                organisation_place_id=self._places.id_of(body) if self._places and body else None,
                tenure=tenure,
            )
        )


def _spans(mention: Mention, held: Held | None, body: Organisation | None) -> dict[str, Span]:
    """Where name, rank, title and organisation stand, in view offsets."""
    spans: dict[str, Span] = {"name": mention.name_span}
    if mention.rank_span is not None:
        spans["rank"] = mention.rank_span
    if held is not None:
        spans["title"] = held.post.title_span
    if body is not None:
        spans["organisation"] = (body.start, body.end)
    return spans
