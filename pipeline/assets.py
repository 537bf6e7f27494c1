"""Where the rules, the gazetteer and the sample corpus are, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import UsageError

_PACKAGE = Path(__file__).resolve().parent


def asset(name: str) -> Path:
    """Folder `rules` or `corpus`: inside the wheel if it was installed, else beside the package.

    Raises UsageError if neither is there (a broken installation).
    """
    for root in (_PACKAGE / "_assets", _PACKAGE.parent):
        if (root / name).is_dir():
            return root / name
    raise UsageError(
        f"the folder {name}/ that belongs to hoinghi is missing",
        where=str(_PACKAGE.parent),
        remedy="reinstall hoinghi, or run it from its checkout",
    )
