"""Progress of long work: a bar per phase on stderr, where that is a terminal; its end when somebody asks for it.

tqdm is imported only where somebody watches.
"""

from __future__ import annotations

import signal
import sys
from types import FrameType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tqdm import tqdm


class Bars:
    """Use as a context manager; what `pipeline.run.batch.Progress` asks for."""

    def __init__(self) -> None:
        self._bar: tqdm[Any] | None = None
        self._asked_to_end = False

    def __enter__(self) -> Bars:
        for wanted in (signal.SIGINT, signal.SIGTERM):
            signal.signal(wanted, self._end)
        return self

    def _end(self, _signal: int, frame: FrameType | None) -> None:
        self._asked_to_end = True
        if frame is None or frame.f_code.co_name != "__del__":  # a finalizer swallows exceptions: end at the next step
            raise KeyboardInterrupt

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def phase(self, name: str, total: int | None) -> None:
        if not sys.stderr.isatty():
            return
        from tqdm import tqdm

        if self._bar is not None:
            self._bar.close()
        self._bar = tqdm(desc=name, total=total, unit=" articles", leave=False, file=sys.stderr)

    def advance(self, count: int) -> None:
        if self._asked_to_end:
            raise KeyboardInterrupt
        if self._bar is not None:
            self._bar.update(count)
