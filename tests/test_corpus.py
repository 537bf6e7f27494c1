"""The quality floors are measured on the sample corpus: its gold must be right in form and grounded in the texts."""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import yaml

from pipeline.kinds import EVENT_KINDS, QUALIFIERS, ROLES
from pipeline.text.fold import fold

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
SHARED = ROOT.parent / "shared"

DOCUMENT_KEYS = {
    "document", "published_on", "event", "officials", "decrees", "counts", "never", "not_officials", "notes",
}  # fmt: skip
EVENT_KEYS = {"kind", "held_on", "session", "place", "organiser"}
OFFICIAL_KEYS = {"name", "rank", "positions", "units", "former_positions", "roles"}
DECREE_KEYS = {
    "number", "type", "issued_on", "issued_year", "issuer", "subject", "optional", "as_written", "repaired",
}  # fmt: skip
COUNT_KEYS = {
    "quote", "value", "value_max", "unit", "per", "about", "qualifier", "denominator", "percent", "part_of", "status",
    "period", "optional", "repeated",
}  # fmt: skip
STATUSES = {"achieved", "target", "change"}
SESSIONS = {None, "morning", "afternoon", "evening"}
NUMBER = re.compile(r"\d|\b(không|một|hai|ba|bốn|năm|tám|mươi|vạn|nghìn|rưỡi|trăm)\b", re.IGNORECASE)
ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
BLOCKS = {
    "p", "div", "td", "th", "tr", "li", "h1", "h2", "h3", "h4", "br", "figcaption", "section", "article", "s", "table",
}  # fmt: skip

GOLD = sorted((CORPUS / "gold").glob("*.yaml"))
PAGES = [json.loads(line) for line in (CORPUS / "gold" / "pages.jsonl").read_text(encoding="utf-8").splitlines()]


def plain(text: str) -> str:
    """NFC, one kind of space, no zero-width characters; paragraphs stay lines."""
    text = unicodedata.normalize("NFC", text).translate(ZERO_WIDTH).replace("\xa0", " ")
    return "\n".join(" ".join(line.split()) for line in text.split("\n"))


def folded(text: str) -> str:
    """What the rules see, in lower case: "Hoà" is found as "hòa", "–" as "-"."""
    return fold(plain(text)).lower()


def decoded(content: bytes) -> str:
    """The characters of a page, by byte order mark, then by what its meta element says."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16")
    return content.decode("windows-1258" if b"charset=windows-1258" in content[:600] else "utf-8")


def page_text(markup: str) -> str:
    """All visible text of a page's body, a line per block, chrome and all."""
    body = lxml.html.document_fromstring(markup).find("body")
    for element in list(body.iter("script", "style")):
        element.drop_tree()
    for element in body.iter():
        element.text, element.tail = (re.sub(r"\s+", " ", part or "") for part in (element.text, element.tail))
        if element.tag in BLOCKS:
            element.text, element.tail = "\n" + element.text, "\n" + element.tail
    return plain(body.text_content())


@cache
def feed() -> dict[str, dict[str, Any]]:
    records = {}
    for line in (CORPUS / "feed.jsonl").read_text(encoding="utf-8").split("\n"):
        try:
            record = json.loads(line)
        except ValueError:
            continue
        records[record["id"]] = record
    return records


@cache
def text_of(document: str) -> str:
    if document.endswith(".txt"):
        return plain((CORPUS / "articles" / document).read_text(encoding="utf-8"))
    if document.endswith(".html"):
        return page_text(decoded((CORPUS / "html" / document).read_bytes()))
    record = feed()[document]
    return page_text(f"<html><body>{record['html']}</body></html>") if "html" in record else plain(record["text"])


@cache
def gold(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


every_gold = pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page["file"])


@every_gold
def test_gold_has_the_form_of_the_guide(path: Path) -> None:
    document = gold(path)
    assert document["document"].removesuffix(".txt").removesuffix(".html") == path.stem
    assert document.keys() == DOCUMENT_KEYS
    assert isinstance(document["published_on"], datetime.date | None)
    event = document["event"]
    if event is not None:
        assert event.keys() == EVENT_KEYS
        assert event["kind"] in EVENT_KINDS
        assert event["session"] in SESSIONS
        assert isinstance(event["held_on"], datetime.date | None)
        if event["held_on"] and document["published_on"]:
            assert 0 <= (document["published_on"] - event["held_on"]).days <= 60
    for official in document["officials"]:
        assert {"name", "positions", "roles"} <= official.keys() <= OFFICIAL_KEYS
        assert official["roles"] and set(official["roles"]) <= set(ROLES)
        assert official["positions"] or official.get("units") or official.get("former_positions")
        stated = [official["name"], *official["positions"], *official.get("former_positions", [])]
        assert stated == [fold(phrase) for phrase in stated], "the guide wants hòa, ủy"
    assert len({official["name"] for official in document["officials"]}) == len(document["officials"])
    for decree in document["decrees"]:
        assert {"number", "type", "issued_on", "issuer", "subject"} <= decree.keys() <= DECREE_KEYS
        assert isinstance(decree["issued_on"], datetime.date | None)
        assert isinstance(decree["number"], str | None)
        assert decree["number"] or decree["subject"] or decree["issuer"]


@every_gold
def test_counts_have_the_form_of_the_guide(path: Path) -> None:
    counts = gold(path)["counts"]
    values = {count[key] for count in counts for key in ("value", "denominator") if key in count}
    for count in counts:
        assert {"quote", "value", "unit", "about"} <= count.keys() <= COUNT_KEYS, count
        assert isinstance(count["value"], int | float), count
        assert count.get("value_max", count["value"] + 1) > count["value"], count
        assert count.get("qualifier", "exact") in QUALIFIERS, count
        assert count.get("status", "achieved") in STATUSES, count
        assert count.get("part_of") in {None, *values}, count
        if "period" in count:
            start, end = count["period"]
            assert isinstance(start, datetime.date) and start <= end, count
        if "denominator" in count and "percent" in count:
            assert abs(100 * count["value"] / count["denominator"] - count["percent"]) < 1, count


@every_gold
def test_gold_is_grounded_in_its_text(path: Path) -> None:
    document, text = gold(path), text_of(gold(path)["document"])
    for count in document["counts"]:
        times = text.count(count["quote"])
        assert times >= 1 if count.get("repeated") else times == 1, (count["quote"], times)
        assert NUMBER.search(count["quote"]), count["quote"]
        assert folded(count["about"]) in folded(text), count["about"]
    for official in document["officials"]:
        assert folded(official["name"]) in folded(text), official["name"]
    for name in [*document["not_officials"], *map(str, document["never"])]:
        assert name in text, name
    officials = {official["name"] for official in document["officials"]}
    assert officials.isdisjoint(document["not_officials"])
    for decree in document["decrees"]:
        number = decree["number"]
        if number:
            assert re.search(r"\b0*" + re.sub(r"\D.*", "", number).lstrip("0") + r"\b", text), number
        if decree["subject"]:
            assert folded(decree["subject"]) in folded(text).replace("\n", " "), decree["subject"]
        for key in decree.keys() & {"repaired", "as_written"}:
            assert decree[key] in text, decree[key]


@every_gold
def test_positions_are_spelled_out_in_the_text(path: Path) -> None:
    """The head of every position stands in the text or stands there abbreviated."""
    document, text = gold(path), folded(text_of(gold(path)["document"]))
    short = {
        "ủy viên ban thường vụ": r"uv\.? ?btv|uvtv|ủy viên btv|ủy viên ban thưởng vụ",
        "phó bí thư": "pbt",
        "phó chủ tịch": "pct",
    }
    for official in document["officials"]:
        for position in [*official["positions"], *official.get("former_positions", [])]:
            head = " ".join(folded(position).split()[:2])
            found = head in text or any(full.startswith(head) and re.search(form, text) for full, form in short.items())
            assert found, position


def test_every_kind_of_event_comes_twice() -> None:
    kinds = Counter(gold(path)["event"]["kind"] for path in GOLD if gold(path)["event"])
    assert {kind: kinds[kind] for kind in EVENT_KINDS if kinds[kind] < 2} == {}
    assert any(gold(path)["event"] is None for path in GOLD)


def test_every_role_status_and_qualifier_is_used() -> None:
    roles = {role for path in GOLD for official in gold(path)["officials"] for role in official["roles"]}
    counts = [count for path in GOLD for count in gold(path)["counts"]]
    assert set(ROLES) - roles <= {"other"}
    assert {count.get("status", "achieved") for count in counts} == STATUSES
    assert {count.get("qualifier", "exact") for count in counts} == set(QUALIFIERS)
    assert all(any(key in count for count in counts) for key in COUNT_KEYS)


def test_size() -> None:
    texts = sorted((CORPUS / "articles").glob("*.txt"))
    pages = [page for page in PAGES if page["kind"] == "article"]
    assert {path.stem for path in texts} <= {path.stem for path in GOLD}
    assert len(texts) + len(pages) + len({record.get("text") for record in feed().values()}) >= 44
    assert len(GOLD) >= 36 and len(pages) >= 16


@every_page
def test_page_snippets_stand_in_the_page(page: dict[str, Any]) -> None:
    text = page_text(decoded((CORPUS / "html" / page["file"]).read_bytes()))
    missing = [snippet for snippet in [*page["must_include"], *page["must_exclude"]] if plain(snippet) not in text]
    assert missing == []
    assert (page["kind"] == "article") == bool(page["title"]) == bool(page["must_include"])
    assert page["title"] is None or page["title"] in text
    assert set(page["must_include"]).isdisjoint(page["must_exclude"])


def test_pages_are_listed_once() -> None:
    assert sorted(page["file"] for page in PAGES) == sorted(path.name for path in (CORPUS / "html").glob("*.html"))
    assert Counter(page["kind"] for page in PAGES).keys() == {"article", "listing", "empty"}
    stated = {path.stem: gold(path)["published_on"] for path in GOLD if gold(path)["document"].endswith(".html")}
    for page in PAGES:
        stem = page["file"].removesuffix(".html")
        assert stem not in stated or page["published_on"] == (stated[stem] and stated[stem].isoformat()), stem


def test_unusual_encodings_are_there() -> None:
    raw = {path.name: path.read_bytes() for path in CORPUS.glob("*/*") if path.suffix in {".html", ".txt"}}
    assert any(content[:2] == b"\xff\xfe" for content in raw.values())
    assert any(b"charset=windows-1258" in content for content in raw.values())
    texts = [content.decode("utf-8") for name, content in raw.items() if name.endswith(".txt")]
    assert any(text != unicodedata.normalize("NFC", text) for text in texts)
    assert any("\u200b" in text and "\xa0" in text for text in texts)


def test_feed_has_its_bad_records_and_copies() -> None:
    lines = (CORPUS / "feed.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n")
    records = list(feed().values())
    assert len(lines) - len(records) == 1, "one line is not JSON"
    assert [record["id"] for record in records if not (record.get("text") or record.get("html") or "").strip()]
    texts = {path.read_text(encoding="utf-8") for path in (CORPUS / "articles").glob("*.txt")}
    assert [record["id"] for record in records if record.get("text") in texts], "an exact copy of an article"
    runs = [set(word_runs(record.get("text") or "", length=5)) for record in records]
    shared = [len(a & b) / min(len(a), len(b)) for i, a in enumerate(runs) for b in runs[:i] if a and b]
    assert max(shared) > 0.8, "a near copy"


def word_runs(text: str, *, length: int) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold())
    return zip(*(words[i:] for i in range(length)), strict=False)


def test_no_sentence_is_copied_from_real_articles() -> None:
    if not (SHARED / "articles").is_dir():
        pytest.skip("../shared/articles is not here")
    real: dict[tuple[str, ...], str] = {}
    for path in sorted((SHARED / "articles").glob("*.txt")):
        real.update((run, path.name) for run in word_runs(path.read_text(encoding="utf-8"), length=12))
    for path in sorted((SHARED / "html").glob("*.html")):
        real.update((run, path.name) for run in word_runs(page_text(path.read_text(encoding="utf-8")), length=12))
    ours = {path.name: path.read_text(encoding="utf-8") for path in (CORPUS / "articles").glob("*.txt")}
    ours |= {page["file"]: text_of(page["file"]) for page in PAGES}
    ours |= {key: record.get("text") or record.get("html") or "" for key, record in feed().items()}
    runs = [(name, run) for name, text in ours.items() for run in word_runs(text, length=12)]
    assert {(name, real[run], " ".join(run)) for name, run in runs if run in real} == set()
