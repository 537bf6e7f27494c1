"""What Datasette shows beside the tables: descriptions, column meanings, facets, canned queries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pipeline.kinds import TABLES
from pipeline.review.queries import QUERIES

FACETS: dict[str, list[str]] = {
    "documents": ["site", "published_on_basis"],
    "positions": ["tenure"],
    "events": ["kind", "session", "held_on_basis"],
    "event_roles": ["role"],
    "citations": ["type", "relation", "partial"],
    "facts": ["indicator", "unit", "status", "qualifier"],
    "checks": ["kind", "outcome"],
    "issues": ["code", "stage"],
    "places": ["level"],
    "rules": ["kind", "status"],
    "fact_table": ["label_vi", "unit", "status", "place"],
    "document_citations": ["type", "number"],
    "document_gaps": ["type_code", "issuer_code", "place", "period"],
    "document_series": ["type", "issuer_code", "period"],
    "official_careers": ["tenure", "place"],
    "arithmetic": ["kind", "outcome"],
}
VIEWS: dict[str, str] = {
    "fact_table": "one flat row per fact: value, unit, period, place, event, evidence and sentence, no joins needed",
    "official_careers": "one row per person and post: first and last seen, number of articles",
    "document_citations": "every mention of every legal or Party document, with what the document is",
    "document_series": "legal and Party documents by the series in which their numbers count up: a year, a Party term",
    "document_gaps": "numbers of a series that no article cites, with the documents before and after the gap",
    "arithmetic": "figures held against each other: what holds, what fails, and why",
}
LABELS = {"documents": "title", "people": "name", "places": "name", "legal_documents": "number"}


def metadata(database: str, hidden: Iterable[str] = ()) -> dict[str, Any]:
    """Datasette metadata for a fact database of that name; `hidden` are its internal tables."""
    tables: dict[str, Any] = {
        table.name: {
            "description": table.meaning,
            "columns": {column.name: column.meaning for column in table.columns},
            "facets": FACETS.get(table.name, []),
            **({"label_column": LABELS[table.name]} if table.name in LABELS else {}),
        }
        for table in TABLES
    }
    tables.update({view: {"description": text, "facets": FACETS.get(view, [])} for view, text in VIEWS.items()})
    tables.update({name: {"hidden": True} for name in hidden})
    return {
        "title": "hoinghi",
        "description": "Facts from Vietnamese local news, each tied to the words it came from",
        "databases": {
            database: {
                "tables": tables,
                "queries": {
                    query.name: {"sql": query.sql, "title": query.title, "description": query.description}
                    for query in QUERIES
                },
            }
        },
    }
