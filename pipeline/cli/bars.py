"""Progress of long work: a bar per phase on stderr, where that is a terminal."""

from __future__ import annotations

import sys

from tqdm import tqdm


class Bars:
    """Use as a context manager; what `pipeline.run.batch.Progress` asks for."""

    def __init__(self) -> None:
        self._bar = tqdm(disable=True)

    def __enter__(self) -> Bars:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def phase(self, name: str, total: int | None) -> None:
        self._bar.close()
        self._bar = tqdm(desc=name, total=total, unit=" articles", leave=False, disable=None, file=sys.stderr)

    def advance(self, count: int) -> None:
        self._bar.update(count)
