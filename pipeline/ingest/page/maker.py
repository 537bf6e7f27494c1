"""An HTML page becomes a draft: the text block, the headline above it, the date beside it, what is no text left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.ingest.boilerplate import Boilerplate
from pipeline.ingest.cleaning import REPEATED, Cleaned, TextLine, clean
from pipeline.ingest.draft import Draft, Refusal, Removed, ends_sentence, is_sentence
from pipeline.ingest.page.headline import Headline, find_anchor, find_headline
from pipeline.ingest.page.lines import Line, Page
from pipeline.ingest.page.markup import Markup
from pipeline.ingest.page.metadata import Metadata, read_metadata
from pipeline.ingest.page.parse import parse_page
from pipeline.ingest.page.region import Region, find_region, is_prose
from pipeline.ingest.plain import paragraphs_of, words_of
from pipeline.model import BlockKind
from pipeline.text.canonical import Repair, canonical, mend

CHROME, LINK, ABOVE, BELOW, OUTSIDE = "html.chrome", "html.link", "html.above-text", "html.below-text", "html.outside"
_TEASERS = 3  # links each followed by a sentence: a list of news
_TEASER_LINES = 2  # lines of prose: no teaser has more
_TEASER = 250  # characters of prose without a link between: a page without headline must have more …
_TEASERS_LENGTH = 600  # … one where links stand between headline and text more …
_LONG_TEASERS = 1500  # … and one with teasers and no headline much more
_DATE_ABOVE = 3  # lines above the headline in which its date may stand
_LEAD = 4  # lines above the text in which its lead may stand, if there is no headline
_AFTER = 4  # lines after the text in which its author or date may stand
_CAPTION = 300
_SHORTEST = 60  # characters of sentences in an article


@dataclass(frozen=True, slots=True)
class PageMaker:
    """Makes drafts of pages by the markup lexicon and the boilerplate rules of a rule book."""

    markup: Markup
    rules: Boilerplate

    def draft(self, html: str, *, url: str | None = None, title: str | None = None) -> Draft | Refusal:
        """The draft of a page, or why there is none. `url` and `title` are what the record states.

        Raises EmptyArticleError and CorpusError as parse_page does, DecodeError for text in a font that lost letters.
        """
        page, repairs = _unicode(parse_page(html, self.markup))
        metadata = read_metadata(page.root, base=url)
        anchor = find_anchor(page, metadata.titles, url)
        region = find_region(page, lambda text: self.rules.match(text) is not None, anchor=anchor)
        if region is None:
            return Refusal("not_an_article", "no line of the page is a sentence: a menu, a list of links or a form")
        titles = (title, *metadata.titles) if title else metadata.titles
        headline = find_headline(page, region, titles, url, self.rules)
        refusal = _listing(page, region, headline, said=metadata.is_article)
        if refusal is not None:
            return refusal
        shown = title or (headline.text if headline else None)
        if shown and self.rules.match_as("not_article", shown):
            return Refusal("not_an_article", f"the page is headed {shown!r}: a schedule, a search or an error page")
        draft = self._draft(page, region, headline, metadata, shown)
        return draft if isinstance(draft, Refusal) else replace(draft, repairs=repairs)

    def _draft(
        self, page: Page, region: Region, headline: Headline | None, metadata: Metadata, title: str | None
    ) -> Draft | Refusal:
        removed: list[Removed] = []
        if headline is not None and headline.index is not None:
            start = headline.index + 1
        else:  # nothing tells what stands around the text block from what belongs to it
            start, region = _start(page, region), replace(region, inner=(region.first, region.last))
        cleaned = clean(list(self._lines(page, region, start, removed)), self.rules, page=True)
        lines = _without_title(cleaned, title, headline)
        if sum(len(line.text) for line in lines if is_sentence(line.text)) < _SHORTEST:
            return Refusal("empty", "nothing but the furniture of the page is left, or a line or two")
        on_page = cleaned.published_on or (headline.published_on if headline else None)
        on_page = on_page or self._date_above(page, region, headline)
        published_on = on_page or metadata.published_on
        return Draft(
            paragraphs=tuple(paragraphs_of(lines, wrapped=False)),
            title=title,
            published_on=published_on,
            published_on_basis="page_line" if on_page else "metadata" if published_on else None,
            author=cleaned.author or metadata.author,
            url=metadata.url,
            site=metadata.site,
            removed=tuple(sorted((*removed, *cleaned.removed))),
        )

    # ── lines ────────────────────────────────────────────────────────────────────────────────────

    def _lines(self, page: Page, region: Region, start: int, removed: list[Removed]) -> Iterator[TextLine]:
        """The lines that may be text, from below the headline to just after the text; what is left out goes to
        `removed`."""
        for index, line in enumerate(page.lines):
            text = canonical(line.text)
            reason = self._reason(line, text, index, region, start)
            if not text or reason == "":
                continue
            if reason is not None:
                removed.append((index, text, reason))
            else:
                yield TextLine(text, index, fresh=not line.soft, kind=_kind(line, text, index, region))

    def _reason(self, line: Line, text: str, index: int, region: Region, start: int) -> str | None:
        """Why a line is no text; null if it may be, "" if it is not even worth a record."""
        if index < start or index >= region.last:
            near = start <= index < region.last + _AFTER and not region.chrome[index]
            if near and (self._about_article(line, text) or self._dates(text, index, region)):
                return None
            return OUTSIDE if is_sentence(text) and not line.linked else ""
        if region.chrome[index]:
            return CHROME
        if line.linked and not line.caption and not (text.count(" ") >= 13 and ends_sentence(text)):
            return LINK
        if region.inner[0] <= index < region.inner[1] or is_prose(line) or line.caption:
            return None
        if self._about_article(line, text) or self._dates(text, index, region):
            return None
        if index >= region.inner[1] and self.rules.match_as("byline_last", text) is not None:
            return None
        return ABOVE if index < region.inner[0] else BELOW

    def _about_article(self, line: Line, text: str) -> bool:
        """Whether a line near the text gives its author or its date."""
        hit = self.rules.match(text)
        if hit is not None:
            return hit.action in ("byline", "date_line")
        return "byline" in line.roles and self.rules.match_as("byline_last", text) is not None

    def _dates(self, text: str, index: int, region: Region) -> bool:
        """Whether a line between the headline and the text is only a date."""
        return index < region.inner[0] and self.rules.match_as("bare_date", text) is not None

    # ── date ─────────────────────────────────────────────────────────────────────────────────────

    def _date_above(self, page: Page, region: Region, headline: Headline | None) -> str | None:
        """A date close above the headline. With a day of the week it is the clock in the page's header."""
        if headline is None or headline.index is None:
            return None
        for index in range(headline.index - 1, max(0, headline.index - _DATE_ABOVE) - 1, -1):
            line = page.lines[index]
            if region.chrome[index] or line.linked or "clock" in line.roles:
                return None
            text = canonical(line.text)
            hit = self.rules.match(text) or self.rules.match_as("bare_date", text)
            if hit is not None and hit.action in ("date_line", "bare_date"):
                return None if "weekday" in hit.groups else self.rules.date(hit)
        return None


def _unicode(page: Page) -> tuple[Page, tuple[Repair, ...]]:
    """The page with text in old fonts converted, whether its letters were written as such or as entities."""
    mended = mend("\n".join(line.text.replace("\n", " ") for line in page.lines))
    if not mended.repairs:
        return page, ()
    lines = zip(page.lines, mended.text.split("\n"), strict=True)
    return replace(page, lines=tuple(replace(line, text=text) for line, text in lines)), mended.repairs


def _start(page: Page, region: Region) -> int:
    """Where the text begins on a page without a headline: a lead or a date may stand just above the region."""
    start = region.first
    while start > max(0, region.first - _LEAD) and not page.lines[start - 1].linked and not region.chrome[start - 1]:
        start -= 1
    return start


def _listing(page: Page, region: Region, headline: Headline | None, *, said: bool) -> Refusal | None:
    """Whether the page is a list of news: links, each with a sentence or two under it, and no longer text. `said`: its
    metadata say that it is an article, which some sites say of every page."""
    teasers = _teasers(page.lines)
    brief = region.sentences <= _TEASER_LINES
    if headline is None or headline.index is None:
        among_teasers = brief and teasers >= _TEASERS and not said
        listed = region.longest < (_LONG_TEASERS if among_teasers else _TEASER)
    else:
        between = page.lines[headline.index + 1 : region.first]
        linked = any(_is_news_link(line) for line in between)
        listed = linked and brief and region.longest < (_TEASER if said else _TEASERS_LENGTH)
    if not listed:
        return None
    if teasers >= _TEASERS:
        return Refusal("not_an_article", f"a list of news: {teasers} links with a sentence under each, no longer text")
    return Refusal("not_an_article", "no headline, and no more than a sentence or two without links between")


def _is_news_link(line: Line) -> bool:
    return line.linked and line.text.count(" ") >= 4


def _teasers(lines: Sequence[Line]) -> int:
    links = [i for i, line in enumerate(lines) if _is_news_link(line)]
    return sum(
        any(not lines[j].linked and lines[j].text.count(" ") >= 7 for j in range(i + 1, min(i + 3, len(lines))))
        for i in links
    )


def _kind(line: Line, text: str, index: int, region: Region) -> BlockKind | None:
    if "lead" in line.roles and index <= region.inner[0] + 1 and is_prose(line):
        return "lead"
    set_apart = line.after_image and (line.centred or line.emphasised) and index > region.inner[0]
    if line.caption or (set_apart and len(text) <= _CAPTION):
        return "caption"
    return "quotation" if line.quote else None


def _without_title(cleaned: Cleaned, title: str | None, headline: Headline | None) -> list[TextLine]:
    """The lines without the headline where the page prints it again above the text."""
    known = {words_of(text) for text in (title, headline.text if headline else None) if text}
    out = []
    for index, line in enumerate(cleaned.lines):
        if index < 3 and words_of(line.text) in known:
            cleaned.removed.append((line.position, line.text, REPEATED))
        else:
            out.append(line)
    return out
