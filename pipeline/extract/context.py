"""What an extractor knows of the page beside its words: when it appeared, which places it names, whose page it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.model import Article
from pipeline.places.atlas import Atlas
from pipeline.places.gazetteer import Gazetteer
from pipeline.places.home import Home, Page
from pipeline.places.mention import Reading
from pipeline.places.place import Place
from pipeline.text.segment import Segmented


@dataclass(frozen=True, eq=False)
class PageContext:
    """`reading` are the place mentions, `home` the unit the page belongs to; dates are None where unknown."""

    atlas: Atlas
    reading: Reading
    home_found: Home
    published_on: date | None

    @property
    def gazetteer(self) -> Gazetteer:
        return self.atlas.gazetteer

    @property
    def home(self) -> Place | None:
        return self.home_found.place


def read_page(atlas: Atlas, article: Article, segmented: Segmented) -> PageContext:
    """The context of an article."""
    parts = {segment.kind: segment for segment in reversed(segmented.segments)}
    spans = {kind: (parts[kind].start, parts[kind].end) for kind in ("title", "lead", "byline") if kind in parts}
    page = Page(
        segmented.view,
        url=article.url,
        site=article.site,
        source=article.source,
        on=article.published_on,
        title=spans.get("title"),
        lead=spans.get("lead"),
        byline=spans.get("byline"),
        chrome=tuple(line.text for line in article.removed),
    )
    reading, home = atlas.read(page)
    published = date.fromisoformat(article.published_on) if article.published_on else None
    return PageContext(atlas, reading, home, published)
