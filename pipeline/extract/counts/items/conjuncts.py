"""Nouns that one number counts together: «12 công trình, sáng kiến», «4.000 viên chức, lao động của trường», and words
in quotes right behind a bare noun."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from pipeline.extract.counts.figures import Figure, with_ends
from pipeline.extract.counts.items.openings import longest
from pipeline.extract.counts.items.phrases import right_phrase
from pipeline.extract.counts.reading.statements import MEASURED
from pipeline.extract.counts.reading.units import compound_end
from pipeline.match.chart import Chart
from pipeline.model import SpanPair

MOST_JOINED = 3
_WORKS = frozenset({"thing", "case", "document"})  # «công trình, sáng kiến»
_LIVING = ("person", "household")
_QUOTED = re.compile(r' "[^"\n]{2,40}"')  # «479 mã | "xanh"»
_JOINT = re.compile(r", (?=[^\W\d_])")
_NEVER = MEASURED | {"times", "score", "temperature", "rate"}


def with_conjuncts(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures with items that go on to the other nouns that their number counts."""
    return with_ends(chart.text, figures, partial(_end, chart))


def _end(chart: Chart, figure: Figure, right: int) -> int | None:
    """Where the last noun ends that a bare one is joined to."""
    kind, noun = _counted(chart, figure)
    item = figure.spans.get("item")
    if item is None or kind in _NEVER or not figure.statement.unit.known or item[0] != noun[0]:
        return None
    if kind in _LIVING and (closed := _closed(chart, item[1], right, kind)) is not None:
        return closed
    if item != noun:
        return None
    quoted = _QUOTED.match(chart.text, item[1], right)
    if quoted:
        return quoted.end()
    end, at = None, item[1]
    for _ in range(MOST_JOINED):
        joint = _JOINT.match(chart.text, at, right)
        last = _noun(chart, joint.end(), kind) if joint is not None else None
        phrase = right_phrase(chart, joint.end(), right) if joint is not None and last is not None else None
        if last is None or phrase is None or any(chart.at("pointer", at) for at in (phrase.end, phrase.end + 1)):
            break
        if (
            phrase.end == last and longest(chart, "predicate_word", last + 1) is not None
        ):  # «6 ủy viên, thư ký | hiện đủ»
            break
        at = end = phrase.end
        if phrase.end > last:
            break
    return end if end is not None and chart.text[end:right].strip() else None  # else it runs into another figure


def _closed(chart: Chart, at: int, right: int, kind: str) -> int | None:
    """Where a list of people or households ends that a word closes: «40 thợ nung, học trò | và các hộ dân quanh lò»."""
    for _ in range(MOST_JOINED):
        joint = _JOINT.match(chart.text, at, right)
        closing = None if joint else next(iter(chart.at("joint_word", at + 1)), None)
        start = joint.end() if joint else closing.end + 1 if closing else right
        plural = max((node.end + 1 for node in chart.at("plural_word", start)), default=start)
        kinds = (kind,) if plural == start else _LIVING  # not «30 hộ, bí thư và trưởng thôn đã đến»
        noun = next((end for one in kinds if (end := _noun(chart, plural, one)) is not None), None)
        phrase = right_phrase(chart, plural, right) if noun is not None else None
        if phrase is None or chart.at("pointer", phrase.end + 1):
            return None
        if closing is not None:
            return phrase.end if phrase.end < right - 1 else None
        at = phrase.end
    return None


def _counted(chart: Chart, figure: Figure) -> tuple[str, SpanPair]:
    """The noun that is counted, or has the share: «30% | cán bộ, công chức»; and of what kind it is."""
    unit = figure.statement.unit_span
    if figure.statement.unit.kind == "percent" and figure.direction is None:
        for node in chart.at("unit_word", unit[1] + 1):
            return str(node.value.get("class")), (node.start, node.end)
    return figure.statement.unit.kind, unit


def _noun(chart: Chart, start: int, kind: str) -> int | None:
    """Where a noun of the same kind ends that begins here and is no part of another word («bình» in «bình quân»)."""
    kinds = _WORKS if kind in _WORKS else {kind}
    end = max((node.end for node in chart.at("unit_word", start) if node.value.get("class") in kinds), default=None)
    whole = end is not None and compound_end(chart, start) <= end and not chart.at("item_never", start)
    return end if whole else None
