"""Scores the reported event and the page's own date.

Open questions of the guide and the choice made here:

- The main event of an article is its first row; every further row, and any row where gold has null, is spurious.
- Fields are judged where both sides have the event. Kind is one of the guide's codes; place and organiser are
  compared as phrases; `near` is one holding the other ("Đắk Song" in "huyện Đắk Song").
- `published_on` is a field of kind `documents`, whose hits are the gold articles that the database holds.
"""

from __future__ import annotations

from pipeline.evaluate.facts import Found
from pipeline.evaluate.gold import GoldDocument, GoldEvent
from pipeline.evaluate.locate import Located
from pipeline.evaluate.measure import Scored, Sheet, Spot
from pipeline.evaluate.normal import phrase_key
from pipeline.model import Event


def score_events(gold: GoldDocument, found: Found, _located: Located) -> Scored:
    """The conference, meeting or ceremony; fields kind, held_on, session, place, organiser."""
    sheet = Sheet("events", gold.document)
    rows = list(found.events)
    if gold.event and rows:
        sheet.hits += 1
        _compare(sheet, gold.event, rows.pop(0))
    elif gold.event:
        shown = " · ".join(part for part in (gold.event.kind, gold.event.held_on, gold.event.place) if part)
        sheet.miss("no event in the database", shown, None)
    for row in rows:
        cause = "second event" if gold.event else "gold has no event"
        sheet.wrong(cause, f"{row.kind}: {row.name or ''}".rstrip(": "), Spot((row.start, row.end), row.rule_id))
    return sheet.done()


def score_document(gold: GoldDocument, found: Found | None) -> Scored:
    """Whether the article is in the database, and its date."""
    sheet = Sheet("documents", gold.document)
    if found is None:
        sheet.miss("article not in the database", gold.document, None)
    else:
        sheet.hits += 1
        sheet.compare("published_on", gold.published_on, found.published_on)
    return sheet.done()


def _compare(sheet: Sheet, event: GoldEvent, row: Event) -> None:
    def spot(field: str) -> Spot:
        return Spot(row.spans.get(field, (row.start, row.end)), row.rule_id)

    sheet.compare("kind", event.kind, row.kind, spot=spot("kind"))
    sheet.compare("held_on", event.held_on, row.held_on, spot=spot("held_on"))
    sheet.compare("session", event.session, row.session, spot=spot("session"))
    sheet.compare("place", event.place, row.place, key=phrase_key, spot=spot("place"))
    sheet.compare("organiser", event.organiser, row.organiser, key=phrase_key, spot=spot("organiser"))
