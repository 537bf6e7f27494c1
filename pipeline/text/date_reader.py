"""Reads one date at a time: an anchor (5/7/2024, «tháng 5 năm 2019»), then leftwards days, «ngày», weekday, session."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator

from pipeline.text.date_before import Before
from pipeline.text.date_span import DateSpan, Part
from pipeline.text.date_words import NUMERIC, NUMERIC_PLACES, DateWords
from pipeline.text.fold import View

_CENTURY = 50  # 49 is 2049, 50 is 1950
_LEAP_YEAR = 2000  # stands in for an unknown year: 29/2 is possible
_CODE = re.compile(r" ?[/-] ?[A-ZĐƯ]{2}|[/-][A-ZĐƯ]|[/-]\d+[/-][A-ZĐ]")

_Reading = Callable[[re.Match[str]], DateSpan | None]


class DateReader:
    """Single dates and lists of days of one view; see `atoms`."""

    def __init__(self, view: View, words: DateWords) -> None:
        self.text, self.lower, self.words = view.text, view.lower, words
        self._end = 0  # of the last date found

    def atoms(self) -> Iterator[DateSpan]:
        """Single dates and lists of days, in the order of the text."""
        for start, read, match in sorted(self._anchors(), key=lambda anchor: anchor[0]):
            span = read(match) if start >= self._end else None
            if span is not None and span.start >= self._end:
                self._end = span.end
                yield span

    def links(self, start: int, end: int) -> bool:
        """Whether `[start, end)` is what stands between the two ends of a range."""
        return start < end <= start + 24 and self.words.joint.fullmatch(self.lower, start, end) is not None

    def lists(self, start: int, end: int) -> bool:
        """Whether `[start, end)` is what stands between two dates of a list."""
        return start < end <= start + 8 and self.words.listed.fullmatch(self.lower, start, end) is not None

    def _anchors(self) -> Iterator[tuple[int, _Reading, re.Match[str]]]:
        """Every place where a date can begin to be read. What stands before it is looked up from there."""
        lower = self.lower
        for place in NUMERIC_PLACES.finditer(lower):
            start = place.start()
            if not (start and lower[start - 1] in "0123456789:") and (match := NUMERIC.match(lower, start)):
                yield start, self._digits, match
        for pattern, read in ((self.words.named, self._named), (self.words.relative, self._relative)):
            for match in pattern.finditer(lower):
                start = match.start()
                if not (start and lower[start - 1].isalnum()):
                    yield start, read, match

    # ── named dates ──────────────────────────────────────────────────────────────────────────────

    def _relative(self, match: re.Match[str]) -> DateSpan:
        """«hôm nay», «chiều qua»."""
        before = Before(self.lower, self.words, match.start())
        before.take_relative(match[0], match.start())
        before.cues()
        return before.onto(DateSpan(match.start(), match.end(), "relative"))

    def _named(self, match: re.Match[str]) -> DateSpan | None:
        """«năm 2019», «tháng 5 (năm 2019)», «tháng Tám», and with a day before: «ngày 4 tháng 5»."""
        start, end = match.span()
        if match["ay"]:
            return DateSpan(start, end, "year", year=int(match["ay"]), spans=(_part("year", match, "ay"),))
        name = match["tw"]
        month = self.words.month_names[name] if name else int(match["tm"])
        year = int(match["ty"]) if match["ty"] else None
        spans = [_part("month", match, "tw" if name else "tm")]
        if year is not None:
            spans.append(_part("year", match, "ty"))
        before = Before(self.lower, self.words, start)
        day = before.day()
        if day is not None:
            draft = DateSpan(start, end, "day", month=month, year=year, certain=year is not None, spans=tuple(spans))
            return self._with_days(draft, before, day)
        role = before.role()
        sure = not name or year is not None or role == "weak" or name in self.words.sure_months
        if role == "each" or not (sure or self.text[match.start("tw")].isupper()):
            return None
        return DateSpan(start, end, "month", month=month, year=year, spans=tuple(spans))

    # ── dates in digits ──────────────────────────────────────────────────────────────────────────

    def _digits(self, match: re.Match[str]) -> DateSpan | None:
        start, end = match.span()
        if self._is_code(start, end):
            return None
        before = Before(self.lower, self.words, start)
        if before.role() == "never":
            return None
        if match["nm"]:  # 8/2019; with a dash it is more often a range
            spans = (_part("month", match, "nm"), _part("year", match, "ny"))
            if match["ms"] == "-":
                return None
            return DateSpan(start, end, "month", month=int(match["nm"]), year=int(match["ny"]), spans=spans)
        return self._day_and_month(match, before)

    def _is_code(self, start: int, end: int) -> bool:
        """A part of 1.2.3, of a document number, glued to letters other than «ngày»."""
        before = self.lower[start - 1] if start else " "
        if before in "/.-," and start > 1 and self.lower[start - 2].isdigit() and start != self._end + 1:
            return before in "/." or self.lower[start - 3 : start - 2] in ("/", ".")
        if before.isalnum() and not self.lower.endswith(tuple(self.words.day), 0, start):
            return True
        return self.text[end : end + 1] in ("/", "-", " ") and _CODE.match(self.text, end) is not None

    def _day_and_month(self, match: re.Match[str], before: Before) -> DateSpan | None:
        """5/7, 5/7/2024, 5.7, 5-7-24; 01/102021 and 0110/2021 with a mark lost."""
        form = "r" if match["rd"] else "q" if match["qd"] else ""
        end = match.end()
        spans = [_part("month", match, f"{form}m")]
        group = next((group for group in (f"{form}y", "yy") if match[group]), None)
        year = _year(match[group]) if group else None
        if group:
            spans.append(_part("year", match, group))
        elif after := self.words.year_after.match(self.lower, end):
            group = "y" if after["y"] else "y2"
            year, end = int(after[group]), after.end()
            spans.append(_part("year", after, group))
        value, month = int(match[f"{form}d"]), int(match[f"{form}m"])
        draft = DateSpan(
            match.start(), end, "day", month=month, year=year, spans=tuple(spans),
            certain=year is not None and not match["yy"] and form != "q",
            repaired=f"{value:02}/{month:02}/{year}" if form else None,
        )  # fmt: skip
        span = self._with_days(draft, before, (value, *match.span(f"{form}d")))
        return None if form == "q" and not before.cued else span  # 0110/2021 may be any number without «ngày»

    # ── days and what stands around them ─────────────────────────────────────────────────────────

    def _with_days(self, draft: DateSpan, before: Before, day: tuple[int, int, int]) -> DateSpan | None:
        """`draft` with its day, the days listed before it and the cues before those; None for an impossible date."""
        value, start, day_end = day
        month, end = draft.month or 1, draft.end
        if value > monthrange(draft.year or _LEAP_YEAR, month)[1]:
            return None
        before.at = start
        before.cues()
        first = self._listed_from(before, value, certain=draft.certain)
        if first is None and start > 1 and self.lower[start - 1] == "," and self.lower[start - 2].isdigit():
            return None  # 9,7/10
        spans: list[Part] = [("day", start, day_end)]
        if first is not None:
            spans = [("day", first[1], first[2]), ("end_day", start, day_end)]
        if "(" in self.lower[before.at : end] and self.lower.startswith(")", end):
            end += 1  # ngày (8 và 9/8)
        self._clock_after(before, end)
        certain = (
            draft.certain or before.cued or self._in_brackets(before.at, end, value if first is None else 0, month)
        )
        return before.onto(
            draft._replace(
                start=before.at,
                end=end,
                day=first[0] if first else value,
                end_day=value if first else None,
                certain=certain or self._weakly_cued(before, end, rising=value <= month),
                spans=(*spans, *draft.spans),
            )
        )

    def _listed_from(self, before: Before, value: int, *, certain: bool) -> tuple[int, int, int] | None:
        """The first of the days listed before day `value`, with `before` moved to it; None if there is no list."""
        first = before.listed_from()
        if first is None or first[0] >= value:
            return None
        alone, before.at = before.at, first[1]
        before.cues()
        if before.cued or certain or first[3] or self.lower[first[1] - 1 : first[1]] == "(":
            return first[:3]
        before.at = alone
        return None

    def _clock_after(self, before: Before, end: int) -> None:
        """«08/04/2015, 08:11», «28/02/2024 | 16:38»."""
        if before.clock is None and self.lower[end : end + 1] in (",", " "):
            after = self.words.clock_after.match(self.lower, end)
            if after:
                before.clock = f"{int(after['h']):02}:{after['m'] or '00'}"
                before.spans.append(("clock", after.start("h"), after.end("m") if after["m"] else after.end("h")))

    def _in_brackets(self, start: int, end: int, day: int, month: int) -> bool:
        """«(5/7)», «(8 và 9/8)»; not «(6/6)», which is all of six."""
        return (
            start > 0 and self.lower[start - 1] == "(" and self.lower[end : end + 1] in (")", ",", ";") and day != month
        )

    def _weakly_cued(self, before: Before, end: int, *, rising: bool) -> bool:
        """After «từ, đến, trước» a d/m is a date unless a noun follows that it could count; a rising d-m is a range."""
        if rising and "/" not in self.lower[before.at : end]:
            return False
        noun = self.text[end : end + 1] == " " and self.text[end + 1 : end + 2].islower()
        return not noun and before.role() == "weak"


def _part(name: str, match: re.Match[str], group: str) -> Part:
    return name, match.start(group), match.end(group)


def _year(written: str) -> int:
    year = int(written)
    return year if len(written) == 4 else year + (2000 if year < _CENTURY else 1900)
