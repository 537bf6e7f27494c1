"""An HTML page as a list of lines: what a reader sees, in reading order, with what the markup says about each line."""

from __future__ import annotations

from dataclasses import dataclass

import lxml.html

from pipeline.ingest.page.markup import NONE


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page. `links` counts the characters inside links, `block` is the index of the block it stands in.

    `soft`: only a `<br>` separates it from the line before, in the same block. `after_image`: nothing but an image
    stands between it and the line before. `chrome`: the blocks around it that the
    markup calls chrome, outermost first. `size`: the height of its letters in pixels, as far as inline styles tell.
    """

    text: str
    block: int
    links: int = 0
    heading: int = 0
    roles: frozenset[str] = NONE
    soft: bool = False
    chrome: tuple[int, ...] = ()
    caption: bool = False
    quote: bool = False
    item: bool = False
    centred: bool = False
    emphasised: bool = False
    after_image: bool = False
    size: float = 0.0

    @property
    def prose_length(self) -> int:
        """Characters outside links."""
        return len(self.text) - self.links

    @property
    def linked(self) -> bool:
        """Whether most of the line is a link."""
        return self.links > 0.6 * len(self.text)


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page; `parents[i]` is the block around block i, -1 for the outermost. Parents come first."""

    lines: tuple[Line, ...]
    parents: tuple[int, ...]
    root: lxml.html.HtmlElement
