"""Who can act in a sentence: people named with or without a post, lists of them, people meant by title or pronoun."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.officials.address import Addresses
from pipeline.extract.officials.shapes import Mention
from pipeline.extract.officials.titled import TitleMention
from pipeline.match.chart import Chart
from pipeline.text.segment import Segment

_GOES_BACK = 2  # a pronoun means somebody named at most so many sentences before


@dataclass(frozen=True, slots=True)
class Actor:
    """One person, or a list of people who act together. `[start, end)` covers addresses, names and posts."""

    names: tuple[str, ...]
    start: int
    end: int


class Actors:
    """All actors of an article, by place."""

    def __init__(self, chart: Chart, mentions: Sequence[Mention], titles: Sequence[TitleMention]) -> None:
        self._chart = chart
        addresses = Addresses(chart)  # "đồng chí | Bí thư Huyện ủy Lê Văn Cẩn"
        self._named = sorted(
            (replace(actor, start=addresses.before(actor.start).start) for actor in _named(mentions, titles)),
            key=lambda actor: (actor.start, actor.end),
        )
        self._starts = [actor.start for actor in self._named]
        self._pronouns = _pronouns(chart, self._named)

    def within(self, segments: Sequence[Segment], index: int) -> list[Actor]:
        """The actors of one sentence; a pronoun stands for the single person who was named last shortly before."""
        segment = segments[index]
        first, last = bisect_left(self._starts, segment.start), bisect_left(self._starts, segment.end)
        here = self._named[first:last]
        back = segments[max(0, index - _GOES_BACK)].start
        for start, end in self._pronouns.get(segment.start, ()):
            before = bisect_left(self._starts, start) - 1
            if before >= 0 and self._named[before].start >= back and len(self._named[before].names) == 1:
                here = [*here, Actor(self._named[before].names, start, end)]
        return sorted(here, key=lambda actor: (actor.start, actor.end))


def _named(mentions: Sequence[Mention], titles: Sequence[TitleMention]) -> list[Actor]:
    lists: dict[int, list[Mention]] = {}
    actors = []
    for mention in mentions:
        if mention.listed is not None:
            lists.setdefault(mention.listed, []).append(mention)
        else:
            actors.append(Actor((mention.name,), mention.start, mention.end))
    for members in lists.values():
        names = tuple(dict.fromkeys(member.name for member in members))
        actors.append(Actor(names, members[0].start, members[-1].end))
    actors.extend(Actor((title.name,), title.start, title.end) for title in titles if title.name is not None)
    return actors


def _pronouns(chart: Chart, named: Sequence[Actor]) -> Mapping[int, list[tuple[int, int]]]:
    """Start of a sentence → the honorific that begins it without a name or title behind: "Ông | yêu cầu", "bà nói"."""
    found: dict[int, list[tuple[int, int]]] = {}
    for node in chart.nodes("honorific"):
        if node.value.get("many") or node.value.get("strength") == "none" or not chart.text[node.start].isupper():
            continue
        at = node.end + chart.text.startswith(" ", node.end)
        if chart.at("person", at) or chart.at("titles", at) or chart.text[at : at + 1].isupper():
            continue
        found.setdefault(node.start, []).append((node.start, node.end))
    return found
