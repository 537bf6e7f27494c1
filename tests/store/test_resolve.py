from __future__ import annotations

import random
from pathlib import Path

import pytest
from sqlite_utils import Database

from pipeline.model import Citation, EventRole, Extraction, Position, row_id
from pipeline.store.dump import digests
from pipeline.store.inbox import stage
from pipeline.store.legal import citation_key
from pipeline.store.people import name_key
from pipeline.store.resolve import resolve
from pipeline.store.rows import rows_of
from pipeline.store.runs import RunInfo, begin_run
from pipeline.store.staged import Reading
from pipeline.store.writer import remove_documents, write_documents
from tests import builders

A, B, C, D = builders.PROVINCE, builders.OTHER_PROVINCE, builders.DISTRICT, builders.OTHER_DISTRICT


@pytest.fixture
def store(fresh_store: Database, rules: Path) -> Database:
    builders.write_reference(fresh_store, rules)
    begin_run(fresh_store, RunInfo("1", "r", "local", 1))
    return fresh_store


def _write(db: Database, extraction: Extraction) -> None:
    article = extraction.article
    stage(db, [Reading(article.source, "d", article, builders.sketch(article))], stamp="s", run_id=1)
    with db.atomic():
        write_documents(db, [rows_of(extraction)], run_id=1, stamps={article.id: "s"})


def _officials(source: str, *officials: tuple[str, str | None], home: str | None = None) -> Extraction:
    article = builders.make_article(source, f"{source} họp")
    positions = tuple(
        Position(row_id(source, n), article.id, name, n, n + 1, {}, "r", organisation_place_id=place)
        for n, (name, place) in enumerate(officials)
    )
    return Extraction(article, positions=positions, place_id=home)


def _people(db: Database) -> list[list[str]]:
    """The sources in which each person occurs."""
    rows = db.conn.execute(
        """SELECT group_concat(source, ' ') FROM (SELECT DISTINCT p.person_id, d.source FROM positions p
        JOIN documents d ON d.id = p.document_id ORDER BY d.source) GROUP BY person_id"""
    )
    return sorted(row[0].split() for row in rows)


@pytest.mark.parametrize(
    ("extractions", "people"),
    [
        pytest.param(
            [_officials("1", ("Tô Thị Hoà", C)), _officials("2", ("Tô Thị Hòa", C))], [["1", "2"]], id="spelling"
        ),
        pytest.param(
            [_officials("1", ("Vi Văn Ánh", C)), _officials("2", ("Vi Văn Ánh", D))], [["1"], ["2"]], id="districts"
        ),
        pytest.param(
            [_officials("1", ("Vi Văn Ánh", C)), _officials("2", ("Vi Văn Ánh", A))], [["1", "2"]], id="province joins"
        ),
        pytest.param(
            [_officials("1", ("Vi Văn Ánh", C)), _officials("2", ("Vi Văn Ánh", B))], [["1"], ["2"]], id="provinces"
        ),
        pytest.param(
            [_officials(s, ("Vi Văn Ánh", p)) for s, p in (("1", C), ("2", D), ("3", A))],
            [["1"], ["2"], ["3"]],
            id="province between districts",
        ),
        pytest.param(
            [_officials("1", ("Vi Văn Ánh", C)), _officials("2", ("Vi Văn Ánh", D)),
             _officials("3", ("Vi Văn Ánh", C), ("Vi Văn Ánh", D))],
            [["1", "2", "3"]],
            id="one article names both posts",
        ),
        pytest.param(
            [_officials("1", ("Vi Văn Ánh", None)), _officials("2", ("Vi Văn Ánh", None))], [["1", "2"]], id="no place"
        ),
        pytest.param(
            [_officials("1", ("Vi Văn Ánh", C)), _officials("2", ("Vi Văn Ánh", None))], [["1", "2"]], id="only one"
        ),
        pytest.param(
            [_officials("1", ("Vi Văn Ánh", C)), _officials("2", ("Vi Văn Ánh", B)),
             _officials("3", ("Vi Văn Ánh", None), home=C), _officials("4", ("Vi Văn Ánh", None))],
            [["1", "3"], ["2"], ["4"]],
            id="home decides",
        ),
    ],
)  # fmt: skip
def test_who_is_the_same_person(store: Database, extractions: list[Extraction], people: list[list[str]]) -> None:
    for extraction in extractions:
        _write(store, extraction)
    assert resolve(store)
    assert not resolve(store)
    assert _people(store) == people
    assert store.conn.execute("SELECT count(*) FROM people").fetchone() == (len(people),)


def test_event_roles_point_to_the_person_of_the_posts(store: Database) -> None:
    extraction = builders.extract(builders.make_article("1", builders.make_text(4)))
    _write(store, extraction)
    resolve(store)
    role = extraction.event_roles[0]
    assert isinstance(role, EventRole)
    query = (
        "SELECT r.person_id = p.person_id FROM event_roles r JOIN positions p USING (document_id, name) WHERE r.id = ?"
    )
    assert store.conn.execute(query, (role.id,)).fetchone() == (1,)


def _citing(
    source: str,
    number: str | None = "03-NQ/HU",
    *,
    on: str | None = None,
    year: int | None = None,
    place: str | None = None,
    published: str | None = None,
    home: str | None = None,
    **fields: str,
) -> Extraction:
    article = builders.make_article(source, f"{source} họp", published_on=published)
    citation = Citation(
        row_id(source), article.id, 0, 1, {}, "r", fields.pop("as_written", number or source), number,
        fields.pop("type", "Nghị quyết"), issued_on=on, issued_year=year, place_id=place, **fields,  # type: ignore[arg-type]
    )  # fmt: skip
    return Extraction(article, citations=(citation,), place_id=home)


def _documents(db: Database) -> list[list[str]]:
    rows = db.conn.execute(
        """SELECT group_concat(source, ' ') FROM (SELECT c.legal_document_id AS id, d.source FROM citations c
        JOIN documents d ON d.id = c.document_id ORDER BY d.source) GROUP BY id"""
    )
    return sorted(row[0].split() for row in rows)


@pytest.mark.parametrize(
    ("extractions", "documents"),
    [
        pytest.param([_citing("1"), _citing("2", "3-NQ/HU")], [["1", "2"]], id="leading zero"),
        pytest.param([_citing("1"), _citing("2", "03-CT/HU")], [["1"], ["2"]], id="type"),
        pytest.param([_citing("1", on="2021-03-02"), _citing("2", on="2024-01-05")], [["1"], ["2"]], id="days"),
        pytest.param([_citing("1", on="2021-03-02"), _citing("2", year=2021)], [["1", "2"]], id="year fits the day"),
        pytest.param([_citing("1", on="2021-03-02"), _citing("2", year=2020)], [["1"], ["2"]], id="year conflicts"),
        pytest.param([_citing("1", place=C), _citing("2", place=D)], [["1"], ["2"]], id="places"),
        pytest.param([_citing("1", place=C), _citing("2")], [["1", "2"]], id="only one place"),
        pytest.param(
            [_citing("1", on="2016-03-02"), _citing("2", on="2021-01-05"), _citing("3", published="2018-05-05"),
             _citing("4", published="2024-05-05"), _citing("5", published="2010-05-05")],
            [["1", "3", "5"], ["2", "4"]],
            id="no date: the latest before the article",
        ),
        pytest.param([_citing("1", "18", home=A), _citing("2", "18", home=B)], [["1"], ["2"]], id="bare number"),
        pytest.param(
            [_citing("1", None, type="Luật", subject="Đất đai"), _citing("2", None, type="Luật", subject="đất  đai"),
             _citing("3", None, type="Luật", subject="Thủ đô")],
            [["1", "2"], ["3"]],
            id="without number",
        ),
    ],
)  # fmt: skip
def test_which_citations_mean_one_document(
    store: Database, extractions: list[Extraction], documents: list[list[str]]
) -> None:
    for extraction in extractions:
        _write(store, extraction)
    resolve(store)
    assert _documents(store) == documents
    assert store.conn.execute("SELECT count(*) FROM legal_documents").fetchone() == (len(documents),)


def test_a_document_is_described_by_what_most_citations_say(store: Database) -> None:
    for number, issuer in enumerate(["Huyện ủy", "Huyện ủy C", "Huyện ủy C", None]):
        _write(store, _citing(str(number), on="2021-03-02", place=C, **({"issuer": issuer} if issuer else {})))
    resolve(store)
    query = "SELECT number, type, issuer, issued_on, place_id FROM legal_documents"
    assert store.conn.execute(query).fetchall() == [("03-NQ/HU", "Nghị quyết", "Huyện ủy C", "2021-03-02", C)]


def test_resolution_does_not_depend_on_order_or_history(tmp_path: Path, store: Database) -> None:
    texts = {str(n): builders.extract(builders.make_article(str(n), builders.make_text(n))) for n in range(40)}
    for extraction in texts.values():
        _write(store, extraction)
    resolve(store)
    expected = digests(store)
    for seed in range(3):
        chosen = sorted(texts)
        random.Random(seed).shuffle(chosen)
        with store.atomic():
            remove_documents(store, [texts[source].article.id for source in chosen[:25]])
        resolve(store)
        for source in chosen[:25]:
            _write(store, texts[source])
        resolve(store)
        assert digests(store) == expected


@pytest.mark.parametrize(
    ("name", "key"), [("Nguyễn  Thị Hoà ", "nguyễn thị hòa"), ("TÔ\u00a0UY", "tô uy"), ("K’Bril", "k'bril")]
)
def test_name_keys(name: str, key: str) -> None:
    assert name_key(name) == key


def test_citation_keys_do_not_mix_a_number_with_a_name() -> None:
    assert citation_key("Luật", None, None, "12") != citation_key("Luật", "12", None, "12")
