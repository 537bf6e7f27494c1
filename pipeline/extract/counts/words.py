"""The small words of figures and their times, as patterns made once for a rule book."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extract.links import by_role
from pipeline.rulebook.schema import Rulebook
from pipeline.text.lexicons import any_of


@dataclass(frozen=True, slots=True)
class CountWords:
    """`ands` and, with words of company, `joins` are the words between members of a list; `counted_years` ends where
    years in brackets say when they were («Trong 5 năm (2015 - 2020)», «trong 5 năm tới (2021-2025)»); `took` where they
    say how long something took that is over («Sau 2 tháng thi công (từ ngày …»)."""

    ands: frozenset[str]
    joins: frozenset[str]
    counted_years: re.Pattern[str]
    took: re.Pattern[str]

    @classmethod
    def of(cls, book: Rulebook) -> CountWords:
        """From the lexicons link_word and time_unit."""
        years, days = (any_of(book.words("time_unit", unit=unit)) for unit in ("year", "day"))
        after, since = map(by_role(book, "link_word"), ("after", "from"))
        ands = book.words("link_word", role="and")
        return cls(
            ands=ands,
            joins=ands | book.words("link_word", role="with"),
            counted_years=re.compile(rf"{years}(?: \w+){{0,2}} \($"),
            took=re.compile(rf"(?:^|[.;:,\n] ?){after} [^.;:,()\n]*\((?:{since} )?(?:{days} )?$"),
        )
