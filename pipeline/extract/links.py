"""The small words that join names and phrases, as alternatives for the patterns of all rooms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipeline.rulebook.schema import Entry, Rulebook
from pipeline.text.lexicons import any_of


@dataclass(frozen=True, slots=True)
class Links:
    """Pieces of regular expressions in small letters, one for each thing that such words do: `and_` joins equals,
    `also` does so too with company («cùng»), `several` is the mark of the plural. `of_word` and `several_word` are how
    a row has them."""

    and_: str
    also: str
    of_: str
    under: str
    at: str
    about: str
    number: str
    is_: str
    several: str
    of_word: str
    several_word: str

    @classmethod
    def of(cls, book: Rulebook) -> Links:
        """From the lexicons link_word and title_plural."""
        role = by_role(book, "link_word")
        return cls(
            and_=role("and"),
            also=role("and", "with"),
            of_=role("of"),
            under=role("under"),
            at=role("at"),
            about=role("about"),
            number=role("number"),
            is_=role("is"),
            several=any_of(book.words("title_plural", normal="yes")),
            of_word=_first(entry for entry in book.entries("link_word") if entry.get("role") == "of"),
            several_word=_first(entry for entry in book.entries("title_plural") if entry.get("normal")),
        )


def by_role(book: Rulebook, lexicon: str) -> Callable[..., str]:
    """What gives the words of a lexicon that have one of the roles named, as alternatives of a pattern."""

    def role(*names: str) -> str:
        return any_of(word for name in names for word in book.words(lexicon, role=name))

    return role


def _first(entries: Iterable[Entry]) -> str:
    return next((entry.canonical for entry in entries), "")
