"""Reading one article's rows from a database, whatever it is called there."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import EXIT_DATA, StoreError
from pipeline.evaluate.facts import FactBase, names_of
from pipeline.evaluate.gold import load_gold
from pipeline.evaluate.score import evaluate
from tests.evaluate.perfect import write_database
from tests.evaluate.samples import DATA, PLACES, perfect_sample


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("../shared/articles/012.txt", ("012.txt", "012")),
        ("C:\\news\\012.html", ("012.html", "012")),
        ("https://x.vn/a/tin-moi.html", ("tin-moi.html", "tin-moi")),
        ("012.txt.gz", ("012.txt.gz", "012")),
        ("news/all.jsonl.gz#a7", ("all.jsonl.gz#a7", "a7")),
        ("page.warc#b1.html", ("page.warc#b1.html", "b1.html", "b1")),
        ("v1.2", ("v1.2",)),
    ],
)
def test_names(source: str, names: tuple[str, ...]) -> None:
    assert names_of(source) == names


def test_rows_come_back_as_they_were(tmp_path: Path) -> None:
    _, found = perfect_sample(optional=True)
    path = write_database(tmp_path / "facts.db", [found, perfect_sample("a02")[1]])
    with FactBase(path) as base:
        again = base.find("a01.txt")
        assert base.find("a03.txt") is None
    assert again is not None
    for table in ("positions", "events", "event_roles", "citations", "facts"):
        assert sorted(getattr(again, table), key=lambda row: row.id) == sorted(
            getattr(found, table), key=lambda row: row.id
        )
    assert (again.text, again.published_on) == (found.text, found.published_on)


@pytest.mark.parametrize("source", ["deep/a01.html", "b.jsonl.gz#a01", "a01.txt.gz"])
def test_found_by_stem(tmp_path: Path, source: str) -> None:
    found = replace(perfect_sample()[1], source=source)
    with FactBase(write_database(tmp_path / "facts.db", [found])) as base:
        assert base.find("a01.txt") is not None


def test_a_duplicate_speaks_through_its_original(tmp_path: Path) -> None:
    found = replace(perfect_sample()[1], source="elsewhere.html")
    path = write_database(tmp_path / "facts.db", [found], duplicates={"in/a01.txt": found.id})
    with FactBase(path) as base:
        again = base.find("a01.txt")
    assert again is not None and again.source == "elsewhere.html" and again.facts


def test_exact_name_first_and_no_guess_between_two(tmp_path: Path) -> None:
    found = perfect_sample()[1]
    page = replace(found, id="page", source="html/a01.html")
    with FactBase(write_database(tmp_path / "1.db", [found, page])) as base:
        again = base.find("a01.txt")
        assert again is not None and again.id == found.id
    other = replace(found, id="other", source="more/a01.txt")
    with (
        FactBase(write_database(tmp_path / "2.db", [found, other])) as base,
        pytest.raises(StoreError, match=r"2 articles are called a01\.txt: more/a01\.txt, texts/a01\.txt"),
    ):
        base.find("a01.txt")


def test_rejected_rows_are_left_out(tmp_path: Path) -> None:
    found = perfect_sample()[1]
    path = write_database(tmp_path / "facts.db", [found], rejected=frozenset({found.facts[0].id}))
    with FactBase(path) as base:
        again = base.find("a01.txt")
    assert again is not None and len(again.facts) == len(found.facts) - 1


def test_places_come_from_the_database(tmp_path: Path) -> None:
    with FactBase(write_database(tmp_path / "facts.db", [], places=PLACES)) as base:
        assert base.place_tails().same_but_for_place("bí thư huyện ủy sơn bình", "bí thư huyện ủy")


def test_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no database here") as caught:
        FactBase(tmp_path / "none.db")
    assert caught.value.exit_code == EXIT_DATA and not (tmp_path / "none.db").exists()
    (tmp_path / "text.db").write_text("not SQLite at all, but long enough to be looked at", encoding="utf-8")
    with pytest.raises(StoreError, match="not a fact database"):
        FactBase(tmp_path / "text.db")
    with sqlite3.connect(tmp_path / "other.db") as db:
        db.execute("CREATE TABLE t (x)")
    db.close()
    with pytest.raises(StoreError, match="not a fact database"):
        FactBase(tmp_path / "other.db")


def test_damaged_spans(tmp_path: Path) -> None:
    found = perfect_sample()[1]
    path = write_database(tmp_path / "facts.db", [found])
    with sqlite3.connect(path) as db:
        db.execute("UPDATE facts SET spans = '{'")
    db.close()
    with FactBase(path) as base, pytest.raises(StoreError, match="not a fact database"):
        base.find("a01.txt")


def test_missing_article_is_all_misses(tmp_path: Path) -> None:
    path = write_database(tmp_path / "facts.db", [perfect_sample()[1]], places=PLACES)
    evaluation = evaluate(load_gold(DATA), path)
    assert evaluation.tally("documents").missed == 1
    assert evaluation.tally("counts", "a01.txt").f1 == 1.0
    assert evaluation.tally("counts", "a02.txt").f1 == 0.0
    assert evaluation.tally("counts").hits == 9
    assert evaluation.tally("counts").missed == 2
