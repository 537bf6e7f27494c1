"""What is said once of several numbers: «Thôn Hạ có 7 em được thưởng, thôn Trung có 5 em, …», «Số thợ nghỉ hưu là 90
người, trong đó xưởng may 40 người», «93% số thợ là người quen, chỉ 7% là người lạ». The later ones are told in full."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.openings import longest, opens_adjunct, opens_predicate
from pipeline.extract.counts.items.phrases import linked_off, names_measure
from pipeline.extract.counts.items.pieces import Span
from pipeline.extract.counts.items.wording import stripped, words_in
from pipeline.extract.counts.reading.statements import MEASURED
from pipeline.kinds import ITEM_GAP
from pipeline.match.chart import Chart

_LONGEST_HOLDER = 80  # characters between two figures: «, trường Hoa Mai có »
_LONGEST_LINK = 24  # characters from one share to the next, but for what is said of the first: «, trong đó chỉ có »
_PREDICATES = ("predicate_word", "owner_verb", "clause_verb", "clause_word")
_END = "end"
_JOINTS = ("; ", ", ")
_LISTED = (",", ";", ".")  # behind a member of a list, which may begin in the sentence after the first


def with_gaps_filled(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures with items that go on to what is said of the first of their list, or begin with what they are a part
    of."""
    figures = _with_wholes(chart, figures)
    found: list[Figure] = []
    said: Span | None = None
    done: Span | None = None
    last: Figure | None = None
    for figure in figures:
        done = _done(chart, last, figure, done) if last is not None else None
        part = last is not None and figure.parent is not None and figures[figure.parent] is last
        said = _said(chart, last, figure, said, part=part) if last is not None else None
        whole = None if said is not None else _whole(chart, figures, figure)
        if done is not None and last is not None:
            figure = _with_done(chart, last, figure, done)
        elif said is not None:
            spans = figure.with_span("complement", *said)
            figure = figure._replace(item=f"{figure.item} {chart.text[slice(*said)]}", spans=spans)
        elif whole is not None and figure.item not in (None, whole):
            figure = figure._replace(item=f"{whole}{ITEM_GAP}{figure.item}")
        last = figures[len(found)]
        found.append(figure)
    return tuple(found)


def _done(chart: Chart, last: Figure, figure: Figure, taken: Span | None) -> Span | None:
    """The verb before the first of a list that is done with all of its members: «tốt nghiệp lớp may 30 người; | lớp mộc
    20 người»; where the last one had it from another, the same."""
    kind = figure.statement.unit.kind
    if kind == "times":
        return _done_so_often(chart, last, figure, taken)
    if last.unit != figure.unit or kind in MEASURED:
        return None
    lead, own = _before(last), _before(figure)
    if lead is None or own is None or chart.text[last.end : own.start] not in _JOINTS:
        return None
    words = linked_off(chart, words_in(chart, Span(own.start, figure.start)))
    bare = bool(words) and not any(opens_predicate(chart, word.start) for word in words)
    if not bare:
        return None
    end = max((node.end for node in chart.at("verb", lead.start)), default=0)
    noun = chart.text[lead.start].isupper() or chart.at("unit_word", lead.start)
    opens = lead.start < end < lead.end and not noun
    return Span(lead.start, end) if opens else taken


def _done_so_often(chart: Chart, last: Figure, figure: Figure, taken: Span | None) -> Span | None:
    """What the first of a list of names did so many times: «Hạ đỗ nhất 3/9 lần dự thi, Trung | 2 lần»."""
    name, lead = _name(chart, last, figure), _before(last)
    alike = last.unit == figure.unit and last.statement.segment == figure.statement.segment
    if not alike or name is None or lead is None or not last.direction is figure.direction is None:
        return None
    words = words_in(chart, lead)
    at = next((at for at, word in enumerate(words) if chart.text[word.start].islower()), 0)
    while len(words) > at > 0 and opens_adjunct(chart, words[-1].start):  # «đoạt giải | sau 3 lần dự thi»
        words = words[:-1]
    return Span(words[at].start, words[-1].end) if 0 < at < len(words) else taken


def _name(chart: Chart, last: Figure, figure: Figure) -> Span | None:
    """The name that alone stands between a comma behind the last figure and this one."""
    start = chart.text.rfind(", ", max(last.end, figure.start - _LONGEST_LINK), figure.start) + 2
    words = words_in(chart, Span(start, figure.start)) if start > 1 else ()
    named = bool(words) and all(chart.text[word.start].isupper() for word in words)
    return Span(words[0].start, words[-1].end) if named else None


def _with_done(chart: Chart, last: Figure, figure: Figure, done: Span) -> Figure:
    """A figure with what is done, before what it is done with, or behind the name of who does it."""
    said, name = chart.text[slice(*done)], _name(chart, last, figure)
    if figure.statement.unit.kind != "times" or name is None:
        return figure._replace(item=f"{said} {figure.item}")
    spans = figure.with_span("item", *name)
    return figure._replace(item=f"{chart.text[slice(*name)]}{ITEM_GAP}{said}", spans=spans)


def _before(figure: Figure) -> Span | None:
    """What the item says before the number."""
    for name in ("subject", "lead", "item"):
        span = figure.spans.get(name)
        if span is not None and span[1] <= figure.start:
            return Span(*span)
    return None


def _bare(figure: Figure) -> bool:
    """Whether nothing stands behind the noun of a number of things."""
    counted = figure.statement.unit.kind not in MEASURED and figure.direction is None
    return counted and figure.item is not None and figure.spans.get("item") == figure.statement.unit_span


def _said(chart: Chart, last: Figure, figure: Figure, before: Span | None, *, part: bool) -> Span | None:
    """What is said of the things of the last figure, where nothing but another holder stands between both; where that
    one has it from an earlier one, the same. `part`: the last one is the whole."""
    item, noun = last.spans.get("item"), last.statement.unit_span
    apart = figure.statement.segment - last.statement.segment
    alike = part or (last.parent is None) == (figure.parent is None)
    alike = alike and last.statement.unit == figure.statement.unit
    alike = alike and (not apart or (apart == 1 and chart.text.startswith(_LISTED, figure.statement.unit_span[1])))
    if item is None or item[0] != noun[0] or not alike or not _bare(figure):
        return None
    if not 0 < figure.start - item[1] <= _LONGEST_HOLDER or not _holds(chart, Span(item[1], figure.start)):
        return None
    if item[1] <= noun[1] + 1:
        return before
    return Span(noun[1] + 1, item[1]) if opens_predicate(chart, noun[1] + 1) else None


def _holds(chart: Chart, between: Span) -> bool:
    """Whether a name stands there, and no verb but one that says what it has."""
    words = linked_off(chart, stripped(chart, words_in(chart, between)))
    return (
        bool(words)
        and any(chart.text[word.start].isupper() for word in words[-2:] or words)
        and not any(opens_predicate(chart, word.start) for word in words)
    )


def _whole(chart: Chart, figures: Sequence[Figure], figure: Figure) -> str | None:
    """The amount named before the total of which a figure without a noun of its own is a part."""
    total = None if figure.parent is None else figures[figure.parent]
    if total is None or total.unit != figure.unit or total.statement.segment != figure.statement.segment:
        return None
    item = total.spans.get("item")
    named = item is not None and item[1] <= total.start and names_measure(chart, item[0]) is not None
    return total.item if named and _bare(figure) and total.start < figure.start else None


def _with_wholes(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures, of which shares without a noun begin with that of the share before them."""
    found: list[Figure] = []
    whole: Span | None = None
    last: Figure | None = None
    for figure in figures:
        bare = last is not None and _bare_share(chart, figure) and _follows(chart, last, figure)
        whole = (whole or _noun(chart, last, figure)) if bare and last is not None else None
        last = figure
        if whole is not None and figure.item is not None:
            item = f"{chart.text[slice(*whole)]}{ITEM_GAP}{figure.item}"
            figure = figure._replace(item=item, spans=figure.with_span("subject", *whole))
        found.append(figure)
    return tuple(found)


def _bare_share(chart: Chart, figure: Figure) -> bool:
    """Whether all that is told of a share stands behind it."""
    item = figure.spans.get("item")
    if item is None or figure.statement.unit.kind != "percent" or figure.direction is not None:
        return False
    return item[0] == figure.statement.unit_span[1] + 1 and chart.text[slice(*item)] == figure.item


def _follows(chart: Chart, last: Figure, figure: Figure) -> bool:
    """Whether a share stands behind what is said of another in one sentence."""
    item = last.spans.get("item")
    alike = last.unit == figure.unit and last.statement.segment == figure.statement.segment
    return item is not None and alike and 0 < figure.start - item[1] <= _LONGEST_LINK and item[0] > last.start


def _noun(chart: Chart, last: Figure, figure: Figure) -> Span | None:
    """The noun of a share before what is said of it, or before the verb with which the next one begins; all of it,
    where the next one is a part of that."""
    words, own = words_in(chart, Span(*last.spans["item"])), words_in(chart, Span(*figure.spans["item"]))
    same = [index for index, word in enumerate(words) if index and _word(chart, word) == _word(chart, own[0])]
    if _opens(chart, words[0].start) or not (same or _opens(chart, own[0].start)):
        return None
    if any(chart.at("part_link", at) for at in range(words[-1].end, figure.start)):
        return Span(words[0].start, words[-1].end)
    cut = min([*same, *(index for index, word in enumerate(words) if index and _says(chart, word.start))], default=0)
    return Span(words[0].start, words[cut - 1].end) if cut else None


def _word(chart: Chart, word: Span) -> str:
    return chart.lower[word.start : word.end]


def _opens(chart: Chart, start: int) -> bool:
    nouns = chart.at("share_opener", start)  # «tổng số hộ»
    said = any(node.value.get("is") != _END for node in chart.at("said_word", start))
    return said or (not nouns and opens_predicate(chart, start))


def _says(chart: Chart, start: int) -> bool:
    return not opens_adjunct(chart, start) and any(longest(chart, name, start) for name in _PREDICATES)
