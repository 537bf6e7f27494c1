"""Who is named as an official, and as what: mentions with their posts, from shapes, lists and earlier mentions.

The shapes are rules (`rules/officials`): each binds one name to the posts around it. What they cannot say is done here:
whose address makes an official, which names form a list, which posts a list shares, and who is meant when the same
name comes again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from pipeline.extract.officials.address import Address, Addresses, rank_scanner
from pipeline.extract.officials.aliases import alias_scanner
from pipeline.extract.officials.names import PersonScanner
from pipeline.extract.officials.organisation import Organisation
from pipeline.extract.officials.organisations import OrganisationScanner
from pipeline.extract.officials.posts import Titles, TitlesScanner
from pipeline.extract.officials.titles import Post, posts_of
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.match.overlap import winners
from pipeline.rulebook.schema import Rulebook

Tenure: TypeAlias = Literal["current", "former", "appointed", "relieved"]
Span: TypeAlias = tuple[int, int]
_LINE_BREAK = re.compile(r" ?\n+ ?- ?")
_TENURES: dict[str, Tenure] = {"new": "appointed", "lost": "relieved", "past": "former"}


@dataclass(frozen=True, slots=True)
class Held:
    """A post with its tenure at the time of the report. `best` is the mention of the post whose phrase all mentions in
    this document share: the first that names the body at all."""

    post: Post
    tenure: Tenure = "current"
    best: Post | None = None

    @property
    def position(self) -> str:
        """Title and organisation as one phrase."""
        return (self.best or self.post).position

    @property
    def organisation(self) -> Organisation | None:
        """The body as named here, or as named elsewhere where this mention leaves it out or cuts it short."""
        own = self.post.organisation
        best = self.best.organisation if self.best is not None else None
        if own is None or best is None:
            return own or best
        fuller = best.name.lower().startswith(f"{own.name.lower()} ") and best.key != own.key
        return replace(best, start=own.start, end=own.end) if fuller else own


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a person is named. All spans are view offsets; `[start, end)` covers address, name and posts.

    `body` is an organisation given without any title. `listed` numbers the list that the mention is part of: who is in
    one list shares its verb. `official`: what is known here suffices to call the person an official.
    """

    name: str
    name_span: Span
    start: int
    end: int
    rule_id: str
    honorific: str | None = None
    rank: str | None = None
    rank_span: Span | None = None
    held: tuple[Held, ...] = ()
    body: Organisation | None = None
    listed: int | None = None
    official: bool = True


def official_scanners(book: Rulebook) -> dict[str, Callable[[Chart], Iterable[Node]]]:
    """Scanners of the slot types `person`, `rank`, `organisation`, `titles` (a list of posts) and `title` (one)."""
    bodies = OrganisationScanner(book)
    return {
        "person": PersonScanner(book),
        "rank": rank_scanner,
        "organisation": bodies,
        "body_alias": alias_scanner,
        "titles": TitlesScanner(book, bodies),
        "title": lambda chart: posts_of(chart.nodes("titles")),
    }


def shaped_mentions(chart: Chart) -> tuple[Mention, ...]:
    """Every name that is bound to a post or body by a rule, or addressed in any way; by place. `official` is False for
    those whose address and posts would fit anyone."""
    rules = chart.grammar.book.by_id
    bound = {node.slot("name").start: node for node in winners(chart.nodes("official"), rules, chart.trace)}  # type: ignore[union-attr]
    addresses = Addresses(chart)
    cues = frozenset(node.end for node in chart.nodes("recipient_cue"))
    found = []
    for person in chart.nodes("person"):
        node = bound.get(person.start) or _next_line(chart, person)
        address = addresses.before(person.value.lead)
        if node is not None or address.honorific is not None or address.rank is not None:
            mention = _mention(person, node, address, lambda start: start - 1 in cues)
            if mention is not None:
                found.append(mention)
    return tuple(found)


def _next_line(chart: Chart, person: Node) -> Node | None:
    """The posts of a name at the end of a line that the next line begins with: "bà A" / "- Phó Chủ tịch UBND huyện"."""
    gap = _LINE_BREAK.match(chart.text, person.end)
    titles = chart.at("titles", gap.end()) if gap else ()
    if not titles:
        return None
    slots = (("name", person), ("after", titles[0]))
    return Node("official", person.start, titles[0].end, None, "official.name-titles-next-line", slots)


def bare_mention(person: Node, rule_id: str) -> Mention:
    """A name with nothing around it, as it stands in a list."""
    return Mention(person.value.name, (person.start, person.end), person.start, person.end, rule_id)


def _mention(person: Node, node: Node | None, address: Address, recipients: Callable[[int], bool]) -> Mention | None:
    held, rank = _held(node) if node else ((), None)
    famous = person.value.famous
    if (famous and not (held and address.honorific)) or (person.value.doubt and not (held or address.honorific)):
        return None
    slot = node.slot("body") if node else None
    body: Organisation | None = slot.value if slot else None
    offices = tuple(item for item in held if item.post.office)
    strong = address.strength == "strong" and not recipients(address.start)
    official = bool(offices) or strong or (body is not None and address.strength != "none")
    official = official or (node is not None and not held and body is None)  # a rule that asks for no post
    if address.strength == "none" and not offices:
        return None
    tenure_start = min((item.post.start for item in offices), default=person.start)
    return Mention(
        name=person.value.name,
        name_span=(person.start, person.end),
        start=min(address.start, tenure_start, node.start if node else person.start),
        end=max(node.end if node else person.end, person.end),
        rule_id=node.rule if node else "official.addressed",
        honorific=address.honorific.canonical if address.honorific else None,
        rank=(address.rank.text if address.rank else "") or rank,
        rank_span=address.rank_span if address.rank and address.rank.text else None,
        held=offices,
        body=body,
        official=official,
    )


def _held(node: Node) -> tuple[tuple[Held, ...], str | None]:
    """The posts of a match with their tenure, and a rank named among them."""
    held: list[Held] = []
    rank: str | None = None
    for name, part in node.slots:
        titles: Any = part.value
        if isinstance(titles, Titles):
            tenure = _TENURES.get(name, "current")
            held += [Held(post, "former" if post.former and tenure == "current" else tenure) for post in titles.posts]
            rank = rank or titles.rank
    return tuple(held), rank
