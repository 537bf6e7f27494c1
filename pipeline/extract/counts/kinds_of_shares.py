"""Of what kind of thing a percentage is a share or a change, where no rule names the indicator: «42% hộ dân»."""

from __future__ import annotations

from pipeline.extract.counts.figures import Figure
from pipeline.match.chart import Chart

MOST_OPENERS = 3  # «trong tổng số các …»


def share_of(chart: Chart, figure: Figure, phrase: tuple[int, int]) -> str | None:
    """`share.<class>` or `change.<class>`; None if the noun is not known, or the figure is no percentage."""
    if figure.statement.unit.kind != "percent":
        return None
    family = "change" if figure.status == "change" else "share"
    for start in (figure.statement.unit_span[1], figure.spans.get("item", phrase)[0]):
        kind = _kind_at(chart, start)
        if kind is not None:
            return f"{family}.{kind}"
    return None


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
        return longest.value.get("class") or None if longest is not None else None
    return None
