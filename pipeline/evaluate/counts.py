"""Scores counts: a fact matches a gold count if the values are equal and its number stands in the quote.

Open questions of the guide and the choice made here:

- Place. The number's own span (`spans.value`, else the evidence) has to touch a place of the quote. Quotes that the
  article repeats word for word have several places, and one fact for all of them is right.
- Pairing is one to one and optimal: first as many required counts as can be matched, then optional ones, then units
  and spans that agree best.
- Neither right nor wrong: facts matched to an optional count, other facts whose number stands in an optional string,
  and facts joined by `repeats_id` to a matched one. A repeat that is not joined is false.
- Everything else is false. If its number stands in a `never` string it is also counted as `never`.
- "in progress" is no status of the guide: `ongoing` is compared as `achieved`.
- A period needs both days; one with a single day is compared as none.
- `per` is compared only where the gold names it.
- `part_of` is compared by the value of the total. `indicator` is right if it is not one of other.*.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from pipeline.evaluate.assign import best_pairs
from pipeline.evaluate.facts import Found
from pipeline.evaluate.gold import GoldCount, GoldDocument
from pipeline.evaluate.locate import Located, overlap
from pipeline.evaluate.measure import Scored, Sheet, Spot
from pipeline.evaluate.normal import unit_key
from pipeline.model import Fact, SpanPair

_UNSPECIFIC, _SPECIFIC = "other.", "specific"
_QUALITY = 4  # values of _quality are below this


def score_counts(gold: GoldDocument, found: Found, located: Located) -> Scored:
    """Quantitative statements and their fields."""
    sheet = Sheet("counts", gold.document)
    places = [located.places(count.quote) for count in gold.counts]
    pairs = best_pairs(_weights(gold.counts, places, found.facts))
    by_id = {fact.id: fact for fact in found.facts}
    for index, count in enumerate(gold.counts):
        if index not in pairs:
            if not count.optional:
                _miss(sheet, count, places[index], found.facts, set(pairs.values()))
        elif count.optional:
            sheet.ignored += 1
        else:
            sheet.hits += 1
            _compare(sheet, count, found.facts[pairs[index]], by_id)
    settled = _settled(found.facts, set(pairs.values()))
    neutral = [place for text in gold.optional_counts for place in located.places(text)]
    never = [(text, place) for text in gold.never for place in located.places(text)]
    for index, fact in enumerate(found.facts):
        if index in pairs.values():
            continue
        at = _number_place(fact)
        barred = next((text for text, place in never if overlap(at, place)), None)
        if index in settled or (not barred and any(overlap(at, place) for place in neutral)):
            sheet.ignored += 1
            continue
        sheet.never += barred is not None
        cause, rival = ("listed as never a count", barred) if barred else _cause(fact, gold.counts, places, pairs)
        sheet.wrong(cause, _shown(fact), Spot(at, fact.rule_id), gold=rival)
    return sheet.done()


def same_value(one: float | None, other: float | None) -> bool:
    """Equal numbers, as far as floats can tell."""
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9)


# ── pairing ──────────────────────────────────────────────────────────────────────────────────────


def _weights(
    counts: Sequence[GoldCount], places: Sequence[Sequence[SpanPair]], facts: Sequence[Fact]
) -> dict[tuple[int, int], int]:
    optional = _QUALITY * (len(counts) + 1)  # outweighs any sum of qualities
    required = optional * (len(counts) + 1)  # outweighs any number of optional ones
    weights: dict[tuple[int, int], int] = {}
    for index, count in enumerate(counts):
        for other, fact in enumerate(facts):
            at = _number_place(fact)
            if same_value(count.value, fact.value) and any(overlap(at, place) for place in places[index]):
                rank = optional if count.optional else required
                weights[index, other] = rank + _quality(count, fact, places[index])
    return weights


def _quality(count: GoldCount, fact: Fact, places: Iterable[SpanPair]) -> int:
    """0 to 3: the unit agrees (2), the first place of the quote holds the number (1)."""
    same_unit = unit_key(count.unit or "") == unit_key(fact.unit or "")
    return 2 * same_unit + bool(overlap(_number_place(fact), next(iter(places))))


def _number_place(fact: Fact) -> SpanPair:
    return fact.spans.get("value", (fact.start, fact.end))


def _settled(facts: Sequence[Fact], matched: set[int]) -> set[int]:
    """Facts that state a matched one again, by `repeats_id` in either direction and over any number of steps."""
    root = {fact.id: fact.id for fact in facts}

    def find(key: str) -> str:
        while root[key] != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    for fact in facts:
        if fact.repeats_id in root:
            root[find(fact.id)] = find(str(fact.repeats_id))
    good = {find(facts[index].id) for index in matched}
    return {index for index, fact in enumerate(facts) if index not in matched and find(fact.id) in good}


# ── fields ───────────────────────────────────────────────────────────────────────────────────────


def _compare(sheet: Sheet, count: GoldCount, fact: Fact, by_id: Mapping[str, Fact]) -> None:
    spot = Spot(_number_place(fact), fact.rule_id)
    sheet.compare("unit", count.unit, fact.unit, key=unit_key, spot=spot)
    if count.per is not None:
        sheet.compare("per", count.per, fact.per, spot=spot)
    sheet.compare("qualifier", count.qualifier, fact.qualifier, spot=spot)
    sheet.compare("status", count.status, "achieved" if fact.status == "ongoing" else fact.status, spot=spot)
    parent = by_id.get(fact.parent_id or "")
    for name, gold, ours in (
        ("value_max", count.value_max, fact.value_max),
        ("denominator", count.denominator, fact.denominator),
        ("percent", count.percent, fact.percent),
        ("part_of", count.part_of, parent.value if parent else None),
    ):
        sheet.compare(name, _plain(gold), _plain(gold if same_value(gold, ours) else ours), spot=spot)
    period = f"{fact.period_start}/{fact.period_end}" if fact.period_start and fact.period_end else None
    sheet.compare("period", "/".join(count.period) if count.period else None, period, spot=spot)
    specific = not fact.indicator.startswith(_UNSPECIFIC)
    sheet.compare("indicator", _SPECIFIC, _SPECIFIC if specific else fact.indicator, spot=spot)


# ── causes ───────────────────────────────────────────────────────────────────────────────────────


def _miss(sheet: Sheet, count: GoldCount, places: Sequence[SpanPair], facts: Sequence[Fact], matched: set[int]) -> None:
    free = [fact for index, fact in enumerate(facts) if index not in matched]
    here = next((fact for fact in free if any(overlap(_number_place(fact), place) for place in places)), None)
    elsewhere = next((fact for fact in free if same_value(fact.value, count.value)), None)
    if not places:
        cause, rival = "quote not in the stored text", None
    elif here:
        cause, rival = "value wrong", here
    elif elsewhere:
        cause, rival = "right value, other place", elsewhere
    else:
        cause, rival = "no fact here", None
    shown = f"{_plain(count.value)} {count.unit or ''}".strip() + f" ({count.quote})"
    sheet.miss(cause, shown, next(iter(places), None), found=_shown(rival) if rival else None)


def _cause(
    fact: Fact, counts: Sequence[GoldCount], places: Sequence[Sequence[SpanPair]], pairs: Mapping[int, int]
) -> tuple[str, str | None]:
    """Why an unmatched fact is false, and the gold count it may belong to."""
    at = _number_place(fact)
    here = [index for index, spots in enumerate(places) if any(overlap(at, spot) for spot in spots)]
    near = [index for index, spots in enumerate(places) if any(overlap((fact.start, fact.end), s) for s in spots)]
    for index in dict.fromkeys((*here, *near)):
        count = counts[index]
        if same_value(fact.value, count.percent) and not same_value(fact.value, count.value):
            return "percentage of a count", count.quote
        if count.denominator is not None and same_value(fact.value, count.denominator) and index in pairs:
            return "denominator of a count", count.quote
    for index in here:
        cause = "second fact for one count" if index in pairs else "value wrong"
        return cause, counts[index].quote
    for count in counts:
        if same_value(fact.value, count.value):
            return "right value, other place", count.quote
    return "not in gold", None


def _shown(fact: Fact) -> str:
    what = f" ({fact.item})" if fact.item else ""
    return f"{_plain(fact.value)} {fact.unit or ''}".strip() + what


def _plain(value: float | None) -> str | None:
    """18000.0 as 18000."""
    return None if value is None else f"{value:.15g}"
