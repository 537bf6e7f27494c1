# ruff: noqa: T201 (the figures are what it is for)
"""Measures the article maker on the shared real pages and texts: `pytest -s tests/ingest/test_shared_pages.py`.

Snippets are compared folded and with runs of spaces as one. Skipped where ../shared is not beside the checkout.
"""

from __future__ import annotations

import gzip
import json
import re
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.ingest.records import read_records
from pipeline.model import Article, Issue, Record
from pipeline.text.canonical import canonical
from pipeline.text.fold import fold
from tests.ingest.maker import maker

SHARED = Path(__file__).resolve().parents[3] / "shared"
pytestmark = pytest.mark.skipif(not (SHARED / "html" / "gold.jsonl").exists(), reason="../shared is not here")


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", fold(canonical(text))).strip()


@cache
def pages() -> tuple[tuple[dict[str, Any], Article | Issue], ...]:
    lines = (SHARED / "html" / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    begun = time.process_time()
    found = []
    for line in lines:
        gold = json.loads(line)
        content = (SHARED / "html" / gold["file"]).read_bytes()
        found.append((gold, maker().make(Record(gold["file"], "html", content))))
    print(f"\n{len(lines) / (time.process_time() - begun):.0f} pages a processor second")
    return tuple(found)


def articles() -> Iterator[tuple[dict[str, Any], Article]]:
    for gold, made in pages():
        if gold["kind"] == "article":
            assert isinstance(made, Article), (gold["file"], made)
            yield gold, made


def share(name: str, right: list[tuple[str, str]], total: int) -> float:
    """Print a figure and what is behind it; `right` are the cases that count."""
    print(f"{name}: {len(right)} of {total}")
    return len(right) / total


def test_text_is_kept_and_chrome_is_not() -> None:
    kept, leaked, wanted, unwanted = [], [], 0, 0
    for gold, made in articles():
        text = plain(made.text)
        wanted += len(gold["must_include"])
        unwanted += len(gold["must_exclude"])
        kept += [(gold["file"], snippet) for snippet in gold["must_include"] if plain(snippet) in text]
        leaked += [(gold["file"], snippet) for snippet in gold["must_exclude"] if plain(snippet) in text]
    assert share("body snippets kept", kept, wanted) >= 0.99
    assert share("chrome snippets leaked", leaked, unwanted) <= 0.02


def test_headlines() -> None:
    right = [(gold["file"], "") for gold, made in articles() if plain(made.title or "") == plain(gold["title"])]
    assert share("headlines right", right, 28) * 28 >= 26


def test_dates_are_right_and_none_is_invented() -> None:
    made = [(gold["file"], gold["published_on"], article.published_on) for gold, article in articles()]
    share("dates right", [(file, "") for file, gold, found in made if gold == found], 28)
    assert [row for row in made if row[1] is None and row[2] is not None] == []
    assert sum(gold == found for _, gold, found in made) >= 26


def test_authors() -> None:
    assert [(gold["file"], made.author) for gold, made in articles() if made.author != gold["author"]] == []


def test_other_pages_are_issues() -> None:
    others = [(gold["file"], made) for gold, made in pages() if gold["kind"] != "article"]
    assert len(others) == 4
    assert [(file, made) for file, made in others if not isinstance(made, Issue)] == []


def test_saved_texts_lose_no_sentence() -> None:
    """Of the 50 shared texts only lines go that a rule names, and none of them is a sentence of the article."""
    for record in read_records([str(SHARED / "articles" / "*.txt")]):
        assert isinstance(record, Record)
        made = maker().make(record)
        assert isinstance(made, Article), made
        assert isinstance(record.content, bytes)
        source = canonical(record.content.decode("utf-8"))
        gone = [line.text for line in made.removed]
        lost = [
            line
            for line in source.split("\n")
            if line and line.strip("*") not in made.text and not any(piece in line for piece in gone)
        ]
        assert lost == [], record.source
        assert [text for text in gone if len(text) > 80 and text.endswith(".")] == [], record.source
        assert not re.search(r"(?i)lượt (?:truy cập|xem)|online: \d|mã xác thực|loading\.\.\.|\[img\]", made.text)


def test_news_records_come_out_whole() -> None:
    with gzip.open(SHARED / "news" / "news.jsonl.gz", "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    records = [
        record for record in read_records([str(SHARED / "news" / "news.jsonl.gz")]) if isinstance(record, Record)
    ]
    begun = time.process_time()
    made = [maker().make(record) for record in records]
    print(f"\n{len(made) / (time.process_time() - begun):.0f} records a processor second")
    assert len(made) == len(rows) == 941
    assert [item for item in made if isinstance(item, Issue)] == []
    kept = sum(len(item.text) for item in made if isinstance(item, Article))
    given = sum(len(canonical(row["text"])) + len(canonical(row["title"])) + 2 for row in rows)
    assert kept / given > 0.999
