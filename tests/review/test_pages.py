"""`hoinghi serve`: what Datasette shows of a real database, asked in this process, and a browser on a real server.

Judging rows on an article's page is in test_review_page.py.
"""

from __future__ import annotations

import asyncio
import html
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from pipeline.assets import asset
from pipeline.cli.main import call
from pipeline.errors import EXIT_USAGE
from pipeline.kinds import TABLES
from pipeline.review.metadata import FACETS, VIEWS
from pipeline.review.queries import QUERIES
from pipeline.review.serve import application
from pipeline.run.batch import Plan, run
from pipeline.store.database import read_database

ARTICLES = (
    "haugiang-trien-khai-dan-van-2024", "soctrang-ky-niem-dan-van-2020",
    "tanyen-hdnd-ky-hop-2023", "tuyphuoc-mat-tran-tong-ket-2022",
)  # fmt: skip
ASKED = {"text": "dân vận", "name": "lam thanh duc", "indicator": "training", "place": "hau giang", "number": "43-NQ"}
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of four articles, with a percentage that does not hold."""
    folder = tmp_path_factory.mktemp("pages")
    wrong = "Tổng kết năm 2023\n\nThi hành Luật Đất đai, toàn huyện có 30/60 mô hình đạt chuẩn, đạt 56%."
    (folder / "wrong.txt").write_text(wrong, encoding="utf-8")
    inputs = [str(asset("corpus") / "articles" / f"{name}.txt") for name in ARTICLES]
    run(Plan((*inputs, str(folder / "wrong.txt")), folder / "facts.db", asset("rules"), workers=1))
    return folder / "facts.db"


@pytest.fixture(scope="session")
def app(served: Path) -> Any:
    return application(served)


def _get(app: Any, path: str) -> str:
    response = asyncio.run(app.client.get(path))
    assert response.status_code == 200, response.text
    return str(response.text)


def _rows(app: Any, path: str, **asked: str) -> list[dict[str, Any]]:
    parameters = "".join(f"&{name}={quote(value)}" for name, value in asked.items())
    response = asyncio.run(app.client.get(f"/facts/{path}.json?_shape=array{parameters}"))
    assert response.status_code == 200, response.text
    return list(response.json())


def _one(served: Path, query: str) -> str:
    with read_database(served) as db:
        return str(db.conn.execute(query).fetchone()[0])


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_every_question_has_an_answer(app: Any, query: Any) -> None:
    wanted = {name: ASKED[name] for name in re.findall(r":([a-z]+)", query.sql)}
    assert _rows(app, query.name, **wanted)
    page = html.unescape(_get(app, f"/facts/{query.name}"))  # opened before anything is typed
    assert query.title in page and query.description in page


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_says_what_it_and_its_columns_mean(app: Any, table: Any) -> None:
    page = html.unescape(_get(app, f"/facts/{table.name}"))
    assert table.meaning in page
    for column in table.columns:
        assert f"<dt>{column.name}</dt><dd>{column.meaning}</dd>" in page


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_says_what_it_means(app: Any, view: str) -> None:
    assert VIEWS[view] in html.unescape(_get(app, f"/facts/{view}"))


@pytest.mark.parametrize("table", FACETS)
def test_facets_are_of_columns_that_exist(app: Any, table: str) -> None:
    answer = asyncio.run(app.client.get(f"/facts/{table}.json?_size=0")).json()
    assert set(FACETS[table]) <= set(answer["columns"])
    assert set(answer["facet_results"]) == set(FACETS[table])


def test_every_view_is_described(served: Path) -> None:
    with read_database(served) as db:
        assert {name for name in db.view_names() if not name.startswith("_")} == set(VIEWS)


def test_a_row_has_a_page(app: Any, served: Path) -> None:
    for table in ("documents", "facts", "citations", "people"):
        row = _one(served, f"SELECT id FROM {table} ORDER BY id")
        assert row in _get(app, f"/facts/{table}/{row}")


def test_the_start_page_leads_everywhere(app: Any) -> None:
    page = _get(app, "/")
    for name in (*(query.name for query in QUERIES), *VIEWS, *(table.name for table in TABLES)):
        assert f'href="/facts/{name}"' in page
    assert 'action="/facts/search"' in page and "5 bài / articles" in page


@pytest.mark.parametrize("path", ["/facts/documents", "/facts/facts?_size=max", "/facts/search?text=hau+giang"])
def test_articles_are_linked_to_their_marked_text(app: Any, served: Path, path: str) -> None:
    document = _one(served, f"SELECT id FROM documents WHERE source LIKE '%{ARTICLES[0]}%'")
    assert f'<a href="/facts/-/article/{document}">' in _get(app, path)


def test_names_stand_where_ids_are_stored(app: Any) -> None:
    assert "Lâm Thành Đức</a>" in _get(app, "/facts/positions")


def test_figures_are_grouped_by_thousands(app: Any, served: Path) -> None:
    value = float(_one(served, "SELECT value FROM facts WHERE value >= 1000 AND value = CAST(value AS INTEGER)"))
    shown = f"{value:,.0f}".replace(",", ".")
    assert f'<span class="figure" title="{value}">{shown}</span>' in _get(app, "/facts/fact_table?_size=max")


def test_a_law_without_a_number_is_linked_by_its_id(app: Any, served: Path) -> None:
    law = _one(served, "SELECT id FROM legal_documents WHERE number IS NULL")
    page = _get(app, "/facts/citations?_size=max")
    assert f'<a href="/facts/legal_documents/{law}">{law}</a>' in page and ">None<" not in page


@pytest.mark.parametrize("query", ["search", "search_sentences"])
@pytest.mark.parametrize(
    ("typed", "articles"),
    [
        ("Lâm Thành Đức", {0}),
        ("lam thanh duc", {0}),
        ("LÂM THÀNH ĐỨC", {0}),
        ("43-NQ/TW", {0}),
        ("43-nq/tw", {0}),
        ("lâm thành đúc", set()),
        ("", set()),
        ('" OR * NEAR(', set()),
    ],
)
def test_search(app: Any, served: Path, query: str, typed: str, articles: set[int]) -> None:
    found = {row["article"] for row in _rows(app, query, text=typed)}
    with read_database(served) as db:
        sources = dict(db.conn.execute("SELECT id, source FROM documents"))
    assert {Path(sources[document]).stem for document in found} == {ARTICLES[number] for number in articles}


def test_an_article_shows_its_rows_in_its_text(app: Any, served: Path) -> None:
    with read_database(served) as db:
        ((document, text),) = db.conn.execute(
            f"SELECT id, text FROM documents WHERE source LIKE '%{ARTICLES[0]}%'"
        ).fetchall()
        evidence = [
            (table, text[start:end])
            for table in ("citations", "facts", "positions")
            for start, end in db.conn.execute(f'SELECT start, "end" FROM {table} WHERE document_id = ?', (document,))
        ]
    page = _get(app, f"/facts/-/article/{document}")
    body = re.search(r'<div class="article">(.*?)</div>', page, re.DOTALL)
    assert body and html.unescape(re.sub(r"<[^>]+>", "", body[1])) == text
    marked = re.findall(r'<mark class="(\w+)"[^>]*>(.*?)</mark>', body[1], re.DOTALL)
    assert len(marked) > 20
    assert {(table, html.unescape(words)) for table, words in marked if table != "events" and "<" not in words} <= set(
        evidence
    )


@pytest.mark.parametrize(
    "path", ["/facts/-/article/0000000000000000", "/facts/-/article/zz", "/other/-/article/00", "/facts/no_such_table"]
)
def test_what_is_not_there_is_not_found(app: Any, path: str) -> None:
    assert asyncio.run(app.client.get(path)).status_code == 404


def test_nothing_is_fetched_from_elsewhere(app: Any, served: Path) -> None:
    document = _one(served, "SELECT id FROM documents ORDER BY id")
    for path in ("/", "/facts", "/facts/facts", f"/facts/-/article/{document}"):
        assert not re.findall(r'(?:src|<link[^>]*href)="https?://(?!localhost)', _get(app, path))


# ── a browser on a real server ───────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def site(served: Path) -> Iterator[str]:
    """The address of `hoinghi serve` in a process of its own."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine")
    with _serving(served) as server:
        try:
            yield _address(server)
        finally:
            server.kill()


def _serving(database: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", "from pipeline.cli.main import main; main()", "serve", str(database)]
    return subprocess.Popen([*command, "--port", "0"], stderr=subprocess.PIPE, text=True)


def _address(server: subprocess.Popen[str]) -> str:
    """Where it serves, as it says itself; the socket listens by then."""
    assert server.stderr
    said = server.stderr.readline()
    found = re.search(r"http://127\.0\.0\.1:\d+", said)
    assert found, said
    return found[0]


def test_the_server_ends_quietly_when_interrupted(served: Path) -> None:
    with _serving(served) as server:
        try:
            with urllib.request.urlopen(_address(server), timeout=30) as answer:
                assert answer.status == 200
            server.send_signal(signal.SIGINT)
            _, said = server.communicate(timeout=30)
            assert (server.returncode, said) == (0, "")
        finally:
            server.kill()


def test_a_port_in_use_is_said_and_nothing_is_served(served: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert call(["serve", str(served), "--port", port]) == EXIT_USAGE
    assert f"127.0.0.1:{port}: cannot listen here" in capsys.readouterr().err


def _seen(url: str, profile: Path) -> str:
    """The page as a browser has it once its scripts have run."""
    assert CHROMIUM
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={profile}"]
    done = subprocess.run(
        [CHROMIUM, *options, "--dump-dom", "--virtual-time-budget=3000", url],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    return done.stdout


@pytest.mark.parametrize(
    ("path", "shows"),
    [
        ("/", r"5 bài / articles.*Tìm trong câu.*fact_table.*positions"),
        ("/facts/facts?_size=max", r"\d\d rows.*facet-results.*>achieved</a>.*<tbody>.*>HẬU GIANG"),
        ("/facts/search?text=dan+van", r"Tìm trong bài.*«Dân vận».*/-/article/"),
    ],
)
def test_a_browser_shows_it(site: str, tmp_path: Path, path: str, shows: str) -> None:
    page = _seen(site + path, tmp_path)
    assert re.search(shows, page, re.DOTALL), page
    assert "Error 500" not in page


def test_a_browser_shows_an_article_with_its_marks(site: str, served: Path, tmp_path: Path) -> None:
    document = _one(served, f"SELECT id FROM documents WHERE source LIKE '%{ARTICLES[0]}%'")
    page = _seen(f"{site}/facts/-/article/{document}", tmp_path)
    assert re.search(r'<mark class="positions"[^>]*>Ông Lâm Thành Đức,', page)
    assert re.search(r'<mark class="facts"[^>]*>8 điểm cầu</mark>', page)
    assert page.count('title="accept"') > 20
