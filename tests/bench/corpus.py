"""Articles to measure on: real news where it is at hand, else the sample corpus; varied when more are wanted."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.assets import asset

NEWS = Path(__file__).parents[3] / "shared" / "news" / "news.jsonl.gz"
_DIGITS = re.compile(r"\d+")


def real_texts() -> tuple[str, list[str]]:
    """Where the texts are from, and all of them."""
    if NEWS.exists():
        with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
            return "real news", [text for line in lines if (text := json.loads(line).get("text"))]
    files = sorted(asset("corpus").rglob("*.txt"))
    return "the sample corpus", [path.read_text(encoding="utf-8") for path in files]


def real_pages() -> list[str]:
    """Pages as portals send them."""
    folder = NEWS.parents[1] / "html"
    files = sorted((folder if folder.is_dir() else asset("corpus") / "html").glob("*.html"))
    return [path.read_bytes().decode("utf-8", "replace") for path in files]


def varied(texts: list[str], count: int) -> Iterator[str]:
    """`count` texts: those given, then new ones of their paragraphs, with other figures, so that no two tell the same
    story. The same arguments give the same texts."""
    paragraphs = [line for text in texts for line in text.split("\n") if len(line) > 80]
    usual = max(1, len(paragraphs) // len(texts))
    for number in range(count):
        if number < len(texts):
            yield texts[number]
            continue
        chance = random.Random(number)
        chosen = chance.sample(paragraphs, min(usual, len(paragraphs)))
        yield "\n".join(_DIGITS.sub(lambda found, chance=chance: _other(found[0], chance), line) for line in chosen)


def _other(figure: str, chance: random.Random) -> str:
    """A number of the same length; years and other long numbers stay."""
    if len(figure) > 3 or figure.startswith("0"):
        return figure
    return str(chance.randint(10 ** (len(figure) - 1), 10 ** len(figure) - 1))


def write_jsonl(path: Path, texts: Iterator[str] | list[str]) -> int:
    """One record a text; returns the characters written."""
    size = 0
    with path.open("w", encoding="utf-8") as out:
        for number, text in enumerate(texts):
            out.write(json.dumps({"id": number, "text": text}, ensure_ascii=False) + "\n")
            size += len(text)
    return size
