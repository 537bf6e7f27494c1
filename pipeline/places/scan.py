"""Mentions of administrative units in a text, each with the units it can mean.

A unit word and a name ("TX. Hồng Lĩnh", "Huyện ủy Lý Nhân"), lists ("các huyện Kim Bôi, Lạc Sơn, thành phố Hòa Bình"),
chains that tell what lies in what ("xã Đạ M'Rông, huyện Đam Rông, tỉnh Lâm Đồng"), and names alone where they are no
ordinary word. Numbers in names ("phường 1") are part of the name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.places.gazetteer import Gazetteer
from pipeline.places.items import CHAIN_SIGNS, Finder, Item, Row
from pipeline.places.lookup import Lookup, Words, keys_before
from pipeline.places.mention import Mention, Reading, Unnamed
from pipeline.places.narrow import alive, around, inside, one_era
from pipeline.places.units import UnitWord, UnitWords
from pipeline.rulebook.schema import Rulebook
from pipeline.text.fold import View

_MOST_HEADS = 5  # unit words in a row: "các tỉnh, thành phố, huyện, thị xã, xã"


@dataclass(frozen=True, eq=False)
class Scanner:
    """Gazetteer and unit words made ready; build once, scan any number of texts."""

    gazetteer: Gazetteer
    units: UnitWords
    lookup: Lookup = field(repr=False)

    @classmethod
    def of(cls, gazetteer: Gazetteer, book: Rulebook) -> Scanner:
        """With the unit words of a rule book."""
        units = UnitWords.of(book, gazetteer.spelling)
        return cls(gazetteer, units, Lookup(gazetteer, units))

    def read(self, view: View, *, on: str | None = None) -> Reading:
        """Everything that names or could inherit a unit; `on` is the day the text was written."""
        return _Reader(self, self.lookup.read(view), on).reading()

    def scan(self, view: View, *, on: str | None = None) -> tuple[Mention, ...]:
        """The mentions alone."""
        return self.read(view, on=on).mentions


class _Reader:
    """Reads one text from left to right."""

    def __init__(self, scanner: Scanner, text: Words, on: str | None) -> None:
        self.gazetteer, self.units, self.text, self.on = scanner.gazetteer, scanner.units, text, on
        self.find = Finder(scanner.gazetteer, scanner.units, text, on)
        self.items: list[Item] = []
        self.unnamed: list[Unnamed] = []

    def reading(self) -> Reading:
        """All of it."""
        done = 0
        for index in sorted(self.text.heads.keys() | self.text.names.keys()):
            if index >= done:
                done = self._headed(index) if index in self.text.heads else self._bare(index)
        return Reading(tuple(self._mentions()), tuple(self.unnamed))

    # ── a unit word, a name, and what is joined to it ────────────────────────────────────────────

    def _headed(self, index: int) -> int:
        """Read from a unit word; the index of the first word not used."""
        for word, after in self._heads(index):
            adjacent = bool(word.name) and self.find.adjacent(self.text.heads[index], after)
            item = self.find.item(index if adjacent else after, after, word)
            if item is not None:
                self._sequence(item, word)
                return self.items[-1].end
        if index in self.text.names and (end := self._bare(index)) > index:  # TT-Huế
            return end
        head = self.text.heads[index]
        generic = (
            self._beside_head(index)
            or self.text.form(index - 1).isdecimal()
            or keys_before(self.text, index, self.units.generic)
        )
        self.unnamed.append(Unnamed(self.text.starts[index], self.text.ends[head.end - 1], head.word, generic))
        return head.end

    def _beside_head(self, index: int) -> bool:
        """Whether the unit word stands in a row of such words: "huyện, thị xã"."""
        end = self.text.heads[index].end
        if self.find.separates(end) and end + 1 in self.text.heads:
            return True
        if not self.unnamed or index < 2 or not self.find.separates(index - 1):
            return False
        return self.unnamed[-1].end == self.text.ends[index - 2]

    def _heads(self, index: int) -> list[tuple[UnitWord, int]]:
        """The unit word at `index` with the word where its name would begin; first read alone, then "huyện, thị xã"."""
        head = self.text.heads[index]
        options = [(head.word, self.find.after_head(head))]
        end, word = head.end, head.word
        for _ in range(_MOST_HEADS):
            following = self.text.heads.get(end + 1) if self.find.separates(end) else None
            if following is None or word.committee:
                break
            word, end = word.joined(following.word), following.end
            options.append((word, self.find.after_head(following)))
        return options

    # ── lists and chains ─────────────────────────────────────────────────────────────────────────

    def _sequence(self, item: Item, word: UnitWord | None) -> None:
        """Add the item and all that is joined to it by commas, "và", brackets or mere adjacency."""
        self.items.append(item)
        row = Row(first=item, last=item, level=word)
        waiting, closed = [item], False  # for the unit around them; the last one was in brackets
        while True:
            sign, index = self.find.separator(self.items[-1].end)
            following = self._next(sign, index, row)
            if following is None:
                return
            self.items.append(following)
            if following.tier() < row.last.tier():
                for inner in waiting:
                    inner.parent = following
                waiting, closed = [following], sign == "(" and self.text.form(following.end) == ")"
                following.end += closed
                if closed:
                    continue
                row = Row(first=following, last=following, level=following.head)
            else:
                waiting = [following] if closed else [*waiting, following]
                closed = False
                first = row.first if following.head is None else following
                row = Row(first=first, last=following, level=following.head or row.level)

    def _next(self, sign: str, index: int, row: Row) -> Item | None:
        """The unit at word `index` that goes on with the row: beside its last one, or around it."""
        head = self.text.heads.get(index)
        if head is not None and not head.word.committee:
            item = self.find.item(index, self.find.after_head(head), head.word)
            if item is None or item.tier() > row.last.tier():
                return None
            upward = item.tier() < row.last.tier()
            if upward and (sign in ("list", ";", "/") or not self.find.related(row.last, item)):
                return None
            return None if not upward and sign in ("", "chain", "(") else item
        if not sign or sign == "chain" or not self.find.starts_name(index):
            return None
        return self.find.above(sign, index, row.last) or self.find.beside(sign, index, row)

    # ── names alone ──────────────────────────────────────────────────────────────────────────────

    def _bare(self, index: int) -> int:
        """Read a name without a unit word: a province, a district whose name nothing else has, or a chain."""
        if index in self.text.blocked or not self.text.capital(index):
            return index
        if self.find.part_of_a_name(index):
            return index
        options = [name for name in self.text.names[index] if self.find.all_capital(index, name.end)]
        if not options or not options[0].key[0].isalpha():
            return index
        end, key = options[0]  # a shorter name inside a longer one is no place: xã Bình Phước Xuân
        places = self.gazetteer.keyed(key)
        item = Item(index, index, end, None, "bare", self.find.alone(key, places, end))
        sign, after = self.find.separator(end)
        if sign in CHAIN_SIGNS and all(place.tier != "province" for place in places):
            inner = Item(index, index, end, None, "chain", tuple(place for place in places if place.valid(self.on)))
            above = self.find.above(sign, after, inner) if inner.places else None
            if above is not None:
                inner.places = self.find.widest(inside(self.gazetteer, inner.places, above.places))
                item = inner
        if not item.places:
            return index
        self._sequence(item, None)
        return self.items[-1].end

    def _share_parents(self) -> None:
        """Units listed together lie in one unit if they can: "huyện Châu Thành, Tân Phú Đông"."""
        rows: list[list[Item]] = []
        for item in self.items:
            if item.basis == "list" and rows:
                rows[-1].append(item)
            else:
                rows.append([item])
        for row in rows:
            common = set.intersection(*({place.parent_id for place in item.places} for item in row))
            for item in row if common and len(row) > 1 else ():
                item.places = tuple(place for place in item.places if place.parent_id in common)

    # ── what each item means ─────────────────────────────────────────────────────────────────────

    def _mentions(self) -> Iterator[Mention]:
        for item in reversed(self.items):  # outer units come after inner ones
            if item.parent is not None:
                item.places = inside(self.gazetteer, item.places, item.parent.places) or item.places
                outer = around(self.gazetteer, item.parent.places, item.places)
                item.parent.places = outer or item.parent.places
        self._share_parents()
        living = {places: alive(self.gazetteer, places, self.on) for places in {item.places for item in self.items}}
        found = [living[item.places] for item in self.items]
        if self.on is None:
            words = [item.head for item in self.items if item.head is not None]
            said = [word.era for word in (*words, *(bare.word for bare in self.unnamed))]
            found = one_era(found, said, years=self.text.years(), days=self.text.days())
        starts, ends = self.text.starts, self.text.ends
        for item, places in zip(self.items, found, strict=True):
            last = item.end - 1 if self.text.form(item.end - 1) != ")" else item.end - 2
            yield Mention(
                start=starts[item.start],
                end=ends[last],
                name_start=starts[item.name],
                name_end=ends[last],
                name=self.text.slice(item.name, last + 1),
                head=(item.head.name or None) if item.head is not None else None,
                basis=item.basis,
                candidates=places,
            )
