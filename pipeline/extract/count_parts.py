"""How the figures of a text hang together: shares of one another, parts of a total, the same figure said again."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.figures import Figure
from pipeline.extract.statements import ELIDED
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.text.segment import Segment

CLOSE_REACH = 70  # characters between a total and «gồm»
_CLOSE = ("gồm", "bao gồm")
MOST_PARTS = 60  # figures looked at before and after a link
PERCENT_REACH = 90  # characters between a figure and its own percentage


def linked(chart: Chart, segments: Sequence[Segment], figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Figures with percentages taken into the figure they qualify, then parts and repeats as indexes."""
    figures = with_parents(chart, segments, with_percents(chart, figures))
    return with_repeats(_without_units_left_open(figures))


def _without_units_left_open(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Figures without a unit of their own stay only as parts of a total, whose unit and indicator they take."""
    kept = [
        index
        for index, figure in enumerate(figures)
        if figure.statement.unit.kind != ELIDED or figure.parent is not None
    ]
    place = {index: position for position, index in enumerate(kept)}
    found = []
    for index in kept:
        figure = figures[index]
        if figure.statement.unit.kind == ELIDED and figure.parent is not None:
            total = figures[figure.parent]
            figure = replace(figure, unit=total.unit, indicator=total.indicator, indicator_rule=total.indicator_rule)
        found.append(replace(figure, parent=None if figure.parent is None else place.get(figure.parent)))
    return tuple(found)


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
    if any(head.end <= node.start < figure.start for node in chart.nodes("part_link")):
        return False
    linking = [node for node in chart.nodes("percent_link") if head.end <= node.start and node.end <= figure.start]
    last = max(linking, key=lambda node: (node.end, node.end - node.start), default=None)
    if last is None or figure.start - last.end > 1:
        return False
    comma = chart.lower.rfind(",", head.end, last.start)
    return comma < 0 or not chart.lower[comma + 1 : last.start].strip()


def _follows(chart: Chart, type_: str, end: int) -> bool:
    return any(chart.at(type_, at) for at in (end, end + 1))


# ── parts of a total ─────────────────────────────────────────────────────────────────────────────


def with_parents(chart: Chart, segments: Sequence[Segment], figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """After «trong đó», «gồm» the figures of one unit are parts of the nearest total of that unit before it, until they
    add up; after «đến nay đã» only the next one is; before «trong tổng số» the one before."""
    found = list(figures)
    starts = [segment.start for segment in segments]
    for link in chart.nodes("part_link"):
        segment = _segment_at(segments, starts, link.start)
        if segment is not None:
            _take_parts(chart, segments, found, link, segment)
    for index in range(1, len(found)):
        part, before = found[index], found[index - 1]
        so_far = _same_sentence(part, before) and _between(chart, "part_so_far", before, part)
        if so_far and part.parent is None and _part_of(part, before) and part.value < before.value:
            found[index] = replace(part, parent=index - 1)
        if before.parent is None and _same_sentence(part, before) and _between(chart, "out_of", before, part):
            found[index - 1] = replace(before, parent=index)
    return tuple(found)


def _take_parts(chart: Chart, segments: Sequence[Segment], found: list[Figure], link: Node, segment: int) -> None:
    opens = link.start - segments[segment].start <= 3
    left: dict[int, float] = {}
    first = bisect_left(found, link.end, key=lambda figure: figure.start)
    for index, part in enumerate(found[first : first + MOST_PARTS], first):
        if part.end > segments[segment].end or part.parent is not None:
            continue
        total = _total_before(chart, found, link, segment, part, opens=opens)
        if total is None or part.denominator is not None:
            continue
        room = left.get(total, found[total].value)
        if room > 0:
            found[index] = replace(part, parent=total)
            left[total] = room - part.value


def _segment_at(segments: Sequence[Segment], starts: Sequence[int], offset: int) -> int | None:
    index = bisect_right(starts, offset) - 1
    return index if index >= 0 and offset < segments[index].end else None


def _total_before(
    chart: Chart, figures: Sequence[Figure], link: Node, segment: int, part: Figure, *, opens: bool
) -> int | None:
    """The nearest figure before the link that `part` can be a part of; in the sentence, or in the one before where the
    link opens the sentence. «gồm» needs it close by, in the same clause."""
    near = chart.lower[link.start : link.end].startswith(_CLOSE)
    after = bisect_left(figures, link.start, key=lambda figure: figure.start)
    for index in range(after - 1, max(-1, after - 1 - MOST_PARTS), -1):
        figure = figures[index]
        if figure.end > link.start:
            continue
        distance = segment - figure.statement.segment
        if distance > 1 or (distance == 1 and not opens):
            return None
        if near and (link.start - figure.end > CLOSE_REACH or ";" in chart.lower[figure.end : link.start]):
            return None
        if _part_of(part, figure) and figure.parent is None:
            return index
    return None


def _between(chart: Chart, type_: str, before: Figure, after: Figure) -> bool:
    """Whether a link of that type stands between two neighbouring figures with nothing that parts them."""
    text = chart.lower[before.end : after.start]
    if ";" in text or "." in text or text.count(",") > 1:
        return False
    places = chart.index(type_)
    return any(n.end <= after.start for at in range(before.end, after.start) for n in places.get(at, ()))


def _part_of(part: Figure, total: Figure) -> bool:
    same = (
        part.unit == total.unit
        or part.statement.unit.kind == ELIDED
        or (part.statement.unit.kind == total.statement.unit.kind == "person" and part.unit != "lượt")
    )
    return same and part.status != "change" and total.status != "change" and part.value <= total.value


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
