"""The patterns around citations, with the words of the rules put in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extract.links import Links, by_role
from pipeline.rulebook.schema import Rulebook
from pipeline.text.lexicons import any_of


@dataclass(frozen=True, slots=True)
class DocumentWords:
    """What stands before, between and behind documents. Get it with `book.once(DocumentWords.of)`.

    `fronted`: what puts a document at the head of its clause, with the group `by` where that says nothing of who issued
    it; `joins`: between two of a list; `range_`: between two numbers, of which all between are meant.
    """

    fronted: re.Pattern[str]
    about: re.Pattern[str]
    joins: re.Pattern[str]
    range_: re.Pattern[str]
    glued_year: re.Pattern[str]

    @classmethod
    def of(cls, book: Rulebook) -> DocumentWords:
        """From the lexicons doc_link, link_word, title_plural, number_range and time_unit."""
        links = book.once(Links.of)
        role = by_role(book, "doc_link")
        year = any_of(book.words("time_unit", unit="year"))
        return cls(
            fronted=re.compile(rf'(?:^|[\s"(])(?:(?P<by>{role("by")})|{role("in")}) (?:{role("spirit")} )?$'),
            about=re.compile(rf"{role('about')} "),
            joins=re.compile(rf" ?(?:[,;] ?)?(?:{links.also} )?(?:{links.several} )?"),
            range_=re.compile(rf"\b{any_of(book.words('number_range'))}\b|-\s?$"),
            glued_year=re.compile(rf" ?{year} ?((?:19|20)\d\d)(?!\d)"),
        )
