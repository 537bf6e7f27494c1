"""The views for people. Rows that a reviewer rejected are not in them."""

from __future__ import annotations

_KEPT = "coalesce({0}.review, '') <> 'rejected'"
_EVIDENCE = 'substr(d.text, {0}.start + 1, {0}."end" - {0}.start) AS evidence'
_PLACE = "p.level || ' ' || p.name"

VIEWS = (
    f"""CREATE VIEW fact_table AS
    SELECT f.id, i.label_vi, f.item, f.value, f.value_max, f.unit, f.per, f.qualifier, f.denominator, f.percent,
        f.status, f.direction, f.baseline, f.period_start, f.period_end, f.period_text,
        coalesce({_PLACE}, f.place) AS place, f.place_id,
        e.name AS event, e.kind AS event_kind, e.held_on,
        d.title AS document, d.published_on, d.url, d.source,
        {_EVIDENCE.format("f")},
        substr(d.text, s.start + 1, s."end" - s.start) AS sentence,
        f.indicator, i.label_en, f.parent_id, f.repeats_id, f.event_id, f.document_id, f.start, f."end", f.spans,
        f.rule_id, f.indicator_rule, f.review
    FROM facts f
    JOIN documents d ON d.id = f.document_id
    JOIN indicators i ON i.code = f.indicator
    LEFT JOIN events e ON e.id = f.event_id AND {_KEPT.format("e")}
    LEFT JOIN sentences s ON s.id = f.sentence_id
    LEFT JOIN places p ON p.id = f.place_id
    WHERE {_KEPT.format("f")}""",
    f"""CREATE VIEW official_careers AS
    SELECT q.name AS person, o.position, o.title, o.organisation, {_PLACE} AS place, o.tenure,
        min(coalesce(e.held_on, d.published_on)) AS first_seen,
        max(coalesce(e.held_on, d.published_on)) AS last_seen,
        count(DISTINCT o.document_id) AS articles,
        q.id AS person_id, o.organisation_place_id AS place_id
    FROM positions o
    JOIN people q ON q.id = o.person_id
    JOIN documents d ON d.id = o.document_id
    LEFT JOIN (SELECT x.document_id, min(x.held_on) AS held_on FROM events x WHERE {_KEPT.format("x")} GROUP BY 1) e
        ON e.document_id = d.id
    LEFT JOIN places p ON p.id = o.organisation_place_id
    WHERE {_KEPT.format("o")}
    GROUP BY q.id, o.position, o.title, o.organisation, o.organisation_place_id, o.tenure""",
    f"""CREATE VIEW document_citations AS
    SELECT l.number, l.type, l.issuer, l.issued_on, l.issued_year, l.subject, {_PLACE} AS place,
        c.as_written, c.relation, c.partial, c.repaired,
        min(d.published_on) OVER (PARTITION BY c.legal_document_id) AS first_cited_on,
        d.title AS document, d.published_on, d.url, d.source,
        {_EVIDENCE.format("c")},
        c.id, c.legal_document_id, c.document_id, c.start, c."end", c.spans, c.rule_id, c.review
    FROM citations c
    JOIN documents d ON d.id = c.document_id
    LEFT JOIN legal_documents l ON l.id = c.legal_document_id
    LEFT JOIN places p ON p.id = l.place_id
    WHERE {_KEPT.format("c")}""",
    f"""CREATE VIEW document_series AS
    SELECT l.id, l.number, CAST(l.number AS INTEGER) AS counter, l.type, l.type_code, l.issuer_code, l.issued_on,
        {_PLACE} AS place, l.place_id,
        CASE WHEN l.number GLOB '[0-9]*-[^0-9]*/*'
            THEN 'term ' || ((substr(l.issued_on, 1, 4) - (substr(l.issued_on, 6, 2) < '07')) / 5 * 5)
            ELSE CAST(l.issued_year AS TEXT) END AS period
    FROM legal_documents l
    LEFT JOIN places p ON p.id = l.place_id
    WHERE l.number GLOB '[0-9]*[^0-9/]*'""",
    """CREATE VIEW document_gaps AS
    SELECT type_code, issuer_code, place, period, counter AS after_number, issued_on AS after_day,
        next_number AS before_number, next_day AS before_day, next_number - counter - 1 AS missing
    FROM (SELECT s.*,
            lead(counter) OVER series AS next_number, lead(issued_on) OVER series AS next_day
        FROM document_series s WHERE period IS NOT NULL
        WINDOW series AS (PARTITION BY type_code, issuer_code, place_id, period ORDER BY counter, id))
    WHERE missing > 0""",
    f"""CREATE VIEW arithmetic AS
    SELECT k.outcome, k.kind, k.expected, k.observed, k.explanation, i.label_vi, f.item, f.value, f.unit,
        d.title AS document, d.published_on, d.url, d.source,
        {_EVIDENCE.format("f")},
        k.id, k.fact_id, k.document_id
    FROM checks k
    LEFT JOIN documents d ON d.id = k.document_id
    LEFT JOIN facts f ON f.id = k.fact_id
    LEFT JOIN indicators i ON i.code = f.indicator
    WHERE {_KEPT.format("f")}""",
)

VIEW_NAMES = ("fact_table", "official_careers", "document_citations", "document_series", "document_gaps", "arithmetic")
