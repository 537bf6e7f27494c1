"""What a rate is a rate of: «60 triệu đồng/người/năm», «mỗi suất 500 nghìn đồng», «2 tấn mỗi ngày»."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from pipeline.extract.clauses import Clauses
from pipeline.extract.counts.fields.base_phrases import MEASURES, Base, chain, closings, combined, in_unit, told_by
from pipeline.extract.counts.fields.frequencies import amount_told_for, by_frequency
from pipeline.extract.counts.fields.of_every import of_every
from pipeline.extract.counts.fields.shared_bases import goes_on_in_rank, leaves_rate
from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.phrases import linked
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.text.segment import Segment

FARTHEST = 80  # characters between «mỗi» and its number
FARTHEST_BEHIND = 40  # the same where it stands behind
LONGEST_MEASURE = 40  # characters between a comma and the number of the measure that follows it
LEADING = 2  # words before «mỗi năm, …»: «Trung bình mỗi năm, …», but not «Vào thứ năm mỗi tuần, …»
MOST_HANDED = 4  # words between «40 suất» and «30 hộ»
MOST_SAID = 3  # blanks between «hằng năm» and the number that it is said to be


def with_bases(chart: Chart, segments: Sequence[Segment], figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Figures with the base that each is told for; without those that are part of a base («7 tấn/1 ha»,
    «trong 10 xe có 3 xe»)."""
    finder = _Finder(chart, segments, figures)
    found: list[Figure] = []
    for index, figure in enumerate(figures):
        start, end = found[-1].spans.get("per", (0, 0)) if found else (0, 0)
        if start <= figure.start < end:
            continue
        base = finder.of(index, found[-1] if found else None)
        if base is not None:
            if found and base.start <= found[-1].start < base.end:  # trong | 10 xe chỉ có 3 xe
                found.pop()
            figure = figure._replace(per=base.name, spans=figure.with_span("per", base.start, base.end))
        else:
            figure = goes_on_in_rank(chart, found[-2:], figure)
        if found and leaves_rate(chart, found[-1], figure):
            per = {**found[-1].spans, "per": figure.spans["per"]}
            found[-1] = found[-1]._replace(per=figure.per, spans=per)
        found.append(figure)
    return tuple(found)


class _Finder:
    def __init__(self, chart: Chart, segments: Sequence[Segment], figures: Sequence[Figure]) -> None:
        self.chart, self.segments, self.figures = chart, segments, figures
        self.words = chart.nodes("per_word")
        self.clauses, self.phrases = Clauses(chart, ".;:!?"), Clauses(chart, ".;:!?,")

    def of(self, index: int, before: Figure | None) -> Base | None:
        """The base of one figure; `before` is the figure before it, with its own."""
        figure = self.figures[index]
        own = in_unit(self.chart, figure)
        behind = self._behind(index, own.end if own else figure.end)
        near = combined(own, behind)
        if near is not None and not near.timely:
            return near
        following = self.figures[index + 1] if index + 1 < len(self.figures) else None
        near = near or amount_told_for(self.chart, figure, following)
        ahead = self._ahead(figure, before)
        if figure.unit == "%" and ahead is not None and not ahead.timely:
            ahead = None  # a share is of its whole, not of each
        if near is None and ahead is None:
            every = of_every(self.chart, figure, self.clauses.start(figure.start, self._segment(figure).start))
            return every or by_frequency(
                self.chart, figure, self.phrases.start(figure.start, self._segment(figure).start)
            )
        if near is None or ahead is None or ahead.timely:
            return near or ahead
        return ahead._replace(name=f"{ahead.name}/{near.name}")

    def _segment(self, figure: Figure) -> Segment:
        return self.segments[figure.statement.segment]

    # ── behind the number ────────────────────────────────────────────────────────────────────────

    def _behind(self, index: int, end: int) -> Base | None:
        figure, lower = self.figures[index], self.chart.lower
        for at in closings(self.chart, end):
            base = chain(self.chart, at, figure.statement.unit.kind)
            if base is not None:
                return base
        stop = self.phrases.end(end, self._segment(figure).end)
        following = self.figures[index + 1].start if index + 1 < len(self.figures) else stop
        near = self._between(end, min(stop, end + FARTHEST_BEHIND))
        word = next((word for word in near if word.value.get("is") == "each"), None)
        if word is None or following < stop or figure.unit == "%" or "(" in lower[end : word.start]:
            return None
        if self.chart.at("then_word", end + 1):
            return None
        base = chain(self.chart, word.start - 1, "")
        if base is None or base.name == figure.unit:  # 2 ống dẫn, mỗi ống …
            return None
        return None if base.timely and self._done_to_it(figure, end) else base

    def _done_to_it(self, figure: Figure, end: int) -> bool:
        """Whether a verb behind what a thing is worth takes the time: «quà trị giá 2 triệu đồng | tặng mỗi tuần»."""
        words = self.chart.word_starts_before(figure.start, 2)
        worth = any(node.end + 1 == figure.start for at in words for node in self.chart.at("worth_word", at))
        return worth and bool(self.chart.at("clause_verb", end + 1))

    def _between(self, start: int, end: int) -> Iterator[Node]:
        low = bisect_left(self.words, start, key=lambda node: node.start)
        high = bisect_left(self.words, end, key=lambda node: node.start)
        return (word for word in self.words[low:high] if not _masked(self.words, word))

    # ── before it ────────────────────────────────────────────────────────────────────────────────

    def _ahead(self, figure: Figure, before: Figure | None) -> Base | None:
        """The base that stands before a number in its phrase, or opens its clause as a time: «Mỗi năm, xã thu …»."""
        segment = self._segment(figure)
        near = figure.start - FARTHEST
        told = before.spans.get("per", (near, 0))[0] if before is not None and before.end > near else near
        left = max(self.clauses.start(figure.start, segment.start), min(near, told))
        for word in reversed(tuple(self._between(left, figure.start))):
            base = told_by(self.chart, word)
            if base is None or base.end > figure.start or not self._tells(word, base, segment.start, figure):
                continue
            if before is not None and not self._open_to(figure, before, base):
                return None
            base = self._with_time_before(base)
            comma = self.phrases.parted(base.end, figure.start)
            led = self.chart.lower[self.phrases.start(base.start, segment.start) : base.start].split()
            alone = base.timely and len(led) <= LEADING and self.chart.lower.startswith(",", base.end)
            opening = alone and not self.phrases.parted(base.end + 1, figure.start)
            listed = before is not None and self._listed(base, before, figure)
            opened = not led and not base.timely and figure.unit != "%"
            return base if opening or not comma or listed or self._led(base, figure, opened=opened) else None
        return None

    def _led(self, base: Base, figure: Figure, *, opened: bool) -> bool:
        """Whether a base opens a clause that all of what follows it is told for: «Với mỗi kg vỏ lon mang tới, …», or
        opens a phrase before the one of the figure: «mỗi đợt kéo dài 9 ngày, tối đa 18 người»."""
        comma = self.chart.lower.find(",", base.end, figure.start)
        once = comma >= 0 and not self.phrases.parted(comma + 1, figure.start)
        before = self.chart.lower[max(0, base.start - 8) : base.start].split()
        return once and (opened or (bool(before) and before[-1] in self.chart.grammar.book.words("per_opener")))

    def _with_time_before(self, base: Base) -> Base:
        """«mỗi năm mỗi hộ»: hộ/năm."""
        at = bisect_left(self.words, base.start, key=lambda node: node.start) - 1
        before = told_by(self.chart, self.words[at]) if at >= 0 and not base.timely else None
        if before is None or not before.timely or self.chart.lower[before.end : base.start].strip(" ,"):
            return base
        return Base(f"{base.name}/{before.name}", before.start, base.end, timely=False)

    def _tells(self, word: Node, base: Base, floor: int, figure: Figure) -> bool:
        """Whether a word before a number tells a rate: «mỗi» anywhere; «hằng năm» where it opens a phrase or adjoins
        the number, since plans are of every year too; «một năm» only where it adjoins a measure."""
        kind, beside = word.value.get("is"), figure.start - base.end <= 1
        if kind == "known":
            between = self.chart.lower[base.end : figure.start].strip()
            return not between or between in self.chart.grammar.book.words("from_word")
        if kind in ("over", "within"):
            return False
        if kind == "one":
            return base.timely and beside and figure.statement.unit.kind in MEASURES
        if kind != "recurring" or beside:
            return True
        led = self.chart.lower[self.phrases.start(word.start, floor) : word.start].strip()
        if not led or led in self.chart.grammar.book.words("average_word"):
            return True
        had = any(self.chart.at("having_verb", at) for at in range(base.end, figure.start))  # «kế hoạch hằng năm có …»
        said = self.chart.lower.count(" ", base.end, figure.start) <= MOST_SAID and not had
        return said and linked(self.chart, "item_tail", base.end, figure.start)  # «doanh số hằng năm là 400 xe»

    def _open_to(self, figure: Figure, before: Figure, base: Base) -> bool:
        """Whether a base that stands before a figure and the one before it is told for both: «mỗi thôn có 2 tổ và 3
        đội»; one behind the figure before is its own, and an amount goes with no number of things."""
        alike = (before.statement.unit.kind in MEASURES) == (figure.statement.unit.kind in MEASURES)
        if not alike and base.timely and figure.statement.unit.kind != "money" and self._listed(base, before, figure):
            return True
        if base.start > before.start or not _taken(base, before) or not alike:
            return base.start > before.start and not _taken(base, before)
        ands = self.chart.nodes("and_word")
        at = bisect_right(ands, before.end, key=lambda node: node.start)
        joined = at < len(ands) and ands[at].end <= figure.start
        return joined or self._handed(before, figure) or self._listed(base, before, figure)

    def _handed(self, before: Figure, figure: Figure) -> bool:
        """Whether a figure counts those who get what the one before counts: «40 suất quà cho 30 hộ»."""
        words = self.chart.lower[before.end : figure.start].split()
        near = 0 < len(words) <= MOST_HANDED and not self.phrases.parted(before.end, figure.start)
        return near and words[-1] in self.chart.grammar.book.words("amount_opener")

    def _listed(self, base: Base, before: Figure, figure: Figure) -> bool:
        """Whether a figure goes on a list of what each has: «Mỗi đài có 2 kênh phát thanh, 1 kênh truyền hình»; where
        no verb stands before the list, it says what each one is («mỗi suất 500 nghìn đồng»)."""
        told = base.end < before.start and bool(self.chart.lower[base.end : before.start].strip())
        comma = self.chart.lower.rfind(",", before.end, figure.start)
        start = comma + 1 if comma >= 0 else max(before.end, before.spans.get("item", (0, 0))[1])
        words = self.chart.lower[start : figure.start].split()
        joined = comma >= 0 or " ".join(words) in self.chart.grammar.book.words("and_word")
        goes_on = joined and len(words) <= 1 and figure.unit != "%"
        return told and _taken(base, before) and (goes_on or self._measure_follows(comma, before, figure))

    def _measure_follows(self, comma: int, before: Figure, figure: Figure) -> bool:
        """Whether a measure in the same money stands behind a comma: «Mỗi năm, xưởng thu 3 tỷ đồng, lợi nhuận …»."""
        named = comma >= 0 and bool(self.chart.at("measure_noun", comma + 2))
        money = before.unit == figure.unit and figure.statement.unit.kind == "money"
        return named and money and figure.start - comma <= LONGEST_MEASURE


def _taken(base: Base, before: Figure) -> bool:
    """Whether a base is that of the figure before."""
    start, end = before.spans.get("per", (-1, -1))
    return start <= base.start < end


def _masked(words: Sequence[Node], word: Node) -> bool:
    """Whether a word stands in a longer one that is no base."""
    at = bisect_right(words, word.start, key=lambda node: node.start)
    around = words[max(0, at - 4) : at]
    return any(node.value.get("is") == "other" and node.end >= word.end for node in around)
