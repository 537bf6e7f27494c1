"""Plain text, as saved from a page or given in a table, becomes a draft."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.ingest.boilerplate import Boilerplate
from pipeline.ingest.cleaning import BEFORE_HEADLINE, REPEATED, Cleaned, TextLine, clean
from pipeline.ingest.draft import Draft, Paragraph, Refusal, ends_sentence, is_sentence
from pipeline.text.fold import fold

_HEADLINE_WORDS = (4, 45)
_HEADLINE_LENGTH = 250
_BEGINNING = 24  # characters
_CONTINUES = re.compile(r"\d+(?:[.,/]\d+)*(?:[%.,;]?$|[ ](?![-–]))")  # a number that opens no list ("1. ", "2) ")
_WRAPS = 45  # characters: a shorter line was not broken because it was full
_WRAP_WIDTH = 130  # characters: no hard wrap is wider
_WRAP_SHARE = 0.5  # of the lines end near the width of a hard-wrapped text


def draft_of_text(text: str, rules: Boilerplate, *, title: str | None = None) -> Draft | Refusal:
    """The draft of a canonical text. `title` is what the record states; without one the first line may be it."""
    lines = tuple(_lines(text))
    cleaned = clean(lines, rules)
    title, headline_at = (title, _repeated(cleaned.lines, title)) if title else _headline(cleaned, rules)
    if title and rules.match_as("not_article", title):
        return Refusal("not_an_article", f"the page is headed {title!r}: a schedule, a search or an error page")
    removed = list(cleaned.removed)
    key = words_of(title) if title else None
    kept: list[TextLine] = []
    for index, line in enumerate(cleaned.lines):
        if index == headline_at:
            continue
        if headline_at is not None and index < headline_at and not is_sentence(line.text):
            removed.append((line.position, line.text, BEFORE_HEADLINE))
        elif key and index <= (headline_at or 0) + 3 and _has_words(line.text, key):
            removed.append((line.position, line.text, REPEATED))
        else:
            kept.append(line)
    return Draft(
        paragraphs=tuple(paragraphs_of(kept, wrapped=_is_wrapped([line.text for line in lines]))),
        title=title,
        published_on=cleaned.published_on,
        published_on_basis="page_line" if cleaned.published_on else None,
        author=cleaned.author,
        removed=tuple(sorted(removed)),
    )


def _lines(text: str) -> Iterator[TextLine]:
    blank = True
    for position, line in enumerate(text.split("\n")):
        if line:
            yield TextLine(line, position, fresh=blank)
        blank = not line


# ── headline ─────────────────────────────────────────────────────────────────────────────────────


def _headline(cleaned: Cleaned, rules: Boilerplate) -> tuple[str | None, int | None]:
    """The headline of a text and its index among the cleaned lines: the first line below the menus, if it looks like
    one and text follows. Where only menus follow it (a headline printed above the breadcrumb), the one above them."""
    lines = cleaned.lines
    first = next((i for i, line in enumerate(lines) if is_sentence(line.text)), len(lines))
    if not any(is_sentence(line.text) for line in lines[first:]):
        return None, None
    candidates = [i for i in range(first) if _looks_like_headline(lines[i].text, rules)]
    below = [i for i in candidates if i >= cleaned.above]
    if cleaned.above == 0 and below and below[0] > 0:
        return None, None  # the text begins with something else
    chosen = below[0] if below else candidates[-1] if candidates else None
    return (lines[chosen].text, chosen) if chosen is not None else (None, None)


def _looks_like_headline(text: str, rules: Boilerplate) -> bool:
    fewest, most = _HEADLINE_WORDS
    return (
        fewest <= text.count(" ") + 1 <= most
        and len(text) <= _HEADLINE_LENGTH
        and not text.endswith((".", ";", ":", ","))
        and text[0] not in "-+*•("
        and rules.match_as("no_title", text) is None
    )


def _repeated(lines: Sequence[TextLine], title: str) -> int | None:
    """Where the headline that is known already stands among the first lines; what is above it is furniture."""
    key = words_of(title)
    return next((i for i, line in enumerate(lines[:6]) if _has_words(line.text, key)), None)


def _has_words(text: str, key: str) -> bool:
    """Whether these are the words of a line; most lines begin with others."""
    begin, _, _ = words_of(text[:_BEGINNING]).rpartition(" ")  # the last word may be cut off
    return key.startswith(begin) and words_of(text) == key


def words_of(text: str) -> str:
    """The words of a line, for comparing headlines: without case, spelling variants and punctuation."""
    return " ".join(re.findall(r"\w+", fold(text).casefold()))


# ── paragraphs ───────────────────────────────────────────────────────────────────────────────────


def paragraphs_of(lines: Sequence[TextLine], *, wrapped: bool) -> Iterator[Paragraph]:
    """Lines joined to paragraphs. A line break inside a paragraph stays a newline: hard wraps are for the view.

    A line goes on the paragraph before it if no blank line parts them and either the text is hard-wrapped, or it begins
    with a small letter or a number where the line before has no sentence end.
    """
    pending: list[TextLine] = []
    for line in lines:
        if pending and not _goes_on(pending[-1], line, wrapped):
            yield Paragraph("\n".join(item.text for item in pending), pending[0].kind)
            pending = []
        pending.append(line)
    if pending:
        yield Paragraph("\n".join(item.text for item in pending), pending[0].kind)


def _goes_on(before: TextLine, line: TextLine, wrapped: bool) -> bool:
    if line.fresh or before.kind != line.kind:
        return False
    if wrapped:
        return not (ends_sentence(before.text) and len(before.text) < 0.7 * _WRAP_WIDTH / 2)
    number_goes_on = len(before.text) >= _WRAPS and _CONTINUES.match(line.text) is not None
    return (line.text[0].islower() or number_goes_on) and not ends_sentence(before.text)


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether a text was broken into lines at a fixed width."""
    lengths = sorted(map(len, lines))
    if len(lengths) < 8:
        return False
    width = lengths[int(len(lengths) * 0.95) - 1]
    near = sum(1 for length in lengths if 0.8 * width <= length <= width)
    return 40 <= width <= _WRAP_WIDTH and near >= _WRAP_SHARE * len(lengths)
