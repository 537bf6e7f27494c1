"""The condition that a sentence opens with, which belongs to what is said of it: «Nếu trả một lần, giá rẻ hơn | 5%»."""

from __future__ import annotations

import re

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.openings import longest
from pipeline.extract.counts.items.pieces import Span
from pipeline.extract.counts.items.wording import words_in
from pipeline.kinds import ITEM_GAP
from pipeline.match.chart import Chart

LONGEST = 14  # words of a condition
_NEAR = 7  # characters that may part it from what is said: « thì », «, »
_SIGN = re.compile(r"[,;:.](?=\s)")
_END = re.compile(r"[,;:.](?=\s)|[()\"“”\n]")


def condition_of(chart: Chart, left: int, said: Span) -> Span | None:
    """The condition that stands before what an item says (`said`); none that tells a time or a number. `left`: where
    the sentence begins."""
    opener = next(iter(chart.between("if_word", left, said.start)[::-1]), None)
    if opener is None or longest(chart, "if_word", opener.start) is not opener:
        return None
    if opener.start > left and chart.text[max(left, opener.start - 2) : opener.start].rstrip()[-1:].isalnum():
        return None  # «giá 5 triệu nếu mua lẻ, 4 triệu …»
    if said.start > opener.start and ";" in chart.text[opener.start : said.start]:
        return None
    end = _end(chart, opener.end, said.start)
    if end is None and said.start == said.end:
        return None
    condition = Span(opener.start, len(chart.text[: said.start if end is None else end].rstrip(" ,")))
    words = words_in(chart, condition)
    if len(words) > LONGEST or any(map(str.isdigit, chart.text[slice(*condition)])):
        return None
    return condition


def _end(chart: Chart, start: int, most: int) -> int | None:
    """Where the condition ends that goes on at `start`: at «thì», else at a sign."""
    then = next(iter(chart.between("then_word", start, most)), None)
    sign = _END.search(chart.text, start, most) if then is None else None
    return then.start if then is not None else sign and sign.start()


def with_condition(chart: Chart, condition: Span, figure: Figure, said: Span) -> Figure:
    """The figure with a condition before what its item says (`said`), and behind the topic it has already."""
    topic = figure.spans.get("topic")
    front = "" if topic is None else chart.text[slice(*topic)] + ITEM_GAP
    item = figure.item or ""
    if not item.startswith(front) or chart.text[slice(*condition)] in item:
        return figure
    rest = item[len(front) :]
    between = chart.text[condition.end : said.start]
    says = said.start < said.end
    if says and said.start <= condition.end and rest.startswith(chart.text[said.start : condition.end]):
        return figure._replace(item=f"{front}{chart.text[condition.start : said.start]}{rest}")
    near = says and rest.startswith(chart.text[slice(*said)]) and len(between) <= _NEAR
    if not near and _SIGN.search(between, 1) is not None:
        return figure  # another clause: «nếu bán tại vườn thì được 5 triệu, còn đem ra chợ …»
    return figure._replace(item=f"{front}{chart.text[slice(*condition)]}{between if near else ITEM_GAP}{rest}")
