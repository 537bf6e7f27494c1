"""Which full citation of the article a short mention means: "Nghị quyết 02", "Nghị định 163/2016", "Luật Đất đai"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipeline.extract.documents.mentions import Mention
from pipeline.extract.documents.neighbours import issuer_fits
from pipeline.match.chart import Chart

_LEADING = re.compile(r"^0+(?=\d)")
_SIGNS = re.compile(r"[-/]")
_YEAR_LENGTH = 4


class FullMentions:
    """The citations of an article that carry a whole number."""

    def __init__(self, chart: Chart, mentions: Sequence[Mention]) -> None:
        self._chart = chart
        self._by_number: dict[tuple[str | None, str], list[Mention]] = {}
        self._by_name: dict[tuple[str | None, str], list[Mention]] = {}
        for mention in mentions:
            if mention.number is None:
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
            return None
        if mention.short is not None:
            found = self._by_number.get((mention.type, _plain(mention.short)), [])
        else:
            found = self._by_name.get((mention.type, _name(mention)), []) if mention.named else []
        fitting = [full for full in found if self._fits(mention, full)]
        before = bisect_left([full.node.start for full in fitting], mention.node.start)
        return fitting[max(0, before - 1)] if fitting else None

    def _fits(self, mention: Mention, full: Mention) -> bool:
        dates = {m.fields["issued_on"] for m in (mention, full) if "issued_on" in m.fields}
        years = _years(mention)
        if len(dates) > 1 or (years and _years(full) and years.isdisjoint(_years(full))):
            return False
        return issuer_fits(self._chart, mention, full)


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
