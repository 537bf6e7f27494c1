"""Figures told with the words of the one before them: sizes of one thing («hang có chiều rộng 90 m, | cao 40 m»), sorts
of one thing («lượng mua chè xanh giảm 9% và | chè đen giảm 2%»)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.clause import SIZES
from pipeline.extract.counts.items.openings import longest, opens_predicate
from pipeline.extract.counts.items.phrases import linked_off, names_measure
from pipeline.extract.counts.items.pieces import Span
from pipeline.extract.counts.items.placing import told_until
from pipeline.extract.counts.items.wording import words_in
from pipeline.kinds import ITEM_GAP
from pipeline.match.chart import Chart

LONGEST_SIZE = 3  # words of the name of a size
LONGEST_SORT = 6  # words of a thing or place that alone stands before its number
_SIGNS = (",", ";", "")


def with_sisters(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures, of which sizes leave the measure of the first, and sorts begin with what the first of their list
    begins with; what changed of a sort is told like it: «chợ Trung 9 đồng, | tăng 5%»."""
    found = [*figures[:1]]
    first = figures[0] if figures else None
    for last, figure in pairwise(figures):
        near = first is not None and last.statement.segment == figure.statement.segment
        again = near and figure.spans.get("item") == last.spans.get("item") and figure.item == last.item
        told = _size(chart, last, figure) if again else None
        if told is None and again:
            told = found[-1].item if first is not last else None
        else:
            sort = _sort(chart, first, last, figure) if near and first is not None and told is None else None
            told, first = (told, figure) if sort is None else (sort, first)
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


def _sort(chart: Chart, first: Figure, last: Figure, figure: Figure) -> str | None:
    """A thing that alone stands before its number, with what the first figure of the list is of."""
    item, whole = figure.spans.get("item"), first.spans.get("item")
    if item is None or whole is None or first.unit != figure.unit or whole[1] > first.start or item[0] < last.end:
        return None
    own = words_in(chart, Span(*item))
    changes = figure.direction is not None
    if figure.item != chart.text[slice(*item)] or item[1] > figure.start or changes != (first.direction is not None):
        return None
    if any(chart.at("having_verb", word.start) for word in words_in(chart, Span(item[1], figure.start))):
        return None  # «; anh Tám có | 2 triệu đồng»
    end = max(told_until(last), last.spans.get("per", (0, 0))[1])
    joint = chart.text[end : item[0]].strip()
    joined = joint in _SIGNS or bool(chart.at("joint_word", end + 1))
    if not own or not joined or names_measure(chart, own[0].start) is not None:
        return None
    return _begun(chart, Span(*whole), own, changes=changes) or _measured(chart, Span(*whole), own)


def _begun(chart: Chart, whole: Span, own: Sequence[Span], *, changes: bool) -> str | None:
    """A sort behind what stands before the other one that begins with the same word: «giá mận ở | chợ Trung»."""
    if len(own) < 2:
        return None
    at = chart.lower.find(f" {chart.lower[own[0].start : own[1].start]}", *whole)
    head = words_in(chart, Span(whole.start, at)) if at > whole.start else ()
    if not head or any(chart.at("time_unit", word.start) for word in head):
        return None
    if not changes and names_measure(chart, head[0].start) is None:
        return None
    return f"{chart.text[whole.start : at]} {chart.text[own[0].start : own[-1].end]}"


def _measured(chart: Chart, whole: Span, own: Sequence[Span]) -> str | None:
    """Another holder or place that has the measure: «giá thuê ở | khu Trung Sơn»."""
    named = names_measure(chart, whole.start)
    said = any(opens_predicate(chart, word.start) or names_measure(chart, word.start) for word in own)
    if named is None or said or len(own) > LONGEST_SORT:
        return None
    text = chart.text[own[0].start : own[-1].end]
    openers = (node for word in words_in(chart, whole) for node in chart.at("place_opener", word.start))
    last = max((node.end for node in openers), default=whole.end)
    alike = (text == text.lower()) == (chart.text[last : whole.end] == chart.lower[last : whole.end])
    return f"{chart.text[whole.start : last]} {text}" if last < whole.end and alike else None
