"""The worked examples of rules/README.md, read from the page, and what hoinghi makes of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.extract.article import Extractor
from pipeline.extract.explain import Explanation, explain
from pipeline.ingest.article import ArticleMaker
from pipeline.model import Article, Record

PAGE = Path(__file__).parents[1] / "rules" / "README.md"
NOTHING = "—"
SHOWN: Mapping[str, tuple[str, ...]] = {
    "facts": ("value", "unit", "indicator"),
    "positions": ("name", "position"),
    "event_roles": ("name", "role"),
    "citations": ("number", "type"),
}  # columns that a row of the guide shows
_EXAMPLE = re.compile(r"^### (\d+)\. (.+?) · (.+?)\n(.*?)(?=^### |\Z)", re.MULTILINE | re.DOTALL)
_YAML = re.compile(r"^```yaml\n# (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SAYS = re.compile(r"^(now|explain|then): +(.*)$", re.MULTILINE)
_LINE = re.compile(r"(?<=\.yaml):\d+")


@dataclass(frozen=True)
class Guided:
    """One worked example: its sentence (lines of a text), what is said of it, the files to copy."""

    number: int
    titles: tuple[str, str]
    text: str
    said: Mapping[str, tuple[str, ...]]
    files: Mapping[str, str]
    prose: tuple[str, ...]

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables of which it speaks."""
        named = {row.split(": ")[0] for key in ("now", "then") for row in self.said[key]}
        return tuple(table for table in SHOWN if table in named)


def examples(page: str | None = None) -> tuple[Guided, ...]:
    """All worked examples, in their order."""
    text = PAGE.read_text(encoding="utf-8") if page is None else page
    return tuple(_read(*found) for found in _EXAMPLE.findall(text[text.index("\n## Mười ví dụ") :]))


def _read(number: str, vietnamese: str, english: str, body: str) -> Guided:
    said: dict[str, list[str]] = {"now": [], "explain": [], "then": []}
    for key, row in _SAYS.findall(body):
        if row != NOTHING:
            said[key].append(row)
    prose = re.sub(r"^```.*?^```$|^>.*?$", "", body, flags=re.MULTILINE | re.DOTALL).strip()
    return Guided(
        int(number),
        (vietnamese, english),
        "\n".join(re.findall(r"^> (.*)$", body, re.MULTILINE)),
        {key: tuple(rows) for key, rows in said.items()},
        dict(_YAML.findall(body)),
        tuple(part.strip() for part in prose.split("\n\n")),
    )


def article(extractor: Extractor, text: str) -> Article:
    """The text as a run would read it: a line of page chrome is taken out."""
    made = ArticleMaker(extractor.book).make(Record("guide", "text", text))
    assert isinstance(made, Article), made
    return made


def rows(extractor: Extractor, text: str) -> Iterator[str]:
    """Every row of the tables that the guide shows, as the guide writes it."""
    found = extractor.extract(article(extractor, text))
    for table, columns in SHOWN.items():
        for row in sorted(getattr(found, table), key=lambda row: (row.start, row.end)):
            yield f"{table}: {' · '.join(_shown(getattr(row, column)) for column in columns)}"


def _shown(value: object) -> str:
    return NOTHING if value is None else f"{value:.12g}" if isinstance(value, float) else str(value)


def explained(extractor: Extractor, text: str) -> Iterator[str]:
    """Everything that `explain` says of the text, as the guide writes it: without numbers of lines."""
    found: Explanation = explain(extractor, article(extractor, text))
    for row in found.fired:
        yield f"{row.table} {row.rule_id} “{row.evidence}”"
    for near in found.near:
        yield _LINE.sub("", f"{near.rule_id} “{near.reached.strip()}” {near.reason} → {near.remedy}")
