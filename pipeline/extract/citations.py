"""Citations of legal and Party documents: the number, and around it type, date, issuer, subject and relation.

A short mention ("Nghị quyết 02", "Đề án 03") carries the number of the full citation of the same type and number in
the article; where there is none it is partial.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.doc_numbers import DocNumber
from pipeline.extract.official_organisation import Organisation
from pipeline.extract.phrasing import spelled_out
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.match.overlap import winners
from pipeline.model import Citation, Issue, SpanPair, row_id
from pipeline.text.dates import DateSpan

RELATION_REACH = 28
_LEADING = re.compile(r"^0+(?=\d)")
_SPAN_OF = {"issued_on": "date", "issued_year": "date", "issuer": "issuer", "subject": "subject"}
_GENERIC_TYPES = frozenset({"CV"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A citation in view offsets, before short forms are linked."""

    node: Node
    as_written: SpanPair
    number: DocNumber | None
    short: str | None
    type: str | None
    fields: Mapping[str, object]
    spans: Mapping[str, SpanPair]
    body: Organisation | None = None

    def own_spans(self, text: str) -> Iterator[SpanPair]:
        """What of the text belongs to the citation alone: all of it, but of an unquoted subject only the words."""
        subject = self.spans.get("subject")
        if subject is None or text[subject[1] : subject[1] + 1] == '"':
            yield self.node.start, self.node.end
        else:
            yield self.node.start, subject[0]
            yield subject[1], self.node.end


def citation_mentions(chart: Chart) -> tuple[Mention, ...]:
    """All citations of a text, by place; lists that share a code give one mention a number."""
    nodes = winners(chart.nodes("citation"), chart.grammar.book.by_id, chart.trace)
    return tuple(mention for node in nodes for mention in _mentions(chart, node))


def _mentions(chart: Chart, node: Node) -> Iterator[Mention]:
    fields, spans = _neighbourhood(chart, node)
    body = _issuing_body(node)
    type_node = node.slot("type")
    word = type_node.value if type_node else None
    if type_node:
        spans["type"] = (type_node.start, type_node.end)
    numbers = node.slot("number")
    shorts = list(node.all("short"))
    if numbers is not None:
        for index, number in enumerate(numbers.value):
            generic = word is None or (word.get("code") in _GENERIC_TYPES and number.code is not None)
            type_ = (
                word.canonical
                if word is not None and not generic
                else number.type or (word.canonical if word else None)
            )
            own = fields if index == len(numbers.value) - 1 else _without_date(fields)
            span = (number.start, number.end)
            yield Mention(node, span, number, None, type_, own, {**spans, "number": span}, body)
    elif shorts:
        assert word is not None  # a short form always has its type word
        for short in shorts:
            span = (short.start, short.end)
            written = chart.text[short.start : short.end]
            yield Mention(node, span, None, written, word.canonical, fields, {**spans, "number": span}, body)
    else:
        yield Mention(node, (node.start, node.end), None, None, word.canonical if word else None, fields, spans, body)


def _issuing_body(node: Node) -> Organisation | None:
    """The organisation inside the issuer slot, if the issuer is one."""
    inner = _inner(node, "issuer")
    parts = (inner, *(part for _, part in inner.slots)) if inner is not None else ()
    return next((part.value for part in parts if part is not None and isinstance(part.value, Organisation)), None)


def _without_date(fields: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in fields.items() if name not in ("issued_on", "issued_year", "subject")}


def _neighbourhood(chart: Chart, node: Node) -> tuple[dict[str, object], dict[str, SpanPair]]:
    fields: dict[str, object] = {}
    spans: dict[str, SpanPair] = {}
    date = _inner(node, "date")
    if date is not None:
        span: DateSpan = date.value
        first = span.first() if span.precision == "day" and span.year else None
        if first is not None:
            fields["issued_on"] = first.isoformat()
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


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────


def citation_rows(
    chart: Chart, document_id: str, source: str, mentions: Sequence[Mention], places: Sequence[str | None]
) -> tuple[tuple[Citation, ...], tuple[Issue, ...]]:
    """Rows of `citations` with short forms linked, and an issue for every repair; `places` are the issuers' units."""
    full = {
        (mention.type, _plain_number(mention.number.canonical)): (mention, mention.number)
        for mention in reversed(mentions)
        if mention.number is not None
    }
    units = {m.number.canonical: place for m, place in zip(mentions, places, strict=True) if m.number and place}
    rows, issues = [], []
    for mention, place in zip(mentions, places, strict=True):
        row = replace(_row(chart, document_id, mention), place_id=place)
        known = full.get((mention.type, _LEADING.sub("", mention.short))) if mention.short else None
        if known is not None:
            first, number = known
            row = replace(
                _linked(chart, row, first),
                number=number.canonical,
                type_code=number.code,
                issuer_code=number.issuer_code,
                place_id=place or units.get(number.canonical),
            )
        elif mention.short is not None:
            row = replace(row, number=mention.short, partial=1)
        rows.append(row)
        if row.repaired is not None:
            issues.append(_repair_issue(source, row))
    return tuple(rows), tuple(issues)


def _row(chart: Chart, document_id: str, mention: Mention) -> Citation:
    start, end = chart.view.span(mention.node.start, mention.node.end)
    written = chart.view.span(*mention.as_written)
    number = mention.number
    fields = dict(mention.fields)
    if number is not None and number.repaired:
        fields.setdefault("repaired", number.repaired)
    return Citation(
        id=row_id("citations", document_id, *written),
        document_id=document_id,
        start=start,
        end=end,
        spans={name: chart.view.span(*span) for name, span in sorted(mention.spans.items())},
        rule_id=mention.node.rule,
        as_written=chart.view.written(*mention.as_written),
        number=number.canonical if number else None,
        type=mention.type,
        type_code=number.code if number else None,
        issuer_code=number.issuer_code if number else None,
        **fields,  # type: ignore[arg-type]  # the names are those of the columns
    )


def _linked(chart: Chart, row: Citation, full: Mention) -> Citation:
    """What the short mention leaves out, from the full one, with the spans it has there."""
    wanted = ("issued_on", "issued_year", "issuer", "subject")
    missing = {name: full.fields[name] for name in wanted if getattr(row, name) is None and name in full.fields}
    spans = {
        span: chart.view.span(*full.spans[span])
        for name, span in _SPAN_OF.items()
        if name in missing and span in full.spans
    }
    return replace(row, spans={**row.spans, **spans}, **missing)  # type: ignore[arg-type]


def _plain_number(canonical: str) -> str:
    return _LEADING.sub("", re.split(r"[-/]", canonical)[0])


def _repair_issue(source: str, row: Citation) -> Issue:
    message = f"“{row.repaired}” read as {row.issued_on or row.number}"
    return Issue(source, "extract", "repaired", message, row.document_id, row.start, row.end)
