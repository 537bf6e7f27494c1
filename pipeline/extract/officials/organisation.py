"""An organisation as named in a text, and how it combines with the unit or body that it is under."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.extract.officials.units import Unit


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body as named in the text: `[start, end)` of the view.

    `name` is its normal form with everything that follows (level, place, parent), `core` that without them, `head` that
    of its head alone. `level` and `place` are those of the unit named with it, `place_span` where they stand. `needs`
    says what its head usually has behind it (level, parent, name); `twin`: another core that means the same.
    """

    name: str
    core: str
    head: str
    kind: str
    start: int
    end: int
    level: str | None = None
    place: str | None = None
    place_span: tuple[int, int] | None = None
    parent: Organisation | None = None
    needs: str = ""
    repaired: bool = False
    twin: str = ""

    @property
    def shallow(self) -> bool:
        """Whether it lacks the level, place or parent that it needs."""
        return bool(self.needs) and self.level is None and self.place is None and self.parent is None

    @property
    def key(self) -> str:
        """What two names of one body have in common: the core, in small letters, "Ban" for "Bộ Chỉ huy Quân sự"."""
        return ((self.twin + self.core.removeprefix(self.head)) if self.twin else self.core).lower()

    def chain(self) -> Iterator[Organisation]:
        """The body, the one above it, and so on."""
        body: Organisation | None = self
        while body is not None:
            yield body
            body = body.parent

    @property
    def unit(self) -> tuple[str | None, str | None]:
        """Level word and place of the first body of the chain that has one."""
        for body in self.chain():
            if body.level or body.place:
                return body.level, body.place
        return None, None


def joined(body: Organisation, above: Organisation, sign: str = " ") -> Organisation:
    """`body` with the whole of `above` as its parent."""
    end = above.end if body.start < above.end else body.end
    return replace(body, name=f"{body.name}{sign}{above.name}", parent=above, end=end)


def within(body: Organisation, unit: Unit) -> Organisation:
    """`body` of a unit named behind it."""
    return replace(
        body, name=f"{body.name} {unit.text}", level=unit.level, place=unit.place, place_span=unit.span, end=unit.end
    )


def under(body: Organisation, beside: Organisation) -> Organisation | None:
    """`body` with the level and place of `beside`; None if that has none."""
    level, place = beside.unit
    if level is None:
        return None
    name = f"{body.name} {level} {place}" if place else f"{body.name} {level}"
    span = next((other.place_span for other in beside.chain() if other.place_span), None)
    return replace(body, name=name, level=level, place=place, place_span=span)
