"""Where a gold string stands in a stored text, whatever its spelling, spacing and line breaks."""

from __future__ import annotations

import unicodedata
from functools import cached_property

from pipeline.model import SpanPair
from pipeline.text.fold import fold


class Located:
    """A text that can be searched for gold strings; all results are offsets into the text as given."""

    def __init__(self, text: str) -> None:
        self.text = text
        folded = fold(text)
        kept = [
            at for at, char in enumerate(folded) if not char.isspace() or (at and not folded[at - 1].isspace())
        ]  # one of each run of spaces and line breaks
        self._origin = kept
        self._flat = "".join(" " if folded[at].isspace() else folded[at] for at in kept)

    @cached_property
    def _lower(self) -> str:
        lowered = self._flat.lower()
        return lowered if len(lowered) == len(self._flat) else self._flat

    @cached_property
    def _dense(self) -> tuple[str, list[int]]:
        at = [index for index, char in enumerate(self._lower) if char != " "]
        return "".join(self._lower[index] for index in at), [self._origin[index] for index in at]

    def places(self, wanted: str) -> tuple[SpanPair, ...]:
        """All places of `wanted`, by start; empty if it is nowhere.

        The most exact reading that is found counts: as whole words and numbers, then inside longer ones; case as
        written, then any case; at last without any spaces ("tháng7" for "tháng 7").
        """
        needle = " ".join(fold(unicodedata.normalize("NFC", wanted)).split())
        if not needle:
            return ()
        for whole in (True, False):
            for text, sought in ((self._flat, needle), (self._lower, needle.lower())):
                if found := self._all(text, sought, self._origin, whole=whole):
                    return found
        dense, origin = self._dense
        return self._all(dense, needle.lower().replace(" ", ""), origin, whole=False)

    @staticmethod
    def _all(text: str, needle: str, origin: list[int], *, whole: bool) -> tuple[SpanPair, ...]:
        found: list[SpanPair] = []
        at = text.find(needle)
        while at >= 0:
            end = at + len(needle)
            if not whole or not (_joined(text, at) or _joined(text, end)):
                found.append((origin[at], origin[end - 1] + 1))
            at = text.find(needle, at + 1)
        return tuple(found)


def _joined(text: str, at: int) -> bool:
    """The characters before and after offset `at` belong to one word or number."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before.isdigit() and after in "./," and at + 1 < len(text) and text[at + 1].isdigit():
        return True
    if after.isdigit() and before in "./," and at > 1 and text[at - 2].isdigit():
        return True
    return before.isalnum() and after.isalnum()


def overlap(one: SpanPair, other: SpanPair) -> int:
    """Number of code points that two spans share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))
