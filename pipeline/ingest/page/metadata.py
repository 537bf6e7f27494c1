"""What the head of an HTML page says: titles, day of publication, author, site, address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import lxml.html

from pipeline.ingest.dates import parse_date

_LONGEST_JSON = 200_000
_TITLES = ("og:title", "twitter:title", "dc.title", "title")
_DATES = (
    "article:published_time", "og:published_time", "datepublished", "date.published", "pubdate", "publishdate",
    "publish-date", "publish_date", "dc.date.issued", "dc.date.published", "dcterms.issued", "dcterms.created",
    "dc.date.created", "sailthru.date", "parsely-pub-date", "article.published", "published_at",
)  # fmt: skip
_AUTHORS = ("article:author", "author", "dc.creator", "dcterms.creator", "citation_author")
_ARTICLE_TYPES = ("Article", "NewsArticle", "ReportageNewsArticle", "BlogPosting", "WebPage")
_ADDRESS = re.compile(r"https?://[^\s<>\"']{4,500}")


@dataclass(frozen=True, slots=True)
class Metadata:
    """`titles` in order of trust; each may carry the site's name after a dash or bar. `is_article`: the page says that
    it is an article."""

    titles: tuple[str, ...] = ()
    published_on: str | None = None
    author: str | None = None
    site: str | None = None
    url: str | None = None
    is_article: bool = False


def read_metadata(root: lxml.html.HtmlElement, *, base: str | None = None) -> Metadata:
    """The metadata of a parsed page; `base` is the address it was found at, against which a relative one is read."""
    named: dict[str, str] = {}
    for meta in root.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = (meta.get("content") or "").strip()
        if key and content:
            named.setdefault(key, content[:1000])
    linked = list(_articles(root))
    titles = [title for item in linked if isinstance(title := item.get("headline"), str)]
    titles += [named[key] for key in _TITLES if key in named]
    titles += [(element.text or "").strip() for element in root.iter("title")][:1]
    dates = [*(str(item.get("datePublished", "")) for item in linked), *(named[key] for key in _DATES if key in named)]
    dates += [
        element.get("datetime", "") for element in root.iter("time") if element.get("itemprop") == "datePublished"
    ]
    return Metadata(
        titles=tuple(dict.fromkeys(" ".join(title.split()) for title in titles if title.strip())),
        published_on=next(filter(None, map(parse_date, dates)), None),
        author=_author(linked, named),
        site=named.get("og:site_name"),
        url=_address(root, named, base),
        is_article=named.get("og:type") == "article" or any("headline" in item for item in linked),
    )


def _articles(root: lxml.html.HtmlElement) -> Iterator[dict[str, object]]:
    """The JSON-LD objects of a page that describe an article."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text or len(script.text) > _LONGEST_JSON:
            continue
        try:
            data = json.loads(script.text, strict=False)
        except (ValueError, RecursionError):
            continue
        items = data if isinstance(data, list) else [data]
        for item in items[:20]:
            if isinstance(item, dict):
                graph = item.get("@graph")
                yield from (
                    part for part in (graph if isinstance(graph, list) else [item])[:50]
                    if isinstance(part, dict) and _is_article(part)
                )  # fmt: skip


def _is_article(item: dict[str, object]) -> bool:
    kinds = item.get("@type")
    return any(kind in _ARTICLE_TYPES for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _author(linked: list[dict[str, object]], named: dict[str, str]) -> str | None:
    """A person's name; not a user name, an address or the site's own."""
    names: list[str] = []
    for item in linked:
        author = item.get("author")
        for one in (author if isinstance(author, list) else [author])[:3]:
            name = one.get("name") if isinstance(one, dict) else one
            if isinstance(name, str):
                names.append(name)
    names += [named[key] for key in _AUTHORS if key in named]
    site = named.get("og:site_name", "").casefold()
    return next((name.strip() for name in names if _is_person(name) and name.casefold() != site), None)


def _is_person(name: str) -> bool:
    words = name.split()
    return 2 <= len(words) <= 6 and all(word[0].isupper() for word in words) and not re.search(r"[\d@/:]", name)


def _address(root: lxml.html.HtmlElement, named: dict[str, str], base: str | None) -> str | None:
    """The canonical address: of the page itself, not of the site's front page."""
    hrefs = [link.get("href") or "" for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    for href in (*hrefs, named.get("og:url", "")):
        try:
            address = urljoin(base or "", href.strip()) if href.strip() else ""
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.netloc and parts.path.strip("/") and _ADDRESS.fullmatch(address):
            return address
    return base
