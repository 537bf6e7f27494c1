"""Who is the same person across articles: the same name, in places that go together.

Within one article a name is one person. Across articles a name is held apart by the unit below the province that its
posts belong to (district, or commune since 2025), unless one article names posts in both. A mention in a post of the
province joins the only such unit of its province, if there is only one. A mention without any place (ministers,
"đồng chí A phát biểu") joins the person of that name, if there is only one, else the one at the article's own place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from pipeline.model import row_id
from pipeline.store.groups import Links, commonest, insert_all, replace_resolved, temporary
from pipeline.store.placetree import PlaceTree
from pipeline.text.fold import fold

if TYPE_CHECKING:
    from sqlite_utils import Database


def name_key(name: str) -> str:
    """What two spellings of one name have in common.

    >>> name_key("Nguyễn  Thị Hoà")
    'nguyễn thị hòa'
    """
    return " ".join(fold(name).lower().split())


class _Mention(NamedTuple):
    """A row of positions or event_roles that names somebody."""

    key: str
    document: str
    table: str
    rowid: int
    name: str
    place: str | None
    home: str | None


def resolve_people(db: Database) -> None:
    """Fill `people` and point positions and event roles to it. Inside the caller's transaction."""
    tree = PlaceTree(db)
    temporary(db, "fresh_people", ("id PRIMARY KEY", "name", "name_key"))
    links = [("positions", "links_positions"), ("event_roles", "links_event_roles")]
    for _, name in links:
        temporary(db, name, ("number INTEGER PRIMARY KEY", "target"))
    for key, group in groupby(_mentions(db), key=itemgetter(0)):
        _resolve_name(db, tree, key, list(group))
    replace_resolved(db, "people", "fresh_people", links)


def _mentions(db: Database) -> Iterator[_Mention]:
    """All mentions, those of one key together and those of one article together within it."""
    db.conn.create_function("name_key", 1, name_key, deterministic=True)
    rows = db.conn.execute(
        """SELECT name_key(m.name) AS key, m.document_id, m.kind, m.number, m.name, m.place, d.place_id
        FROM (
            SELECT document_id, 'positions' AS kind, rowid AS number, name, organisation_place_id AS place
            FROM positions WHERE review IS NOT 'rejected'
            UNION ALL SELECT document_id, 'event_roles', rowid, name, NULL
            FROM event_roles WHERE review IS NOT 'rejected'
        ) m JOIN documents d ON d.id = m.document_id
        ORDER BY key, m.document_id"""
    )
    return (_Mention(*row) for row in rows)


def _resolve_name(db: Database, tree: PlaceTree, key: str, mentions: list[_Mention]) -> None:
    anchors = _anchors(tree, mentions)
    people: dict[str, list[str]] = {}
    targets: dict[str, list[tuple[int, str]]] = {"positions": [], "event_roles": []}
    for mention in mentions:
        person = row_id("people", key, anchors[mention.document])
        people.setdefault(person, []).append(mention.name)
        targets[mention.table].append((mention.rowid, person))
    insert_all(db, "fresh_people", ((person, commonest(names), key) for person, names in people.items()))
    for table, rows in targets.items():
        insert_all(db, f"links_{table}", rows)


def _anchors(tree: PlaceTree, mentions: Iterable[_Mention]) -> dict[str, str]:
    """Article → the unit that tells this name's person in it from others of the name; "" where no place does."""
    places: dict[str, set[str]] = {}
    homes: dict[str, str | None] = {}
    links = Links()
    for mention in mentions:
        units = places.setdefault(mention.document, set())
        homes[mention.document] = mention.home
        if mention.place:
            units.add(tree.district(mention.place))
    for units in places.values():
        for unit in units:
            links.join(min(units), unit)
    _join_provinces(tree, links)
    anchors = sorted({links.root(node) for node in links.nodes()})
    return {
        document: links.root(min(units)) if units else _home_anchor(tree, links, anchors, homes[document])
        for document, units in places.items()
    }


def _join_provinces(tree: PlaceTree, links: Links) -> None:
    """A province that no district is linked to joins the only district-level person of that province."""
    nodes = links.nodes()
    for province in (node for node in nodes if tree.province(node) == node):
        within = {links.root(node) for node in nodes if node != province and tree.province(node) == province}
        if len(within) == 1:
            links.join(province, within.pop())


def _home_anchor(tree: PlaceTree, links: Links, anchors: list[str], home: str | None) -> str:
    if len(anchors) == 1:
        return anchors[0]
    if not home or not anchors:
        return ""
    district, province = tree.district(home), tree.province(home)
    if district in links.nodes():
        return links.root(district)
    near = {links.root(node) for node in links.nodes() if tree.province(node) == province}
    return near.pop() if len(near) == 1 else ""
