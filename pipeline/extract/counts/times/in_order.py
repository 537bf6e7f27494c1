"""Figures told in the order of the years before them: «năm 2018 và 2019 lần lượt đạt 5% và 6%»."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.extract.counts.figures import Figure
from pipeline.match.chart import Chart

BETWEEN = 30  # characters between two figures of such a list
EVIDENT = 3  # so many figures for as many years need no word that says so


def in_order(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Figures with one year each, where as many of them as there are years follow a span of years."""
    found: list[Figure] = []
    for group in _groups(chart, figures):
        years = _years(group[0])
        if len(group) > 1 and len(group) == len(years) and (len(group) >= EVIDENT or _respective(chart, group[0])):
            group = [
                figure._replace(period_start=f"{year}-01-01", period_end=f"{year}-12-31")
                for figure, year in zip(group, years, strict=True)
            ]
        found.extend(group)
    return tuple(found)


def _groups(chart: Chart, figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Figures side by side that are alike and have one time."""
    group = list(figures[:1])
    for before, figure in pairwise(figures):
        if not _goes_on(chart, before, figure):
            yield group
            group = []
        group.append(figure)
    if group:
        yield group


def _goes_on(chart: Chart, before: Figure, figure: Figure) -> bool:
    if before.statement.segment != figure.statement.segment or before.unit != figure.unit:
        return False
    if "period" not in figure.spans or before.spans.get("period") != figure.spans["period"]:
        return False
    between = chart.lower[before.end : figure.start]
    return len(between) <= BETWEEN and not set(between) & set(".;:(")


def _years(figure: Figure) -> range:
    """The years of a span told before a figure, if it is one of whole years."""
    start, end = figure.period_start or "", figure.period_end or ""
    if not (start.endswith("-01-01") and end.endswith("-12-31") and figure.spans["period"][1] <= figure.start):
        return range(0)
    return range(int(start[:4]), int(end[:4]) + 1)


def _respective(chart: Chart, figure: Figure) -> bool:
    words = chart.nodes("respective_word")
    at = bisect_left(words, figure.spans["period"][1], key=lambda node: node.start)
    return at < len(words) and words[at].end <= figure.end
