"""Lists of people: who is in one, and the post that all of them share.

"Các đồng chí: A, Bí thư ...; B; C, Chủ tịch ..."   every name in it is an official, with or without a post
"các Phó Chủ tịch UBND huyện: A, B và C"            the post before the colon is everybody's
"Thành viên Hội đồng: A, B; C, Chủ tịch ..."         so too without "các", up to the semicolon
"lãnh đạo tỉnh như ông A, bà B"                      guests: everybody who is addressed
"A và B, Phó Chủ tịch HĐND huyện"                   in a list, the post behind "A và B" is of both
"bầu các ông A, B làm Phó Chủ tịch"                 the post that was given is everybody's
"A, Bí thư ...; đồng chí B, Chủ tịch ... và C ..."   a chain: one verb behind it speaks of all
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from pipeline.extract.officials.address import Addresses
from pipeline.extract.officials.patterns import ListPatterns
from pipeline.extract.officials.shapes import Held, Mention, bare_mention
from pipeline.match.chart import Chart
from pipeline.match.node import Node

Posts: TypeAlias = tuple[Held, ...]

_COLON = re.compile(r" ?: ?")
_OPEN = re.compile(r" ?[:,;]? ?$")
_NUMBER = re.compile(r"(?<![\d/.,-])\d{1,2} $")
_LONGEST_GAP = 60
LISTED = "official.listed"
SHARED = "official.shared-titles"


def with_lists(chart: Chart, mentions: Sequence[Mention], segments: Sequence[tuple[int, int]]) -> tuple[Mention, ...]:
    """The mentions with the further names of their lists, numbered by list, shared posts given to everybody."""
    lists = _Lists(chart, mentions)
    out: list[Mention] = []
    number = 0
    for first, last in segments:
        for chain in lists.chains(first, last):
            if len(chain) > 1:
                chain = [replace(mention, listed=number) for mention in _given_together(chart, chain)]
                number += 1
            out += chain
    inside = {mention.name_span[0] for mention in out}
    out += [mention for mention in mentions if mention.name_span[0] not in inside]
    return tuple(sorted(out, key=lambda mention: (mention.start, mention.end)))


@dataclass(frozen=True, slots=True)
class _Opener:
    """What everybody shares in the list that opens here; `single`: it ends at a semicolon; `called`: it takes in only
    those who are addressed."""

    posts: Posts
    single: bool = False
    called: bool = False


class _Lists:
    """Names and list openers of one chart, by place."""

    def __init__(self, chart: Chart, mentions: Sequence[Mention]) -> None:
        self._chart, self._patterns = chart, chart.grammar.book.once(ListPatterns.of)
        self._known = {mention.name_span[0]: mention for mention in mentions}
        self._persons = chart.nodes("person")
        self._starts = [person.start for person in self._persons]
        self._addresses = Addresses(chart)
        many = [node.end for node in chart.nodes("honorific") if node.value.get("many")]
        plural_ends = {*many, *(node.end for node in chart.nodes("title_plural"))}
        plural = [titles for titles in chart.nodes("titles") if self._several(titles, plural_ends)]
        self._plural_posts = {titles.start: _Opener(_posts(titles)) for titles in plural}
        single = [titles for titles in chart.nodes("titles") if titles.start not in self._plural_posts]
        self._openers = {node.end: _Opener((), called=True) for node in chart.nodes("guest_opener")}
        self._openers |= {end: _Opener(posts, single=True) for end, posts in self._single_openers(single)}
        self._openers |= dict.fromkeys(many, _Opener(()))
        self._openers |= {end: _Opener(posts) for end, posts in _title_openers(chart, plural)}

    def _several(self, titles: Node, plural_ends: Collection[int]) -> bool:
        """Whether the titles are those of several people: "các | Phó Chủ tịch", "02 | ủy viên"."""
        text, start = self._chart.text, titles.start
        return start - 1 in plural_ends or _NUMBER.search(text, max(0, start - 4), start) is not None

    def _single_openers(self, single: Sequence[Node]) -> Iterator[tuple[int, Posts]]:
        """Where a list of at least two names begins behind a title and a colon → the posts."""
        for titles in single:
            colon = _COLON.match(self._chart.text, titles.end)
            index = bisect_left(self._starts, colon.end()) if colon else len(self._starts)
            pair = self._persons[index : index + 2]
            if colon is None or len(pair) < 2 or not titles.value.office:
                continue
            first, second = (self._addresses.before(person.value.lead).start for person in pair)
            if first == colon.end() and self._patterns.listed.fullmatch(self._chart.text, pair[0].end, second):
                yield colon.start(), _posts(titles)

    def chains(self, first: int, last: int) -> Iterator[list[Mention]]:
        """Mentions of a sentence, those together that nothing but separators parts."""
        chain: list[Mention] = []
        shared: _Opener | None = None  # None: no list is open
        for person in self._persons[bisect_left(self._starts, first) : bisect_left(self._starts, last)]:
            mention = self._known.get(person.start)
            begin = mention.start if mention else self._addresses.before(person.value.lead).start
            opener = self._opener(mention, begin, person.start, first)
            joined = bool(chain) and _joined(self._chart, chain[-1].end, begin)
            over = shared is not None and shared.single and ";" in self._chart.text[chain[-1].end : begin]
            shared = opener if opener is not None else shared if joined and not over else None
            if mention is None and shared is not None and not (shared.called or person.value.famous):
                mention = bare_mention(person, LISTED)
            if mention is None:
                continue
            if chain and (opener is not None or not joined):
                yield chain
                chain = []
            chain.append(mention if shared is None else _sharing(mention, shared.posts))
        if chain:
            yield chain

    def _opener(self, mention: Mention | None, begin: int, name: int, first: int) -> _Opener | None:
        """What the list shares that opens right before a mention, at its own titles, or before its name ("các đồng chí
        A"); None if none opens."""
        for held in mention.held if mention else ():
            if held.post.start < name and held.post.start in self._plural_posts:
                return self._plural_posts[held.post.start]
        for at in (begin, name):
            match = _OPEN.search(self._chart.text, max(first, at - 3), at)
            for end in (match.start(), at) if match else (at,):
                if end in self._openers:
                    return self._openers[end]
        return None


def _title_openers(chart: Chart, plural: Sequence[Node]) -> Iterator[tuple[int, Posts]]:
    """Where a list may begin behind a title in the plural → its posts: "các Phó Chủ tịch UBND huyện gồm | "."""
    words = {node.start: node.end for node in chart.nodes("list_opener")}
    for titles in plural:
        end = words.get(titles.end + 1, titles.end)
        if end > titles.end or chart.text.startswith((":", " :", " -", ","), end):
            yield end, _posts(titles)


def _posts(titles: Node) -> Posts:
    return tuple(Held(post) for post in titles.value.posts if post.office)


def _sharing(mention: Mention, shared: Posts) -> Mention:
    mine = {held.post.position.lower() for held in mention.held}
    more = tuple(held for held in shared if held.post.position.lower() not in mine)
    rule = SHARED if more and mention.rule_id in (LISTED, "official.addressed") else mention.rule_id
    return replace(mention, held=more + mention.held, official=True, rule_id=rule)


def _given_together(chart: Chart, chain: Sequence[Mention]) -> list[Mention]:
    """The chain with posts that later names got on behalf of those before them, up to a semicolon."""
    out = list(chain)
    given = {node.end + 1 for node in chart.nodes("recipient_cue")}  # "giao việc cho | ông A, ông B giữ chức …"
    for index in reversed(range(1, len(out))):
        gained = tuple(held for held in out[index].held if held.tenure == "appointed")
        apart = ";" in chart.text[out[index - 1].end : out[index].start] or out[index - 1].start in given
        if gained and not apart and not any(held.tenure == "appointed" for held in out[index - 1].held):
            out[index - 1] = replace(out[index - 1], held=out[index - 1].held + gained, official=True)
    mates = out[-1].held if not any(mention.held for mention in out[:-1]) else ()
    if len(mates) == 1 and mates[0].post.head.get("class") == "member":  # "các đồng chí A, B, Ủy viên Ban Thường vụ"
        out[:-1] = [
            replace(mention, held=mates, rule_id=SHARED) if mention.official else mention for mention in out[:-1]
        ]
    also = chart.grammar.book.once(ListPatterns.of).also
    for index in range(len(out) - 1):
        one, other = out[index], out[index + 1]
        if one.official and not one.held and len(other.held) == 1 and also.fullmatch(chart.lower, one.end, other.start):
            out[index] = replace(one, held=other.held, rule_id=SHARED)
    return out


def _joined(chart: Chart, end: int, begin: int) -> bool:
    """Whether only separators stand between two mentions."""
    gap = chart.grammar.book.once(ListPatterns.of).gap
    return begin <= end or (begin - end <= _LONGEST_GAP and gap.fullmatch(chart.lower, end, begin) is not None)
