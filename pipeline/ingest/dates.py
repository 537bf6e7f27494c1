"""Dates as metadata, records and URLs write them."""

from __future__ import annotations

import re

from pipeline.ingest.boilerplate import iso_date

_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6})?Z?")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)[/.](\d{1,2})[/.](\d{1,2})(?!\d)")
_ENGLISH = re.compile(r"(?<!\d)(\d{1,2}) ([A-Z][a-z]{2})[a-z]* ((?:19|20)\d\d)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|$)")
_IN_NUMBER = re.compile(
    r"[-_/]((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[0-2]\d[0-5]\d[0-5]\d\d{0,4})(?=\D|$)"
)
_LONGEST = 60


def parse_date(text: str) -> str | None:
    """The day that a metadata field or a record gives, ISO; null if it gives none. Days are never guessed.

    >>> [parse_date(text) for text in ("2024-02-28T16:38:00+07:00", "20240228", "28/02/2024 16:38", "tháng 2/2024")]
    ['2024-02-28', '2024-02-28', '2024-02-28', None]
    """
    text = text.strip()[:_LONGEST]
    if found := _ISO.search(text) or _COMPACT.fullmatch(text) or _YEAR_FIRST.search(text):
        return iso_date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.search(text):
        return iso_date(int(found[3]), int(found[2]), int(found[1]))
    if (found := _ENGLISH.search(text)) and found[2] in _MONTHS:
        return iso_date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1]))
    return None


def date_in_url(url: str) -> str | None:
    """The day in a URL's path, as /2024/02/28/ or in an article number that begins with date and time.

    >>> date_in_url("https://example.vn/hoi-nghi-20240228163801234.htm")
    '2024-02-28'
    """
    path = url.split("?")[0].split("#")[0]
    found = _IN_PATH.search(path) or _IN_NUMBER.search(path)
    return iso_date(int(found[1]), int(found[2]), int(found[3])) if found else None
