"""Verdicts on the page of an article, through Datasette itself."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import StoreError
from pipeline.review.serve import application
from pipeline.run.batch import Plan, run
from pipeline.store.database import read_database
from pipeline.store.reviews import read_reviews
from tests import builders
from tests.store.reviewing import TEXT

Post = Callable[..., Any]


class Browser:
    """A browser with cookies, on the page of the one article."""

    def __init__(self, facts: Path) -> None:
        self.app = application(facts)
        self.cookies: dict[str, str] = {}
        self.page = f"/facts/-/article/{_one(facts, 'SELECT id FROM documents')}"

    def get(self) -> str:
        return str(self._send("get", self.page).text)

    def post(self, **fields: str) -> Any:
        """Fill the form in and press a button."""
        token = re.search(r'name="csrftoken" value="([^"]+)"', self.get())
        assert token
        return self.send({"csrftoken": token[1], "reviewer": "Bà Tư", **fields})

    def send(self, fields: dict[str, str], *, cookies: bool = True) -> Any:
        return self._send("post", f"{self.page}/review", data=fields, cookies=cookies)

    def _send(self, method: str, url: str, *, cookies: bool = True, **options: Any) -> Any:
        header = {"cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if cookies else {}
        response = asyncio.run(getattr(self.app.client, method)(url, headers=header, **options))
        self.cookies |= dict(response.cookies.items())
        return response


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    (tmp_path / "text.txt").write_text(TEXT, encoding="utf-8")
    builders.write_rules(tmp_path / "rules")
    _run(tmp_path, "text.txt")
    return tmp_path / "facts.db"


def _run(folder: Path, *inputs: str) -> None:
    run(Plan(tuple(str(folder / name) for name in inputs), folder / "facts.db", folder / "rules", load=builders.load))


def _one(facts: Path, query: str) -> str:
    with read_database(facts) as db:
        return str(db.conn.execute(query).fetchone()[0])


def _row(facts: Path, value: int = 21) -> str:
    return _one(facts, f"SELECT id FROM facts WHERE value = {value} ORDER BY start")


def _shown(page: str, row: str) -> str:
    """The line of a row, without tags."""
    line = re.search(rf'<tr id="row-{row}".*?</tr>', page, re.DOTALL)
    assert line
    return " ".join(re.sub(r"<(details).*</\1>|<[^>]*>", " ", line[0], flags=re.DOTALL).split())


def _reviews(facts: Path) -> list[tuple[object, ...]]:
    path = facts.with_name("reviews.db")
    found = read_reviews(path) if path.exists() else ()
    return [(r.verdict, r.row_id, r.reviewer, r.field, r.new_value, r.undoes) for r in found]


def test_every_row_can_be_judged(facts: Path) -> None:
    page = Browser(facts).get()
    with read_database(facts) as db:
        for table in ("events", "positions", "event_roles", "citations", "facts"):
            for (row,) in db.conn.execute(f"SELECT id FROM {table}"):
                for button in ("accept", "reject", "correct"):
                    assert f'name="{button}" value="{row}"' in page
    assert not facts.with_name("reviews.db").exists()  # looking writes nothing


def test_a_verdict_is_shown_at_once_and_bears_fruit_with_the_next_run(facts: Path) -> None:
    browser, row = Browser(facts), _row(facts)
    assert browser.post(reject=row).status_code == 303
    assert _reviews(facts) == [("reject", row, "Bà Tư", None, None, None)]
    page = browser.get()
    assert "sai · Bà Tư chờ chạy" in _shown(page, row)
    assert "1 dòng chờ" in page and "hoinghi run --db facts.db" in page
    assert 'value="Bà Tư"' in page  # the name is remembered
    _run(facts.parent)
    page = browser.get()
    assert "sai · Bà Tư" in _shown(page, row) and "chờ" not in _shown(page, row)
    assert _one(facts, f"SELECT review FROM facts WHERE id = '{row}'") == "rejected"


def test_a_field_is_corrected_and_taken_back(facts: Path) -> None:
    browser, row = Browser(facts), _row(facts)
    answer = browser.post(correct=row, **{f"field-{row}": "value", f"value-{row}": "22", f"note-{row}": "nhầm"})
    assert answer.headers["location"] == f"{browser.page}#row-{row}"
    assert "đã sửa · Bà Tư: value → 22" in _shown(browser.get(), row)
    _run(facts.parent)
    assert "đã sửa · Bà Tư" in _shown(browser.get(), row)
    browser.post(undo="1")
    assert "rút lại chờ chạy" in _shown(browser.get(), row)
    assert [review[-1] for review in _reviews(facts)] == [None, 1]
    _run(facts.parent)
    assert "chờ chạy" not in browser.get()
    assert _one(facts, f"SELECT value FROM facts WHERE id = '{row}'") == "21.0"


def test_what_became_stale_is_said_on_the_page(facts: Path) -> None:
    browser, row = Browser(facts), _row(facts, 6)
    browser.post(accept=row)
    text = TEXT.replace("6 cuộc lưu động", "nhiều cuộc").replace("6 cuộc", "sáu lần")
    (facts.parent / "text.txt").write_text(text, encoding="utf-8")
    _run(facts.parent, "text.txt")
    page = browser.get()
    assert "Ý kiến cần xem lại" in page and "hoinghi review undo 1" in page


@pytest.mark.parametrize(
    ("fields", "status", "says"),
    [
        ({"reviewer": " ", "accept": "{row}"}, 400, "write your name"),
        ({"accept": "0000000000000000"}, 400, "no row of events"),
        ({}, 400, "the form says nothing"),
        ({"undo": "5"}, 400, "there is no review 5"),
        ({"correct": "{row}", "field-{row}": "value", "value-{row}": "nhiều"}, 400, "write a number"),
        ({"correct": "{row}", "field-{row}": "<b>", "value-{row}": "1"}, 400, "no field &lt;b&gt;"),
        ({"accept": "{row}", "csrftoken": "forged"}, 403, "did not match"),
    ],
)
def test_forms_that_say_nothing_store_nothing(facts: Path, fields: dict[str, str], status: int, says: str) -> None:
    row = _row(facts)
    answer = Browser(facts).post(**{key.format(row=row): value.format(row=row) for key, value in fields.items()})
    assert (answer.status_code, says in answer.text, _reviews(facts)) == (status, True, [])


def test_another_site_cannot_judge_for_somebody(facts: Path) -> None:
    browser, row = Browser(facts), _row(facts)
    browser.get()
    fields = {"reviewer": "kẻ lạ", "accept": row}
    assert browser.send(fields, cookies=False).status_code == 403  # a cross-site form brings no cookie
    assert browser.send({**fields, "csrftoken": "x"}, cookies=False).status_code == 403
    assert browser.send(fields).status_code == 403
    assert asyncio.run(browser.app.client.get(f"{browser.page}/review?accept={row}")).status_code == 405
    assert _reviews(facts) == []


def test_hostile_names_and_values_are_shown_as_text(facts: Path) -> None:
    browser, row = Browser(facts), _row(facts)
    script = "<script>alert(1)</script>"
    browser.post(correct=row, reviewer=script, **{f"field-{row}": "unit", f"value-{row}": script})
    page = browser.get()
    assert script not in page and page.count("&lt;script&gt;") >= 3


def test_a_row_of_another_article_is_not_judged_here(facts: Path) -> None:
    builders.write_corpus(facts.parent / "in", 1)
    _run(facts.parent, "in")
    browser = Browser(facts)
    page, row = browser.page, _row(facts)
    other = _one(facts, f"SELECT id FROM documents WHERE id <> (SELECT document_id FROM facts WHERE id = '{row}')")
    browser.page = page.rpartition("/")[0] + "/" + other
    answer = browser.post(accept=row)
    assert (answer.status_code, "another article" in answer.text, _reviews(facts)) == (400, True, [])


def test_reviews_that_are_none_are_refused_before_anything_is_served(facts: Path) -> None:
    with pytest.raises(StoreError, match="these are no reviews"):
        application(facts, facts)
