"""What each official did at the event: by the verb after the name, by the words that open a list before it.

Verbs, cues and actors have modules of their own (`role_*.py`). Here it is settled whose demands are
orders, and a weaker role is left out where a stronger one says the same: whoever concludes or directs also speaks.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.events.actors import Actor, Actors
from pipeline.extract.events.cues import Cues, is_number
from pipeline.extract.events.seniority import Seniority
from pipeline.extract.events.verbs import OTHER, Verbs
from pipeline.extract.officials.merge import name_key
from pipeline.extract.officials.shapes import Mention
from pipeline.extract.officials.titled import TitleMention
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.model import EventRole, SpanPair, row_id
from pipeline.text.segment import Segment

_COVERS: Mapping[str, frozenset[str]] = {
    "conclude": frozenset({"speak", "order"}),
    "direct": frozenset({"speak", "order"}),
    "order": frozenset({"speak"}),
    "report": frozenset({"speak", "order"}),
    "launch": frozenset({"speak"}),
}
_OPEN = (":", ": ")


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
    if not mentions and not titles and chart.trace is None:
        return ()  # nobody is there to do anything; a trace is told of all words nevertheless
    verbs = Verbs(chart)
    found = [*_stated(chart, segments, Actors(chart, mentions, titles), verbs), *_by_tenure(mentions)]
    return _settled(found, Seniority(chart, mentions), verbs)


def _stated(chart: Chart, segments: Sequence[Segment], actors: Actors, verbs: Verbs) -> Iterator[Part]:
    """What the sentences say. Demands are parts with role «order» until it is known who makes them of whom."""
    sentences = [
        (segment, actors.within(segments, index))
        for index, segment in enumerate(segments)
        if not is_number(chart, segment)  # "1. | Đồng chí A – Bí thư …"
    ]
    telling = [one for one, here in sentences if here or chart.text.endswith(_OPEN, 0, one.end)]
    cues = Cues(chart, verbs, telling)
    running: tuple[Node, tuple[str, ...]] | None = None
    for segment, here in sentences:
        if not here:
            running = cues.running_on(segment, here)
            continue
        deeds = list(verbs.of(segment, verbs.within(segment), here))
        if running is not None and not deeds and cues.goes_on(segment, here):
            cue, roles = running
            yield from (part for actor in here for role in roles for part in _listed(actor, role, cue))
            continue
        running = cues.running_on(segment, here)
        chairs = {deed.actor for deed in deeds if deed.role == "chair"}
        deeds = [deed for deed in deeds if deed.role != "attend" or deed.actor not in chairs]  # "dự và chủ trì"
        floor = {deed.actor for deed in deeds if deed.verb.value.get("floor")}
        for actor, role, cue in cues.of(segment, here, chairs):
            floor |= {actor} if _takes_floor(verbs, cue) else set()
            yield from _parts(actor, role, (cue.start, max(cue.end, actor.end)), cue, cue.rule)
        for deed in deeds:
            role = "order" if deed.verb.value.get("order") and deed.actor not in floor else deed.role
            yield from _parts(deed.actor, role, (deed.actor.start, deed.verb.end), deed.verb, "role.verb")


def _takes_floor(verbs: Verbs, cue: Node) -> bool:
    """Whether the words open a contribution to a discussion, in which demands are no orders."""
    slot = cue.slot("verb")
    verb = verbs.at(slot.start) if slot is not None else None
    return verb is not None and (bool(verb.value.get("floor")) or verb.value.get("role") == "report")


def _parts(actor: Actor, role: str, span: SpanPair, words: Node, rule_id: str) -> Iterator[Part]:
    for name in actor.names:
        yield Part(name, role, min(span[0], actor.start), span[1], (words.start, words.end), rule_id)


def _listed(actor: Actor, role: str, cue: Node) -> Iterator[Part]:
    """The part of somebody whose list was opened in an earlier sentence."""
    for name in actor.names:
        yield Part(name, role, actor.start, actor.end, (cue.start, cue.end), cue.rule)


def _by_tenure(mentions: Sequence[Mention]) -> Iterator[Part]:
    given = {name_key(one.name) for one in mentions for held in one.held if held.tenure == "appointed"}
    for mention in mentions:
        for held in mention.held:
            moved = held.tenure == "relieved" and name_key(mention.name) in given
            if held.tenure in ("appointed", "relieved") and not moved:  # who is moved is appointed
                span = (held.post.start, held.post.end)
                yield Part(mention.name, held.tenure, mention.start, mention.end, span, "role.tenure")


def _settled(parts: Sequence[Part], seniority: Seniority, verbs: Verbs) -> tuple[Part, ...]:
    speakers = {name_key(part.name) for part in parts if part.role == "speak" and verbs.is_speech(part.verb[0])}
    first: dict[tuple[str, str], Part] = {}
    for part in sorted(parts, key=lambda p: (p.start, p.end, p.role)):
        first.setdefault((name_key(part.name), part.role), part)
    roles: dict[str, set[str]] = {}
    for name, role in first:
        roles.setdefault(name, set()).add(role)
    covered = {
        (name, weaker) for name, held in roles.items() for role in held for weaker in _COVERS.get(role, frozenset())
    }
    covered |= {(name, OTHER) for name, held in roles.items() if len(held) > 1}
    hosts = [part.name for (_, role), part in first.items() if role in ("chair", "conclude")]
    guests = {name for name, held in roles.items() if "attend" in held and not held & {"chair", "visit"}}
    kept = [_ranked(part, seniority, hosts, speakers, guests) for key, part in first.items() if key not in covered]
    return tuple(sorted(kept, key=lambda p: (p.start, p.end, p.role)))


def _ranked(
    part: Part, seniority: Seniority, hosts: Sequence[str], speakers: Container[str], guests: Container[str]
) -> Part:
    """A demand as what it is: an order of a guest from above, or of a leader of the hosts of whom no speech is told.
    Who has the chair of another tier's event, or visits it, speaks."""
    if part.role != "order":
        return part
    key, above = name_key(part.name), seniority.above(part.name, hosts)
    orders = key in guests if above else above is None and seniority.leads(part.name) and key not in speakers
    return replace(part, role="direct" if orders else "speak")


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
