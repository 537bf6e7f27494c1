"""Whose demands are orders: a person above the hosts of the event, or a leader of theirs.

Tiers: 0 central, 1 province, 2 district, 3 commune.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from pipeline.extract.context import PageContext
from pipeline.extract.officials.merge import name_key
from pipeline.extract.officials.places import is_place
from pipeline.extract.officials.shapes import Mention
from pipeline.extract.officials.titles import Post
from pipeline.match.chart import Chart

_TIERS: Mapping[str, int] = MappingProxyType({"province": 1, "district": 2, "commune": 3})
_CENTRAL = frozenset({"ministry", "central", "party_central"})
_LEADERS = frozenset({"secretary", "chair", "minister", "state"})
_LED = frozenset({"party_committee", "government", "council", "standing"})
_PARTY_HEADS = frozenset({"party_board"})


class Seniority:
    """Tier and leadership of the people of one document."""

    def __init__(self, chart: Chart, mentions: Sequence[Mention]) -> None:
        self._chart = chart
        context = chart.context
        home = context.home if isinstance(context, PageContext) else None
        self._home = home.tier if home is not None else ""
        self._levels = {
            entry.canonical: entry.get("tier").split() for entry in chart.grammar.book.entries("place_level")
        }
        qualifiers = chart.grammar.book.entries("organisation_qualifier")
        self._central = tuple(entry.canonical for entry in qualifiers if entry.get("tier") == "central")
        self._tiers: dict[str, int] = {}
        self._leaders: set[str] = set()
        for mention in mentions:
            key = name_key(mention.name)
            for held in mention.held:
                if held.tenure in ("former", "relieved"):
                    continue
                post = held.best or held.post
                tier = self._tier(post)
                if tier is not None:
                    self._tiers[key] = min(tier, self._tiers.get(key, tier))
                if _leads(post):
                    self._leaders.add(key)

    def above(self, name: str, hosts: Iterable[str]) -> bool | None:
        """Whether `name` is of a higher tier than those who have the chair, or than the page; None where it is the
        same, or unknown."""
        key = name_key(name)
        tier, host = self._tiers.get(key), self._host(hosts, key)
        return None if tier is None or host is None or tier == host else tier < host

    def leads(self, name: str) -> bool:
        """Whether `name` has a post from which orders are given."""
        return name_key(name) in self._leaders

    def _host(self, hosts: Iterable[str], own: str) -> int | None:
        keys = [name_key(name) for name in hosts]
        tiers = [self._tiers[key] for key in keys if key in self._tiers and key != own]
        if tiers:
            return min(tiers)
        return _TIERS.get(self._home)

    def _tier(self, post: Post) -> int | None:
        if post.head.get("class") in ("minister", "state"):
            return 0
        body = post.organisation
        if body is None:
            return None
        found: int | None = None
        for part in body.chain():
            if part.kind in _CENTRAL or any(word in part.name for word in self._central):
                return 0
            if part.level and found is None:
                found = self._of_level(part.level, part.place)
        return found

    def _of_level(self, level: str, place: str | None) -> int | None:
        tiers = self._levels.get(level, ())
        if len(tiers) > 1:  # a city is a province or part of one
            if place is not None:
                return _TIERS[tiers[0 if is_place(self._chart, place, level, tier=tiers[0]) else -1]]
            return _TIERS[tiers[-1]] if self._home in tiers[1:] else _TIERS[tiers[0]]
        return _TIERS.get(tiers[0]) if tiers else None


def _leads(post: Post) -> bool:
    kind = post.organisation.kind if post.organisation else ""
    class_ = post.head.get("class")
    if class_ in ("minister", "state"):
        return True
    if class_ in _LEADERS:
        return kind in _LED or (class_ == "secretary" and not kind)
    return class_ in ("head", "office_head") and kind in _PARTY_HEADS
