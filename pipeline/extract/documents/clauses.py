"""What the sentences around a citation say of it: the body that acts in its main clause, the bodies named before a
list, the day in «Nghị quyết này được ban hành ngày …»."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.documents.mentions import Mention, issue_day
from pipeline.extract.documents.neighbours import agrees, body_codes, listed, with_issuer
from pipeline.extract.documents.subject_ends import SubjectEnds, plain_end
from pipeline.extract.documents.words import DocumentWords
from pipeline.match.chart import Chart
from pipeline.match.node import Node

_REACH = 400  # from a document to the sentence that says when it was issued


def told(chart: Chart, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions with what the sentences around them say."""
    if not mentions and chart.trace is None:
        return ()  # a trace is told what was looked for nevertheless
    by_clause = [_by_clause(chart, mention) for mention in mentions]
    return tuple(_by_anaphor(chart, _by_bodies(chart, by_clause)))


def _by_clause(chart: Chart, mention: Mention) -> Mention:
    """A mention with the issuer that acts right behind it, and with what that body decided: "Theo Nghị quyết số 156,
    HĐQT đã thông qua việc …"."""
    node = _behind(chart, "doc_decides", mention)
    verb = node.slot("verb") if node is not None else None
    if node is None or verb is None or mention.named:
        return mention
    issuer = node.slot("issuer")
    if issuer is not None:
        words = chart.grammar.book.once(DocumentWords.of)
        fronted = words.fronted.search(chart.lower, max(0, mention.node.start - 24), mention.node.start)
        if fronted is None or (fronted["by"] and verb.value.get("by") != mention.type):
            return mention
        if "issuer" not in mention.fields and agrees(chart, issuer, mention):
            mention = with_issuer(chart, mention, issuer)
    return _deciding(chart, mention, verb) if verb.value.get("says") == "subject" else mention


def _behind(chart: Chart, type_: str, mention: Mention) -> Node | None:
    end = mention.node.end
    return next((node for at in (end, end + 1) for node in chart.at(type_, at)), None)


def _deciding(chart: Chart, mention: Mention, verb: Node) -> Mention:
    start = verb.end + 1
    if "subject" in mention.fields or start >= len(chart.text):
        return mention
    end = plain_end(chart, start, start, chart.grammar.book.once(SubjectEnds.of), carried=False)
    if end <= start:
        return mention
    fields = {**mention.fields, "subject": chart.view.written(start, end).strip()}
    return replace(mention, fields=fields, spans={**mention.spans, "subject": (start, end)})


def _by_bodies(chart: Chart, mentions: Sequence[Mention]) -> list[Mention]:
    """Each mention of a list that follows several bodies with the one of them whose code its number has, if one has."""
    before = {node.end: node for node in chart.nodes("doc_bodies")}
    found: list[Mention] = []
    bodies: list[Node] = []
    for index, mention in enumerate(mentions):
        if not index or not listed(chart, mentions[index - 1], mention):
            bodies = []
        node = before.get(mention.node.start) or before.get(mention.node.start - 1)
        joint = node.slot("issuer") if node is not None else None
        if joint is not None:
            bodies = [part for name, part in joint.slots if name in ("first", "next")]
        if bodies and "issuer" not in mention.fields and mention.number is not None:
            meant = [body for body in bodies if mention.number.body in body_codes(chart, body.start)]
            mention = with_issuer(chart, mention, meant[0]) if len(meant) == 1 else mention
        found.append(mention)
    return found


def _by_anaphor(chart: Chart, mentions: Sequence[Mention]) -> list[Mention]:
    """The last document of the type before «Nghị quyết này được ban hành ngày …» has that day, if it has none."""
    found = list(mentions)
    starts = [mention.node.start for mention in found]
    for node in chart.nodes("doc_anaphor"):
        type_, day = node.slot("type"), node.slot("date")
        index = bisect_right(starts, node.start) - 1
        while type_ and index >= 0 and found[index].type != type_.value.canonical:
            index -= 1
        first = issue_day(chart, day) if day is not None else None
        if index < 0 or day is None or first is None or node.start - found[index].node.end > _REACH:
            continue
        if not {"issued_on", "issued_year"} & set(found[index].fields):
            spans = {**found[index].spans, "date": (day.start, day.end)}
            found[index] = replace(found[index], fields={**found[index].fields, "issued_on": first}, spans=spans)
    return found
