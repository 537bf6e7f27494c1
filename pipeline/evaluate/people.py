"""Scores people (names), positions (name and post) and roles (name and what was done).

Open questions of the guide and the choice made here:

- One person is one name in an article, however often named; a person without post or role still counts.
- A post counts once per person and tenure: `current` and `appointed` are gold's `positions`; `former` and `relieved`
  its `former_positions`; a row with an organisation and no title its `units`. The right post under the wrong tenure is
  a miss and a false hit.
- Posts and roles of a person who is not in gold are false, too. Those of an optional one are neither.
- A second, vaguer form of a post that was found ("Bí thư Thị ủy" beside "Bí thư Thị ủy X") is a false hit in the strict
  figure and left out of the relaxed one.
- Alternatives that gold only mentions in its notes ("a bare Phó Bí thư is acceptable") cannot be read: strict.
- Roles are scored whatever event they hang on, and also where gold has no event.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.evaluate.assign import best_pairs
from pipeline.evaluate.facts import Found
from pipeline.evaluate.gold import GoldDocument, GoldOfficial
from pipeline.evaluate.locate import Located
from pipeline.evaluate.measure import NOWHERE, Scored, Sheet, Spot
from pipeline.evaluate.normal import PlaceTails, alike, contains, name_key, phrase_key
from pipeline.model import EventRole, Position, SpanPair

_PLACE, _TENURE, _PART, _ALIKE = 10_000, 5_000, 2_000, 1_000  # how well a miss and a false hit go together
_SIMILAR = 0.5  # share of words from which two posts are taken for the same post badly read


@dataclass(frozen=True, slots=True)
class _Claim:
    """A name with a post or role, from gold or from the database."""

    person: str  # key
    group: str  # positions, former_positions, units; for roles the role
    key: str
    shown: str
    span: SpanPair | None = None
    rule_id: str | None = None
    optional: bool = False

    @property
    def same(self) -> tuple[str, str, str]:
        return self.person, self.group, self.key


def score_people(gold: GoldDocument, found: Found, located: Located) -> Scored:
    """Names; field `rank`. False hits that gold lists under `not_officials` are also counted as `never`."""
    sheet = Sheet("people", gold.document)
    wanted, seen = _officials(gold), _names(found)
    for key, official in wanted.items():
        if official.optional:
            sheet.ignored += key in seen
        elif key in seen:
            sheet.hits += 1
            _compare_rank(sheet, official, found, key)
        else:
            partly = next((name for name, _ in seen.values() if _same_stretch(name, official.name)), None)
            cause = "name cut wrongly" if partly else "name not found"
            sheet.miss(cause, official.name, _first(located, official.name), found=partly)
    barred = {name_key(name) for name in gold.not_officials}
    for key, (name, spot) in seen.items():
        if key in wanted:
            continue
        partly = next((official.name for official in wanted.values() if _same_stretch(name, official.name)), None)
        sheet.never += key in barred
        cause = "named as no official" if key in barred else "name cut wrongly" if partly else "not in gold"
        sheet.wrong(cause, name, spot, gold=partly)
    return sheet.done()


def score_positions(gold: GoldDocument, found: Found, located: Located, tails: PlaceTails) -> Scored:
    """Name and post, strictly; `near` and `spare` for the place-relaxed figure."""
    sheet = Sheet("positions", gold.document)
    wanted = _distinct(_gold_posts(gold, located))
    seen = _distinct(_found_posts(found))
    missed = [claim for same, claim in wanted.items() if same not in seen and not claim.optional]
    hits = [claim for same, claim in wanted.items() if same in seen and not claim.optional]
    optional = {key for key, official in _officials(gold).items() if official.optional}
    false = [claim for same, claim in seen.items() if same not in wanted and claim.person not in optional]
    sheet.hits = len(hits)
    sheet.ignored = sum(claim.person in optional for claim in seen.values())
    known, named = set(_officials(gold)), set(_names(found))
    pairs = best_pairs(_likeness(missed, false, tails))
    for index, claim in enumerate(missed):
        rival = false[pairs[index]] if index in pairs else None
        cause = _cause(claim, rival, tails) if rival else "not found"
        if claim.person not in named:
            cause = "person not found"
        sheet.miss(cause, claim.shown, claim.span, found=rival.shown if rival else None)
        sheet.near += bool(rival and _forgiven(claim, rival, tails))
    partner = {other: missed[index] for index, other in pairs.items()}
    for index, claim in enumerate(false):
        rival = partner.get(index)
        spare = rival is None and any(_vaguer(hit, claim, tails) for hit in hits)
        sheet.spare += spare
        cause = "post found, said again less exactly" if spare else "not in gold"
        if claim.person not in known:
            cause = "person not in gold"
        elif rival:
            cause = _cause(rival, claim, tails)
        sheet.wrong(cause, claim.shown, Spot(claim.span, claim.rule_id), gold=rival.shown if rival else None)
    return sheet.done()


def score_roles(gold: GoldDocument, found: Found, located: Located) -> Scored:
    """Name and role."""
    sheet = Sheet("roles", gold.document)
    officials, named = _officials(gold), set(_names(found))
    wanted = {(key, role): official for key, official in officials.items() for role in official.roles}
    seen = {(name_key(row.name), row.role): row for row in reversed(found.event_roles)}
    for (key, role), official in wanted.items():
        if official.optional:
            continue
        if (key, role) in seen:
            sheet.hits += 1
            continue
        others = ", ".join(sorted(other for person, other in seen if person == key))
        cause = "other roles given" if others else "no role given"
        cause = cause if key in named else "person not found"
        cause = cause if found.events or others else "no event in the database"
        sheet.miss(cause, f"{official.name}: {role}", _first(located, official.name), found=others or None)
    for (key, role), row in sorted(seen.items(), key=lambda item: (item[1].start, item[1].end, item[1].role)):
        if key in officials and officials[key].optional:
            sheet.ignored += 1
        elif (key, role) not in wanted:
            roles = ", ".join(officials[key].roles) if key in officials else None
            cause = "not in gold" if key in officials else "person not in gold"
            sheet.wrong(cause, f"{row.name}: {role}", Spot((row.start, row.end), row.rule_id), gold=roles)
    return sheet.done()


# ── the two sides in one shape ───────────────────────────────────────────────────────────────────


def _officials(gold: GoldDocument) -> dict[str, GoldOfficial]:
    """By name key; an official listed twice is one."""
    merged: dict[str, GoldOfficial] = {}
    for official in gold.officials:
        key = name_key(official.name)
        if key not in merged:
            merged[key] = official
            continue
        first = merged[key]
        merged[key] = replace(
            first,
            rank=first.rank or official.rank,
            positions=first.positions + official.positions,
            units=first.units + official.units,
            former_positions=first.former_positions + official.former_positions,
            roles=tuple(dict.fromkeys(first.roles + official.roles)),
            optional=first.optional and official.optional,
        )
    return merged


def _names(found: Found) -> dict[str, tuple[str, Spot]]:
    """Name key → name and spot of its first row, in the order of the text."""
    rows: list[Position | EventRole] = [*found.positions, *found.event_roles]
    names: dict[str, tuple[str, Spot]] = {}
    for row in sorted(rows, key=lambda row: (row.start, row.end, row.id)):
        spot = Spot(row.spans.get("name", (row.start, row.end)), row.rule_id)
        names.setdefault(name_key(row.name), (row.name, spot))
    return names


def _gold_posts(gold: GoldDocument, located: Located) -> Iterator[_Claim]:
    for key, official in _officials(gold).items():
        span = _first(located, official.name)
        for group, posts in (
            ("positions", official.positions),
            ("former_positions", official.former_positions),
            ("units", official.units),
        ):
            for post in posts:
                shown = f"{official.name}: {post}"
                yield _Claim(key, group, phrase_key(post), shown, span, optional=official.optional)


def _found_posts(found: Found) -> Iterator[_Claim]:
    for row in found.positions:
        group, post = _post(row)
        if post:
            yield _Claim(
                name_key(row.name), group, phrase_key(post), f"{row.name}: {post}", (row.start, row.end), row.rule_id
            )


def _post(row: Position) -> tuple[str, str | None]:
    if row.title is None:
        return "units", row.organisation or row.position
    return "former_positions" if row.tenure in ("former", "relieved") else "positions", row.position or row.title


def _distinct(claims: Iterable[_Claim]) -> dict[tuple[str, str, str], _Claim]:
    kept: dict[tuple[str, str, str], _Claim] = {}
    for claim in claims:
        kept.setdefault(claim.same, claim)
    return kept


# ── which miss goes with which false hit ─────────────────────────────────────────────────────────


def _likeness(missed: list[_Claim], false: list[_Claim], tails: PlaceTails) -> dict[tuple[int, int], int]:
    weights: dict[tuple[int, int], int] = {}
    for index, claim in enumerate(missed):
        for other, rival in enumerate(false):
            if claim.person == rival.person and (weight := _weight(claim, rival, tails)):
                weights[index, other] = weight
    return weights


def _weight(claim: _Claim, rival: _Claim, tails: PlaceTails) -> int:
    share = alike(claim.key, rival.key)
    closeness = int(100 * share)
    if _forgiven(claim, rival, tails):
        return _PLACE + closeness
    if claim.key == rival.key:
        return _TENURE + closeness
    if contains(claim.key, rival.key):
        return _PART + closeness
    return _ALIKE + closeness if share >= _SIMILAR else 0


def _forgiven(claim: _Claim, rival: _Claim, tails: PlaceTails) -> bool:
    return claim.group == rival.group and tails.same_but_for_place(claim.key, rival.key)


def _cause(claim: _Claim, rival: _Claim, tails: PlaceTails) -> str:
    """Why the false hit `rival` is not the gold post `claim`."""
    if claim.key == rival.key:
        return "right post, wrong tenure"
    longer = len(rival.key) > len(claim.key)
    if _forgiven(claim, rival, tails):
        return "place added" if longer else "place left out"
    if contains(claim.key, rival.key):
        return "post too long" if longer else "post cut short"
    return "worded otherwise"


def _vaguer(hit: _Claim, claim: _Claim, tails: PlaceTails) -> bool:
    same = hit.person == claim.person and hit.group == claim.group
    return same and (tails.same_but_for_place(hit.key, claim.key) or hit.key.startswith(f"{claim.key} "))


def _same_stretch(one: str, other: str) -> bool:
    return contains(phrase_key(one), phrase_key(other))


def _first(located: Located, wanted: str) -> SpanPair | None:
    return next(iter(located.places(wanted)), None)


def _compare_rank(sheet: Sheet, official: GoldOfficial, found: Found, key: str) -> None:
    row = next((row for row in found.positions if name_key(row.name) == key and row.rank), None)
    spot = Spot((row.start, row.end), row.rule_id) if row else NOWHERE
    sheet.compare("rank", official.rank, row.rank if row else None, key=phrase_key, spot=spot)
