"""Percentages that say of a figure how large a share it is: taken into that figure.

«32/57 mô hình … đạt 56%» is one figure; «đạt 14.641 tỷ đồng …, đạt 100% kế hoạch» is two, the first with 100. Where
several figures stand before the percentage, the one whose share it is by calculation takes it: «tiếp nhận 143 vụ, hòa
giải thành 120 vụ, không thành 21 vụ, đạt tỷ lệ 83,9%».
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.match.chart import Chart

PERCENT_REACH = 90  # characters between a figure and its own percentage
LIST_REACH = 160  # the same where the calculation tells which figure of a list is meant
MOST_BEFORE = 12  # figures looked at for the total
CLOSE = 0.06  # percentage points by which a share that is given to one decimal may differ


def with_percents(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Figures without the percentages that were taken into others."""
    kept: list[Figure] = []
    for figure in figures:
        if _is_percent(figure) and kept and _same_sentence(figure, kept[-1]):
            plan = _follows(chart, "plan_share", figure.end)
            head = _head_of_plan(kept) if plan else _head(chart, kept, figure)
            if head is not None and kept[head].percent is None:
                target = kept[head]
                span = target.with_span("percent", figure.start, figure.end)
                kept[head] = target._replace(percent=figure.value, spans=span)
                if not plan:
                    continue
        kept.append(figure)
    return tuple(kept)


def with_totals_of_shares(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Parts whose percentage is not that of their total, but exactly that of an earlier one: a part of that one."""
    found = list(figures)
    for index, figure in enumerate(figures):
        if figure.percent is None or figure.parent is None or figure.denominator is not None:
            continue
        if _is_share(figure, figures[figure.parent], figure.percent):
            continue
        for other in range(index - 1, max(-1, index - 1 - MOST_BEFORE), -1):
            total = figures[other]
            if total.unit == figure.unit and _same_sentence(total, figure) and _is_share(figure, total, figure.percent):
                found[index] = figure._replace(parent=other)
                break
    return tuple(found)


def _is_share(part: Figure, total: Figure, percent: float) -> bool:
    tolerance = CLOSE if percent != int(percent) else 0.6
    return bool(total.value) and abs(100 * part.value / total.value - percent) <= tolerance


def _is_percent(figure: Figure) -> bool:
    return figure.unit == "%" and figure.per is None and figure.status != "change" and figure.denominator is None


def _same_sentence(one: Figure, other: Figure) -> bool:
    return one.statement.segment == other.statement.segment


def _head_of_plan(kept: Sequence[Figure]) -> int | None:
    last = kept[-1].statement.segment
    for index in range(len(kept) - 1, -1, -1):
        if kept[index].statement.segment != last:
            return None
        if kept[index].unit != "%" and kept[index].status != "change":
            return index
    return None


def _head(chart: Chart, kept: Sequence[Figure], percent: Figure) -> int | None:
    """The figure whose share a percentage is: by calculation, else the one right before it."""
    last = len(kept) - 1
    if not _linked(chart, kept[last], percent):
        return None
    for index in range(last, -1, -1):
        figure = kept[index]
        if not _same_sentence(figure, percent) or percent.start - figure.end > LIST_REACH:
            break
        if figure.unit != "%" and _calculates(kept, index, percent):
            return index
    return last if _adjoins(chart, kept[last], percent) else None


def _calculates(kept: Sequence[Figure], index: int, percent: Figure) -> bool:
    """Whether the percentage is the share of `kept[index]` in its denominator or in an earlier figure of its unit."""
    figure = kept[index]
    near = kept[max(0, index - MOST_BEFORE) : index]
    earlier = [other.value for other in near if other.unit == figure.unit and _same_sentence(other, figure)]
    totals = [figure.denominator, *earlier]
    return any(total and abs(100 * figure.value / total - percent.value) <= _tolerance(percent) for total in totals)


def _tolerance(percent: Figure) -> float:
    return CLOSE if percent.value != int(percent.value) else 0.6


def _linked(chart: Chart, head: Figure, percent: Figure) -> bool:
    if head.unit == "%" or percent.start - head.end > PERCENT_REACH:
        return False
    between = chart.lower[head.end : percent.start]
    if ";" in between or _first(chart, "part_link", head.end) < percent.start:
        return False
    return between.strip() in ("(", "=") or _link_before(chart, head, percent) is not None


def _link_before(chart: Chart, head: Figure, percent: Figure) -> int | None:
    """Where «đạt», «chiếm» stands right before the percentage."""
    linking = [node for node in chart.between("percent_link", head.end, percent.start) if node.end <= percent.start]
    last = max(linking, key=lambda node: (node.end, node.end - node.start), default=None)
    return None if last is None or percent.start - last.end > 1 else last.start


def _adjoins(chart: Chart, head: Figure, percent: Figure) -> bool:
    """Whether no other subject stands between: nothing but the linking word follows the last comma or «và»."""
    link = _link_before(chart, head, percent)
    if link is None:
        return True
    joints = [chart.lower.rfind(",", head.end, link) + 1]
    ands = chart.nodes("and_word")
    low = bisect_left(ands, head.end, key=lambda node: node.start)
    joints.extend(node.end for node in ands[low : bisect_left(ands, link, key=lambda node: node.start)])
    last = max(joints)
    return last == 0 or not chart.lower[last:link].strip()


def _first(chart: Chart, type_: str, start: int) -> int:
    """Where the first node of a type from `start` on begins; the end of the text if there is none."""
    nodes = chart.nodes(type_)
    at = bisect_left(nodes, start, key=lambda node: node.start)
    return nodes[at].start if at < len(nodes) else len(chart.lower)


def _follows(chart: Chart, type_: str, end: int) -> bool:
    return any(chart.at(type_, at) for at in (end, end + 1))
