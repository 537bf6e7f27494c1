"""Bases that figures share: «giảm 170.000 đồng và 150.000 đồng/lượng», parts of a rate. A figure with a base is no
total, and neither part of one nor made of parts that have none."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.phrases import linked
from pipeline.match.chart import Chart

_FLOWS = frozenset({"turn", "event"})  # kinds of units of which so many are counted in a time
_PLACE = "place"
RANKED_WITHIN = 90  # characters between «50.000 USD mỗi năm» and what is highest of these


def end_of_places(chart: Chart, start: int, end: int) -> int:
    """Where the list of places ends whose first stands at `start`: «mỗi tỉnh, thành phố | có 1 đài»."""
    at = start
    while any(node.value.get("class") == _PLACE for node in chart.at("unit_word", at)):
        end = max(node.end for node in chart.at("unit_word", at))
        if not chart.lower.startswith(", ", end):
            break
        at = end + 2
    return end


def leaves_rate(chart: Chart, first: Figure, second: Figure) -> bool:
    """Whether a figure leaves its base to the one it is joined to: «giảm 170.000 đồng và 150.000 đồng/lượng», «40
    chuyến tàu, với 7.000 lượt khách mỗi ngày», «9.000 USD, tương đương 220 triệu đồng một năm»."""
    if first.per is not None or second.per is None:
        return False
    if not second.unit.startswith(f"{first.unit}/"):
        return _said_again(chart, first, second) or _flow_together(chart, first, second)
    between = chart.lower[first.end : second.start].strip()
    return between == "," or between in chart.grammar.book.words("and_word")


def _said_again(chart: Chart, first: Figure, second: Figure) -> bool:
    money = first.statement.unit.kind == second.statement.unit.kind == "money"
    between = chart.lower[first.end : second.start]
    link = between.removeprefix(",").strip()
    return money and between.startswith(", ") and link in chart.grammar.book.words("restating_word")


def _flow_together(chart: Chart, first: Figure, second: Figure) -> bool:
    kinds = {first.statement.unit.kind, second.statement.unit.kind}
    behind = second.spans["per"][0] >= second.end
    end = max(first.end, first.spans.get("item", (0, 0))[1])
    between = chart.lower[end : second.start].strip(" ,")
    joined = between in chart.grammar.book.words("and_word")
    return kinds <= _FLOWS and behind and joined and first.statement.segment == second.statement.segment


def goes_on_in_rank(chart: Chart, before: Sequence[Figure], figure: Figure) -> Figure:
    """A figure without a base as the highest or next of those before, which are told for a time («các trường thu trên
    50.000 USD mỗi năm, cao nhất là trường Đồi với | 65.000 USD»), or as the one before at another time."""
    alike = (other for other in reversed(before) if other.statement.unit.name == figure.statement.unit.name)
    first = next(alike, None)
    if first is None or first.per is None or figure.statement.unit.kind != "money" or first.status != figure.status:
        return figure
    start = max(first.end, first.spans["per"][1])
    apart = figure.statement.segment - first.statement.segment
    if first.spans["per"][0] < first.end or apart > 1 or figure.start - start > RANKED_WITHIN:
        return figure
    opens = chart.lower[start : figure.start].lstrip(" ,.")
    at = figure.start - len(opens)
    if not chart.at("ranking_word", at) and not _at_another_time(chart, at, figure.start):
        return figure
    return figure._replace(per=first.per, spans={**figure.spans, "per": first.spans["per"]})


def _at_another_time(chart: Chart, start: int, end: int) -> bool:
    """Whether nothing but a time and a link to the number stands there: «khách chi 5 triệu đồng mỗi ngày. | Năm 2019
    là | 4 triệu đồng»."""
    return any(node.end < end and linked(chart, "item_tail", node.end, end) for node in chart.at("period", start))


def parted_by_base(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Figures whose total, if they have one, is told for the same base: parts of a rate are rates («mỗi thôn có 90 hộ,
    trong đó 5 hộ nghèo»), a rate is no part of a total."""
    found = []
    for figure in figures:
        total = figures[figure.parent] if figure.parent is not None else None
        if total is not None and figure.per is None and total.per is not None and figure.unit != "%":
            figure = figure._replace(per=total.per, spans={**figure.spans, "per": total.spans["per"]})
        elif total is not None and figure.per != total.per and figure.unit != "%":
            figure = figure._replace(parent=None, complete=False)
        found.append(figure)
    return tuple(found)
