"""A finding in its surroundings: the characters around a span, safe to show on a terminal."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from pipeline.model import SpanPair

_AROUND = 60
_LONGEST = 160  # a longer span is shown by its two ends


@dataclass(frozen=True, slots=True)
class Context:
    """The text before a span, the span, the text after it; one line each."""

    before: str
    span: str
    after: str


def context_of(text: str, span: SpanPair | None) -> Context | None:
    """60 characters either side of `span`; None where there is nothing to show."""
    if span is None or not text:
        return None
    start, end = span
    inside = text[start:end]
    if len(inside) > _LONGEST:
        inside = f"{inside[: _LONGEST // 2]} … {inside[-_LONGEST // 2 :]}"
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return Context(
        ("…" if start > _AROUND else "") + clean(before),
        clean(inside),
        clean(after) + ("…" if end + _AROUND < len(text) else ""),
    )


def clean(text: str) -> str:
    """`text` on one line; characters that could steer a terminal or reorder a line are gone.

    >>> clean("a\\nb\\x1b[31m")
    'a ⏎ b[31m'
    """
    kept = (" ⏎ " if char == "\n" else "" if unicodedata.category(char)[0] == "C" else char for char in text)
    return "".join(kept)
