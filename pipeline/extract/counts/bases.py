"""What a rate is a rate of: «60 triệu đồng/người/năm», «mỗi suất 500 nghìn đồng», «2 tấn mỗi ngày»."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.extract.clauses import Clauses
from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.phrases import linked
from pipeline.extract.counts.shared_bases import end_of_places, leaves_rate
from pipeline.extract.counts.statements import MEASURED
from pipeline.extract.counts.units import compound_end
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.text.segment import Segment

FARTHEST = 80  # characters between «mỗi» and its number
FARTHEST_BEHIND = 40  # the same where it stands behind
LONGEST_ASIDE = 40  # «66.000 USD (1,65 tỷ đồng) mỗi năm»
LEADING = 2  # words before «mỗi năm, …»: «Trung bình mỗi năm, …», but not «Vào thứ năm mỗi tuần, …»
MOST_SAID = 3  # blanks between «hằng năm» and the number that it is said to be
MOST_BASES = 3  # đồng/người/năm
_MEASURES = MEASURED | {"rate", "data", "times"}
_SLASH = re.compile(r" ?/ ?(?:(\d{1,2}) ?)?(?=[^\W\d_])")
_LETTERS = re.compile(r"[^\W\d_]+")


class _Base(NamedTuple):
    """A base in canonical form and where it stands; `timely`: all of it is time."""

    name: str
    start: int
    end: int
    timely: bool


def with_bases(chart: Chart, segments: Sequence[Segment], figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Figures with the base that each is told for; without those that are part of a base («7 tấn/1 ha»)."""
    finder = _Finder(chart, segments, figures)
    found: list[Figure] = []
    for index, figure in enumerate(figures):
        start, end = found[-1].spans.get("per", (0, 0)) if found else (0, 0)
        if start <= figure.start < end:
            continue
        base = finder.of(index, found[-1] if found else None)
        if base is not None:
            figure = figure._replace(per=base.name, spans=figure.with_span("per", base.start, base.end))
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

    def of(self, index: int, before: Figure | None) -> _Base | None:
        """The base of one figure; `before` is the figure before it, with its own."""
        figure = self.figures[index]
        own = _in_unit(self.chart, figure)
        behind = self._behind(index, own.end if own else figure.end)
        near = _joined(own, behind)
        if near is not None and not near.timely:
            return near
        ahead = self._ahead(figure, before)
        if figure.unit == "%" and ahead is not None and not ahead.timely:
            ahead = None  # a share is of its whole, not of each
        if near is None or ahead is None or ahead.timely:
            return near or ahead
        return ahead._replace(name=f"{ahead.name}/{near.name}")

    # ── behind the number ────────────────────────────────────────────────────────────────────────

    def _behind(self, index: int, end: int) -> _Base | None:
        figure, lower = self.figures[index], self.chart.lower
        for at in _closings(lower, end):
            base = _chain(self.chart, at, figure.statement.unit.kind)
            if base is not None:
                return base
        stop = self.phrases.end(end, self.segments[figure.statement.segment].end)
        following = self.figures[index + 1].start if index + 1 < len(self.figures) else stop
        near = self._between(end, min(stop, end + FARTHEST_BEHIND))
        word = next((word for word in near if word.value.get("is") == "each"), None)
        if word is None or following < stop or figure.unit == "%" or "(" in lower[end : word.start]:
            return None
        base = _chain(self.chart, word.start - 1, "")
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

    def _ahead(self, figure: Figure, before: Figure | None) -> _Base | None:
        """The base that stands before a number in its phrase, or opens its clause as a time: «Mỗi năm, xã thu …»."""
        segment = self.segments[figure.statement.segment]
        near = figure.start - FARTHEST
        told = before.spans.get("per", (near, 0))[0] if before is not None and before.end > near else near
        left = max(self.clauses.start(figure.start, segment.start), min(near, told))
        for word in reversed(tuple(self._between(left, figure.start))):
            base = _told_by(self.chart, word)
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
            return base if opening or not comma or listed or self._led(base, figure) else None
        return None

    def _led(self, base: _Base, figure: Figure) -> bool:
        """Whether a base opens a clause that all of what follows it is told for: «Với mỗi kg vỏ lon mang tới, …»."""
        comma = self.chart.lower.find(",", base.end, figure.start)
        once = comma >= 0 and not self.phrases.parted(comma + 1, figure.start)
        before = self.chart.lower[max(0, base.start - 8) : base.start].split()
        return once and bool(before) and before[-1] in self.chart.grammar.book.words("per_opener")

    def _with_time_before(self, base: _Base) -> _Base:
        """«mỗi năm mỗi hộ»: hộ/năm."""
        at = bisect_left(self.words, base.start, key=lambda node: node.start) - 1
        before = _told_by(self.chart, self.words[at]) if at >= 0 and not base.timely else None
        if before is None or not before.timely or self.chart.lower[before.end : base.start].strip(" ,"):
            return base
        return _Base(f"{base.name}/{before.name}", before.start, base.end, timely=False)

    def _tells(self, word: Node, base: _Base, floor: int, figure: Figure) -> bool:
        """Whether a word before a number tells a rate: «mỗi» anywhere; «hằng năm» where it opens a phrase or adjoins
        the number, since plans are of every year too; «một năm» only where it adjoins a measure."""
        kind, beside = word.value.get("is"), figure.start - base.end <= 1
        if kind == "known":
            between = self.chart.lower[base.end : figure.start].strip()
            return not between or between in self.chart.grammar.book.words("from_word")
        if kind == "one":
            return beside and base.timely and figure.statement.unit.kind in _MEASURES
        if kind != "recurring" or beside:
            return True
        led = self.chart.lower[self.phrases.start(word.start, floor) : word.start].strip()
        if not led or led in self.chart.grammar.book.words("average_word"):
            return True
        had = any(self.chart.at("having_verb", at) for at in range(base.end, figure.start))  # «kế hoạch hằng năm có …»
        said = self.chart.lower.count(" ", base.end, figure.start) <= MOST_SAID and not had
        return said and linked(self.chart, "item_tail", base.end, figure.start)  # «doanh số hằng năm là 400 xe»

    def _open_to(self, figure: Figure, before: Figure, base: _Base) -> bool:
        """Whether a base that stands before a figure and the one before it is told for both: «mỗi thôn có 2 tổ và 3
        đội»; one behind the figure before is its own, and an amount goes with no number of things."""
        alike = (before.statement.unit.kind in _MEASURES) == (figure.statement.unit.kind in _MEASURES)
        if base.start > before.start or not _taken(base, before) or not alike:
            return base.start > before.start and not _taken(base, before)
        ands = self.chart.nodes("and_word")
        at = bisect_right(ands, before.end, key=lambda node: node.start)
        return (at < len(ands) and ands[at].end <= figure.start) or self._listed(base, before, figure)

    def _listed(self, base: _Base, before: Figure, figure: Figure) -> bool:
        """Whether a figure goes on a list of what each has: «Mỗi đài có 2 kênh phát thanh, 1 kênh truyền hình»; where
        no verb stands before the list, it says what each one is («mỗi suất 500 nghìn đồng»)."""
        told = base.end < before.start and bool(self.chart.lower[base.end : before.start].strip())
        comma = self.chart.lower.rfind(",", before.end, figure.start)
        start = comma + 1 if comma >= 0 else max(before.end, before.spans.get("item", (0, 0))[1])
        words = self.chart.lower[start : figure.start].split()
        joined = comma >= 0 or " ".join(words) in self.chart.grammar.book.words("and_word")
        goes_on = joined and len(words) <= 1 and figure.unit != "%"
        return told and goes_on and _taken(base, before)


def _taken(base: _Base, before: Figure) -> bool:
    """Whether a base is that of the figure before."""
    start, end = before.spans.get("per", (-1, -1))
    return start <= base.start < end


def _masked(words: Sequence[Node], word: Node) -> bool:
    """Whether a word stands in a longer one that is no base."""
    at = bisect_right(words, word.start, key=lambda node: node.start)
    around = words[max(0, at - 4) : at]
    return any(node.value.get("is") == "other" and node.end >= word.end for node in around)


def _closings(lower: str, end: int) -> Iterator[int]:
    """Where a base may go on behind a figure: right there, behind a bracket that closes or one that stands between."""
    yield end
    if lower.startswith(")", end):
        yield end + 1
    elif lower.startswith(" (", end):
        close = lower.find(")", end, end + LONGEST_ASIDE)
        if close >= 0:
            yield close + 1


def _in_unit(chart: Chart, figure: Figure) -> _Base | None:
    """«người/năm» of «đồng/người/năm»."""
    _, slash, name = figure.statement.unit.name.partition("/")
    start, end = figure.statement.unit_span
    at = chart.lower.find("/", start, end)
    if not slash or at < 0:
        return None
    timely = all(_is_time(chart, match.start()) for match in _LETTERS.finditer(chart.lower, at, end))
    return _Base(name, at + 1, end, timely)


def _joined(first: _Base | None, second: _Base | None) -> _Base | None:
    if first is None or second is None:
        return first or second
    return _Base(f"{first.name}/{second.name}", first.start, second.end, first.timely and second.timely)


def _chain(chart: Chart, at: int, kind: str) -> _Base | None:
    """«/người/năm», «mỗi người một ngày»: bases that follow each other from `at` on; `kind` of the unit before."""
    found: _Base | None = None
    for _ in range(MOST_BASES):
        slash = _SLASH.match(chart.lower, at)
        base = _after_slash(chart, slash, measured=kind in _MEASURES) if slash else _after_blank(chart, at, kind)
        if base is None:
            break
        found, at = _joined(found, base), base.end
    return found


def _after_slash(chart: Chart, slash: re.Match[str], *, measured: bool) -> _Base | None:
    for word in chart.at("per_word", slash.end()):
        if word.value.get("is") == "each":
            return _told_by(chart, word)
    base = _noun(chart, slash.end(), bold=measured) or (_glued(chart, slash.end()) if slash[1] else None)
    if base is None or slash[1] is None:
        return base
    base = base._replace(start=slash.start(1))
    if int(slash[1]) == 1:
        return base
    return base._replace(name=f"{slash[1]} {base.name}") if base.timely else None


def _glued(chart: Chart, at: int) -> _Base | None:
    """The unit that stands right behind the number of a base: «con/1kg»."""
    node = next(iter(chart.at("unit", at)), None)
    return None if node is None else _Base(node.value.name, at, node.end, timely=False)


def _after_blank(chart: Chart, at: int, kind: str) -> _Base | None:
    if not chart.lower.startswith(" ", at):
        return None
    words = chart.at("per_word", at + 1)
    if any(word.value.get("is") == "other" for word in words):
        return None
    base = next((base for word in words if (base := _told_by(chart, word)) is not None), None)
    says = words[0].value.get("is") if words else ""
    if base is None:
        return _noun(chart, words[0].end + 1, bold=True) if says == "one" and kind == "money" else None
    return base if base.timely or says not in ("one", "for") or (says == "one" and kind in _MEASURES) else None


def _told_by(chart: Chart, word: Node) -> _Base | None:
    """The base that a word tells: its own, or the noun right behind it."""
    if word.value.get("is") == "head":
        return _Base(word.value.get("means"), word.start, word.end, timely=False)
    base = _noun(chart, word.end + 1, bold=word.value.get("is") == "each")
    if base is None or (word.value.get("is") == "recurring" and not base.timely):
        return None
    return base._replace(start=word.start, end=end_of_places(chart, base.start, base.end))


def _noun(chart: Chart, at: int, *, bold: bool) -> _Base | None:
    """The longest unit, noun or time of a lexicon at `at`; any word where `bold`."""
    known = max(chart.at("unit_word", at), key=lambda node: node.end, default=None)
    if known is not None:
        return _Base(known.value.canonical, at, known.end, _is_time(chart, at))
    time = max(chart.at("time_unit", at), key=lambda node: node.end, default=None)
    if time is not None:
        return _Base(time.value.canonical, at, time.end, timely=True)
    if not bold or _LETTERS.match(chart.lower, at) is None or not chart.text[at].islower():
        return None
    end = compound_end(chart, at)
    return _Base(chart.lower[at:end], at, end, timely=False)


def _is_time(chart: Chart, at: int) -> bool:
    """Whether a word of time stands at `at`, or goes on there in a longer one («ngày đêm»)."""
    spans_time = any(node.value.get("refuse") == "duration" for node in chart.at("unit_word", at))
    return spans_time or bool(chart.at("time_unit", at))
