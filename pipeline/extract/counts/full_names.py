"""A thing that is called by its kind alone once it was named: «Cây hoa gạo làng Hạ … Cây | cao 12 m»."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.heads import parts_of
from pipeline.extract.counts.phrases import Span
from pipeline.kinds import ITEM_GAP
from pipeline.match.chart import Chart
from pipeline.text.segment import Segment

MOST_BACK = 3  # sentences
_SIZES = frozenset({"length", "area", "volume", "weight", "temperature"})


def with_full_name(chart: Chart, segments: Sequence[Segment], figure: Figure) -> Figure:
    """The figure of a size of a thing with what the thing was called when it was named."""
    item = figure.spans.get("item")
    if item is None or figure.statement.unit.kind not in _SIZES or figure.item != chart.text[slice(*item)]:
        return figure
    if item[1] > figure.start or " " in figure.item or "topic" in figure.spans:
        return figure
    name = _name(chart, segments, figure.statement.segment, figure.item.lower())
    if name is None:
        return figure
    return figure._replace(
        item=f"{chart.text[slice(*name)]}{ITEM_GAP}{figure.item}", spans=figure.with_span("topic", *name)
    )


def _name(chart: Chart, segments: Sequence[Segment], index: int, kind: str) -> Span | None:
    for segment in segments[max(0, index - MOST_BACK) : index][::-1]:
        for part in parts_of(chart, segment.start, segment.end):
            if part.head is not None and chart.lower[slice(*part.head)].startswith(f"{kind} "):
                return part.head
    return None
