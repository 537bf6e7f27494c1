"""Search over articles and sentences, with and without accents.

>>> match_expression("Đề  án")
'folded : "Đề án"'
>>> match_expression('de an, 02-NQ/TU "dan van"')
'plain : "de an" AND plain : "02-NQ/TU" AND plain : "dan van"'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.text.fold import fold, plain

if TYPE_CHECKING:
    from sqlite_utils import Database

_PART = re.compile(r'"([^"]*)"?|([^",;]+)')
_WORD = re.compile(r"[^\W_]+")
_MAX_QUERY = 500


@dataclass(frozen=True, slots=True)
class Hit:
    """A document or sentence that was found; `snippet` has the words found between « and »."""

    document_id: str
    sentence_id: str | None
    title: str | None
    published_on: str | None
    snippet: str


def search(
    db: Database, query: str, *, among: Literal["documents", "sentences"] = "documents", limit: int = 50
) -> tuple[Hit, ...]:
    """The best hits first. Any text is a valid query; one without a letter or digit finds nothing.

    Words stand side by side as typed, since a Vietnamese word is several syllables; commas, semicolons and quotation
    marks separate what may stand apart. Where nothing has the words side by side, they may stand anywhere.
    Typed with accents, only the same accents match; typed without, any do.
    """
    for expression in dict.fromkeys((match_expression(query), match_expression(query, apart=True))):
        hits = _hits(db, expression, among, limit) if expression else ()
        if hits:
            return hits
    return ()


def match_expression(query: str, *, apart: bool = False) -> str:
    """`query` as an FTS5 expression with everything quoted; empty if there is nothing to look for.

    `apart`: each word on its own instead of side by side.
    """
    folded = fold(query[:_MAX_QUERY].replace("\0", " "))
    parts = [" ".join((quoted or bare).split()) for quoted, bare in _PART.findall(folded)]
    if apart:
        parts = [word for part in parts for word in part.split()]
    return " AND ".join(
        f'{"plain" if part == plain(part) else "folded"} : "{part}"' for part in parts if _WORD.search(part)
    )


_SELECT = {
    "documents": """
        SELECT d.id, NULL, d.title, d.published_on, snippet(documents_fts, -1, '«', '»', '…', 24)
        FROM documents_fts JOIN documents d ON d.rowid = documents_fts.rowid
        WHERE documents_fts MATCH ? ORDER BY documents_fts.rank, d.id LIMIT ?""",
    "sentences": """
        SELECT d.id, s.id, d.title, d.published_on, snippet(sentences_fts, -1, '«', '»', '…', 48)
        FROM sentences_fts JOIN sentences s ON s.rowid = sentences_fts.rowid JOIN documents d ON d.id = s.document_id
        WHERE sentences_fts MATCH ? ORDER BY sentences_fts.rank, s.id LIMIT ?""",
}


def _hits(db: Database, expression: str, among: str, limit: int) -> tuple[Hit, ...]:
    return tuple(Hit(*row) for row in db.execute(_SELECT[among], (expression, limit)))
