"""The patterns of events and roles, with the words of rules/events put in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extract.links import Links, by_role
from pipeline.rulebook.schema import Rulebook


@dataclass(frozen=True, slots=True)
class EventWords:
    """What stands between an event, its place, its organiser and its year. Get it with `book.once(EventWords.of)`."""

    in_area: re.Pattern[str]
    venue: re.Pattern[str]
    actor: re.Pattern[str]
    owner: re.Pattern[str]
    sender: re.Pattern[str]
    elsewhere: re.Pattern[str]
    join: re.Pattern[str]
    beside: re.Pattern[str]
    two_bodies: re.Pattern[str]
    goal: re.Pattern[str]
    bare_year: re.Pattern[str]
    of_word: str

    @classmethod
    def of(cls, book: Rulebook) -> EventWords:
        """From the lexicons event_link and link_word."""
        links = book.once(Links.of)
        role = by_role(book, "event_link")
        ahead = "".join(
            rf"(?<!{re.escape(word)} )" for word in sorted(book.words("event_link", role="goal", bare="yes"))
        )
        return cls(
            in_area=re.compile(rf"(?<!\w){links.at} (?:{role('area')} )?$"),
            venue=re.compile(rf"(?<!\w){role('venue')} "),
            actor=re.compile(rf"(?<!\w){role('actor')} $"),
            owner=re.compile(rf"(?<!\w){role('owner')} $"),
            sender=re.compile(rf"(?<!\w){role('delegation')} {links.of_} $"),
            elsewhere=re.compile(rf"(?<!\w){role('elsewhere')}(?!\w)"),
            join=re.compile(rf" ?(?:-|,|&) ?| {links.and_} "),
            beside=re.compile(rf" ?- ?| {links.and_} "),
            two_bodies=re.compile(rf" {links.and_} "),
            goal=re.compile(rf"(?<!\w){role('goal')} "),
            bare_year=re.compile(rf"{ahead}(?<!- )(?<![\w/.,-])(20\d\d)(?![\w/]| ?-|[.,]\d)"),
            of_word=links.of_word,
        )


@dataclass(frozen=True, slots=True)
class RoleWords:
    """What stands between people and what they do. Get it with `book.once(RoleWords.of)`."""

    presence: re.Pattern[str]
    object_: re.Pattern[str]
    further: re.Pattern[str]
    company: re.Pattern[str]
    passive: re.Pattern[str]
    oblique: re.Pattern[str]
    chained: re.Pattern[str]
    demanded: re.Pattern[str]
    of_: re.Pattern[str]
    number: re.Pattern[str]
    aspect: re.Pattern[str]

    @classmethod
    def of(cls, book: Rulebook) -> RoleWords:
        """From the lexicons role_link, link_word and title_plural."""
        links = book.once(Links.of)
        role = by_role(book, "role_link")
        return cls(
            presence=re.compile(rf" {role('presence')}(?: {links.several})?[: ]*$"),
            object_=re.compile(rf"(?:^|\s){role('object')}\s*$"),
            further=re.compile(rf" ?[,;]? ?(?:{links.also}|{links.several}) "),
            company=re.compile(rf"(?:{links.also}(?: {role('along')})?|{role('jointly')}),? "),
            passive=re.compile(rf"(?:^| ){role('passive')}(?: |$)"),
            oblique=re.compile(rf"(?<!\w)(?:(?P<of>{links.of_})|{role('oblique')}) $"),
            chained=re.compile(rf"(?:[ ,;]|{role('chain')})*"),
            demanded=re.compile(rf"(?:[,;]|(?:^|\W){role('demand')})[ ,]*(?:{role('demand_adverb')} )?$"),
            of_=re.compile(rf" {links.of_}"),
            number=re.compile(rf" {links.number}"),
            aspect=re.compile(rf"(?:{role('aspect')})?"),
        )
