"""Which articles tell the same story. The result depends on the set of articles only, not on when each one came.

A sketch is a node; two sketches that share a band and are found the same are an edge; a connected set is a story.
The article with the smallest source speaks for it. A band that more than `CROWD` sketches share says nothing about
them (a slogan, a page frame) and is passed over, which also bounds the work that hostile input can cause.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from pipeline.store.groups import Links

if TYPE_CHECKING:
    from sqlite_utils import Database

CROWD = 500
_BATCH = 500

Same = Callable[[str, str], bool]


def find_stories(db: Database, same: Same, *, crowd: int = CROWD) -> Iterator[int]:
    """Compare what was not compared yet, then set `_inputs.original` of every article.

    Yields the number of sketches compared after each transaction; killed in between, the next call goes on.
    """
    with db.atomic():
        # in order: every page of the table is written once, however many articles are new
        db.conn.execute("INSERT OR IGNORE INTO _bands SELECT band, sketch_id FROM _new_bands ORDER BY band, sketch_id")
        db.conn.execute("DELETE FROM _new_bands")
        _drop_orphans(db)
        _mark_crowds(db, crowd)
    while batch := _uncompared(db):
        with db.atomic():
            for identity, data in batch:
                db.conn.executemany("INSERT OR IGNORE INTO _same VALUES (?, ?)", _edges(db, same, identity, data))
                db.conn.execute("UPDATE _sketches SET compared = 1 WHERE id = ?", (identity,))
        yield len(batch)
    with db.atomic():
        _name_stories(db)
        _name_originals(db)


def _drop_orphans(db: Database) -> None:
    """Sketches of texts that are gone must not link what is left."""
    orphans = db.conn.execute(
        "SELECT id FROM _sketches WHERE id NOT IN (SELECT sketch_id FROM _inputs WHERE sketch_id IS NOT NULL)"
    ).fetchall()
    for table, column in (("_same", "a"), ("_same", "b"), ("_bands", "sketch_id"), ("_sketches", "id")):
        db.conn.executemany(f"DELETE FROM {table} WHERE {column} = ?", orphans)


def _mark_crowds(db: Database, crowd: int) -> None:
    """Bring `_crowded` up to date; whoever is in a band that became crowded, or stopped being so, is compared again."""
    now = {row[0] for row in db.conn.execute("SELECT band FROM _bands GROUP BY band HAVING count(*) > ?", (crowd,))}
    before = {row[0] for row in db.conn.execute("SELECT band FROM _crowded")}
    changed = sorted((band,) for band in now ^ before)
    if not changed:
        return
    db.conn.execute("DELETE FROM _crowded")
    db.conn.executemany("INSERT INTO _crowded VALUES (?)", sorted((band,) for band in now))
    members = "(SELECT sketch_id FROM _bands WHERE band = ?)"
    for band in changed:
        db.conn.execute(f"DELETE FROM _same WHERE a IN {members}", band)
        db.conn.execute(f"DELETE FROM _same WHERE b IN {members}", band)
        db.conn.execute(f"UPDATE _sketches SET compared = 0 WHERE id IN {members}", band)


def _uncompared(db: Database) -> list[tuple[str, str]]:
    query = "SELECT id, data FROM _sketches WHERE compared = 0 ORDER BY id LIMIT ?"
    return db.conn.execute(query, (_BATCH,)).fetchall()


def _edges(db: Database, same: Same, identity: str, data: str) -> Iterable[tuple[str, str]]:
    others = db.conn.execute(
        """SELECT DISTINCT s.id, s.data FROM _bands mine
        JOIN _bands theirs ON theirs.band = mine.band AND theirs.sketch_id <> mine.sketch_id
        JOIN _sketches s ON s.id = theirs.sketch_id
        WHERE mine.sketch_id = ? AND mine.band NOT IN (SELECT band FROM _crowded)""",
        (identity,),
    ).fetchall()
    for other, its_data in others:
        a, b = sorted(((identity, data), (other, its_data)))
        if same(a[1], b[1]):
            yield a[0], b[0]


def _name_stories(db: Database) -> None:
    """Set `_sketches.story` to the smallest sketch id of the connected set."""
    links = Links()
    for a, b in db.conn.execute("SELECT a, b FROM _same"):
        links.join(a, b)
    stories = [(node, links.root(node)) for node in links.nodes()]
    db.conn.execute("CREATE TEMP TABLE IF NOT EXISTS linked (id TEXT PRIMARY KEY, story TEXT)")
    db.conn.execute("DELETE FROM linked")
    db.conn.executemany("INSERT INTO linked VALUES (?, ?)", stories)
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
