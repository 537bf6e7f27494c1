"""`hoinghi review` as a person calls it: what it stores, what it prints, and what it refuses."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
import yaml

from pipeline.cli.main import call
from pipeline.evaluate.gold import load_gold
from pipeline.store.database import read_database
from pipeline.store.reviews import append, read_reviews
from tests.store.reviewing import AN

ARTICLE = """Huyện Mù Cang Sơn giao ban công tác dân vận quý I năm 2024

Sáng 9/4/2024, Huyện ủy Mù Cang Sơn tổ chức hội nghị giao ban công tác dân vận quý I năm 2024. Đồng chí Giàng A Tủa, \
Phó Bí thư Thường trực Huyện ủy chủ trì hội nghị.

Trong quý, các xã đã tiếp nhận 34 đơn, trong đó có 5 đơn khiếu nại; mở 12 lớp tập huấn theo Kế hoạch số 17-KH/HU \
ngày 15/01/2024. Huyện khánh thành 5 nhà văn hóa thôn.
"""


@pytest.fixture
def facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database of one article in the folder that the command is called in."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "bai.txt").write_text(ARTICLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert call(["run", "in", "--workers", "1"]) == 0
    return tmp_path / "facts.db"


def _row(facts: Path, condition: str, table: str = "facts") -> str:
    with read_database(facts) as db:
        return str(db.conn.execute(f"SELECT id FROM {table} WHERE {condition}").fetchone()[0])


def _values(facts: Path, query: str) -> list[tuple[object, ...]]:
    with read_database(facts) as db:
        return db.conn.execute(query).fetchall()


def _document(facts: Path) -> str:
    return _row(facts, "true", "documents")


def test_from_a_word_to_the_database_and_back(facts: Path, capfd: pytest.CaptureFixture[str]) -> None:
    wrong, right = _row(facts, "value = 12"), _row(facts, "value = 34")
    capfd.readouterr()
    assert call(["review", "reject", wrong[:12], "--note", "chưa mở", "--reviewer", "An"]) == 0
    said, hint = capfd.readouterr()
    assert said.startswith("review 1: reject facts «12 lớp")
    assert hint == "kept in reviews.db; hoinghi run --db facts.db applies it\n"
    assert call(["review", "correct", right, "unit", "lá đơn", "--reviewer", "Bình"]) == 0
    assert call(["run"]) == 0
    assert _values(facts, "SELECT value FROM fact_table WHERE value = 12") == []
    assert _values(facts, "SELECT unit, review FROM facts WHERE value = 34") == [("lá đơn", "corrected")]
    assert call(["review", "undo", "2"]) == 0
    assert call(["run"]) == 0
    assert _values(facts, "SELECT unit, review FROM facts WHERE value = 34") == [("đơn", None)]
    capfd.readouterr()
    assert call(["review", "list"]) == 0
    lines = [line.split() for line in capfd.readouterr().out.splitlines()]
    assert [(line[0], line[2], line[3]) for line in lines if line[0] in "123"][:2] == [
        ("1", "An", "applied"),
        ("2", "Bình", "taken"),
    ]


def test_a_missed_fact_by_its_words_or_by_its_span(facts: Path) -> None:
    document = _document(facts)
    given = ["--set", "value=1", "--set", "unit=hội nghị", "--set", "indicator=event.meetings"]
    assert call(["review", "add", document[:8], "--table", "facts", "--evidence", "tổ chức hội nghị", *given]) == 2
    given[-1] = "indicator=other.other"
    assert call(["review", "add", document[:8], "--table", "facts", "--evidence", "tổ chức hội nghị", *given]) == 0
    start = ARTICLE.replace("\n\n", "\n").index("Huyện khánh thành")
    span = f"{start}:{start + 17}"
    title = ["--set", "name=Lò Thị Dung", "--set", "title=Phó Chủ tịch", "--set", "organisation=UBND huyện"]
    assert call(["review", "add", "bai.txt", "--table", "positions", "--span", span, *title]) == 0
    assert call(["run"]) == 0
    made = "SELECT value, unit, status, rule_id, review FROM facts WHERE rule_id = 'review.added'"
    assert _values(facts, made) == [(1, "hội nghị", "achieved", "review.added", "accepted")]
    position = "SELECT position, tenure, person_id IS NOT NULL FROM positions WHERE rule_id = 'review.added'"
    assert _values(facts, position) == [("Phó Chủ tịch UBND huyện", "current", 1)]
    assert _values(facts, "PRAGMA foreign_key_check") == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["accept", "xyz"], "'xyz' is no row id"),
        (["accept", "00000000"], "no row of events, positions"),
        (["accept", "{prefix}"], "give more digits"),
        (["correct", "{fact}", "valeu", "3"], "perhaps value"),
        (["correct", "{fact}", "spans", "{{}}"], "no field spans that can be corrected"),
        (["correct", "{fact}", "value", "1.284"], "write 1284 for the thousands"),
        (["correct", "{fact}", "value", ""], "cannot be empty"),
        (["correct", "{fact}", "value", "34"], "value is 34 already"),
        (["correct", "{fact}", "status", "done"], "choose one of achieved"),
        (["correct", "{fact}", "indicator", "petition.recieved"], "perhaps petition.received"),
        (["add", "{doc}", "--table", "facts", "--set", "value=1"], "give either --span S:E or --evidence TEXT"),
        (["add", "{doc}", "--table", "facts", "--span", "a:b", "--set", "value=1"], "'a:b' is no span"),
        (["add", "{doc}", "--table", "facts", "--span", "9:99999", "--set", "value=1"], "the span 9:99999 is not in"),
        (["add", "{doc}", "--table", "facts", "--evidence", "dân vận", "--set", "value=1"], "stands 2 times"),
        (["add", "{doc}", "--table", "facts", "--evidence", "không có", "--set", "value=1"], "is not in the article"),
        (["add", "{doc}", "--table", "facts", "--evidence", "34 đơn", "--set", "unit=đơn"], "the new row needs value"),
        (["add", "{doc}", "--table", "facts", "--evidence", "34 đơn", "--set", "value"], "write --set FIELD=VALUE"),
        (["add", "{doc}", "--table", "facts", "--evidence", "34 đơn"], "the new row has no values"),
        (["undo", "7"], "there is no review 7"),
        (["accept", "{fact}", "--reviewer", " "], "give --reviewer NAME"),
    ],
)  # fmt: skip
def test_what_cannot_be_said_is_refused_with_a_remedy(
    facts: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    fact, document = _row(facts, "value = 34"), _document(facts)
    call(["review", "accept", fact])
    capfd.readouterr()
    filled = [part.format(fact=fact, doc=document, prefix=document[:5]) for part in arguments]
    assert call(["review", *filled]) == 2
    out, err = capfd.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert says in err
    assert len(read_reviews(facts.with_name("reviews.db"))) == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["accept", "abcdef", "--db", "none.db"], "none.db: no such database"),
        (["add", "ffff", "--table", "facts", "--evidence", "34 đơn", "--set", "value=1"], "no article 'ffff'"),
        (["list", "--db", "none.db", "--reviews", "none.db"], "none.db: no reviews here"),
        (["list", "--reviews", "facts.db"], "facts.db: these are no reviews"),
        (["accept", "{fact}", "--reviews", "no/r.db"], "there is no folder no"),
    ],
)
def test_databases_that_are_not_there(
    facts: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    filled = [part.format(fact=_row(facts, "value = 34")) for part in arguments]
    capfd.readouterr()
    assert call(["review", *filled]) == 4
    assert says in capfd.readouterr().err


def test_lists_of_what_needs_a_person(facts: Path, capfd: pytest.CaptureFixture[str]) -> None:
    disputed, stale, calm = (_row(facts, f"value = {value}") for value in (34, 12, 5))
    assert call(["review", "accept", disputed, stale, calm, "--reviewer", "An"]) == 0
    assert call(["review", "reject", disputed, "--reviewer", "Bình"]) == 0
    text = ARTICLE.replace("12 lớp tập huấn", "một số lớp")
    Path("in/bai.txt").write_text(text, encoding="utf-8")
    assert call(["run", "in", "--workers", "1"]) == 0
    capfd.readouterr()
    for option, ids in (("--stale", [2]), ("--disagreeing", [1, 4])):
        assert call(["review", "list", option, "--json"]) == 0
        rows = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
        assert [row["id"] for row in rows] == ids
    assert {row["state"] for row in rows} == {"applied"}
    assert rows[0]["seen"]["evidence"] == "34 đơn"


def test_reviews_come_out_as_json_lines_and_as_gold(facts: Path, capfd: pytest.CaptureFixture[str]) -> None:
    rows = [_row(facts, condition) for condition in ("value = 34", "value = 5")]
    rows += [_row(facts, "true", table) for table in ("events", "positions", "event_roles", "citations")]
    assert call(["review", "accept", *rows]) == 0
    assert call(["review", "correct", rows[0], "qualifier", "over"]) == 0
    assert call(["review", "reject", _row(facts, "value = 12")]) == 0
    assert call(["review", "undo", "2"]) == 0
    assert call(["run"]) == 0
    capfd.readouterr()
    assert call(["review", "export"]) == 0
    exported = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [row["id"] for row in exported] == [1, 3, 4, 5, 6, 7, 8]
    assert call(["review", "export", "--gold", "gold"]) == 0
    (gold,) = load_gold(Path("gold")).documents
    (count,) = gold.counts
    assert (gold.document, count.value, count.unit, count.qualifier) == ("bai.txt", 34, "đơn", "over")
    assert ARTICLE.count(count.quote) == 1
    assert gold.event is not None and (gold.event.kind, gold.event.held_on) == ("giao_ban", "2024-04-09")
    (official,) = gold.officials
    assert (official.name, official.positions) == ("Giàng A Tủa", ("Phó Bí thư Thường trực Huyện ủy",))
    (decree,) = gold.decrees
    assert (decree.number, decree.issued) == ("17-KH/HU", "2024-01-15")
    assert call(["review", "export", "--gold", "gold"]) == 2  # nothing is overwritten
    assert call(["evaluate", "gold", "--db", "facts.db"]) == 0


def test_gold_of_an_article_whose_every_row_is_right_finds_no_fault_in_it(
    facts: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    tables = ("events", "positions", "event_roles", "citations", "facts")
    rows = [str(row) for table in tables for (row,) in _values(facts, f"SELECT id FROM {table}")]
    assert call(["review", "accept", *rows]) == 0
    assert call(["run"]) == 0
    assert call(["review", "export", "--gold", "gold"]) == 0
    capfd.readouterr()
    assert call(["evaluate", "gold", "--db", "facts.db", "--json"]) == 0
    kinds = json.loads(capfd.readouterr().out)["kinds"]
    found = {name: (kind["hits"], kind["missed"], kind["false"]) for name, kind in kinds.items() if kind["hits"]}
    assert found["counts"][0] >= 4
    assert {(missed, false) for _, missed, false in found.values()} == {(0, 0)}


def test_reviews_come_out_as_examples_for_rules(facts: Path, capfd: pytest.CaptureFixture[str]) -> None:
    kept, fixed, wrong = (_row(facts, f"value = {value}") for value in (34, 5, 12))
    assert call(["review", "accept", kept]) == 0
    assert call(["review", "correct", fixed, "unit", "lá đơn"]) == 0
    assert call(["review", "reject", wrong, "--note", "mới là dự kiến"]) == 0
    added = ["--set", "value=1", "--set", "unit=hội nghị"]
    assert call(["review", "add", "bai", "--table", "facts", "--evidence", "tổ chức hội nghị", *added]) == 0
    rules = {row: _values(facts, f"SELECT rule_id FROM facts WHERE id = '{row}'")[0][0] for row in (kept, fixed, wrong)}
    for run in (False, True):  # before and after the reviews are applied
        assert not run or call(["run"]) == 0
        capfd.readouterr()
        assert call(["review", "export", "--examples"]) == 0
        found = yaml.safe_load(capfd.readouterr().out)
        sentence = next(line for line in ARTICLE.splitlines() if "34 đơn" in line)
        matches = found[rules[kept]]["match"]
        assert matches[0]["text"] in sentence and matches[0]["expect"] == {"value": "34", "unit": "đơn"}
        assert {"value": "5", "unit": "lá đơn"} in [one["expect"] for one in found[rules[fixed]]["match"]]
        (no_match,) = found[rules[wrong]]["no_match"]
        assert (no_match["why"], "expect" in no_match) == ("mới là dự kiến", False)
        (new,) = found["new rule for facts"]["match"]
        assert new["expect"] == {"value": "1", "unit": "hội nghị"}
    assert call(["review", "export", "--examples", "--gold", "g"]) == 2


def test_another_place_for_reviews_is_named_in_the_hint(facts: Path, capfd: pytest.CaptureFixture[str]) -> None:
    row = _row(facts, "value = 34")
    capfd.readouterr()
    assert call(["review", "accept", row, "--reviews", "mine.db"]) == 0
    assert "hoinghi run --db facts.db --reviews mine.db applies it" in capfd.readouterr().err
    assert call(["run", "--reviews", "mine.db"]) == 0
    assert _values(facts, "SELECT review FROM facts WHERE value = 34") == [("accepted",)]


def test_who_says_it_is_the_user_unless_said(facts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "chi-hoa")
    assert call(["review", "accept", _row(facts, "value = 34")]) == 0
    (review,) = read_reviews(Path("reviews.db"))
    assert review.reviewer == "chi-hoa"
    assert review.reviewed_at.endswith("+00:00")


def test_reviewers_and_a_run_do_not_wait_for_each_other(facts: Path) -> None:
    row = _row(facts, "value = 34")
    writer = sqlite3.connect(facts, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")  # a run in the middle of its work
    assert call(["review", "accept", row]) == 0
    writer.execute("ROLLBACK")
    writer.close()
    (review,) = read_reviews(Path("reviews.db"))
    assert append(Path("reviews.db"), [review])[0].id == 2
    assert review.reviewer != AN.name
