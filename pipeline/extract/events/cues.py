"""Words before a name that say what somebody does: openings of lists, opening clauses, "theo", "phát biểu của".

list      «Tham dự có …»: everyone up to the end of the sentence or the next such words
opening   «Phát biểu tại hội nghị, …»: a clause without subject at the head of a sentence; the next person is meant
beside    «theo …», «kết luận của …»: only the person that stands right behind
award     «trao Bằng khen cho …»: the person, or list, who gets it
first     «dưới sự chủ trì của …», «bầu …»: the first person, or list, shortly behind
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate

from pipeline.extract.events.actors import Actor
from pipeline.extract.events.verbs import AWARD_REACH, Verbs
from pipeline.extract.spans import Places
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.match.overlap import winners
from pipeline.text.segment import Segment

REACH = 90  # characters between the cue and the first name
NEXT_TO = 4  # the same where nothing may stand between
OPENING_REACH = 170  # between the verb of an opening clause and its subject
UNMARKED = 60  # the same where no comma parts them
_SPEECH = frozenset({"speak", "direct", "conclude", "report", "chair", "launch"})
_TALK = frozenset({*_SPEECH, "attend", "visit"})
_PRESENT = frozenset({"attend", "chair"})
_COLON = re.compile(r": *")
_LIST_SIGN = re.compile(r" *[:\-+•]? *")
_LIST_NUMBER = re.compile(r"[ \-+•*]*\d{1,2}[.)/]")
_BREAK = re.compile(r"(?<![A-ZĐ])[.!?](?= |$)|;|\n")


class Cues:
    """The cues of some sentences of an article."""

    def __init__(self, chart: Chart, verbs: Verbs, sentences: Sequence[Segment]) -> None:
        self._chart, self._verbs = chart, verbs
        self._words = verbs.words
        self._rules = chart.grammar.book.by_id
        spans = [(sentence.start, sentence.end) for sentence in sentences]
        self._cues = Places(chart.near("role", lambda rule: spans))
        self._titles = Places(
            chart.nodes("titles")
        )  # "có các Phó Chủ tịch …: | A, B": posts do not part a list from it

    def of(
        self, segment: Segment, actors: Sequence[Actor], chairs: Collection[Actor]
    ) -> Iterator[tuple[Actor, str, Node]]:
        """Actor, role and cue for every cue of a sentence that governs somebody. `chairs`: who has the chair there."""
        starts = [actor.start for actor in actors]
        cues = self._outside(segment, actors)
        lists = [cue.start for cue in cues if self._shape(cue) == "list"]
        for cue in cues:
            following = bisect_right(lists, cue.start)
            limit = lists[following] if following < len(lists) else segment.end
            behind = actors[bisect_left(starts, cue.start) : bisect_left(starts, limit)]
            governed = [actor for actor in behind if actor.end > cue.end]  # "thành phần gồm các | đồng chí: A"
            roles = list(self._roles(cue))
            for actor in self._governed(segment, cue, governed):
                for role in roles:
                    if not (role == "attend" and (actor in chairs or "chair" in roles)):  # "dự và chủ trì"
                        yield actor, role, cue

    def running_on(self, segment: Segment, actors: Sequence[Actor]) -> tuple[Node, tuple[str, ...]] | None:
        """The cue of a list with a colon, with its roles, that fills the rest of its sentence: those that follow go on
        with it («với sự tham dự của: Đồng chí A, Bí thư …. | Đồng chí B …»)."""
        lists = [cue for cue in self._outside(segment, actors) if self._shape(cue) == "list"]
        if not lists:
            return None
        listed = [actor for actor in actors if actor.start >= lists[-1].start and actor.end > lists[-1].end]
        first = max(listed[0].start, lists[-1].end) if listed else segment.end
        rest = self._chart.text[listed[-1].end : segment.end] if listed else ""
        if not self._begins_list(lists[-1].end - 1, first) or rest.strip(" .;,"):
            return None
        return lists[-1], tuple(self._roles(lists[-1]))

    def _begins_list(self, start: int, first: int) -> bool:
        """Whether nothing but a colon, a word of address and a list sign stands before the first of a list."""
        colon = _COLON.search(self._chart.text, start, first)
        if colon is None:
            return False
        called = [node.end for node in self._chart.at("honorific", colon.end()) if node.end <= first]
        return _LIST_SIGN.fullmatch(self._chart.text, called[0] if called else colon.end(), first) is not None

    def goes_on(self, segment: Segment, actors: Sequence[Actor]) -> bool:
        """Whether a sentence is one more entry of such a list: it begins with somebody of whom no more is said."""
        begin = self._chart.text[segment.start : actors[0].start] if actors else "?"
        begin = _LIST_NUMBER.sub("", begin)
        rest = self._chart.lower[actors[-1].end : segment.end] if actors else ""
        return not begin.strip(" -+•*.") and (not rest.strip(" .;,") or self._words.further.match(rest) is not None)

    def _outside(self, segment: Segment, actors: Sequence[Actor]) -> list[Node]:
        """The cues of a sentence that do not stand inside a name with its posts."""
        here = self._cues.within(segment.start, segment.end)
        if not here:
            return []
        starts = [actor.start for actor in actors]
        ends = list(accumulate((actor.end for actor in actors), max))
        cues = []
        for cue in winners(filter(self._counts, here), self._rules):
            before = bisect_right(starts, cue.start) - 1
            if before < 0 or ends[before] <= cue.start:
                cues.append(cue)
        return cues

    def _counts(self, cue: Node) -> bool:
        """Whether the first word is what it seems: «dự | án» is nobody's attendance."""
        fixed = self._rules[cue.rule].sets.get("role")
        words = self._chart.at("role_verb", cue.start) if fixed in (None, "attend") else ()
        return not words or words[0].value.get("role") != "none"

    def _shape(self, cue: Node) -> str:
        return self._rules[cue.rule].sets.get("shape", "first")

    def _roles(self, cue: Node) -> Iterator[str]:
        fixed = self._rules[cue.rule].sets.get("role")
        if fixed is not None:
            yield fixed
            return
        for slot in cue.all("verb"):
            verb = self._verbs.at(slot.start)
            if verb is not None:
                yield str(verb.value.get("role"))

    def _governed(self, segment: Segment, cue: Node, actors: Sequence[Actor]) -> Sequence[Actor]:
        if not actors:
            return ()
        shape, gap = self._shape(cue), self._chart.text[cue.end : actors[0].start]
        if gap.count('"') % 2:
            return ()  # «"… họ bầu tôi" - ông A nói»: words of somebody's speech
        if shape in ("opening", "presence") and self._words.presence.search(gap) and self._opens(segment, cue):
            clear = not _BREAK.search(gap) and not self._acting(cue.end, actors[0].start)
            return actors if clear and set(self._roles(cue)) <= _PRESENT else ()
        if shape == "opening":
            return actors[:1] if self._opens(segment, cue) and self._leads(cue.end, actors[0].start) else ()
        if shape == "beside":
            spoken = "role" in self._rules[cue.rule].sets or set(self._roles(cue)) <= _SPEECH
            return actors[:1] if len(gap) <= NEXT_TO and spoken else ()
        if shape == "presence":
            return ()
        posts = sum(node.end - node.start for node in self._titles.within(cue.end, actors[0].start))
        if len(gap) - posts > (AWARD_REACH if shape == "award" else REACH) or _BREAK.search(gap):
            return ()
        return actors if shape == "list" else actors[:1]

    def _opens(self, segment: Segment, cue: Node) -> bool:
        """Whether a cue begins its sentence, or follows nothing but an adverbial or the end of a clause."""
        before = self._chart.text[segment.start : cue.start].rstrip(' "')
        if not before or before[-1] in ".:":
            return True
        return before[-1] == "," and self._adverbial(segment.start, cue.start)

    def _leads(self, start: int, end: int) -> bool:
        """Whether an opening clause that goes on from `start` has its subject at `end`: only adverbials may follow its
        first comma; without a comma it is short and ends in no preposition."""
        text = self._chart.text[start:end]
        if len(text) > OPENING_REACH or _BREAK.search(text) or self._acting(start, end):
            return False
        first, comma, _ = text.partition(",")
        if not comma:
            return len(text) <= UNMARKED and self._words.object_.search(text) is None
        return self._adverbial(start + len(first) + 1, end)

    def _adverbial(self, start: int, end: int) -> bool:
        """Whether everything between commas begins as adverbials do."""
        at = start
        for part in self._chart.lower[start:end].split(","):
            begin = at + len(part) - len(part.lstrip(' "'))
            if part.strip(' "') and not self._chart.at("role_adverb", begin):
                return False
            at += len(part) + 1
        return not self._acting(start, end)

    def _acting(self, start: int, end: int) -> bool:
        found = self._verbs.within(Segment("body", start, end, 0))
        return any(verb.value.get("role") in _TALK and verb.end <= end for verb in found)


def is_number(chart: Chart, segment: Segment) -> bool:
    """Whether a sentence is nothing but the number of an entry."""
    return _LIST_NUMBER.fullmatch(chart.text, segment.start, segment.end) is not None
