"""All of this package made ready: what the extractor builds once and asks for every article."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.places.gazetteer import Gazetteer
from pipeline.places.home import Home, HomeFinder, Page
from pipeline.places.mention import Reading
from pipeline.places.resolve import Resolver, settle
from pipeline.places.scan import Scanner
from pipeline.rulebook.schema import Rulebook


@dataclass(frozen=True, eq=False)
class Atlas:
    """The gazetteer, the scanner of mentions, the finder of home units and the resolver of nameless units."""

    gazetteer: Gazetteer
    scanner: Scanner
    homes: HomeFinder
    resolver: Resolver

    @classmethod
    def load(cls, book: Rulebook, folder: Path | None = None) -> Atlas:
        """With the unit words of `book` and the tables of `folder` (else those that come with hoinghi)."""
        gazetteer = Gazetteer.load(folder)
        scanner = Scanner.of(gazetteer, book)
        return cls(gazetteer, scanner, HomeFinder.of(scanner, book), Resolver(gazetteer, scanner.units))

    def read(self, page: Page) -> tuple[Reading, Home]:
        """The mentions of a page, settled by its home unit as far as they can be, and that unit."""
        reading = self.scanner.read(page.view, on=page.on)
        home = self.homes.find(page, reading)
        return settle(reading, self.gazetteer, home.place), home
