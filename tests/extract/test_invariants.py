"""What holds for every article, however it was typed: rows lie in the text, say what stands there, and depend on
nothing but the text and the rules."""

from __future__ import annotations

import gc
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.assets import asset
from pipeline.extract.article import load_extractor
from pipeline.ingest.article import ArticleMaker
from pipeline.model import Article, Extraction, Record
from pipeline.text.fold import fold, view_of
from pipeline.text.numbers import scan_numbers
from tests import builders
from tests.text.value_words import NUMBERS

FILES = sorted((asset("corpus") / "articles").glob("*.txt"))
ROWS = ("positions", "events", "event_roles", "citations", "facts")
NOISE = (
    "\U0001f389",
    "\U0001f468\u200d\U0001f33e",
    "\u200b",
    "\u200d",
    "\ufeff",
    "\u2060",
    "\u00ad",
    "\u0301",
    "\u202e",
    "\x00",
)


@cache
def _maker() -> ArticleMaker:
    return ArticleMaker(builders.extractor().book)


@cache
def _written(path: Path) -> str:
    """The page as text, before anything is put right."""
    return path.read_bytes().decode("utf-8")


def _read(text: str) -> Extraction:
    """By the way that every text takes: bytes, article, rows."""
    made = _maker().make(Record("page", "text", text.encode("utf-8", "surrogatepass")))
    assert isinstance(made, Article), made
    return builders.extractor().extract(made)


def _rows(extraction: Extraction) -> Iterator[tuple[str, Any]]:
    for table in ROWS:
        for row in getattr(extraction, table):
            yield table, row


def _squeezed(text: str) -> str:
    return "".join(fold(text).lower().split())


def check(extraction: Extraction) -> None:
    """Everything that must hold of an extraction by itself."""
    text = extraction.article.text
    for table, row in _rows(extraction):
        for name, (start, end) in {"row": (row.start, row.end), **row.spans}.items():
            assert 0 <= start < end <= len(text), (table, name, row)
            assert text[start:end].strip(), (table, name, row)
            assert text[start:end] == text[start:end].strip(), (table, name, row, text[start:end])
    for table in ("sentences", *ROWS):
        rows = getattr(extraction, table)
        assert len({row.id for row in rows}) == len(rows), table
        assert [(row.start, row.end) for row in rows] == sorted((row.start, row.end) for row in rows), table
        assert {row.document_id for row in rows} <= {extraction.article.id}
    for one, other in pairwise(extraction.sentences):
        assert one.end <= other.start
    _check_claims(extraction)
    _check_references(extraction)


def _check_claims(extraction: Extraction) -> None:
    """What a row says stands where it points."""
    text = extraction.article.text
    for row in extraction.positions:
        start, end = row.spans["name"]
        assert row.start <= start and end <= row.end, row
        assert _squeezed(row.name) == _squeezed(text[start:end]), row
    named = {row.name for row in extraction.positions}
    assert {row.name for row in extraction.event_roles} <= named  # later they may be called by their title only
    for row in extraction.citations:
        assert _squeezed(row.as_written) in _squeezed(text[row.start : row.end]), row
    for row in extraction.facts:
        start, end = row.spans["value"]
        assert row.start <= start and end <= row.end, row
        found = scan_numbers(view_of(text[start:end]), NUMBERS)
        assert row.value in {value for number in found for value in (number.value, number.counted().value)}, row


def _check_references(extraction: Extraction) -> None:
    """Rows point at rows of the same article."""
    sentences = {row.id: row for row in extraction.sentences}
    facts = {row.id for row in extraction.facts}
    events = {row.id for row in extraction.events}
    for fact in extraction.facts:
        sentence = sentences[fact.sentence_id or ""]
        assert sentence.start <= fact.start and fact.end <= sentence.end, fact
        assert {fact.parent_id, fact.repeats_id} - {None} <= facts - {fact.id}, fact
    assert {row.event_id for row in (*extraction.facts, *extraction.event_roles)} - {None} <= events
    assert {row.fact_id for row in extraction.checks} - {None} <= facts


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_rows_lie_in_the_text_and_say_what_stands_there(path: Path) -> None:
    found = _read(_written(path))
    assert found.facts or found.positions
    check(found)
    assert _read(_written(path)) == found


# ── however it was typed ─────────────────────────────────────────────────────────────────────────


def _content(extraction: Extraction) -> list[tuple[Any, ...]]:
    """All rows and sentences; the article itself, its issues and digests aside."""
    return [(extraction.article.text,), *(getattr(extraction, name) for name in ("sentences", *ROWS, "checks"))]


SPELLINGS: dict[str, Callable[[str], str]] = {
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "byte order mark": lambda text: "\ufeff" + text,
    "zero-width spaces": lambda text: text.replace(" ", " \u200b"),
    "soft hyphens": lambda text: text.replace("ng ", "n\u00adg "),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("path", FILES[::3], ids=lambda path: path.stem)
def test_a_spelling_that_nobody_sees_changes_no_row(path: Path, spelling: str) -> None:
    text = _written(path)
    assert _content(_read(SPELLINGS[spelling](text))) == _content(_read(text))


@pytest.mark.parametrize("path", FILES[::3], ids=lambda path: path.stem)
def test_no_break_spaces_are_spaces(path: Path) -> None:
    text = _written(path)
    found = _read(text.replace(" ", "\u00a0"))
    check(found)
    plain = _read(text)
    assert [(fact.start, fact.end, fact.value) for fact in found.facts] == [
        (fact.start, fact.end, fact.value) for fact in plain.facts
    ]
    assert [(row.start, row.end, row.name) for row in found.positions] == [
        (row.start, row.end, row.name) for row in plain.positions
    ]


@st.composite
def spoiled(draw: st.DrawFn) -> str:
    """Some lines of an article with noise put in, pieces doubled or cut out, and another spelling."""
    lines = _written(draw(st.sampled_from(FILES))).splitlines(keepends=True)
    first = draw(st.integers(0, max(0, len(lines) - 8)))
    text = "".join(lines[first : first + 8])
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        put = draw(
            st.sampled_from(
                (*NOISE, "\u00a0", "\r\n", "\n", " ", "  ", ".", ",", "(", "\u201c", "1", "/", text[start:end] * 2)
            )
        )
        text = text[:start] + put + text[end:]
    return draw(st.sampled_from([lambda t: t, *SPELLINGS.values()]))(text)


@settings(max_examples=80, suppress_health_check=list(HealthCheck))
@given(text=spoiled())
def test_spoiled_texts_keep_the_invariants(text: str) -> None:
    made = _maker().make(Record("page", "text", text.encode()))
    if isinstance(made, Article):
        found = builders.extractor().extract(made)
        check(found)
        assert builders.extractor().extract(made) == found


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(text=spoiled())
def test_texts_that_nobody_cleaned_keep_their_offsets(text: str) -> None:
    """The extractor alone, on whatever it is given: marks and invisible signs stay in the text."""
    found = builders.read(text)
    for table, row in _rows(found):
        for start, end in ((row.start, row.end), *row.spans.values()):
            assert 0 <= start < end <= len(text), (table, row)
            assert text[start:end].strip(), (table, row)
    assert builders.read(text) == found


# ── in whatever order ────────────────────────────────────────────────────────────────────────────


def test_what_an_article_leaves_behind_goes_without_a_search_for_circles() -> None:
    read = [_read(_written(path)) for path in FILES]  # whatever is made once is made
    gc.collect()
    gc.disable()
    try:
        again = [_read(_written(path)) for path in FILES]
        assert gc.collect() == 0
    finally:
        gc.enable()
    assert again == read


def test_neither_order_nor_extractor_matters() -> None:
    made = [_maker().make(Record(path.name, "text", path.read_bytes())) for path in FILES]
    articles = [article for article in made if isinstance(article, Article)]
    assert len(articles) == len(FILES)
    forwards = [builders.extractor().extract(article) for article in articles]
    other = load_extractor()
    assert list(reversed([other.extract(article) for article in reversed(articles)])) == forwards
