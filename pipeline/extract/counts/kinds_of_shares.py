"""Of what kind of thing a percentage is a share, or a percentage or multiple a change, where no rule names the
indicator: «42% hộ dân», «số khách tăng gấp 3 lần»."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.counts.figures import Figure
from pipeline.match.chart import Chart

MOST_OPENERS = 3  # «trong tổng số các …»


def shares_of(chart: Chart, figure: Figure, phrase: tuple[int, int]) -> Iterator[str]:
    """`share.<class>` or `change.<class>` of the nouns behind the figure and of what it counts, as far as known."""
    changed = figure.status == "change"
    if figure.statement.unit.kind != "percent" and not (changed and figure.statement.unit.kind == "times"):
        return
    for start in (figure.statement.unit_span[1], figure.spans.get("item", phrase)[0]):
        kind = _kind_at(chart, start)
        if kind is not None:
            yield f"{'change' if changed else 'share'}.{kind}"


def _kind_at(chart: Chart, at: int) -> str | None:
    """The class of the noun that stands at an offset, past «tổng số», «các», «tỷ lệ»."""
    for _ in range(MOST_OPENERS + 1):
        start = at + 1 if chart.lower.startswith(" ", at) else at
        openers = chart.at("share_opener", start)
        if openers:
            at = max(node.end for node in openers)
            continue
        nouns = [*chart.at("unit_word", start), *chart.at("measure_noun", start)]
        longest = max(nouns, key=lambda node: node.end, default=None)
        return longest.value.get("of") or longest.value.get("class") or None if longest is not None else None
    return None
