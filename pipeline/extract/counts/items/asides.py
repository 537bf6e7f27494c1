"""What the predicate of a noun that is counted goes on over: asides, and numbers that belong to it."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.openings import longest, opens_predicate
from pipeline.extract.counts.items.phrases import linked
from pipeline.match.chart import Chart

_BRACKETS = re.compile(r" \([^()\n]{1,300}\)(?= [^\W\d])")
_SIGN = re.compile(r"[,.;:()\n]")
_LONGEST_LINK = 30  # characters of « , tương đương »
_NO_NOUN = ("joint_word", "lead_edge", "time_unit", "period")
_OPENS = (". ", ", ")  # what stands before a number that opens its clause
_CLAUSE = re.compile(r"[^.,;:()\n]+")
_COMMAS = re.compile(r", [^.,;:()\n]{4,90},(?= [^\W\d])")


def past_aside(chart: Chart, end: int, right: int = sys.maxsize) -> int:
    """Where the words go on behind a noun: past brackets that close again, «15 người (1,39%) | có chứng chỉ»."""
    aside = _BRACKETS.match(chart.text, end, right)
    return aside.end() if aside else end


def past_insertion(chart: Chart, end: int, figure: int, starts: Sequence[int]) -> int:
    """Where the predicate follows behind words between commas that only tell of what sorts the things are: «87% doanh
    nghiệp, gồm cả doanh nghiệp nhỏ, | cho biết họ gặp khó», or behind a number between commas that says the one before
    again: «80%, tương đương 1.800 trường, | sẽ nghỉ». No other figure may begin in them (`starts`)."""
    if not chart.text.startswith(", ", end):
        return end
    again = chart.text.rfind(", ", max(0, figure - _LONGEST_LINK), figure)
    if 0 <= again < figure - 2 and linked(chart, "same_item", again, figure):
        said = longest(chart, "said_word", end + 2)
        return end + 1 if said and not said.value.get("is") and longest(chart, "predicate_word", end + 2) else end
    words = _COMMAS.match(chart.text, end) if chart.at("insertion_opener", end + 2) else None
    if words is None or bisect_right(starts, words.end()) != bisect_right(starts, end):
        return end
    return words.end() if opens_predicate(chart, words.end() + 1) else end


def past_comma(chart: Chart, end: int, figure: int, starts: Sequence[int]) -> int:
    """Where the words go on behind the first of the things that have a share which opens its clause, where all are told
    of: «70% sách, | báo cũ được mua ở chợ». No other figure may begin in them (`starts`)."""
    clause = _CLAUSE.match(chart.text, end + 2) if chart.text.startswith(", ", end) else None
    if clause is None or (figure and chart.text[figure - 2 : figure] not in _OPENS):
        return end
    other = opens_predicate(chart, clause.start()) or any(chart.at(name, clause.start()) for name in _NO_NOUN)
    if other or bisect_right(starts, clause.end()) != bisect_right(starts, end):
        return end
    nodes = chart.between("said_word", clause.start(), clause.end())
    said = (longest(chart, "said_word", node.start) for node in nodes)
    return end + 1 if any(node is not None and not node.value.get("is") for node in said) else end


def of_total(chart: Chart, figure: Figure, behind: int, start: int, *, share: bool) -> bool:
    """Whether the next number is that of all of which this one is a part: «90% trong số | 60 hãng bay», «6 mã trên | 30
    mã»."""
    if share:
        return linked(chart, "share_opener", behind, start) or _is_object(chart, behind, start)
    units = (node.slot("unit") for node in chart.at("count", start))
    same = any(
        unit and chart.text[unit.start : unit.end] == chart.text[slice(*figure.statement.unit_span)] for unit in units
    )
    return same and linked(chart, "place_link", behind, start)


def _is_object(chart: Chart, behind: int, start: int) -> bool:
    """Whether a number is what the things are said to have: «40% thợ trong làng có hơn | 3 lò»."""
    if _SIGN.search(chart.text, behind, start):
        return False
    verbs = (node for at in chart.word_starts_before(start, 2) if at > behind for node in chart.at("having_verb", at))
    return any(node.end + 1 == start and not node.value.get("of") for node in verbs)  # not «30% nghỉ | còn 70% đi»
