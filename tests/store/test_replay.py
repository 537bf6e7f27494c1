from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.kinds import BY_NAME
from pipeline.store.replay import ReviewBook, replay
from pipeline.store.reviewable import REVIEWED, content_columns, typed, typed_by_hand
from pipeline.store.reviews import Review, Seen
from pipeline.store.rows import DocumentRows, copy_rows
from tests import builders
from tests.store.reviewing import AN, BA, INDICATORS, TEXT, changed, document, judged, numbered, table, without

FACTS = document()
DOC = FACTS.document_id


def _replayed(rows: DocumentRows, *reviews: Review) -> DocumentRows:
    return replay(rows, numbered(*reviews), indicators=INDICATORS)


def _correct(field: str, new: str | None, *, row: int = 0, name: str = "facts", by: object = AN) -> Review:
    review = judged(FACTS, name, row).review(by, "correct")  # type: ignore[arg-type]
    return replace(review, field=field, old_value="?", new_value=new)


def _states(rows: DocumentRows) -> list[object]:
    return [row[2] for row in rows.replays]


def _codes(rows: DocumentRows) -> list[str]:
    return [issue.code for issue in rows.issues]


def test_the_article_has_what_the_tests_count_on() -> None:
    assert [row["value"] for row in table(FACTS, "facts")] == [21, 6, 6]


@pytest.mark.parametrize(
    ("verdicts", "review"),
    [
        (["accept"], "accepted"),
        (["reject"], "rejected"),
        (["reject", "accept"], "accepted"),
        (["accept", "reject"], "rejected"),
    ],
)
def test_the_last_word_counts(verdicts: list[str], review: str) -> None:
    row = judged(FACTS, "facts", 1)
    done = _replayed(FACTS, *(row.review(AN, verdict) for verdict in verdicts))  # type: ignore[arg-type]
    assert [row["review"] for row in table(done, "facts")] == [None, review, None]
    assert [{**row, "review": None} for row in table(done, "facts")] == table(FACTS, "facts")
    assert (done.issues, set(_states(done))) == ((), {"applied"})


@pytest.mark.parametrize(
    ("field", "written", "value", "span"),
    [
        ("value", "27", 27.0, "21"),  # not in the evidence: the slot stays where the number stands
        ("unit", None, None, None),
        ("item", "cuộc", "cuộc", "cuộc"),  # a slot that the row did not have, found in the evidence
        ("period_start", "2024-01-01", "2024-01-01", "21 cuộc"),  # nowhere: all of the evidence
        ("status", "target", "target", "21 cuộc"),
    ],
)
def test_a_corrected_field_is_written_with_its_span(
    field: str, written: str | None, value: object, span: str | None
) -> None:
    (row, *_) = table(_replayed(FACTS, _correct(field, written)), "facts")
    assert (row[field], row["review"]) == (value, "corrected")
    slots = json.loads(str(row["spans"]))
    name = {"period_start": "period"}.get(field, field)
    assert (TEXT[slice(*slots[name])] if name in slots else None) == span


def test_what_follows_from_a_field_follows() -> None:
    (row, *_) = table(_replayed(FACTS, _correct("organisation", "UBND tỉnh A", name="positions")), "positions")
    assert (row["position"], row["organisation_place_id"]) == ("Chủ tịch UBND tỉnh A", None)


def test_a_correction_of_two_fields_and_a_rejection_after_them() -> None:
    both = _correct("value", "5"), _correct("unit", "buổi")
    (row, *_) = table(_replayed(FACTS, *both), "facts")
    assert (row["value"], row["unit"]) == (5.0, "buổi")
    (row, *_) = table(_replayed(FACTS, *both, judged(FACTS, "facts", 0).review(AN, "reject")), "facts")
    assert row["review"] == "rejected"


def test_equal_words_are_told_apart_by_their_number() -> None:
    done = _replayed(FACTS, judged(FACTS, "facts", 2).review(AN, "reject"))
    assert [row["review"] for row in table(done, "facts")] == [None, None, "rejected"]


@pytest.mark.parametrize("text", ["Tin mới trong ngày\n" + TEXT, TEXT + "\nCòn 6 cuộc nữa."])
def test_a_verdict_moves_with_its_words(text: str) -> None:
    done = _replayed(document(text), judged(FACTS, "facts", 2).review(AN, "reject"), _correct("value", "22"))
    values = [(row["value"], row["review"]) for row in table(done, "facts")]
    assert values[:3] == [(22, "corrected"), (6, None), (6, "rejected")]
    assert done.issues == ()


@pytest.mark.parametrize("shift", [0, len("tổ chức ")])
def test_rules_that_have_learnt_a_correction_make_an_accepted_row(shift: int) -> None:
    start = int(table(FACTS, "facts")[0]["start"] or 0)
    learnt = changed(FACTS, "facts", 0, {"value": 22.0, "start": start - shift})
    review = _correct("value", "22")
    done = _replayed(learnt, review)
    assert (table(done, "facts")[0]["review"], table(done, "facts")[0]["value"], done.issues) == ("accepted", 22, ())
    again = _replayed(learnt, review, judged(learnt, "facts", 0).review(BA, "reject"))
    assert (table(again, "facts")[0]["review"], again.issues) == ("rejected", ())
    other = changed(learnt, "facts", 0, {"unit": "buổi"})
    assert _codes(_replayed(other, review)) == ["stale_review"]


@pytest.mark.parametrize("verdict", ["accept", "reject"])
def test_other_content_makes_a_verdict_stale(verdict: str) -> None:
    other = changed(FACTS, "facts", 0, {"value": 210.0})
    done = _replayed(other, judged(FACTS, "facts", 0).review(AN, verdict))  # type: ignore[arg-type]
    assert table(done, "facts")[0] == {**table(other, "facts")[0], "review": "stale"}
    assert (_codes(done), _states(done)) == (["stale_review"], ["stale"])
    message = done.issues[0].message
    assert "value 21, " in message and "value 210, " in message and "hoinghi review undo 1" in message


def test_a_correction_is_stale_on_other_words() -> None:
    start = int(table(FACTS, "facts")[0]["start"] or 0)
    wider = changed(FACTS, "facts", 0, {"start": start - len("tổ chức ")})
    done = _replayed(wider, _correct("value", "22"))
    assert (table(done, "facts")[0]["review"], table(done, "facts")[0]["value"]) == ("stale", 21)
    assert "«tổ chức 21 cuộc»" in done.issues[0].message


def test_a_row_that_was_judged_again_is_not_stale() -> None:
    other = changed(FACTS, "facts", 0, {"value": 210.0})
    done = _replayed(
        other, judged(FACTS, "facts", 0).review(AN, "accept"), judged(other, "facts", 0).review(AN, "reject")
    )
    assert (table(done, "facts")[0]["review"], done.issues) == ("rejected", ())
    assert {row[1]: row[2] for row in done.replays} == {1: "superseded", 2: "applied"}


@pytest.mark.parametrize(("verdict", "codes"), [("accept", ["lost_review"]), ("reject", [])])
def test_a_row_that_is_gone(verdict: str, codes: list[str]) -> None:
    review = judged(FACTS, "facts", 2).review(AN, verdict)  # type: ignore[arg-type]
    assert _codes(_replayed(without(FACTS, "facts", 2), review)) == codes
    assert _codes(_replayed(document(TEXT.replace("6 cuộc và", "sáu lần và")), review)) == codes


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("indicator", "no.such", "there is no indicator no.such"),
        ("status", "bogus", "status cannot be 'bogus'"),
        ("spans", "{}", "facts has no field spans"),
    ],
)
def test_a_correction_that_no_column_takes_is_stale(field: str, value: str, says: str) -> None:
    for rows in (FACTS, changed(FACTS, "facts", 0, {"unit": "buổi"})):
        done = _replayed(rows, _correct(field, value))
        assert table(done, "facts")[0]["review"] == "stale"
    assert says in _replayed(FACTS, _correct(field, value)).issues[0].message


def _added(**values: object) -> Review:
    start = TEXT.index("300 lượt")
    full = {"value": 300.0, "unit": "lượt", "indicator": "other.other", "qualifier": "exact", "status": "achieved"}
    row = replace(judged(FACTS, "facts", 0), seen=Seen(TEXT[start : start + 8], 0, {**full, **values}))
    return replace(row.review(AN, "add"), new_value=json.dumps({"value": 300.0, "unit": "lượt"}))


def test_a_missed_fact_is_added_where_its_words_stand() -> None:
    done = _replayed(document("Mở đầu\n" + TEXT), _added())
    row = table(done, "facts")[-1]
    text = "Mở đầu\n" + TEXT
    spans = {name: text[slice(*span)] for name, span in json.loads(str(row["spans"])).items()}
    assert (row["rule_id"], row["review"], row["value"], row["status"]) == ("review.added", "accepted", 300, "achieved")
    assert spans == {"value": "300", "unit": "lượt"}
    assert row["event_id"] == table(done, "events")[0]["id"]
    assert row["sentence_id"] == table(done, "sentences")[-1]["id"]


def test_an_added_fact_that_the_rules_found_meanwhile_stands_once() -> None:
    names = BY_NAME["facts"].column_names
    start = TEXT.index("đón 300 lượt")
    row = dict(zip(names, FACTS.children["facts"][0], strict=True))
    row |= {"id": "0" * 16, "start": start, "end": start + 12, "value": 300.0, "unit": "lượt"}
    learnt = replace(FACTS, children={**FACTS.children, "facts": (*FACTS.children["facts"], tuple(row.values()))})
    done = _replayed(learnt, _added())
    assert [(row["rule_id"], row["review"]) for row in table(done, "facts")][3:] == [("test.count", "accepted")]


def test_an_added_row_can_be_rejected_by_somebody_else() -> None:
    done = _replayed(FACTS, _added(), replace(_added(), verdict="reject", reviewer="ba", new_value=None))
    assert table(done, "facts")[-1]["review"] == "rejected"


@pytest.mark.parametrize("values", [{"indicator": "no.such"}, {"status": "bogus"}, {"value": None}])
def test_an_added_row_that_no_table_takes_is_lost(values: dict[str, object]) -> None:
    done = _replayed(FACTS, _added(**values))
    assert (len(table(done, "facts")), _codes(done)) == (3, ["lost_review"])


def test_reviews_of_an_article_that_became_a_copy_are_not_forgotten() -> None:
    copy = copy_rows(builders.make_article("a.txt", TEXT), "f" * 16)
    done = _replayed(copy, _added(), judged(FACTS, "facts", 0).review(AN, "reject"))
    assert (done.children, _codes(done)) == ({}, ["lost_review"])
    assert "copy of ffffffffffffffff" in done.issues[0].message


@pytest.mark.parametrize(
    ("reviews", "doubted"),
    [
        ([judged(FACTS, "facts", 0).review(AN, "accept")], False),
        ([_correct("place", "xã Tân Lập")], False),
        ([judged(FACTS, "facts", 0).review(AN, "reject")], True),
        ([_correct("value", "7", row=1)], True),  # a part of the total that is checked
    ],
)
def test_a_check_of_changed_figures_says_nothing_any_more(reviews: list[Review], doubted: bool) -> None:
    holds = changed(FACTS, "checks", 0, {"outcome": "holds"})
    (check,) = table(_replayed(holds, *reviews), "checks")
    assert (check["outcome"] == "not_checkable") == doubted
    assert ("a reviewer" in str(check["explanation"])) == doubted


def test_documents_without_reviews_are_not_touched() -> None:
    book = ReviewBook.of(numbered(replace(_correct("value", "1"), document_id="another")), INDICATORS)
    assert book.replayed(FACTS) is FACTS


_ROWS = [(name, number) for name in REVIEWED for number in range(len(FACTS.children.get(name, ())))]


@st.composite
def _reviews(draw: st.DrawFn) -> tuple[Review, ...]:
    found = []
    for name, number in draw(st.lists(st.sampled_from(_ROWS), min_size=1, max_size=6)):
        row = judged(FACTS, name, number)
        by = draw(st.sampled_from([AN, BA]))
        verdict = draw(st.sampled_from(["accept", "reject", "correct"]))
        review = row.review(by, verdict)  # type: ignore[arg-type]
        if verdict == "correct":
            column = draw(
                st.sampled_from([c for c in content_columns(name).values() if c.type == "TEXT" and not c.choices])
            )
            written = draw(st.sampled_from(["huyện C", "21", "chữ (lạ"]))
            if "ISO" in column.meaning or column.name == "indicator":
                written = row.seen.values.get(column.name) or (
                    "2024-01-31" if "ISO" in column.meaning else "other.other"
                )
            review = replace(review, field=column.name, new_value=str(written))
        found.append(review)
    return numbered(*found)


@settings(max_examples=60)
@given(_reviews(), st.integers(0, 10))
def test_replay_is_a_function_and_keeps_rows_grounded(reviews: tuple[Review, ...], last: int) -> None:
    once, again = (replay(FACTS, reviews, indicators=INDICATORS) for _ in range(2))
    assert once == again
    assert _codes(once) == []
    for name in REVIEWED:
        rows, before = table(once, name), table(FACTS, name)
        assert [row["id"] for row in rows] == [row["id"] for row in before]
        for row in rows:
            for start, end in json.loads(str(row["spans"])).values():
                assert 0 <= start < end <= len(TEXT)
    undone = replay(
        FACTS, (*reviews, *(replace(r, id=r.id + 100, undoes=r.id) for r in reviews)), indicators=INDICATORS
    )
    assert undone.children == FACTS.children


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        ("value", "1284", 1284.0),
        ("value", "85,1", 85.1),
        ("unit", " đơn ", "đơn"),
        ("unit", "", None),
        ("period_end", "2024-02-29", "2024-02-29"),
    ],
)
def test_values_as_people_write_them(field: str, written: str, value: object) -> None:
    column = content_columns("facts")[field]
    assert typed_by_hand(column, written) == value
    assert typed(column, None if value is None else str(value)) == value


@pytest.mark.parametrize(
    ("field", "written", "says"),
    [
        ("value", "", "cannot be empty"),
        ("value", "1.284", "write 1284 for the thousands, or 1.2840"),
        ("value", "nan", "write a number"),
        ("value", "1e400", "write a number"),
        ("status", "bogus", "choose one of achieved"),
        ("period_start", "5/7/2024", "write a day"),
        ("period_start", "20240705", "write a day"),
    ],
)
def test_values_that_no_column_takes(field: str, written: str, says: str) -> None:
    with pytest.raises(ValueError, match=says.replace(".", r"\.")):
        typed_by_hand(content_columns("facts")[field], written)
