"""Where on a page the article is: the block that holds more prose, and fewer links, than any other.

Every line is worth something: prose its length, a link a malus, short lines nothing. A block is worth what its lines
are worth; the best block is the article. Prose that stands alone between links (the teasers of a sidebar or a list of
news) counts little, so that a page with a short article and many teasers still yields the article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.ingest.page.lines import Line, Page

_LONG_RUN = 500  # characters of prose in a row that count in full; a teaser has 80 to 250
_LINK_COST = 30  # what one line of links costs, plus half its length up to _LINK_LENGTH
_LINK_LENGTH = 100
_SENTENCE_END = (".", "!", "?", ":", ";", "…", '"', "”", "./.", ")", "»")
_CHROME_SHARE = 0.4  # of the page's prose: a block with more is no chrome, whatever its class says
_ABOVE, _BELOW = 0.3, 1.5
_INNER = 0.85  # share of the prose that the text block proper holds


@dataclass(frozen=True, slots=True)
class Region:
    """`lines[first:last]` hold the article; `inner` is the range of lines of its innermost text block.

    `longest` counts the characters of prose in its longest run without links between, `sentences` the lines of it.
    `chrome[i]`: line i of the page stands in a block that is chrome.
    """

    first: int
    last: int
    inner: tuple[int, int]
    longest: int
    sentences: int
    chrome: tuple[bool, ...]


def is_prose(line: Line) -> bool:
    """Whether a line reads like a sentence, not like a label, a menu item or a headline."""
    if line.linked:
        return False
    words = line.text.count(" ") + 1
    return words >= 14 or (words >= 6 and line.text.endswith(_SENTENCE_END))


def find_region(
    page: Page, is_furniture: Callable[[str], bool] = lambda text: False, *, anchor: int | None = None
) -> Region | None:
    """The block of the page that is the article; null where no line is prose. `is_furniture` says of a line of prose
    that it is none of an article (the licence in the page's foot)."""
    lines = page.lines
    proses = [line.prose_length if is_prose(line) and not is_furniture(line.text) else 0 for line in lines]
    chrome = _chrome(lines, proses)
    lengths = [0 if out else length for length, out in zip(proses, chrome, strict=True)]
    if not any(lengths):
        return None
    runs = tuple(_runs(lines, lengths))
    totals = _totals(page, _values(lines, lengths, runs, chrome, anchor))
    best = max(range(len(totals)), key=lambda block: (totals[block], block))
    first, last = _line_range(page, best)
    prose = sum(lengths[first:last])
    parts = [lengths[max(start, first) : min(end, last)] for start, end in runs]
    longest = max(parts, key=sum)
    sentences = sum(length > 0 for length in longest)
    return Region(first, last, _inner(page, lengths, first, last, prose), sum(longest), sentences, chrome)


def _chrome(lines: Sequence[Line], lengths: Sequence[int]) -> tuple[bool, ...]:
    """Which lines stand in a block that the markup rightly calls chrome: not if much of the page's prose is in it."""
    inside: Counter[int] = Counter()
    for line, length in zip(lines, lengths, strict=True):
        inside.update(dict.fromkeys(line.chrome, length))
    most = _CHROME_SHARE * sum(lengths)
    return tuple(any(inside[block] <= most for block in line.chrome) for line in lines)


def _runs(lines: Sequence[Line], lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Ranges of lines without a line of links between them."""
    start = 0
    for index, line in enumerate(lines):
        if line.linked and not lengths[index]:
            if index > start:
                yield start, index
            start = index + 1
    if start < len(lines):
        yield start, len(lines)


def _values(
    lines: Sequence[Line],
    lengths: Sequence[int],
    runs: Sequence[tuple[int, int]],
    chrome: Sequence[bool],
    anchor: int | None,
) -> list[float]:
    values = [0.0] * len(lines)
    after = False
    for start, end in runs:
        weight = min(1.0, sum(lengths[start:end]) / _LONG_RUN)
        if anchor is not None and end <= anchor:
            weight *= _ABOVE
        elif anchor is not None and not after and sum(lengths[start:end]) >= 80:
            after = True
            weight = weight * _BELOW
        for index in range(start, end):
            values[index] = weight * lengths[index]
    for index, line in enumerate(lines):
        if line.linked:
            values[index] = -(_LINK_COST + 0.5 * min(len(line.text), _LINK_LENGTH))
        elif chrome[index]:
            values[index] = 0.0
    return values


def _totals(page: Page, values: Sequence[float]) -> list[float]:
    totals = [0.0] * len(page.parents)
    for line, value in zip(page.lines, values, strict=True):
        totals[line.block] += value
    for block in range(len(totals) - 1, 0, -1):
        if page.parents[block] >= 0:
            totals[page.parents[block]] += totals[block]
    return totals


def _line_range(page: Page, block: int) -> tuple[int, int]:
    """The lines inside `block`. Blocks are numbered in reading order, so those inside it follow it."""
    inside = [False] * len(page.parents)
    inside[block] = True
    for index in range(block + 1, len(page.parents)):
        inside[index] = page.parents[index] >= 0 and inside[page.parents[index]]
    at = [index for index, line in enumerate(page.lines) if inside[line.block]]
    return (at[0], at[-1] + 1) if at else (0, 0)


def _inner(page: Page, lengths: Sequence[int], first: int, last: int, prose: int) -> tuple[int, int]:
    """The lines of the deepest block with nearly all of the prose: the rich text that an editor typed, without the
    headline, date and tools that the site puts around it."""
    counts = [0] * len(page.parents)
    for index in range(first, last):
        counts[page.lines[index].block] += lengths[index]
    for block in range(len(counts) - 1, 0, -1):
        if page.parents[block] >= 0:
            counts[page.parents[block]] += counts[block]
    deepest = max((block for block, count in enumerate(counts) if count >= _INNER * prose), default=0)
    inner_first, inner_last = _line_range(page, deepest)
    return max(inner_first, first), min(inner_last, last)
