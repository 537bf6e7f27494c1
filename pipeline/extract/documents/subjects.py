"""What a document is about: the words between quotes, or after «về» or a verb up to where the sentence goes on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from pipeline.extract.documents.subject_ends import SubjectEnds, closing_quote, plain_end
from pipeline.extract.documents.words import DocumentWords
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.rulebook.schema import Entry, Rulebook

LONGEST_AFTER_COLON = 160  # longer quotations after a colon are what the document says, not what it is called
REACH = 260  # from the word for the document to where its subject begins: issuers and dates stand between
_BEFORE = re.compile(r"[,:(] ?$|[^\w\s]?$")
_LEAD = re.compile(r"((?:[^\W\d_]+ ){0,6})(?:\"|'(?=\w))")
_BARE_QUOTE = re.compile(r"[,:\"'](?:(?<=[,:]) ?[\"'])?(?<=[\"'])(?=\w)")  # with the sign before it, if there is one


def doc_subject_scanner(book: Rulebook) -> Callable[[Chart], Iterator[Node]]:
    """Scanner of type `doc_subject`; the value is the span of the subject itself, without «về» and quotes, and whether
    it is quoted."""
    ends = book.once(SubjectEnds.of)

    def scan(chart: Chart) -> Iterator[Node]:
        types = sorted({node.end for type_ in ("doc_type", "doc_number") for node in chart.nodes(type_)})
        blocked = 0
        for opener in chart.nodes("subject_opener"):
            if opener.start < blocked or not _in_reach(chart, types, opener.start):
                continue
            blocked = opener.end
            entry: Entry = opener.value
            if entry.get("keep") != "never":
                yield from _opened(chart, opener, ends)
        searched = 0
        for type_end in types:
            for quote in _BARE_QUOTE.finditer(chart.lower, max(type_end, searched), type_end + REACH):
                yield from _bare(chart, quote)
            searched = max(searched, type_end + REACH)

    return scan


def act_subject_scanner(book: Rulebook) -> Callable[[Chart], Iterator[Node]]:
    """Scanner of type `act_subject`: what a document without number does, right behind its type; values as those of
    `doc_subject`."""
    ends = book.once(SubjectEnds.of)

    def scan(chart: Chart) -> Iterator[Node]:
        types = chart.index("doc_type")
        behind = {node.end + 1 for nodes in types.values() for node in nodes}
        for act in chart.nodes("subject_act"):
            end = plain_end(chart, act.start, act.end + 1, ends, carried=False) if act.start in behind else 0
            if end > act.end + 1:
                yield Node("act_subject", act.start, end, (act.start, end, False))

    return scan


def _in_reach(chart: Chart, types: Sequence[int], start: int) -> bool:
    index = bisect_right(types, start)
    return bool(index) and start - types[index - 1] <= REACH and "\n" not in chart.lower[types[index - 1] : start]


def _opened(chart: Chart, opener: Node, ends: SubjectEnds) -> Iterator[Node]:
    entry: Entry = opener.value
    keep = entry.get("keep") == "yes"
    after = opener.end + chart.lower.startswith(" ", opener.end)
    if entry.get("next") == "type" and not chart.at("doc_type", after):
        return
    if keep and any(ends.numbered.match(chart.lower, type_.end) for type_ in chart.at("doc_type", opener.start)):
        return  # "hướng dẫn số 12"
    if keep and chart.lower[after : after + 1] in (",", ";", "."):
        return  # "do Tỉnh ủy ban hành, …"
    start = opener.start if keep else _with_sign(chart, opener.start)
    lead = _LEAD.match(chart.lower, after)
    if lead is not None and not keep and (not lead[1] or chart.at("subject_issue", after)):
        close = closing_quote(chart, lead.end())
        if close is not None and (not lead[1] or lead.end() - 1 == chart.at("subject_issue", after)[0].end + 1):
            yield Node("doc_subject", start, close + 1, (_without_about(chart, lead.end()), close, True))
            return
    first = opener.start if keep else after
    end = plain_end(chart, first, after, ends, carried=_carried(chart, opener.start))
    if end > after:
        yield Node("doc_subject", start, end, (first, end, False))


def _carried(chart: Chart, start: int) -> bool:
    """Whether the document is something that reaches someone: «phổ biến Nghị quyết … đến», «tác động của …»."""
    clause = chart.clause(start, start)[0]
    carriers = chart.nodes("subject_carrier")
    last = carriers[bisect_right(carriers, start, key=lambda node: node.start) - 1] if carriers else None
    return last is not None and clause <= last.start and last.end <= start <= last.end + REACH


def _with_sign(chart: Chart, start: int) -> int:
    sign = _BEFORE.search(chart.lower, max(0, start - 2), start)
    return sign.start() if sign is not None and sign[0][:1] in (",", ":") else start


def _bare(chart: Chart, quote: re.Match[str]) -> Iterator[Node]:
    close = closing_quote(chart, quote.end())
    if close is None or (quote[0][0] == ":" and close - quote.end() > LONGEST_AFTER_COLON):
        return
    yield Node("doc_subject", quote.start(), close + 1, (_without_about(chart, quote.end()), close, True))


def _without_about(chart: Chart, start: int) -> int:
    about = chart.grammar.book.once(DocumentWords.of).about.match(chart.lower, start)
    return about.end() if about else start
