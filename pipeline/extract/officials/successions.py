"""Whose post was given to somebody else: "bà Dung giữ chức Trưởng Phòng Nội vụ thay ông Bình": Bình held it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.officials.shapes import Held, Mention
from pipeline.match.chart import Chart


def with_successions(chart: Chart, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions; who is named behind a post that was given in his place, and with no post of his own, has lost it.
    Behind a post that nobody is said to get, somebody only stands in: "Phó Chủ tịch UBND xã thay ông B dự họp"."""
    given = {node.end + 1 for node in chart.nodes("post_verb")}
    lost = {titles.end: titles.value.posts for titles in chart.nodes("titles") if titles.start in given}
    cues = {node.end + 1: node.start for node in chart.nodes("succession_cue")}
    out = []
    for mention in mentions:
        cue = cues.get(mention.start, -1)
        posts = lost.get(cue - 1, lost.get(cue - 2, ()) if chart.text.startswith(", ", cue - 2) else ())
        if posts and not mention.held:
            held = tuple(Held(post, "relieved") for post in posts if post.office)
            mention = replace(mention, held=held, official=bool(held) or mention.official)
        out.append(mention)
    return out
