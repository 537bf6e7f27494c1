"""Words of a text, by underthesea: the only place that imports it, and only when words are asked for.

The tagger is advisory. It rewrites what it is given, so its tokens are laid back onto the text letter by letter, and a
token that cannot be found is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

_SPACE = re.compile(r"\s+")
LONGEST = 4000  # characters handed over at once: its features are quadratic in runs like "a.a.a."


@cache
def _tokenizer() -> Callable[[str], list[str]]:
    from underthesea import word_tokenize

    def tokenize(text: str) -> list[str]:
        return [str(token) for token in word_tokenize(text, use_token_normalize=False)]

    return tokenize


def word_spans(text: str) -> list[tuple[int, int]]:
    """Spans of the words of `text`, in order, without overlaps; compound words are one span ("nhà máy")."""
    spans: list[tuple[int, int]] = []
    for first in range(0, len(text), LONGEST):
        piece = text[first : first + LONGEST]
        spans.extend((first + start, first + end) for start, end in align(piece, _tokenizer()(piece)))
    return spans


def first_word(text: str) -> tuple[int, int] | None:
    """The span of the first word; None if there is none."""
    piece = text[:LONGEST]
    return next(_aligned(piece, _tokenizer()(piece)), None)


def align(text: str, tokens: list[str]) -> list[tuple[int, int]]:
    """Where each token stands in `text`, spaces aside. A token that is not next in the text is skipped."""
    return list(_aligned(text, tokens))


def _aligned(text: str, tokens: list[str]) -> Iterator[tuple[int, int]]:
    position = 0
    for token in tokens:
        parts = [re.escape(part) for part in _SPACE.split(token.strip()) if part]
        found = re.compile(r"\s*".join(parts)).search(text, position) if parts else None
        if found is None or found.start() - position > 200:
            continue
        yield found.span()
        position = found.end()
