"""What a noun that points back stands for: «giống bưởi Hạ Tân … Giống bưởi này | nặng 1 kg»."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.heads import of_person, parts_of, proper
from pipeline.extract.counts.items.openings import opens_adjunct, opens_predicate
from pipeline.extract.counts.items.phrases import names_measure, right_phrase
from pipeline.extract.counts.items.pieces import Span
from pipeline.match.chart import Chart
from pipeline.text.segment import Segment
from pipeline.text.syllable import is_syllable

MOST_BACK = 2  # sentences
LONGEST_NOUN = 3  # words before «này»
_NEVER = ("time_unit", "anaphor", "session_word", "period", "open_word")


def pointed_at(chart: Chart, segments: Sequence[Segment], figure: Figure) -> Span | None:
    """What the noun with «này» stands for with which a figure's item begins; empty at the head of a paragraph."""
    if "topic" in figure.spans or "anaphor" in figure.spans or "item" not in figure.spans:
        return None
    start = min(figure.spans[name][0] for name in ("item", "subject", "lead") if name in figure.spans)
    noun = _noun(chart, start)
    if noun is None or start > figure.start:
        return None
    index = figure.statement.segment
    line = segments[index].line
    near = [segment for segment in segments[max(0, index - MOST_BACK) : index] if segment.line == line]
    floor = near[0].start if near else segments[index].start
    named = named_before(chart, floor, noun)
    if named is not None or not near:
        return named or Span(noun.start, noun.start)
    said = f"{chart.lower[slice(*noun)]} " in chart.lower[floor : segments[index].start]
    return None if said else _subject(chart, near, noun)  # «… của nhóm cổ đông ấy. Nhóm này»: no other is meant


def _noun(chart: Chart, start: int) -> Span | None:
    """The noun that begins here with «này» behind it."""
    end = _before_pointer(chart, start)
    if end is None or names_measure(chart, start) is not None or any(chart.at(type_, start) for type_ in _NEVER):
        return None
    if opens_predicate(chart, start) or opens_adjunct(chart, start):
        return None  # «vào thời điểm đó»
    return Span(start, end)


def _before_pointer(chart: Chart, at: int) -> int | None:
    """Where the first words end behind which «này» stands."""
    for _ in range(LONGEST_NOUN):
        at = chart.text.find(" ", at) + 1
        if not at:
            return None
        if chart.at("pointer", at):
            return at - 1
    return None


def named_before(chart: Chart, start: int, noun: Span) -> Span | None:
    """The last phrase before a noun that begins with it and says more: «giống bưởi | Hạ Tân»."""
    kind, at = chart.lower[slice(*noun)], noun.start
    while (at := chart.lower.rfind(f"{kind} ", start, at)) >= 0:
        whole = at == start or not chart.text[at - 1].isalnum()
        phrase = right_phrase(chart, at, noun.start) if whole and not chart.at("pointer", at + len(kind) + 1) else None
        if phrase is not None and phrase.start == at and phrase.end > at + len(kind) and _holds_name(chart, phrase):
            return phrase
    return None


def _holds_name(chart: Chart, phrase: Span) -> bool:
    """Whether a phrase holds a name behind its noun."""
    return any(word[0].isupper() for word in chart.text[slice(*phrase)].split()[1:])


def _subject(chart: Chart, near: Sequence[Segment], noun: Span) -> Span | None:
    """The proper name that a sentence before is about, of a person where the noun is one for people."""
    for segment in reversed(near):
        part = next((part for part in parts_of(chart, segment.start, segment.end) if part.told), None)
        if part is not None and part.head is not None:
            alike = of_person(chart, noun) == of_person(chart, part.head)
            return part.head if alike and proper(chart, part.head) and _is_name(chart, part.head) else None
    return None


def _is_name(chart: Chart, phrase: Span) -> bool:
    """Whether a phrase begins with a name, not with a noun of ours: «Hạ Tân mở cửa», not «Đường ở Hạ Tân»."""
    first, *rest = chart.text[slice(*phrase)].split()
    return first[0].isupper() and (not is_syllable(first) or bool(rest and rest[0][0].isupper()))
