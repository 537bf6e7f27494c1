"""A perfect database: rows that say exactly what a gold file says, with spans found in the text.

    found = perfect(gold, text)            rows as `Found`, to change with dataclasses.replace
    write_database(path, [found], …)       the same as a SQLite file with the tables of pipeline.kinds

Where gold and text disagree (a quote that is not in the text) a GoldMismatch says so, so that this is also a check of
gold files.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from pipeline.evaluate.facts import Found
from pipeline.evaluate.gold import GoldCount, GoldDocument
from pipeline.evaluate.locate import Located
from pipeline.kinds import BY_NAME
from pipeline.model import Citation, Event, EventRole, Fact, Position, SpanPair, row_id

RULE = "perfect"


class GoldMismatch(AssertionError):
    """Gold names something that its text does not contain."""


def perfect(gold: GoldDocument, text: str, *, optional: bool = False) -> Found:
    """All rows that `gold` asks for; with `optional` also those it only allows."""
    document_id = row_id("documents", gold.document)
    located = Located(text)
    return Found(
        id=document_id,
        source=f"texts/{gold.document}",
        text=text,
        published_on=gold.published_on,
        positions=tuple(_positions(gold, located, document_id, optional)),
        events=tuple(_events(gold, document_id)),
        event_roles=tuple(_roles(gold, located, document_id, optional)),
        citations=tuple(_citations(gold, located, document_id, optional)),
        facts=_facts(gold, located, document_id, optional),
    )


def _positions(gold: GoldDocument, located: Located, document_id: str, optional: bool) -> Iterator[Position]:
    for official in gold.officials:
        if official.optional and not optional:
            continue
        start, end = _place(located, official.name, gold)
        base = Position(
            id=row_id("positions", document_id, official.name),
            document_id=document_id,
            name=official.name,
            start=start,
            end=end,
            spans={"name": (start, end)},
            rule_id=RULE,
            rank=official.rank,
        )
        rows = [replace(base, title=post, position=post) for post in official.positions]
        rows += [replace(base, title=post, position=post, tenure="former") for post in official.former_positions]
        rows += [replace(base, organisation=unit, position=unit) for unit in official.units]
        for index, row in enumerate(rows or [base]):
            yield replace(row, id=row_id(base.id, index))


def _events(gold: GoldDocument, document_id: str) -> Iterator[Event]:
    if gold.event:
        yield Event(
            id=row_id("events", document_id),
            document_id=document_id,
            kind=gold.event.kind,
            start=0,
            end=1,
            spans={},
            rule_id=RULE,
            held_on=gold.event.held_on,
            session=gold.event.session,  # type: ignore[arg-type]  # the loader lets only the three pass
            place=gold.event.place,
            organiser=gold.event.organiser,
        )


def _roles(gold: GoldDocument, located: Located, document_id: str, optional: bool) -> Iterator[EventRole]:
    for official in gold.officials:
        if official.optional and not optional:
            continue
        start, end = _place(located, official.name, gold)
        for role in official.roles:
            yield EventRole(
                id=row_id("event_roles", document_id, official.name, role),
                event_id=row_id("events", document_id),  # also where gold has no event: see score_roles
                document_id=document_id,
                name=official.name,
                role=role,
                start=start,
                end=end,
                spans={},
                rule_id=RULE,
            )


def _citations(gold: GoldDocument, located: Located, document_id: str, optional: bool) -> Iterator[Citation]:
    for index, decree in enumerate(gold.decrees):
        if decree.optional and not optional:
            continue
        shown = decree.as_written or decree.number or decree.subject or decree.issuer or decree.type
        start, end = next(iter(located.places(shown)), (0, 1))  # numbers are normalised in gold, so may not be found
        issued = decree.issued or ""
        yield Citation(
            id=row_id("citations", document_id, index),
            document_id=document_id,
            start=start,
            end=end,
            spans={},
            rule_id=RULE,
            as_written=shown,
            number=decree.number,
            type=decree.type,
            issued_on=issued if len(issued) > 4 else None,
            issued_year=int(issued) if len(issued) == 4 else None,
            issuer=decree.issuer,
            subject=decree.subject,
        )


def _facts(gold: GoldDocument, located: Located, document_id: str, optional: bool) -> tuple[Fact, ...]:
    facts = []
    counts = [count for count in gold.counts if optional or not count.optional]
    for count in counts:
        start, end = _place(located, count.quote, gold)
        first, last = count.period or (None, None)
        facts.append(
            Fact(
                id=_fact_id(document_id, count),
                document_id=document_id,
                start=start,
                end=end,
                spans={"value": (start, end)},
                rule_id=RULE,
                indicator="test.specific",
                item=count.about,
                value=count.value,
                unit=count.unit,
                per=count.per,
                value_max=count.value_max,
                qualifier=count.qualifier,  # type: ignore[arg-type]
                denominator=count.denominator,
                percent=count.percent,
                status=count.status,  # type: ignore[arg-type]
                period_start=first,
                period_end=last,
                parent_id=_parent(count, counts, gold, document_id),
            )
        )
    return tuple(sorted(facts, key=lambda fact: (fact.start, fact.end, fact.id)))


def _parent(count: GoldCount, counts: Sequence[GoldCount], gold: GoldDocument, document_id: str) -> str | None:
    if count.part_of is None:
        return None
    total = next((other for other in counts if other.value == count.part_of and other is not count), None)
    if total is None:
        raise GoldMismatch(f"{gold.path}: {count.quote!r} is part of {count.part_of:g}, which is no count")
    return _fact_id(document_id, total)


def _fact_id(document_id: str, count: GoldCount) -> str:
    return row_id("facts", document_id, count.quote)


def _place(located: Located, wanted: str, gold: GoldDocument) -> SpanPair:
    places = located.places(wanted)
    if not places:
        raise GoldMismatch(f"{gold.path}: {wanted!r} is not in the text of {gold.document}")
    return places[0]


# ── as a database ────────────────────────────────────────────────────────────────────────────────


def write_database(
    path: Path,
    founds: Iterable[Found],
    *,
    places: Iterable[tuple[str, str]] = (),
    duplicates: Mapping[str, str] | None = None,
    rejected: frozenset[str] = frozenset(),
) -> Path:
    """Write the rows to a new SQLite file with the columns of pipeline.kinds, and give its path back.

    `places` are (name, level) of a gazetteer; `duplicates` maps the source of a further document to the id it repeats;
    rows whose id is in `rejected` carry a reviewer's rejection.
    """
    with sqlite3.connect(path) as db:
        for table in BY_NAME.values():
            columns = ", ".join(f'"{column.name}" {column.type}' for column in table.columns)
            db.execute(f'CREATE TABLE "{table.name}" ({columns})')
        for index, (name, level) in enumerate(places):
            _insert(db, "places", {"id": str(index), "name": name, "level": level})
        for source, original in (duplicates or {}).items():
            _insert(db, "documents", {"id": row_id(source), "source": source, "text": "", "duplicate_of": original})
        for found in founds:
            shared = {"id": found.id, "source": found.source, "text": found.text, "published_on": found.published_on}
            _insert(db, "documents", shared)
            for table_name in ("positions", "events", "event_roles", "citations", "facts"):
                for row in getattr(found, table_name):
                    review = "rejected" if row.id in rejected else None
                    _insert(db, table_name, {**asdict(row), "spans": json.dumps(row.spans), "review": review})
    db.close()
    return path


def _insert(db: sqlite3.Connection, table: str, row: Mapping[str, Any]) -> None:
    known = BY_NAME[table].column_names
    kept = {name: value for name, value in row.items() if name in known}
    columns = ", ".join(f'"{name}"' for name in kept)
    db.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join("?" * len(kept))})', tuple(kept.values()))
