"""The conference that an article reports: found in headline and opening sentences, dated by what the page says.

The sentence that names it is the first that has an event word and a day or a verb of holding. The kind is that of the
first event word after the verb; a headline with a more telling word decides where the sentence only says "hội nghị".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.events.dates import Held, held_on, names_day
from pipeline.extract.events.parties import Organiser, Sentence
from pipeline.extract.events.site import Site, Where
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.model import Event, SpanPair, row_id
from pipeline.text.segment import Segment

ENOUGH = 4  # points of evidence; a day alone is enough, a verb needs a noun and a body beside it
OPENING = 6  # segments after the headline in which a report names its event
VAGUE = "khac"
LONGEST_NAME = 240


@dataclass(frozen=True, slots=True)
class Found:
    """The event in view offsets, before it becomes a row."""

    node: Node
    kind: str
    segment: int
    verb: Node | None
    held: Held
    name: SpanPair
    organiser: Organiser | None = None
    place: Where | None = None


def find_event(chart: Chart, segments: Sequence[Segment]) -> Found | None:
    """The event of an article; None if it reports none."""
    opening = [i for i, s in enumerate(segments) if s.kind != "byline"][: OPENING + 1]
    spans = [(segments[i].start, segments[i].end) for i in opening]
    words = [
        node for node in chart.near("event", lambda rule: spans) if any(_inside(node, segments[i]) for i in opening)
    ]
    if not words:
        return None
    chosen = _telling_sentence(chart, segments, opening, words)
    if chosen is None:
        return None
    segment, verb, node = chosen
    kind = _kind(chart, segments, words, node)
    held = held_on(chart, segments, opening, segment, kind)
    found = Found(node, kind, segment, verb, held, _name(chart, segments[segment], node))
    sentence = Sentence(chart, segments[segment], node, verb, found.name[1])
    title = next((s for s in segments if s.kind == "title"), None)
    organiser = sentence.organiser(kind, title)
    return replace(found, organiser=organiser, place=Site(sentence, title).place(organiser))


def _inside(node: Node, segment: Segment) -> bool:
    return segment.start <= node.start and node.end <= segment.end


def _sets(chart: Chart, node: Node) -> str:
    return chart.grammar.book.by_id[node.rule].sets["kind"]


def _telling_sentence(
    chart: Chart, segments: Sequence[Segment], opening: Sequence[int], words: Sequence[Node]
) -> tuple[int, Node | None, Node] | None:
    best: tuple[int, int, Node | None, Node] | None = None
    background = {node.start for node in chart.nodes("event_background")}
    planned = {node.end for node in chart.nodes("event_planned")}
    habits = chart.nodes("event_habit")
    for order, index in enumerate(opening):
        segment = segments[index]
        here = [node for node in words if _inside(node, segment)]
        if not here or segment.start in background:
            continue
        verbs = [node for node in chart.nodes("event_verb") if _inside(node, segment)]
        verb = _governing(verbs, here)
        if verb is not None and verb.start - 1 in planned:
            continue  # "sẽ tổ chức"
        after = [node for node in here if verb is None or node.end > verb.start] or here
        word = _first_telling(chart, after)
        dated = names_day(chart, segment)
        if not dated and any(segment.start <= habit.start < word.start for habit in habits):
            continue  # "hằng năm đều phát động thi đua"
        evidence = 4 * dated + 2 * (verb is not None) + _standing(chart, segment, word)
        reported = _reported(chart, segments, opening, segment, word)
        if evidence + reported < ENOUGH:
            continue
        score = evidence - order - 2 * (segment.kind == "caption") - (segment.kind == "title")
        if best is None or score > best[0]:
            best = (score, index, verb, word)
    return best[1:] if best else None


def _reported(chart: Chart, segments: Sequence[Segment], opening: Sequence[int], segment: Segment, word: Node) -> int:
    """What speaks for an event that is named without a day: who attended; in a headline also what acts there."""
    present = [node for node in chart.nodes("event_presence") if any(_inside(node, segments[i]) for i in opening)]
    if segment.kind != "title":
        return 2 * any(_inside(node, segment) for node in present)
    acts = any(node.start == segment.start and node.end <= word.start for node in chart.nodes("organisation"))
    return 3 * bool(present) + (_sets(chart, word) != VAGUE) + 2 * acts


def _standing(chart: Chart, segment: Segment, word: Node) -> int:
    """What speaks for a reported event beside a day and a verb: a noun for it, an official, a body, a headline."""
    noun = any(n.start <= word.end and word.start <= n.end for n in chart.nodes("event_noun"))
    called = (node for node in chart.nodes("honorific") if node.value.get("strength") == "strong")
    official = _names(segment, chart.nodes("official")) or _names(segment, called)
    body = _names(segment, chart.nodes("organisation"))
    return noun + official + body + (segment.kind == "title" and noun)


def _names(segment: Segment, nodes: Iterable[Node]) -> bool:
    return any(segment.start <= node.start < segment.end for node in nodes)


def _governing(verbs: Sequence[Node], events: Sequence[Node]) -> Node | None:
    """The first verb of holding that an event word follows, or that is itself the event («tổng kết …»)."""
    for verb in verbs:
        if any(verb.start <= event.start <= verb.end + 60 for event in events):
            return verb
    return None


def _first_telling(chart: Chart, words: Sequence[Node]) -> Node:
    """The event word that is complete first («hội nghị sơ kết» before «hội nghị sơ kết 5 năm triển khai»); a telling
    one close behind a vague one wins."""
    first = min(words, key=lambda node: (node.end, node.start))
    near = [node for node in words if node.start <= first.end + 40]
    telling = [node for node in near if _sets(chart, node) != VAGUE]
    return min(telling, key=lambda node: (node.end, node.start)) if telling else first


def _kind(chart: Chart, segments: Sequence[Segment], words: Sequence[Node], node: Node) -> str:
    kind = _sets(chart, node)
    if kind != VAGUE:
        return kind
    title = next((s for s in segments if s.kind == "title"), None)
    named = [word for word in words if title is not None and _inside(word, title)]
    telling = [_sets(chart, word) for word in named if _sets(chart, word) != VAGUE]
    return telling[0] if telling else kind


def _name(chart: Chart, segment: Segment, node: Node) -> SpanPair:
    end = min(segment.end, node.start + LONGEST_NAME)
    if segment.kind != "title":
        stop = chart.text.find(". ", node.end, end)
        end = stop if stop > 0 else end
    while end > node.end and chart.text[end - 1] in " .,;:":
        end -= 1
    return node.start, end


# ── row ──────────────────────────────────────────────────────────────────────────────────────────


def event_row(chart: Chart, document_id: str, found: Found | None) -> tuple[Event, ...]:
    """The row of `events`; none or one."""
    if found is None:
        return ()
    spans: dict[str, SpanPair] = {"kind": (found.node.start, found.node.end), "name": found.name, **found.held.spans}
    if found.organiser:
        spans["organiser"] = found.organiser[1]
    if found.place and found.place[2]:
        spans["place"] = found.place[2]
    told = [span for name, span in spans.items() if name != "place" or abs(span[0] - found.name[0]) <= LONGEST_NAME]
    start, end = chart.view.span(min(span[0] for span in told), max(span[1] for span in told))
    row = Event(
        id=row_id("events", document_id, found.kind),
        document_id=document_id,
        kind=found.kind,
        start=start,
        end=end,
        spans={name: chart.view.span(*span) for name, span in sorted(spans.items())},
        rule_id=found.node.rule,
        name=chart.view.written(*found.name),
        held_on=found.held.first,
        held_on_basis=found.held.basis,
        held_until=found.held.last,
        session=found.held.session,  # type: ignore[arg-type]  # morning, afternoon, evening
        place=found.place[0] if found.place else None,
        place_id=found.place[1] if found.place else None,
        organiser=found.organiser[0] if found.organiser else None,
    )
    return (row,)
