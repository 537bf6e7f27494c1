"""Lists of posts: "Ủy viên BTV, Trưởng Ban Dân vận Thị ủy kiêm Chủ tịch UBMTTQ", and what their members share.

A body that is named once is distributed: a post without one takes it from the nearest post to its right that has a
fitting one, then from its left. What fits is said by the lexicon (`takes` of a title, `kind` of a body).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from pipeline.extract.officials.organisation import Organisation, joined, under
from pipeline.extract.officials.organisations import OrganisationScanner
from pipeline.extract.officials.patterns import ListPatterns
from pipeline.extract.officials.titles import Post, TitleReader
from pipeline.extract.spans import Places
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.rulebook.schema import Rulebook

_SEPARATOR = re.compile(r" ?[,/&] ?| ?- ?|(?<=[A-ZĐ])\. ?| (?=[A-ZĐÀ-Ỵ])|(?<=\w)\.? ?\(")
_CLOSED_LOCAL = ("government", "council", "front", "party_committee")
_OF_UNITS = ("association", "union", "youth", "front_local")
_BOARDS = ("board", "school_board", "company_board")
_LOCAL = frozenset(("district", "commune"))
_MOST_POSTS = 40


@dataclass(frozen=True, slots=True)
class Titles:
    """The posts of one person in the order of the text, and a rank that stands among them."""

    posts: tuple[Post, ...]
    rank: str | None = None

    @property
    def office(self) -> bool:
        """Whether at least one is an office."""
        return any(post.office for post in self.posts)


class TitlesScanner:
    """`titles` nodes: lists of posts that do not overlap."""

    def __init__(self, book: Rulebook, bodies: OrganisationScanner) -> None:
        self._bodies = bodies
        self._reader = TitleReader(bodies)
        self._patterns = book.once(ListPatterns.of)
        self._committees = MappingProxyType(
            {
                entry.get("level"): entry.canonical
                for entry in book.entries("organisation_head")
                if entry.get("level") and entry.get("kind") == "party_committee"
            }
        )

        self._tiers = MappingProxyType(
            {
                entry.get("level") or entry.canonical: frozenset(entry.get("tier").split())
                for entry in book.entries("place_level")
            }
        )

    def __call__(self, chart: Chart) -> Iterable[Node]:
        free_from = 0
        prefixes = {node.end: node.start for node in chart.nodes("title_prefix")}
        bodies = Places(chart.nodes("organisation_head"))
        person_ends = frozenset(node.end for node in chart.nodes("person"))
        ranks = {node.end: node for node in chart.nodes("rank_word")}
        deputed = frozenset(node.end + 1 for node in chart.nodes("delegation_cue"))
        for head in chart.nodes("title_head"):
            start = prefixes.get(head.start - 1, head.start)
            inside = bodies.covers(head.start - 1, head.end)  # "Ban | Bí thư", "Đoàn | đại biểu | Quốc hội"
            unnamed = head.value.get("behind") == "name" and not _person_before(chart, start, person_ends)
            if start < free_from or inside or unnamed or not _may_begin(chart, head):
                continue
            items, rank = self._items(chart, start)
            before = ranks.get(start - 2) if chart.text[max(0, start - 2) : start] == ", " else None
            if before is not None and before.start >= free_from:
                rank, start = before.value.canonical, before.start  # "Thiếu tá, Phó Bí thư Chi bộ ..."
            groups = _groups(chart, items, person_ends) if start not in deputed else _deputed(chart, items)
            for group in groups:
                yield self._node(chart, group, rank, start if group is items else group[0].start)
            if items:
                free_from = items[-1].end

    def _node(self, chart: Chart, items: Sequence[Post], rank: str | None, start: int) -> Node:
        posts = self._shared(chart, items)
        return Node("titles", start, items[-1].end, Titles(posts, rank), "titles")

    # ── reading the list ─────────────────────────────────────────────────────────────────────────

    def _items(self, chart: Chart, start: int) -> tuple[list[Post], str | None]:
        post = self._reader.read(chart, start)
        if post is None:
            return [], None
        items, rank = [post], None
        while len(items) < _MOST_POSTS:
            at, now = self._next(chart, items[-1])
            if at is None:
                break
            ranks = chart.at("rank_word", at)
            behind = _SEPARATOR.match(chart.text, ranks[0].end) if ranks else None
            post = self._reader.read(chart, behind.end() if behind else at)
            if post is not None:
                rank = ranks[0].value.canonical if behind else rank
                items = [replace(item, former=True, over=True) for item in items] if now else items
                items.append(post)
                continue
            attached = self._attached(chart, items[-1], at)
            if attached is None:
                break
            items[-1] = attached
        return items, rank

    def _next(self, chart: Chart, last: Post) -> tuple[int | None, bool]:
        """Where the next post may begin: behind a separator or joining word; and whether that word says that what
        stands before it is over ("nay là")."""
        match = _SEPARATOR.match(chart.text, last.end)
        if match is not None and match[0].startswith(".") and last.end > last.title_span[1]:
            match = None  # "Thành viên HĐQT nhà máy D. | Đoàn Chủ tịch …": a sentence ends; in "HUV. Phó …" none does
        for node in (*chart.at("title_joiner", last.end + 1), *chart.at("title_joiner", match.end() if match else -1)):
            return node.end + 1, node.value.get("now") == "yes"
        joined_by = self._patterns.and_.match(chart.text, last.end)
        if joined_by is not None:
            at = joined_by.end()
            post = self._reader.read(chart, at)
            return (at if post and not _person_after(chart, post.end) and not last.complete else None), False
        return (match.end() if match else None), False

    def _attached(self, chart: Chart, post: Post, at: int) -> Post | None:
        """The post with the body above it, named after a comma: "Trưởng phòng Tổng hợp, Ban Dân vận Thành ủy"."""
        body = (
            self._bodies.read(chart, at)
            if chart.text[at : at + 1].isupper() or chart.at("organisation_head", at)
            else None
        )
        if body is None or post.head.get("given") or _person_after(chart, body.end):
            return None
        if body.needs == "name" or (body.name == body.head and " " not in body.name and not body.name.isupper()):
            return None
        if post.organisation is None:
            return None if post.complete and post.office else replace(post, organisation=body, end=body.end, comma=True)
        top = list(post.organisation.chain())[-1]
        if top.kind in _CLOSED_LOCAL or top.level or top.place:
            return None
        sign = ", " if chart.text[post.end : at].strip() else " "
        return replace(post, organisation=joined(post.organisation, body, sign), end=body.end)

    # ── what posts share ─────────────────────────────────────────────────────────────────────────

    def _shared(self, chart: Chart, items: Sequence[Post]) -> tuple[Post, ...]:
        posts = list(items)
        for index in reversed(range(len(posts))):
            posts[index] = self._filled(posts[index], [*posts[index + 1 :], *reversed(items[:index])])
        return tuple(posts)

    def _filled(self, post: Post, donors: Iterable[Post]) -> Post:
        body = post.organisation
        if (body is not None and not body.shallow) or post.head.get("full") or not post.takes | {body and body.kind}:
            return post
        for donor in donors:
            if (
                donor.over != post.over
                or donor.organisation is None
                or (donor.head.get("given") and donor.head.get("class") != "member")
            ):
                continue
            found = self._from(post, donor.organisation)
            if found is not None:
                return replace(post, organisation=found, inherited=True)
        return post

    def _from(self, post: Post, donor: Organisation) -> Organisation | None:
        """The body that `post` shares with a post in `donor`."""
        body = post.organisation
        if body is not None:
            return self._above(body, donor)
        for other in donor.chain():
            if post.fits(other) and not other.shallow:
                return other
        return self._committee(donor) if "party_committee" in post.takes else None

    def _committee(self, donor: Organisation) -> Organisation | None:
        """The Party committee of the unit of a body: Huyện ủy for "UBND huyện"."""
        level, place = donor.unit
        committee = self._committees.get(level or "")
        if committee is None:
            return None
        name = f"{committee} {place}" if place else committee
        start, end = next((other.place_span for other in donor.chain() if other.place_span), (donor.start, donor.end))
        return Organisation(name, committee, committee, "party_committee", start, end, level, place, (start, end))

    def _above(self, body: Organisation, donor: Organisation) -> Organisation | None:
        """`body`, named without the level or body above it, under that of `donor`."""
        if body.needs == "name":
            named = next(
                (other for other in donor.chain() if other.head == body.head and other.name != body.name), None
            )
            return replace(named, start=body.start, end=body.end) if named else None
        if body.kind in ("standing", "party_board"):
            above = next(
                (other for other in donor.chain() if other.kind == "party_committee" and not other.shallow), None
            )
            if above is None and body.kind == "standing":
                above = donor if donor.kind in ("association", "union", "youth") else self._committee(donor)
            return above and joined(body, above)
        if body.kind == "party_group" or body.needs == "parent":
            return self._parent(body, donor)
        tiers = self._tiers.get(donor.unit[0] or "", frozenset()) if body.needs == "local" else _LOCAL
        return under(body, donor) if body.needs in ("level", "local") and tiers & _LOCAL else None

    def _parent(self, body: Organisation, donor: Organisation) -> Organisation | None:
        """`body`, which is part of another one, as part of that of `donor`; a committee of a unit is that of its unit:
        "Bí thư Đảng ủy | xã", beside "Chủ tịch UBND xã"."""
        if body.kind in _BOARDS and body.core != body.head:
            return None  # "HĐQT Sông Lam"
        if donor.kind in _BOARDS:
            return joined(body, donor.parent) if donor.parent else None  # Đảng ủy of "Hội đồng | Đại học Huế"
        if donor.kind in ("party_committee", "party_board", "party_central", "standing"):
            return None
        if donor.name == donor.head and (donor.needs == "name" or donor.name[:1].islower()):
            return None  # "nhà trường", "Công ty": names nothing that the text has not named
        if body.kind == "party_group" or donor.kind not in (*_CLOSED_LOCAL, *_OF_UNITS):
            return joined(body, donor)
        level = donor.unit[0]
        if level is not None and self._committees.get(level) == f"{body.name} {level}":
            return under(body, donor)
        return None if donor.kind in _CLOSED_LOCAL else joined(body, donor.parent or donor)


def _may_begin(chart: Chart, head: Node) -> bool:
    """A profession in small letters begins no list ("học sinh", "giáo viên"), unless it follows a name."""
    if chart.text[head.start].isupper() or head.value.get("office") != "no":
        return True
    return chart.text[max(0, head.start - 2) : head.start].strip() in (",", "-", "(", ":", ";")


def _groups(chart: Chart, items: list[Post], person_ends: frozenset[int]) -> Iterable[list[Post]]:
    """The list as one group; two where it stands between two names: "A, giám đốc X, bí thư Y | B"."""
    if len(items) > 1 and _person_before(chart, items[0].start, person_ends) and _person_after(chart, items[-1].end):
        cut = len(items) - 1
        while cut > 1 and not items[cut - 1].complete:
            cut -= 1
        return [items[:cut], items[cut:]]
    return [items] if items else []


def _deputed(chart: Chart, items: list[Post]) -> Iterable[list[Post]]:
    """Behind "thừa ủy quyền của" the first post is that of whom the person at the end of the list stands for; all
    are of that person where a comma follows, for then somebody else acts."""
    person = chart.at("person", items[-1].end + 1) if items else ()
    if len(items) > 1 and person and not chart.text.startswith(",", person[0].end):
        return [items[:1], items[1:]]
    return [items] if items else []


def _person_after(chart: Chart, end: int) -> bool:
    at = end + chart.text.startswith(" ", end)
    return bool(chart.at("person", at))


def _person_before(chart: Chart, start: int, person_ends: frozenset[int]) -> bool:
    match = chart.grammar.book.once(ListPatterns.of).after_name.search(chart.text[max(0, start - 6) : start])
    return match is not None and start - len(match[0]) in person_ends
