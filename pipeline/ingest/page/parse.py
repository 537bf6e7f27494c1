"""HTML text → lines: the parser with its limits."""

from __future__ import annotations

import re

import lxml.etree
import lxml.html

from pipeline.errors import CorpusError, EmptyArticleError
from pipeline.ingest.page.lines import Page
from pipeline.ingest.page.markup import Markup
from pipeline.ingest.page.walk import Walk

_DATA_URI = re.compile(r"data:[\w/+.-]{0,60};base64,[A-Za-z0-9+/=\s]{200,}")
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)


def declared_charset(content: bytes) -> str | None:
    """The charset that the page's own meta element names, null if none does."""
    found = _META_CHARSET.search(content[:4096])
    return found[1].decode("ascii", "replace") if found else None


def parse_page(text: str, markup: Markup) -> Page:
    """The lines of an HTML page. Raises EmptyArticleError for a page without content, CorpusError for one so deeply
    nested that the parser gave up, or with too many lines."""
    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    data = _DATA_URI.sub("data:", text).replace("\x00", "").encode("utf-8", "replace")
    try:
        root = lxml.html.document_fromstring(data, parser=parser, ensure_head_body=False)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError) as error:
        raise EmptyArticleError("a page without content", remedy="crawl it again") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" or "depth" in entry.message for entry in parser.error_log):
        raise CorpusError("elements nested more than 2,000 deep", remedy="crawl the page again, or leave it out")
    return Walk(markup).read(root)
