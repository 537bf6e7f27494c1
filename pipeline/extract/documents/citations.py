"""Citations of legal and Party documents, as rows.

A short mention ("Nghị quyết 02", "Đề án 03") carries the number of the full citation of the same type and number in
the article; where there is none it is partial.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.counts.fields.places import IssuedBy
from pipeline.extract.documents.clauses import told
from pipeline.extract.documents.links import FullMentions
from pipeline.extract.documents.mentions import Mention, mentions_in
from pipeline.extract.documents.neighbours import body_codes, completed
from pipeline.match.chart import Chart
from pipeline.model import Citation, Issue, row_id

_SPAN_OF = {"issued_on": "date", "issued_year": "date", "issuer": "issuer", "subject": "subject"}


def citation_mentions(chart: Chart) -> tuple[Mention, ...]:
    """All citations of a text, by place, each with what its neighbours say of it."""
    return told(chart, completed(chart, mentions_in(chart)))


def citation_rows(
    chart: Chart, document_id: str, source: str, mentions: Sequence[Mention], issued_by: Sequence[IssuedBy]
) -> tuple[tuple[Citation, ...], tuple[Issue, ...]]:
    """Rows of `citations` with short forms linked, and issues for repairs and doubts."""
    full = FullMentions(chart, mentions)
    bodies = {
        m.number.canonical: body for m, body in zip(mentions, issued_by, strict=True) if m.number and body.place_id
    }
    rows, issues = [], []
    for mention, body in zip(mentions, issued_by, strict=True):
        row = _row(chart, document_id, mention, body)
        known = full.meant(mention)
        if known is not None and known.number is not None:
            row = replace(
                _linked(chart, row, known),
                number=known.number.canonical,
                type_code=known.number.code,
                issuer_code=known.number.issuer_code,
                place_id=body.place_id or bodies.get(known.number.canonical, body).place_id,
            )
        elif mention.short is not None:
            told = full.told(mention)
            for other in told:
                row = _linked(chart, row, other)
            row = replace(row, number=mention.short, partial=1, issuer_code=_code(chart, (mention, *told)))
        rows.append(row)
        if row.repaired is not None:
            issues.append(_issue(source, row, "repaired", f"“{row.repaired}” read as {row.issued_on or row.number}"))
        if mention.doubt is not None:
            issues.append(_issue(source, row, "doubtful_number", f"{row.as_written}: {mention.doubt}"))
    return tuple(rows), tuple(issues)


def _code(chart: Chart, mentions: Sequence[Mention]) -> str | None:
    """The issuer's code that the number of a short form would have: by the body that one of its mentions names, if that
    has one code, else by a type that one body alone issues."""
    named = [mention.spans["issuer"] for mention in mentions if "issuer" in mention.spans]
    if named:
        codes = body_codes(chart, named[0][0])
        return next(iter(codes)) if len(codes) == 1 else None
    word = mentions[0].node.slot("type")
    return (word.value.get("issued_by").partition(",")[0] or None) if word is not None else None


def _row(chart: Chart, document_id: str, mention: Mention, body: IssuedBy) -> Citation:
    start, end = chart.view.span(mention.node.start, mention.node.end)
    written = chart.view.span(*mention.as_written)
    number = mention.number
    fields = dict(mention.fields)
    if number is not None and number.repaired:
        fields.setdefault("repaired", number.repaired)
    return Citation(
        id=row_id("citations", document_id, *written, number.canonical if number else ""),
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
        place_id=body.place_id,
        issuer_by_code=body.by_code,
        **fields,  # type: ignore[arg-type]  # the names are those of the columns
    )


def _linked(chart: Chart, row: Citation, full: Mention) -> Citation:
    """What a mention leaves out, from another of the same document, with the spans it has there."""
    wanted = ("issued_on", "issued_year", "issuer", "subject")
    missing = {name: full.fields[name] for name in wanted if getattr(row, name) is None and name in full.fields}
    spans = {
        span: chart.view.span(*full.spans[span])
        for name, span in _SPAN_OF.items()
        if name in missing and span in full.spans
    }
    return replace(row, spans={**row.spans, **spans}, **missing)  # type: ignore[arg-type]


def _issue(source: str, row: Citation, code: str, message: str) -> Issue:
    return Issue(source, "extract", code, message, row.document_id, row.start, row.end)
