"""Which document of the register a mention without a whole number means: "Nghị quyết 02", "Luật Đất đai"."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from pipeline.store.legal_dates import year_in
from pipeline.store.placetree import PlaceTree
from pipeline.text.fold import fold

ENOUGH = 3
_SIGNS = re.compile(r"[^\w\s/]")
_COUNTER = re.compile(r"0*(\d+)")


class Known(NamedTuple):
    """A document as the articles tell of it. `scope`: the issuer's place, "" where none is known; `issuer_code`: the
    issuer in the number."""

    id: str
    number: str | None
    key: str
    scope: str
    date: str
    issuers: frozenset[str]
    issuer_code: str | None
    type: str | None
    subject: str | None


class Short(NamedTuple):
    """A mention of a document by short number or by name; `amended`: as what another amends."""

    type: str | None
    number: str | None
    subject: str | None
    issuer: str | None
    date: str
    place: str | None
    home: str | None
    published_on: str | None
    issuer_code: str | None = None
    amended: bool = False


class Register:
    """The documents with whole numbers, to be found by type and counting number, or by type and name."""

    def __init__(self, tree: PlaceTree) -> None:
        self._tree = tree
        self._known: dict[tuple[str, str], list[Known]] = {}
        self._issuers: dict[str, Counter[str | None]] = {}

    def add(self, known: Known) -> None:
        """Enter a document with a whole number."""
        type_ = plain(known.type)
        self._issuers.setdefault(type_, Counter())[known.issuer_code] += 1
        self._known.setdefault((type_, _counter(known.number)), []).append(known)
        if known.subject:
            self._known.setdefault((type_, plain(known.subject)), []).append(known)

    def meant(self, short: Short) -> str | None:
        """The id of the one document that fits in year, date, place and issuer and is no later than the article; of
        several of one series the latest. None if none fits, or several of different series do: nor for a law that
        another amends, as the only one whose number is known may be the amending one."""
        if short.amended and short.number is None and not short.date:
            return None
        name = _counter(short.number) if short.number else plain(short.subject)
        found = [known for known in self._known.get((plain(short.type), name), ()) if self._fits(short, known)]
        if not found or len({(known.key if short.number else "", known.scope) for known in found}) > 1:
            return None
        return max(found, key=lambda known: (known.date or year_in(known.number) or "", known.id)).id

    def _fits(self, short: Short, known: Known) -> bool:
        year = year_in(known.number)
        wanted = short.number.partition("/")[2] if short.number and "/" in short.number else short.date
        written = known.date if len(wanted) <= len(known.date) else (year or known.date)
        if wanted and written and not written.startswith(wanted) and not wanted.startswith(written):
            return False
        if short.published_on and (known.date or year or "") > short.published_on:
            return False
        if not _of_one_body(short, known):
            return False
        near = short.place or short.home
        if known.scope:
            return near is not None and self._tree.within(near, known.scope)
        return bool(short.issuer or short.issuer_code) or short.number is None or self._one_issuer(short)

    def _one_issuer(self, short: Short) -> bool:
        """Whether all documents of a type come from one body, as far as the articles tell: "Nghị định 86" needs no
        issuer, "Thông tư 02" does."""
        issuers = self._issuers.get(plain(short.type), Counter())
        return len(issuers) == 1 and issuers.total() >= ENOUGH


def _of_one_body(short: Short, known: Known) -> bool:
    """Whether what the mention says of the issuer agrees with what is known: by code where both have one; in "BYT-KCB"
    the body is BYT."""
    if short.issuer_code and known.issuer_code:
        return f"{known.issuer_code}-".startswith(f"{short.issuer_code}-")
    return not short.issuer or any(_alike(plain(short.issuer), issuer) for issuer in known.issuers)


def plain(text: str | None) -> str:
    """Folded, in small letters, with single spaces and no signs: "Phòng, chống" is "phòng chống"."""
    return " ".join(_SIGNS.sub(" ", fold(text or "").lower()).split())


def _counter(number: str | None) -> str:
    found = _COUNTER.match(number or "")
    return found[1] if found else plain(number)


def _alike(one: str, other: str) -> bool:
    return one in other or other in one
