"""What others need for the same texts: word segmentation, named entities, tokens. One adapter each; who is absent is
said to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec

from tests.bench.figures import measured

Tool = Callable[[str], object]
LONGEST_LINE = 2_000  # characters: longer lines would make named entities quadratic


def peers() -> Iterator[tuple[str, int, Callable[[], Tool] | None]]:
    """Name, how many texts are enough to time it, and how to get it (None: not installed)."""
    yield "underthesea.ner", 12, _ner if find_spec("underthesea") else None
    yield "underthesea.word_tokenize", 60, _words if find_spec("underthesea") else None
    yield "pyvi.ViTokenizer", 60, _pyvi if find_spec("pyvi") else None
    yield "spaCy tokenizer (xx)", 200, _spacy if find_spec("spacy") else None


def page_readers() -> Iterator[tuple[str, Callable[[], Tool] | None]]:
    """Who finds the article in a page."""
    yield "pages: hoinghi, with headline and day", _hoinghi_pages
    yield "pages: trafilatura, text only", _trafilatura if find_spec("trafilatura") else None


def characters_a_second(get: Callable[[], Tool], texts: list[str]) -> float:
    """Characters a CPU second, after one article to load the models."""
    tool = get()
    tool(texts[0])
    with measured() as cost:
        for text in texts:
            tool(text)
    return sum(map(len, texts)) / cost.cpu


def _lines(text: str) -> list[str]:
    return [line[:LONGEST_LINE] for line in text.split("\n") if line.strip()]


def _ner() -> Tool:
    from underthesea import ner

    return lambda text: [ner(line) for line in _lines(text)]


def _words() -> Tool:
    from underthesea import word_tokenize

    return lambda text: [word_tokenize(line) for line in _lines(text)]


def _pyvi() -> Tool:
    from pyvi import ViTokenizer  # type: ignore[import-not-found]

    return lambda text: [ViTokenizer.tokenize(line) for line in _lines(text)]


def _spacy() -> Tool:
    import spacy

    nlp = spacy.blank("xx")
    return nlp.make_doc


def _hoinghi_pages() -> Tool:
    from pipeline.assets import asset
    from pipeline.ingest.article import ArticleMaker
    from pipeline.model import Record
    from pipeline.rulebook.load import load_rulebook

    maker = ArticleMaker(load_rulebook(asset("rules")))
    return lambda page: maker.make(Record("page.html", "html", page))


def _trafilatura() -> Tool:
    from trafilatura import extract  # type: ignore[import-not-found]

    return lambda page: extract(page, favor_recall=True)
