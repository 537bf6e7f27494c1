"""A record becomes an article with its text fixed, or an issue that says why not."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from urllib.parse import urlsplit

from pipeline.errors import CorpusError, DecodeError, EmptyArticleError
from pipeline.ingest.boilerplate import Boilerplate
from pipeline.ingest.dates import date_in_url, parse_date
from pipeline.ingest.draft import Draft, Paragraph, Refusal
from pipeline.ingest.language import refuse_language
from pipeline.ingest.page.maker import PageMaker
from pipeline.ingest.page.markup import Markup
from pipeline.ingest.page.parse import declared_charset
from pipeline.ingest.plain import draft_of_text
from pipeline.ingest.records import content_sha256
from pipeline.model import Article, Block, Issue, Record, RemovedLine, row_id
from pipeline.rulebook.schema import Rulebook
from pipeline.text.canonical import Decoded, Repair, canonical, decode, mend

LONGEST_TEXT = 400_000  # characters; the longest report of a conference has 60,000
_MOST_LINES = 20_000
_LONGEST_REMOVED = 300
_TAGS = re.compile(r"<(?:p|div|br|span|table|html|body|h[1-6]|a|img|strong|em)\b[^<>]{0,2000}>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,6}|#x[0-9A-Fa-f]{2,5});")
_REMEDIES = {
    "empty": "look at the source; if it has an article, its lines are taken for boilerplate",
    "not_an_article": "leave such pages out of the crawl",
    "not_vietnamese": "leave such pages out of the crawl",
    "undecodable": "find the page in Unicode",
    "unreadable_page": "crawl the page again",
    "too_long": "split the document",
}


class ArticleMaker:
    """Makes articles by the boilerplate rules and markup lexicons of a rule book, compiled once."""

    def __init__(self, book: Rulebook) -> None:
        self._rules = Boilerplate(book)
        self._pages = PageMaker(Markup(book), self._rules)

    def make(self, record: Record) -> Article | Issue:
        """The article of a record. Its `text` is the title, then the paragraphs, parted by blank lines; a paragraph
        keeps the line breaks of its source. `blocks` are the paragraphs, with kinds where the markup tells.

        Never raises: whatever is wrong with a record is an issue of stage "text".
        """
        try:
            draft = self._draft(record)
        except DecodeError as error:
            return _issue(record, "undecodable", error.what)
        except EmptyArticleError as error:
            return _issue(record, "empty", error.what)
        except CorpusError as error:
            return _issue(record, "unreadable_page", error.what)
        if isinstance(draft, Refusal):
            return _issue(record, draft.code, draft.message)
        return _article(record, draft)

    def _draft(self, record: Record) -> Draft | Refusal:
        title = _one_line(record.title)
        decoded = _decoded(record)
        if record.media == "html" or _is_html(decoded.text):
            draft = self._pages.draft(decoded.text, url=record.url, title=title)
        else:
            mended = mend(decoded.text)
            text = canonical(html.unescape(mended.text) if _ENTITY.search(mended.text) else mended.text)
            if not text:
                return Refusal("empty", "the record has no text")
            if len(text) > 2 * LONGEST_TEXT or text.count("\n") > _MOST_LINES:
                return Refusal("too_long", f"{len(text):,} characters in {text.count(chr(10)):,} lines")
            draft = draft_of_text(text, self._rules, title=title)
            decoded = Decoded(text, decoded.encoding, (*decoded.repairs, *mended.repairs))
        if isinstance(draft, Refusal):
            return draft
        refusal = refuse_language(draft)
        return refusal or _with_repairs(draft, decoded.repairs)


# ── reading ──────────────────────────────────────────────────────────────────────────────────────


def _decoded(record: Record) -> Decoded:
    """The record's content as text; old fonts are left for later, when tags are gone."""
    if isinstance(record.content, str):
        return mend(record.content, fonts=False)
    charset = record.charset or (declared_charset(record.content) if record.media == "html" else None)
    return decode(record.content, charset=charset, fonts=False)


def _is_html(text: str) -> bool:
    """Whether what is called text is a page or a piece of one."""
    head = text[:1000].lstrip("\ufeff \t\r\n").lower()
    return head.startswith(("<!doctype html", "<html")) or len(_TAGS.findall(text[:20_000])) >= 4


def _one_line(text: str | None) -> str | None:
    return " ".join(canonical(mend(html.unescape(text)).text).split()) or None if text else None


def _with_repairs(draft: Draft, repairs: tuple[Repair, ...]) -> Draft:
    return replace(draft, repairs=(*repairs, *draft.repairs)) if repairs else draft


# ── writing ──────────────────────────────────────────────────────────────────────────────────────


def _article(record: Record, draft: Draft) -> Article | Issue:
    paragraphs = [Paragraph(draft.title, "title"), *draft.paragraphs] if draft.title else list(draft.paragraphs)
    text = "\n\n".join(paragraph.text for paragraph in paragraphs)
    if len(text) > LONGEST_TEXT:
        return _issue(record, "too_long", f"{len(text):,} characters of text; {LONGEST_TEXT:,} are the limit")
    identity = row_id("documents", record.source)
    url = record.url or draft.url
    published_on, basis = _date(record, draft, url)
    issues = [Issue(record.source, "text", repair.code, repair.message, identity) for repair in draft.repairs]
    if record.published_on and basis != "record":
        message = f"the record's published_on {record.published_on!r} is no date. Write it as 2024-02-28"
        issues.append(Issue(record.source, "text", "bad_date", message, identity))
    return Article(
        id=identity,
        source=record.source,
        text=text,
        content_sha256=content_sha256(record),
        blocks=tuple(_blocks(paragraphs)),
        url=url,
        site=record.site or draft.site or _host(url),
        title=draft.title,
        published_on=published_on,
        published_on_basis=basis,
        author=record.author or draft.author,
        removed=tuple(RemovedLine(at, line[:_LONGEST_REMOVED], rule_id) for at, line, rule_id in draft.removed),
        issues=tuple(issues),
    )


def _blocks(paragraphs: list[Paragraph]) -> list[Block]:
    blocks = []
    position = 0
    for paragraph in paragraphs:
        blocks.append(Block(position, position + len(paragraph.text), paragraph.kind))
        position += len(paragraph.text) + 2
    return blocks


def _date(record: Record, draft: Draft, url: str | None) -> tuple[str | None, str | None]:
    """The day of publication and its basis: what the record states, the page, the URL. Nothing is guessed."""
    stated = parse_date(record.published_on) if record.published_on else None
    if stated:
        return stated, "record"
    if draft.published_on:
        return draft.published_on, draft.published_on_basis
    in_url = date_in_url(url) if url else None
    return (in_url, "url") if in_url else (None, None)


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url).hostname if url else None
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _issue(record: Record, code: str, message: str) -> Issue:
    return Issue(record.source, "text", code, f"{message.rstrip('.')}. {_REMEDIES[code].capitalize()}")
