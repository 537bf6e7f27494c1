"""Which articles tell the same story. The result depends on the set of articles only, not on when each one came.

A sketch stands for all articles with one body. Two sketches that share a band and are found the same are linked, and a
connected set is a story; the article with the smallest source speaks for it. A band that more than `CROWD` sketches
share says nothing about them (a slogan, a page frame) and is passed over, which bounds the work of hostile input.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from pipeline.model import Article
from pipeline.store.groups import Links
from pipeline.store.inbox import load_articles

if TYPE_CHECKING:
    from sqlite_utils import Database

CROWD = 200
_BATCH = 500

Same = Callable[[Article, Article], bool]


def find_stories(db: Database, same: Same, *, crowd: int = CROWD) -> Iterator[int]:
    """Compare what was not compared yet, then set `_inputs.original` of every article.

    `same` looks at the bodies only. Yields the number of sketches compared after each transaction; killed in between,
    the next call goes on.
    """
    with db.atomic():
        # in order: every page of the table is written once, however many articles are new
        db.conn.execute("INSERT OR IGNORE INTO _bands SELECT band, sketch_id FROM _new_bands ORDER BY band, sketch_id")
        db.conn.execute("DELETE FROM _new_bands")
        _drop_orphans(db)
        _mark_crowds(db, crowd)
    links = _links(db)
    while batch := _uncompared(db):
        with db.atomic():
            for identity in batch:
                _compare(db, same, links, identity)
        yield len(batch)
    with db.atomic():
        _name_stories(db, links)
        _name_originals(db)


def _links(db: Database) -> Links:
    links = Links()
    for one, other in db.conn.execute("SELECT a, b FROM _same"):
        links.join(one, other)
    return links


def _drop_orphans(db: Database) -> None:
    """Sketches of texts that are gone must not link what is left."""
    query = "SELECT id FROM _sketches WHERE id NOT IN (SELECT sketch_id FROM _inputs WHERE sketch_id IS NOT NULL)"
    orphans = db.conn.execute(query).fetchall()
    _reconsider(db, (row[0] for row in orphans))
    db.conn.executemany("DELETE FROM _bands WHERE sketch_id = ?", orphans)
    db.conn.executemany("DELETE FROM _sketches WHERE id = ?", orphans)


def _mark_crowds(db: Database, crowd: int) -> None:
    """Bring `_crowded` up to date; whoever is in a band that became crowded, or stopped being so, is compared again."""
    now = {row[0] for row in db.conn.execute("SELECT band FROM _bands GROUP BY band HAVING count(*) > ?", (crowd,))}
    before = {row[0] for row in db.conn.execute("SELECT band FROM _crowded")}
    members = [
        row[0]
        for band in sorted(now ^ before)
        for row in db.conn.execute("SELECT sketch_id FROM _bands WHERE band = ?", (band,))
    ]
    db.conn.execute("DELETE FROM _crowded")
    db.conn.executemany("INSERT INTO _crowded VALUES (?)", sorted((band,) for band in now))
    _reconsider(db, members)


def _reconsider(db: Database, sketches: Iterable[str]) -> None:
    """Take all links of the stories of these sketches back: pairs that a link made needless must be looked at now."""
    chosen = set(sketches)
    if not chosen:
        return
    links = _links(db)
    roots = {links.root(sketch) for sketch in chosen}
    members = [(node,) for node in links.nodes() if links.root(node) in roots]
    db.conn.executemany("DELETE FROM _same WHERE a = ?", members)
    db.conn.executemany("DELETE FROM _same WHERE b = ?", members)
    db.conn.executemany("UPDATE _sketches SET compared = 0 WHERE id = ?", members)


def _uncompared(db: Database) -> list[str]:
    query = "SELECT id FROM _sketches WHERE compared = 0 ORDER BY id LIMIT ?"
    return [row[0] for row in db.conn.execute(query, (_BATCH,))]


def _compare(db: Database, same: Same, links: Links, identity: str) -> None:
    """Link a sketch to those of its bands that are the same and not yet in its story."""
    mine: Article | None = None
    for other in _candidates(db, identity):
        if links.root(identity) == links.root(other):
            continue
        mine = mine or _article_of(db, identity)
        if same(mine, _article_of(db, other)):
            links.join(identity, other)
            db.conn.execute("INSERT OR IGNORE INTO _same VALUES (?, ?)", sorted((identity, other)))
    db.conn.execute("UPDATE _sketches SET compared = 1 WHERE id = ?", (identity,))


def _candidates(db: Database, identity: str) -> list[str]:
    query = """SELECT DISTINCT theirs.sketch_id FROM _bands mine
        JOIN _bands theirs ON theirs.band = mine.band AND theirs.sketch_id <> mine.sketch_id
        WHERE mine.sketch_id = ? AND mine.band NOT IN (SELECT band FROM _crowded) ORDER BY 1"""
    return [row[0] for row in db.conn.execute(query, (identity,))]


def _article_of(db: Database, sketch: str) -> Article:
    """Any article with this body."""
    row = db.conn.execute("SELECT document_id FROM _inputs WHERE sketch_id = ? LIMIT 1", (sketch,)).fetchone()
    return load_articles(db, row)[0]


def _name_stories(db: Database, links: Links) -> None:
    """Set `_sketches.story` to the smallest sketch id of the connected set."""
    db.conn.execute("CREATE TEMP TABLE IF NOT EXISTS linked (id TEXT PRIMARY KEY, story TEXT)")
    db.conn.execute("DELETE FROM linked")
    db.conn.executemany("INSERT INTO linked VALUES (?, ?)", ((node, links.root(node)) for node in links.nodes()))
    db.conn.execute("UPDATE _sketches SET story = id WHERE story <> id AND id NOT IN (SELECT id FROM linked)")
    db.conn.execute(
        "UPDATE _sketches SET story = l.story FROM linked l WHERE l.id = _sketches.id AND l.story <> _sketches.story"
    )


def _name_originals(db: Database) -> None:
    """Each article's original is the article of its story with the smallest source."""
    db.conn.execute("CREATE TEMP TABLE IF NOT EXISTS speakers (story TEXT PRIMARY KEY, document_id TEXT, source TEXT)")
    db.conn.execute("DELETE FROM speakers")
    db.conn.execute(
        """INSERT INTO speakers
        SELECT s.story, i.document_id, min(i.source) FROM _inputs i JOIN _sketches s ON s.id = i.sketch_id
        WHERE i.document_id IS NOT NULL GROUP BY s.story"""
    )
    db.conn.execute(
        """UPDATE _inputs SET original = p.document_id
        FROM _sketches s JOIN speakers p ON p.story = s.story
        WHERE s.id = _inputs.sketch_id AND p.document_id <> _inputs.original"""
    )
