"""The article maker with the project's own rules, and short ways to call it."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pipeline.assets import asset
from pipeline.ingest.article import ArticleMaker
from pipeline.ingest.boilerplate import Boilerplate
from pipeline.model import Article, Issue, Record
from pipeline.rulebook.load import load_rulebook
from pipeline.rulebook.schema import Rulebook


@cache
def rulebook() -> Rulebook:
    return load_rulebook(asset("rules"))


@cache
def rules() -> Boilerplate:
    return Boilerplate(rulebook())


@cache
def maker() -> ArticleMaker:
    return ArticleMaker(rulebook())


def make(content: bytes | str, media: Literal["text", "html"] = "html", **fields: str) -> Article | Issue:
    return maker().make(Record("page", media, content, **fields))


def article(content: bytes | str, media: Literal["text", "html"] = "html", **fields: str) -> Article:
    made = make(content, media, **fields)
    assert isinstance(made, Article), made
    return made


def issue(content: bytes | str, media: Literal["text", "html"] = "html", **fields: str) -> Issue:
    made = make(content, media, **fields)
    assert isinstance(made, Issue), made.text[:200]
    return made


def paragraphs(made: Article) -> list[tuple[str | None, str]]:
    return [(block.kind, made.text[block.start : block.end]) for block in made.blocks]
