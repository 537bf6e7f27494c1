"""Who held an event, read from the sentence that names it.

Organiser: the body that is the subject of the verb of holding («Ban Dân vận Thị ủy … tổ chức»), the one after «do»
(«hội nghị do Sở Nội vụ tổ chức»), the one whose congress or session it is («kỳ họp thứ 12, HĐND huyện»), else the one
that begins the headline. A body in somebody's post or behind «tại» is none.
All as written.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TypeAlias

from pipeline.extract.events.place_names import level_words, place_name
from pipeline.extract.events.words import EventWords
from pipeline.extract.officials.names import CAPITAL
from pipeline.extract.officials.organisation import Organisation
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.model import SpanPair
from pipeline.text.segment import Segment

Organiser: TypeAlias = tuple[str, SpanPair]

_GROUPS = ("steering", "delegation")
_OWN_MEETING = frozenset(("dai_hoi", "ky_hop", "khac", "giao_ban"))
_ABOVE = re.compile(r",? ?\($|, ?$")
_VILLAGE = re.compile(rf" ({CAPITAL}(?: {CAPITAL})*|\d+)(?=,? )")
_FAR = 80  # characters between «tại» and the unit: "tại hội trường Trung tâm Văn hóa - Thể thao huyện …"
_NEAR = 40  # between an event word and the body whose event it is


class Sentence:
    """The sentence that names the event, up to the verb of holding (`limit`) and up to the end of the name (`end`)."""

    def __init__(self, chart: Chart, segment: Segment, word: Node, verb: Node | None, end: int) -> None:
        self.chart, self.segment, self.word, self.verb, self.end = chart, segment, word, verb, end
        self.words = chart.grammar.book.once(EventWords.of)
        self.levels = tuple(sorted(level_words(chart)))
        self.limit = verb.start if verb is not None else word.start
        words = [node for type_ in ("event", "event_noun") for node in chart.nodes(type_)]
        self._words = frozenset(node.start for node in words)
        events = _Cover(words)
        posts = [node for node in chart.nodes("titles") if node.start not in events]
        held, named = _Cover(posts), _Cover([*posts, *chart.nodes("organisation")])
        self.bodies = [node for node in self._here("organisation") if node.start not in held and self._acts(node)]
        self.places = list(self._here("place"))
        self._subjects = [node for node in self.places if node.start not in named]

    def _is_event(self, node: Node) -> bool:
        """Whether what looks like a body is the event: "Hội | thi"; a group that goes somewhere is both."""
        return node.value.kind not in _GROUPS and node.start in self._words

    def _acts(self, node: Node) -> bool:
        """Whether a body is named at all: no event, no bare common noun ("Trung tâm")."""
        body: Organisation = node.value
        nameless = body.needs == "name" and body.name == body.head and body.kind != "steering"
        return not self._is_event(node) and not nameless

    def _here(self, type_: str) -> Iterator[Node]:
        return (n for n in self.chart.nodes(type_) if self.segment.start <= n.start and n.end <= self.segment.end)

    # ── who ──────────────────────────────────────────────────────────────────────────────────────

    def organiser(self, kind: str, title: Segment | None) -> Organiser | None:
        """The organiser; None if nobody is named as such."""
        found = self._after_by() or self._subject() or (self._whose() if kind in _OWN_MEETING else None)
        return found or self._place_that_held() or self._led() or self._of_headline(title)

    def _after_by(self) -> Organiser | None:
        """The body behind «do»."""
        verbs = {node.start for node in self.chart.nodes("event_verb")}
        for index, node in enumerate(self.bodies):
            acts = self.words.actor.search(self.chart.lower, node.start - 5, node.start)
            if node.start < self.word.start or acts is None:
                continue
            first, last = self._together(index, self.segment.end)
            if any(start in verbs for start in range(last.end, min(last.end + _NEAR, len(self.chart.text)))):
                return self._name(first, last)
        return None

    def _subject(self) -> Organiser | None:
        """The first body before the verb that is not a place to meet at, nor what another body is of."""
        above: Node | None = None
        for index, node in enumerate(self.bodies):
            if node.end > self.limit:
                break
            beside = above is not None and self.words.beside.fullmatch(self.chart.text, above.end, node.start)
            begin = self._begin(node)
            if self.words.sender.search(self.chart.lower, max(0, begin - 25), begin):
                return self._name(*self._together(index, self.limit))  # "đoàn công tác của | Huyện đoàn"
            if beside or self.words.owner.search(self.chart.lower, max(0, begin - 5), begin):
                above = node  # "đoàn công tác của Tỉnh ủy - UBND tỉnh"
            elif not self.venue(node):
                return self._name(*self._together(index, self.limit))
        return None

    def _whose(self) -> Organiser | None:
        """The body behind the word for its meeting: "đại hội đại biểu | Hội Luật gia tỉnh"."""
        for index, node in enumerate(self.bodies):
            between = self.chart.lower[self.word.end : node.start]
            if node.start >= self.word.end and len(between) <= _NEAR and not self.words.elsewhere.search(between):
                return self._name(*self._together(index, self.end))
        return None

    def _led(self) -> Organiser | None:
        """The group that somebody leads, with the body of that person: "Bộ trưởng Bộ Y tế dẫn đầu | Đoàn công tác"."""
        for node in self.bodies:
            if node.start == self.word.start and node.value.kind == "steering":
                leaders = [n for n in self._here("titles") if n.end <= node.start]
                above = leaders[-1].value.posts[-1].organisation if leaders else None
                bare = above is not None and node.value.name == node.value.head
                name = f"{node.value.name} {self.words.of_word} {above.name}" if above and bare else node.value.name
                return name, (node.start, node.end)
        return None

    def _place_that_held(self) -> Organiser | None:
        """A unit as the subject: "huyện Đắk Song đã tổ chức"."""
        if self.verb is None:
            return None
        before = [node for node in self._subjects if node.end <= self.limit and not self.venue(node)]
        lowest = [node for node in before if not _ABOVE.search(self.chart.text, node.start - 3, node.start)]
        who = lowest[-1] if lowest else before[0] if before else None
        if who is None:
            return None
        for village in self._here("village_level"):
            named = _VILLAGE.match(self.chart.text, village.end)
            if named is not None and village.end <= who.start:
                return f"{village.value.canonical} {named[1]}", (village.start, named.end(1))
        return place_name(self.chart, who, self.places), (who.start, who.end)

    def _of_headline(self, title: Segment | None) -> Organiser | None:
        """The body that begins the headline, if that is of the event: "Bộ Công an | công bố các quyết định"."""
        if title is None:
            return None
        prefix = {node.start: node.end for node in self.chart.nodes("organiser_prefix")}
        at = prefix.get(title.start, title.start - 1) + 1
        eventful = any(title.start <= node.start < title.end for node in self.chart.nodes("event"))
        for node in self.chart.nodes("organisation") if eventful else ():
            if node.start == at and node.end <= title.end and not self._is_event(node):
                return self._name(node, node)
        return None

    def venue(self, node: Node) -> bool:
        """Whether a body or unit tells where: behind «tại», with no comma between that ends the phrase."""
        first = max(self.segment.start, node.start - _FAR - 5)
        for cue in self.words.venue.finditer(self.chart.lower, first, node.start):
            between = self.chart.text[cue.end() : node.start]
            inside = between.count("(") > between.count(")")
            held_here = self.verb is not None and self.chart.text[node.end : self.limit].strip() == ""
            chained = between.endswith(", ") and node.type == "place" and not held_here
            if len(between) <= _FAR and ("," not in between or inside or chained):
                return True
        return False

    def _begin(self, node: Node) -> int:
        """Where a body begins with what stands before its name: "Thường trực | Tỉnh ủy"."""
        starts = (p.start for p in self.chart.nodes("organiser_prefix") if p.end + 1 == node.start)
        return next(starts, node.start)

    def _together(self, index: int, limit: int) -> tuple[Node, Node]:
        """The body with those it acts with: "Huyện ủy - HĐND - UBND"."""
        last = self.bodies[index]
        for node in self.bodies[index + 1 :]:
            sign = self.words.join.fullmatch(self.chart.text, last.end, node.start)
            if node.end > limit or not sign or ("-" in sign[0] and node.value.kind == last.value.kind):
                break  # "Học viện X - Học viện Y": the second is above the first
            last = node
        return self.bodies[index], last

    def _name(self, first: Node, last: Node) -> Organiser:
        """The bodies from `first` to `last` in one phrase, with what stands before them ("Thường trực HĐND tỉnh")."""
        name, at, start = "", first.start, first.start
        for prefix in self.chart.nodes("organiser_prefix"):
            if prefix.end + 1 == first.start and prefix.start >= self.segment.start and not prefix.value.get("silent"):
                start, name = prefix.start, f"{prefix.value.canonical} "
        for node in self.bodies if first is not last else (first,):
            if first.start <= node.start <= last.start:
                name += self.chart.text[at : node.start] + self._own(node)
                at = node.end
        return name, (start, last.end)

    def _own(self, node: Node) -> str:
        """The name of a body less the units around its own: "Hội Luật gia huyện X" of "… huyện X, tỉnh Y"."""
        body: Organisation = node.value
        written = self.chart.text[node.start : node.end]
        if body.name == body.head and self.words.two_bodies.search(body.name) and written.isupper():
            return written  # "HĐND - UBND"
        for part in body.chain():
            unit = f"{part.level} {part.place}" if part.level and part.place else part.place
            head, found, rest = body.name.partition(f"{unit}, ") if unit else (body.name, "", "")
            if found and rest.startswith(self.levels):
                return f"{head}{unit}"
        return body.name


class _Cover:
    """The places that some spans cover."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        spans = sorted((node.start, node.end) for node in nodes)
        self._starts = [start for start, _ in spans]
        self._ends = list(accumulate((end for _, end in spans), max))

    def __contains__(self, at: int) -> bool:
        index = bisect_right(self._starts, at) - 1
        return index >= 0 and self._ends[index] > at
