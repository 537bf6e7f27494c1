"""Lists of people: who is in one, and the post that all of them share.

"Các đồng chí: A, Bí thư ...; B; C, Chủ tịch ..."   every name in it is an official, with or without a post
"các Phó Chủ tịch UBND huyện: A, B và C"            the post before the colon is everybody's
"A, Bí thư ...; đồng chí B, Chủ tịch ... và C ..."   a chain: one verb behind it speaks of all
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.extract.official_address import Addresses
from pipeline.extract.officials import Held, Mention, bare_mention
from pipeline.match.chart import Chart
from pipeline.match.node import Node

_GAP = re.compile(r"[ ,;:.\-]{0,4}(?:(?:và|cùng|cùng với) ?)?")
_OPEN = re.compile(r" ?[:,]? ?$")
_LONGEST_GAP = 24
LISTED = "official.listed"
SHARED = "official.shared-titles"


def with_lists(chart: Chart, mentions: Sequence[Mention], segments: Sequence[tuple[int, int]]) -> tuple[Mention, ...]:
    """The mentions with the further names of their lists, numbered by list, shared posts given to everybody."""
    known = {mention.name_span[0]: mention for mention in mentions}
    openers = dict(_openers(chart))
    addresses = Addresses(chart)
    out: list[Mention] = []
    number = 0
    persons = chart.nodes("person")
    starts = [person.start for person in persons]
    for first, last in segments:
        chain: list[Mention] = []
        shared: tuple[Held, ...] = ()
        opened = False
        for person in persons[bisect_left(starts, first) : bisect_left(starts, last)]:
            mention = known.get(person.start)
            begin = mention.start if mention else addresses.before(person.start).start
            opener = _opener_before(chart, openers, begin, person.start, first)
            if opener is not None:
                shared, opened = opener, True
            elif not (chain and _joined(chart, chain[-1].end, begin)):
                opened, shared = False, ()
            if mention is None and opened and not person.value.famous:
                mention = bare_mention(person, LISTED)
            if mention is None:
                continue
            if chain and (opener is not None or not _joined(chart, chain[-1].end, begin)):
                number = yield_chain(out, chain, number)
                chain = []
            chain.append(_sharing(mention, shared, opened))
        number = yield_chain(out, chain, number)
    inside = {mention.name_span[0] for mention in out}
    out += [mention for start, mention in known.items() if start not in inside]
    return tuple(sorted(out, key=lambda mention: (mention.start, mention.end)))


def yield_chain(out: list[Mention], chain: Sequence[Mention], number: int) -> int:
    """Adds a finished chain to `out`, numbered if it has more than one name; the next free number."""
    if len(chain) > 1:
        out += [replace(mention, listed=number) for mention in chain]
        return number + 1
    out += chain
    return number


def _sharing(mention: Mention, shared: tuple[Held, ...], opened: bool) -> Mention:
    mine = {held.post.position.lower() for held in mention.held}
    more = tuple(held for held in shared if held.post.position.lower() not in mine)
    rule = SHARED if more and mention.rule_id in (LISTED, "official.addressed") else mention.rule_id
    return replace(mention, held=more + mention.held, official=mention.official or opened, rule_id=rule)


def _joined(chart: Chart, end: int, begin: int) -> bool:
    """Whether only separators stand between two mentions."""
    return begin <= end or (begin - end <= _LONGEST_GAP and _GAP.fullmatch(chart.lower, end, begin) is not None)


def _openers(chart: Chart) -> Iterator[tuple[int, tuple[Held, ...]]]:
    """Where a list may begin → the posts that it shares: behind "các đồng chí" and behind a title in the plural."""
    plural_ends = {node.end for node in chart.nodes("title_plural")}
    many = [node for node in chart.nodes("honorific") if node.value.get("many")]
    plural_ends |= {node.end for node in many}
    for node in many:
        yield node.end, ()
    words = {node.start: node.end for node in chart.nodes("list_opener")}
    for titles in chart.nodes("titles"):
        if titles.start - 1 not in plural_ends:
            continue
        end = titles.end
        word = words.get(end + 1)
        if word is not None:
            end = word
        elif not chart.text.startswith((":", " :", " -", ","), end):
            continue
        yield end, tuple(Held(post) for post in titles.value.posts if post.office)


def _opener_before(
    chart: Chart, openers: Mapping[int, tuple[Held, ...]], begin: int, name: int, first: int
) -> tuple[Held, ...] | None:
    """What the list shares that opens right before a mention (or its name: "các đồng chí A"); None if none opens."""
    for at in (begin, name):
        match = _OPEN.search(chart.text, max(first, at - 3), at)
        for end in (match.start(), at) if match else (at,):
            if end in openers:
                return openers[end]
    return None


def in_plural(chart: Chart, titles: Node) -> bool:
    """Whether a list of posts is spoken of in the plural, so that nobody in particular is meant."""
    return any(node.end + 1 == titles.start for node in chart.nodes("title_plural"))
