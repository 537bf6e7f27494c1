"""Reads HTML into lines (lines.py), in one walk over the tree.

Layout tables, nested divs and fonts vanish here; every block element ends a line. Lines know their block, and blocks
their parent, so that the article can be found as the block that holds most of the prose (region.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import lxml.etree
import lxml.html

from pipeline.errors import CorpusError
from pipeline.ingest.page.lines import Line, Page
from pipeline.ingest.page.markup import NONE, Markup

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
_DROPPED = frozenset((
    "script", "style", "noscript", "template", "iframe", "frame", "frameset", "object", "embed", "applet", "svg",
    "canvas", "audio", "video", "map", "select", "option", "datalist", "button", "textarea", "input", "progress",
    "meter", "head", "marquee", "dialog",
))  # fmt: skip
_EMPHASIS = frozenset(("b", "strong", "em", "i"))
_CHROME = frozenset(("nav", "footer", "aside", "menu"))
_NEVER_CHROME = frozenset(("html", "body", "main", "article"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_SIZE = re.compile(r"font-size\s*:\s*([\d.]{1,6})\s*(px|pt|em|rem|%)", re.IGNORECASE)
_PIXELS = {"px": 1.0, "pt": 1.333, "em": 15.0, "rem": 16.0, "%": 0.15}
_FONT_SIZES = {"1": 10.0, "2": 13.0, "3": 16.0, "4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0}
_SPACE = re.compile(r"[ \t\r\n\f]+")
_PHOTO_TEXT = 600  # characters, and
_PHOTO_LINES = 3  # lines: a table with a photo and no more text than that is a photo with its caption
_COLUMNS = 3  # cells: a row of fewer is layout
_CELL = 120  # characters
_NO_CELL = frozenset(("headline", "label", "date", "byline"))
_MAX_LINES = 20_000


@dataclass(slots=True)
class _Open:
    """A block that is being read."""

    index: int
    tag: str
    roles: frozenset[str]
    chrome: tuple[int, ...]
    caption: bool
    quote: bool
    item: bool
    centred: bool
    heading: int
    bold: bool
    size: float
    first_line: int
    images: int = 0
    text: int = 0
    cells: int = 0


@dataclass(frozen=True, slots=True)
class _Inline:
    """An inline element that is being read: its roles, and how it sets its letters."""

    roles: frozenset[str]
    bold: bool
    size: float


class Walk:
    """One walk over the tree; `lines` and `parents` grow as blocks open and close."""

    def __init__(self, markup: Markup) -> None:
        self.markup = markup
        self.lines: list[Line] = []
        self.parents: list[int] = []
        self.open: list[_Open] = []
        self.inline: list[_Inline] = []
        self.links = 0
        self.image_pending = False
        self.breaks = 2  # line breaks since the last text; the edge of a block counts as two
        self._start_line()

    def _start_line(self) -> None:
        self.pieces: list[str] = []
        self.linked = 0
        self.emphasised = 0
        self.size = 0.0
        self.line_roles = NONE

    def read(self, root: lxml.html.HtmlElement) -> Page:
        """The lines of a parsed page. Raises CorpusError for a page of more lines than an article can have."""
        walker = lxml.etree.iterwalk(root, events=("start", "end"))
        skipped = False
        for event, element in walker:
            tag = element.tag
            if event == "start":
                skipped = not isinstance(tag, str) or _skipped(element, tag)
                if skipped:
                    walker.skip_subtree()  # its end event comes next
                    continue
                self._enter(element, tag)
                if element.text:
                    self._text(element.text, tag == "pre")
            else:
                if not skipped:
                    self._leave(tag)
                skipped = False
                if element.tail:
                    self._text(element.tail, bool(self.open) and self.open[-1].tag == "pre")
            if len(self.lines) > _MAX_LINES:
                raise CorpusError(f"more than {_MAX_LINES:,} lines", remedy="leave it out, or split it")
        self._flush()
        return Page(tuple(self.lines), tuple(self.parents), root)

    # ── elements ─────────────────────────────────────────────────────────────────────────────────

    def _enter(self, element: lxml.html.HtmlElement, tag: str) -> None:
        attribute = " ".join(filter(None, (element.get("class"), element.get("id"), element.get("itemprop"))))
        roles = self.markup.roles(attribute) if attribute else NONE
        if tag in _BLOCKS:
            self._enter_block(element, tag, roles)
        elif tag == "br":
            self._break()
        elif tag == "img":
            self._image()
        else:
            style = element.get("style") or ""
            bold = tag in _EMPHASIS or ("bold" in style and _BOLD.search(style) is not None)
            size = _FONT_SIZES.get(element.get("size") or "", 0.0) if tag == "font" else _size(style)
            self.inline.append(_Inline(roles, bold, size))
            if tag == "a":
                self.links += 1

    def _enter_block(self, element: lxml.html.HtmlElement, tag: str, roles: frozenset[str]) -> None:
        self._flush()
        self.breaks = 2
        outer = self.open[-1] if self.open else None
        style = element.get("style") or ""
        chrome = ("chrome" in roles or tag in _CHROME) and tag not in _NEVER_CHROME
        self.parents.append(outer.index if outer else -1)
        self.open.append(
            _Open(
                index=len(self.parents) - 1,
                tag=tag,
                roles=roles,
                chrome=(outer.chrome if outer else ()) + ((len(self.parents) - 1,) if chrome else ()),
                caption=(outer is not None and outer.caption)
                or tag == "figcaption"
                or ("caption" in roles and tag != "table"),
                quote=(outer is not None and outer.quote) or tag == "blockquote",
                item=(outer is not None and outer.item) or tag == "li",
                centred=(outer is not None and outer.centred and tag not in ("p", "h1", "h2", "h3"))
                or element.get("align") == "center"
                or (bool(style) and _CENTRED.search(style) is not None),
                heading=_HEADINGS.get(tag, outer.heading if outer else 0),
                bold="font-weight" in style and _BOLD.search(style) is not None,
                size=_size(style) or (outer.size if outer else 0.0),
                first_line=len(self.lines),
            )
        )

    def _leave(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
            self.breaks = 2
            closed = self.open.pop()
            if tag == "tr" and closed.cells >= _COLUMNS and not closed.images:
                self._data_row(closed)
            elif tag in ("td", "th") and self.open:
                self.open[-1].cells += 1
            if tag == "table" and closed.images and 0 < closed.text <= _PHOTO_TEXT:
                self._photo_table(closed)
            if self.open:
                self.open[-1].images += closed.images
                self.open[-1].text += closed.text
        elif tag not in ("br", "img"):
            self.inline.pop()
            if tag == "a":
                self.links -= 1

    def _image(self) -> None:
        self._break()
        self.image_pending = True
        if self.open:
            self.open[-1].images += 1

    def _photo_table(self, table: _Open) -> None:
        """The lines of a table that holds a photo and little else are its caption."""
        lines = self.lines[table.first_line :]
        plain = not any(line.linked or line.heading or "headline" in line.roles for line in lines)
        if 0 < len(lines) <= _PHOTO_LINES and plain and lines[0].after_image:
            self.lines[table.first_line :] = [replace(line, caption=True) for line in lines]

    def _data_row(self, row: _Open) -> None:
        """The cells of a row of figures stand on one line, as they do on the page."""
        lines = self.lines[row.first_line :]
        plain = not any(line.links or line.heading or line.roles & _NO_CELL for line in lines)
        if 2 <= len(lines) <= row.cells and plain and all(len(line.text) <= _CELL for line in lines):
            text = " | ".join(line.text for line in lines)
            self.lines[row.first_line :] = [replace(lines[0], text=text, block=row.index, soft=False)]

    # ── text ─────────────────────────────────────────────────────────────────────────────────────

    def _text(self, text: str, preformatted: bool) -> None:
        if preformatted and "\n" in text:
            first, *rest = text.split("\n")
            self._text(first, False)
            for line in rest:
                self._break()
                self._text(line, False)
            return
        piece = _SPACE.sub(" ", text)
        if not piece or (piece == " " and not self.pieces):
            return
        self.pieces.append(piece)
        visible = len(piece.strip())
        if visible:
            if self.links > 0:
                self.linked += visible
            bold, size = bool(self.open) and self.open[-1].bold, 0.0
            for inline in self.inline:
                bold = bold or inline.bold
                size = inline.size or size
                if inline.roles:
                    self.line_roles |= inline.roles
            if bold:
                self.emphasised += visible
            self.size = self.size or size

    def _break(self) -> None:
        self._flush()
        self.breaks += 1

    def _flush(self) -> None:
        text = _SPACE.sub(" ", "".join(self.pieces)).strip()
        if text and self.open:
            self._add(text)
            self.breaks = 0
        self._start_line()

    def _add(self, text: str) -> None:
        block = self.open[-1]
        above = self.open[-2].roles if len(self.open) > 1 else NONE
        self.lines.append(
            Line(
                text=text,
                block=block.index,
                links=min(self.linked, len(text)),
                heading=block.heading,
                roles=(block.roles | above | self.line_roles) - {"chrome"},
                soft=self.breaks == 1 and bool(self.lines) and self.lines[-1].block == block.index,
                chrome=block.chrome,
                caption=block.caption or "caption" in self.line_roles,
                quote=block.quote,
                item=block.item,
                centred=block.centred,
                emphasised=self.emphasised >= 0.9 * len(text),
                after_image=self.image_pending,
                size=self.size or block.size,
            )
        )
        block.text += len(text)
        self.image_pending = False


def _skipped(element: lxml.html.HtmlElement, tag: str) -> bool:
    if tag in _DROPPED or tag.startswith("ie:") or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and ("none" in style or "hidden" in style) and _HIDDEN.search(style) is not None


def _size(style: str) -> float:
    """The font size of an inline style in pixels, 0 where it sets none."""
    found = _SIZE.search(style) if "font-size" in style else None
    try:
        return float(found[1]) * _PIXELS[found[2].lower()] if found else 0.0
    except ValueError:
        return 0.0
