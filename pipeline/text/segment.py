"""Lines, sentences and their kinds, with offsets; and the view that the rules match on.

A line is a paragraph. Sentences are cut at . ! ? … before a new beginning, never inside dates, decimals, initials or
after an abbreviation. Titles, captions and bylines stay whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.model import Block, BlockKind
from pipeline.text.fold import View, fold, view_of
from pipeline.text.syllable import is_syllable

_GLUED_CASE = re.compile(r"([^\W\d_]+?[^\W\d_A-ZĐ])([A-ZĐÁÀẢÃẠĂÂÊÔƠƯ][^\W\d_]+)")
_GLUED_DIGIT = re.compile(r"(?<![^\W_])([^\W\d_]{3,7})(?=\d)")
# what is rare about the glued and the wrapped comes first: the search skips to it
_CAPITAL_INSIDE = re.compile(r"[A-ZĐÁÀẢÃẠĂÂÊÔƠƯ](?<=[^\W\d_][^\W\d_A-ZĐ].)(?=[^\W\d_])")
_DIGIT_BEHIND = re.compile(r"\d(?<=[^\W\d_]{3}.)")
_WRAPPED = re.compile(r"\n(?:(?<=[^\s.!?:;…\"]\n)|(?<=[^\s.!?:;…\"] \n)) ?(?=[^\W\d_])")
_LETTER = re.compile(r"[^\W\d_]")
_LINE = re.compile(r"[^\n]+")
_STOP = re.compile(r"[.!?…](?:(?<=\.)\.{0,2}|(?<=[!?…])[!?…]*)(?:/\.)?[\"')\]]*(?=\s|$)")
_STOPS = (".", "!", "?", ":", ";", "…")
_BEFORE_STOP = re.compile(r"[^\s(\"\[]+$")
_INITIAL = re.compile(r"(?:[^\W\d_]\.)*[A-ZĐ]$")
LONGEST_ABBREVIATION = 40
LAST_LINES = 6  # a name alone on one of these is a byline
_AFTER_STOP = re.compile(r"\s*[\"'(\[+•*-]*\s*[^\W_]")


class Segment(NamedTuple):
    """A sentence, or a whole line where the line is no prose. Offsets are view offsets; `line` counts from 0."""

    kind: BlockKind
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class LineRule:
    """A line that `fits` (given the folded line) is of `kind`. Cheaper to ask: `at_end`, only near the end of the text;
    `open_`, only without a stop at its end; `triggers`, words in small letters of which it has one."""

    rule_id: str
    kind: BlockKind
    fits: Callable[[str], object]
    at_end: bool = False
    open_: bool = False
    triggers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Segmented:
    """A text ready to be matched."""

    view: View
    segments: tuple[Segment, ...]
    repaired: tuple[tuple[int, int], ...]  # original spans where words were glued


def segment(
    text: str,
    blocks: Sequence[Block] = (),
    *,
    title: str | None = None,
    abbreviations: frozenset[str] = frozenset(),
    line_rules: Sequence[LineRule] = (),
) -> Segmented:
    """View and segments of `text`. `abbreviations`: lower case, without last dot; `blocks`: what the markup knew."""
    folded = fold(text)
    splits = sorted({*_glued_case(folded), *_glued_digits(folded)})
    view = view_of(text, splits=splits, joins=_wraps(folded))
    known = {view.at(block.start): block.kind for block in blocks if block.kind}
    lines = [match.span() for match in _LINE.finditer(view.text) if match[0].strip()]
    kinds = _kinds(view, lines, known, fold(title) if title else None, line_rules)
    segments: list[Segment] = []
    for number, ((start, end), kind) in enumerate(zip(lines, kinds, strict=True)):
        start, end = _trim(view.text, start, end)
        if kind in ("title", "caption", "byline"):
            segments.append(Segment(kind, start, end, number))
            continue
        for first, last in sentences(view.text, start, end, abbreviations):
            quoted = view.text[first] == '"' and view.text[last - 1] == '"'
            segments.append(Segment("quotation" if quoted else kind, first, last, number))
    return Segmented(view, tuple(segments), tuple((max(0, at - 12), min(len(text), at + 12)) for at in splits))


def sentences(text: str, start: int, end: int, abbreviations: frozenset[str]) -> Iterable[tuple[int, int]]:
    """Spans of the sentences of one line."""
    first = start
    for stop in _STOP.finditer(text, start, end):
        if stop.end() < end and not _ends_sentence(text, first, stop, end, abbreviations):
            continue
        yield _trim(text, first, stop.end())
        first = stop.end()
    if text[first:end].strip():
        yield _trim(text, first, end)


def _ends_sentence(text: str, first: int, stop: re.Match[str], end: int, abbreviations: frozenset[str]) -> bool:
    following = _AFTER_STOP.match(text, stop.end(), end)
    if following is None:
        return False
    begins = text[following.end() - 1]
    if stop[0] != ".":
        return not begins.islower()
    before = _BEFORE_STOP.search(text, max(first, stop.start() - LONGEST_ABBREVIATION), stop.start())
    word = before[0] if before else ""
    if word.lower() in abbreviations or _INITIAL.fullmatch(word):
        return False
    return not begins.islower()


def _kinds(
    view: View,
    lines: Sequence[tuple[int, int]],
    known: dict[int, BlockKind],
    title: str | None,
    rules: Sequence[LineRule],
) -> list[BlockKind]:
    kinds: list[BlockKind] = []
    lead_seen = False
    for number, (start, end) in enumerate(lines):
        line = view.text[start:end].strip()
        kind = known.get(start)
        if kind is None and number == 0 and title is not None and line == " ".join(title.split()):
            kind = "title"
        if kind is None:
            near_end = number >= len(lines) - LAST_LINES
            kind = _by_rule(line, near_end, rules)
        if kind is None:
            kind = "body" if lead_seen else "lead"
        lead_seen = lead_seen or kind in ("lead", "body")
        kinds.append(kind)
    return kinds


def _by_rule(line: str, near_end: bool, rules: Sequence[LineRule]) -> BlockKind | None:
    stopped = line.endswith(_STOPS)
    for rule in rules:
        if (rule.at_end and not near_end) or (rule.open_ and stopped):
            continue
        if rule.triggers and not any(map(line.lower().__contains__, rule.triggers)):
            continue
        if rule.fits(line):
            return rule.kind
    return None


def _glued_case(folded: str) -> Iterable[int]:
    done = 0
    for capital in _CAPITAL_INSIDE.finditer(folded):
        match = _GLUED_CASE.match(folded, _letters_before(folded, capital.start())) if capital.start() >= done else None
        if match is not None:
            done = match.end()
            if is_syllable(match[1]) and is_syllable(match[2]):
                yield match.start(2)


def _glued_digits(folded: str) -> Iterable[int]:
    for digit in _DIGIT_BEHIND.finditer(folded):
        match = _GLUED_DIGIT.match(folded, _letters_before(folded, digit.start()))
        if match is not None and match[1].islower() and is_syllable(match[1]):
            yield match.end(1)


def _letters_before(text: str, end: int) -> int:
    """Where the letters that end at `end` begin."""
    while end and _LETTER.match(text, end - 1):
        end -= 1
    return end


def _wraps(folded: str) -> Iterable[int]:
    return [match.start() for match in _WRAPPED.finditer(folded) if folded[match.end()].islower()]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
