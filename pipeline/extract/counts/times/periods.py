"""The span of time that a figure covers: said beside it, in its sentence, by an earlier sentence of the report, or in
the name of the event. `period_basis` says where, and how the years were known."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.reading.discourse import going_on
from pipeline.extract.counts.times.expressions import Times
from pipeline.extract.counts.times.sentence_times import BESIDE, SentenceTimes, sentence_times
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.text.period_expr import Period
from pipeline.text.segment import Segment

LONG = 80  # days that the report of a meeting covers at least
ALMOST_OVER = 60  # a review may be held this many days before its period ends
SUBJECT = 8  # characters that a subject before «có» has at least, with it
_NAMED = ("first", "year", "quarter", "stage", "years", "term")  # in names of events
_SPANS_OF_YEARS = ("stage", "term", "years")
_REVIEWS = ("so_ket", "tong_ket")
_REPORTS = (*_REVIEWS, "giao_ban", "ky_hop", "dai_hoi")  # meetings that hear a report on one span of time
_OF_ONE_SENTENCE = ("elapsed", "day")  # «Sau 5 năm thực hiện …» holds for its own sentence
_OF_THE_MEETING = ("event.", "vote.")  # indicators of those present
_SIZES = ("length", "area")
_THINGS = ("thing", "living")
_PASSING = ("month", "days", "months", "since", "trailing", "between")
_STANDING = ("price.", "measure.", "fee.", "education.tuition")
_PROSE = ("body", "lead", "quotation")

_Carried = tuple[Node | None, Node | None]  # of what is reported, of what is planned


def with_periods(
    chart: Chart, segments: Sequence[Segment], figures: Sequence[Figure], times: Times, turned: frozenset[int]
) -> tuple[Figure, ...]:
    """Each figure with its period, where the text lets a reader know it. `turned`: segments that end a report."""
    sentences = sentence_times(chart, segments, figures, times)
    whole = {planned: _event_period(chart, times, planned=planned) for planned in (False, True)}
    continued = going_on(chart, segments)
    carried, begun = _carried(sentences, times, turned, continued), _begun(chart, sentences)
    having = {node.end + 1: str(node.value.get("of")) for node in _told_of_having(chart)}
    found = []
    for figure in figures:
        index = figure.statement.segment
        planned = figure.status == "target"
        node, where = sentences[index].governing(chart, figure)
        if node is not None and where and _due(node, figure, times) and not sentences[index].past(node.end, figure):
            figure = figure._replace(status="target")
        if node is None and not planned and _adds_up(sentences[index], begun[index], figure):
            node, where = begun[index], "discourse"
        recurring = sentences[index].recurs(figure) and not planned
        stands = _stands(sentences[index], figure, having, reported=times.event_kind in _REPORTS)
        open_ = index not in turned and not recurring and not stands
        if node is None and open_:
            more = index in continued or times.event_kind in _REPORTS
            node, where = _taken_over(carried[index][planned], sentences[index], figure, times, more=more), "discourse"
        period = times.resolved(node.value) if node is not None else None
        spanning = node is not None and node.value.kind in _SPANS_OF_YEARS
        if where == "discourse" and period is not None and spanning and _unfinished(period, figure, times):
            node = period = None
        if period is None and (open_ or planned) and (named := whole[planned]) is not None:
            node, where, period = named[0], "event", named[1]
        if node is None or period is None or (planned and _only_deadline(chart, node, period, figure)):
            found.append(figure)
            continue
        if sentences[index].cumulates(node, figure):
            period = period._replace(start=None)
        status = "target" if _ahead(period, figure, times) else figure.status
        found.append(_dated(chart, figure._replace(status=status), node, period, where))
    return tuple(found)


def _taken_over(node: Node | None, here: SentenceTimes, figure: Figure, times: Times, *, more: bool) -> Node | None:
    """The time that an earlier sentence set, if it holds for this one. Unless this one says `more` of the same, what
    happened in some months is over with its sentence, and prices and sizes are those of today."""
    if node is None or here.told_elsewhere(figure, times.resolved(node.value), times):
        return None
    passing = node.value.kind in _PASSING and not (times.event_on is not None and _long(node, times))
    return None if not more and (passing or figure.indicator.startswith(_STANDING)) else node


def _dated(chart: Chart, figure: Figure, node: Node, period: Period, where: str) -> Figure:
    return figure._replace(
        period_start=period.start,
        period_end=period.end,
        period_text=chart.view.written(node.start, node.end),
        period_basis=f"{where}, {period.basis}",
        spans=figure.with_span("period", node.start, node.end),
    )


def _ahead(period: Period, figure: Figure, times: Times) -> bool:
    """Whether a figure of what is usually reached lies in the future."""
    day = times.known_today
    return bool(figure.status == "achieved" and day and period.start and period.start > day.isoformat())


def _due(node: Node, figure: Figure, times: Times) -> bool:
    """Whether a figure of what is usually reached has a deadline after the day of the report («đến năm 2025»)."""
    if figure.status != "achieved" or times.known_today is None or node.start > figure.start + BESIDE:
        return False
    deadline = times.deadline(node.value)
    return deadline is not None and deadline > times.known_today


def _only_deadline(chart: Chart, node: Node, period: Period, figure: Figure) -> bool:
    """Whether a plan has time until then, and is not told of it: a last day, or «Mục tiêu "đến năm 2020 có 50% xã
    đạt chuẩn"»."""
    if node.value.kind == "until" and period.start == period.end:
        return True
    return node.value.kind == "until" and chart.text.startswith('"', node.start - 1) and node.end <= figure.start


def _unfinished(period: Period, figure: Figure, times: Times) -> bool:
    """Whether a span that another sentence set ends in a later year: nothing was reached in all of it."""
    day = times.known_today
    return bool(day and period.end and figure.status != "target" and period.end > f"{day.year}-12-31")


def _told_of_having(chart: Chart) -> Sequence[Node]:
    """«có», «còn», but not in «giảm còn»: that is what a time brought about."""
    nodes = chart.nodes("having_verb")
    brought = {node.end for node in nodes if node.value.get("is") == "other"}
    return [node for node in nodes if node.end not in brought]


def _stands(sentence: SentenceTimes, figure: Figure, having: Mapping[int, str], *, reported: bool) -> bool:
    """Whether a figure says how things stand, not what was done: «hiện có 45 chợ», «Huyện có 36 nhà thờ, 5 chùa».
    Where no meeting hears a report, also what there is of anything, and how large it is."""
    if sentence.now is not None and sentence.now < figure.start:
        return True
    kind = figure.statement.unit.kind
    if having.get(figure.start) == "stock" and figure.status == "achieved":
        return True
    if figure.indicator.startswith(_OF_THE_MEETING) and kind != "turn":
        return True
    if figure.level == "to" and kind == "person":
        return True
    if not reported and kind in _SIZES:
        return True
    kept = figure.start in having or figure.denominator is not None or figure.level == "to"
    told = figure.start - sentence.segment.start > SUBJECT  # «Có 15 hộ hiến đất» has none
    if not reported and told and figure.start in having and kind in _THINGS:
        return True
    return kept and kind in ("place", "organisation")


# ── what earlier sentences set ───────────────────────────────────────────────────────────────────


def _carried(
    sentences: Sequence[SentenceTimes], times: Times, turned: frozenset[int], continued: frozenset[int]
) -> list[_Carried]:
    """For each segment the time that an earlier sentence set, of reports and of plans: a sentence of the same
    paragraph, or of any before it where the meeting hears one report. `continued`: segments that say more of the same
    («Từ nguồn vốn này, …»), to which the time of the one before goes on, even in a new paragraph."""
    across = times.event_kind in _REPORTS
    main: Node | None = None
    reported: Node | None = None
    planned: Node | None = None
    last: Node | None = None  # of the sentence before
    found: list[_Carried] = []
    for index, sentence in enumerate(sentences):
        segment = sentence.segment
        if index in turned:
            main = reported = planned = None
        elif index and sentences[index - 1].segment.line != segment.line:
            reported, planned = main, planned if across else None
        if sentence.now == segment.start:
            reported = None
        kept = last if index in continued else None
        found.append((reported or kept, planned))
        last = next((node for node in reversed(sentence.nodes) if _sets_time(sentence, node)), kept)
        if sentence.now is not None:
            reported = None
        if segment.kind not in _PROSE:
            continue
        for node in sentence.nodes:
            if node.value.kind in _OF_ONE_SENTENCE or not _sets_time(sentence, node):
                continue
            if not sentence.figures and node.start not in sentence.leads and times.resolved(node.value) is None:
                reported = None if node.value.kind in _PASSING else reported
                continue
            after = bisect_left(sentence.figures, node.end, key=lambda figure: figure.start)
            if after < len(sentence.figures) and sentence.figures[after].status == "target":
                planned = node if _announces(sentence, node, sentence.figures[after]) else planned
            elif node.value.kind != "until":
                reported = node
                main = main or (node if across and _long(node, times) else None)
    return found


def _begun(chart: Chart, sentences: Sequence[SentenceTimes]) -> list[Node | None]:
    """For each segment that opens with «Đến nay» since when: said last before it in the paragraph («Từ năm 2021, … Đến
    nay, đã thu 3 tỷ đồng»)."""
    since: Node | None = None
    found: list[Node | None] = []
    for index, sentence in enumerate(sentences):
        if index and sentences[index - 1].segment.line != sentence.segment.line:
            since = None
        opens = sentence.now == sentence.segment.start
        to_now = opens and any(node.value.kind == "now" for node in chart.at("period", sentence.segment.start))
        found.append(since if to_now else None)
        if sentence.nodes:
            since = sentence.nodes[-1] if sentence.nodes[-1].value.kind == "since" else None
    return found


def _announces(sentence: SentenceTimes, node: Node, figure: Figure) -> bool:
    """Whether the time of a plan is that of what follows: it opens a clause, or the word for the plan stands before it,
    unlike in «Công suất của cảng đến năm 2045 là 90 tấn»."""
    return node.start in sentence.leads or figure.spans.get("status", (node.end, 0))[0] < node.end


def _adds_up(sentence: SentenceTimes, since: Node | None, figure: Figure) -> bool:
    return since is not None and sentence.done_since(since.end, figure)


def _sets_time(sentence: SentenceTimes, node: Node) -> bool:
    """Whether a period sets the time of the sentences that follow: it opens a clause or comes before all figures; in
    a sentence without figures a year must open a clause or follow «trong», since most are part of a name."""
    if node.start in sentence.leads:
        return True
    if sentence.figures:
        return node.start < sentence.figures[0].start
    return node.value.kind != "year" or node.start in sentence.opened


def _long(node: Node, times: Times) -> bool:
    period = times.resolved(node.value)
    if period is None or period.start is None or period.end is None:
        return False
    return (date.fromisoformat(period.end) - date.fromisoformat(period.start)).days >= LONG


def _event_period(chart: Chart, times: Times, *, planned: bool) -> tuple[Node, Period] | None:
    """The one period that the name of the event reviews («sơ kết 6 tháng đầu năm»), or the one that it plans."""
    day = times.today
    if times.event_span is None or day is None or (not planned and times.event_kind not in _REVIEWS):
        return None
    low, high = times.event_span
    found: dict[tuple[str | None, str | None], tuple[Node, Period]] = {}
    for node in chart.nodes("period"):
        if low <= node.start and node.end <= high and node.value.kind in _NAMED:
            period = times.resolved(node.value)
            to_come = period is not None and _days_left(period, day) > ALMOST_OVER
            if period is not None and to_come == planned and not (planned and node.value.kind == "term"):
                found.setdefault((period.start, period.end), (node, period))
    return next(iter(found.values())) if len(found) == 1 else None


def _days_left(period: Period, day: date) -> int:
    return (date.fromisoformat(period.end) - day).days if period.end else 0
