from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from pipeline.store import index
from pipeline.store.inbox import stage
from pipeline.store.index import refresh_index
from pipeline.store.rows import rows_of
from pipeline.store.runs import RunInfo, begin_run
from pipeline.store.search import match_expression, search
from pipeline.store.staged import Reading
from pipeline.store.writer import write_documents
from tests import builders

TEXTS = {
    "a": "Xã triển khai Đề án 03\nÔng Kha Văn Tựu nêu Nghị quyết số 02-NQ/TU của Uỷ ban.",
    "b": "Dê ăn cỏ ở bản\nBà Mạc Thị Hiền nhắc Kế hoạch 2021–2025 và Quyết định 15/2024/QĐ-UBND.",
    "c": 'Hộ nghèo "vươn lên"\nDân vận khéo: 12 hộ; toả đi mọi án, mọi đề.',
}


@pytest.fixture
def store(fresh_store: Database) -> Database:
    begin_run(fresh_store, RunInfo("1", "r", "local", 1))
    for name, text in TEXTS.items():
        article = builders.make_article(name, text)
        stage(fresh_store, [Reading(name, "d", article, builders.sketch(article))], stamp="s", run_id=1)
        with fresh_store.atomic():
            write_documents(fresh_store, [rows_of(builders.extract(article))], run_id=1, stamps={article.id: "s"})
    return fresh_store


def _found(db: Database, query: str) -> str:
    names = {builders.make_article(name, "x").id: name for name in TEXTS}
    return "".join(sorted(names[hit.document_id] for hit in search(db, query)))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("đề án", "a"),
        ("Đề Án", "a"),
        ("ĐỀ ÁN", "a"),
        ("de an", "ab"),  # without accents any accents match: "Dê ăn" too
        ("02-NQ/TU", "a"),
        ("02 NQ TU", "a"),
        ("02–NQ/TU", "a"),
        ("15/2024/QĐ-UBND", "b"),
        ("15/2024/qd-ubnd", "b"),
        ("2021-2025", "b"),
        ("ủy ban", "a"),
        ("uỷ ban", "a"),
        ("tỏa đi", "c"),
        ("dan van kheo", "c"),
        ('"hộ nghèo", "dân vận"', "c"),
        ("Kha Văn Tựu; Đề án", "a"),
        ("án đề", "ac"),  # nowhere side by side, so anywhere
        ("vươn lên OR cỏ", ""),  # words, not operators
        ("NOT", ""),
        ('"', ""),
        ("*", ""),
        ("", ""),
        ("folded : x", ""),
        ("a' OR 1=1 --", ""),
        ("NEAR(đề án, 2)", ""),
        ("khủng long", ""),
    ],
)
def test_what_is_typed_finds_what_is_meant(store: Database, query: str, expected: str) -> None:
    assert _found(store, query) == expected


def test_sentences_are_found_with_the_words_marked_as_they_stand_in_the_text(store: Database) -> None:
    (hit,) = search(store, "uy ban", among="sentences")
    assert hit.snippet == "Ông Kha Văn Tựu nêu Nghị quyết số 02-NQ/TU của «Uỷ ban»."
    (text,) = store.conn.execute(
        """SELECT substr(d.text, s.start + 1, s.end - s.start) FROM sentences s
        JOIN documents d ON d.id = s.document_id WHERE s.id = ?""",
        (hit.sentence_id,),
    ).fetchone()
    assert text == hit.snippet.replace("«", "").replace("»", "")


@given(query=st.text(max_size=60))
def test_no_query_is_an_error(query: str) -> None:
    db = Database(memory=True)
    for statement in ("CREATE TABLE documents (id TEXT, title TEXT, text TEXT, published_on TEXT)", *index.SEARCH[:1]):
        db.conn.execute(statement)
    db.conn.execute(index.SEARCH[2])
    for apart in (False, True):
        expression = match_expression(query, apart=apart)
        if expression:
            db.conn.execute("SELECT rowid FROM documents_fts WHERE documents_fts MATCH ?", (expression,)).fetchall()
    db.close()


def test_search_survives_vacuum_and_replacing(store: Database) -> None:
    changed = builders.make_article("a", TEXTS["a"].replace("Đề án 03", "Chương trình 9"))
    with store.atomic():
        write_documents(store, [rows_of(builders.extract(changed))], run_id=1, stamps={changed.id: "s"})
    store.conn.execute("VACUUM")
    assert (_found(store, "đề án 03"), _found(store, "chương trình 9"), _found(store, "cỏ")) == ("", "a", "b")
    for table in ("documents_fts", "sentences_fts"):
        store.conn.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")


def test_the_index_is_made_again_when_folding_changed(store: Database) -> None:
    refresh_index(store)
    key = store.conn.execute("SELECT value FROM _state WHERE key = 'folding'").fetchone()
    store.conn.execute("UPDATE _state SET value = 'of long ago' WHERE key = 'folding'")
    refresh_index(store)
    assert store.conn.execute("SELECT value FROM _state WHERE key = 'folding'").fetchone() == key
    assert (_found(store, "đề án"), _found(store, "de an")) == ("a", "ab")
