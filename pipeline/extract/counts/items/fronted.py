"""A size or a price told before its subject: «Với diện tích | 30 m2, căn nhà gỗ …», «Nằm cách chợ | 2 km, bến Hạ …»."""

from __future__ import annotations

import re

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.clause import SIZES
from pipeline.extract.counts.items.heads import of_person, parts_of, pieces, subject_of
from pipeline.extract.counts.items.openings import opens_predicate
from pipeline.extract.counts.items.pieces import Span
from pipeline.extract.counts.items.wording import measure_in, words_in
from pipeline.match.chart import Chart
from pipeline.text.segment import Segment

MEASURE_WITHIN = 2  # words behind the opener: «với khối | tài sản»
_SIZED = SIZES | {"money"}
_COMMA = re.compile(r"[^;:\n]*?, ")
_VERB = "verb"


def subject_behind(chart: Chart, segment: Segment, figure: Figure) -> Span | None:
    """The subject of a sentence that opens with what is said of it, and with the figure; empty where that only points
    back: «…, hạng phòng này»."""
    if figure.statement.unit.kind not in _SIZED or figure.direction is not None:
        return None
    comma = _COMMA.match(chart.text, figure.end, segment.end)
    start = _next(chart, figure)
    if comma is None or not (chart.text.startswith(",", start) or opens_predicate(chart, start)):
        return None
    if not _fronted(chart, segment, figure):
        return None
    subject = next(
        (said for words in pieces(chart, comma.end(), segment.end) if (said := subject_of(chart, words))), None
    )
    return None if subject is None or of_person(chart, subject) else subject


def _next(chart: Chart, figure: Figure) -> int:
    """Where the words go on behind a figure and its base."""
    end = max(figure.end, figure.spans.get("per", (0, 0))[1])
    return end + (chart.text[end : end + 1] == " ")


def _start(chart: Chart, segment: Segment) -> int:
    """Where a sentence begins behind «cụ thể, »."""
    end = max((node.end for node in chart.at("lead_edge", segment.start)), default=segment.start)
    return end + 2 if chart.text.startswith(", ", end) else segment.start


def _fronted(chart: Chart, segment: Segment, figure: Figure) -> bool:
    """Whether the sentence opens with such a part, and nothing else is told before the figure."""
    start = _start(chart, segment)
    if not chart.between("fronted_opener", start, figure.start):
        return False
    words = words_in(chart, Span(start, figure.start))
    found = chart.at("fronted_opener", words[0].start) if words else ()
    opener = max(found, key=lambda node: node.end, default=None)
    if opener is None:
        return False
    behind = [word for word in words if word.start >= opener.end][:MEASURE_WITHIN]
    if opener.value.get("is") != _VERB and not measure_in(chart, behind):
        return False
    return not any(part.told for part in parts_of(chart, segment.start, figure.start))
