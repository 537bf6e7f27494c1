"""What is done so many times, told behind the number: «đã qua 9 lần | phẫu thuật», «Hạ 4 lần | dự thi, Trung 2 lần»."""

from __future__ import annotations

import re

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.openings import longest, opens_adjunct
from pipeline.extract.counts.items.phrases import linked_off, right_phrase
from pipeline.extract.counts.items.pieces import Span
from pipeline.extract.counts.items.wording import spanned, words_in
from pipeline.kinds import ITEM_GAP
from pipeline.match.chart import Chart

_QUOTED = re.compile(r' "[^"\n]{2,40}"')
LONGEST_HOLDER = 40  # characters from what one did so many times to the next number


def with_occasion(chart: Chart, figure: Figure, last: Figure | None, right: int) -> Figure:
    """A number of times whose item stands before it, with what is done: told behind it, or behind the one before."""
    item = figure.spans.get("item")
    if not _counts(figure) or item is None or item[1] > figure.start or figure.item is None:
        return figure
    near = last is not None and last.unit == figure.unit and last.statement.segment == figure.statement.segment
    told = _told(last) if near and last is not None else None
    own = figure.item
    start = min(item[0], figure.spans.get("subject", item)[0])
    if told is not None and start < told.end <= figure.start and told.start < item[1]:  # «7 lần tăng, | 1 lần xả kho»
        own = chart.text[told.end : item[1]].strip(" ,") if item[1] > told.end else ""
    done = _behind(chart, figure, right)
    if done is None and near and last is not None and _holds(figure, last, own):
        taken = told is not None and told.start < last.start  # the last one has it from another
        done = told if taken else _predicate(chart, last) or told
    if done is None or own.endswith(chart.text[slice(*done)]):
        return figure._replace(item=own or figure.item)
    text = chart.text[slice(*done)]
    words, name = (f"{own}{ITEM_GAP}{text}", "complement") if own else (text, "item")
    return figure._replace(item=words, spans=figure.with_span(name, *done))


def _counts(figure: Figure) -> bool:
    """Whether a figure tells how often something happens, and compares nothing."""
    compared = figure.direction is not None or figure.baseline is not None or figure.per is not None
    return figure.statement.unit.kind == "times" and not compared and figure.statement.node.slot("change") is None


def _told(last: Figure) -> Span | None:
    """What the last figure says is done, behind its number or behind one before it."""
    done, item = last.spans.get("complement"), last.spans.get("item", (0, 0))
    return Span(*(done or item)) if done is not None or item[0] > last.start else None


def _predicate(chart: Chart, last: Figure) -> Span | None:
    """What the holder of the last figure is said before its number to do so often: «Hạ | vô địch sau 4 lần dự thi»."""
    item = last.spans.get("item", (0, 0))
    words = words_in(chart, Span(*item)) if item[1] <= last.start else ()
    verbs = (at for at, word in enumerate(words) if at and chart.text[word.start].islower() and _verb(chart, word))
    at = next(verbs, 0)
    rest = linked_off(chart, words[at:]) if at else ()
    while rest and longest(chart, "clause_word", rest[-1].start):
        rest = rest[:-1]
    return spanned(chart, rest, measured=False)


def _verb(chart: Chart, word: Span) -> bool:
    return any(longest(chart, type_, word.start) for type_ in ("verb", "owner_verb", "clause_verb"))


def _holds(figure: Figure, last: Figure, own: str) -> bool:
    """Whether a number of times is that of another who did the same («Hạ 4 lần dự thi, | Trung 2 lần»), or the same."""
    name = own.split()[-1:]
    named = bool(name) and name[0][0].isupper() and figure.start - last.end <= LONGEST_HOLDER
    return named or figure.item == last.item


def _behind(chart: Chart, figure: Figure, right: int) -> Span | None:
    """What goes right on behind the number; no manner («liên tiếp»), time or adjunct."""
    start = figure.statement.unit_span[1]
    quoted = _QUOTED.match(chart.text, start, right)  # «20 lần | "lội suối" mở đường»
    phrase = right_phrase(chart, quoted.end() if quoted else start, right)
    if quoted:
        return Span(start + 1, phrase.end if phrase is not None else quoted.end())
    if phrase is None or any(
        chart.at(name, phrase.start) for name in ("occasion_manner", "time_unit", "period", "date")
    ):
        return None
    words = words_in(chart, phrase)
    cut = next((at for at, word in enumerate(words) if chart.at("occasion_manner", word.start)), len(words))
    whole = not opens_adjunct(chart, phrase.start) and chart.text[phrase.start].isalpha()
    return Span(phrase.start, words[cut - 1].end) if whole and phrase.start == start + 1 else None
