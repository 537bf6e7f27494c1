"""Hostile pages and texts end as an article or an issue, in bounded time."""

from __future__ import annotations

import random
import time

import pytest

from pipeline.model import Article, Issue
from tests.ingest.maker import make
from tests.ingest.pages import BODY, LEAD, TITLE

STORY = f"<h1>{TITLE}</h1><p>{LEAD}</p>{''.join(f'<p>{text}</p>' for text in BODY)}"
SECONDS = 60.0  # of processor time, where none takes 2: what hangs or grows with the square of the length takes hours

PAGES = {
    "deep but readable": "<div>" * 400 + STORY,
    "too deep": "<div>" * 50_000 + STORY,
    "deep inline": "<font><b>" * 3_000 + STORY,
    "tables in tables": "<table><tr><td>" * 600 + STORY,
    "many tags": STORY + "<p>x</p>" * 100_000,
    "many links": STORY + "<a href=/x>tin tức trong huyện hôm nay</a>" * 50_000,
    "many inline tags": "<p>" + "<span style='font-size:14px'>a</span>" * 50_000 + "</p>" + STORY,
    "unclosed": "<p><b><i><a href=x>y " * 20_000 + STORY,
    "huge attributes": f"<p title='{'a' * 5_000_000}' class='{'b ' * 1_000_000}'>" + STORY,
    "base64 image": f"<img src='data:image/png;base64,{'QUJD' * 1_000_000}'>" + STORY,
    "long line": STORY + "<p>" + "Đại biểu phát biểu tại hội nghị. " * 100_000,
    "long word": STORY + "<p>" + "đ" * 3_000_000,
    "null bytes": STORY.replace(" ", " \x00"),
    "entities in entities": "<!DOCTYPE x [<!ENTITY a 'aaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>&b;" + STORY,
    "many entities": "&amp;" * 300_000 + STORY,
    "open comment": "<!--" + "-" * 2_000_000 + STORY,
    "tags in scripts": "<script>" + "var a='<p>';" * 200_000 + "</script>" + STORY,
    "spaces": STORY + " " * 2_000_000 + "\u00a0 " * 500_000,
    "line breaks": "<br>" * 200_000 + STORY,
    "only brackets": "<" * 300_000,
    "nested json": "<script type='application/ld+json'>" + "[" * 50_000 + "</script>" + STORY,
    "many metas": "<meta property=og:title content=x>" * 30_000 + STORY,
    "dotted": STORY + "<p>" + "a.a.a." * 50_000,
    "noise": "".join(map(chr, random.Random(1).choices(range(1, 0x2000), k=100_000))),
}
TEXTS = {
    "one line": "Đại biểu phát biểu tại hội nghị. " * 200_000,
    "many lines": "Đại biểu\n" * 300_000,
    "old font": "Uûy ban nhaân daân " * 50_000,
    "mojibake": "á»™ " * 500_000,
    "surrogates": "\ud800" * 10_000 + LEAD,
    "spaces": " \u00a0\n" * 1_000_000,
    "repeated words": ("ab " * 95 + "\n") * 3_000,
}  # fmt: skip
READABLE = (
    "deep but readable", "huge attributes", "base64 image", "null bytes", "tags in scripts", "spaces", "line breaks",
    "nested json", "many metas", "many inline tags",
)  # fmt: skip


@pytest.mark.parametrize("name", [*PAGES, *(f"text: {name}" for name in TEXTS)])
def test_it_ends(name: str) -> None:
    begun = time.process_time()
    if name.startswith("text: "):
        made = make(TEXTS[name.removeprefix("text: ")], "text")
    else:
        made = make(f"<html><body>{PAGES[name]}".encode("utf-8", "replace"))
    assert isinstance(made, Article | Issue)
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize("name", READABLE)
def test_the_article_is_still_found(name: str) -> None:
    made = make(f"<html><body>{PAGES[name]}".encode())
    assert isinstance(made, Article)
    assert (made.title, all(text in made.text for text in (LEAD, *BODY))) == (TITLE, True)


@pytest.mark.parametrize("name", ["too deep", "unclosed", "many tags"])
def test_what_the_parser_gave_up_is_said(name: str) -> None:
    made = make(f"<html><body>{PAGES[name]}")
    assert isinstance(made, Issue)
    assert made.code == "unreadable_page"


@pytest.mark.parametrize("seed", range(40))
def test_pages_torn_to_pieces_never_raise(seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(f"<html><head><title>{TITLE}</title></head><body>{STORY}</body></html>".encode())
    for _ in range(chance.randrange(1, 60)):
        at = chance.randrange(len(content))
        if chance.random() < 0.5:
            content[at] = chance.randrange(256)
        else:
            del content[at : at + chance.randrange(1, 40)]
    assert isinstance(make(bytes(content)), Article | Issue)
