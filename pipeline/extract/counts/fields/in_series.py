"""Figures that say of another what the one before them says of its own: «khối A thu 3 triệu đồng, khối B 5 triệu đồng»,
and amounts in brackets that tell the same again: «thu 500 USD (12 triệu đồng) mỗi năm»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.counts.fields.indicators import BEHIND
from pipeline.extract.counts.fields.kinds_of_shares import kind_of_whole
from pipeline.extract.counts.figures import Figure
from pipeline.match.chart import Chart

REACH = 60  # characters between two figures of a series
_GENERAL, _SHARE = "other.", "share."
_LIST_SIGN = re.compile(r"[,;:()]")
_ENDS = re.compile(r" ?[,;.…]|$")


def with_indicators_in_series(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Figures with no indicator of their own take that of the one before them, if they go on with it."""
    found: list[Figure] = []
    for figure in figures:
        before = found[-1] if found else None
        if before is not None and _open(chart, before, figure) and _goes_on(chart, before, figure):
            figure = figure._replace(indicator=before.indicator, indicator_rule=before.indicator_rule)
        found.append(figure)
    return tuple(found)


def _open(chart: Chart, before: Figure, figure: Figure) -> bool:
    """Whether a figure may take the indicator of the one before it: it has none of its own, or stands next in a list
    and has only that of a thing before it («mía tăng trưởng 46%; xưởng giấy 29%»), or of a word farther off
    than theirs."""
    if figure.indicator.startswith(_GENERAL) or _bare(chart, before, figure):
        return True
    joined = chart.lower[before.end : figure.start].lstrip(") ")
    if joined[:1] not in {",", ";"} or _LIST_SIGN.search(joined, 1):
        return False
    if figure.indicator_rule is None:
        return figure.indicator.startswith(_SHARE) and kind_of_whole(chart, figure) is None
    own, theirs = (one.spans.get("indicator") for one in (figure, before))
    return own is not None and theirs is not None and own[1] <= theirs[0] and theirs[1] <= before.start


def _bare(chart: Chart, before: Figure, figure: Figure) -> bool:
    """Whether a member of a list says only how many of the same: «vườn Hạ bán được 30 chậu, vườn Thượng 9 chậu;»."""
    end = figure.statement.unit_span[1]
    if figure.unit != before.unit or figure.spans.get("indicator") != figure.statement.unit_span:
        return False
    own, theirs = (chart.grammar.book.by_id.get(one.indicator_rule or "") for one in (figure, before))
    if own is None or theirs is None or theirs.priority <= own.priority:
        return False
    signs = len(_LIST_SIGN.findall(chart.lower, before.end, figure.start))
    joined = signs == 1 or (signs == 0 and bool(chart.at("and_word", before.end + 1)))
    return joined and (_ENDS.match(chart.lower, end) is not None or bool(chart.at("and_word", end + 1)))


def _goes_on(chart: Chart, before: Figure, figure: Figure) -> bool:
    if before.statement.segment != figure.statement.segment or before.indicator.startswith(_GENERAL):
        return False
    rule = chart.grammar.book.by_id.get(before.indicator_rule or "")  # shares are each of a whole of their own
    if rule is None or rule.sets.get("side") in BEHIND or _names_measure(chart, figure):
        return False
    between = chart.lower[before.end : figure.start]
    if figure.value_max is None and between.rstrip().rpartition(" ")[2] in chart.grammar.book.words("from_word"):
        return False  # a condition: «giảm 1 triệu đồng cho hóa đơn từ 15 triệu đồng»
    if len(between) > REACH or (before.status == "change") != (figure.status == "change"):
        return False
    same = figure.unit == before.unit
    return same or (between.strip() == "(" and figure.statement.unit.kind == before.statement.unit.kind == "money")


def _names_measure(chart: Chart, figure: Figure) -> bool:
    """Whether a figure has a measure of its own: «nợ xấu là 5 tỷ đồng, quỹ dự phòng 19 tỷ đồng»."""
    at = figure.spans.get("item", (-1, -1))[0]
    return at >= 0 and bool(chart.at("measure_noun", at)) and not chart.at("share_opener", at)
