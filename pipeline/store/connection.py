"""sqlite-utils' Database. The only module that imports it when a program runs.

sqlite-utils looks for pandas and NumPy while it is imported, only to store their values, which no row of ours holds.
Importing them takes four times as long as all the rest of it, so here it does not find them: Python takes a module
for missing whose entry in `sys.modules` is None. Where they are loaded already, and for all who import them later,
nothing changes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(*modules: str) -> Iterator[None]:
    """A block in which those of the modules that are not loaded yet cannot be imported."""
    absent = [name for name in modules if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]  # None is Python's own mark of a missing module
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


with without("numpy", "pandas"):
    from sqlite_utils import Database

__all__ = ["Database"]
