"""What each official did at the event: by the verb after the name, by the words that open a list before it.

A verb belongs to the last mention before it, and to everyone in that mention's list. Words that open a list («Tham dự
có …», «dưới sự chủ trì của …») govern every name up to the end of the sentence or the next such words. A weaker role is
left out where a stronger one says the same: whoever concludes or directs also speaks.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.extract.official_merge import TitleMention, name_key
from pipeline.extract.officials import Mention
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.match.overlap import winners
from pipeline.model import EventRole, SpanPair, row_id
from pipeline.text.segment import Segment

VERB_REACH = 40  # characters between the end of a mention and its verb
COMPANY_REACH = 170  # the same where others stand in between: «… cùng đại diện các sở, ngành tiếp đoàn»
CUE_REACH = 90  # between list-opening words and the first name
NEXT_TO = 4  # between an opening clause and its subject
AWARD_REACH = 60  # between «trao» and the award
_CHAINED = re.compile(r"(?:[ ,]|và|đồng thời|đã|cũng|tại hội nghị|hội nghị|buổi lễ|tại)*")
_COMPANY = re.compile(r"[,;]? ?(?:cùng|và) ")
_COVERS: Mapping[str, frozenset[str]] = {
    "conclude": frozenset({"speak"}),
    "direct": frozenset({"speak"}),
    "report": frozenset({"speak"}),
    "launch": frozenset({"speak"}),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One role of one name, with the evidence in view offsets."""

    name: str
    role: str
    start: int
    end: int
    verb: SpanPair
    rule_id: str


def find_roles(
    chart: Chart,
    segments: Sequence[Segment],
    mentions: Sequence[Mention],
    titles: Sequence[TitleMention],
) -> tuple[Part, ...]:
    """All roles of all officials of an article, each role of a name once, where it is first stated."""
    actors = _actors(mentions, titles)
    found: list[Part] = []
    for segment in segments:
        here = [actor for actor in actors if segment.start <= actor.start < segment.end]
        if here:
            found.extend(_by_verbs(chart, segment, here))
            found.extend(_by_cues(chart, segment, here))
    found.extend(_by_tenure(mentions))
    return _settled(found)


@dataclass(frozen=True, slots=True)
class _Actor:
    names: tuple[str, ...]
    start: int
    end: int


def _actors(mentions: Sequence[Mention], titles: Sequence[TitleMention]) -> list[_Actor]:
    """Mentions, lists as one actor that ends with its last member, and people meant by title alone."""
    lists: dict[int, list[Mention]] = {}
    actors = []
    for mention in mentions:
        if mention.listed is not None:
            lists.setdefault(mention.listed, []).append(mention)
        else:
            actors.append(_Actor((mention.name,), mention.start, mention.end))
    for members in lists.values():
        names = tuple(member.name for member in members)
        actors.append(_Actor(names, members[0].start, members[-1].end))
    actors.extend(_Actor((t.name,), t.start, t.end) for t in titles if t.name is not None)
    return sorted(actors, key=lambda actor: (actor.start, actor.end))


def _by_verbs(chart: Chart, segment: Segment, actors: Sequence[_Actor]) -> Iterator[Part]:
    verbs = _longest([node for node in chart.nodes("role_verb") if segment.start <= node.start < segment.end])
    verbs = [verb for verb in verbs if _acts(chart, verb)]
    starts = [verb.start for verb in verbs]
    for index, actor in enumerate(actors):
        limit = actors[index + 1].start if index + 1 < len(actors) else segment.end
        last: Node | None = None
        for verb in verbs[bisect_left(starts, actor.end) :]:
            between = chart.lower[(last.end if last else actor.end) : verb.start]
            if verb.start >= limit or not (_CHAINED.fullmatch(between) if last else _reaches(between)):
                break
            for name in actor.names:
                yield Part(name, verb.value.get("role"), actor.start, verb.end, (verb.start, verb.end), "role.verb")
            last = verb


def _acts(chart: Chart, verb: Node) -> bool:
    """Whether the words are a verb here: «kết luận của» and «Kết luận số 19» are nouns; «trao» needs an award."""
    after = chart.lower[verb.end : verb.end + 4]
    if after.startswith((" của", " số")) or any(n.start <= verb.start < n.end for n in chart.nodes("citation")):
        return False
    if (word := verb.value.get("not_after")) and chart.lower[: verb.start].endswith(f"{word} "):
        return False
    if verb.value.get("needs") == "award":
        awards = [n for n in chart.nodes("award") if verb.start <= n.start <= verb.end + AWARD_REACH]
        return any("." not in chart.text[verb.end : n.start] for n in awards)
    return True


def _reaches(between: str) -> bool:
    """Whether a verb can belong to a mention that `between` parts it from."""
    if any(mark in between for mark in '.:\n"'):
        return False
    if _COMPANY.match(between):
        return len(between) <= COMPANY_REACH
    return len(between) <= VERB_REACH and ";" not in between and between.count(",") <= 1


def _by_cues(chart: Chart, segment: Segment, actors: Sequence[_Actor]) -> Iterator[Part]:
    rules = chart.grammar.book.by_id
    here = [node for node in chart.nodes("role") if segment.start <= node.start < segment.end]
    cues = [cue for cue in winners(here, rules) if not any(a.start <= cue.start < a.end for a in actors)]
    for index, cue in enumerate(cues):
        limit = cues[index + 1].start if index + 1 < len(cues) else segment.end
        governed = [actor for actor in actors if cue.end <= actor.start < limit]
        if not governed or governed[0].start - cue.end > CUE_REACH or "." in chart.text[cue.end : governed[0].start]:
            continue
        shape = rules[cue.rule].sets.get("shape")
        if shape == "opening" and not (_opens(chart, segment, cue) and governed[0].start - cue.end <= NEXT_TO):
            continue
        for actor in governed if shape == "list" else governed[:1]:
            for name in actor.names:
                for role in _cue_roles(rules[cue.rule].sets.get("role"), cue):
                    yield Part(name, role, cue.start, actor.end, (cue.start, cue.end), cue.rule)


def _opens(chart: Chart, segment: Segment, cue: Node) -> bool:
    """Whether the cue begins its sentence or a part of it after a full stop, a semicolon or a colon."""
    before = chart.text[segment.start : cue.start].rstrip(' "')
    return not before or before[-1] in ".;:"


def _cue_roles(fixed: str | None, cue: Node) -> Iterator[str]:
    if fixed is not None:
        yield fixed
    else:
        yield from (str(verb.value.get("role")) for verb in cue.all("verb"))


def _longest(nodes: Sequence[Node]) -> list[Node]:
    """Of overlapping verbs the longest."""
    kept: list[Node] = []
    for node in sorted(nodes, key=lambda n: (n.start, -n.end)):
        if not kept or node.start >= kept[-1].end:
            kept.append(node)
    return kept


def _by_tenure(mentions: Sequence[Mention]) -> Iterator[Part]:
    for mention in mentions:
        for held in mention.held:
            if held.tenure in ("appointed", "relieved"):
                span = (held.post.start, held.post.end)
                yield Part(mention.name, held.tenure, mention.start, mention.end, span, "role.tenure")


def _settled(parts: Sequence[Part]) -> tuple[Part, ...]:
    first: dict[tuple[str, str], Part] = {}
    for part in sorted(parts, key=lambda p: (p.start, p.end, p.role)):
        first.setdefault((name_key(part.name), part.role), part)
    roles: dict[str, set[str]] = {}
    for name, role in first:
        roles.setdefault(name, set()).add(role)
    covered = {
        (name, weaker) for name, held in roles.items() for role in held for weaker in _COVERS.get(role, frozenset())
    }
    kept = [part for key, part in first.items() if key not in covered]
    return tuple(sorted(kept, key=lambda p: (p.start, p.end, p.role)))


def role_rows(chart: Chart, document_id: str, event_id: str | None, parts: Sequence[Part]) -> tuple[EventRole, ...]:
    """Rows of `event_roles` in offsets of the article's text."""
    rows = []
    for part in parts:
        start, end = chart.view.span(part.start, part.end)
        rows.append(
            EventRole(
                id=row_id("event_roles", document_id, name_key(part.name), part.role),
                event_id=event_id,
                document_id=document_id,
                name=part.name,
                role=part.role,
                start=start,
                end=end,
                spans={"verb": chart.view.span(*part.verb)},
                rule_id=part.rule_id,
            )
        )
    return tuple(rows)
