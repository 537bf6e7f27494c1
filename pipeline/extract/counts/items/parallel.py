"""Two figures of one lead, each with an adjunct of its own: «phí là 2 triệu đồng cho khối mầm non và 3 triệu đồng cho
khối tiểu học». The second is the measure that the first is; each is told by its own adjunct."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.openings import complement_opener
from pipeline.extract.counts.items.phrases import names_measure
from pipeline.extract.counts.items.pieces import Span
from pipeline.extract.counts.words import CountWords
from pipeline.kinds import ITEM_GAP
from pipeline.match.chart import Chart

LONGEST_ADJUNCT = 70  # characters between the two figures
_WORD = re.compile(r"\S+")
_SIGNS = frozenset(".;:()\n")


def with_carried(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures, of which the second of two parallel ones is of what stands before the first; a share that only has
    an adjunct takes the verb of the one before: «40% trở về từ Anh, 16% | từ Séc»."""
    found = [*figures[:1]]
    verb: Span | None = None
    for figure in figures[1:]:
        last = found[-1]
        item = last.spans.get("item")
        verb = _verb(chart, last, figure, verb)
        if item is not None and item[1] <= last.start and parallel(chart, last, figure):
            figure = figure._replace(item=last.item, spans={**figure.spans, "item": item})
        elif verb is not None:
            figure = figure._replace(item=f"{chart.text[slice(*verb)]}{ITEM_GAP}{figure.item}")
        found.append(figure)
    return tuple(found)


def _verb(chart: Chart, last: Figure, figure: Figure, taken: Span | None) -> Span | None:
    """What is said of the last share before the word with which all that is said of this one begins; where that one had
    it from another, the same."""
    told, item = last.spans.get("item"), figure.spans.get("item")
    if told is None or item is None or last.unit != figure.unit or told[0] < last.end:
        return None
    opener = complement_opener(chart, item[0]) if item[0] == figure.statement.unit_span[1] + 1 else None
    between = chart.lower[told[1] : figure.start]
    if opener is None or (between.strip(", ") and not _joins(chart, between)):
        return None
    at = chart.lower.find(f" {chart.lower[item[0] : opener.end]} ", *told)
    return Span(told[0], at) if at > told[0] else taken


def with_ranked(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures, of which those told as the next or the last in a ranking are of the measure of the one before them:
    «tỷ lệ đỗ là 9%, theo sau là | trường Sao Mai với 7%»."""
    found = [*figures[:1]]
    for last, figure in pairwise(figures):
        rank = _rank(chart, last, figure)
        measure = None if rank is None else _measure(chart, last, whole=not _linked(chart, rank, figure))
        if rank is not None and measure is not None:
            item = figure.spans.get("item", (0, 0))
            end = item[1] if rank.start < item[1] <= figure.start else rank.end
            told = f"{measure}{ITEM_GAP}" if measure else ""
            spans = figure.with_span("item", rank.start, end)
            found.append(figure._replace(item=f"{told}{chart.text[rank.start : end]}", spans=spans))
        else:
            found.append(figure)
    return tuple(found)


def _rank(chart: Chart, last: Figure, figure: Figure) -> Span | None:
    """The word of a ranking that stands between two figures of one unit, right behind the sign after the first."""
    if last.unit != figure.unit or last.statement.segment != figure.statement.segment or "item" not in last.spans:
        return None
    start = max(last.end, last.spans.get("per", (0, 0))[1]) + 2
    joined = chart.text[start - 2] in ",;"
    if not joined and _joins(chart, chart.lower[start - 1 : chart.text.find(" ", start)]):  # «5 tấn và | cao nhất là»
        joined, start = True, chart.text.find(" ", start) + 1
    node = max(chart.at("ranking_word", start), key=lambda node: node.end, default=None)
    return None if node is None or not joined or node.start > figure.spans["value"][0] else Span(node.start, node.end)


def _measure(chart: Chart, last: Figure, *, whole: bool) -> str | None:
    """What the first figure of a ranking is of, without its own word of rank; `whole`: with its owner. Nothing, where
    that word is all that is said of it here: «có 4 loại vé. Thấp nhất | là 2 triệu đồng, cao nhất là …»."""
    item = last.spans["item"]
    starts = [word.start() for word in _WORD.finditer(chart.text, *item)]
    named = next((at for at in starts if names_measure(chart, at) is not None), None)
    if any(node.end == item[1] for node in chart.at("ranking_word", item[0])):
        return ""
    if named is None or last.item is None or item[1] > last.start:
        return None
    rank = next((at for at in reversed(starts) if at > named and chart.at("ranking_word", at)), None)
    end = item[1] if rank is None else rank - 1
    cut = len(last.item) - (item[1] - end)
    return last.item[:cut] if whole else chart.text[named:end]


def _linked(chart: Chart, rank: Span, figure: Figure) -> bool:
    """Whether another holder stands between the word of the ranking and the number."""
    return rank.end + 1 < figure.start


def parallel(chart: Chart, last: Figure, figure: Figure) -> bool:
    """Whether an adjunct of the last figure and the word that joins the figure to it stand between them, and an adjunct
    follows."""
    if last.unit != figure.unit or chart.at("change_verb", figure.start):
        return False
    start = _told(chart, last)
    between = chart.lower[start : figure.start]
    if not 0 < len(between) <= LONGEST_ADJUNCT or "," in between[:-2] or _SIGNS.intersection(between):
        return False
    joined = between.endswith(", ") or _joins(chart, between)
    return joined and all(complement_opener(chart, at + 1) is not None for at in (start, _told(chart, figure)))


def _joins(chart: Chart, between: str) -> bool:
    """Whether words end with one that joins what follows, or that makes a range of both: «, và», «đến»."""
    last = between.split()[-1:]
    return bool(last) and (
        last[0] in chart.grammar.book.once(CountWords.of).ands or last[0] in chart.grammar.book.words("up_to_word")
    )


def _told(chart: Chart, figure: Figure) -> int:
    """Where the number ends with its unit, its noun and what it is per."""
    spans = figure.spans
    item = spans.get("item", (0, 0))
    bare = (
        item[0] == figure.statement.unit_span[1] + 1 and complement_opener(chart, item[0]) is not None
    )  # «30% | từ bạn bè»
    noun = item[1] if item[0] >= figure.statement.unit_span[0] and not bare else 0
    return max(figure.end, noun, spans.get("per", (0, 0))[1])
