"""Mentions of legal and Party documents as the text has them: the number, and around it type, date, issuer, subject and
relation."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.extract.context import PageContext
from pipeline.extract.documents.numbers import DocNumber
from pipeline.extract.documents.words import DocumentWords
from pipeline.extract.officials.organisation import Organisation
from pipeline.extract.phrasing import spelled_out
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.match.overlap import winners
from pipeline.model import SpanPair
from pipeline.rulebook.schema import Entry
from pipeline.text.dates import DateSpan

RELATION_REACH = 28
WORDED = frozenset({"doc_subject", "act_subject"})
"""Types of subjects that say what a document is about, their values beginning with the span; others are its name."""
_TURNS = re.compile(r"[.,;()\n]")
_CLAUSE_BEGINS = re.compile(r"(?:^|[.,;:\n\"] ?)$")


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
    subject, issuer = node.slot("subject"), node.slot("issuer")
    known = node.slot("number") or node.slot("short") or node.slot("year") or (issuer and issuer.type == "plenum")
    named = subject is not None and subject.type not in WORDED
    return bool(known) or named or chart.text[node.start].isupper()


def _within(chart: Chart, node: Node, found: Sequence[Node]) -> list[Node]:
    """Citations by number inside the subject of another, and laws by name: "sửa đổi | Nghị định 140/2016/NĐ-CP"."""
    subject = node.slot("subject")
    if subject is None:
        return []
    inside = [
        other
        for other in found[bisect_left(found, subject.start, key=_start) : bisect_left(found, subject.end, key=_start)]
        if (named := other.slot("number") or other.slot("short") or _law(other)) and named.end <= subject.end
    ]
    return winners(inside, chart.grammar.book.by_id, None)


def _law(node: Node) -> Node | None:
    """The name in a citation of a law by name."""
    subject = node.slot("subject")
    return subject if subject is not None and subject.type == "law_title" else None


def _start(node: Node) -> int:
    return node.start


def _mentions(chart: Chart, node: Node) -> Iterator[Mention]:
    node = _without_predicate(chart, node)
    fields, spans = _neighbourhood(chart, node)
    inner = issuer_of(chart, node)
    body = issuing_body(inner) if inner is not None else None
    type_node = node.slot("type")
    word = type_node.value if type_node else None
    if type_node:
        spans["type"] = (type_node.start, type_node.end)
    named = _law(node) is not None
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
            written = chart.text[short.start : short.end].replace("-", "/")
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


def _without_predicate(chart: Chart, node: Node) -> Node:
    """A short form without the verb behind it that says what the document does, where it is what a clause speaks of:
    "…, Nghị định 20 | bổ sung …", but not "ký Quyết định 557 xử phạt …"."""
    subject = node.slot("subject")
    if subject is None or node.slot("short") is None or subject.type not in WORDED:
        return node
    kept = subject.value[0] == subject.start and not subject.value[2]
    if not kept or not _CLAUSE_BEGINS.search(chart.text, max(0, node.start - 3), node.start):
        return node
    slots = tuple((name, part) for name, part in node.slots if part is not subject)
    return node._replace(end=max(part.end for _, part in slots), slots=slots)


def issue_day(chart: Chart, date: Node) -> str | None:
    """The day a date names, as ISO date, without a year the last such day before the article appeared; None if it is
    less than a day."""
    span: DateSpan = date.value
    if span.precision != "day" or span.is_range:
        return None
    if not span.year:
        year = _year_of(chart, date)
        span = span.in_year(year) if year is not None else span
    first = span.first()
    return first.isoformat() if first is not None else None


def _year_of(chart: Chart, date: Node) -> int | None:
    """The year of a date that lacks one: glued to what follows ("ngày 06 tháng 08năm 2020của"), else that of the last
    such day before the article appeared."""
    glued = chart.grammar.book.once(DocumentWords.of).glued_year.match(chart.lower, date.end)
    if glued is not None:
        return int(glued[1])
    published = chart.context.published_on if isinstance(chart.context, PageContext) else None
    day, month = date.value.day, date.value.month
    if published is None or day is None or month is None:
        return None
    return published.year - ((month, day) > (published.month, published.day))


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
        first = issue_day(chart, date)
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
    issuer = issuer_of(chart, node)
    if issuer is not None:
        fields["issuer"] = spelled_out(chart, issuer)
        spans["issuer"] = (issuer.start, issuer.end)
    subject = node.slot("subject")
    if subject is not None:
        start, end = subject.value[:2] if subject.type in WORDED else (subject.start, subject.end)
        fields["subject"] = _title(chart, subject) or chart.view.written(start, end).strip()
        spans["subject"] = (start, end)
    relation = _relation(chart, node)
    if relation is not None:
        fields["relation"] = relation.value.get("relation")
        spans["relation"] = (relation.start, relation.end)
    return fields, spans


def issuer_of(chart: Chart, node: Node) -> Node | None:
    """The body that a citation names, if it can issue such documents: a decree is of the Government alone, and "Ngân
    hàng" without a name is no body."""
    issuer = _inner(node, "issuer")
    if issuer is None:
        return None
    type_ = node.slot("type")
    codes: frozenset[str] = next((found.value for found in chart.at("issuer_codes", issuer.start)), frozenset())
    alone = type_.value.get("issued_by") if type_ is not None else ""
    if alone:
        return issuer if codes.intersection(alone.split(", ")) else None
    body = issuing_body(issuer)
    unnamed = body is not None and body.kind == "company" and body.name == body.head
    return None if unnamed else issuer


def _title(chart: Chart, subject: Node) -> str | None:
    """The whole name of a law that is named by an abbreviation."""
    short = subject.slot("title")
    if short is None or short.type != "law_abbreviation":
        return None
    return str(short.value.canonical + chart.view.written(short.end, subject.end))


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
        if found.end <= node.start <= found.end + RELATION_REACH
        and not _TURNS.search(chart.text, found.end, node.start)
    ]
    return max(before, key=lambda found: (found.end, found.end - found.start), default=None)
