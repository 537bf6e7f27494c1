"""What stands before a date, read backwards: «ngày», «mùng», weekday, session, clock, and the days listed with it."""

from __future__ import annotations

from pipeline.text.date_span import DateSpan, Part
from pipeline.text.date_words import DateWords

_BACK = 64  # how far before a date the days listed with it are looked for
_LONGEST_WORD = 12
_MOST_CUES = 7


class Before:
    """Reads to the left of `at`, which moves to the start of the date itself («ngày», the first listed day).

    After `cues`: `session`, `weekday`, `clock`, `relative` as DateSpan has them, their `spans`, and `cued`, whether any
    of them or «ngày» was there.
    """

    def __init__(self, lower: str, words: DateWords, at: int) -> None:
        self.lower, self.words, self.at = lower, words, at
        self.session: str | None = None
        self.weekday: int | None = None
        self.clock: str | None = None
        self.relative: int | None = None
        self.spans: list[Part] = []
        self.cued = False

    def onto(self, span: DateSpan) -> DateSpan:
        """`span` with the cues that were read."""
        return span._replace(
            session=self.session,
            weekday=self.weekday,
            clock=self.clock,
            relative=self.relative,
            spans=(*span.spans, *self.spans),
        )

    def role(self) -> str | None:
        """The role of the word before `at`: weak, never, each, early."""
        return self.words.cues.get(self._word(self.at)[0])

    def day(self) -> tuple[int, int, int] | None:
        """A day number or name right before `at`: value, start, end."""
        word, start = self._word(self.at)
        if word.isdigit() and len(word) <= 2 and 1 <= int(word) <= 31 and self.lower[start - 1 : start] != ".":
            return int(word), start, start + len(word)
        match = self.words.day_name_before.search(self.lower, max(0, self.at - 16), self.at) if word.isalpha() else None
        if match is None:
            return None
        previous = self._word(match.start())[0]
        if self.words.cues.get(previous) != "early" and previous not in self.words.day:
            return None
        return self.words.day_names[match[0]], match.start(), match.end()

    def listed_from(self) -> tuple[int, int, int, bool] | None:
        """The first of the days listed before `at` («29,30,», «6 và », «ngày 15 - »): value, start, end, and whether
        the list is glued by a comma or dash."""
        if not self.at or self.lower[self.at - 1] not in ",- ":
            return None
        match = self.words.days_before.search(self.lower, max(0, self.at - _BACK), self.at)
        if match is None or self._pair(match["first"], match.start("first"))[0] in self.words.weekdays:
            return None  # «thứ 4, ngày 12/6» lists no days
        return int(match["first"]), match.start("first"), match.end("first"), self.lower[self.at - 1] in ",-"

    def cues(self) -> None:
        """Read the cues leftwards from `at`, up to the first word that is none."""
        inside = True  # only «ngày» and «mùng» right before belong to the date itself
        at = self.at
        for _ in range(_MOST_CUES):
            word, start = self._word(at)
            if word in self.words.day and "," in self.lower[start:at]:
                return  # «5 tháng 3 ngày, 9 tháng»
            taken = self._cue(word, start) if word else None
            if taken is None:
                return
            kind, at = taken
            self.cued = True
            inside = inside and kind == "day"
            if inside:
                self.at = at

    def take_relative(self, phrase: str, start: int) -> None:
        """Note «hôm qua» or «chiều qua» at `start`."""
        self.relative, session = self.words.relative_days[phrase]
        if session is not None and self.session is None:
            self.session = session
            self.spans.append(("session", start, start + phrase.rindex(" ")))

    def _cue(self, word: str, start: int) -> tuple[str, int] | None:
        """The kind and start of the cue that ends with `word`."""
        words = self.words
        if word in words.day or words.cues.get(word) == "early":
            return "day", start
        if words.cues.get(word) == "strong":
            return "strong", start
        pair, pair_start = self._pair(word, start)
        if pair in words.weekdays and self.weekday is None:
            self.weekday = words.weekdays[pair]
            self.spans.append(("weekday", pair_start, pair_start + len(pair)))
            return "weekday", pair_start
        if pair in words.relative_days and self.relative is None:
            self.take_relative(pair, pair_start)
            return "relative", pair_start
        for text, begin in ((pair, pair_start), (word, start)):
            if text in words.sessions and self.session is None:
                self.session = words.sessions[text]
                self.spans.append(("session", begin, begin + len(text)))
                return "session", begin
        return self._clock(start + len(word))

    def _word(self, at: int) -> tuple[str, int]:
        """The word before the spaces, commas and brackets before `at`, and its start; "" at the start of a line."""
        lower = self.lower
        end = at
        while end and at - end < 4 and lower[end - 1] in " ,(":
            end -= 1
        start = end
        while start and end - start < _LONGEST_WORD and lower[start - 1] not in " ,(\n":
            start -= 1
        return lower[start:end], start

    def _pair(self, word: str, start: int) -> tuple[str, int]:
        """`word` with the word before it, if one space parts them."""
        if start and self.lower[start - 1] == " ":
            previous, begin = self._word(start)
            if begin + len(previous) + 1 == start:
                return f"{previous} {word}", begin
        return "", start

    def _clock(self, end: int) -> tuple[str, int] | None:
        match = self.words.clock_before.search(self.lower, max(0, end - 12), end) if self.clock is None else None
        if match is None:
            return None
        self.clock = f"{int(match['h']):02}:{match['m'] or '00'}"
        self.spans.append(("clock", match.start(), match.end("m") if match["m"] else match.end()))
        return "clock", match.start()
