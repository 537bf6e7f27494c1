"""The arithmetic ledger: figures of one text held against each other, rounding allowed for.

    sum         5 + 3 + 26 = 34        parts against their total; 1,475 - 570 = 905: a change against its two levels
    ratio       32/57 = 56 %           a share against its percentage
    percent_of  120 of 143 = 83.9 %    the same where the total is named elsewhere in the sentence
    repeat      618 and 681            the same thing said twice, with a slip between them

`fails` means that the text disagrees with itself; `not_checkable` that more may be meant than is named.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.ledger.line import Entry
from pipeline.extract.counts.ledger.repeats import repeats
from pipeline.extract.counts.ledger.shares import shares
from pipeline.extract.counts.ledger.sums import changes, sums
from pipeline.model import Check, row_id


def checks_of(document_id: str, figures: Sequence[Figure], fact_ids: Sequence[str]) -> tuple[Check, ...]:
    """Every check that the figures of one text allow, by kind and fact; one of a kind for each fact."""
    found: dict[tuple[str, int], Entry] = {}
    for entry in (*sums(figures), *shares(figures), *changes(figures), *repeats(figures)):
        found.setdefault((entry.kind, entry.figure), entry)
    checks = (_row(document_id, entry, fact_ids[entry.figure]) for entry in found.values())
    return tuple(sorted(checks, key=lambda check: (check.kind, check.fact_id or "", check.id)))


def _row(document_id: str, entry: Entry, fact_id: str) -> Check:
    return Check(
        row_id("checks", document_id, entry.kind, fact_id),
        document_id,
        entry.kind,
        fact_id,
        entry.expected,
        entry.observed,
        entry.outcome,
        entry.explanation,
    )
