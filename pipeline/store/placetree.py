"""The gazetteer as stored, as far as resolution needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


class PlaceTree:
    """Parents and successors of all stored places. Every answer depends on the tables alone."""

    def __init__(self, db: Database) -> None:
        self._parent: dict[str, str | None] = dict(db.conn.execute("SELECT id, parent_id FROM places").fetchall())
        self._same: dict[str, str] = {}
        self._today: dict[str, str] = {}
        for place, successor, kind in db.conn.execute(
            "SELECT place_id, successor_id, kind FROM place_successors ORDER BY place_id, successor_id DESC"
        ):
            self._today[place] = successor
            if kind == "same":
                self._same[place] = successor

    def lasting(self, place: str) -> str:
        """The place, or the unit of today if it went through the reform unchanged."""
        return self._same.get(place, place)

    def province(self, place: str) -> str:
        """The province of today that the place lies in."""
        top = self._line(place)[-1]
        return self._today.get(top, top)

    def district(self, place: str) -> str:
        """The unit right below the province that the place is or lies in; a province stands for itself, as of today."""
        line = self._line(place)
        return self.province(place) if len(line) == 1 else self.lasting(line[-2])

    def within(self, place: str, wider: str) -> bool:
        """Whether a place is another, or lies in it, then or today."""
        wide = {self.lasting(wider), wider}
        return any(step in wide or self._today.get(step) in wide for step in self._line(place))

    def _line(self, place: str) -> list[str]:
        """The place and what it is part of, up to the province."""
        line = [place]
        while (parent := self._parent.get(line[-1])) and parent not in line:
            line.append(parent)
        return line
