"""Expressions of time in a text that can be the time of a figure, and the days they cover for this report."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.extract.counts.words import CountWords
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.text.period_days import resolve
from pipeline.text.period_expr import Period, PeriodExpr
from pipeline.text.segment import Segment

LEADING_WORDS = 3  # words that may stand in a clause before the period that opens it
CLAUSE_LOOK = 200  # characters looked at for the beginning of a clause
DEADLINES = ("until", "last")
NAMING = ("term", "stage", "years", "fiscal_year", "school_year")  # often part of a name
_NO_SPAN = ("rate", "vague", "baseline", "now", "next")
_STRETCHES = ("elapsed", "trailing", "since", "first", "relative")  # «cao nhất trong 13 năm hoạt động»
_PARTS = ("first", "last", "quarter")  # «hết 6 tháng đầu năm» is a report on all six
_PLAIN = ("day", "days", "month", "months", "year", "quarter")
_OWN = (*_PLAIN, "relative", "since", "until", "vague", "now")  # say that a sentence has a time of its own
_MOST_AHEAD = timedelta(days=92)  # a report may name a date so far ahead
CERTAIN = frozenset({"written", "published_on", "relative"})  # how the year of an event is known
_CLAUSE_END = re.compile(r"[.;:](?=\s|$)|,(?=\s)")


@dataclass(frozen=True, slots=True)
class Times:
    """What is known of time: the day of publication, the day and kind of the event, the span of the event's name;
    whether the year of the event is certain; the year of the text where no day is known."""

    published_on: date | None = None
    event_on: date | None = None
    event_kind: str | None = None
    event_span: tuple[int, int] | None = None
    term: tuple[date, date] | None = None
    sure: bool = True
    year_hint: int | None = None

    @property
    def today(self) -> date | None:
        """The day on which the report speaks."""
        return self.event_on or self.published_on

    @property
    def known_today(self) -> date | None:
        """The same if its year is certain: what lies after it is still to come."""
        return self.published_on or (self.event_on if self.sure else None)

    def resolved(self, expr: PeriodExpr) -> Period | None:
        """First and last day of an expression, or None if one of them is not known. «đến năm 2025» is a level of that
        year, «đến hết năm 2025» one of its last day."""
        found = self._resolved(expr)
        if found is None or found.end is None or found.start is not None:
            return found if found is not None and found.end is not None else None
        if expr.kind != "until" or expr.base is None or expr.edge == "open":
            return None
        whole = expr.edge == "last" and expr.base.kind not in _PARTS
        if expr.base.kind == "end_of" or expr.edge == "end" or whole:
            return found._replace(start=found.end)
        base = self._resolved(expr.base)
        return found._replace(start=base.start) if base is not None and base.start is not None else None

    def deadline(self, expr: PeriodExpr) -> date | None:
        """The last day of «đến năm 2015», «trước 31/8», «3 tháng cuối năm»: what somebody has time until; else None."""
        found = self._resolved(expr) if expr.kind in DEADLINES else None
        return date.fromisoformat(found.end) if found is not None and found.end is not None else None

    def _resolved(self, expr: PeriodExpr) -> Period | None:
        hint = self.year_hint if self.today is None else None
        return resolve(expr, reference=self.published_on, event=self.event_on, term=self.term, year_hint=hint)


def year_of_text(chart: Chart) -> int | None:
    """The last year that a text names, if it names it twice: what «năm nay» of an undated page most likely is. Not the
    year in which something began, nor one that others are compared with («so với cùng kỳ 2023»)."""
    periods = chart.nodes("period")
    named = [node for node in periods if node.value.kind in _PLAIN and node.value.year]
    last = max((node.value.year for node in named), default=None)
    begun = _begun(chart)
    times = sum(node.value.year == last and node.start not in begun for node in named)
    compared = any(node.value.same and node.value.base is not None and node.value.base.year == last for node in periods)
    return last if times > 1 and not compared else None


def contradicted(chart: Chart, day: date) -> bool:
    """Whether a text that is to speak on `day` names a day or month well after it, or a year after the next."""
    for node in chart.nodes("period"):
        expr = node.value
        if expr.year is None or expr.kind not in _PLAIN:
            continue
        if expr.kind in ("year", "quarter"):
            later = expr.year > day.year + 1
        else:
            first = expr.date.first() if expr.date is not None else None
            later = first is not None and first > day + _MOST_AHEAD
        if later:
            return True
    return False


def term_before(chart: Chart, day: date | None) -> tuple[date, date] | None:
    """The term of office that ends in the year of `day`, if the text names one: what a congress reviews."""
    if day is None:
        return None
    for node in chart.nodes("period"):
        expr = node.value
        if expr.kind == "term" and expr.year and expr.end_year == day.year:
            return date(expr.year, 1, 1), date(expr.end_year, 12, 31)
    return None


def time_nodes(chart: Chart, segments: Sequence[Segment], times: Times) -> list[Node]:
    """Expressions that say when: not in citations or comparisons, not in names, not the days of the event itself."""
    taken = _Spans((node.start, node.end) for type_ in ("citation", "baseline") for node in chart.nodes(type_))
    compared = _ends(chart, "compared_with", "of", "")
    longest = _ends(chart, "compared_with", "of", "stretch")
    named = {node.end + 1 for node in chart.nodes("yearly_name")}
    begun = _begun(chart)
    opened = {node.end + 1 for node in chart.nodes("period_opener")}
    starts = [segment.start for segment in segments]
    opened.update(starts)
    stated = {node.end + 1 for node in chart.nodes("day_opener")}
    name = times.event_span or (0, 0)
    return [
        node
        for node in chart.nodes("period")
        if (node.value.kind not in _NO_SPAN or node.value.of == "within")
        and not name[0] <= node.start < name[1]
        and node.start not in compared
        and not (node.value.kind in ("year", "years", "until") and node.start in named)
        and node.start not in begun
        and not (node.value.kind in _STRETCHES and node.start in longest)
        and not taken.hold(node.start)
        and (node.value.kind not in NAMING or node.start in opened or _says_when(chart, node))
        and (node.value.kind != "day" or node.start in stated or _opens_sentence(chart, starts, node))
        and not (node.value.kind in ("day", "days") and _is_event_day(node, times))
        and not (node.value.kind == "days" and _spells_out(chart, node))
    ]


def own_times(chart: Chart, nodes: Sequence[Node], times: Times) -> list[Node]:
    """Expressions that are no time of a figure but say that a sentence has a time of its own: «tại phiên 29/4, …»,
    «thư gửi cổ đông năm 2007». `nodes`: those that can be the time of a figure."""
    taken = _Spans((node.start, node.end) for type_ in ("citation", "baseline") for node in chart.nodes(type_))
    known = {node.start for node in nodes}
    name = times.event_span or (0, 0)
    return [
        node
        for node in chart.nodes("period")
        if node.value.kind in _OWN
        and node.start not in known
        and not name[0] <= node.start < name[1]
        and not taken.hold(node.start)
        and not (node.value.kind in ("day", "days") and _is_event_day(node, times))
    ]


def _ends(chart: Chart, type_: str, attribute: str, value: str) -> frozenset[int]:
    """Where the next word after a word of a lexicon begins, of those whose attribute has that value."""
    return frozenset(node.end + 1 for node in chart.nodes(type_) if node.value.get(attribute) == value)


def _begun(chart: Chart) -> frozenset[int]:
    """Where a time begins at which something was founded or built."""
    return _ends(chart, "begun_word", "is", "") - _ends(chart, "begun_word", "is", "other")


def _opens_sentence(chart: Chart, starts: Sequence[int], node: Node) -> bool:
    """Whether a day opens its sentence: «Trước đó, ngày 13/4, …». A day elsewhere is seldom that of a figure."""
    index = bisect_right(starts, node.start) - 1
    return index >= 0 and len(chart.lower[starts[index] : node.start].split()) <= LEADING_WORDS


def _says_when(chart: Chart, node: Node) -> bool:
    """Whether a term or stage says when («: nhiệm kỳ 2016 - 2021, …»), not what («Ban Chấp hành nhiệm kỳ …»)."""
    if node.value.kind != "term" and chart.at("time_follower", node.end + 1):
        return True
    before = chart.lower[max(0, node.start - 12) : node.start]
    signs = ":." if node.value.kind == "term" else ",;:."  # «Đại hội …, nhiệm kỳ 2025 - 2030, …» is a name
    if before.rstrip()[-1:] in signs and chart.text.startswith(",", node.end):
        return True
    return chart.grammar.book.once(CountWords.of).counted_years.search(before) is not None


def _spells_out(chart: Chart, node: Node) -> bool:
    """Whether days in brackets say how long something took that is over: «Sau 2 tháng thi công (từ 2/5 đến 1/7), …»."""
    took = chart.grammar.book.once(CountWords.of).took
    before = took.search(chart.lower, max(0, node.start - CLAUSE_LOOK), node.start)
    return before is not None and chart.text.startswith(")", node.end)


def _is_event_day(node: Node, times: Times) -> bool:
    period = times.resolved(node.value)
    return period is not None and times.event_on is not None and period.start == times.event_on.isoformat()


def leading(chart: Chart, segment: Segment, node: Node, openers: dict[int, int]) -> bool:
    """Whether a period opens a clause and so sets the time of what follows: «Trong 6 tháng đầu năm, …».

    `openers`: offset after a word like «trong» → where that word begins.
    """
    start = openers.get(node.start, node.start)
    before = chart.lower[max(segment.start, start - CLAUSE_LOOK) : start].rstrip()
    return len(_CLAUSE_END.split(before)[-1].split()) <= LEADING_WORDS


class _Spans:
    """Spans, merged; whether one of them holds an offset is found by bisection."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._merged: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if self._merged and start < self._merged[-1][1]:
                self._merged[-1] = (self._merged[-1][0], max(end, self._merged[-1][1]))
            else:
                self._merged.append((start, end))

    def hold(self, offset: int) -> bool:
        index = bisect_right(self._merged, offset, key=lambda span: span[0]) - 1
        return index >= 0 and offset < self._merged[index][1]
