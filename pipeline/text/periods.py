"""Time spans that a figure may cover, found in a View: «6 tháng đầu năm 2024», «quý I», «từ đầu nhiệm kỳ đến nay».

`scan_periods` finds the expressions with what stands in the text; `resolve` gives the days, for which it is told the
day of publication, the event, the term of office. Which figure an expression governs is for the rules to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.text.date_span import DateSpan
from pipeline.text.date_words import YEAR
from pipeline.text.fold import View
from pipeline.text.number import Number
from pipeline.text.period_days import resolve
from pipeline.text.period_expr import Period, PeriodExpr
from pipeline.text.period_words import Kind, PeriodWords

__all__ = ["Period", "PeriodExpr", "PeriodWords", "resolve", "scan_periods"]

_LONGEST_STAGE = 60  # years between the two ends of «1930-1988»; more is no period of a report
_MOST_UNITS = 200
_LONGEST_INSIDE = 20  # characters of «trong vòng » and its like, with a letter before
_DATED: dict[str, tuple[Kind, Kind]] = {"day": ("day", "days"), "month": ("month", "months")}
_WIDEST_GAP = 20  # characters between two expressions that belong together
_YEAR_RIGHT = re.compile(rf"[ /-]({YEAR})(?!\d|[.,]\d)")
_DECADES: dict[str, Kind] = {"many": "years", "some": "vague"}
_ENDED: tuple[Kind, Kind] = ("since", "between")
_ONE_ENDED: dict[str, Kind] = {"from": "since", "to": "until"}
_TWO_ENDS = ("days", "months", "years", "stage", "term", "between", "since", "until", "now", "rate", "vague")
_NO_BASE = ("now", "rate", "vague")
_YEARLY = ("first", "last", "quarter", "month", "months")


def scan_periods(
    view: View, words: PeriodWords, dates: Sequence[DateSpan], numbers: Sequence[Number]
) -> list[PeriodExpr]:
    """All time spans of a view in the order of the text, none overlapping another. `dates` and `numbers` are those of
    the same view."""
    reader = _Reader(view.lower, words)
    found = [
        *reader.dated(dates),
        *reader.counted(numbers),
        *reader.phrases({number.end for number in numbers if not number.in_code}),
        *reader.quarters(),
        *reader.years(),
        *reader.fiscal_years(),
        *reader.lost_units(),
    ]
    return list(reader.combined(_longest(found)))


def _longest(found: Sequence[PeriodExpr]) -> list[PeriodExpr]:
    """Of overlapping expressions the longest, then the first; in the order of the text."""
    kept: list[PeriodExpr] = []
    taken: set[int] = set()
    for expr in sorted(found, key=lambda e: (e.start - e.end, e.start)):
        places = range(expr.start, expr.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(expr)
    return sorted(kept, key=lambda e: e.start)


class _Reader:
    def __init__(self, lower: str, words: PeriodWords) -> None:
        self.lower, self.words = lower, words

    # ── single expressions ───────────────────────────────────────────────────────────────────────

    def dated(self, dates: Sequence[DateSpan]) -> Iterator[PeriodExpr]:
        """Every certain date is the span it names."""
        for span in dates:
            if span.precision == "year":
                yield self._year(span)
            elif span.certain and span.precision in _DATED:
                kind = _DATED[span.precision][span.is_range]
                offset, end = (None, span.end) if span.year else self._relative_year(span.end)
                yield PeriodExpr(
                    span.start, end, kind, year=span.year, end_year=span.end_year, offset=offset, date=span,
                    year_span=span.span_of("year"),
                )  # fmt: skip

    def _year(self, span: DateSpan) -> PeriodExpr:
        """«năm 2018», and with more of them «năm 2018, 2019», «năm 2016 - 2018»."""
        more = self.words.more_years.match(self.lower, span.end)
        last = int(more[0][-4:]) if more else 0
        if more and span.year and span.year < last <= span.year + _LONGEST_STAGE:
            return PeriodExpr(span.start, more.end(), "years", year=span.year, end_year=last, date=span)
        if (link := self._link(span.start)[0]) in ("some", "many") and span.year and span.year % 10 == 0:
            kind = _DECADES[link]  # «những năm 1990», «cuối những năm 1990»
            return PeriodExpr(span.start, span.end, kind, year=span.year, end_year=span.year + 9, date=span)
        return PeriodExpr(span.start, span.end, "year", year=span.year, date=span, year_span=span.span_of("year"))

    def _relative_year(self, end: int) -> tuple[str | None, int]:
        """(offset, end) of «năm ngoái» right after `end`."""
        match = self.words.phrase.match(self.lower, end + 1) if self.lower[end : end + 1] == " " else None
        phrase = self.words.phrases[match[0]] if match else None
        if match and phrase and phrase.kind == "relative" and phrase.unit == "year" and phrase.offset != "past":
            return phrase.offset, match.end()
        return None, end

    def counted(self, numbers: Sequence[Number]) -> Iterator[PeriodExpr]:
        """«6 tháng đầu năm», «9 tháng năm 2023», «5 năm qua», «5 năm thực hiện»."""
        for number in numbers:
            unit = self.words.unit_after.match(self.lower, number.end)
            if (
                unit is None
                or self.lower.startswith(",", number.end)
                or number.in_code
                or "label" in number.flags
                or "year" in number.flags
            ):
                continue
            if not isinstance(number.value, int) or not 0 < number.value <= _MOST_UNITS or number.approximate:
                continue
            expr = self._counted(number.start, number.value, self.words.units[unit["unit"]], unit.end())
            if expr is not None:
                yield expr

    def _counted(self, start: int, count: int, unit: str, end: int) -> PeriodExpr | None:
        tail = self.words.tail.match(self.lower, end)
        if tail is None and self._link(start)[0] == "within":
            return PeriodExpr(start, end, "next", unit, count, of="within")
        if tail is None:
            year = self.words.year_after.match(self.lower, end) if unit in ("month", "quarter") else None
            if year is None:
                return None
            return PeriodExpr(
                start, year.end(), "first", unit, count, year=int(year["y"]), of="year", year_span=year.span("y")
            )
        kind, of = self.words.tails[tail["tail"]]
        expr = PeriodExpr(start, tail.end(), kind, unit, count, of=of)
        return self._with_year(expr) if of == "year" else expr

    def _with_year(self, expr: PeriodExpr) -> PeriodExpr:
        """The year after an expression that ends in «năm»: 2024, nay, ngoái."""
        year = _YEAR_RIGHT.match(self.lower, expr.end)
        if year:
            return replace(expr, end=year.end(), year=int(year[1]), year_span=year.span(1))
        offset, end = self._relative_year(self.lower.rfind(" ", 0, expr.end))
        return replace(expr, offset=offset, end=max(end, expr.end))

    def phrases(self, number_ends: set[int]) -> Iterator[PeriodExpr]:
        for match in self.words.phrase.finditer(self.lower):
            inner = self.words.phrase.match(self.lower, self.lower.rfind(" ", match.start(), match.end()) + 1)
            if inner and inner.end() > match.end():
                match = inner  # «trong năm tới» is «năm tới»
            start, end = match.span()
            if start and self.lower[start - 1].isalnum():
                continue
            phrase = self.words.phrases[match[0]]
            if start - 1 in number_ends and match[0].partition(" ")[0] in self.words.units:
                continue  # «hai năm trước» is two years ago
            if phrase.kind == "relative" and self._link(start)[0] == "many":
                continue  # «nhiều năm sau»
            expr = PeriodExpr(start, end, phrase.kind, phrase.unit, offset=phrase.offset)
            if phrase.kind == "baseline":
                expr = self._in_bare_year(expr)
            elif phrase.unit == "year" and phrase.kind in ("start_of", "end_of"):
                expr = self._with_year(expr)
            elif (
                phrase.unit == "year"
                and phrase.offset in ("-1", "0", "1")
                and (year := _YEAR_RIGHT.match(self.lower, end))
            ):
                expr = PeriodExpr(start, year.end(1), "year", year=int(year[1]), year_span=year.span(1))
            elif phrase.kind in ("relative", "start_of") and self._numbered(start, end):
                continue  # «trong tháng 5», «trong quý I»
            yield expr

    def _numbered(self, start: int, end: int) -> bool:
        """Whether the unit that ends a phrase has a number of its own."""
        unit = self.lower.rfind(" ", start, end) + 1
        return self.lower[end : end + 2].strip().isdigit() or self.words.quarter.match(self.lower, unit) is not None

    def _in_bare_year(self, expr: PeriodExpr) -> PeriodExpr:
        """«cùng kỳ 2020», without «năm»."""
        year = _YEAR_RIGHT.match(self.lower, expr.end)
        if year is None:
            return expr
        base = PeriodExpr(year.start(1), year.end(1), "year", year=int(year[1]), year_span=year.span(1))
        return replace(expr, end=base.end, base=base)

    def quarters(self) -> Iterator[PeriodExpr]:
        """«quý I», «quý 2 năm 2020», «quý I và quý II», «quý III-IV»."""
        for match in self.words.quarter.finditer(self.lower):
            start, end = match.span()
            if start and self.lower[start - 1].isalnum():
                continue
            index = self.words.quarters[match["q"]]
            last = self.words.quarters[match["q2"]] if match["q2"] else None
            if last is not None and last <= index:
                last, end = None, match.end("q")
            year = self.words.year_after.match(self.lower, end)
            offset, right = (None, year.end()) if year else self._relative_year(end)
            if " " in match["q"] and year is None and offset is None:
                continue  # «quý đầu tiên có lãi» is of no year
            yield PeriodExpr(
                start, right, "quarter", "quarter", index=index, end_index=last, offset=offset,
                year=int(year["y"]) if year else None, year_span=year.span("y") if year else None,
            )  # fmt: skip

    def years(self) -> Iterator[PeriodExpr]:
        """Two years joined, with what they delimit: «giai đoạn 2017-2020», «nhiệm kỳ III (2014-2019)»."""
        for match in self.words.years.finditer(self.lower):
            start = match.start()
            if start and (self.lower[start - 1].isalnum() or self.lower[start - 1] in "/-.,"):
                continue
            more = self.words.more_years.match(self.lower, match.end())
            first, last = int(match[0]), int(more[0][-4:]) if more else 0
            if more is None or not first < last <= first + _LONGEST_STAGE:
                continue
            head = self.words.head_before.search(self.lower, max(0, start - 36), start)
            kind = self.words.heads[head["head"]] if head and not self._inside_word(head.start()) else "years"
            begin = head.start() if head and kind != "years" else start
            if kind == "school_year" and last != first + 1:
                kind = "years"
            end = more.end() + (self.lower.startswith(")", more.end()) and "(" in self.lower[begin:start])
            yield PeriodExpr(begin, end, kind, year=first, end_year=last, year_span=(start, more.end()))

    def fiscal_years(self) -> Iterator[PeriodExpr]:
        """«năm tài chính 2020»."""
        for match in self.words.fiscal.finditer(self.lower):
            if not self._inside_word(match.start()):
                yield PeriodExpr(*match.span(), "fiscal_year", year=int(match["y"]), year_span=match.span("y"))

    def _inside_word(self, at: int) -> bool:
        return at > 0 and self.lower[at - 1].isalnum()

    def lost_units(self) -> Iterator[PeriodExpr]:
        """«trong 5 qua»: the word «năm» was lost."""
        for match in self.words.lost_unit.finditer(self.lower):
            start = match.start()
            tail = self.words.tail.match(self.lower, match.end() - 1)
            if tail and self.words.inside_before.search(self.lower, max(0, start - _LONGEST_INSIDE), start):
                yield PeriodExpr(start, tail.end(), "trailing", "year", int(match[0]))

    # ── expressions built on others ──────────────────────────────────────────────────────────────

    def combined(self, exprs: Sequence[PeriodExpr]) -> Iterator[PeriodExpr]:
        """Add «từ … đến …», «so với», «cùng kỳ năm 2018» and the year that a neighbour shares."""
        at = 0
        while at < len(exprs):
            following = exprs[at + 1] if at + 1 < len(exprs) else None
            if following is not None and following.start - exprs[at].end > _WIDEST_GAP:
                following = None
            expr, used = self._combine(exprs[at], following)
            yield expr
            at += used

    def _combine(self, expr: PeriodExpr, following: PeriodExpr | None) -> tuple[PeriodExpr, int]:
        """`expr` with what stands around it, and how many expressions went into it."""
        gap = self.lower[expr.end : following.start] if following else ""
        link, start = self._link(expr.start)
        if expr.kind == "baseline":
            if (
                expr.base
                or following is None
                or gap.strip() not in ("", self.words.possessive)
                or following.kind in _NO_BASE
            ):
                return replace(expr, same=True), 1
            return replace(expr, same=True, base=following, end=following.end), 2
        if link == "against":
            return PeriodExpr(start, expr.end, "baseline", base=expr), 1
        if link == "from" and following is not None and self._reaches(gap, following):
            to = None if following.kind == "now" else following
            return PeriodExpr(start, following.end, _ENDED[to is not None], base=expr, to=to, edge=self._edge(start)), 2
        if link in _ONE_ENDED and expr.kind not in _TWO_ENDS:
            return PeriodExpr(start, expr.end, _ONE_ENDED[link], base=expr, edge=self._edge(start)), 1
        if expr.kind in ("start_of", "end_of"):
            return replace(expr, kind="vague"), 1
        if following is not None and self._shares_year(expr, following, gap):
            return replace(expr, year=following.year), 1
        return expr, 1

    def _edge(self, start: int) -> str | None:
        """Which day the link that begins at `start` means of the expression after it."""
        link = self.words.link.match(self.lower, start)
        return self.words.edges.get(link[0]) if link else None

    def _link(self, start: int) -> tuple[str, int]:
        match = self.words.link_before.search(self.lower, max(0, start - 28), start)
        if match is None:
            return "", start
        return self.words.links[match["link"]], match.start()

    def _reaches(self, gap: str, following: PeriodExpr) -> bool:
        if following.kind == "now":
            return gap in (" ", ", ")
        return self.words.links.get(gap.strip(" ,")) == "to" and following.kind not in _TWO_ENDS

    def _shares_year(self, expr: PeriodExpr, following: PeriodExpr, gap: str) -> bool:
        """«quý II và 6 tháng đầu năm 2024»."""
        if expr.kind not in _YEARLY or expr.year or expr.offset or following.kind not in _YEARLY:
            return False
        return following.year is not None and (gap.strip() == "," or self.words.links.get(gap.strip()) == "list")
