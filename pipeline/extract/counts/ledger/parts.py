"""How the figures of a text hang together: parts of a total."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from pipeline.extract.counts.fields.percents import with_percents, with_totals_of_shares
from pipeline.extract.counts.fields.shared_bases import parted_by_base
from pipeline.extract.counts.figures import Figure, only
from pipeline.extract.counts.ledger.additions import with_additions
from pipeline.extract.counts.ledger.alike import counts_alike, in_time, part_of, stands_for
from pipeline.extract.counts.ledger.outcomes import with_outcomes
from pipeline.extract.counts.ledger.repeats import with_repeats
from pipeline.extract.counts.ledger.slips import slip_in, swap_in
from pipeline.extract.counts.reading.statements import ELIDED
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.text.segment import Segment

CLOSE_REACH = 70  # characters between a total and «gồm»
GOING_ON_REACH = 130  # the same where «gồm» stands after «;» or in brackets
OPENING = 3  # a link that stands within so many characters of its sentence opens it
MOST_LISTED = 8
LIST_OPENS = 60  # characters between a total and the bracket or colon that opens its list
LONGEST_LIST = 600
MOST_PARTS = 30  # figures looked at before and after a link


def linked(chart: Chart, segments: Sequence[Segment], figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Figures with percentages taken into the figure they qualify, then parts and repeats as indexes."""
    figures = with_parents(chart, segments, with_percents(chart, figures))
    figures = parted_by_base(with_totals_of_shares(with_outcomes(chart, with_additions(chart, figures))))
    return with_repeats(_with_periods_of_totals(_without_units_left_open(figures)))


def _with_periods_of_totals(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Parts without a period of their own cover that of their total."""
    found: list[Figure] = []
    for figure in figures:
        total = figures[figure.parent] if figure.parent is not None else None
        if total is not None and figure.period_text is None and total.period_text is not None:
            figure = figure._replace(
                period_start=total.period_start,
                period_end=total.period_end,
                period_text=total.period_text,
                period_basis=f"total, {total.period_basis}",
                spans={**figure.spans, "period": total.spans["period"]},
            )
        found.append(figure)
    return tuple(found)


def _without_units_left_open(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Figures without a unit of their own stay only as parts of a total, whose unit and indicator they take."""
    kept = [
        index
        for index, figure in enumerate(figures)
        if figure.statement.unit.kind != ELIDED or figure.parent is not None
    ]
    return only([_of_total(figures, figure) for figure in figures], kept)


def _of_total(figures: Sequence[Figure], figure: Figure) -> Figure:
    """A part without a unit with that of its total."""
    if figure.statement.unit.kind != ELIDED or figure.parent is None:
        return figure
    total = figures[figure.parent]
    return figure._replace(unit=total.unit, indicator=total.indicator, indicator_rule=total.indicator_rule)


# ── parts of a total ─────────────────────────────────────────────────────────────────────────────


def with_parents(chart: Chart, segments: Sequence[Segment], figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Figures with the total each is a stated part of.

    After «trong đó», «gồm» the figures of one unit are parts of the nearest total of that unit before it, until they
    add up; so are figures in brackets or in a list after a colon that add up; after «đến nay đã» only the next one is;
    before «trong tổng số» the one before.
    """
    found = list(figures)
    starts = [segment.start for segment in segments]
    for index, total in enumerate(found):
        if total.denominator is None:
            _take_listed(chart, found, index, segments[total.statement.segment].end)
    for link in chart.nodes("part_link"):
        segment = _segment_at(segments, starts, link.start)
        if segment is not None:
            _take_parts(chart, segments, found, link, segment)
    traced = chart.trace is not None  # it is told of all links, also of those between figures that fit not
    for index in range(1, len(found)):
        part, before = found[index], found[index - 1]
        if not _same_sentence(part, before):
            continue
        counted = part.parent is None and part.unit not in ("%", "")
        able = counted and part.statement.unit.kind != ELIDED and "/" not in part.unit  # a later price is no part
        less = able and part_of(part, before) and part.value < before.value
        if (less or (able and traced)) and _so_far(chart, before, part) and less:
            found[index] = part._replace(parent=index - 1)
        out_of = before.parent is None and _between(chart, "out_of", before, part)
        if out_of and (before.unit == "%" or part_of(before, part)):
            found[index - 1] = before._replace(parent=index)
    return tuple(found)


def _same_sentence(one: Figure, other: Figure) -> bool:
    return one.statement.segment == other.statement.segment


def _take_parts(chart: Chart, segments: Sequence[Segment], found: list[Figure], link: Node, segment: int) -> None:
    opens = link.start - segments[segment].start <= OPENING
    sets = chart.grammar.book.by_id[link.rule].sets
    complete, shares, within = (bool(sets.get(name)) for name in ("near", "shares", "within"))
    near = complete and not opens
    left: dict[int, float] = {}
    first = bisect_left(found, link.end, key=lambda figure: figure.start)
    if shares and first and link.start - 1 <= found[first - 1].end <= link.start:
        return  # «68% trong số đó»: it is the share itself
    for index, part in enumerate(found[first : first + MOST_PARTS], first):
        if part.parent is not None:
            left[part.parent] = left.get(part.parent, found[part.parent].value) - part.value
            continue
        if part.end > segments[segment].end or _bracketed(chart, link.end, part.start):
            continue
        total = _total_before(chart, found, link, segment, part, opens=opens, near=near)
        if total is None and shares and part.unit == "%" and part.status != "change":
            total = _shared_before(found, link, segment, opens=opens)
        if total is None or part.denominator is not None or (within and not in_time(part, found[total], link)):
            continue
        room = left.get(total, found[total].value)
        filled = math.fsum(figure.value for figure in found[first:index]) == found[total].value  # by other nouns
        if room > 0 and not filled:
            found[index] = part._replace(parent=total, complete=complete)
            left[total] = room - part.value
    if not within:
        _take_slipped(chart, found, link, segments[segment].end, complete=complete)


def _take_slipped(chart: Chart, found: list[Figure], link: Node, end: int, *, complete: bool) -> None:
    """All figures after a link as parts, where one typing error is what keeps them from adding up to the total."""
    first = bisect_left(found, link.end, key=lambda figure: figure.start)
    if first == len(found):
        return
    earlier = range(first - 1, max(-1, first - 4), -1)
    before = next((i for i in earlier if found[i].parent is None and counts_alike(found[first], found[i])), None)
    if before is None or link.start - found[before].end > GOING_ON_REACH:
        return
    if set(chart.lower[found[before].end : link.start].rstrip(" ;,(")) & set(";."):
        return
    total = found[before]
    listed = [
        index
        for index in range(first, min(len(found), first + MOST_LISTED))
        if found[index].end <= end
        and not _bracketed(chart, link.end, found[index].start)
        and found[index].parent in (None, before)
        and found[index].denominator is None
        and counts_alike(found[index], total)
    ]
    if math.fsum(found[index].value for index in listed if found[index].parent == before) == total.value:
        return
    for many in range(len(listed), 1, -1):
        parts = listed[:many]
        values = [found[index].value for index in parts]
        if slip_in(total.value, values, complete=complete):
            for index in parts:
                found[index] = found[index]._replace(parent=before, complete=complete)
            return


def _bracketed(chart: Chart, start: int, end: int) -> bool:
    """Whether a bracket parts a link that ends at `start` from `end`: one opened since, after some digits, is about the
    figure before it; the link's own is closed («10 môn (gồm kiến thức đại cương), trường dạy 8 môn»)."""
    closing = chart.lower.find(")", start, end)
    if closing >= 0 and "(" not in chart.lower[start:closing]:
        before = chart.lower[max(0, start - CLOSE_REACH) : start]
        return before.rfind("(") > before.rfind(")")
    opening = chart.lower.rfind("(", start, end)
    if opening < 0 or chart.lower.find(")", opening, end) >= 0:
        return False
    return any(char.isdigit() for char in chart.lower[start:opening])


def _segment_at(segments: Sequence[Segment], starts: Sequence[int], offset: int) -> int | None:
    index = bisect_right(starts, offset) - 1
    return index if index >= 0 and offset < segments[index].end else None


def _total_before(
    chart: Chart, figures: Sequence[Figure], link: Node, segment: int, part: Figure, *, opens: bool, near: bool
) -> int | None:
    """The nearest figure before the link that `part` can be a part of; in the sentence, or in the one before where the
    link opens the sentence. «gồm» needs it close by, in the same clause; right after «;» or «(» it goes on with it."""
    goes_on = chart.lower[max(0, link.start - 3) : link.start].rstrip()[-1:] in (";", "(")
    reach = GOING_ON_REACH if goes_on else CLOSE_REACH
    after = bisect_left(figures, link.start, key=lambda figure: figure.start)
    for index in range(after - 1, max(-1, after - 1 - MOST_PARTS), -1):
        figure = figures[index]
        if figure.end > link.start:
            continue
        distance = segment - figure.statement.segment
        if distance > 1 or (distance == 1 and not opens):
            return None
        between = chart.lower[figure.end : link.start].rstrip(" ;(")
        if near and (len(between) > reach or ";" in between):
            return None
        fits = part_of(part, figure) or (opens and stands_for(chart, part, figure))
        if fits and (near or figure.parent is None):
            return index
    return None


def _shared_before(figures: Sequence[Figure], link: Node, segment: int, *, opens: bool) -> int | None:
    """The number that «trong số này» takes up, of which percentages are shares."""
    after = bisect_left(figures, link.start, key=lambda figure: figure.start) - 1
    if after < 0 or figures[after].unit == "%" or figures[after].status == "change":
        return None
    distance = segment - figures[after].statement.segment
    return after if distance == 0 or (distance == 1 and opens) else None


def _take_listed(chart: Chart, found: list[Figure], total: int, sentence_end: int) -> None:
    """Figures in brackets right after a total, or after «gồm» or a colon behind it, if they add up to it."""
    whole = found[total]
    reach = min(sentence_end, whole.end + LIST_OPENS)
    opening = chart.lower.find("(", whole.end, reach)
    if opening >= 0:
        end = chart.lower.find(")", opening)
    else:
        opening = _opener(chart, whole.end, reach)
        lines = chart.lower[opening + 1 : sentence_end].strip() == ""  # the list stands in the lines that follow
        end = min(len(chart.lower), opening + LONGEST_LIST) if lines else sentence_end
    if opening < 0:
        return
    inside = [
        index
        for index in range(total + 1, min(len(found), total + 1 + MOST_LISTED))
        if opening < found[index].start < end
        and found[index].parent is None
        and found[index].denominator is None
        and counts_alike(found[index], whole)
    ]
    parts = _adding_up(whole.value, [found[index].value for index in inside])
    for index in inside[:parts]:
        found[index] = found[index]._replace(parent=total, complete=True)


def _adding_up(total: float, values: Sequence[float]) -> int:
    """How many of the first values add up to the total, or would but for swapped digits; 0 if none do."""
    for many in range(2, len(values) + 1):
        if math.fsum(values[:many]) == total:
            return many
    return next((m for m in range(len(values), 2, -1) if swap_in(total, values[:m])), 0)


def _opener(chart: Chart, start: int, end: int) -> int:
    """Where a colon or «gồm» that begins in `[start, end)` ends; -1 without."""
    colon = chart.lower.find(":", start, end)
    links = chart.nodes("part_link")
    at = bisect_left(links, start, key=lambda node: node.start)
    if at < len(links) and links[at].start < (colon if colon >= 0 else end):
        return links[at].end - 1
    return colon


def _so_far(chart: Chart, before: Figure, after: Figure) -> bool:
    """Whether «đến nay đã» stands between two neighbouring figures with nothing that parts them."""
    between = (before.end, after.start)
    if _parted(chart, *between):
        return False
    links = chart.near("part_so_far", lambda rule: [between])
    return any(before.end <= node.start and node.end <= after.start for node in links)


def _between(chart: Chart, type_: str, before: Figure, after: Figure) -> bool:
    """Whether a link of that type stands between two neighbouring figures with nothing that parts them."""
    if _parted(chart, before.end, after.start):
        return False
    return any(node.end <= after.start for node in chart.between(type_, before.end, after.start))


def _parted(chart: Chart, start: int, end: int) -> bool:
    text = chart.lower[start:end]
    return ";" in text or "." in text or text.count(",") > 1
