"""Mentions of legal and Party documents as the text has them: the number, and around it type, date, issuer, subject and
relation."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.extract.documents.numbers import DocNumber
from pipeline.extract.officials.organisation import Organisation
from pipeline.extract.phrasing import spelled_out
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.match.overlap import winners
from pipeline.model import SpanPair
from pipeline.rulebook.schema import Entry
from pipeline.text.dates import DateSpan

RELATION_REACH = 28


@dataclass(frozen=True, slots=True)
class Mention:
    """A citation in view offsets, before short forms are linked; `named`: its subject is what it is called by;
    `doubt`: why it cannot be right as it stands."""

    node: Node
    as_written: SpanPair
    number: DocNumber | None
    short: str | None
    type: str | None
    fields: Mapping[str, object]
    spans: Mapping[str, SpanPair]
    body: Organisation | None = None
    named: bool = False
    doubt: str | None = None

    def own_spans(self, text: str) -> Iterator[SpanPair]:
        """What of the text belongs to the citation alone: all of it, but of an unquoted subject only the words."""
        subject = self.spans.get("subject")
        if subject is None or text[subject[1] : subject[1] + 1] == '"':
            yield self.node.start, self.node.end
        else:
            yield self.node.start, subject[0]
            yield subject[1], self.node.end


def mentions_in(chart: Chart) -> tuple[Mention, ...]:
    """All citations of a text, by place; lists that share a code give one mention a number, and documents named in what
    another is about are citations of their own."""
    found = [node for node in chart.nodes("citation") if _is_name(chart, node)]
    nodes = winners(found, chart.grammar.book.by_id, chart.trace)
    nodes += [inner for node in nodes for inner in _within(chart, node, found)]
    return tuple(mention for node in sorted(nodes, key=lambda node: node.start) for mention in _mentions(chart, node))


def _is_name(chart: Chart, node: Node) -> bool:
    """Whether a citation says which document it means: one with type and subject alone does if it begins with a
    capital ("ban hành Chỉ thị về …"), else any such document may be meant ("đề nghị ban hành quy định về …")."""
    subject = node.slot("subject")
    known = node.slot("number") or node.slot("short") or node.slot("issuer") or node.slot("year")
    named = subject is not None and subject.type != "doc_subject"
    return bool(known) or named or chart.text[node.start].isupper()


def _within(chart: Chart, node: Node, found: Sequence[Node]) -> list[Node]:
    """Citations by number inside the subject of another: "sửa đổi | Nghị định 140/2016/NĐ-CP"."""
    subject = node.slot("subject")
    if subject is None or not chart.nodes("doc_number"):
        return []
    inside = [
        other
        for other in found[bisect_left(found, subject.start, key=_start) : bisect_left(found, subject.end, key=_start)]
        if (number := other.slot("number")) is not None and number.end <= subject.end
    ]
    return winners(inside, chart.grammar.book.by_id, None)


def _start(node: Node) -> int:
    return node.start


def _mentions(chart: Chart, node: Node) -> Iterator[Mention]:
    fields, spans = _neighbourhood(chart, node)
    inner = _inner(node, "issuer")
    body = issuing_body(inner) if inner is not None else None
    type_node = node.slot("type")
    word = type_node.value if type_node else None
    if type_node:
        spans["type"] = (type_node.start, type_node.end)
    subject = node.slot("subject")
    named = subject is not None and subject.type == "law_title"
    numbers = node.slot("number")
    shorts = list(node.all("short"))
    if numbers is not None:
        for number in numbers.value:
            generic = word is None or (word.get("generic") == "yes" and number.code is not None)
            type_ = (
                word.canonical
                if word is not None and not generic
                else number.type or (word.canonical if word else None)
            )
            span = (number.start, number.end)
            yield Mention(
                node, span, number, None, type_, fields, {**spans, "number": span}, body, named, _doubt(word, number)
            )
    elif shorts:
        assert word is not None  # a short form always has its type word
        for short in shorts:
            span = (short.start, short.end)
            written = chart.text[short.start : short.end]
            yield Mention(node, span, None, written, word.canonical, fields, {**spans, "number": span}, body)
    else:
        span = (node.start, node.end)
        yield Mention(node, span, None, None, word.canonical if word else None, fields, spans, body, named)


def _doubt(word: Entry | None, number: DocNumber) -> str | None:
    """What is odd about a number, or about the word before it: "Nghị quyết số 102/2014/NĐ-CP"."""
    if word is None or word.get("generic") or number.code is None or word.get("codes") == "any":
        return number.doubt
    if number.code in (word.get("code"), *word.get("codes").split(", ")):
        return number.doubt
    return f"{word.canonical} with the code {number.code}"


def issue_day(date: Node) -> str | None:
    """The day a date names with its year, as ISO date; None if it is less than that."""
    span: DateSpan = date.value
    first = span.first() if span.precision == "day" and span.year else None
    return first.isoformat() if first is not None else None


def issuing_body(issuer: Node) -> Organisation | None:
    """The organisation that an issuer is, or begins with; None if it is none."""
    parts = (issuer, *(part for _, part in issuer.slots))
    return next((part.value for part in parts if isinstance(part.value, Organisation)), None)


def _neighbourhood(chart: Chart, node: Node) -> tuple[dict[str, object], dict[str, SpanPair]]:
    fields: dict[str, object] = {}
    spans: dict[str, SpanPair] = {}
    date = _inner(node, "date")
    if date is not None:
        span: DateSpan = date.value
        first = issue_day(date)
        if first is not None:
            fields["issued_on"] = first
        elif span.year is not None:
            fields["issued_year"] = span.year
        if span.repaired:
            fields["repaired"] = chart.text[date.start : date.end]
        if first is not None or span.year is not None:
            spans["date"] = (date.start, date.end)
    year = node.slot("year")
    if year is not None:
        fields["issued_year"] = int(str(year.slots[0][1].value) if year.slots else chart.text[year.start : year.end])
        spans["date"] = (year.start, year.end)
    issuer = _inner(node, "issuer")
    if issuer is not None:
        fields["issuer"] = spelled_out(chart, issuer)
        spans["issuer"] = (issuer.start, issuer.end)
    subject = node.slot("subject")
    if subject is not None:
        start, end = subject.value[:2] if subject.type == "doc_subject" else (subject.start, subject.end)
        fields["subject"] = chart.view.written(start, end).strip()
        spans["subject"] = (start, end)
    relation = _relation(chart, node)
    if relation is not None:
        fields["relation"] = relation.value.get("relation")
        spans["relation"] = (relation.start, relation.end)
    return fields, spans


def _inner(node: Node, name: str) -> Node | None:
    """The slot inside the phrase of the same name: the date in «ngày 12/5/2017», the body in «của Tỉnh ủy»."""
    outer = node.slot(name)
    if outer is None:
        return None
    return outer.slot(name) or outer


def _relation(chart: Chart, node: Node) -> Node | None:
    before = [
        found
        for found in chart.nodes("doc_relation")
        if found.end <= node.start <= found.end + RELATION_REACH and "." not in chart.text[found.end : node.start]
    ]
    return max(before, key=lambda found: (found.end, found.end - found.start), default=None)
