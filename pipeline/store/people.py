"""Who is the same person across articles: the same name, in posts and places that go together.

Within one article a name is one person. Across articles a name is held apart by the unit below the province that its
posts belong to (district, or commune since 2025), unless one article names posts in both; a post of a central body
(minister) is held apart from those units too. A mention in a post of the province joins the only such unit of its
province, if there is only one, and a central post the only person of a province. A mention without any place
("đồng chí A phát biểu") joins the person of that name, if there is only one, else the one at the article's own place.
`person_evidence` says for each article which of these it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from pipeline.model import row_id
from pipeline.store.groups import Links, commonest, insert_all, phrase_key, phrases, replace_resolved, temporary
from pipeline.store.placetree import PlaceTree

if TYPE_CHECKING:
    from sqlite_utils import Database

NATIONAL = "~national"  # behind every id of a place, so that a place names the set of both


def name_key(name: str) -> str:
    """What two spellings of one name have in common.

    >>> name_key("Nguyễn  Thị Hoà")
    'nguyễn thị hòa'
    """
    return phrase_key(name)


class _Mention(NamedTuple):
    """A row of positions or event_roles that names somebody; `unit`: the district, province or NATIONAL of the post."""

    key: str
    document: str
    table: str
    rowid: int
    name: str
    unit: str | None
    home: str | None


class _Anchor(NamedTuple):
    """The unit that tells one person from others of the name ("" where no place does), and why an article is there."""

    unit: str
    basis: str


def resolve_people(db: Database, tree: PlaceTree) -> None:
    """Fill `people` and point positions and event roles to it. Inside the caller's transaction."""
    temporary(db, "fresh_people", ("id PRIMARY KEY", "name", "name_key"))
    links = [("positions", "links_positions"), ("event_roles", "links_event_roles")]
    for _, name in links:
        temporary(db, name, ("number INTEGER PRIMARY KEY", "target"))
    db.conn.execute("DELETE FROM person_evidence")
    for key, group in groupby(_mentions(db, tree), key=attrgetter("key")):
        _resolve_name(db, tree, key, list(group))
    replace_resolved(db, "people", "fresh_people", links)


@dataclass(frozen=True)
class _Spheres:
    """Where a post belongs."""

    tree: PlaceTree
    titles: frozenset[str]
    members: frozenset[str]
    bodies: frozenset[str]

    def of(self, place: str | None, title: str | None, organisation: str | None) -> str | None:
        """The unit that the post is held in: district, province, NATIONAL; None if nothing says."""
        if place:
            return self.tree.district(place)
        if phrase_key(title or "") in self.titles:
            return NATIONAL
        words = phrase_key(organisation or "").split(" ")
        central = any(" ".join(words[:end]) in self.bodies for end in range(1, len(words) + 1))
        return NATIONAL if central and phrase_key(title or "") not in self.members else None


def _mentions(db: Database, tree: PlaceTree) -> Iterator[_Mention]:
    """All mentions, those of one key together and those of one article together within it."""
    kinds = ("national_title", "member_title", "national_body")
    spheres = _Spheres(tree, *(phrases(db, kind) for kind in kinds))
    db.conn.create_function("name_key", 1, name_key, deterministic=True)
    rows = db.conn.execute(
        """SELECT name_key(m.name) AS key, m.document_id, m.kind, m.number, m.name, d.place_id, m.place, m.title, m.body
        FROM (
            SELECT document_id, 'positions' AS kind, rowid AS number, name, organisation_place_id AS place, title,
                organisation AS body
            FROM positions WHERE review IS NOT 'rejected'
            UNION ALL SELECT document_id, 'event_roles', rowid, name, NULL, NULL, NULL
            FROM event_roles WHERE review IS NOT 'rejected'
        ) m JOIN documents d ON d.id = m.document_id
        ORDER BY key, m.document_id"""
    )
    for key, document, table, rowid, name, home, *post in rows:
        yield _Mention(key, document, table, rowid, name, spheres.of(*post), home)


def _resolve_name(db: Database, tree: PlaceTree, key: str, mentions: list[_Mention]) -> None:
    anchors = _anchors(tree, mentions)
    people: dict[str, list[str]] = {}
    targets: dict[str, list[tuple[int, str]]] = {"positions": [], "event_roles": []}
    evidence: dict[str, tuple[str, str, str, str | None]] = {}
    for mention in mentions:
        unit, basis = anchors[mention.document]
        person = row_id("people", key, unit)
        people.setdefault(person, []).append(mention.name)
        targets[mention.table].append((mention.rowid, person))
        evidence[mention.document] = (mention.document, person, basis, unit if unit not in ("", NATIONAL) else None)
    insert_all(db, "fresh_people", ((person, commonest(names), key) for person, names in people.items()))
    insert_all(db, "person_evidence", evidence.values())
    for table, rows in targets.items():
        insert_all(db, f"links_{table}", rows)


def _anchors(tree: PlaceTree, mentions: Iterable[_Mention]) -> dict[str, _Anchor]:
    """Article → the unit that tells this name's person in it from others of the name."""
    units: dict[str, set[str]] = {}
    homes: dict[str, str | None] = {}
    links = Links()
    for mention in mentions:
        here = units.setdefault(mention.document, set())
        homes[mention.document] = mention.home
        if mention.unit:
            here.add(mention.unit)
    for here in units.values():
        for unit in here:
            links.join(min(here), unit)
    _join_provinces(tree, links)
    anchors = sorted({links.root(node) for node in links.nodes()})
    return {
        document: _placed(links, here) if here else _home_anchor(tree, links, anchors, homes[document])
        for document, here in units.items()
    }


def _placed(links: Links, here: set[str]) -> _Anchor:
    root = links.root(min(here))
    return _Anchor(root, "national" if here == {NATIONAL} else "place" if root in here else "province")


def _join_provinces(tree: PlaceTree, links: Links) -> None:
    """A province that no district is linked to joins the only district-level person of that province, and a central
    post the only person of a province."""
    nodes = [node for node in links.nodes() if node != NATIONAL]
    provinces = [node for node in nodes if tree.province(node) == node]
    for province in provinces:
        within = {links.root(node) for node in nodes if node != province and tree.province(node) == province}
        if len(within) == 1:
            links.join(province, within.pop())
    leading = {links.root(province) for province in provinces}
    if NATIONAL in links.nodes() and len(leading) == 1:
        links.join(NATIONAL, leading.pop())


def _home_anchor(tree: PlaceTree, links: Links, anchors: list[str], home: str | None) -> _Anchor:
    if len(anchors) == 1:
        return _Anchor(anchors[0], "only")
    if not anchors:
        return _Anchor("", "only")
    if not home:
        return _Anchor("", "open")
    district, province = tree.district(home), tree.province(home)
    if district in links.nodes():
        return _Anchor(links.root(district), "home")
    near = {links.root(node) for node in links.nodes() if tree.province(node) == province}
    return _Anchor(near.pop(), "home") if len(near) == 1 else _Anchor("", "open")
