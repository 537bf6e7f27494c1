"""What stands behind a measured number and tells it from others: what a sum is for («chi 30 triệu đồng | để sửa nhà»),
whose, of what or where a measure is («tiền công 4 triệu đồng | của mẹ», «2 triệu đồng | cho khối mầm non»)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.asides import past_aside
from pipeline.extract.counts.items.clause import SIZES
from pipeline.extract.counts.items.occasions import with_occasion
from pipeline.extract.counts.items.openings import complement_opener, longest, opens_predicate
from pipeline.extract.counts.items.parallel import parallel
from pipeline.extract.counts.items.phrases import Ends, linked, names_measure, right_phrase
from pipeline.extract.counts.items.pieces import Span
from pipeline.extract.counts.items.placing import goes_over, placed
from pipeline.extract.counts.items.predicates import said_until
from pipeline.extract.counts.items.wording import measure_in, words_in
from pipeline.extract.counts.reading.statements import MEASURED
from pipeline.kinds import ITEM_GAP
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.model import SpanPair

_TIMES = ("time_unit", "period", "date", "pointer")
_NUMBERED = re.compile(r" \d+(?: [^\W\d]+ \d+|(?: [^\W\d]+)?(?= ?[,.;()\n]))")  # «cho lớp | 11 và 12»
_QUOTED = re.compile(r' "[^"\n]{2,60}"')
_TOLD_ASIDE = re.compile(r" ?\(([^()\n]{5,60})\)")
_ALONE = frozenset({"length"})  # «cao 40 m | trên mặt nước»
_WHEN = ("end", "time")
_PERCENT = "percent"
_PURPOSE, _NOUN, _OUT = "purpose", "noun", "out"


def with_complements(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures whose item stands before the number, and parallel ones, with the complement that follows it."""
    found: list[Figure] = []
    for index, figure in enumerate(figures):
        last = found[-1] if found else None
        behind = _complement(chart, figure, last, figures[index + 1 : index + 3])
        own = "" if behind is None else chart.text[slice(*behind)]
        if behind is not None and figure.item is not None and not figure.item.endswith(own):
            item = f"{figure.item}{ITEM_GAP}{own}"
            figure = figure._replace(item=item, spans=figure.with_span("complement", *behind))
        figure = _with_place(chart, figure, figures[index + 1 : index + 2])
        right = figures[index + 1].start if index + 1 < len(figures) else len(chart.text)
        found.append(with_occasion(chart, figure, last, right))
    return tuple(found)


def _with_place(chart: Chart, figure: Figure, following: Sequence[Figure]) -> Figure:
    """A figure of a noun with the places or owners that the next one counts, «19 đội | của 6 làng», or with what is
    said of it over the next one: «20 em | theo học 4 lớp nghề»."""
    item = figure.spans.get("item", (0, 0))
    own = (figure.item or "").endswith(chart.text[slice(*item)]) and item[0] == figure.statement.unit_span[0]
    if not own or not any(placed(chart, figure, other) or goes_over(chart, figure, other) for other in following):
        return figure
    end = max(following[0].statement.unit_span[1], following[0].spans.get("item", item)[1])
    if "(" in chart.text[item[1] : end]:  # «19 đội (12 đội của 6 làng)»
        return figure
    words = f"{figure.item}{chart.text[item[1] : end]}"
    return figure._replace(item=words, spans=figure.with_span("item", item[0], end))


def _complement(chart: Chart, figure: Figure, last: Figure | None, following: Sequence[Figure]) -> Span | None:
    """The complement of a figure: its own, or that of the last one, where it says that in other terms."""
    item, kind = figure.spans.get("item"), figure.statement.unit.kind
    measured = item is not None and item[1] <= figure.spans["value"][0]
    measured = measured and item is not None and (kind in MEASURED - _ALONE or _named(chart, item))
    joined = last is not None and parallel(chart, last, figure)
    if measured and (said := _said_of_gloss(chart, figure, following)) is not None:
        return said
    if not (measured or joined or (following and parallel(chart, figure, following[0]))):
        return None
    told = max(figure.end, *(figure.spans.get(name, (0, 0))[1] for name in ("item", "per")))
    aside = _TOLD_ASIDE.match(chart.text, told)
    if measured and aside and chart.at("bracket_opener", aside.start(1)):  # «6 triệu đồng/kỳ (cho hai kỳ đầu)»
        return Span(*aside.span(1))
    start = past_aside(chart, told) + 1
    own = _behind(
        chart, figure, start, min((other.start for other in following if other.start > start), default=len(chart.text))
    )
    if own is not None or last is None or kind == _PERCENT or item is None or item != last.spans.get("item"):
        return own
    shared = last.spans.get("complement", (0, 0))
    near = shared[0] > figure.start or (shared[1] and linked(chart, "same_item", shared[1], figure.start))
    return Span(*shared) if near else None


def _said_of_gloss(chart: Chart, figure: Figure, following: Sequence[Figure]) -> Span | None:
    """What is said of those whose share is told in brackets behind them: «quá nửa số thợ (58%) | muốn đổi nghề»."""
    start, item = figure.statement.unit_span[1] + 1, figure.spans["item"]
    opened = chart.text.startswith("(", figure.start - 1) and chart.text.startswith(") ", start - 1)
    if not opened or figure.statement.unit.kind != "percent" or figure.direction is not None:
        return None
    named = (names_measure(chart, word.start) for word in words_in(chart, Span(*item)))
    if any(node is not None and node.value.get("class") != "count" for node in named):
        return None
    predicate = opens_predicate(chart, start + 1) or chart.at("holder_verb", start + 1)
    if not predicate or chart.at("and_word", start + 1):
        return None
    end = said_until(chart, start, start, following[0].start if following else len(chart.text), share=True)
    return None if end is None else Span(start + 1, end)


def _named(chart: Chart, item: SpanPair) -> bool:
    """Whether an item before the number names the measure: «quãng đường dài 250 km | từ chợ đến đò»."""
    return measure_in(chart, words_in(chart, Span(*item)))


def _behind(chart: Chart, figure: Figure, start: int, right: int) -> Span | None:
    """The complement that opens right behind a number, or behind the bracket that says it again."""
    opener = complement_opener(chart, start)
    if opener is None and _spends(chart, figure):
        return _bought(chart, start)
    if opener is None and figure.statement.unit.kind == _PERCENT and figure.direction is None:
        return _base(chart, start, right)
    if opener is None or _says_when(chart, start, opener):
        return None
    quoted = _QUOTED.match(chart.text, opener.end)
    if quoted:  # «chi 20 tệ cho | "việc làm vườn"»
        return Span(start, quoted.end())
    sort = opener.value.get("is")
    if not sort and figure.statement.unit.kind in SIZES:  # «phòng rộng 50 m2 | với trần cao»
        return None
    phrase = right_phrase(chart, opener.end, right)
    numbered = phrase and _NUMBERED.match(chart.text, phrase.end, right)
    if numbered:
        return Span(start, numbered.end())
    end: int | None = None
    if sort == _PURPOSE:  # «chi 2 tỷ đồng | để mua 10% vốn»
        end = said_until(chart, start, opener.end, len(chart.text), share=True)
    elif sort != _NOUN:
        end = said_until(chart, start, opener.end, right, share=False)
    if end is None and phrase is not None:
        end = _noun_end(chart, phrase)
    return None if end is None else Span(start, end)


def _base(chart: Chart, start: int, right: int) -> Span | None:
    """What a share is of, right behind it: «phí bằng 60% | mức phí của thuyền con», «rút được 20% | số vốn đã góp»."""
    known = names_measure(chart, start) or longest(chart, "level_noun", start) or longest(chart, "unit_word", start)
    if chart.at("time_unit", start) or _of_plan(chart, start):  # «từ 80% | năm 1992»
        return None
    phrase = right_phrase(chart, start, right) if known else None
    end = None if phrase is None else said_until(chart, start, phrase.end, right, share=False)
    return phrase if phrase is None or end is None else Span(start, end)


def _spends(chart: Chart, figure: Figure) -> bool:
    """Whether a sum stands right behind a verb of spending."""
    item = figure.spans.get("item")
    if item is None or item[1] >= figure.start or figure.statement.unit.kind != "money":
        return False
    return item[1] in chart.once(Ends)["spending_verb"]


def _of_plan(chart: Chart, start: int) -> bool:
    """Whether a share is of a plan of which nothing is said: «105% | kế hoạch», not «105% | mục tiêu doanh số»."""
    plans = chart.at("plan_share", start)
    return bool(plans) and not any(names_measure(chart, node.end + 1) for node in plans)


def _bought(chart: Chart, start: int) -> Span | None:
    """What a sum is spent on, told by a verb alone: «chi 2 tỷ đồng | xây nhà», «bỏ 50 triệu đồng | ra mua bò»."""
    outs = (node.end + 1 for node in chart.at("spending_use", start) if node.value.get("is") == _OUT)
    at = max(outs, default=start)
    verb = longest(chart, "clause_verb", at) or longest(chart, "spending_use", at)
    end = None if verb is None else said_until(chart, start, verb.end, len(chart.text), share=True)
    return None if end is None else Span(start, end)


def _noun_end(chart: Chart, phrase: Span) -> int | None:
    """Where a noun phrase ends before what is said of it: «của bố | chỉ đủ ăn»."""
    words = words_in(chart, phrase)
    cut = next((index for index, word in enumerate(words) if longest(chart, "predicate_word", word.start)), len(words))
    return words[cut - 1].end if cut else None


def _says_when(chart: Chart, start: int, opener: Node) -> bool:
    """Whether a complement is a time, or points to something else: «trong năm 2020», «vào hai dịp», «tại đây»."""
    first = opener.end + 1
    behind = (node.end + 1 for node in chart.at("bare_number", first))
    if any(chart.at(name, at) for at in behind for name in ("time_unit", "said_word")):
        return True
    longer = any(node.end > opener.end and node.value.get("is") in _WHEN for node in chart.at("said_word", start))
    numbered = chart.text[first : first + 1].isdigit()
    return longer or numbered or any(chart.at(name, at) for name in _TIMES for at in (start, first))
