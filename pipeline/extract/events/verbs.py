"""Verbs that say what somebody does, and how far they reach back to their subject.

A verb belongs to the last person before it whom nothing but adverbials, company ("cùng đại diện các sở") or an earlier
verb of the same chain parts from it. Demands anywhere in the rest of the sentence are still his.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.events.actors import Actor
from pipeline.extract.events.words import RoleWords
from pipeline.extract.spans import Places, longest
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.text.segment import Segment

NEAR = 40  # characters between the end of a mention and its verb
FAR = 110  # the same behind an adverbial: "đồng chí A, thay mặt Ban Thường vụ Huyện ủy, phát biểu"
COMPANY = 260  # the same where others stand in between: "… cùng đại diện các sở, ngành tiếp đoàn"
OTHER = "other"  # a deed that is told only of those who did nothing else
AWARD_REACH = 60  # between "trao" and the award
_BRACKETS = re.compile(r"\([^()\n]*\)?")
_STOPS = re.compile(r'[:\n"]|(?:(?<=[^\W\d_]{3})|(?<![^\W\d_]))[.!?](?=\s|$)')  # "Tp. X" is no end
_LEAD = re.compile(r"(?:[ ,;\-)]|\([^()\n]*\))*")
_NOUNS = frozenset({"speak", "direct", "conclude", "report", "chair"})  # "phát biểu của", "báo cáo của"
_PASSIVES = frozenset({"receive_award", "appointed", "relieved"})
_GOES_ON = frozenset({"attend", "visit", "chair"})  # "dự chỉ đạo", "đến thăm, tặng"


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb with its subject."""

    actor: Actor
    verb: Node

    @property
    def role(self) -> str:
        return str(self.verb.value.get("role"))


class Verbs:
    """The verbs of one article, and what could come between them and a subject."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        self.words = chart.grammar.book.once(RoleWords.of)
        self._all = Places(node for node in chart.nodes("role_verb"))
        self._awards = Places(chart.nodes("award"))
        self._bodies = Places((*chart.nodes("organisation"), *chart.nodes("place")))
        self._people = Places(chart.nodes("person"))
        self._names = Places((*chart.nodes("organisation"), *chart.nodes("titles"), *chart.nodes("citation")))
        self._planned = frozenset(node.end for node in chart.nodes("event_planned"))
        self._nominal = {node.end: node.start for node in chart.nodes("role_nominal")}

    def within(self, segment: Segment) -> list[Node]:
        """The verbs of a sentence that are verbs there."""
        found = longest(self._all.within(segment.start, segment.end))
        return [verb for verb in found if verb.value.get("role") != "none" and self._acts(verb)]

    def at(self, start: int) -> Node | None:
        """The longest verb that begins there, noun or not."""
        here = self._chart.at("role_verb", start)
        return here[0] if here and here[0].value.get("role") != "none" else None

    def is_speech(self, start: int) -> bool:
        """Whether the words at `start` say that a speech was made."""
        verb = self.at(start)
        return verb is not None and bool(verb.value.get("speech"))

    def of(self, segment: Segment, verbs: Sequence[Node], actors: Sequence[Actor]) -> Iterator[Deed]:
        """Each verb of a sentence with the actor before it that it belongs to."""
        starts = [verb.start for verb in verbs]
        for index, actor in enumerate(actors):
            limit = actors[index + 1].start if index + 1 < len(actors) else segment.end
            last: Node | None = None
            oblique = self._oblique(actor.start)
            if oblique and oblique["of"] and len(actor.names) > 1:  # "được sự phân công của A, đồng chí B điều hành"
                actor, oblique = replace(actor, names=actor.names[-1:]), None
            for verb in verbs[bisect_left(starts, actor.end) : bisect_left(starts, limit)]:
                if oblique and verb.value.get("role") != "relieved":
                    continue
                if last is None:
                    if not self._reaches(actor.end, verb):
                        break
                elif not self._follows(last, verb):
                    continue
                yield Deed(actor, verb)
                last = verb if verb.value.get("role") != OTHER else last  # "tặng hoa, phát biểu"

    def _oblique(self, start: int) -> re.Match[str] | None:
        """The preposition that makes a person no subject: "trao Bằng khen cho | ông A", "kết luận của | đồng chí B"."""
        return self.words.oblique.search(self._chart.lower, max(0, start - 10), start)

    def _acts(self, verb: Node) -> bool:
        """Whether the words are a verb here: "kết luận của", "bài phát biểu" are nouns; "trao" needs an award."""
        chart, entry = self._chart, verb.value
        role = str(entry.get("role"))
        if self._names.covers(verb.start, verb.end):
            return False
        if self.words.of_.match(chart.lower, verb.end) and role in _NOUNS and not entry.get("noun"):
            return False
        if any(
            n.end == verb.end and self.words.number.match(chart.lower, n.end) for n in chart.at("doc_type", verb.start)
        ):
            return False
        nominal = self._nominal.get(verb.start - 1)
        if nominal is not None and role not in _PASSIVES and not self._names.covers(nominal, verb.start - 1):
            return False
        before = tuple(f"{word} " for word in entry.get("not_after").split(", ") if word)
        if verb.start - 1 in self._planned or chart.lower.endswith(before, 0, verb.start):
            return False
        needs = entry.get("needs")
        if needs == "organisation":
            return bool(chart.at("organisation", verb.end + 1))
        if needs == "paper":
            return bool(chart.at("doc_type", verb.end + 1)) or chart.text[verb.end : verb.end + 1] in ("", ".")
        if needs == "award":
            awards = self._awards.within(verb.start, verb.end + AWARD_REACH)
            return any("." not in chart.text[verb.end : award.start] for award in awards)
        return True

    def _reaches(self, end: int, verb: Node) -> bool:
        """Whether a verb can belong to a mention that ends at `end`."""
        chart = self._chart
        if verb.start - end > COMPANY:
            return False
        lead = _LEAD.match(chart.lower, end, verb.start)
        at = lead.end() if lead else end
        between = _BRACKETS.sub("", chart.lower[at : verb.start])
        if _STOPS.search(between) or self.words.passive.search(between):
            return False
        if not between.strip():
            return True
        company = self.words.company.match(chart.lower, at, verb.start)
        beside = company.end() if company else at
        if chart.at("role_company", beside) or (company and chart.at("organisation", beside)):
            return at > end and not self._other_subject(at, verb.start)
        if ";" in between or self._other_subject(at, verb.start) or self._people.within(at, verb.start):
            return False
        if chart.at("role_adverb", at):
            return len(between) <= FAR
        return len(between) <= NEAR and between.count(",") <= 1

    def _other_subject(self, end: int, start: int) -> bool:
        """Whether a body or unit is the subject instead: "theo ông A, Chủ tịch xã, … UBND xã | đã chỉ đạo"."""
        for body in self._bodies.within(end, start):
            before = self._chart.lower[end : body.start].rstrip()
            if before.endswith(",") and self.words.aspect.fullmatch(self._chart.lower[body.end : start].strip()):
                return True
        return False

    def _follows(self, last: Node, verb: Node) -> bool:
        """Whether a verb goes on with the one before: joined to it, or a demand later in the sentence."""
        between = self._chart.lower[last.end : verb.start]
        if self.words.chained.fullmatch(between):
            return bool(between.strip()) or last.value.get("role") in _GOES_ON
        return bool(verb.value.get("order")) and '"' not in between and self.words.demanded.search(between) is not None
