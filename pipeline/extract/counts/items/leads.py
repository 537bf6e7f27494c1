"""The leads of the figures of a text: what stands before each in its clause, or is taken from the figure before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.clauses import Clauses
from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.clause import LISTED, SIZES, Lead, lead_in, words_said
from pipeline.extract.counts.items.coordinations import (
    labelled,
    opens_other,
    with_next,
)
from pipeline.extract.counts.items.openings import longest
from pipeline.extract.counts.items.owners import bare_measure
from pipeline.extract.counts.items.parallel import parallel
from pipeline.extract.counts.items.phrases import linked_off, names_measure
from pipeline.extract.counts.items.pieces import Span
from pipeline.extract.counts.items.placing import parts_counted, placed, told_until
from pipeline.extract.counts.items.wording import dated, measure_in, spanned, undated, words_in
from pipeline.extract.counts.reading.statements import MEASURED
from pipeline.extract.counts.words import CountWords
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.text.segment import Segment

_OF_ANYTHING = ("percent", "times")
_IN_WORD = re.compile(r"/\w+")
_Words = Sequence[Span]


class Leads(dict[int, Lead]):
    """The leads of the figures of a text by their number, each found when it is first asked for. A subject that is not
    said again is that of the figure before it in the sentence; the next member of a list has the lead of the last."""

    def __init__(self, chart: Chart, segments: Sequence[Segment], figures: Sequence[Figure]) -> None:
        self._chart, self._segments, self._figures = chart, segments, figures
        self._clauses = Clauses(chart, ".;:!?")

    def __missing__(self, number: int) -> Lead:
        chart, figure = self._chart, self._figures[number]
        floor = self._floor(figure)
        last = self._figures[number - 1] if number else None
        if last is None or last.statement.segment != figure.statement.segment:
            lead = lead_in(chart, figure, floor)
        elif parts_counted(chart, last, figure):
            lead = self[number - 1]._replace(thing=Span(*last.spans["item"]))
        elif chart.text[told_until(last) : figure.start] == " " and _goes_on(chart, last, figure):
            lead = self._behind(number)
        elif _follows(chart, last, figure):
            lead = self[number - 1]
            if lead.said is not None and dated(chart, figure.statement.unit_span[1] + 1):
                lead = lead._replace(said=undated(chart, lead.said))
            if lead.thing is not None and last.statement.unit.kind != figure.statement.unit.kind:
                lead = lead._replace(thing=None)
            if "(" not in chart.text[told_until(last) : figure.start] and last.statement.unit.kind in MEASURED:
                lead = lead if figure.statement.unit.kind in MEASURED else _without_measure(chart, lead)
        else:
            until = told_until(last)
            told = _word_end(chart, until if until <= figure.start else last.end, figure.start)
            lead = lead_in(chart, figure, max(floor, told), follows=told >= floor)
            if lead.said is None and _goes_on(chart, last, figure):
                lead = self._behind(number)
            goes_on = lead.said is not None and lead.said.start == told + 1  # «5% vốn | cho 40 người»
            if goes_on or not _has_subject(chart, lead) or _sized_again(chart, lead, last, figure):
                lead = _with_topic(chart, lead, self[number - 1], last, figure)
        self[number] = lead
        return lead

    def _behind(self, number: int) -> Lead:
        """The lead of a figure that the things counted before it go on to."""
        last, figure = self._figures[number - 1 : number + 1]
        words = words_in(self._chart, Span(last.spans["item"][0], figure.start))
        return Lead(words_said(self._chart, figure, words), self[number - 1].said, links=False)

    def _floor(self, figure: Figure) -> int:
        """Where the clause of a figure begins; a bracket closed before it is passed over with the signs within, and the
        colon right before it: «thợ học việc: | 20 người»."""
        start = self._segments[figure.statement.segment].start
        floor = self._clauses.start(figure.start, start)
        colon = self._chart.text.rfind(":", start, figure.start)
        if colon >= 0 and not self._chart.text[colon + 1 : figure.start].strip():
            floor = self._clauses.start(colon, start)
        closed = self._chart.text.find(")", floor, figure.start)
        opened = self._chart.text.rfind("(", start, floor)
        if closed < 0 or opened < 0 or "(" in self._chart.text[floor:closed]:
            return floor
        return self._clauses.start(opened, start)


def _word_end(chart: Chart, end: int, most: int) -> int:
    """Where the word ends in which a figure does: «40 m3 | /h»."""
    part = _IN_WORD.match(chart.text, end, most)
    return end if part is None else part.end()


def _follows(chart: Chart, last: Figure, figure: Figure) -> bool:
    """Whether a figure has the lead of the last one: in a list, beside it, or as the place of what that one counts."""
    listed = _listed(chart, told_until(last), figure)
    return listed or parallel(chart, last, figure) or placed(chart, last, figure) is not None


def _unmeasured(chart: Chart, words: _Words) -> _Words:
    """The words before the measure that is named among them, which no things and no other measure are of: «sản lượng
    cám đạt 5 tấn, | 30 con bò»."""
    named = next((at for at, word in enumerate(words) if names_measure(chart, word.start) is not None), len(words))
    return words[:named]


def _without_measure(chart: Chart, lead: Lead) -> Lead:
    """A lead without the measure that it names, if it names one."""
    words = words_in(chart, lead.said) if lead.said is not None else ()
    rest = _unmeasured(chart, words)
    if len(rest) == len(words):
        return lead
    return lead._replace(said=Span(rest[0].start, rest[-1].end) if rest else None)


def _new_member(chart: Chart, last: int, start: int) -> bool:
    """Whether another member of a list begins here, behind a semicolon: «…; Nộp ngân sách», «…; huy động vốn»."""
    if ";" not in chart.text[last:start]:
        return False
    return chart.text[start].isupper() or names_measure(chart, start) is not None


def _listed(chart: Chart, told: int, figure: Figure) -> bool:
    """Whether the figure follows the last one as the next member of a list."""
    joined = chart.text[told : figure.start].strip(" ,()")
    near = figure.direction is None and figure.start - told <= LISTED
    return near and (not joined or joined in chart.grammar.book.once(CountWords.of).ands)


def _has_subject(chart: Chart, lead: Lead) -> bool:
    if lead.said is None or lead.subject is not None:
        return lead.subject is not None
    start = lead.said.start
    loose = chart.at("each_word", start) or opens_other(chart, start) or bare_measure(chart, *lead.said)
    return not loose or labelled(chart, start)  # loose: «xã cấp 5 tấn gạo, mỗi hộ | 20 kg»


def _sized_again(chart: Chart, lead: Lead, last: Figure, figure: Figure) -> bool:
    """Whether another size of the thing is told, not whose it is: «Chum cao 40 cm, đường kính đáy | 30 cm»."""
    if lead.said is None or not {last.statement.unit.kind, figure.statement.unit.kind} <= SIZES:
        return False
    named = names_measure(chart, lead.said.start) or longest(chart, "open_word", lead.said.start)
    return named is not None and chart.text.count(" ", named.end, lead.said.end) <= 1


def _with_topic(chart: Chart, lead: Lead, before: Lead, last: Figure, figure: Figure) -> Lead:
    """A lead with the subject of the figure before it; with what is counted there, where the words go right on from it
    («4 tòa nhà với | 48 phòng»). Of things counted only the noun phrase of the subject is taken, of a measure all that
    is said of it."""
    thing = _thing_with(chart, lead, last, figure)
    if thing is not None and lead.said is not None:
        return lead._replace(subject=before.subject or before.said, thing=thing)
    topic = thing or before.subject or before.said or _opening(lead, before, last, figure)
    rival = _rival(chart, lead, last)
    item = Span(*last.spans.get("item", (0, 0)))
    if rival is not None and 0 < item.end <= last.start and names_measure(chart, item.start) is not None:
        topic = topic if topic is not None and topic.start <= item.start < topic.end else item
    if topic is None or opens_other(chart, topic.start):
        return lead
    opening = before.said is None and before.subject is None
    counted = not opening and last.statement.unit.kind not in MEASURED and tuple(topic) == last.spans.get("item")
    if lead.said is not None and counted:
        return lead  # «trong đó khiếu nại 5 đơn, đã giải quyết 30 đơn»: no complaint settles anything
    words = words_in(chart, topic)
    if lead.said is not None and names_measure(chart, lead.said.start) is not None:
        words = _unmeasured(chart, words)  # «xã đặt mục tiêu | doanh thu đạt 5 tỷ đồng, lợi nhuận 2 tỷ đồng»
    if not words or (lead.said is not None and _new_member(chart, last.end, lead.said.start)):
        return lead
    kind = figure.statement.unit.kind
    other = last.statement.unit.kind not in (kind, *_OF_ANYTHING)
    if kind in MEASURED and kind != "percent" and other and measure_in(chart, words):
        return lead  # «năng suất 16 tấn/ha, tăng thêm 300 ha»
    if figure.direction is None and kind not in MEASURED:
        types = ("clause_word", "clause_verb", "owner_verb")
        ends = (at for at, word in enumerate(words) if at and any(longest(chart, t, word.start) for t in types))
        words = words[: next(ends, len(words))]
        if len(words) == 1 and chart.text[words[0].start].islower():
            return lead  # «sự», «bản»: a piece of a phrase
    return lead._replace(subject=spanned(chart, _before(chart, rival, words), measured=False))


def _before(chart: Chart, rival: Node | None, words: _Words) -> _Words:
    """The words before an adjunct of which the clause has one of its own: «giá | tại chợ Hạ», «tại chợ Trung»."""
    own = "" if rival is None else chart.lower[rival.start : rival.end + 1]
    return (
        words
        if rival is None
        else words[
            : next((at for at, word in enumerate(words) if at and chart.lower.startswith(own, word.start)), None)
        ]
    )


def _rival(chart: Chart, lead: Lead, last: Figure) -> Node | None:
    """The word that opens an adjunct with which a clause of its own begins: «…; còn | tại chợ Trung là»."""
    own = lead.said is not None and lead.said.start > told_until(last) + 1
    return longest(chart, "place_opener", lead.said.start) if own and lead.said is not None else None


def _opening(lead: Lead, before: Lead, last: Figure, figure: Figure) -> Span | None:
    """The things with whose number the clause begins, of what they are said to do: «3 xưởng xa chợ, góp | 5 tấn»."""
    item = last.spans.get("item")
    counts = last.statement.unit.kind not in MEASURED and figure.statement.unit.kind in MEASURED
    if item is None or not counts or before != Lead() or lead.said is None or figure.direction is not None:
        return None
    return Span(*item) if item[0] >= last.statement.unit_span[0] else None


def _thing_with(chart: Chart, lead: Lead, last: Figure, figure: Figure) -> Span | None:
    """What is counted by the last figure, where what is measured is said right behind it: «mang 2 chiếc chiếu | có giá
    90.000 đồng»."""
    item = last.spans.get("item")
    if item is None or item[1] != told_until(last) or not chart.text.count(" ", *item):
        return None
    counted = last.statement.unit.kind not in MEASURED and figure.statement.unit.kind in MEASURED - {"percent"}
    said = lead.said if counted and figure.direction is None else None
    measured = said is not None and said.start == item[1] + 1 and measure_in(chart, words_in(chart, said))
    return Span(*item) if measured else None


def _goes_on(chart: Chart, last: Figure, figure: Figure) -> bool:
    """Whether nothing but links stand between what the last figure counts and the things counted next, or a measure of
    it: «Xã có 4 tòa nhà với | 48 phòng», «30 thợ đóng được | 5 thuyền»."""
    item = last.spans.get("item", (0, 0))
    if item[0] < last.statement.unit_span[0] or item[1] != told_until(last) or figure.direction is not None:
        return False
    apart = chart.text[item[1] : figure.start]
    if figure.statement.unit.kind in MEASURED or last.statement.unit.kind in MEASURED - {"percent"}:
        links = (node.end + 1 for node in chart.at("lead_edge", item[1] + 1))
        return " " in chart.text[slice(*item)] and item[1] > last.statement.unit_span[1] and figure.start in links
    words = words_in(chart, Span(item[1], figure.start)) if apart.strip() else ()
    listed = bool(words) and with_next(chart, words[0])
    return not listed and not set(apart) & set(",;:()-") and not linked_off(chart, words)
