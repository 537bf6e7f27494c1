"""Mentions of officials as rows of `positions`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.extract.official_lists import with_lists
from pipeline.extract.official_merge import merged, name_key
from pipeline.extract.officials import Held, Mention, Span, shaped_mentions
from pipeline.match.chart import Chart
from pipeline.model import Position, row_id
from pipeline.text.fold import View


def find_mentions(chart: Chart, segments: Sequence[tuple[int, int]]) -> tuple[Mention, ...]:
    """Every mention of an official in the text, by place. `segments` are the sentences as `(start, end)`, view offsets."""
    return merged(chart, with_lists(chart, shaped_mentions(chart), segments))


def position_rows(mentions: Sequence[Mention], view: View, document_id: str) -> tuple[Position, ...]:
    """One row for each post at each mention; a body without title gives one row with title null; an official without
    either anywhere in the document gives one row with position null, at the first mention."""
    with_post = {name_key(mention.name) for mention in mentions if mention.held or mention.body}
    rows: list[Position] = []
    plain_seen: set[str] = set()
    for mention in mentions:
        rows.extend(_posts(mention, view, document_id))
        key = name_key(mention.name)
        if key not in with_post and key not in plain_seen:
            plain_seen.add(key)
            rows.append(_row(mention, None, view, document_id))
    return tuple(sorted(rows, key=lambda row: (row.start, row.end, row.id)))


def _posts(mention: Mention, view: View, document_id: str) -> Iterator[Position]:
    for held in mention.held:
        yield _row(mention, held, view, document_id)
    if mention.body is not None and not mention.held:
        yield _row(mention, None, view, document_id)


def _row(mention: Mention, held: Held | None, view: View, document_id: str) -> Position:
    spans: dict[str, Span] = {"name": mention.name_span}
    if mention.rank_span is not None:
        spans["rank"] = mention.rank_span
    body = held.post.organisation if held else mention.body
    if held is not None:
        spans["title"] = held.post.title_span
    if body is not None:
        spans["organisation"] = (body.start, body.end)
    start = min(mention.start, *(span[0] for span in spans.values()))
    end = max(mention.end, *(span[1] for span in spans.values()))
    first, last = view.span(start, end)
    title = held.post.title if held else None
    return Position(
        id=row_id(
            "positions", document_id, first, last, mention.name, title, held and held.position, held and held.tenure
        ),
        document_id=document_id,
        name=mention.name,
        start=first,
        end=last,
        spans={name: view.span(*span) for name, span in sorted(spans.items())},
        rule_id=mention.rule_id,
        rank=mention.rank,
        title=title,
        organisation=(held.post.body if held else body.name) if body else None,
        position=held.position if held else None,
        tenure=held.tenure if held else "current",
    )
