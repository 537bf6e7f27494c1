"""The headline of a page: of the lines above the text, the one that most looks like it.

Portals rarely mark it. What tells it from section names, slogans and headlines pasted into the text: it stands close
above the text but not among its paragraphs, in large letters, is no link, is in the page's title or address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.ingest.boilerplate import Boilerplate
from pipeline.ingest.draft import is_sentence
from pipeline.ingest.page.lines import Line, Page
from pipeline.ingest.page.region import Region, is_prose
from pipeline.text.canonical import canonical
from pipeline.text.fold import fold, plain

_WINDOW = 14  # lines above the text that are looked at
_LENGTH = (8, 300)
_HEADING_POINTS = {1: 3.0, 2: 2.0, 3: 1.0}
_LEAST = 0.5  # points: less is a slogan or a section name
_OUTSIDE = 3.0  # above the first sentence
_PASTED = 2.0  # beside the paragraphs, in the same block: perhaps the headline of the paper the text was taken from
_LARGEST, _LARGE = 1.5, 17.0  # set in the largest letters, of so many pixels at least
_LINKED = 2.5  # a link to itself, alone above a text of _LONG_TEXT characters; twice that elsewhere, as lists have it
_LONG_TEXT = 500
_SECTION = 1.5  # the name of a section, with the headline right below it as a heading
_FAR = 0.3  # for each line between it and the text
_TITLE_PARTS = re.compile(r"\s+[-–—|»:•·]+\s+|\s*\|\s*")
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline as printed, without a date in brackets after it; `index` is its line, null if only metadata has it.

    `published_on`: the date in brackets, if there was one.
    """

    text: str
    index: int | None
    published_on: str | None = None
    confirmed: bool = False  # the page's title or address says the same


def find_headline(
    page: Page, region: Region, titles: Sequence[str], url: str | None, rules: Boilerplate
) -> Headline | None:
    """The headline above the text of `region`, else the one of the metadata, else null."""
    lines = page.lines
    first = _first_sentence(lines, region)
    window = range(max(0, first - _WINDOW), min(first + 1, len(lines)))
    possible = [i for i in window if not region.chrome[i] and _possible(lines[i], rules)]
    known = _Known(titles, url, {_key(line.text) for line in lines if line.linked})
    scored = [(_score(lines[i], known) + _placed(page, region, possible, i, first), i) for i in possible]
    best = max(scored, default=(0.0, -1))
    if best[0] >= _LEAST:
        return _printed(lines[best[1]], best[1], known, rules)
    return next((Headline(title, None) for title in _whole_titles(titles, rules)), None)


def _placed(page: Page, region: Region, possible: Sequence[int], index: int, first: int) -> float:
    """Points for where a line stands: above the text and near it, not among its paragraphs, in the largest letters."""
    lines = page.lines
    line = lines[index]
    points = -_FAR * max(0, first - index - 1)
    points += _OUTSIDE if index < first else 0.0
    if first < len(lines) and page.parents[line.block] == page.parents[lines[first].block]:
        points -= _PASTED
    if line.size >= _LARGE and line.size == max(lines[i].size for i in possible):
        points += _LARGEST
    if line.linked:
        alone = not any(other.linked and other.text.count(" ") >= 4 for other in lines[index + 1 : first])
        points -= _LINKED if alone and region.longest >= _LONG_TEXT else 2 * _LINKED
    below = next((lines[i] for i in possible if i == index + 1), None)
    if (
        below is not None
        and (line.heading or 9) > (below.heading or 9)
        and line.text.count(" ") < below.text.count(" ")
    ):
        points -= _SECTION
    return points


def find_anchor(page: Page, titles: Sequence[str], url: str | None) -> int | None:
    """The first line that the page's title or address confirms as its headline; null where none is."""
    known = _Known(titles, url, set())
    for index, line in enumerate(page.lines):
        if not line.linked and _LENGTH[0] <= len(line.text) <= _LENGTH[1] and known.confirms(line.text):
            return index
    return None


@dataclass(frozen=True, slots=True)
class _Known:
    """What confirms or denies a headline: the page's titles, its address, the texts of links on the page."""

    titles: Sequence[str]
    url: str | None
    linked: set[str]

    def confirms(self, text: str) -> bool:
        """Whether the page's title or address says the same."""
        key = _key(text)
        if len(key) < 12:
            return False
        if self.url and _slug(text)[:60] in _slug(self.url):
            return True
        return any(key == part or (len(part) >= 25 and key.startswith(part)) for part in self._parts())

    def _parts(self) -> Iterator[str]:
        for title in self.titles:
            yield _key(title)
            for part in _TITLE_PARTS.split(title):
                yield _key(part)


def _first_sentence(lines: Sequence[Line], region: Region) -> int:
    """The first line that is text for certain: a sentence of 20 words, or 30 words; failing that, the first prose."""
    inside = range(region.first, region.last)
    for index in inside:
        words = lines[index].text.count(" ") + 1
        if not lines[index].linked and (words >= 30 or (words >= 20 and is_sentence(lines[index].text))):
            return index
    return next((index for index in inside if is_prose(lines[index])), region.last)


def _possible(line: Line, rules: Boilerplate) -> bool:
    text = canonical(line.text)
    if not _LENGTH[0] <= len(text) <= _LENGTH[1] or line.caption or " " not in text:
        return False
    if line.heading == 0 and rules.match_as("no_title", text) is not None:
        return False
    return rules.match(text) is None and rules.match_as("bare_date", text) is None


def _score(line: Line, known: _Known) -> float:
    words = line.text.count(" ") + 1
    points = _HEADING_POINTS.get(line.heading, 0.0)
    points += min(max(line.size - 14.0, 0.0), 8.0) * 0.5
    points += 2.0 if "headline" in line.roles else 0.0
    points += 0.5 if line.emphasised or line.centred else 0.0
    points -= 3.0 if line.roles & {"label", "lead", "date", "byline"} else 0.0
    points -= 4.0 if words < 4 else 1.0 if words < 7 else 6.0 if words > 45 else 0.0
    points -= 2.0 if line.after_image else 0.0
    points -= 3.0 if is_sentence(line.text) and words > 20 else 1.0 if is_sentence(line.text) else 0.0
    if known.confirms(line.text):
        points += 5.0 + (_LINKED if line.linked else 0.0)
    elif words <= 7 and not line.linked and _key(line.text) in known.linked:
        points -= 3.0
    return points


def _printed(line: Line, index: int, known: _Known, rules: Boilerplate) -> Headline:
    text = canonical(line.text)
    hit = rules.headline_date(text)
    published_on = rules.date(hit) if hit else None
    if hit:
        text = text[: hit.span[0]].rstrip()
    return Headline(text, index, published_on, known.confirms(text))


def _whole_titles(titles: Sequence[str], rules: Boilerplate) -> Iterator[str]:
    """Titles of the metadata that are a headline: long enough, and not the name of a portal or its front page."""
    for title in titles:
        text = canonical(title)
        for part in (text, *_TITLE_PARTS.split(text)[:1]):
            if part.count(" ") >= 4 and len(part) <= _LENGTH[1] and rules.match(part) is None and part[0].isalnum():
                yield text if len(_TITLE_PARTS.split(text)) == 1 else _TITLE_PARTS.split(text)[0]
                break


def _key(text: str) -> str:
    return " ".join(_WORDS.findall(fold(text).casefold()))


def _slug(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", plain(fold(text)).lower()))
