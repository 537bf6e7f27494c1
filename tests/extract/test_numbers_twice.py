"""The engine and a naive scan agree on the document numbers of every text: no prefilter or guard loses one.

The naive scan shares nothing with the engine: standard `re`, its own folding, no lexicon, no triggers.
"""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from pipeline.extract.documents.citations import citation_mentions
from pipeline.text.fold import view_of
from tests.builders import extractor

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
CORPUS = ROOT / "corpus" / "articles"

_CODES = (
    "NQLT|NQ|QĐi|QyĐ|QĐ|CT|TBKL|KLTB|KL|KHLT|KH|HDLT|HDLN|HD|TB|TTLT|TTr|TT|ĐA|CTrPH|CTrHĐ|CTr|QCPH|QC|BC|CV"
    "|NĐ|CĐ|PA|BB|VBHN|GM"
)
_NAIVE = re.compile(
    rf"(?<![\w/.,-])\d{{1,5}}[a-zA-Z]?(?:/(?:19|20)\d\d)? ?[-/] ?(?:{_CODES}) ?[-/] ?(?:TTg|ThU|[A-ZĐƯ][A-ZĐƯ0-9]+)"
    r"|(?<![\w/.,-])\d{1,4}/(?:19|20)\d\d/(?:PL-)?(?:UBTV)?QH\d{1,2}(?!\d)"
)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")


def _plain(text: str) -> str:
    """The text with one kind of dash, space and Đ; the same length."""
    return text.translate({**_DASHES, 0x00A0: " ", 0x202F: " ", 0x00D0: "Đ", 0x0189: "Đ"})


def _naive(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _NAIVE.finditer(_plain(text))]


def _engine(text: str) -> list[tuple[int, int]]:
    chart = extractor().grammar.chart(view_of(text))
    found = {m.spans["number"] for m in citation_mentions(chart) if m.number is not None}
    return sorted(chart.view.span(*span) for span in found)


def _compare(name: str, text: str) -> Iterator[str]:
    text = unicodedata.normalize("NFC", text)
    engine, naive = _engine(text), _naive(text)
    for start, end in naive:
        if not any(first <= start and end <= last for first, last in engine):
            yield f"{name}: only the naive scan found “{text[start:end]}” in “{text[max(0, start - 30) : end + 10]}”"
    for start, end in engine:
        strict = _NAIVE.fullmatch(_plain(text[start:end]))
        if strict and not any(first < end and start < last for first, last in naive):
            yield f"{name}: only the engine found “{text[start:end]}” in “{text[max(0, start - 30) : end + 10]}”"


@cache
def _news() -> tuple[tuple[str, str], ...]:
    file = SHARED / "news" / "news.jsonl.gz"
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return tuple((record["id"], record["text"]) for record in map(json.loads, lines))


def test_agreement_on_the_corpus() -> None:
    texts = [(path.name, path.read_bytes().decode("utf-8", "replace")) for path in sorted(CORPUS.glob("*.txt"))]
    assert sum(len(_naive(text)) for _, text in texts) > 40
    assert [found for name, text in texts for found in _compare(name, text)] == []


@pytest.mark.skipif(not (SHARED / "articles").is_dir(), reason="../shared/articles is not here")
def test_agreement_on_shared_articles() -> None:
    texts = [(path.name, path.read_text(encoding="utf-8")) for path in sorted((SHARED / "articles").glob("*.txt"))]
    assert [found for name, text in texts for found in _compare(name, text)] == []


@pytest.mark.skipif(not (SHARED / "news").is_dir(), reason="../shared/news is not here")
def test_agreement_on_shared_news() -> None:
    assert [found for name, text in _news() for found in _compare(name, text)] == []


def test_the_naive_scan_sees_what_it_should() -> None:
    text = "Nghị quyết 02 – NQ/TU, Luật 10/2022/QH15, ngày 5/7/2024, Kế hoạch 45/KH-UBND"
    assert [text[start:end] for start, end in _naive(text)] == ["02 – NQ/TU", "10/2022/QH15", "45/KH-UBND"]
