"""What is said once of a list and not again of its members: the measure («… với doanh thu 5 tỷ đồng; Hạ Tân với 3 tỷ
đồng», a line «Doanh thu của các chợ:» above), the things of a total («giảm 40 trường, trong đó tiểu học giảm 12%»),
the noun of a share that opens the next sentence («đón 900 thợ mộc. Gần 40% | đến từ Hạ Tân»)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.heads import of_person
from pipeline.extract.counts.items.openings import opens_predicate
from pipeline.extract.counts.items.openness import OTHER, SHORT, general
from pipeline.extract.counts.items.phrases import left_phrase, names_measure
from pipeline.extract.counts.items.pieces import Span
from pipeline.extract.counts.items.wording import measure_in, words_in
from pipeline.extract.counts.reading.statements import MEASURED
from pipeline.kinds import ITEM_GAP
from pipeline.match.chart import Chart
from pipeline.text.segment import Segment

MOST_LINES = 12  # of a list
LONGEST_MEMBER = 6  # words of a member with the word that joins it to its number
LONGEST_NUMBER = 4  # characters of the number of a line: «12.»
LONGEST_JOIN = 2  # characters between «trong đó» and its number: «, »
LONGEST_HEAD = 90  # characters before the colon of a list
_SIGNS = frozenset(".,;:()")
_JOINED = re.compile(r"[;,]? ")
_Figures = Sequence[Figure]


def measure_of_list(chart: Chart, segments: Sequence[Segment], figure: Figure, last: Figure | None) -> Span | None:
    """The measure that the first member of a list names, or the line that announces it."""
    if last is not None and _goes_on(chart, figure, last):
        carried = last.spans.get("topic")
        if carried is not None:
            return Span(*carried) if names_measure(chart, carried[0]) is not None else None
        named = left_phrase(chart, last.start, segments[last.statement.segment].start)
        return None if named is None else measure_named(chart, named)
    return None


def head_of_prices(chart: Chart, segment: Segment, figure: Figure, last: Figure | None) -> Span | None:
    """What the prices of a list are, as said once before its colon, for the first one and for members named before
    their numbers: «Phí áp dụng: | 9 đồng/kg với chè xanh; chè đen là | 8 đồng/kg»."""
    item = figure.spans.get("item")
    if item is None or figure.per is None or figure.statement.unit.kind != "money" or item[1] > figure.start:
        return None
    if names_measure(chart, item[0]) is not None:
        return None
    colon: int | None = item[1] if chart.text[item[1] : figure.start] == ": " else item[0] - 2
    if colon is not None and chart.text[colon] != ":":
        colon = _colon_before(chart, figure, last)
    if colon is None or not 0 < colon - segment.start <= LONGEST_HEAD:
        return None
    words = words_in(chart, Span(segment.start, colon))
    told = measure_in(chart, words) or any(chart.at("spending_verb", word.start) for word in words)
    return Span(segment.start, colon) if told else None


def _colon_before(chart: Chart, figure: Figure, last: Figure | None) -> int | None:
    """The colon of the list in which a figure stands next after another."""
    if last is None or last.statement.segment != figure.statement.segment or last.per is None:
        return None
    between = chart.text[last.end : figure.spans["item"][0]]
    head = last.spans.get("topic", last.spans.get("item", (0, 0)))
    listed = between.endswith((", ", "; ")) and not _SIGNS.intersection(between[:-2])
    return head[1] if listed and head[1] <= last.start and chart.text.startswith(":", head[1]) else None


def _goes_on(chart: Chart, figure: Figure, last: Figure) -> bool:
    """Whether nothing but a name stands between two figures of one kind: «; Hạ Tân với»."""
    if last.statement.segment != figure.statement.segment or last.unit != figure.unit or figure.direction is not None:
        return False
    joined = _JOINED.match(chart.text, last.end)
    start = max((node.end + 1 for node in chart.at("and_word", joined.end())), default=joined.end()) if joined else 0
    if start >= figure.start or start <= last.end + 1 or not chart.text[start].isupper():
        return False
    words = words_in(chart, Span(start, figure.start))
    return len(words) <= LONGEST_MEMBER and not any(
        opens_predicate(chart, word.start) or names_measure(chart, word.start) for word in words[:-1]
    )


def measure_above(chart: Chart, segments: Sequence[Segment], figure: Figure) -> Span | None:
    """The measure of a sum in a list of lines, that the line above the list names, or the sentence before that."""
    here = figure.statement.segment
    for at in range(here - 1, max(-1, here - 1 - MOST_LINES), -1):
        segment = segments[at]
        if segment.line == segments[at + 1].line and segment.end - segment.start > LONGEST_NUMBER:
            return None
        if chart.text[segment.start : segment.end].rstrip().endswith(":"):
            before = segments[at - 1] if at and segments[at - 1].line == segment.line else segment
            return _last_measure(chart, segment) or _last_measure(chart, before)
    return None


def _last_measure(chart: Chart, segment: Segment) -> Span | None:
    nodes = chart.nodes("measure_noun")
    for at in range(bisect_left(nodes, segment.end, key=lambda node: node.start) - 1, -1, -1):
        if nodes[at].start < segment.start:
            return None
        named = names_measure(chart, nodes[at].start)
        if named is not None and named.value.get("class") == "money":
            return measure_named(chart, Span(named.start, segment.end))
    return None


def measure_named(chart: Chart, phrase: Span) -> Span | None:
    """The name of a measure with what kind it is, but not whose: «khối lượng bán ra | của Hạ Tân»."""
    named = names_measure(chart, phrase.start)
    if named is None:
        return None
    until = named.end
    for word in words_in(chart, Span(named.end, phrase.end)):
        ends = any(chart.at(name, word.start) for name in ("place_opener", "predicate_word", "clause_word"))
        named_so = chart.text[word.start].islower() or names_measure(chart, word.start) is not None  # «quy mô GDP»
        if word.start != until + 1 or ends or not named_so:
            break
        until = word.end
    return Span(named.start, until)


def things_of_total(chart: Chart, figure: Figure, found: _Figures) -> Span | None:
    """The things of which a total was said to change, for a share by which a part of them does."""
    item = figure.spans.get("item")
    if figure.statement.unit.kind != "percent" or figure.direction is None or item is None:
        return None
    words = words_in(chart, Span(*item))
    if not figure.indicator.startswith(OTHER) or not 0 < len(words) <= SHORT or measure_in(chart, words):
        return None
    for other in reversed(found):
        if other.statement.segment != figure.statement.segment:
            return None
        if other.statement.unit.kind not in MEASURED:
            parts = any(other.end <= node.start < item[0] for node in chart.nodes("part_link"))
            told = other.spans.get("item", other.statement.unit_span)
            return Span(*told) if parts and other.direction is not None else None
    return None


def of_kind(chart: Chart, figure: Figure, last: Figure | None) -> Span | None:
    """What is told of one kind before another: «bán vải nhỏ với giá 3.000 đồng/kg, loại to | 5.000 đồng/kg»."""
    item = figure.spans["item"]
    if last is None or "item" not in last.spans or last.statement.segment != figure.statement.segment:
        return None
    start = min(item[0], figure.spans.get("subject", item)[0])
    if last.unit != figure.unit or item[1] > figure.start or not chart.at("kind_noun", start) or start < last.end:
        return None
    told = last.spans["item"]
    return Span(min(told[0], last.spans.get("subject", told)[0]), told[1]) if told[1] <= last.start else None


def priced(chart: Chart, figure: Figure, last: Figure | None) -> Span | None:
    """The goods counted before a price that is told of no goods: «tồn 500 tấn củ sen, giá bán tại chỗ | 2.000
    đồng/kg»."""
    goods = None if last is None else last.spans.get("item")
    if last is None or goods is None or figure.per is None or figure.statement.unit.kind != "money":
        return None
    unit, near = last.statement.unit, figure.statement.segment - last.statement.segment <= 1
    weighed = unit.kind == "weight" and goods[0] > last.statement.unit_span[0]
    base = figure.spans.get("per", (0, 0))[0]
    by_weight = any(node.value.get("class") == "weight" for node in chart.at("unit_word", base))
    return Span(*goods) if near and ((weighed and by_weight) or figure.per == unit.word) else None


def with_shared_noun(chart: Chart, figure: Figure, last: Figure) -> Figure | None:
    """A share of which only the predicate is told as one of what the sentence before counts at its end."""
    item, thing = figure.spans.get("item"), last.spans.get("item")
    if figure.statement.unit.kind != "percent" or figure.direction is not None or item is None or thing is None:
        return None
    said = opens_predicate(chart, item[0]) or ("subject" in figure.spans and not of_person(chart, Span(*item)))
    if item[0] != figure.statement.unit_span[1] + 1 or not said:
        return None
    apart = figure.statement.segment - last.statement.segment
    if apart != 1 or not _behind(chart, max(thing[1], last.end), figure):
        return None
    if last.statement.unit.kind == "percent":
        noun = last.spans.get("topic")
    else:
        noun = thing if last.statement.unit.kind not in MEASURED and thing[0] >= last.statement.unit_span[0] else None
    if noun is None:
        return None
    told = last.item if noun == last.statement.unit_span and general(chart, noun) else chart.text[slice(*noun)]
    text = f"{told}{ITEM_GAP}{chart.text[slice(*item)]}"
    spans = {name: span for name, span in figure.spans.items() if name != "subject"}
    return figure._replace(item=text, spans={**spans, "topic": noun})


def _behind(chart: Chart, end: int, figure: Figure) -> bool:
    """Whether a share opens a sentence right behind the one that ends with the things counted: «… đón 900 người. Gần
    40% | đến từ Hạ Tân», or one that picks from them: «Trong đó, 40% …»."""
    if "\n" in chart.text[end : figure.start]:
        return False
    if chart.text[end : figure.start] in (". ", ") "):
        return True
    stop = chart.text.rfind(". ", end, figure.start) + 2
    links = (node.end for node in chart.at("part_link", stop) if node.end <= figure.start)
    return stop > 1 and max(links, default=0) >= figure.start - LONGEST_JOIN
