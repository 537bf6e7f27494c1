"""Figures that are about what the figure before is about: the level that something rose to («từ 40 lên 60 hộ»), changes
that say no more than by how much («xuất khẩu đạt 14 tỷ USD, tăng 9%»), the same at another time («năm 2018 đạt 40%, đến
năm 2020 đạt 60%»), and what goes on in a list («giấy khen cho 4 tập thể, 7 cá nhân và 5 hộ gia đình»)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.words import CountWords
from pipeline.match.chart import Chart

BESIDE = 16  # characters between a figure and the change of it
IN_BRACKET = 60  # the same where a bracket opens with it: «120 đơn vị hoàn tất thủ tục (tăng 4%)»
LIST_REACH = 160  # the same in a list, whose members may have long names
_COMMON = 30  # rules of a priority up to this know no more than the noun
LEVELS_REACH = 60  # characters between the two levels of a change: «từ 9% vào năm 1992 lên 50%»
BEYOND = "comparison.difference"
MOST_BACK = 2  # figures back to what is planned
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def with_levels(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """«phấn đấu tăng từ 40% lên 60%»: the first level is the baseline of the second, and no fact of its own where
    nothing says when it was one («từ 40% năm 2018 lên 60%»); a figure that is no end of a change loses its `level`."""
    ends = {index for index in range(1, len(figures)) if _levels(chart, figures[index - 1], figures[index])}
    found: list[Figure] = []
    for index, figure in enumerate(figures):
        if index + 1 in ends:
            spans = {name: span for name, span in figure.spans.items() if name != "status"}
            figure = figure._replace(status="achieved", spans=spans)
        elif index in ends:
            start, end = found[-1].start, found[-1].end
            figure = figure._replace(baseline=chart.text[start:end], spans=figure.with_span("baseline", start, end))
            old, figure = _of_one_base(found[-1], figure), _of_one_base(figure, found[-1])
            if _timed(chart, old, figure):
                found[-1] = old
            else:
                figure = figure._replace(was=found.pop())
        elif figure.level is not None:
            figure = figure._replace(level=None)
        found.append(figure)
    return tuple(found)


def _timed(chart: Chart, old: Figure, new: Figure) -> bool:
    """Whether a time stands behind the old level that is its own: «từ 40% (năm 2018) lên 60%»."""
    start, end = old.end, new.start
    told = old.period_start is not None and start <= old.spans.get("period", (0, 0))[0] < end
    return told or _YEAR.search(chart.text, start, end) is not None


def _of_one_base(figure: Figure, other: Figure) -> Figure:
    """One end of a change with the base that only the other names: «từ 2 chai mỗi người lên 4 chai»."""
    if figure.per is not None or other.per is None:
        return figure
    return figure._replace(per=other.per, spans={**figure.spans, "per": other.spans["per"]})


def _levels(chart: Chart, before: Figure, after: Figure) -> bool:
    """Whether two figures are the ends of one change, of which the first may leave out «/năm» or «đồng»."""
    if before.level != "from" or after.level != "to":
        return False
    alike = after.unit == before.unit or after.unit.startswith(f"{before.unit}/")
    return alike and _same_clause(chart, before, after) and "," not in chart.lower[before.end : after.start]


def with_indicators_of_neighbours(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Changes without an indicator of their own take that of the figure right before them, members of a list the one
    that goes with it."""
    found: list[Figure] = []
    for figure in figures:
        before = found[-1] if found else None
        if before is not None and (_of(chart, figure, before) or _of_later(chart, figure, before)):
            figure = figure._replace(indicator=before.indicator, indicator_rule=before.indicator_rule)
        listed = _listed(chart, figure, before) if before is not None else None
        found.append(figure if listed is None else figure._replace(indicator=listed))
    return tuple(found)


def with_things_of_plans(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Percentages that seem to count a plan with what is a share of it: «thu ngân sách đạt 53% dự toán, | giảm 16%»,
    «doanh thu đạt 6 tỷ đồng, hoàn thành | 131% kế hoạch và | tăng 60%»."""
    found: list[Figure] = []
    for figure in figures:
        item = figure.spans.get("item", (0, 0))
        shares = (figure, *found[-1:])
        if figure.unit == "%" and any(item[0] == share.end + 1 for share in shares) and chart.at("plan_share", item[0]):
            figure = _beyond(chart, _of_planned(figure, found[-MOST_BACK:]))
        found.append(figure)
    return tuple(found)


def _beyond(chart: Chart, figure: Figure) -> Figure:
    """«vượt 7% kế hoạch»: how much it is above the plan, no share of it."""
    words = chart.word_starts_before(figure.start, 1)
    if not any(node.end + 1 == figure.start for at in words for node in chart.at("excess_verb", at)):
        return figure
    return figure._replace(indicator=BEYOND, indicator_rule=None)


def _of_planned(figure: Figure, before: Sequence[Figure]) -> Figure:
    """The figure with the item of the one before it that names a thing; a change also with its indicator."""
    near = (other for other in reversed(before) if other.statement.segment == figure.statement.segment)
    named = [other for other in near if "item" in other.spans and other.spans["item"][1] <= other.start]
    if not named:
        return figure
    figure = figure._replace(item=named[0].item, spans=figure.with_span("item", *named[0].spans["item"]))
    if figure.status != "change":
        return figure
    measured = next((other for other in named if other.unit != "%" and other.item == figure.item), None)
    if measured is None:
        spans = {name: span for name, span in figure.spans.items() if name != "indicator"}
        return figure._replace(indicator="other.percent", indicator_rule=None, spans=spans)
    return figure._replace(indicator=measured.indicator, indicator_rule=measured.indicator_rule)


def _of_later(chart: Chart, figure: Figure, before: Figure) -> bool:
    """Whether a figure that names nothing counted is the one before it at another time."""
    item = figure.spans.get("item")
    named = item is not None and not chart.at("status_cue", item[0])
    if named or figure.unit != before.unit or not figure.indicator.startswith("other."):
        return False
    if not _same_clause(chart, before, figure) or before.indicator.startswith("other."):
        return False
    periods = chart.nodes("period")
    at = bisect_left(periods, before.end, key=lambda node: node.start)
    return at < len(periods) and periods[at].end <= figure.start


def _same_clause(chart: Chart, before: Figure, figure: Figure) -> bool:
    between = chart.lower[before.end : figure.start]
    return (
        before.statement.segment == figure.statement.segment
        and len(between) <= LEVELS_REACH
        and not set(between) & set(";:.")
    )


def _listed(chart: Chart, figure: Figure, before: Figure) -> str | None:
    """The indicator of a member of a list by that of the member before it; None if there is no such list."""
    rule = chart.grammar.book.by_id.get(figure.indicator_rule or "")
    between = chart.lower[before.end : figure.start]
    if (rule is not None and rule.priority > _COMMON) or len(between) > LIST_REACH or set(between) & set(";.:"):
        return None
    joined = between.rstrip()
    if joined[-1:] not in {",", ")"} and joined.rpartition(" ")[2] not in chart.grammar.book.once(CountWords.of).joins:
        return None
    for node in chart.at("listed_with", figure.statement.unit_span[0]):
        if before.indicator.startswith(f"{node.value.get('family')}."):
            return str(node.value.get("indicator"))
    return None


def _of(chart: Chart, change: Figure, before: Figure) -> bool:
    same = change.item is not None and change.spans.get("item") == before.spans.get("item")
    open_ = change.indicator.startswith(("other.", "change.") if same else "other.")
    if change.status != "change" or not (change.unit == "%" or change.statement.unit.kind == "times") or not open_:
        return False
    if before.statement.segment != change.statement.segment or before.indicator.startswith("other."):
        return False
    between = chart.lower[before.end : change.start]
    reach = IN_BRACKET if between.endswith("(") else BESIDE
    return len(between) <= reach and not set(between) & set(";.:")
