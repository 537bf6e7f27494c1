"""The rules that nearly fired, and the first thing each of them lacked: what a reviewer would look at, without the
places where no rule could sensibly have fired."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.counts.reading.statements import short_quotes
from pipeline.extract.wording import EXPECTED, LABEL, in_words, remedy, standing
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.match.trace import Miss, Trace
from pipeline.model import Citation, EventRole, Extraction, Fact, Position
from pipeline.rulebook.schema import Rule

_TOP_KINDS = frozenset({"count", "citation", "official", "event", "role"})
LAST_RESORT = 5  # rules of this priority or less take what no other wants: they are never the nearest
_OWNED = "the number is part of a "
_ANY_EVENT = "khac"
_FALLBACK = "other."


@dataclass(frozen=True, slots=True)
class Near:
    """A rule that did not get there. `reached` is the text it had matched; `reason` the first condition that failed, or
    the rule it lost to; `remedy` what to change, with file and line."""

    rule_id: str
    start: int
    end: int
    reached: str
    reason: str
    remedy: str = ""


_ABOUT = {"count": ("number", "bare_number"), "official": ("person",), "event": ("event_noun",)}
_Rank = tuple[bool, int, bool, int, int]


def nearest(chart: Chart, trace: Trace, extraction: Extraction, *, asked: bool) -> tuple[Near, ...]:
    """At each place and for each kind the rule that got furthest, where no row stands. `asked`: somebody wants to know
    about a part of the text, so numbers of dates and the like are told of too."""
    covered = [(row.start, row.end) for row in _rows(extraction)]
    owners = _owners(chart)
    found: list[tuple[str, Near]] = []
    for kind, near in sorted(
        _all(chart, trace, extraction, owners), key=lambda item: (-_length(item[1]), item[1].start)
    ):
        inside = any(low < near.end and near.start < high for low, high in covered)
        told = any(other == kind and _says_more(one, near) for other, one in found)
        if not (inside or told or (near.reason.startswith(_OWNED) and not near.remedy and not asked)):
            found.append((kind, near))
    idle = [("role", near) for near in _idle(extraction)] + [("indicator", near) for near in _unnamed(extraction)]
    return tuple(near for _, near in sorted([*found, *idle], key=lambda item: (item[1].start, -item[1].end)))


def _length(near: Near) -> int:
    return near.end - near.start


def _says_more(one: Near, other: Near) -> bool:
    """Whether what is told of one makes the other, inside it, no news."""
    return one.start <= other.start and other.end <= one.end and (other.end < one.end or one.rule_id == other.rule_id)


def _rows(extraction: Extraction) -> Iterator[Position | EventRole | Citation | Fact]:
    yield from (row for row in extraction.positions if row.position is not None)  # without a post something is missing
    yield from extraction.event_roles
    yield from extraction.citations
    yield from extraction.facts


def _all(chart: Chart, trace: Trace, extraction: Extraction, owners: Sequence[Node]) -> Iterator[tuple[str, Near]]:
    """Kind and near miss, the best at each place, those left out that no rule of the kind could make a row of."""
    book = chart.grammar.book
    named = any(event.kind != _ANY_EVENT for event in extraction.events)
    for kind, rule, miss in _best(chart, trace):
        reason = _owned(chart, owners, miss) if kind == "count" else None
        if reason is None and (_hopeless(chart, kind, miss) or (kind == "event" and named)):
            continue
        if kind == "role" and not _people_near(chart, extraction, miss):
            continue
        start, end = chart.view.span(miss.start, miss.reached)
        reached = chart.text[miss.start : miss.reached]
        if reason is None:
            miss = _unlabelled(chart, kind, miss)
            todo = remedy(miss.reason, rule, book, before=standing(chart, miss.reached))
            yield kind, Near(rule.id, start, end, reached, in_words(miss, chart), todo)
        else:
            yield kind, Near(rule.id, start, end, reached, reason)


def _best(chart: Chart, trace: Trace) -> Iterator[tuple[str, Rule, Miss]]:
    """For each kind and place the rule that got furthest, with all that it could have gone on with."""
    book = chart.grammar.book
    best: dict[tuple[str, int], tuple[_Rank, Rule, list[Miss]]] = {}
    for miss in trace.misses:
        rule = book.by_id.get(miss.rule_id)
        if rule is None or rule.produces not in _TOP_KINDS or miss.reached <= miss.start:
            continue
        whole = not miss.reason.startswith(EXPECTED)
        plain = -min((len(written) for written in rule.written), default=0)
        free = -len(rule.guards) - len(rule.where)
        rank = (rule.priority > LAST_RESORT, miss.reached, whole, plain, free)  # the plainest wins
        key = (rule.produces, miss.start)
        if key not in best or rank > best[key][0]:
            best[key] = (rank, rule, [miss])
        elif rule.id == best[key][1].id and rank == best[key][0]:
            best[key][2].append(miss)
    for (kind, _), (_, rule, misses) in best.items():
        yield kind, rule, replace(misses[0], reason=_joined([miss.reason for miss in misses]))


def _joined(reasons: Sequence[str]) -> str:
    """One reason of several: the first condition, or all that was expected."""
    if not reasons[0].startswith(EXPECTED) or len(set(reasons)) == 1:
        return reasons[0]
    wanted = dict.fromkeys(reason.removeprefix(EXPECTED).strip().removeprefix("one of ") for reason in reasons)
    return f"{EXPECTED} one of {', '.join(wanted)}"


def _owners(chart: Chart) -> list[Node]:
    """Spans whose numbers are none of the counts'."""
    dates = [node for node in chart.nodes("date") if node.value.certain]
    return [*dates, *chart.nodes("period"), *short_quotes(chart)]


def _owned(chart: Chart, owners: Sequence[Node], miss: Miss) -> str | None:
    """Why the number that a count began with is no amount whatever stands behind it; None if it may be one."""
    if not miss.reason.startswith(EXPECTED):
        return None
    numbers = [node for node in chart.nodes("number") if miss.start <= node.start and node.end <= miss.reached]
    for number in numbers:
        for owner in owners:
            if owner.start < number.end and number.start < owner.end:
                return f"{_OWNED}{owner.type}: “{chart.text[owner.start : owner.end].strip()}”"
        if "year" in number.value.flags:
            return f"{_OWNED}date: a year"
    return None


def _unlabelled(chart: Chart, kind: str, miss: Miss) -> Miss:
    """The miss, told as that of a rank or name where its number is one: «thứ 12» lacks more than a unit."""
    numbers = chart.nodes("number") if kind == "count" and miss.reason.startswith(EXPECTED) else ()
    inside = [node for node in numbers if miss.start <= node.start and node.end <= miss.reached]
    ranked = any("label" in node.value.flags for node in inside)
    return replace(miss, reason=f"the number {LABEL}, not an amount") if ranked else miss


def _hopeless(chart: Chart, kind: str, miss: Miss) -> bool:
    """Whether what is missing could not stand there: a name before small letters, a document number before no code; or
    what the kind is about was not reached: a count without a number, an official without a name, an event without a
    noun for one."""
    if not miss.reason.startswith(EXPECTED):
        return False
    at = miss.reached + chart.lower.startswith(" ", miss.reached)
    if miss.reason.endswith(":person}"):
        return not chart.text[at : at + 1].isupper()
    if miss.reason.endswith("doc_number}"):
        return not any(node.start == at and "code" in node.value.flags for node in chart.nodes("any_number"))
    if kind == "citation":
        return chart.text[miss.start].islower() and not any(map(str.isdigit, chart.text[miss.start : miss.reached]))
    wanted = _ABOUT.get(kind, ())
    held = (node for type_ in wanted for node in chart.nodes(type_))
    return bool(wanted) and not any(miss.start < node.end and node.start < miss.reached for node in held)


def _people_near(chart: Chart, extraction: Extraction, miss: Miss) -> bool:
    """Whether a person stands in the clause: without one there is nobody to have the role."""
    low, high = chart.view.span(*chart.clause(miss.start, miss.reached))
    return any(row.start < high and low < row.end for row in extraction.positions)


def _idle(extraction: Extraction) -> Iterator[Near]:
    """Officials of whom nothing is told that they did at the event: the verb may be unknown."""
    busy = {row.name for row in extraction.event_roles}
    told: set[str] = set()
    for row in extraction.positions if extraction.events else ():
        if row.name not in busy and row.name not in told and row.tenure == "current":
            told.add(row.name)
            reached = extraction.article.text[row.start : row.end]
            reason = "no role: no verb of a role stands beside the name, and no words open a list of those who did it"
            yield Near(
                "role.verb", row.start, row.end, reached, reason, "add the verb to role_verb in events/roles.yaml"
            )


def _unnamed(extraction: Extraction) -> Iterator[Near]:
    """Figures whose indicator no rule chose: it is that of their class of units alone."""
    for row in extraction.facts:
        if row.indicator_rule is None and row.indicator.startswith(_FALLBACK):
            reached = extraction.article.text[row.start : row.end]
            reason = f"no words near it choose an indicator for {row.unit}: it is counted as {row.indicator}"
            yield Near("indicator", row.start, row.end, reached, reason, "add a rule with the words to indicators/")
