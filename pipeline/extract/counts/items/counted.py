"""What a figure counts: the noun phrase after its unit, or the measure named before it."""

from __future__ import annotations

import re

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.openings import longest
from pipeline.extract.counts.items.phrases import Ends, left_phrase, linked, names_measure, right_phrase
from pipeline.extract.counts.items.pieces import Span
from pipeline.extract.counts.items.wording import dated, undated
from pipeline.extract.counts.reading.statements import ELIDED
from pipeline.match.chart import Chart

ITEM_WORD = re.compile(r" ?([^\s,.;:!?()\"\n]+)")
_GENERIC = frozenset({"turn", "case", "event", "times"})
_OF_A_THING = frozenset({"percent", "weight", "volume", "area"})  # measures that the thing measured follows
_FRONTS = (", ", ": ", ") ")
_SIGNS = frozenset(",.;:()\n")
_OF_ONE = ("percent", "times")  # what a change of anything is told in
_MEASURES = frozenset(
    {
        ELIDED,
        "money",
        "percent",
        "length",
        "area",
        "volume",
        "weight",
        "energy",
        "score",
        "times",
        "rate",
        "temperature",
    }
)


def with_item(chart: Chart, figure: Figure, left: int, right: int, last: Figure | None) -> Figure:
    """The figure with the phrase that says what it counts; `left` and `right` are the bounds of its clause, `last` the
    figure before it in the text."""
    span = (
        _measured(chart, figure, left, right, last) if _measures(figure) else _counted(chart, figure, left, right, last)
    )
    if span is None:
        return figure
    return figure._replace(item=chart.text[span[0] : span[1]], spans=figure.with_span("item", *span))


def _measures(figure: Figure) -> bool:
    return figure.statement.unit.kind in _MEASURES


def _counted(chart: Chart, figure: Figure, left: int, right: int, last: Figure | None) -> tuple[int, int]:
    """The counted noun with what goes on after it. Where nothing does, what a general noun is said of («khiếu nại 5
    đơn»), or the amount that the clause is about («số lao động có việc làm là 640 người»)."""
    start, end = figure.statement.unit_span
    tail = right_phrase(chart, end, right)
    if tail is not None:
        return start, tail[1]
    before = left_phrase(chart, figure.start, left)
    if before is None or _placed(chart, figure, last):
        return start, end
    named = names_measure(chart, before[0])
    if named is None or named.value.get("class") == "quantity":
        return before if _general(chart, figure) else (start, end)
    return (
        before
        if named.value.get("class") == "count" and (before[1] > named.end or _said(chart, figure, before[1]))
        else (start, end)
    )


def _placed(chart: Chart, figure: Figure, last: Figure | None) -> bool:
    """Whether but the place of the last figure stands between two of a kind: «5 ca ở Hạ Tân, | 3 ca ở Trung Tân»."""
    if last is None or last.unit != figure.unit:
        return False
    between = chart.text[last.end : figure.start]
    return between.count(",") == 1 and between.endswith(", ") and bool(chart.at("place_opener", last.end + 1))


def _general(chart: Chart, figure: Figure) -> bool:
    """Whether a noun says only that something is counted («khiếu nại | 5 đơn»), and nothing is said of it behind."""
    unit = figure.statement.unit
    told = chart.at("predicate_word", figure.statement.unit_span[1] + 1)
    return unit.kind in _GENERIC and " " not in unit.word and not told


def _said(chart: Chart, figure: Figure, end: int) -> bool:
    """Whether what ends at `end` is said to be, reach or change by the number."""
    return figure.direction is not None or bool(chart.between("predicate_word", end, figure.start))


def _measured(chart: Chart, figure: Figure, left: int, right: int, last: Figure | None) -> tuple[int, int] | None:
    """What a measure is the measure of: the noun before the number that names it; of a share what stands right after
    it («72% phụ nữ», «thu về 2.040 tỷ đồng lợi nhuận»); the same as the figure before it, where this one only says
    that in other terms; else the verb before the number with its object."""
    kind = figure.statement.unit.kind
    if kind == "money" and held(chart, figure) and chart.at("done_word", figure.statement.unit_span[1] + 1):
        return None  # «sáng nay đã có 9 tỷ đồng | được rót vào sàn»
    same = _same(chart, figure, last)
    after = _noun_after(chart, figure, right)
    before = (
        None
        if same or _opens(chart, figure, after) or _told_of(chart, last, figure)
        else left_phrase(chart, figure.start, left)
    )
    named = after is not None and names_measure(chart, after[0]) is not None
    if named and kind == "money":
        return after
    if before is not None and _sized(chart, figure):
        return before
    name = before and names_measure(chart, before[0])
    bare = name and name.value.get("class") == "rate" and before == (name.start, name.end)
    bare = bare or held(chart, figure)
    if name and not (bare and after and kind == "percent"):  # «tỷ trọng 12% tổng dư nợ»
        return before
    priced = kind == "money" and "/" in figure.unit  # «10.000 đồng/kg lá tre»
    named = named and kind != "times"  # «định giá gấp 3 lần | giá trị sổ sách»
    if after is not None and (named or priced or kind in _OF_A_THING or _bought(chart, kind, after[0])):
        return after
    return before or same or after


def _opens(chart: Chart, figure: Figure, after: tuple[int, int] | None) -> bool:
    """Whether a share or a sum opens its part of the sentence, with what it is of right behind: «theo số thợ ra nghề,
    87% | các em có việc», «chi 3 triệu đồng tiền xăng và phí, 1 triệu đồng | mua vé»."""
    joined = chart.text[figure.start - 2 : figure.start] in _FRONTS or _and(chart, figure)
    if after is None or figure.direction is not None or not joined:
        return False
    if figure.statement.unit.kind == "percent":
        return bool(
            chart.at("plural_word", after[0]) or chart.at("unit_word", after[0]) or chart.at("holder_verb", after[0])
        )
    verbs = ("clause_verb", "spending_use")
    return figure.statement.unit.kind == "money" and any(longest(chart, name, after[0]) for name in verbs)


def _and(chart: Chart, figure: Figure) -> bool:
    """Whether a word joins a sum to what stands before it: «chi 3 triệu đồng mua vải và | 1 triệu đồng mua chỉ»."""
    return figure.statement.unit.kind == "money" and _right_before(chart, "and_word", figure)


def _told_of(chart: Chart, last: Figure | None, figure: Figure) -> bool:
    """Whether the words between two sums of a list are told of the first: «2 triệu đồng tiền xe và phí đò, | 90.000
    đồng mua nón»."""
    item = (0, 0) if last is None else last.spans.get("item", (0, 0))
    if last is None or item[0] != last.statement.unit_span[1] + 1 or figure.direction is not None:
        return False
    between = chart.text[last.end : figure.start]
    listed = between.endswith(", ") and not _SIGNS.intersection(between[:-2])
    return listed and last.unit == figure.unit and figure.statement.unit.kind == "money"


def held(chart: Chart, figure: Figure) -> bool:
    """Whether a verb of having stands before the number: «hội ước tính có | 10% thợ bỏ nghề»."""
    return _right_before(chart, "having_verb", figure)


def _sized(chart: Chart, figure: Figure) -> bool:
    """Whether a word of size stands before the number: what stands behind it is not measured."""
    return _right_before(chart, "extent_word", figure)


def _right_before(chart: Chart, lexicon: str, figure: Figure) -> bool:
    """Whether a word of a lexicon, or a few, stand right before the number."""
    start = figure.start
    return start - 1 in chart.once(Ends)[lexicon] and chart.text[start - 1] != "\n"


def _bought(chart: Chart, kind: str, start: int) -> bool:
    """Whether a thing stands right behind what is paid for it, or ground behind its length."""
    if kind == "money":
        return any(node.value.get("class") == "thing" for node in chart.at("unit_word", start))
    return kind == "length" and bool(chart.at("area_noun", start))


def _noun_after(chart: Chart, figure: Figure, right: int) -> tuple[int, int] | None:
    """The phrase behind a measure, if it can be what is measured: not «lên», «mỗi», «so với», nor a plan."""
    end = figure.statement.unit_span[1]
    start = end + 1 if chart.text.startswith(" ", end) else end
    if chart.at("item_never", start) or chart.at("plan_share", start) or chart.at("time_unit", start):
        return None
    openers = chart.at("unit_opener", start)
    after = right_phrase(chart, max((opener.end for opener in openers), default=start), right)
    return after and (start, after[1])


def _same(chart: Chart, figure: Figure, last: Figure | None) -> tuple[int, int] | None:
    """What the last figure counts, where nothing but «, tăng», «lên», «tương ứng», a bracket stands between."""
    if last is None or last.item is None or last.statement.segment != figure.statement.segment:
        return None
    item = last.spans["item"]
    end = max(last.end, item[1], last.spans.get("baseline", item)[1])
    between = chart.lower[end : figure.start]
    if end > figure.start or not linked(chart, "same_item", end, figure.start):
        return None
    kind = figure.statement.unit.kind
    alike = last.unit == figure.unit or (figure.direction is not None and kind in (*_OF_ONE, last.statement.unit.kind))
    if not alike and not between.strip(" ,-").strip():
        return None
    return undated(chart, Span(*item)) if dated(chart, figure.statement.unit_span[1] + 1) else item
