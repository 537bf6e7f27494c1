"""The vocabulary of time spans, compiled once from the lexicons of rules/values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, cast, get_args

from pipeline.text.date_words import YEAR
from pipeline.text.lexicons import Lexicons, any_of

Kind = Literal[
    "day", "month", "year",  # one of them, from a DateSpan
    "days", "months", "years",  # from … to …
    "quarter", "first", "last",  # quý I; 6 tháng đầu năm; 6 tháng cuối năm
    "stage", "term", "school_year", "fiscal_year",  # giai đoạn, nhiệm kỳ, năm học, niên độ with two years
    "trailing", "next", "elapsed",  # 5 năm qua; 5 năm tới; 5 năm thực hiện
    "relative", "start_of", "end_of", "now",  # năm nay, năm qua; đầu năm; cuối năm; đến nay
    "since", "until", "between",  # built on `base` (and `to`)
    "baseline",  # so với năm 2018, cùng kỳ: what a change is measured against
    "rate", "vague",  # hằng năm; thời gian qua
]  # fmt: skip


class Phrase(NamedTuple):
    """A whole expression without parameters: its kind, and for some a unit and an offset ("-1", "past")."""

    kind: Kind
    unit: str | None
    offset: str | None


@dataclass(frozen=True, slots=True)
class PeriodWords:
    """Everything `scan_periods` knows of words. Build it once with `of` and share it."""

    phrases: Mapping[str, Phrase]
    phrase: re.Pattern[str]
    unit_after: re.Pattern[str]
    units: Mapping[str, str]
    tails: Mapping[str, tuple[Kind, str | None]]
    tail: re.Pattern[str]
    quarter: re.Pattern[str]
    quarters: Mapping[str, int]
    year_after: re.Pattern[str]
    years: re.Pattern[str]
    fiscal: re.Pattern[str]
    more_years: re.Pattern[str]
    heads: Mapping[str, Kind]
    head_before: re.Pattern[str]
    links: Mapping[str, str]
    edges: Mapping[str, str]
    possessive: str
    link: re.Pattern[str]
    link_before: re.Pattern[str]
    lost_unit: re.Pattern[str]
    inside_before: re.Pattern[str]

    @classmethod
    def of(cls, book: Lexicons) -> PeriodWords:
        """From the lexicons time_unit, period_phrase, period_tail, period_head, period_link and quarter_word.
        Raises ValueError for a kind that no reader knows."""
        units = book.table("time_unit", "unit")
        kinds, phrase_units = _kinds(book, "period_phrase"), book.table("period_phrase", "unit")
        offsets = book.table("period_phrase", "offset")
        tails, of = _kinds(book, "period_tail"), book.table("period_tail", "of")
        heads, links = _kinds(book, "period_head"), book.table("period_link", "role")
        quarters = {word: int(value) for word, value in book.table("quarter_word", "value").items()}
        year, quarter = (any_of(w for w, unit in units.items() if unit == which) for which in ("year", "quarter"))
        listed, inside, of_word = (_linking(links, *roles) for roles in (("list", "to"), ("in",), ("of",)))
        trailing = any_of(word for word, kind in tails.items() if kind == "trailing")
        return cls(
            phrases={word: Phrase(kind, phrase_units.get(word), offsets.get(word)) for word, kind in kinds.items()},
            phrase=re.compile(rf"{any_of(kinds)}(?!\w)"),
            unit_after=re.compile(rf" ?(?P<unit>{any_of(units)})(?!\w)"),
            units=units,
            tails={word: (kind, of.get(word)) for word, kind in tails.items()},
            tail=re.compile(rf" (?P<tail>{any_of(tails)})(?!\w)"),
            quarter=re.compile(
                rf"{quarter} ?(?P<q>{any_of(quarters)})(?!\w)"
                rf"(?:(?: ?, ?| ?- ?| (?:{listed}) )(?:{quarter} )?(?P<q2>{any_of(quarters)})(?!\w))?"
            ),
            quarters=quarters,
            year_after=re.compile(rf"(?: ?[/-] ?|,? (?:{of_word} )?{year} ?| \()(?P<y>{YEAR})(?!\d|[.,]\d)"),
            years=re.compile(rf"[12][089]\d\d(?= ?- ?{YEAR}(?!\d)| (?:{listed}) {YEAR}(?!\d))"),
            more_years=re.compile(rf"(?:(?: ?[,-] ?| (?:{listed}) )(?:{year} )?{YEAR}(?!\d|[/.,-]\d|%)){{1,10}}"),
            fiscal=re.compile(
                rf"{any_of(word for word, kind in heads.items() if kind == 'fiscal_year')} (?P<y>{YEAR})(?! ?[-/.,]?\d)"
            ),
            heads=heads,
            head_before=re.compile(rf"(?P<head>{any_of(heads)})(?: [ivx]{{1,5}})?,? ?\(?\Z"),
            links=links,
            edges=book.table("period_link", "edge"),
            possessive=next((word for word, role in links.items() if role == "of"), ""),
            link=re.compile(rf"{any_of(links)}(?!\w)"),
            link_before=re.compile(rf"(?<!\w)(?P<link>{any_of(links)}) (?:{year} )?\Z"),
            lost_unit=re.compile(rf"\d(?<= .)\d? (?={trailing}(?!\w))"),
            inside_before=re.compile(rf"(?<!\w)(?:{inside}) \Z"),
        )


def _linking(links: Mapping[str, str], *roles: str) -> str:
    """Any link word of these roles, as a pattern."""
    return any_of(word for word, role in links.items() if role in roles)


def _kinds(book: Lexicons, lexicon: str) -> Mapping[str, Kind]:
    table = book.table(lexicon, "kind")
    unknown = sorted(set(table.values()) - set(get_args(Kind)))
    if unknown:
        raise ValueError(f"lexicon {lexicon}: unknown kind {unknown[0]!r}")
    return cast(Mapping[str, Kind], table)
