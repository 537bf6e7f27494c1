"""Items that begin in the middle of their sentence, with a verb, a link or an adjunct: what they tell of stands before
a sign, so the words from there on are kept as they stand («Đảo Hạ là hòn đảo nhỏ, nằm ở phía nam, với diện tích»)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.conditional import condition_of, with_condition
from pipeline.extract.counts.items.coordinations import opens_other
from pipeline.extract.counts.items.heads import pieces
from pipeline.extract.counts.items.openness import opens_loosely, speaks, stands_in
from pipeline.extract.counts.items.phrases import linked_off
from pipeline.extract.counts.items.pieces import Span
from pipeline.extract.counts.items.wording import stripped
from pipeline.extract.counts.reading.statements import MEASURED
from pipeline.kinds import ITEM_GAP
from pipeline.match.chart import Chart
from pipeline.text.segment import Segment

_PARTS = ("subject", "lead", "item")
_NOUNS = ("unit_word", "measure_noun", "compound")
_OF_ANYTHING = ("percent", "times")
_SIGNS = " ,;:=("


def with_whole_clauses(chart: Chart, segments: Sequence[Segment], figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures with items that begin where what they tell of is named in their sentence."""
    counted = {figure.start: figure.statement.unit.kind not in MEASURED for figure in figures}
    lasts = (None, *figures[:-1])
    segment_of = (segments[figure.statement.segment] for figure in figures)
    return tuple(map(partial(_whole, chart, counted), segment_of, figures, lasts))


def _whole(chart: Chart, counted: Mapping[int, bool], segment: Segment, figure: Figure, last: Figure | None) -> Figure:
    said = _said(figure)
    if said.start < segment.start:
        return figure
    if chart.nodes("if_word"):
        beyond = _said(figure, across=True)
        condition = condition_of(chart, segment.start, beyond)
        if condition is not None:
            return with_condition(chart, condition, figure, beyond)
    if "topic" in figure.spans:
        return figure
    start = _noun_before(chart, figure, said, last)
    if start is None and _lacks_subject(chart, figure, said):
        start = _named_before(chart, segment.start, said.start, counted)
    if start is None:
        return figure
    end = start + len(chart.text[start : said.end].rstrip(_SIGNS))
    own = figure.spans.get("item")
    behind = "" if own is None or own[0] < figure.start else f"{ITEM_GAP}{chart.text[slice(*own)]}"
    spans = figure.with_span("lead" if behind else "item", start, end)
    return figure._replace(item=f"{chart.text[start:end]}{behind}", spans=spans)


def _said(figure: Figure, *, across: bool = False) -> Span:
    """What the item says before the number; empty where it says nothing there. `across`: of words that go on behind the
    number those before it too."""
    number, spans = figure.start, figure.spans
    told = [spans[name] for name in _PARTS if name in spans]
    before = [span for span in told if (span[0] if across else span[1] - 1) < number]
    if not before:
        return Span(number, number)
    return Span(min(start for start, _ in before), min(number, max(end for _, end in before)))


def _noun_before(chart: Chart, figure: Figure, said: Span, last: Figure | None) -> int | None:
    """Where the noun counted right before begins, of which what is said goes on: «một trong 5 tuyến đê | trên cả nước
    có 2 cửa»."""
    item = last.spans.get("item") if last is not None else None
    if last is None or item is None or item[0] != last.statement.unit_span[0] or last.statement.unit.kind in MEASURED:
        return None
    goes_on = item[1] + 1 == said.start < said.end and not chart.text[item[1]].strip()
    whole = goes_on and figure.item is not None and figure.item.startswith(chart.text[said.start : said.end])
    return item[0] if whole and _opens_otherwise(chart, said.start) else None


def _lacks_subject(chart: Chart, figure: Figure, said: Span) -> bool:
    """Whether nothing is said of what is measured, or what is said before the number opens with something else than a
    noun, behind a sign; a list of numbers in brackets has no subjects."""
    if figure.item is None:  # «năng suất 16 tấn/ha, tăng | 300 ha» is no yield
        return figure.direction is None or figure.statement.unit.kind in _OF_ANYTHING
    told = figure.statement.unit.kind in MEASURED or figure.direction is not None
    if said.start == said.end or not (told or _counted(chart, figure, said)):
        return False
    if not chart.text.startswith(figure.item.split(ITEM_GAP)[0], said.start):
        return False  # another part of the sentence was put before it
    sign, behind = chart.text[max(0, said.start - 2) : said.start].rstrip()[-1:], chart.text[said.end : figure.start]
    if sign not in (",", ";") or "(" in behind or ":" in behind:
        return False
    if chart.text[said.start].isupper() and ";" in chart.text[said.start - 2 : said.start]:
        return False  # the next member of a list: «…; Nộp ngân sách»
    return _opens_otherwise(chart, said.start)


def _counted(chart: Chart, figure: Figure, said: Span) -> bool:
    """Whether things are told behind the number, and no part of a list before it: not «…; đã tổ chức | 9 lớp», «(tại
    xã Hạ 31, Phủ Tân | 9)»."""
    line = chart.text.rfind("\n", 0, said.start) + 1
    bracket = chart.text.count("(", line, said.start) > chart.text.count(")", line, said.start)
    told = figure.spans.get("item", said)[1] > figure.start
    return told and not bracket and ";" not in chart.text[said.start - 2 : said.start]


def _opens_otherwise(chart: Chart, start: int) -> bool:
    """Whether a verb, a link, an adjunct or a superlative begins here, no noun that begins with one («học | sinh»)."""
    if opens_other(chart, start) or opens_loosely(chart, start):
        return True
    verb = max((node.end for node in chart.at("verb", start)), default=0)
    return verb > max((node.end for type_ in _NOUNS for node in chart.at(type_, start)), default=0)


def _named_before(chart: Chart, left: int, end: int, counted: Mapping[int, bool]) -> int | None:
    """Where the last part of the sentence begins that opens with a noun, or with things counted."""
    for piece in reversed(pieces(chart, left, end)):
        at = next((word.start for word in piece if word.start in counted), None)
        before = () if at is None else stripped(chart, [word for word in piece if word.start < at])
        if at is not None and not (linked_off(chart, before) if counted[at] else before):  # «có | 90 thợ đang học»
            return at
        words = stripped(chart, piece)
        if words and chart.text[words[0].start].isalpha() and not _opens_subjectless(chart, words[0].start):
            return words[0].start
    return None


def _opens_subjectless(chart: Chart, start: int) -> bool:
    return _opens_otherwise(chart, start) or stands_in(chart, start) or speaks(chart, start)
