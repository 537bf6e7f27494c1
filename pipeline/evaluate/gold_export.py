"""Gold files made of what reviewers accepted, corrected and added: the form of the annotation guide, which `load_gold`
reads. A file says what reviewers judged and no more: it is complete only if they judged the whole article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml

from pipeline.errors import UsageError
from pipeline.evaluate.facts import names_of
from pipeline.evaluate.gold import STATUSES
from pipeline.kinds import ITEM_GAP
from pipeline.store.reviewable import REVIEWED

if TYPE_CHECKING:
    import sqlite3

Line: TypeAlias = dict[str, Any]

_LOST = frozenset({"former", "relieved"})


def write_gold(connection: sqlite3.Connection, folder: Path) -> int:
    """One YAML file for every article with a row that a reviewer kept; returns their number.

    Raises UsageError if one of the files is there already: what people wrote by hand is not overwritten.
    """
    made: dict[Path, Line] = {}
    for document in _documents(connection):
        name = names_of(document["source"])[-1].replace("/", "-")
        path = folder / f"{name}.yaml"
        made[folder / f"{name}-{document['id']}.yaml" if path in made else path] = gold_of(connection, document)
    if there := next((path for path in made if path.exists()), None):
        raise UsageError("this gold file is there already", where=str(there), remedy="give --gold another folder")
    folder.mkdir(parents=True, exist_ok=True)
    for path, gold in made.items():
        path.write_text(yaml.safe_dump(gold, allow_unicode=True, sort_keys=False, width=120), encoding="utf-8")
    return len(made)


def gold_of(connection: sqlite3.Connection, document: Line) -> Line:
    """The gold of one article, a row of `documents`."""
    rows = {table: list(_kept(connection, table, document["id"])) for table in REVIEWED}
    return {
        "document": names_of(document["source"])[0],
        "published_on": document["published_on"],
        "event": next(map(_event, rows["events"]), None),
        "officials": _officials(rows["positions"], rows["event_roles"]),
        "decrees": _decrees(rows["citations"]),
        "counts": list(_counts(rows["facts"], document["text"])),
    }


def _documents(connection: sqlite3.Connection) -> Iterator[Line]:
    ids = " UNION ".join(
        f"SELECT document_id FROM {table} WHERE review IN ('accepted', 'corrected')" for table in REVIEWED
    )
    return _dicts(
        connection, f"SELECT id, source, published_on, text FROM documents WHERE id IN ({ids}) ORDER BY source"
    )


def _kept(connection: sqlite3.Connection, table: str, document_id: str) -> Iterator[Line]:
    query = f"""SELECT * FROM {table} WHERE document_id = ? AND review IN ('accepted', 'corrected')
        ORDER BY start, "end", id"""
    return _dicts(connection, query, document_id)


def _dicts(connection: sqlite3.Connection, query: str, *values: str) -> Iterator[Line]:
    cursor = connection.execute(query, values)
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor.fetchall())


def _event(row: Line) -> Line:
    return {name: row[name] for name in ("kind", "held_on", "session", "place", "organiser")}


def _officials(positions: Iterable[Line], roles: Iterable[Line]) -> list[Line]:
    """One entry per name, in the order of the text."""
    people: dict[str, Line] = {}
    for row in positions:
        person = people.setdefault(row["name"], {"name": row["name"], "rank": None, "positions": [], "roles": []})
        person["rank"] = person["rank"] or row["rank"]
        key = "units" if not row["title"] else "former_positions" if row["tenure"] in _LOST else "positions"
        post = row["position"] if row["title"] else row["organisation"]
        if post and post not in person.setdefault(key, []):
            person[key].append(post)
    for row in roles:
        person = people.setdefault(row["name"], {"name": row["name"], "rank": None, "positions": [], "roles": []})
        if row["role"] not in person["roles"]:
            person["roles"].append(row["role"])
    return [{key: value for key, value in person.items() if key != "rank" or value} for person in people.values()]


def _decrees(citations: Iterable[Line]) -> list[Line]:
    """One entry per document, with what its mentions say of it together."""
    found: dict[tuple[object, ...], Line] = {}
    for row in citations:
        key = (row["number"], None) if row["number"] else (row["type"], row["subject"] or row["as_written"])
        decree = found.setdefault(key, {"number": row["number"], "type": row["type"] or row["as_written"]})
        for name in ("issued_on", "issued_year", "issuer", "subject"):
            if row[name] is not None:
                decree.setdefault(name, row[name])
        if row["repaired"]:
            decree.setdefault("as_written", row["repaired"])
    for decree in found.values():
        if "issued_on" in decree:
            decree.pop("issued_year", None)
    return list(found.values())


def _counts(facts: list[Line], text: str) -> Iterator[Line]:
    values = {row["id"]: row["value"] for row in facts}
    quotes: set[str] = set()
    for row in facts:
        quote = _quote(text, row, quotes)
        quotes.add(quote)
        count = {"quote": quote, "value": _plain(row["value"]), "unit": row["unit"]}
        if row["per"]:
            count["per"] = row["per"]
        about = (row["item"] or "").rpartition(ITEM_GAP)[2]
        if about and about in text:
            count["about"] = about
        for name in ("value_max", "denominator", "percent"):
            if row[name] is not None:
                count[name] = _plain(row[name])
        if row["qualifier"] != "exact":
            count["qualifier"] = row["qualifier"]
        if row["status"] in STATUSES and row["status"] != "achieved":
            count["status"] = row["status"]
        if row["parent_id"] in values:
            count["part_of"] = _plain(values[row["parent_id"]])
        if row["period_start"] and row["period_end"]:
            count["period"] = [row["period_start"], row["period_end"]]
        if text.count(quote) > 1:
            count["repeated"] = True
        yield count


def _quote(text: str, row: Mapping[str, Any], taken: set[str]) -> str:
    """The evidence, with more words of its line until it stands once in the text and was not given yet."""
    start, end = row["start"], row["end"]
    first = text.rfind("\n", 0, start) + 1
    last = next((at for at in (text.find("\n", end),) if at >= 0), len(text))
    while text.count(text[start:end]) > 1 or text[start:end] in taken:
        if start > first:
            start = text.rfind(" ", first, start - 1) + 1 or first
            start = max(start, first)
        elif end < last:
            at = text.find(" ", end + 1, last)
            end = at if at >= 0 else last
        else:
            break
    return text[start:end].strip()


def _plain(value: float) -> int | float:
    return int(value) if float(value).is_integer() else value
