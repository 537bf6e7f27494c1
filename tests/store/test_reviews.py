from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import SchemaVersionError, StoreError
from pipeline.store.reviews import Review, append, beside, open_reviews, read_reviews
from pipeline.store.verdicts import by_document, digest, disagreements, in_force, judgements
from tests.store.reviewing import AN, BA, document, judged, numbered

ROW = judged(document(), "facts", 0)
OTHER = judged(document(), "facts", 1)


def _correct(value: str, by: object = AN, field: str = "value") -> Review:
    review = ROW.review(by, "correct")  # type: ignore[arg-type]
    return replace(review, field=field, old_value="21", new_value=value)


def _undo(number: int) -> Review:
    return replace(ROW.review(BA, "accept"), undoes=number)


def test_reviews_come_back_as_they_were_given(tmp_path: Path) -> None:
    path = tmp_path / "reviews.db"
    given = (ROW.review(AN, "accept", note="đúng rồi"), _correct("22"), replace(OTHER.review(BA, "reject"), note=None))
    stored = append(path, given[:2]) + append(path, given[2:])
    assert stored == numbered(*given) == read_reviews(path)
    assert read_reviews(path, document_id="another") == ()
    assert beside(tmp_path / "facts.db") == path


@pytest.mark.parametrize(
    "statement", ["UPDATE reviews SET note = 'x'", "DELETE FROM reviews", "REPLACE INTO reviews SELECT * FROM reviews"]
)
def test_nothing_is_ever_changed_or_deleted(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "reviews.db"
    append(path, [ROW.review(AN, "accept")])
    before = read_reviews(path)
    with sqlite3.connect(path) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    connection.close()
    assert read_reviews(path) == before


def test_a_review_that_the_table_refuses_leaves_none_of_its_companions(tmp_path: Path) -> None:
    path = tmp_path / "reviews.db"
    with pytest.raises(StoreError, match="CHECK"):
        append(path, [ROW.review(AN, "accept"), ROW.review(AN, "perhaps")])  # type: ignore[arg-type]
    assert read_reviews(path) == ()


def test_files_that_are_something_else_are_refused_and_left_alone(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE reviews (id)")
    connection.close()
    before = foreign.read_bytes()
    newer = tmp_path / "newer.db"
    append(newer, [ROW.review(AN, "accept")])
    with sqlite3.connect(newer) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    (tmp_path / "text.db").write_text("không phải cơ sở dữ liệu " * 9, encoding="utf-8")
    for path, error, says in (
        (foreign, StoreError, "these are no reviews"),
        (newer, SchemaVersionError, "schema version 99, this hoinghi knows 1"),
        (tmp_path / "text.db", StoreError, "not a database"),
        (tmp_path / "none.db", StoreError, "no reviews here"),
        (tmp_path / "no" / "folder.db", StoreError, "no reviews here"),
    ):
        with pytest.raises(error, match=says):
            read_reviews(path)
    with pytest.raises(StoreError, match="these are no reviews"), open_reviews(foreign):
        pass
    with pytest.raises(StoreError, match="there is no folder"):
        append(tmp_path / "no" / "folder.db", [ROW.review(AN, "accept")])
    assert foreign.read_bytes() == before
    (tmp_path / "empty.db").touch()
    assert read_reviews(tmp_path / "empty.db") == ()


def test_a_row_that_hoinghi_did_not_write_is_named(tmp_path: Path) -> None:
    path = tmp_path / "reviews.db"
    append(path, [ROW.review(AN, "accept")])
    with sqlite3.connect(path) as connection:
        connection.execute(
            """INSERT INTO reviews (reviewed_at, reviewer, table_name, row_id, document_id, place_key, content_key,
            verdict, seen) VALUES ('', '', 'facts', '', '', '', '', 'accept', '[]')"""
        )
    connection.close()
    with pytest.raises(StoreError, match="review 2 does not say what was judged"):
        read_reviews(path)


@pytest.mark.parametrize(
    ("given", "status", "corrections"),
    [
        ([ROW.review(AN, "accept")], "accepted", {}),
        ([_correct("22")], "corrected", {"value": "22"}),
        ([_correct("22"), _correct("23", BA)], "corrected", {"value": "23"}),
        ([_correct("22"), _correct("buổi", field="unit")], "corrected", {"value": "22", "unit": "buổi"}),
        ([ROW.review(AN, "reject"), _correct("22")], "corrected", {"value": "22"}),
        ([_correct("22"), ROW.review(BA, "accept")], "corrected", {"value": "22"}),
        ([_correct("22"), ROW.review(BA, "reject")], "rejected", {"value": "22"}),
        ([_correct("22"), ROW.review(BA, "reject"), _undo(2)], "corrected", {"value": "22"}),
        ([ROW.review(AN, "accept"), _correct("22"), _undo(2)], "accepted", {}),
    ],
)
def test_what_reviews_of_a_row_say_together(given: list[Review], status: str, corrections: dict[str, str]) -> None:
    (judgement,) = judgements(numbered(*given))
    assert judgement.status == status
    assert {field: review.new_value for field, review in judgement.corrections.items()} == corrections


@pytest.mark.parametrize(
    ("given", "disputed"),
    [
        ([ROW.review(AN, "accept"), ROW.review(BA, "accept")], False),
        ([ROW.review(AN, "accept"), ROW.review(BA, "reject")], True),
        ([ROW.review(AN, "accept"), ROW.review(AN, "reject")], False),
        ([ROW.review(AN, "accept"), ROW.review(BA, "reject"), ROW.review(AN, "reject")], False),
        ([ROW.review(AN, "accept"), OTHER.review(BA, "reject")], False),
        ([_correct("22"), _correct("23", BA)], True),
        ([_correct("22"), _correct("22", BA)], False),
        ([_correct("22"), _correct("buổi", BA, "unit")], False),
        ([_correct("22"), ROW.review(BA, "accept")], False),  # accepted as corrected
        ([ROW.review(BA, "accept"), _correct("22")], True),  # accepted as it was
        ([ROW.review(AN, "accept"), ROW.review(BA, "reject"), _undo(2)], False),
    ],
)
def test_disagreements(given: list[Review], disputed: bool) -> None:
    assert bool(disagreements(numbered(*given))) == disputed


def test_the_digest_of_a_document_changes_with_its_reviews() -> None:
    given = numbered(ROW.review(AN, "accept"), _correct("22"), _undo(2))
    assert [review.id for review in in_force(given)] == [1]
    known = frozenset({"dialogue.sessions"})
    digests = {digest(by_document(given[:n])[ROW.document_id], known) for n in (1, 2, 3)}
    assert len(digests) == 2
    assert digest(given[:1], known) != digest(given[:1], frozenset())
    assert by_document(given[:0]) == {}
