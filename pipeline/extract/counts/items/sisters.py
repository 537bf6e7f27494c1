"""Figures told with the words of the one before them: sizes of one thing («hang có chiều rộng 90 m, | cao 40 m»), sorts
of one thing («lượng mua chè xanh giảm 9% và | chè đen giảm 2%»)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.clause import SIZES
from pipeline.extract.counts.items.openings import longest
from pipeline.extract.counts.items.phrases import Span, linked_off, names_measure
from pipeline.extract.counts.items.placing import told_until
from pipeline.extract.counts.items.wording import words_in
from pipeline.kinds import ITEM_GAP
from pipeline.match.chart import Chart

LONGEST_SIZE = 3  # words of the name of a size
_SIGNS = (",", ";", "")


def with_sisters(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures, of which sizes leave the measure of the first, and sorts begin with what it begins with."""
    found = [*figures[:1]]
    for last, figure in pairwise(figures):
        near = last.statement.segment == figure.statement.segment
        told = (_size(chart, last, figure) or _sort(chart, last, figure)) if near else None
        found.append(figure if told is None else figure._replace(item=told))
    return tuple(found)


def _size(chart: Chart, last: Figure, figure: Figure) -> str | None:
    """What has another size before it, with the word for this one."""
    item = figure.spans.get("item")
    if item is None or item != last.spans.get("item") or item[1] > last.start or figure.item != last.item:
        return None
    if {last.statement.unit.kind, figure.statement.unit.kind} - SIZES:
        return None
    starts = (*chart.word_starts_before(figure.start, 2), figure.start)
    nodes = [node for at in starts for node in chart.at("extent_word", at)]
    extent = next((node for node in nodes if node.end + 1 == figure.start or node.start == figure.start), None)
    if extent is None or chart.text[told_until(last) : extent.start].strip() not in _SIGNS:
        return None
    words = words_in(chart, Span(*item))
    measures = (at for at, word in enumerate(words) if at and names_measure(chart, word.start))
    last_words = range(max(1, len(words) - LONGEST_SIZE), len(words))  # «đường kính đáy»
    sizes = (at for at in last_words if longest(chart, "open_word", words[at].start))
    rest = linked_off(chart, words[: max(measures, default=max(sizes, default=0))])
    if not rest:
        return None
    return f"{chart.text[rest[0].start : rest[-1].end]}{ITEM_GAP}{chart.text[extent.start : extent.end]}"


def _sort(chart: Chart, last: Figure, figure: Figure) -> str | None:
    """A thing named like the end of what the last figure is of, with what stands before that."""
    item, whole = figure.spans.get("item"), last.spans.get("item")
    if item is None or whole is None or last.unit != figure.unit or whole[1] > last.start or item[0] < last.end:
        return None
    own = words_in(chart, Span(*item))
    changes = figure.direction is not None
    if figure.item != chart.text[slice(*item)] or item[1] > figure.start or len(own) < 2:
        return None
    if changes != (last.direction is not None):
        return None
    joint = chart.text[told_until(last) : item[0]].strip()
    joined = joint in _SIGNS or bool(chart.at("joint_word", told_until(last) + 1))
    if not joined or names_measure(chart, own[0].start) is not None:
        return None
    first = chart.lower[own[0].start : own[1].start]
    at = chart.lower.find(f" {first}", *whole)
    head = words_in(chart, Span(whole[0], at)) if at > whole[0] else ()
    if not head or any(chart.at("time_unit", word.start) for word in head):
        return None
    if not changes and names_measure(chart, head[0].start) is None:
        return None
    return f"{chart.text[whole[0] : at]} {figure.item}"
