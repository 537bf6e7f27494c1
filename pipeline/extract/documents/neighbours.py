"""What a citation takes from its neighbours: the issuer before "đã ban hành", the issuer behind the last of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.documents.mentions import Mention, issue_day, issuing_body
from pipeline.extract.documents.words import DocumentWords
from pipeline.extract.phrasing import spelled_out
from pipeline.match.chart import Chart
from pipeline.match.node import Node

_DATE = ("issued_on", "issued_year")


def completed(chart: Chart, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions with what is said once for several: an issuer before the verb of issuing for the whole list, an
    issuer behind the last of a list for those of its type, a date behind two numbers in a row for both."""
    return tuple(_from_behind(chart, _from_before(chart, mentions))) if mentions else ()


def _from_before(chart: Chart, mentions: Sequence[Mention]) -> list[Mention]:
    issuing: dict[int, Node] = {}
    for node in chart.nodes("doc_issuing"):
        issuing.setdefault(node.end, node)
    found: list[Mention] = []
    said: Node | None = None
    for index, mention in enumerate(mentions):
        start = mention.node.start
        if not index or not listed(chart, mentions[index - 1], mention):
            said = None
        elif "relation" not in mention.fields:
            mention = _with(mention, found[-1], ("relation",), "relation")
        said = issuing.get(start) or issuing.get(start - 1) or said
        issuer = said.slot("issuer") if said is not None else None
        if issuer is not None and "issuer" not in mention.fields and agrees(chart, issuer, mention):
            mention = with_issuer(chart, mention, issuer)
            day = said.slot("date") if said is not None and "date" not in mention.spans else None
            if day is not None and (first := issue_day(chart, day)) is not None:
                spans = {**mention.spans, "date": (day.start, day.end)}
                mention = replace(mention, fields={**mention.fields, "issued_on": first}, spans=spans)
        found.append(mention)
    return found


def _from_behind(chart: Chart, mentions: Sequence[Mention]) -> list[Mention]:
    found: list[Mention] = []
    for mention in reversed(mentions):
        after = found[-1] if found else None
        if after is not None and _alike(mention, after) and listed(chart, mention, after):
            if "issuer" in after.fields and "issuer" not in mention.fields:
                mention = replace(_with(mention, after, ("issuer",), "issuer"), body=after.body)
            if _in_a_row(mention, after) and "date" not in mention.spans:
                mention = _with(mention, after, _DATE, "date")
        found.append(mention)
    return found[::-1]


def with_issuer(chart: Chart, mention: Mention, issuer: Node) -> Mention:
    """The mention with a body that another place names as its issuer."""
    fields = {**mention.fields, "issuer": spelled_out(chart, issuer)}
    spans = {**mention.spans, "issuer": (issuer.start, issuer.end)}
    return replace(mention, fields=fields, spans=spans, body=issuing_body(issuer))


def _with(mention: Mention, other: Mention, names: Sequence[str], span: str) -> Mention:
    fields = {**mention.fields, **{name: other.fields[name] for name in names if name in other.fields}}
    spans = {**mention.spans, **({span: other.spans[span]} if span in other.spans else {})}
    return replace(mention, fields=fields, spans=spans)


def listed(chart: Chart, first: Mention, second: Mention) -> bool:
    """Whether two mentions stand side by side in one list."""
    if first.node is second.node:
        return True
    between = chart.lower[first.node.end : second.node.start]
    return len(between) > 1 and chart.grammar.book.once(DocumentWords.of).joins.fullmatch(between) is not None


def _alike(first: Mention, second: Mention) -> bool:
    """Whether one body issued both: codes agree, and the code is that of one body (TTg) or the type is the same: TW is
    Bộ Chính trị as well as Ban Bí thư."""
    if first.number is None or second.number is None:
        return first.number is second.number and first.short is not None and first.type == second.type
    same = first.number.issuer_code == second.number.issuer_code
    return same and (first.number.code == second.number.code or second.number.system == "state")


def _in_a_row(first: Mention, second: Mention) -> bool:
    return first.number is not None and second.number is not None and first.number.number + 1 == second.number.number


def agrees(chart: Chart, issuer: Node, mention: Mention) -> bool:
    """Whether the code in the number is one of the body's, as far as they are known."""
    if mention.number is None:
        return True
    return mention.number.body is None or mention.number.body in body_codes(chart, issuer.start)


def issuer_fits(chart: Chart, mention: Mention, full: Mention) -> bool:
    """Whether the body that a mention names can have issued the document of a full citation."""
    if "issuer" not in mention.spans or full.number is None or full.number.body is None:
        return True
    codes = body_codes(chart, mention.spans["issuer"][0])
    return not codes or full.number.body in codes


def body_codes(chart: Chart, start: int) -> frozenset[str]:
    """The codes that the body named at a place may have in numbers."""
    return next((node.value for node in chart.at("issuer_codes", start)), frozenset())
