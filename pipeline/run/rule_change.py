"""After a change of the rules only the documents that it can touch are extracted again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline.run.version import same_code
from pipeline.store.touch import keep_untouched, last_footprint

if TYPE_CHECKING:
    from sqlite_utils import Database

    from pipeline.match.footprint import Footprint


def keep_what_rules_leave(db: Database, load: Callable[[], Footprint], stamp: str) -> None:
    """Give the stamp of this run to all that its rules leave as it is; nothing is kept across versions of the code.

    `load` gives the footprint of the rules, if they are others than those of the last run.
    """
    last = last_footprint(db)
    if last is not None and last[0] == stamp:
        return
    from pipeline.match.footprint import Change, Footprint

    new = load()
    if last is None or not same_code(last[0], stamp):
        old = last[0] if last else ""
        keep_untouched(db, old=old, new=stamp, footprint=new.to_json(), reread=True, touches=None)
        return
    before = Footprint.from_json(last[1])
    change = Change.between(before, new)
    keep_untouched(
        db,
        old=last[0],
        new=stamp,
        footprint=new.to_json(),
        reread=before.reading != new.reading,
        touches=None if change.everything else change.touches,
    )
