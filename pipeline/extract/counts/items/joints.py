"""Where words before a figure are joined to what another figure or a list says."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.counts.items.coordinations import joins, says
from pipeline.extract.counts.items.openings import opens_predicate
from pipeline.extract.counts.items.phrases import Span
from pipeline.match.chart import Chart

_Words = Sequence[Span]


def own_words(chart: Chart, words: _Words, floor: int) -> _Words:
    """Words that go right on from another figure without those that belong to it: «(rót 5 tỷ đồng) vào xã và | tuyển»,
    «(60 ca) vì ngã và | 50 ca vì lạnh»."""
    if not words or words[0].start > floor + 1:
        return words
    joints = (index for index, word in enumerate(words) if index and joins(chart, word))
    cut = (at + 1 for at in joints if at + 1 == len(words) or opens_predicate(chart, words[at + 1].start))
    return words[next(cut, 0) :]


def joint_in(chart: Chart, words: _Words) -> int:
    """Which word joins a predicate to the end of a list («Séc | và tiêu hết»); 0 if none does."""
    at = next((index for index, word in enumerate(words) if joins(chart, word)), 0)
    told = at and at + 1 < len(words) and opens_predicate(chart, words[at + 1].start)
    return at if told and not says(chart, words[:at]) else 0
