"""A perfect database scores 1.0, an empty one 0, and each planted error shows up as exactly what it is."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from pipeline.evaluate.facts import Found
from pipeline.evaluate.gold import load_gold
from pipeline.evaluate.measure import Tally, add
from pipeline.evaluate.normal import PlaceTails
from pipeline.evaluate.score import KINDS, score_one
from pipeline.model import Fact
from tests.evaluate.perfect import perfect
from tests.evaluate.samples import SHARED, perfect_sample, sample, scored

Change = Callable[[Found], Found]
Seen = tuple[str, str, str, str | None, str | None]


def rows(table: str, edit: Callable[[Any], Any], **where: object) -> Change:
    """Replace the rows of `table` whose fields equal `where` by what `edit` gives: a row, several, or none."""

    def change(found: Found) -> Found:
        new: list[Any] = []
        hit = False
        for row in getattr(found, table):
            if all(getattr(row, name) == value for name, value in where.items()):
                hit = True
                made = edit(row)
                new.extend(made if isinstance(made, list) else [made])
            else:
                new.append(row)
        assert hit, f"no row of {table} with {where}"
        return replace(found, **{table: tuple(new)})

    return change


def sets(**fields: object) -> Callable[[Any], Any]:
    return lambda row: replace(row, **fields)


def lost(_row: object) -> list[Any]:
    return []


def also(**fields: object) -> Callable[[Any], Any]:
    """The row and a changed copy of it."""
    return lambda row: [row, replace(row, id=f"{row.id}-2", **fields)]


def at(text: str, shown: str, *, nth: int = 0) -> dict[str, Any]:
    """Fields that put a row's evidence at the nth `shown` in `text`."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(shown, start + 1)
    return {"start": start, "end": start + len(shown), "spans": {"value": (start, start + len(shown))}}


TEXT = sample()[1]

# change → tallies that differ from the perfect ones as (kind: missed, false, ignored), and all findings
PLANTED: dict[str, tuple[Change, dict[str, tuple[int, int, int]], list[Seen]]] = {
    "person lost": (
        lambda found: rows("event_roles", lost, name="Mạc Thị Sen")(rows("positions", lost, name="Mạc Thị Sen")(found)),
        {"people": (1, 0, 0), "positions": (1, 0, 0), "roles": (1, 0, 0)},
        [
            ("people", "missed", "name not found", "Mạc Thị Sen", None),
            ("positions", "missed", "person not found", "Mạc Thị Sen: Ban Chỉ huy Quân sự huyện", None),
            ("roles", "missed", "person not found", "Mạc Thị Sen: attend", None),
        ],
    ),
    "rank wrong": (
        rows("positions", sets(rank=None), name="Tạ Quốc Khang"),
        {},
        [("people", "field", "rank missing", "Đại tá", None)],
    ),
    "byline taken for an official": (
        rows("positions", also(name="Vi Hải", title=None, organisation=None, position=None), name="Mạc Thị Sen"),
        {"people": (0, 1, 0)},
        [("people", "false", "named as no official", None, "Vi Hải")],
    ),
    "name cut": (
        lambda found: rows("event_roles", sets(name="Văn Tịnh"), name="Lương Văn Tịnh")(
            rows("positions", sets(name="Văn Tịnh"), name="Lương Văn Tịnh")(found)
        ),
        {"people": (1, 1, 0), "positions": (2, 2, 0), "roles": (1, 1, 0)},
        [
            ("people", "missed", "name cut wrongly", "Lương Văn Tịnh", "Văn Tịnh"),
            ("people", "false", "name cut wrongly", "Lương Văn Tịnh", "Văn Tịnh"),
            ("positions", "missed", "person not found", "Lương Văn Tịnh: Phó Bí thư Thường trực Huyện ủy", None),
            ("positions", "missed", "person not found", "Lương Văn Tịnh: Chủ tịch HĐND huyện", None),
            ("positions", "false", "person not in gold", None, "Văn Tịnh: Phó Bí thư Thường trực Huyện ủy"),
            ("positions", "false", "person not in gold", None, "Văn Tịnh: Chủ tịch HĐND huyện"),
            ("roles", "missed", "person not found", "Lương Văn Tịnh: chair", None),
            ("roles", "false", "person not in gold", None, "Văn Tịnh: chair"),
        ],
    ),
    "place left out": (
        rows("positions", sets(position="Bí thư Huyện ủy"), position="Bí thư Huyện ủy Sơn Bình"),
        {"positions": (1, 1, 0)},
        [
            (
                "positions",
                "missed",
                "place left out",
                "Tạ Quốc Khang: Bí thư Huyện ủy Sơn Bình",
                "Tạ Quốc Khang: Bí thư Huyện ủy",
            ),
            (
                "positions",
                "false",
                "place left out",
                "Tạ Quốc Khang: Bí thư Huyện ủy Sơn Bình",
                "Tạ Quốc Khang: Bí thư Huyện ủy",
            ),
        ],
    ),
    "post said again less exactly": (
        rows("positions", also(position="Bí thư Huyện ủy"), position="Bí thư Huyện ủy Sơn Bình"),
        {"positions": (0, 1, 0)},
        [("positions", "false", "post found, said again less exactly", None, "Tạ Quốc Khang: Bí thư Huyện ủy")],
    ),
    "unit left out": (
        rows("positions", sets(position="Phó Bí thư Thường trực"), position="Phó Bí thư Thường trực Huyện ủy"),
        {"positions": (1, 1, 0)},
        [
            (
                "positions",
                "missed",
                "post cut short",
                "Lương Văn Tịnh: Phó Bí thư Thường trực Huyện ủy",
                "Lương Văn Tịnh: Phó Bí thư Thường trực",
            ),
            (
                "positions",
                "false",
                "post cut short",
                "Lương Văn Tịnh: Phó Bí thư Thường trực Huyện ủy",
                "Lương Văn Tịnh: Phó Bí thư Thường trực",
            ),
        ],
    ),
    "former post as current": (
        rows("positions", sets(tenure="current"), name="H'Liên Niê"),
        {"positions": (1, 1, 0)},
        [
            (
                "positions",
                "missed",
                "right post, wrong tenure",
                "H'Liên Niê: Chủ tịch UBND huyện",
                "H'Liên Niê: Chủ tịch UBND huyện",
            ),
            (
                "positions",
                "false",
                "right post, wrong tenure",
                "H'Liên Niê: Chủ tịch UBND huyện",
                "H'Liên Niê: Chủ tịch UBND huyện",
            ),
        ],
    ),
    "spelling, abbreviation, appointed: all the same": (
        lambda found: rows(
            "positions",
            sets(position="chủ tịch Hội đồng nhân dân huyện", tenure="appointed"),
            position="Chủ tịch HĐND huyện",
        )(
            rows(
                "positions",
                sets(position="Chủ tịch Uỷ ban nhân dân huyện", tenure="relieved", name="H’Liên Niê"),
                name="H'Liên Niê",
            )(found)
        ),
        {},
        [],
    ),
    "other role": (
        rows("event_roles", sets(role="speak"), name="Mạc Thị Sen"),
        {"roles": (1, 1, 0)},
        [
            ("roles", "missed", "other roles given", "Mạc Thị Sen: attend", "speak"),
            ("roles", "false", "not in gold", "attend", "Mạc Thị Sen: speak"),
        ],
    ),
    "no event": (
        lambda found: replace(found, events=(), event_roles=()),
        {"events": (1, 0, 0), "roles": (4, 0, 0)},
        [
            ("roles", "missed", "no event in the database", "Tạ Quốc Khang: chair", None),
            ("roles", "missed", "no event in the database", "Lương Văn Tịnh: chair", None),
            ("roles", "missed", "no event in the database", "H'Liên Niê: attend", None),
            ("roles", "missed", "no event in the database", "Mạc Thị Sen: attend", None),
            ("events", "missed", "no event in the database", "so_ket · 2023-07-12 · huyện Sơn Bình", None),
        ],
    ),
    "event fields": (
        rows(
            "events", sets(kind="tong_ket", held_on=None, place="Sơn Bình", organiser="UBND huyện", session="evening")
        ),
        {},
        [
            ("events", "field", "kind wrong", "so_ket", "tong_ket"),
            ("events", "field", "held_on missing", "2023-07-12", None),
            ("events", "field", "session wrong", "morning", "evening"),
            ("events", "field", "place near", "huyện Sơn Bình", "Sơn Bình"),
            ("events", "field", "organiser wrong", "Huyện ủy Sơn Bình", "UBND huyện"),
        ],
    ),
    "second event": (
        rows("events", also(name="Lễ khen thưởng", kind="khac")),
        {"events": (0, 1, 0)},
        [("events", "false", "second event", None, "khac: Lễ khen thưởng")],
    ),
    "number misread": (
        rows("citations", sets(number="9-NQ/HU"), number="09-NQ/HU"),
        {"citations": (1, 1, 0)},
        [
            ("citations", "missed", "number read otherwise", "Nghị quyết 09-NQ/HU", "9-NQ/HU"),
            ("citations", "false", "number read otherwise", "09-NQ/HU", "Nghị quyết 9-NQ/HU"),
        ],
    ),
    "short mention linked": (
        rows("citations", also(partial=1, issued_on=None, issuer=None, subject=None), number="09-NQ/HU"),
        {},
        [],
    ),
    "short mention not linked": (
        rows("citations", also(partial=1, number="09", issued_on=None, issuer=None, subject=None), number="09-NQ/HU"),
        {"citations": (0, 1, 0)},
        [("citations", "false", "short mention not linked", "09-NQ/HU", "Nghị quyết 09")],
    ),
    "citation fields": (
        lambda found: rows("citations", sets(issued_on="2020-01-01"), number="24/CT-UBND")(
            rows(
                "citations",
                sets(
                    issued_on=None,
                    issued_year=2018,
                    issuer="BTV Huyện ủy",
                    subject="chất lượng hòa giải ở cơ sở",
                    type="Chỉ thị",
                ),
                number="09-NQ/HU",
            )(found)
        ),
        {},
        [
            ("citations", "field", "type wrong", "Nghị quyết", "Chỉ thị"),
            ("citations", "field", "issued wrong", "2018-04-03", "2018"),
            ("citations", "field", "issuer wrong", "Ban Thường vụ Huyện ủy", "BTV Huyện ủy"),
            (
                "citations",
                "field",
                "subject near",
                "Nâng cao chất lượng hòa giải ở cơ sở",
                "chất lượng hòa giải ở cơ sở",
            ),
            ("citations", "field", "issued invented", None, "2020-01-01"),
        ],
    ),
    "law by another name": (
        rows("citations", sets(subject="Hòa giải tại tòa án", issued_year=None), type="Luật"),
        {"unnumbered": (1, 1, 0)},
        [
            ("unnumbered", "missed", "name not found", "Luật · Hòa giải ở cơ sở", None),
            ("unnumbered", "false", "not in gold", None, "Luật · Hòa giải tại tòa án"),
        ],
    ),
    "law named twice": (
        rows("citations", also(issued_year=None, issuer="Quốc hội"), type="Luật"),
        {"unnumbered": (0, 0, 1)},
        [],
    ),
    "listed document named again without its number": (
        rows("citations", also(number=None, issuer=None, issued_on=None), number="09-NQ/HU"),
        {"unnumbered": (0, 0, 1)},
        [],
    ),
    "value misread": (
        rows("facts", sets(value=1.25), value=1250.0),
        {"counts": (1, 1, 0)},
        [
            ("counts", "missed", "value wrong", "1250 vụ việc (hơn 1.250 vụ việc)", "1.25 vụ việc (tiếp nhận)"),
            ("counts", "false", "value wrong", "hơn 1.250 vụ việc", "1.25 vụ việc (tiếp nhận)"),
        ],
    ),
    "right value, other place": (
        rows("facts", sets(**at(TEXT, "Toàn huyện")), value=12.0),
        {"counts": (1, 1, 0)},
        [
            ("counts", "missed", "right value, other place", "12 lớp (mở 12 lớp tập huấn)", "12 lớp (mở)"),
            ("counts", "false", "right value, other place", "mở 12 lớp tập huấn", "12 lớp (mở)"),
        ],
    ),
    "count lost": (
        rows("facts", lost, value=12.0),
        {"counts": (1, 0, 0)},
        [("counts", "missed", "no fact here", "12 lớp (mở 12 lớp tập huấn)", None)],
    ),
    "never a count": (
        rows("facts", also(value=5.0, unit="năm", item=None, **at(TEXT, "5 năm")), value=12.0),
        {"counts": (0, 1, 0)},
        [("counts", "false", "listed as never a count", "5 năm", "5 năm")],
    ),
    "percentage and denominator as facts": (
        lambda found: rows(
            "facts", also(value=79.8, unit="%", item=None, **at(TEXT, "998/1.250 vụ việc (đạt 79,8%")), value=998.0
        )(rows("facts", also(value=1250.0, item=None, **at(TEXT, "1.250", nth=1)), value=998.0)(found)),
        {"counts": (0, 2, 0)},
        [
            ("counts", "false", "percentage of a count", "998/1.250 vụ việc", "79.8 %"),
            ("counts", "false", "denominator of a count", "998/1.250 vụ việc", "1250 vụ việc"),
        ],
    ),
    "repeat not joined": (
        rows("facts", also(**at(TEXT, "15 cá nhân", nth=1)), value=15.0),
        {"counts": (0, 1, 0)},
        [("counts", "false", "second fact for one count", "15 cá nhân", "15 cá nhân (khen)")],
    ),
    "out of nowhere": (
        rows("facts", also(value=9.0, unit="xã", item=None, **at(TEXT, "thôn")), value=12.0),
        {"counts": (0, 1, 0)},
        [("counts", "false", "not in gold", None, "9 xã")],
    ),
    "optional string": (
        rows("facts", also(value=3.0, unit="nhóm", **at(TEXT, "3 nhóm")), value=12.0),
        {"counts": (0, 0, 1)},
        [],
    ),
    "only the later of two equal statements": (
        rows("facts", sets(**at(TEXT, "7 tập thể", nth=1)), value=7.0),
        {},
        [],
    ),
    "fact fields": (
        lambda found: rows(
            "facts", sets(qualifier="exact", unit="vụ", period_end=None, indicator="other.vu"), value=1250.0
        )(
            rows("facts", sets(denominator=None, percent=79.0, status="ongoing", parent_id="gone"), value=998.0)(
                rows(
                    "facts",
                    sets(parent_id=None, status="target", period_start="2023-01-01", period_end="2023-12-31"),
                    value=61.0,
                )(found)
            )
        ),
        {},
        [
            ("counts", "field", "status wrong", "achieved", "target"),
            ("counts", "field", "part_of missing", "84", None),
            ("counts", "field", "period invented", None, "2023-01-01/2023-12-31"),
            ("counts", "field", "unit near", "vụ việc", "vụ"),
            ("counts", "field", "qualifier wrong", "over", "exact"),
            ("counts", "field", "period missing", "2023-01-01/2023-06-30", None),
            ("counts", "field", "indicator wrong", "specific", "other.vu"),
            ("counts", "field", "denominator missing", "1250", None),
            ("counts", "field", "percent wrong", "79.8", "79"),
        ],
    ),
    "upper bound lost": (
        rows("facts", sets(value_max=None), value=3e8),
        {},
        [("counts", "field", "value_max missing", "350000000", None)],
    ),
    "page date invented": (
        lambda found: replace(found, published_on="2024-01-01"),
        {},
        [("documents", "field", "published_on wrong", "2023-07-12", "2024-01-01")],
    ),
}


@pytest.mark.parametrize(("change", "tallies", "findings"), PLANTED.values(), ids=PLANTED)
def test_planted(change: Change, tallies: dict[str, tuple[int, int, int]], findings: list[Seen]) -> None:
    gold, found = perfect_sample()
    before, _ = scored(gold, found)
    after, reported = scored(gold, change(found))
    for kind in KINDS:
        missed, false, ignored = tallies.get(kind, (0, 0, 0))
        assert after[kind].hits == before[kind].hits - missed, kind
        assert (after[kind].missed, after[kind].false, after[kind].ignored) == (missed, false, ignored), kind
    assert [(one.kind, one.outcome, one.cause, one.gold, one.found) for one in reported] == findings


@pytest.mark.parametrize("optional", [False, True])
@pytest.mark.parametrize("name", ["a01", "a02"])
def test_perfect_is_perfect(name: str, *, optional: bool) -> None:
    tallies, findings = scored(*perfect_sample(name, optional=optional))
    assert findings == []
    for kind, tally in tallies.items():
        assert tally.f1 in (1.0, None), kind
        assert all(field.accuracy in (1.0, None) for field in tally.fields.values()), kind
    assert tallies["counts"].ignored == (1 if optional and name == "a01" else 0)
    assert tallies["unnumbered"].ignored == (2 if optional and name == "a02" else 0)


def test_empty_finds_nothing() -> None:
    gold, found = perfect_sample()
    for empty in (None, Found(id="x", source="a01.txt", text=found.text, published_on=None)):
        tallies, findings = scored(gold, empty)
        for kind in KINDS[1:]:
            assert (tallies[kind].recall, tallies[kind].precision, tallies[kind].f1) == (0.0, None, 0.0), kind
        assert sum(finding.outcome == "missed" for finding in findings) == sum(t.missed for t in tallies.values())


def test_nothing_wanted_nothing_found_is_no_figure() -> None:
    tallies, _ = scored(*perfect_sample("a02"))
    assert tallies["events"].f1 is None and tallies["citations"].recall is None


def test_spurious_event() -> None:
    gold, found = perfect_sample("a02")
    other = perfect_sample("a01")[1].events
    tallies, findings = scored(gold, replace(found, events=other))
    assert tallies["events"] == Tally(false=1)
    assert [finding.cause for finding in findings] == ["gold has no event"]


def test_relaxed_positions_forgive_places_only() -> None:
    gold, found = perfect_sample()
    strict = scored(gold, PLANTED["place left out"][0](found))[0]["positions"]
    assert (strict.near, strict.f1, strict.relaxed_f1) == (1, 5 / 6, 1.0)
    again = scored(gold, PLANTED["post said again less exactly"][0](found))[0]["positions"]
    assert (again.spare, again.relaxed_f1) == (1, 1.0)
    cut = scored(gold, PLANTED["unit left out"][0](found))[0]["positions"]
    assert (cut.near, cut.f1, cut.relaxed_f1) == (0, 5 / 6, 5 / 6)


def test_field_figures() -> None:
    gold, found = perfect_sample()
    period = scored(gold, PLANTED["fact fields"][0](found))[0]["counts"].fields["period"]
    assert (period.right, period.missing, period.invented, period.empty) == (2, 1, 1, 5)
    assert (period.accuracy, period.agreement) == (0.5, 7 / 9)
    unit = scored(gold, PLANTED["fact fields"][0](found))[0]["counts"].fields["unit"]
    assert (unit.near, unit.accuracy, unit.relaxed) == (1, 8 / 9, 1.0)


def test_never_and_not_officials_are_counted_apart() -> None:
    gold, found = perfect_sample()
    assert scored(gold, PLANTED["never a count"][0](found))[0]["counts"].never == 1
    assert scored(gold, PLANTED["byline taken for an official"][0](found))[0]["people"].never == 1


def _repeats(chain: list[tuple[str, str | None]], base: Fact) -> tuple[Fact, ...]:
    later = at(TEXT, "15 cá nhân", nth=1)
    return tuple(replace(base, id=key, repeats_id=points, **(later if points else {})) for key, points in chain)


def test_joined_repeats_are_ignored_in_any_direction() -> None:
    gold, found = perfect_sample()
    base = next(fact for fact in found.facts if fact.value == 15)
    others = tuple(fact for fact in found.facts if fact.value != 15)
    for chain in ([("a", None), ("b", "a"), ("c", "b")], [("a", "b"), ("b", None)]):
        counts = scored(gold, replace(found, facts=(*others, *_repeats(chain, base))))[0]["counts"]
        assert (counts.missed, counts.false, counts.ignored) == (0, 0, len(chain) - 1)
    dangling = scored(gold, replace(found, facts=(*found.facts, *_repeats([("z", "gone")], base))))[0]["counts"]
    assert dangling.false == 1


def test_optional_gold_gives_way_to_required_gold() -> None:
    """One fact that could stand for an optional and a required count is taken for the required one."""
    gold, found = perfect_sample("a02")
    road = gold.counts[0]
    doubled = replace(gold, counts=(replace(road, quote="đã làm 10 km", optional=True), *gold.counts))
    counts = scored(doubled, found)[0]["counts"]
    assert (counts.hits, counts.missed, counts.ignored) == (2, 0, 0)


def test_optional_official() -> None:
    gold, found = perfect_sample("a02")
    loose = replace(gold, officials=tuple(replace(official, optional=True) for official in gold.officials))
    for kind in ("people", "positions", "roles"):
        tally = scored(loose, found)[0][kind]
        assert (tally.hits, tally.missed, tally.false, tally.ignored) == (0, 0, 0, 1), kind
        without = scored(loose, replace(found, positions=(), event_roles=()))[0][kind]
        assert (without.missed, without.ignored) == (0, 0), kind


def test_evidence_stands_in_for_a_missing_value_span() -> None:
    gold, found = perfect_sample()
    bare = tuple(replace(fact, spans={}) for fact in found.facts)
    assert scored(gold, replace(found, facts=bare))[0]["counts"].f1 == 1.0


def test_full_mention_outranks_an_earlier_short_one() -> None:
    gold, found = perfect_sample()
    full = next(row for row in found.citations if row.number == "09-NQ/HU")
    short = replace(full, id="short", start=0, end=5, partial=1, subject="hòa giải", issuer=None)
    _, findings = scored(gold, replace(found, citations=(short, *found.citations)))
    assert findings == []


def test_the_number_itself_must_stand_in_the_quote() -> None:
    gold, found = perfect_sample()
    wide = {"start": 0, "end": len(TEXT), "spans": at(TEXT, "2024")["spans"]}
    moved = rows("facts", sets(**wide), value=12.0)(found)
    counts = scored(gold, moved)[0]["counts"]
    assert (counts.missed, counts.false) == (1, 1)


def test_quote_that_ingest_took_away() -> None:
    gold, found = perfect_sample()
    shorter = replace(found, text=found.text.replace("hơn 1.250 vụ việc", "hơn một ít vụ việc"), facts=())
    causes = [finding.cause for finding in scored(gold, shorter)[1] if finding.kind == "counts"]
    assert causes.count("quote not in the stored text") == 1


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="../shared/gold is not here")
@pytest.mark.parametrize("optional", [False, True])
def test_shared_gold_is_consistent(*, optional: bool) -> None:
    tallies: dict[str, list[Tally]] = {kind: [] for kind in KINDS}
    for gold in load_gold(SHARED / "gold").documents:
        text = (SHARED / "articles" / gold.document).read_text(encoding="utf-8")
        found = perfect(gold, unicodedata.normalize("NFC", text), optional=optional)
        for one in score_one(gold, found, PlaceTails((), ())):
            assert one.findings == (), one.document
            tallies[one.kind].append(one.tally)
    assert {kind: add(parts).f1 for kind, parts in tallies.items()} == dict.fromkeys(KINDS, 1.0)
