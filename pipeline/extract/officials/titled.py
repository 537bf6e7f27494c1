"""People meant by their title alone: "đồng chí Bí thư Thị ủy đề nghị", "Bộ trưởng cũng yêu cầu"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.extract.officials.address import Addresses
from pipeline.extract.officials.merge import same_post
from pipeline.extract.officials.shapes import Mention, Span
from pipeline.extract.officials.titles import Post
from pipeline.match.chart import Chart

_SEATS = re.compile(r"(?<![\w/.,-])\d{1,2} $")
_LATEST = 50  # so many holders of a title back


@dataclass(frozen=True, slots=True)
class TitleMention:
    """A person meant by title alone. `name` is that of the person of this document who was last named with such a post;
    None if nobody was. Offsets are view offsets."""

    posts: tuple[Post, ...]
    start: int
    end: int
    honorific: str | None
    name: str | None
    rule_id: str = "official.title-only"


def title_mentions(chart: Chart, mentions: Sequence[Mention]) -> tuple[TitleMention, ...]:
    """The people meant by their titles alone, in the order of the text; groups ("các Phó Chủ tịch") are not."""
    taken = sorted(span for mention in mentions for span in _spans(mention))
    plural = {node.end + 1 for node in chart.nodes("title_plural")}
    given = {node.end + 1 for node in chart.nodes("post_verb")}  # "chuẩn y giữ chức | Ủy viên BTV Tỉnh ủy": of nobody
    holders = _holders(mentions)
    addresses = Addresses(chart)
    found = []
    for titles in chart.nodes("titles"):
        index = bisect_right(taken, (titles.start, len(chart.text))) - 1
        if index >= 0 and taken[index][1] > titles.start:
            continue
        address = addresses.before(titles.start)
        honorific = address.honorific
        if (honorific is not None and honorific.get("many")) or titles.start in plural or not titles.value.office:
            continue
        if honorific is None and titles.start in given:
            continue
        if honorific is None and _SEATS.search(chart.text, max(0, titles.start - 4), titles.start):
            continue  # "gồm 05 đồng chí (01 | Chủ tịch, 04 Phó Chủ tịch)"
        if honorific is None and not chart.text[titles.start].isupper():
            continue
        posts = titles.value.posts
        name = _meant(posts, holders, titles.start)
        called = honorific.canonical if honorific is not None else None
        found.append(TitleMention(posts, address.start, titles.end, called, name))
    return tuple(found)


def _spans(mention: Mention) -> Iterable[Span]:
    yield mention.start, mention.end
    for held in mention.held:
        yield held.post.start, held.post.end


def _holders(mentions: Sequence[Mention]) -> Mapping[str, list[tuple[int, Post, str]]]:
    """Title in small letters → where it was named, the post, the name; by place."""
    holders: dict[str, list[tuple[int, Post, str]]] = {}
    for mention in mentions:
        for held in mention.held:
            holders.setdefault(held.post.title.lower(), []).append((mention.start, held.post, mention.name))
    return holders


def _meant(posts: Sequence[Post], holders: Mapping[str, list[tuple[int, Post, str]]], before: int) -> str | None:
    best: tuple[int, str] | None = None
    for post in posts:
        named = holders.get(post.title.lower(), [])
        index = bisect_left(named, before, key=lambda holder: holder[0])
        for start, other, name in reversed(named[max(0, index - _LATEST) : index]):
            if same_post(post, other):
                best = max(best or (start, name), (start, name))
                break
    return best[1] if best else None
