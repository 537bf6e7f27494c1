"""Which full citation of the article a short mention means: "Nghị quyết 02", "Nghị định 163/2016", "Luật Đất đai"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipeline.extract.documents.codes import Vocabulary
from pipeline.extract.documents.mentions import Mention
from pipeline.extract.documents.neighbours import issuer_fits
from pipeline.match.chart import Chart

_LEADING = re.compile(r"^0+(?=\d)")
_SIGNS = re.compile(r"[-/]")
_YEAR_LENGTH = 4
MOST_TOLD = 8  # short mentions of one document looked at for what they say of it
_SAID = frozenset({"issuer", "issued_on", "issued_year", "subject"})


class FullMentions:
    """The citations of an article that carry a whole number, and the short ones."""

    def __init__(self, chart: Chart, mentions: Sequence[Mention]) -> None:
        self._chart = chart
        self._dated = chart.grammar.book.once(Vocabulary.of).dated
        self._by_number: dict[tuple[str | None, str], list[Mention]] = {}
        self._by_name: dict[tuple[str | None, str], list[Mention]] = {}
        self._short: dict[tuple[str | None, str], list[Mention]] = {}
        for mention in mentions:
            if mention.number is None:
                if mention.short is not None and not _SAID.isdisjoint(mention.fields):
                    self._short.setdefault((mention.type, _plain(mention.short)), []).append(mention)
                continue
            plain = _plain(mention.number.canonical)
            self._by_number.setdefault((mention.type, plain), []).append(mention)
            name = _name(mention)
            if name:
                self._by_name.setdefault((mention.type, name), []).append(mention)

    def meant(self, mention: Mention) -> Mention | None:
        """The last full citation of the same document before the mention, else the first behind it; None where there
        is none of the same type and number or name, or year, date or issuer speak against it."""
        if mention.number is not None:
            return self._with_year(mention)
        if mention.short is not None:
            found = self._by_number.get((mention.type, _plain(mention.short)), [])
        else:
            named = mention.named and (mention.fields.get("relation") != "amends" or _years(mention))
            found = self._by_name.get((mention.type, _name(mention)), []) if named else []
        return self._nearest(mention, [full for full in found if self._fits(mention, full)])

    def told(self, mention: Mention) -> Sequence[Mention]:
        """The other short mentions of the same document, so that what one of them says of it holds for all."""
        if mention.short is None:
            return ()
        found = self._short.get((mention.type, _plain(mention.short)), [])[:MOST_TOLD]
        return [other for other in found if other is not mention and self._agree(mention, other)]

    def _agree(self, mention: Mention, other: Mention) -> bool:
        issuers = {str(m.fields["issuer"]) for m in (mention, other) if "issuer" in m.fields}
        return len(issuers) < 2 and self._one_day(mention, other)

    def _with_year(self, mention: Mention) -> Mention | None:
        """The citation that has the year which a number of a type that always has one lacks: 116/NĐ-CP."""
        number = mention.number
        if number is None or number.year is not None or number.code not in self._dated:
            return None
        found = self._by_number.get((mention.type, _plain(number.canonical)), [])
        same = [
            full
            for full in found
            if full.number is not None
            and full.number.year is not None
            and (full.number.code, full.number.issuer_code) == (number.code, number.issuer_code)
            and self._one_day(mention, full)
        ]
        return self._nearest(mention, same)

    @staticmethod
    def _nearest(mention: Mention, fitting: Sequence[Mention]) -> Mention | None:
        before = bisect_left([full.node.start for full in fitting], mention.node.start)
        return fitting[max(0, before - 1)] if fitting else None

    def _fits(self, mention: Mention, full: Mention) -> bool:
        return self._one_day(mention, full) and issuer_fits(self._chart, mention, full)

    @staticmethod
    def _one_day(mention: Mention, other: Mention) -> bool:
        dates = {m.fields["issued_on"] for m in (mention, other) if "issued_on" in m.fields}
        years = _years(mention)
        return len(dates) < 2 and not (years and _years(other) and years.isdisjoint(_years(other)))


def _plain(number: str) -> str:
    """The part of a number that counts up, without leading zeros."""
    return _LEADING.sub("", _SIGNS.split(number)[0])


def _name(mention: Mention) -> str:
    subject = mention.fields.get("subject")
    return str(subject).lower() if subject and mention.named else ""


def _years(mention: Mention) -> set[int]:
    """The years that number and date name."""
    years = {
        int(str(mention.fields[name])[:_YEAR_LENGTH]) for name in ("issued_on", "issued_year") if name in mention.fields
    }
    if mention.number is not None and mention.number.year is not None:
        years.add(mention.number.year)
    if mention.short is not None and "/" in mention.short:
        years.add(int(mention.short[-_YEAR_LENGTH:]))
    return years
