"""Lists of former posts behind a name: "ông Bình từng kinh qua các chức vụ: Trưởng phòng …; Phó Giám đốc …"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.extract.officials.patterns import ListPatterns
from pipeline.extract.officials.shapes import Held, Mention
from pipeline.match.chart import Chart
from pipeline.match.node import Node

_OTHER_SENTENCE = re.compile(r"\n|[.;] ")
_LATEST = 4  # so many names back
_TO_NAME = 60  # characters between the name and what opens the list


def with_careers(chart: Chart, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, each with the former posts that are listed behind it."""
    out = list(mentions)
    order = sorted(range(len(out)), key=lambda index: out[index].end)
    for cue in chart.nodes("career_cue"):
        last = bisect_right(order, cue.start, key=lambda index: out[index].end)
        near = [
            index
            for index in order[max(0, last - _LATEST) : last]
            if cue.start - out[index].end <= _TO_NAME
            and not _OTHER_SENTENCE.search(chart.text, out[index].end, cue.start)
        ]
        posts = [post for titles in _listed(chart, cue) for post in titles.value.posts if post.office]
        if near and posts:
            index = near[-1]
            held = tuple(Held(post, "former") for post in posts)
            out[index] = replace(out[index], held=out[index].held + held, official=True)
    return out


def _listed(chart: Chart, cue: Node) -> Iterable[Node]:
    """The lists of posts that follow one another behind the cue."""
    titles = chart.nodes("titles")
    patterns = chart.grammar.book.once(ListPatterns.of)
    gap = patterns.career_opener.match(chart.text, cue.end)
    at = gap.end() if gap else cue.end
    index = bisect_left(titles, at, key=lambda node: node.start)
    for node in titles[index:]:
        if node.start != at:
            break
        yield node
        sign = patterns.career_next.match(chart.text, node.end)
        if sign is None:
            break
        at = sign.end()
