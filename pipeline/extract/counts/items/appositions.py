"""Items that begin with an apposition, with the name that it explains: «Quỹ Hoa Sen - | đơn vị đã góp 5 tỷ đồng», «trên
T-Hub, | một trong những chợ lớn nhất, là 2 USD»; within a name that holds a dash: «Sở Văn hóa - | Thông tin»; with the
clause that tells of a noun: «công ty mà | Hạ Sơn sở hữu 60%»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.openings import longest, opens_adjunct
from pipeline.extract.counts.items.phrases import names_measure
from pipeline.extract.counts.items.pieces import Span
from pipeline.extract.counts.items.wording import stripped
from pipeline.match.chart import Chart

LONGEST_HEAD = 12  # words
_REACH = 120  # characters
_DASH, _COMMA = " - ", ", "
_SIGN = re.compile(r"[,.;:!?](?=\s)|[()\"\n]")
_WORD = re.compile(r"\S+")
_VERBS = ("verb", "share_verb", "owner_verb")
_STOPS = ("clause_word", "predicate_word", "clause_verb", "owner_verb", "member_opener", "lead_edge")


def with_heads(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures, of which those told by an apposition are told with what it explains."""
    return tuple(_headed(chart, figure) for figure in figures)


def _headed(chart: Chart, figure: Figure) -> Figure:
    name = next((name for name in ("subject", "lead") if name in figure.spans), "item")
    span = figure.spans.get(name)
    if span is None or figure.item is None or span[0] >= figure.start or span[0] < len(_DASH):
        return figure
    first = chart.text[span[0] : span[0] + 1]
    if not figure.item.startswith(first):
        return figure
    start = _told_of(chart, Span(*span))
    head = _head(chart, start)
    start = start if head is None else head.start
    if start == span[0]:
        return figure
    item = f"{chart.text[start : span[0]]}{figure.item}"
    return figure._replace(item=item, spans=figure.with_span(name, start, span[1]))


def _told_of(chart: Chart, clause: Span) -> int:
    """Where the noun begins of which a clause tells who has or does it; where the clause begins if there is none."""
    opener = next(iter(chart.word_starts_before(clause.start, 1)), 0)
    behind_sign = not chart.text[opener - 2 : opener - 1].isalnum()  # «giá lên hay xuống, mà | mỗi nơi một khác»
    if behind_sign or not chart.at("relative_opener", opener) or not _does(chart, clause):
        return clause.start
    rest = _noun_before(chart, opener - 1)
    return rest.start if rest is not None else clause.start


def _does(chart: Chart, clause: Span) -> bool:
    """Whether a verb stands behind the first word of a clause."""
    words = (word.start() for word in _WORD.finditer(chart.text, clause.start + 1, clause.end))
    return any(chart.text[at].islower() and any(chart.at(type_, at) for type_ in _VERBS) for at in words)


def _head(chart: Chart, start: int) -> Span | None:
    """What an apposition that begins at `start` explains."""
    if chart.text[start - len(_DASH) : start] == _DASH:
        end = start - len(_DASH)
    elif chart.text[start - len(_COMMA) : start] == _COMMA and chart.at("apposition_opener", start):
        end = start - len(_COMMA)
    else:
        return None
    return _noun_before(chart, end, named=start - end == len(_COMMA))


def _noun_before(chart: Chart, end: int, *, named: bool = False) -> Span | None:
    """The noun phrase that ends there, or before a bracket that ends there; `named`: with a name."""
    end = chart.text.rfind(" (", 0, end) if chart.text[end - 1] == ")" else end
    reach = max(0, end - _REACH)
    signs = (sign for sign in _SIGN.finditer(chart.text, reach, end) if not chart.stops.goes_on(sign.start()))
    floor = max((sign.end() for sign in signs), default=reach)
    words = [Span(*word.span()) for word in _WORD.finditer(chart.text, floor, end)]
    if not words or (named and not _named(chart, words)):
        return None
    rest = _after_stop(chart, stripped(chart, words))
    whole = 0 < len(rest) <= LONGEST_HEAD and chart.text[rest[-1].start].isalpha()
    return Span(rest[0].start, end) if whole and not chart.at("time_unit", rest[0].start) else None


def _named(chart: Chart, words: Sequence[Span]) -> bool:
    """Whether words end with a name, and are no adjunct: not «Theo Hội Chè, | một nhóm …»."""
    return chart.text[words[-1].start].isupper() and not opens_adjunct(chart, words[0].start)


def _after_stop(chart: Chart, words: Sequence[Span]) -> Sequence[Span]:
    """The measure named among the words and what follows it; else what follows the last verb or link."""
    measure = next((index for index, word in enumerate(words) if names_measure(chart, word.start)), None)
    if measure is not None:
        return words[measure:]
    told = max((word.end for word in words if chart.text[word.start].isdigit()), default=len(chart.text))
    plain = [
        word
        for word in words[:-1]
        if chart.text[word.start].islower() and (word.start > told or not opens_adjunct(chart, word.start))
    ]
    stops = (node.end for word in plain for name in _STOPS if (node := longest(chart, name, word.start)))
    cut = max(stops, default=0)
    return [word for word in words if word.start >= cut]
