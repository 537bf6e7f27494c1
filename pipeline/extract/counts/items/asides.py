"""What stands between a noun that is counted and its predicate and tells no more of it than the noun does."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Sequence

from pipeline.extract.counts.items.openings import longest, opens_predicate
from pipeline.extract.counts.items.phrases import linked
from pipeline.match.chart import Chart

_BRACKETS = re.compile(r" \([^()\n]{1,300}\)(?= [^\W\d])")
_LONGEST_LINK = 30  # characters of « , tương đương »
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
