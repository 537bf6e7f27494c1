"""Word lists of the officials' grammar that are looked up on demand, not scanned for in every text.

A lexicon (`rules/**/*.yaml`) is found everywhere in a text in one pass. Surnames or the small words inside names of
bodies would hit every line, so they stand in `rules/**.tsv` and are only asked for where a name or body has begun.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.text.fold import fold

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[-,&/]")
_MOST_TOKENS = 16


def read_rows(folder: str, name: str) -> Iterator[tuple[str, ...]]:
    """The rows of `folder/name`, a TSV with `#` comment lines; folded. No file gives no rows."""
    path = Path(folder) / name
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                yield tuple(fold(field) for field in line.split("\t"))


class Phrases:
    """Phrases of several words, found at a given place whatever the spaces around their signs.

    >>> phrases = Phrases([("Kinh tế - Hạ tầng",), ("KT-HT", "Kinh tế - Hạ tầng")])
    >>> phrases.at("phòng kt - ht huyện", 6)
    (13, 'Kinh tế - Hạ tầng')
    """

    def __init__(self, rows: Iterable[tuple[str, ...]]) -> None:
        self._canonical: dict[tuple[str, ...], str] = {}
        self._longest: dict[str, int] = {}
        for row in rows:
            tokens = tuple(_TOKEN.findall(row[0].lower()))
            self._canonical.setdefault(tokens, row[-1])
            self._longest[tokens[0]] = max(self._longest.get(tokens[0], 0), len(tokens))

    def at(self, lower: str, start: int) -> tuple[int, str] | None:
        """End and normal form of the longest phrase that begins at `start` of a lower-case text."""
        match = _TOKEN.match(lower, start)
        most = self._longest.get(match[0], 0) if match else 0
        if match is None or not most:
            return None
        tokens, ends = [match[0]], [match.end()]
        while len(tokens) < most:
            end = ends[-1]
            if len(tokens[-1]) <= 3 and lower.startswith(".", end):
                end += 1  # "TP. HCM"
            if lower.startswith(" ", end):
                end += 1
            match = _TOKEN.match(lower, end)
            if match is None:
                break
            tokens.append(match[0])
            ends.append(match.end())
        for count in range(len(tokens), 0, -1):
            found = self._canonical.get(tuple(tokens[:count]))
            if found is not None:
                return ends[count - 1], found
        return None
