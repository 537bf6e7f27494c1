"""How the figures of a text hang together: shares of one another, parts of a total, the same figure said again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.figures import Figure
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.text.segment import Segment

PERCENT_REACH = 90  # characters between a figure and its own percentage


def linked(chart: Chart, segments: Sequence[Segment], figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Figures with percentages taken into the figure they qualify, then parts and repeats as indexes."""
    return with_repeats(with_parents(chart, segments, with_percents(chart, figures)))


# ── percentages ──────────────────────────────────────────────────────────────────────────────────


def with_percents(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """«32/57 mô hình … đạt 56%» is one figure; «đạt 14.641 tỷ đồng …, đạt 100% kế hoạch» is two, the first with 100."""
    kept: list[Figure] = []
    for figure in figures:
        head = kept[-1] if kept else None
        if _is_percent(figure) and head is not None and _same_sentence(figure, head):
            plan = _follows(chart, "plan_share", figure.end)
            target = _head_of_plan(kept) if plan else head
            if target is not None and target.percent is None and _links(chart, target, figure, plan=plan):
                span = target.with_span("percent", figure.start, figure.end)
                kept[kept.index(target)] = replace(target, percent=figure.value, spans=span)
                if not plan:
                    continue
        kept.append(figure)
    return tuple(kept)


def _is_percent(figure: Figure) -> bool:
    return figure.unit == "%" and figure.status != "change" and figure.denominator is None


def _same_sentence(one: Figure, other: Figure) -> bool:
    return one.statement.segment == other.statement.segment


def _head_of_plan(kept: Sequence[Figure]) -> Figure | None:
    last = kept[-1].statement.segment
    for figure in reversed(kept):
        if figure.statement.segment != last:
            return None
        if figure.unit != "%" and figure.status != "change":
            return figure
    return None


def _links(chart: Chart, head: Figure, figure: Figure, *, plan: bool) -> bool:
    if plan:
        return True
    if head.unit == "%" or figure.start - head.end > PERCENT_REACH or ";" in chart.lower[head.end : figure.start]:
        return False
    between = chart.lower[head.end : figure.start]
    if between.strip() in ("(", "="):
        return True
    linking = [node for node in chart.nodes("percent_link") if head.end <= node.start and node.end <= figure.start]
    return any(figure.start - node.end <= 1 for node in linking) and between.count(",") <= 1


def _follows(chart: Chart, type_: str, end: int) -> bool:
    return any(chart.at(type_, at) for at in (end, end + 1))


# ── parts of a total ─────────────────────────────────────────────────────────────────────────────


def with_parents(chart: Chart, segments: Sequence[Segment], figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """After «trong đó», «gồm», «cụ thể» the figures of one kind are parts of the nearest total before it."""
    links = list(chart.nodes("part_link"))
    found = list(figures)
    for link in links:
        segment = _segment_at(segments, link.start)
        if segment is None:
            continue
        total = _total_before(found, segments, link, segment)
        if total is None:
            continue
        left = found[total].value
        for index in _after(found, link, segments[segment], total):
            part = found[index]
            if part.denominator is not None or left <= 0:
                break
            if part.parent is None and _part_of(part, found[total]):
                found[index] = replace(part, parent=total)
                left -= part.value
    return tuple(found)


def _segment_at(segments: Sequence[Segment], offset: int) -> int | None:
    return next((i for i, segment in enumerate(segments) if segment.start <= offset < segment.end), None)


def _total_before(figures: Sequence[Figure], segments: Sequence[Segment], link: Node, segment: int) -> int | None:
    opens = link.start - segments[segment].start <= 3
    for index in range(len(figures) - 1, -1, -1):
        figure = figures[index]
        if figure.end > link.start or figure.unit == "%":
            continue
        if figure.statement.segment == segment or (opens and figure.statement.segment == segment - 1):
            return index
        return None
    return None


def _after(figures: Sequence[Figure], link: Node, segment: Segment, total: int) -> list[int]:
    return [
        index
        for index, figure in enumerate(figures)
        if index > total and link.end <= figure.start and figure.end <= segment.end
    ]


def _part_of(part: Figure, total: Figure) -> bool:
    same = part.unit == total.unit or (
        part.statement.unit.kind == total.statement.unit.kind == "person" and part.unit != "lượt"
    )
    return same and part.status != "change" and part.value <= total.value


# ── repeats ──────────────────────────────────────────────────────────────────────────────────────


def with_repeats(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """A figure with the value, unit and indicator of an earlier one, in another sentence, repeats it."""
    first: dict[tuple[object, ...], int] = {}
    found: list[Figure] = []
    for index, figure in enumerate(figures):
        key = (figure.value, figure.value_max, figure.unit, figure.denominator, figure.indicator, figure.status)
        earlier = first.setdefault(key, index)
        again = earlier != index and figures[earlier].statement.segment != figure.statement.segment
        found.append(replace(figure, repeats=earlier) if again and figure.value > 1 else figure)
    return tuple(found)
