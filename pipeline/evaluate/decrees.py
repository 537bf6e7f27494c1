"""Scores cited documents: `citations` by number, `unnumbered` by type and subject; each
with the fields type, issued, issuer, subject.

Open questions of the guide and the choice made here:

- All mentions that carry one number are one document; each field is the first that a mention gives, full mentions
  before short ones.
- A short mention ("Nghị quyết 02") of a listed document is not a new one: left unlinked, its bare number is false.
- Fields are judged on matched numbers only, where gold has a value or we invented one. A year where gold has a day,
  or a day where gold has only a year, is wrong. `issued_year` beside `issued_on` says nothing new.
- Unnumbered documents go by legal_document_id, else by their wording. They match gold of the same type by subject,
  by issuer where gold has no subject, by type alone where it has neither, if at least .6 of the words agree.
- A mention without a number that repeats a document of gold that has one (same type, same subject) is not new either:
  it is ignored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.evaluate.assign import best_pairs
from pipeline.evaluate.facts import Found
from pipeline.evaluate.gold import GoldDecree, GoldDocument
from pipeline.evaluate.locate import Located
from pipeline.evaluate.measure import Scored, Sheet, Spot
from pipeline.evaluate.normal import alike, contains, number_key, phrase_key, subject_key
from pipeline.model import Citation, SpanPair

_SAME = 0.6  # share of words from which two subjects name one document; "hình sự" and "dân sự" share half
_HELD = 0.9  # likeness of two subjects one of which holds the other: nearly certain, but an equal one is better
_FIGURES = re.compile(r"0*(\d+)")
_REQUIRED = 1_000_000


@dataclass(frozen=True, slots=True)
class _Cited:
    """All mentions of one document in one article, as one."""

    number: str | None
    type: str | None
    issued: str | None
    issuer: str | None
    subject: str | None
    partial: bool
    spot: Spot
    as_written: str

    @property
    def shown(self) -> str:
        return _shown(self.number, self.type, self.issuer, self.subject or self.as_written)


def score_citations(gold: GoldDocument, found: Found, located: Located) -> Scored:
    """Numbered documents."""
    sheet = Sheet("citations", gold.document)
    wanted = {number_key(decree.number): decree for decree in gold.decrees if decree.number}
    seen = {number_key(cited.number): cited for cited in _cited(found) if cited.number}
    for key, decree in wanted.items():
        if key in seen and decree.optional:
            sheet.ignored += 1
        elif key in seen:
            sheet.hits += 1
            _compare(sheet, decree, seen[key])
        elif not decree.optional:
            rival = next((other for other in seen if other not in wanted and _akin(key, other)), None)
            cause = "number read otherwise" if rival else "number not found"
            span = _place(located, decree.as_written or decree.number or "")
            sheet.miss(cause, _gold_shown(decree), span, found=rival)
    for key, cited in seen.items():
        if key in wanted:
            continue
        rival = next((other for other in wanted if _akin(key, other)), None)
        cause = "number read otherwise" if rival and rival not in seen else "not in gold"
        if cited.partial and rival:
            cause = "short mention not linked"
        sheet.wrong(cause, cited.shown, cited.spot, gold=rival)
    return sheet.done()


def score_unnumbered(gold: GoldDocument, found: Found, located: Located) -> Scored:
    """Documents cited by name only."""
    sheet = Sheet("unnumbered", gold.document)
    wanted = [decree for decree in gold.decrees if not decree.number]
    seen = [cited for cited in _cited(found) if not cited.number]
    weights: dict[tuple[int, int], int] = {}
    for index, decree in enumerate(wanted):
        for other, cited in enumerate(seen):
            share = _likeness(decree, cited)
            if share >= _SAME:
                weights[index, other] = int(1000 * share) + (0 if decree.optional else _REQUIRED)
    pairs = best_pairs(weights)
    for index, decree in enumerate(wanted):
        if index in pairs and decree.optional:
            sheet.ignored += 1
        elif index in pairs:
            sheet.hits += 1
            _compare(sheet, decree, seen[pairs[index]])
        elif not decree.optional:
            shown = decree.subject or decree.issuer or decree.type
            sheet.miss("name not found", _gold_shown(decree), _place(located, shown))
    taken = set(pairs.values())
    numbered = [decree for decree in gold.decrees if decree.number and decree.subject]
    for other, cited in enumerate(seen):
        if other in taken:
            continue
        if any(_likeness(decree, cited) >= _SAME for decree in (*numbered, *wanted)):
            sheet.ignored += 1  # one more mention of a listed document
        else:
            sheet.wrong("not in gold", cited.shown, cited.spot)
    return sheet.done()


def _cited(found: Found) -> list[_Cited]:
    """The documents an article cites, by first mention."""
    groups: dict[tuple[str, ...], list[Citation]] = {}
    for row in found.citations:
        groups.setdefault(_identity(row), []).append(row)
    return [_merged(rows) for rows in groups.values()]


def _identity(row: Citation) -> tuple[str, ...]:
    if row.number:
        return ("number", number_key(row.number))
    if row.legal_document_id:
        return ("register", row.legal_document_id)
    wording = (row.type, row.subject, row.issuer or "", str(row.issued_year or row.issued_on or ""))
    return ("wording", *(subject_key(part or "") for part in wording))


def _merged(rows: Sequence[Citation]) -> _Cited:
    ranked = sorted(rows, key=lambda row: (row.partial, row.start, row.end))

    def first(field: Callable[[Citation], str | None]) -> str | None:
        return next((value for row in ranked if (value := field(row))), None)

    head = rows[0]
    return _Cited(
        number=first(lambda row: row.number),
        type=first(lambda row: row.type),
        issued=first(lambda row: row.issued_on) or first(lambda row: str(row.issued_year or "")),
        issuer=first(lambda row: row.issuer),
        subject=first(lambda row: row.subject),
        partial=all(row.partial for row in rows),
        spot=Spot((head.start, head.end), head.rule_id),
        as_written=head.as_written,
    )


def _compare(sheet: Sheet, decree: GoldDecree, cited: _Cited) -> None:
    sheet.compare("type", decree.type, cited.type, key=phrase_key, spot=cited.spot)
    sheet.compare("issued", decree.issued, cited.issued, spot=cited.spot)
    sheet.compare("issuer", decree.issuer, cited.issuer, key=phrase_key, spot=cited.spot)
    sheet.compare("subject", decree.subject, cited.subject, key=subject_key, spot=cited.spot)


def _likeness(decree: GoldDecree, cited: _Cited) -> float:
    """How surely a mention without number means `decree`, 0 to 1."""
    if phrase_key(decree.type) != phrase_key(cited.type or ""):
        return 0.0
    if decree.issued and cited.issued and decree.issued[:4] != cited.issued[:4]:
        return 0.0
    if decree.subject:
        return _share(subject_key(decree.subject), subject_key(cited.subject or cited.as_written))
    if decree.issuer:
        return _share(phrase_key(decree.issuer), phrase_key(cited.issuer or cited.as_written))
    return 0.0 if cited.issuer or cited.subject else 1.0


def _share(one: str, other: str) -> float:
    return 1.0 if one == other else max(alike(one, other), _HELD * contains(one, other))


def _akin(one: str, other: str) -> bool:
    """Two numbers that may be readings of one: the leading figures agree but for zeros."""
    figures = [match[1] if (match := _FIGURES.match(number)) else None for number in (one, other)]
    return figures[0] is not None and figures[0] == figures[1]


def _gold_shown(decree: GoldDecree) -> str:
    return _shown(decree.number, decree.type, decree.issuer, decree.subject)


def _shown(number: str | None, kind: str | None, issuer: str | None, subject: str | None) -> str:
    if number:
        return f"{kind or '?'} {number}"
    return " · ".join(part for part in (kind or "?", issuer, subject) if part)


def _place(located: Located, wanted: str) -> SpanPair | None:
    return next(iter(located.places(wanted)), None)
