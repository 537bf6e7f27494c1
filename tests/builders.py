"""Invented articles; the real extractor over one short text; and stages small enough to see through, which the store
and the runs are tested with.

The reader knows .txt and .jsonl; the extractor finds `NAME, POST` lines, numbers of documents and `N cuộc` counts, so
that every table gets rows whose evidence can be checked. Some words make it misbehave on purpose.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import zlib
from collections.abc import Iterator, Sequence
from functools import cache, partial
from itertools import pairwise
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.extract.article import Extractor, load_extractor
from pipeline.match.footprint import Footprint
from pipeline.model import (
    Article,
    Block,
    Check,
    Citation,
    Event,
    EventRole,
    Extraction,
    Fact,
    Issue,
    Position,
    Record,
    RemovedLine,
    Sentence,
    Word,
    row_id,
)
from pipeline.rulebook.load import load_rulebook
from pipeline.run.stages import Ruled, Stages
from pipeline.store import reference
from pipeline.store.connection import Database
from pipeline.store.staged import Gazetteer, Sketch

KILLS, RAISES, REFUSED, BLANK = "giết", "ném", "từ chối", "trống"
PROVINCE, OTHER_PROVINCE = row_id("place", "tỉnh A"), row_id("place", "tỉnh B")
DISTRICT, OTHER_DISTRICT = row_id("place", "huyện C"), row_id("place", "huyện D")
PLACES = (
    (PROVINCE, "1", "A", "tỉnh", None, None, None),
    (OTHER_PROVINCE, "2", "B", "tỉnh", None, None, None),
    (DISTRICT, "11", "C", "huyện", PROVINCE, None, "2025-06-30"),
    (OTHER_DISTRICT, "12", "D", "huyện", PROVINCE, None, "2025-06-30"),
)
GAZETTEER = Gazetteer("tests", lambda: (PLACES, ()))

INDICATORS = """indicators:
  - {code: dialogue.sessions, vi: cuộc đối thoại, en: dialogues, unit: cuộc, description: "Số cuộc."}
"""


def write_rules(folder: Path, *, note: str = "", table: str = "a") -> Path:
    """A rules folder with one indicator; another `note` makes it another rule book that finds the same, another `table`
    one that may find anything."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "table.tsv").write_text(f"{table}\n", encoding="utf-8")
    (folder / "indicators.yaml").write_text(f"note: {json.dumps(note or 'thử')}\n{INDICATORS}", encoding="utf-8")
    return folder


def write_reference(db: Database, rules: Path, gazetteer: Gazetteer = GAZETTEER) -> None:
    """Bring the reference tables of a database to a rules folder."""
    book = load_rulebook(rules)
    reference.write_reference(db, book.sha256, lambda: book, lambda: gazetteer)


def make_text(number: int, *, extra: str = "") -> str:
    """An invented report, different for every `number`."""
    names = ("Nông Thế Cửu", "Mạc Thị Hiền", "Kha Văn Tựu", "Lường Xuân Bách", "Tẩn A Sếnh")
    units = ("huyện C", "huyện D", "tỉnh A", "tỉnh B")
    name, second = names[number % 5], names[(number // 5) % 5]
    total, part = 20 + number % 17, 3 + number % 11
    return "\n".join(
        [
            f"Hội nghị số {number} bàn việc nước sạch {units[number % 4]}",
            f"{name}, Chủ tịch UBND {units[number % 4]}",
            f"{second}, Bí thư Chi bộ khu {number % 9}",
            f"Theo Nghị quyết {number % 7 + 1:02d}-NQ/HU, huyện tổ chức {total} cuộc, trong đó {part} cuộc lưu động.",
            " ".join(f"tổ {number * 31 + step} nhóm {number * 17 + step * step}" for step in range(30)),
            *([extra] if extra else []),
        ]
    )


def make_article(source: str, text: str, **fields: object) -> Article:
    """An article with one block per line."""
    starts = [0, *(match.end() for match in re.finditer("\n", text)), len(text) + 1]
    blocks = tuple(Block(start, end - 1) for start, end in pairwise(starts))
    sha = hashlib.sha256(text.encode()).hexdigest()
    return Article(row_id("documents", source), source, text, sha, blocks, **fields)  # type: ignore[arg-type]


@cache
def extractor() -> Extractor:
    """hoinghi's own rules, made ready once for all tests of a process."""
    return load_extractor()


def read(text: str, *, source: str = "test", **fields: object) -> Extraction:
    """What hoinghi's own rules make of `text`; `fields` are those of Article: title, published_on, url …"""
    return extractor().extract(make_article(source, text, **fields))


def write_corpus(folder: Path, count: int, *, start: int = 0) -> Path:
    """`count` text files and, every tenth time, a copy of one under another name."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(start, start + count):
        (folder / f"{number:05d}.txt").write_text(make_text(number), encoding="utf-8")
        if number % 10 == 3:
            copy = make_text(number).replace("bàn việc", "bàn về việc")
            (folder / f"copy-{number:05d}.txt").write_text(copy, encoding="utf-8")
    return folder


# ── stages ───────────────────────────────────────────────────────────────────────────────────────


def load(rules: Path, words: bool) -> Stages:
    """Stages for tests; given to a Plan as `load`."""

    def ruled() -> Ruled:
        book = load_rulebook(rules)
        footprint = partial(Footprint.of, book)
        return Ruled(book, footprint, GAZETTEER, read_record, lambda article: extract(article, words=words))

    return Stages(ruled, units, records, digest, sketch, same_story)


def load_empty(rules: Path, words: bool) -> Stages:
    """Stages that extract nothing: what is left is the cost of the store and the run."""

    def ruled() -> Ruled:
        book = load_rulebook(rules)
        return Ruled(book, partial(Footprint.of, book), GAZETTEER, read_record, Extraction)

    return Stages(ruled, units, records, digest, own_sketch, same_story)


def units(inputs: Sequence[str]) -> list[str]:
    """Files, sorted, each once."""
    found: dict[str, None] = {}
    for entry in inputs:
        path = Path(entry)
        if not path.exists():
            raise UsageError("no such file or folder", where=entry, remedy="correct the path")
        found.update(dict.fromkeys(map(str, sorted(path.rglob("*.*")) if path.is_dir() else [path])))
    return list(found)


def records(inputs: Sequence[str]) -> Iterator[Record | Issue]:
    """Records of .txt and .jsonl files; a line that is no JSON is an issue."""
    for unit in units(inputs):
        if not unit.endswith(".jsonl"):
            yield Record(unit, "text", Path(unit).read_bytes())
            continue
        for number, line in enumerate(Path(unit).read_text(encoding="utf-8").splitlines(), 1):
            try:
                row = json.loads(line)
            except ValueError:
                yield Issue(unit, "read", "broken_record", f"line {number} is no JSON; repair or delete it")
                continue
            yield Record(f"{unit}#{row.get('id', number)}", "text", row["text"], published_on=row.get("published_on"))


def digest(record: Record) -> str:
    return row_id(repr(record.content), record.published_on)


def read_record(record: Record) -> Article | Issue:
    text = record.content.decode() if isinstance(record.content, bytes) else record.content
    if not text.strip():
        return Issue(record.source, "text", "empty_article", "there is no text in it")
    if RAISES + " khi đọc" in text:
        raise KeyError("nothing there")
    return make_article(record.source, text, published_on=record.published_on)


_FACTORS = (3, 101, 1009, 5003, 7919, 65537, 99991, 1299709)


def sketch(article: Article) -> Sketch:
    """Min-hash of word triples, four bands of two."""
    words = article.text.split()
    triples = {" ".join(words[n : n + 3]) for n in range(max(1, len(words) - 2))}
    hashes = [zlib.crc32(triple.encode()) for triple in triples]
    signature = [min(value * factor % 4294967291 for value in hashes) for factor in _FACTORS]
    bands = tuple(int(row_id(n, *signature[2 * n : 2 * n + 2]), 16) - (1 << 63) for n in range(4))
    return Sketch(bands, article.content_sha256)


def own_sketch(article: Article) -> Sketch:
    """A sketch that only a copy of the very same text shares."""
    return Sketch((int(article.content_sha256[:15], 16),), article.content_sha256)


def same_story(one: Article, other: Article) -> bool:
    """Whether two texts have four of five words in common."""
    words = set(one.text.split()), set(other.text.split())
    return len(words[0] & words[1]) >= 0.8 * len(words[0] | words[1])


_OFFICIAL = re.compile(r"^(?P<name>[^,\n]+), (?P<title>Chủ tịch|Bí thư) (?P<organisation>[^\n]+)$", re.MULTILINE)
_NUMBER = re.compile(r"Nghị quyết (?P<number>\d\d-NQ/HU)")
_COUNT = re.compile(r"(?P<value>\d+) (?P<unit>cuộc)")
_PLACES = {"huyện C": DISTRICT, "huyện D": OTHER_DISTRICT, "tỉnh A": PROVINCE, "tỉnh B": OTHER_PROVINCE}


def extract(article: Article, *, words: bool = False) -> Extraction:
    if KILLS in article.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if RAISES in article.text:
        raise LookupError("asked to raise")
    doc, text = article.id, article.text
    sentences = tuple(
        Sentence(row_id("sentences", doc, n), doc, n, "body" if n else "title", block.start, block.end)
        for n, block in enumerate(article.blocks)
    )
    title = article.blocks[0]
    event = Event(
        row_id("events", doc), doc, "khac", title.start, title.end, {"name": (title.start, title.end)}, "test.event",
        name=text[title.start : title.end], held_on=article.published_on,
    )  # fmt: skip
    facts = tuple(_facts(article, event, sentences))
    return Extraction(
        article=article,
        sentences=sentences,
        positions=tuple(_positions(article)),
        events=(event,),
        event_roles=tuple(
            EventRole(row_id("event_roles", p.id), event.id, doc, p.name, "attend", p.start, p.end, {}, "test.role")
            for p in _positions(article)
        ),
        citations=tuple(_citations(article)),
        facts=facts,
        checks=tuple(
            Check(row_id("checks", f.id), doc, "sum", f.id, None, str(f.value), "not_checkable", "one part only")
            for f in facts[:1]
        ),
        words=tuple(Word(doc, n, *match.span()) for n, match in enumerate(re.finditer(r"\S+", text)) if words),
        issues=(*article.issues, *_blank(article)),
        place_id=next((place for name, place in _PLACES.items() if name in text[: title.end]), None),
        place_basis="title",
        rules_used=frozenset({"test.count", "test.event"}),
    )


def _blank(article: Article) -> Iterator[Issue]:
    if BLANK in article.text:
        yield Issue(article.source, "extract", "blank", "the word is there", article.id)


def _positions(article: Article) -> Iterator[Position]:
    for match in _OFFICIAL.finditer(article.text):
        yield Position(
            row_id("positions", article.id, *match.span()), article.id, match["name"], match.start(), match.end(),
            {slot: match.span(slot) for slot in match.groupdict()}, "test.official",
            title=match["title"], organisation=match["organisation"],
            position=f"{match['title']} {match['organisation']}",
            organisation_place_id=next((p for name, p in _PLACES.items() if name in match["organisation"]), None),
        )  # fmt: skip


def _citations(article: Article) -> Iterator[Citation]:
    for match in _NUMBER.finditer(article.text):
        yield Citation(
            row_id("citations", article.id, *match.span()), article.id, match.start(), match.end(),
            {"number": match.span("number")}, "test.citation", match["number"], number=match["number"],
            type="Nghị quyết", type_code="NQ", issuer_code="HU",
        )  # fmt: skip


def _facts(article: Article, event: Event, sentences: Sequence[Sentence]) -> Iterator[Fact]:
    total = None
    for match in _COUNT.finditer(article.text):
        sentence = next(s for s in sentences if s.start <= match.start() < s.end)
        indicator = "no.such" if REFUSED in article.text else "dialogue.sessions"
        identity = row_id("facts", article.id, *match.span())
        yield Fact(
            identity, article.id, match.start(), match.end(), {slot: match.span(slot) for slot in match.groupdict()},
            "test.count", indicator, None, float(match["value"]), match["unit"],
            event_id=event.id, sentence_id=sentence.id, parent_id=total,
        )  # fmt: skip
        total = total or identity


REMOVED = (RemovedLine(0, "Lượt xem: 12", "test.counter"), RemovedLine(0, "Ngày 1/2", "test.date"))
