"""What is read from a whole text once, whoever asks for it first."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Self, TypeVar

Made = TypeVar("Made")


class Once:
    """Keeps what was made of it: a table of words, say, that is asked for at every figure."""

    @cached_property
    def _made(self) -> dict[Any, Any]:
        return {}

    def once(self, make: Callable[[Self], Made]) -> Made:
        """What `make` makes of this, made when it is first asked for."""
        made = self._made.get(make)
        if made is None:
            made = self._made[make] = make(self)
        return made

    def forget(self) -> None:
        """Drop all that was made. It may refer to this in turn, so without it both go at once, and no search for
        circles of objects is needed (a sixth of the time of an article)."""
        self._made.clear()
