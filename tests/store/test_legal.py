"""The register: short forms and names joined to it, dates that conflict, gaps in a series."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from pipeline.model import Citation, Extraction, row_id
from pipeline.store.inbox import stage
from pipeline.store.resolve import resolve
from pipeline.store.rows import rows_of
from pipeline.store.runs import RunInfo, begin_run
from pipeline.store.staged import Reading
from pipeline.store.writer import write_documents
from tests import builders

HERE, THERE = builders.DISTRICT, builders.OTHER_PROVINCE


@pytest.fixture
def store(fresh_store: Database, rules: Path) -> Database:
    builders.write_reference(fresh_store, rules)
    begin_run(fresh_store, RunInfo("1", "r", "local", 1))
    return fresh_store


def _cite(
    db: Database,
    source: str,
    number: str | None,
    type_: str,
    on: str | None = None,
    *,
    home: str | None = None,
    published: str | None = None,
    **fields: object,
) -> None:
    """One article with one citation."""
    article = builders.make_article(source, f"{source} họp", published_on=published)
    citation = Citation(
        row_id(source),
        article.id,
        0,
        1,
        {},
        "r",
        number or source,
        number,
        type_,
        issued_on=on,
        **fields,  # type: ignore[arg-type]
    )
    stage(db, [Reading(article.source, "d", article, builders.sketch(article))], stamp="s", run_id=1)
    with db.atomic():
        rows = [rows_of(Extraction(article, citations=(citation,), place_id=home))]
        write_documents(db, rows, run_id=1, stamps={article.id: "s"})


def _meant(db: Database, source: str) -> str | None:
    """The number of the document that the article's citation was resolved to."""
    query = """SELECT l.number FROM citations c JOIN legal_documents l ON l.id = c.legal_document_id
        JOIN documents d ON d.id = c.document_id WHERE d.source = ?"""
    return str(db.conn.execute(query, (source,)).fetchone()[0])


FULL = (
    ("02-NQ/HU", "Nghị quyết", "2021-03-02", {"place_id": HERE, "issuer": "Huyện ủy"}),
    ("02-NQ/HU", "Nghị quyết", "2016-04-05", {"place_id": HERE}),
    ("31/2024/QH15", "Luật", None, {"subject": "Đất đai"}),
    ("45/2013/QH13", "Luật", None, {"subject": "Đất đai"}),
    ("86/2015/NĐ-CP", "Nghị định", None, {"issuer_code": "CP"}),
    ("81/2021/NĐ-CP", "Nghị định", None, {"issuer_code": "CP"}),
    ("24/2023/NĐ-CP", "Nghị định", None, {"issuer_code": "CP"}),
    ("02/2019/TT-BYT", "Thông tư", None, {"issuer_code": "BYT", "issuer": "Bộ Y tế"}),
    ("07/2020/TT-BNV", "Thông tư", None, {"issuer_code": "BNV"}),
    ("33/BYT-KCB", "Công văn", None, {"issuer_code": "BYT-KCB"}),
)
SHORT = [
    ("02", "Nghị quyết", {"home": HERE, "published": "2023-01-01"}, "02-NQ/HU"),
    ("2", "Nghị quyết", {"home": HERE, "issuer": "Ban Thường vụ Huyện ủy"}, "02-NQ/HU"),
    ("02", "Nghị quyết", {"home": HERE, "issuer": "Chính phủ"}, "02"),
    ("02", "Nghị quyết", {"home": THERE}, "02"),
    ("02", "Nghị quyết", {}, "02"),
    ("02", "Nghị quyết", {"home": HERE, "published": "2015-01-01"}, "02"),
    ("02", "Chỉ thị", {"home": HERE}, "02"),
    (None, "Luật", {"subject": "Đất đai", "published": "2024-09-01"}, "31/2024/QH15"),
    (None, "Luật", {"subject": "đất đai", "published": "2020-09-01"}, "45/2013/QH13"),
    (None, "Luật", {"subject": "Đất đai", "issued_year": 2013}, "45/2013/QH13"),
    (None, "Luật", {"subject": "Đất đai", "issued_year": 2003}, "None"),
    ("86", "Nghị định", {}, "86/2015/NĐ-CP"),
    ("81/2021", "Nghị định", {}, "81/2021/NĐ-CP"),
    ("81/2019", "Nghị định", {}, "81/2019"),
    ("02", "Thông tư", {}, "02"),
    ("02", "Thông tư", {"issuer": "Bộ Y tế"}, "02/2019/TT-BYT"),
    ("02", "Thông tư", {"issuer": "Bộ trưởng ngành y", "issuer_code": "BYT"}, "02/2019/TT-BYT"),
    ("02", "Thông tư", {"issuer": "Bộ Y tế", "issuer_code": "BNV"}, "02"),
    ("33", "Công văn", {"issuer": "Bộ Y tế", "issuer_code": "BYT"}, "33/BYT-KCB"),
    (None, "Luật", {"subject": "Đất đai", "relation": "amends", "published": "2024-09-01"}, "None"),
    (None, "Luật", {"subject": "Đất, đai", "published": "2024-09-01"}, "31/2024/QH15"),
]


@pytest.mark.parametrize(("number", "type_", "fields", "meant"), SHORT)
def test_short_forms_join_the_one_document_that_fits(
    store: Database, number: str | None, type_: str, fields: dict[str, str], meant: str
) -> None:
    for index, (full, full_type, on, more) in enumerate(FULL):
        _cite(store, f"full {index}", full, full_type, on, **more)  # type: ignore[arg-type]
    _cite(store, "short", number, type_, **fields)  # type: ignore[arg-type]
    resolve(store)
    assert _meant(store, "short") == meant


BARE = [
    ([{"issuer": "Bộ Chính trị", "issuer_code": "TW"}, {"issuer": "Trung ương", "issuer_code": "TW"}], 1),
    ([{"issuer": "Bộ Chính trị", "issuer_code": "TW", "home": HERE}, {"issuer_code": "TW", "home": THERE}], 1),
    ([{"issuer": "Bộ Chính trị", "issuer_code": "TW"}, {"issuer": "Chính phủ", "issuer_code": "CP"}], 2),
    ([{"issuer": "Bộ Chính trị", "issuer_code": "TW"}, {}], 2),
    ([{"home": HERE}, {"home": THERE}], 2),
    ([{"home": HERE}, {"place_id": HERE, "issuer": "Huyện ủy"}], 1),
]


@pytest.mark.parametrize(("mentions", "documents"), BARE)
def test_a_bare_number_counts_within_its_issuer(
    store: Database, mentions: list[dict[str, str]], documents: int
) -> None:
    for index, fields in enumerate(mentions):
        _cite(store, str(index), "19", "Nghị quyết", **fields)  # type: ignore[arg-type]
    resolve(store)
    assert store.conn.execute("SELECT count(*) FROM legal_documents").fetchone() == (documents,)


YEARS = [
    ("02-NQ/HU", "Nghị quyết", {"on": "2021-03-02"}, 2021),
    ("86/2015/NĐ-CP", "Nghị định", {}, 2015),
    ("163/2016", "Nghị định", {}, 2016),
    (None, "Luật", {"subject": "Đất đai", "issued_year": 2013}, 2013),
    (None, "Luật", {"subject": "Đất đai"}, None),
]


@pytest.mark.parametrize(("number", "type_", "fields", "year"), YEARS)
def test_the_register_knows_the_year(
    store: Database, number: str | None, type_: str, fields: dict[str, str], year: int | None
) -> None:
    _cite(store, "1", number, type_, **fields)  # type: ignore[arg-type]
    resolve(store)
    assert store.conn.execute("SELECT issued_year FROM legal_documents").fetchone() == (year,)


DATES = [
    ("02-NQ/HU", ["2021-03-02", "2021-03-02", "2021-03-20"], 1, ["but 2021-03-02 in most articles"]),
    ("02-NQ/HU", ["2021-03-02", "2021-03-02", "2019-03-02"], 2, []),
    ("02-NQ/HU", ["2021-03-02", "2023-11-20"], 2, []),
    ("12/KH-UBND", ["2021-03-02", "2021-03-02", "2021-04-02"], 1, ["but 2021-03-02 in most articles"]),
    ("12/KH-UBND", ["2021-03-02", "2022-03-02"], 2, []),
    ("15/2024/NĐ-CP", ["2024-02-16", "2024-02-16", "2024-12-01"], 1, ["but 2024-02-16 in most articles"]),
    ("15/2024/NĐ-CP", ["2023-02-16"], 1, ["but its number is of 2024"]),
    ("02-NQ/HU", ["2026-03-02"], 1, ["after the article of 2025-01-01"]),
]


@pytest.mark.parametrize(("number", "days", "documents", "explained"), DATES)
def test_dates_that_conflict(
    store: Database, number: str, days: list[str], documents: int, explained: list[str]
) -> None:
    for index, day in enumerate(days):
        _cite(store, str(index), number, "Nghị quyết", day, published="2025-01-01")
    for _ in range(2):
        resolve(store)
        store.conn.execute("INSERT INTO _state VALUES ('unresolved', '1')")
    assert store.conn.execute("SELECT count(*) FROM legal_documents").fetchone() == (documents,)
    found = store.conn.execute("SELECT kind, outcome, explanation FROM arithmetic").fetchall()
    assert [(kind, outcome) for kind, outcome, _ in found] == [("date", "fails")] * len(explained)
    assert [text.partition("here, ")[2] for _, _, text in found] == explained


def test_gaps_of_a_series_can_be_asked_for(store: Database) -> None:
    series = [
        ("12/KH-UBND", "2021-03-02"),
        ("15/KH-UBND", "2021-03-20"),
        ("16/KH-UBND", "2021-03-22"),
        ("9/KH-UBND", "2022-01-05"),
    ]
    party = [("02-NQ/HU", "2021-03-02"), ("04-NQ/HU", "2022-01-05"), ("07-NQ/HU", "2019-05-06")]
    for index, (number, day) in enumerate([*series, *party]):
        code = number.partition("-")[0][-2:] if "KH" in number else "NQ"
        _cite(store, str(index), number, "x", day, place_id=HERE, type_code=code, issuer_code=number[-4:])
    resolve(store)
    query = "SELECT period, after_number, before_number, missing FROM document_gaps ORDER BY period"
    assert store.conn.execute(query).fetchall() == [("2021", 12, 15, 2), ("term 2020", 2, 4, 1)]


def test_who_cited_a_document_first(store: Database) -> None:
    for source, day in (("later", "2024-05-06"), ("first", "2023-01-02")):
        _cite(store, source, "02-NQ/HU", "Nghị quyết", published=day)
    resolve(store)
    found = store.conn.execute("SELECT source, first_cited_on FROM document_citations ORDER BY source").fetchall()
    assert found == [("first", "2023-01-02"), ("later", "2023-01-02")]


def test_the_register_names_the_issuer_by_the_code_where_no_article_does(store: Database) -> None:
    _cite(store, "1", "02-NQ/HU", "Nghị quyết", issuer_by_code="Huyện ủy")
    _cite(store, "2", "02-NQ/TU", "Nghị quyết", issuer_by_code="Tỉnh ủy", issuer="Ban Thường vụ Tỉnh ủy")
    resolve(store)
    found = store.conn.execute("SELECT number, issuer FROM legal_documents ORDER BY number").fetchall()
    assert found == [("02-NQ/HU", "Huyện ủy"), ("02-NQ/TU", "Ban Thường vụ Tỉnh ủy")]
