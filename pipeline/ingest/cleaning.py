"""Takes the boilerplate out of the lines of an article and finds what they say about it: date, author, bylines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

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
    lines = _cut(lines, result, rules)
    hits = [rules.match(line.text) for line in lines]
    sentences = [i for i, line in enumerate(lines) if hits[i] is None and is_sentence(line.text)] or [len(lines)]
    first, last = sentences[0], sentences[-1]
    for index in range(min(first, len(lines))):
        hits[index] = hits[index] or rules.match_as("bare_date", lines[index].text)
    for index in range(first, min(last, len(lines))):
        if (hit := hits[index]) is not None and hit.action == "menu":
            hits[index] = None  # between sentences it is a sub-heading
    index = 0
    while index < len(lines):
        hit = hits[index]
        if hit is None:
            after_image = index > 0 and (before := hits[index - 1]) is not None and before.action == "image"
            line = lines[index]
            if after_image and _is_caption(line.text, rules):
                line = replace(line, kind="caption", fresh=True)
            result.lines.append(line)
            index = index + 1 if page else _pass_end(lines, hits, index, result, rules)
        elif "weekday" in hit.groups and hit.action == "bare_date" and not (page or result.lines):
            result.removed.append((lines[index].position, lines[index].text, HEADER_CLOCK))
            index += 1
        else:
            index = _act(lines, hits, index, hit, result, rules)
            if hit.action == "menu" and index <= first:
                result.above = len(result.lines)
    _tail(result, rules)
    _after_furniture(result)
    return result


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


def _act(
    lines: Sequence[TextLine],
    hits: Sequence[Hit | None],
    index: int,
    hit: Hit,
    result: Cleaned,
    rules: Boilerplate,
) -> int:
    """Do what a rule says of a line; the index of the next line to look at."""
    line = lines[index]
    if hit.action in ("byline", "date_line", "bare_date"):
        result.published_on = result.published_on or rules.date(hit)
        result.author = result.author or hit.groups.get("author")
    if hit.action == "byline":
        result.lines.append(replace(line, kind="byline", fresh=True))
        return index + 1
    until = _resumes(lines, hits, index + 1) if hit.action == "drop_rest" else index + 1
    result.removed.extend((lines[i].position, lines[i].text, hit.rule_id) for i in range(index, until))
    if hit.action in ("drop", "menu", "drop_rest"):
        result.furniture.append(line.position)
    return until


def _pass_end(
    lines: Sequence[TextLine], hits: Sequence[Hit | None], index: int, result: Cleaned, rules: Boilerplate
) -> int:
    """The index of the next line to look at: if this one ends the article, where the article goes on, or the end."""
    line = lines[index]
    end = rules.ends(line.text)
    if end is None:
        return index + 1
    until = _resumes(lines, hits, index + 1)
    for i in range(index + 1, until):
        _after_end(lines[i], hits[i], i - index, end, result, rules)
    return until


def _is_caption(text: str, rules: Boilerplate) -> bool:
    """Whether a line that follows an image is its caption: no full sentence, or one with the words of captions."""
    return len(text) <= _CAPTION and (not text.endswith(".") or rules.match_as("caption", text) is not None)


def _after_end(line: TextLine, hit: Hit | None, distance: int, end: Hit, result: Cleaned, rules: Boilerplate) -> None:
    """Of the lines after the end mark bylines and captions stay."""
    byline = hit if hit is not None and hit.action == "byline" else None
    if hit is not None and hit.action == "date_line":
        result.published_on = result.published_on or rules.date(hit)
    if byline is None and hit is None and distance <= _TAIL:
        byline = rules.match_as("byline_last", line.text)
    if byline is not None:
        result.lines.append(replace(line, kind="byline", fresh=True))
        result.author = result.author or byline.groups.get("author")
    elif hit is None and (line.kind == "caption" or rules.match_as("caption", line.text)):
        result.lines.append(line)
    else:
        result.removed.append((line.position, line.text, hit.rule_id if hit else end.rule_id))


def _resumes(lines: Sequence[TextLine], hits: Sequence[Hit | None], start: int) -> int:
    """Where the text of the article goes on at or after `start`; the number of lines if it does not."""
    prose = [
        i for i in range(start, len(lines))
        if hits[i] is None and len(lines[i].text) >= _PROSE and is_sentence(lines[i].text)
    ]  # fmt: skip
    if sum(len(lines[i].text) for i in prose) < _RESUMES:
        return len(lines)
    return prose[0]


def _tail(result: Cleaned, rules: Boilerplate) -> None:
    """Names and units among the last lines are bylines."""
    for index in range(len(result.lines) - 1, max(len(result.lines) - 1 - _TAIL, 0), -1):
        line = result.lines[index]
        if line.kind is not None or is_sentence(line.text):
            continue
        hit = rules.match_as("byline_last", line.text)
        if hit is not None:
            result.lines[index] = replace(line, kind="byline", fresh=True)
            if result.author is None:
                result.author = hit.groups.get("author")


def _after_furniture(result: Cleaned) -> None:
    """Once furniture of the page begins below the last sentence, short lines after it are furniture too."""
    last = max((line.position for line in result.lines if is_sentence(line.text) or line.kind), default=-1)
    begins = min((position for position in result.furniture if position > last), default=None)
    if begins is None or last < 0:
        return
    gone = [line for line in result.lines if line.position > begins]
    result.lines = [line for line in result.lines if line.position <= begins]
    result.removed.extend((line.position, line.text, AFTER_FURNITURE) for line in gone)
