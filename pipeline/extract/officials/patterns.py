"""The patterns of names, posts and bodies, with the words of the rules put in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extract.links import Links, by_role
from pipeline.rulebook.schema import Rulebook
from pipeline.text.lexicons import any_of

_MORE_CAPITALS = r"[A-ZĐ]+(?:-[A-ZĐ]{2,})?\d{0,2}"
_SHORT = f"[A-ZĐ]{_MORE_CAPITALS}"
NUMBER = r"(?:\d{1,3}|[IVX]{1,5})(?![\w/]|[.,]\d)"


@dataclass(frozen=True, slots=True)
class BodyPatterns:
    """What stands inside the name of a body, and between it and what it is of. Get it with `book.once(…)`.

    `link` has the word as its first group, also named `of` or `at` if it is such a one; `join` has a sign, a word or a
    comma as its first to third group; `about`: the word alone.
    """

    link: re.Pattern[str]
    of_: re.Pattern[str]
    at: re.Pattern[str]
    about: re.Pattern[str]
    seat: re.Pattern[str]
    join: re.Pattern[str]
    and_: re.Pattern[str]
    numbered: re.Pattern[str]
    several_word: str

    @classmethod
    def of(cls, book: Rulebook) -> BodyPatterns:
        """From the lexicons link_word and title_plural."""
        links = book.once(Links.of)
        return cls(
            link=re.compile(rf" ((?P<of>{links.of_})|(?P<at>{links.at})|{links.under}) "),
            of_=re.compile(rf"{links.of_} "),
            at=re.compile(rf"{links.at} "),
            about=re.compile(links.about),
            seat=re.compile(rf" {links.at} "),
            join=re.compile(rf" ?(-|&|/) ?| ({links.and_}) |(,) ?"),
            and_=re.compile(rf" (?:{links.and_}|&) "),
            numbered=re.compile(rf"(?:{links.number} )?{NUMBER}"),
            several_word=links.several_word,
        )


@dataclass(frozen=True, slots=True)
class ListPatterns:
    """What stands between people and between posts, and between a name and its abbreviation. Get it with
    `book.once(…)`."""

    gap: re.Pattern[str]
    also: re.Pattern[str]
    listed: re.Pattern[str]
    and_: re.Pattern[str]
    after_name: re.Pattern[str]
    career_opener: re.Pattern[str]
    career_next: re.Pattern[str]
    short: re.Pattern[str]
    defined: re.Pattern[str]

    @classmethod
    def of(cls, book: Rulebook) -> ListPatterns:
        """From the lexicons link_word, career_link and alias_opener."""
        links = book.once(Links.of)
        as_, is_, then = map(by_role(book, "career_link"), ("as", "is", "then"))
        alias = any_of(book.words("alias_opener"))
        return cls(
            gap=re.compile(rf"(?: ?\([^()\n]{{1,40}}\))?[ ,;:.\-]{{0,4}}(?:{links.also} ?)?"),
            also=re.compile(rf",? {links.also} "),
            listed=re.compile(rf" ?, ?| {links.and_} "),
            and_=re.compile(rf" {links.and_} "),
            after_name=re.compile(rf"(?: ?[,:(-]| {links.is_})? ?$"),
            career_opener=re.compile(rf"(?: {as_})? ?[:,]? ?(?:(?:{as_}|{is_}) )?"),
            career_next=re.compile(rf" ?[;,] ?(?:{then} )?| {then} |[^.;\n]{{0,40}}; ?(?:{then} )?"),
            short=re.compile(rf"[A-ZĐ](?<![\w/.-].){_MORE_CAPITALS}(?![\w/]|-\w)"),  # the search skips to capitals
            defined=re.compile(rf' ?\((?:{alias}:? )?"?({_SHORT})"?\)'),
        )
