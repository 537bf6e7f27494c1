"""What was read and what waits to be extracted. `_inputs` has a row for every source, `_inbox` the waiting texts.

`_inputs.stored` is the done marker: it is written in the same transaction as the document's rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

from pipeline.errors import StoreError
from pipeline.model import Article, Block, Issue, RemovedLine, row_id
from pipeline.store.staged import Reading, Sketch
from pipeline.store.writer import write_issues

if TYPE_CHECKING:
    from sqlite_utils import Database

_ARTICLE_COLUMNS = (
    "id", "source", "url", "site", "title", "published_on", "published_on_basis", "author", "text", "content_sha256",
)  # fmt: skip


def unread(db: Database, digests: Sequence[tuple[str, str]], stamp: str) -> frozenset[str]:
    """Of (source, digest) pairs, the sources not yet read with this content by the rules and code of `stamp`."""
    marks = ", ".join("?" * len(digests))
    rows = db.conn.execute(
        f"SELECT source, digest FROM _inputs WHERE read_stamp = ? AND source IN ({marks})",
        (stamp, *(source for source, _ in digests)),
    )
    return frozenset(source for source, _ in set(digests) - set(rows))


def stage(db: Database, readings: Sequence[Reading], *, stamp: str, run_id: int) -> None:
    """Put articles into the inbox and note every source, in one transaction. What was staged before is replaced; an
    article that comes out as it is stored (other rules, same text) stays stored."""
    with db.atomic():
        for reading in readings:
            article, sketch = reading.article, reading.sketch
            if article and _is_stored(db, article, reading.source):
                db.conn.execute(
                    "UPDATE _inputs SET digest = ?, read_stamp = ? WHERE source = ?",
                    (reading.digest, stamp, reading.source),
                )
                continue
            _forget(db, reading.source)
            if article and sketch:
                values = [getattr(article, name) for name in _ARTICLE_COLUMNS]
                db.conn.execute(_INTO_INBOX, values)
                db.conn.execute("INSERT INTO _layouts VALUES (?, ?)", (article.id, _layout(article)))
            db.conn.execute(
                "INSERT INTO _inputs VALUES (?, ?, ?, ?, ?, ?, NULL, NULL, NULL)",
                (
                    reading.source,
                    reading.digest,
                    stamp,
                    article.id if article else None,
                    _sketch_id(db, sketch) if sketch else None,
                    article.id if article else None,
                ),
            )
            write_issues(db, reading.issues, run_id=run_id)


def await_reviews(db: Database, digests: Mapping[str, str]) -> None:
    """Let documents wait whose rows went through other reviews than those of `digests` (document id → digest)."""
    with db.atomic():
        db.conn.execute("CREATE TEMP TABLE IF NOT EXISTS today (document_id TEXT PRIMARY KEY, digest TEXT)")
        db.conn.execute("DELETE FROM today")
        db.conn.executemany("INSERT INTO today VALUES (?, ?)", digests.items())
        db.conn.execute(
            """UPDATE _inputs SET stored = NULL
            WHERE document_id IN (
                SELECT document_id FROM today UNION ALL SELECT document_id FROM _inputs WHERE reviewed IS NOT NULL)
            AND reviewed IS NOT (SELECT digest FROM today t WHERE t.document_id = _inputs.document_id)"""
        )


def is_settled(db: Database, stamp: str) -> bool:
    """Whether nothing is left to do: every document's rows come from the rules and code of `stamp`."""
    waiting = db.conn.execute(
        """SELECT EXISTS (SELECT 1 FROM _inputs WHERE document_id IS NOT NULL
            AND stored IS NOT iif(original = document_id, ?, 'copy of ' || original))
        OR EXISTS (SELECT 1 FROM documents WHERE id NOT IN (
            SELECT document_id FROM _inputs WHERE document_id IS NOT NULL))
        OR EXISTS (SELECT 1 FROM _sketches WHERE compared = 0)
        OR EXISTS (SELECT 1 FROM _state WHERE key = 'unresolved')""",
        (stamp,),
    )
    return not waiting.fetchone()[0]


def count_waiting(db: Database, stamp: str) -> int:
    """How many documents `waiting` is going to give."""
    query = "SELECT count(*) FROM _inputs WHERE document_id = original AND stored IS NOT ?"
    return int(db.conn.execute(query, (stamp,)).fetchone()[0])


def waiting(db: Database, stamp: str, *, shard: int) -> Iterator[tuple[Article, ...]]:
    """Shards of articles whose rows are missing or come from other rules or code, in the order of their ids.

    The database may be written to between two shards.
    """
    last = ""
    while True:
        rows = db.conn.execute(
            """SELECT document_id FROM _inputs
            WHERE document_id > ? AND original = document_id AND stored IS NOT ? ORDER BY document_id LIMIT ?""",
            (last, stamp, shard),
        ).fetchall()
        if not rows:
            return
        ids = [row[0] for row in rows]
        last = ids[-1]
        yield load_articles(db, ids)


def copies_waiting(db: Database, *, shard: int) -> Iterator[tuple[tuple[Article, str], ...]]:
    """Shards of (article, id of the document it repeats) that are not stored as such."""
    last = ""
    while True:
        rows = db.conn.execute(
            """SELECT document_id, original FROM _inputs
            WHERE document_id > ? AND original <> document_id AND stored IS NOT 'copy of ' || original
            ORDER BY document_id LIMIT ?""",
            (last, shard),
        ).fetchall()
        if not rows:
            return
        last = rows[-1][0]
        yield tuple(zip(load_articles(db, [row[0] for row in rows]), (row[1] for row in rows), strict=True))


def vanished(db: Database) -> tuple[str, ...]:
    """Documents whose source was read again and is no article any more."""
    query = "SELECT id FROM documents WHERE id NOT IN (SELECT document_id FROM _inputs WHERE document_id IS NOT NULL)"
    return tuple(row[0] for row in db.conn.execute(query))


def load_articles(db: Database, ids: Sequence[str]) -> tuple[Article, ...]:
    """The articles as they were last read, in the order of `ids`: from the inbox, else from documents."""
    marks, columns = ", ".join("?" * len(ids)), ", ".join(_ARTICLE_COLUMNS)
    found: dict[str, Article] = {}
    for table in ("documents", "_inbox"):
        query = f"SELECT {columns}, layout FROM {table} JOIN _layouts USING (id) WHERE id IN ({marks})"
        for row in db.conn.execute(query, ids):
            found[row[0]] = _article(row)
    return tuple(found[document_id] for document_id in ids)


def find_document(db: Database, name: str, *, where: str) -> str:
    """The id of the article whose id begins with `name`, or whose source is it or ends with it (012, 012.txt, #a7).

    Raises StoreError if there is none or more than one.
    """
    rows = db.conn.execute(
        """SELECT id, source FROM documents WHERE substr(id, 1, length(:name)) = :name OR source = :name
        OR substr(source, -length(:name) - 1) IN ('/' || :name, '#' || :name) OR instr(source, '/' || :name || '.')
        ORDER BY source LIMIT 6""",
        {"name": name},
    ).fetchall()
    if len(rows) == 1:
        return str(rows[0][0])
    if not rows:
        raise StoreError(f"no article {name!r}", where=where, remedy="give its id, or its file name")
    meant = ", ".join(f"{found} ({source})" for found, source in rows)
    raise StoreError(f"{name!r} may be {meant}", where=where, remedy="give more of it")


_INTO_INBOX = f"INSERT INTO _inbox ({', '.join(_ARTICLE_COLUMNS)}) VALUES ({', '.join('?' * len(_ARTICLE_COLUMNS))})"


def _forget(db: Database, source: str) -> None:
    """Take back what an earlier reading of this source left, except its stored document: that stays until replaced."""
    row = db.conn.execute("SELECT document_id FROM _inputs WHERE source = ?", (source,)).fetchone()
    if row:
        db.conn.execute("DELETE FROM _inbox WHERE id = ?", row)
        db.conn.execute("DELETE FROM _layouts WHERE id = ?", row)
        db.conn.execute("DELETE FROM _inputs WHERE source = ?", (source,))
    db.conn.execute(
        "DELETE FROM issues WHERE document_id IS NULL AND source = ? AND id NOT IN (SELECT id FROM _loose)", (source,)
    )


def _is_stored(db: Database, article: Article, source: str) -> bool:
    """Whether this very article is in documents, by a run that came to its end with it."""
    stored = db.conn.execute(
        """SELECT 1 FROM _inputs JOIN documents USING (source)
        WHERE source = ? AND stored IS NOT NULL AND document_id = ?""",
        (source, article.id),
    )
    return stored.fetchone() is not None and load_articles(db, [article.id]) == (article,)


def _sketch_id(db: Database, sketch: Sketch) -> str:
    """The id of the sketch, which is put in if no article had it before."""
    identity = row_id("sketches", sketch.body_sha256, *sketch.bands)
    added = db.conn.execute("INSERT OR IGNORE INTO _sketches (id, story) VALUES (?, ?)", (identity, identity))
    if added.rowcount:
        db.conn.executemany("INSERT INTO _new_bands VALUES (?, ?)", [(band, identity) for band in sketch.bands])
    return identity


def _layout(article: Article) -> str:
    """JSON of what an Article has besides columns."""
    issue_fields = [field.name for field in fields(Issue)]
    return json.dumps(
        {
            "blocks": [(block.start, block.end, block.kind) for block in article.blocks],
            "removed": [(line.position, line.text, line.rule_id) for line in article.removed],
            "issues": [[getattr(issue, name) for name in issue_fields] for issue in article.issues],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _article(row: Sequence[str | None]) -> Article:
    values = dict(zip(_ARTICLE_COLUMNS, row, strict=False))
    layout = json.loads(row[-1] or "{}")
    return Article(
        **values,  # type: ignore[arg-type]
        blocks=tuple(Block(*block) for block in layout["blocks"]),
        removed=tuple(RemovedLine(*line) for line in layout["removed"]),
        issues=tuple(Issue(*issue) for issue in layout["issues"]),
    )
