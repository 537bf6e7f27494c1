"""Takes the boilerplate out of the lines of an article and finds what they say about it: date, author, bylines."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from pipeline.ingest.boilerplate import Boilerplate, Hit
from pipeline.ingest.draft import Removed, is_sentence
from pipeline.model import BlockKind

_PROSE = 100  # characters: a sentence as long as this is text of the article even after its end …
_RESUMES = 200  # … if so much of it follows; a teaser or a list of related news is shorter
_CAPTION = 250  # characters that a caption has at most
_TAIL = 4  # last lines of an article that may be a name or a unit
AFTER_FURNITURE, BEFORE_HEADLINE, REPEATED = "text.after-furniture", "text.before-headline", "text.repeated-headline"
HEADER_CLOCK = "text.header-clock"  # a date with its weekday above the headline: the day of the visit


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line that may belong to the article. `position` is its number in the source, `fresh`: it starts a paragraph."""

    text: str
    position: int
    fresh: bool = True
    kind: BlockKind | None = None


@dataclass(slots=True)
class Cleaned:
    """Lines that stay, what went, and what was learned; grows while a text is cleaned."""

    lines: list[TextLine] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    published_on: str | None = None
    author: str | None = None
    above: int = 0  # how many of `lines` stand above the last menu line over the first sentence
    furniture: list[int] = field(default_factory=list)  # positions of lines that are furniture of the page


def clean(lines: Sequence[TextLine], rules: Boilerplate, *, page: bool = False) -> Cleaned:
    """The lines of the article among `lines`.

    In a text a headline may stand above the first sentence, and an end mark is believed. In a page (`page`) the
    headline was found already, the lines begin below it, and the markup tells where the text ends.
    """
    result = Cleaned()
    return _Cleaner(_cut(lines, result, rules), rules, page, result).run()


def _cut(lines: Sequence[TextLine], result: Cleaned, rules: Boilerplate) -> list[TextLine]:
    """The lines less what cut rules find in them."""
    out = []
    for line in lines:
        text, pieces = rules.cut(line.text)
        if pieces:
            result.removed.extend((line.position, piece, rule_id) for piece, rule_id in pieces)
            line = replace(line, text=text)
        if text:
            out.append(line)
    return out


class _Cleaner:
    """One pass over the lines of a text: `result` grows line by line."""

    def __init__(self, lines: Sequence[TextLine], rules: Boilerplate, page: bool, result: Cleaned) -> None:
        self.lines, self.rules, self.page, self.result = lines, rules, page, result
        self.hits = [rules.match(line.text) for line in lines]
        sentences = [i for i, line in enumerate(lines) if self.hits[i] is None and is_sentence(line.text)]
        self.first, self.last = (sentences[0], sentences[-1]) if sentences else (len(lines), len(lines))
        self.prose = [i for i in sentences if len(lines[i].text) >= _PROSE]
        self.prose_after = list(accumulate((len(lines[i].text) for i in reversed(self.prose)), initial=0))

    def run(self) -> Cleaned:
        """What stays of the lines."""
        self._by_place()
        index = 0
        while index < len(self.lines):
            hit = self.hits[index]
            index = self._keep(index) if hit is None else self._act(index, hit)
        self._tail()
        self._after_furniture()
        return self.result

    def _by_place(self) -> None:
        """What depends on where a line stands: above the first sentence dates and menus, between sentences none;
        a headline may be a sentence, with the date right below it."""
        for index in range(min(self.first + 2, len(self.lines))):
            self.hits[index] = self.hits[index] or self.rules.match_as("bare_date", self.lines[index].text)
        for index in range(self.first, self.last):
            if (hit := self.hits[index]) is not None and hit.action == "menu":
                self.hits[index] = None  # a sub-heading

    def _keep(self, index: int) -> int:
        """Keep a line, as a caption if it follows an image; the index of the next line to look at."""
        line = self.lines[index]
        before = self.hits[index - 1] if index else None
        if before is not None and before.action == "image" and self._is_caption(line.text):
            line = replace(line, kind="caption", fresh=True)
        self.result.lines.append(line)
        end = None if self.page else self.rules.ends(line.text)
        if end is None:
            return index + 1
        until = self._resumes(index + 1)
        for after in range(index + 1, until):
            self._after_end(after, after - index, end)
        return until

    def _act(self, index: int, hit: Hit) -> int:
        """Do what a rule says of a line; the index of the next line to look at."""
        line = self.lines[index]
        if hit.action == "bare_date" and "weekday" in hit.groups and not (self.page or self.result.lines):
            self.result.removed.append((line.position, line.text, HEADER_CLOCK))
            return index + 1
        self._learn(hit)
        if hit.action == "byline":
            self.result.lines.append(replace(line, kind="byline", fresh=True))
            return index + 1
        above = index < self.first
        until = self._resumes(index + 1) if hit.action == "drop_rest" and not above else index + 1
        gone = self.lines[index:until]
        self.result.removed.extend((item.position, item.text, hit.rule_id) for item in gone)
        if hit.action in ("drop", "menu", "drop_rest"):
            self.result.furniture.append(line.position)
        if above and hit.action in ("menu", "drop_rest"):
            self.result.above = len(self.result.lines)
        return until

    def _learn(self, hit: Hit) -> None:
        """The first date and the first author that a line gives are those of the article."""
        if hit.action in ("byline", "byline_last", "date_line", "bare_date"):
            self.result.published_on = self.result.published_on or self.rules.date(hit)
            self.result.author = self.result.author or hit.groups.get("author")

    def _is_caption(self, text: str) -> bool:
        """Whether a line that follows an image is its caption: no full sentence, or one with the words of captions."""
        return len(text) <= _CAPTION and (not text.endswith(".") or self.rules.match_as("caption", text) is not None)

    def _after_end(self, index: int, distance: int, end: Hit) -> None:
        """Of the lines after the end mark bylines and captions stay."""
        line, hit = self.lines[index], self.hits[index]
        if hit is None and distance <= _TAIL:
            hit = self.rules.match_as("byline_last", line.text)
        if hit is not None:
            self._learn(hit)
        if hit is not None and hit.action in ("byline", "byline_last"):
            self.result.lines.append(replace(line, kind="byline", fresh=True))
        elif hit is None and (line.kind == "caption" or self.rules.match_as("caption", line.text)):
            self.result.lines.append(line)
        else:
            self.result.removed.append((line.position, line.text, hit.rule_id if hit else end.rule_id))

    def _resumes(self, start: int) -> int:
        """Where the text of the article goes on at or after `start`; the number of lines if it does not."""
        place = bisect_left(self.prose, start)
        enough = self.prose_after[len(self.prose) - place] >= _RESUMES
        return self.prose[place] if enough else len(self.lines)

    def _tail(self) -> None:
        """Names and units among the last lines are bylines."""
        lines = self.result.lines
        for index in range(len(lines) - 1, max(len(lines) - 1 - _TAIL, 0), -1):
            if lines[index].kind is not None or is_sentence(lines[index].text):
                continue
            hit = self.rules.match_as("byline_last", lines[index].text)
            if hit is not None:
                lines[index] = replace(lines[index], kind="byline", fresh=True)
                self._learn(hit)

    def _after_furniture(self) -> None:
        """Once furniture of the page begins below the last sentence, short lines after it are furniture too."""
        result = self.result
        last = max((line.position for line in result.lines if is_sentence(line.text) or line.kind), default=-1)
        begins = min((position for position in result.furniture if position > last), default=None)
        if begins is None or last < 0:
            return
        gone = [line for line in result.lines if line.position > begins]
        result.lines = [line for line in result.lines if line.position <= begins]
        result.removed.extend((line.position, line.text, AFTER_FURNITURE) for line in gone)
