"""Posts that only one can hold, given to two people on one day: rows of `checks`, kind date.

Chairman of a council, secretary of a committee. Only posts held at the time of the report count, in a body of a known
unit; the day is that of the event, else of the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pipeline.model import row_id
from pipeline.store.groups import insert_all, phrase_key, phrases

if TYPE_CHECKING:
    from sqlite_utils import Database

KIND = "date"


class _Held(NamedTuple):
    document: str
    person: str
    name: str
    post: str
    source: str


def find_conflicts(db: Database) -> None:
    """Add the rows that positions and people give. Inside the caller's transaction, which has deleted the old ones."""
    held: dict[tuple[str, str, str, str], list[_Held]] = {}
    for key, holder in _sole_posts(db):
        held.setdefault(key, []).append(holder)
    rows = []
    for key, holders in sorted(held.items()):
        first = {holder.person: holder for holder in reversed(holders)}
        if len(first) > 1:
            one, *others = sorted(first.values())
            rows.append(_row(key, one, others))
    insert_all(db, "checks", rows)


def _row(key: tuple[str, str, str, str], one: _Held, others: list[_Held]) -> tuple[str | None, ...]:
    named = ", ".join(other.name for other in others)
    where = ", ".join(dict.fromkeys(holder.source for holder in (one, *others)))
    says = f"On {key[-1]} {one.name} and {named} are both {one.post}: {where}."
    return row_id("checks", KIND, *key), one.document, KIND, None, one.name, named, "fails", says


def _sole_posts(db: Database) -> Iterator[tuple[tuple[str, str, str, str], _Held]]:
    """(unit, body, title, day) → who holds it there, in the order of the articles."""
    titles, bodies = phrases(db, "sole_title"), phrases(db, "single_body")
    rows = db.conn.execute(
        """SELECT o.organisation_place_id, o.organisation, o.title, coalesce(e.held_on, d.published_on) AS day,
            o.document_id, o.person_id, o.name, o.position, d.source, p.level, p.name
        FROM positions o
        JOIN documents d ON d.id = o.document_id
        JOIN places p ON p.id = o.organisation_place_id
        LEFT JOIN (SELECT document_id, min(held_on) AS held_on FROM events WHERE review IS NOT 'rejected'
            GROUP BY document_id) e
            ON e.document_id = d.id
        WHERE o.tenure = 'current' AND o.title IS NOT NULL AND o.organisation IS NOT NULL AND day IS NOT NULL
        ORDER BY o.document_id, o.id"""
    )
    for place, organisation, title, day, document, person, name, position, source, level, place_name in rows:
        body = _without_place(phrase_key(organisation), phrase_key(level), phrase_key(place_name))
        if phrase_key(title) in titles and body in bodies:
            yield (place, body, phrase_key(title), day), _Held(document, person, name, position, source)


def _without_place(body: str, level: str, name: str) -> str:
    """The body less its unit and what lies above: "hđnd" of "hđnd huyện đắk mil, tỉnh đắk nông"."""
    return body.partition(f" {name}")[0].removesuffix(f" {level}")
