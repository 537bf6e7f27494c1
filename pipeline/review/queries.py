"""Canned queries of `hoinghi serve`: questions people ask, ready to be filled in.

`fts(:text)` turns what was typed into a search expression: with accents only those, without accents any.
"""

from __future__ import annotations

from dataclasses import dataclass

LINK = "'/' || '{db}' || '/-/article/' || {id}"


@dataclass(frozen=True, slots=True)
class Query:
    """A canned query: the name in its address, title, one line on what it answers, and the SQL."""

    name: str
    title: str
    description: str
    sql: str


QUERIES: tuple[Query, ...] = (
    Query(
        "search",
        "Tìm trong bài / Search articles",
        "“đề án”, “Đề Án”, “de an” or a number such as 02-NQ/TU; commas part what may stand apart",
        """
        SELECT d.title, d.published_on, snippet(documents_fts, -1, '«', '»', '…', 24) AS found, d.id AS article
        FROM documents_fts JOIN documents d ON d.rowid = documents_fts.rowid
        WHERE documents_fts MATCH fts(:text) ORDER BY documents_fts.rank, d.id LIMIT 100
        """,
    ),
    Query(
        "search_sentences",
        "Tìm trong câu / Search sentences",
        "the same in single sentences",
        """
        SELECT snippet(sentences_fts, -1, '«', '»', '…', 48) AS found, d.title, d.published_on, d.id AS article
        FROM sentences_fts JOIN sentences s ON s.rowid = sentences_fts.rowid JOIN documents d ON d.id = s.document_id
        WHERE sentences_fts MATCH fts(:text) ORDER BY sentences_fts.rank, s.id LIMIT 200
        """,
    ),
    Query(
        "official",
        "Cán bộ / An official's posts",
        "all posts of a person, by name with or without accents",
        """
        SELECT person, position, place, tenure, first_seen, last_seen, articles FROM official_careers
        WHERE fold_plain(person) LIKE '%' || fold_plain(:name) || '%' ORDER BY person, first_seen, position
        """,
    ),
    Query(
        "facts_by_indicator",
        "Số liệu theo chỉ tiêu / Facts of an indicator",
        "the code or its beginning, for instance petition",
        """
        SELECT label_vi, value, unit, per, qualifier, status, period_start, period_end, place, evidence, document,
            published_on, document_id AS article
        FROM fact_table WHERE indicator LIKE :indicator || '%' ORDER BY period_start DESC, document_id, start
        """,
    ),
    Query(
        "facts_of_place",
        "Số liệu của một nơi, kể cả tên cũ / Facts of a place and what it was before",
        "for instance Hồng Lĩnh: all units of that name, those they came from, and those they became",
        """
        WITH named(id) AS (SELECT id FROM places WHERE fold_plain(name) = fold_plain(:place)),
        related(id) AS (
            SELECT id FROM named
            UNION SELECT successor_id FROM place_successors WHERE place_id IN named
            UNION SELECT place_id FROM place_successors WHERE successor_id IN named
        )
        SELECT place, label_vi, value, unit, per, status, period_start, period_end, evidence, document,
            document_id AS article
        FROM fact_table WHERE place_id IN related ORDER BY place, period_start
        """,
    ),
    Query(
        "who_cites",
        "Văn bản được nhắc ở đâu / Who cites a document",
        "a number such as 25-NQ/TW, or its beginning",
        """
        SELECT number, type, issuer, issued_on, subject, relation, document, published_on, document_id AS article
        FROM document_citations WHERE number LIKE :number || '%' ORDER BY number, published_on
        """,
    ),
    Query(
        "does_not_add_up",
        "Số liệu không khớp / Figures that do not add up",
        "failed checks of the arithmetic ledger",
        """
        SELECT kind, explanation, evidence, document, published_on, document_id AS article
        FROM arithmetic WHERE outcome = 'fails' ORDER BY kind, document
        """,
    ),
    Query(
        "issues_by_code",
        "Vấn đề / Issues by code",
        "what was set aside, repaired or doubted, and how often",
        """
        SELECT code, stage, count(*) AS issues, min(message) AS example FROM issues
        GROUP BY code, stage ORDER BY issues DESC
        """,
    ),
)
