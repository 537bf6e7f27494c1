"""Sums: parts against their total, and a change against the two levels it lies between."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.ledger.line import Entry, Outcome, shown
from pipeline.extract.counts.ledger.line import number as plain
from pipeline.extract.counts.ledger.slips import slip_in

_ENDS = 1e-9
_PERCENT_SLACK = 0.6


def sums(figures: Sequence[Figure]) -> Iterator[Entry]:
    """One line for every total of which two parts or more are named."""
    parts_of: dict[int, list[Figure]] = {}
    for part in figures:
        if part.parent is not None:
            parts_of.setdefault(part.parent, []).append(part)
    for total, parts in parts_of.items():
        if len(parts) > 1 and all(part.unit != "%" for part in parts):
            yield _sum(total, figures[total], parts)


def _sum(index: int, total: Figure, parts: Sequence[Figure]) -> Entry:
    values = [part.value for part in parts]
    added = math.fsum(values)
    terms = f"{' + '.join(map(shown, values))} = {shown(added)} {total.unit}"
    outcome, says = _compared(total, parts, added)
    return Entry("sum", index, plain(added), plain(total.value), outcome, f"{terms}{says}")


def _compared(total: Figure, parts: Sequence[Figure], added: float) -> tuple[Outcome, str]:
    slack = sum(part.statement.number.step for part in parts) / 2
    if abs(added - total.value) <= (slack if slack > len(parts) / 2 else _ENDS):
        return "holds", ""
    says = f", but the text says {shown(total.value)}"
    if not all(part.qualifier == "exact" for part in (*parts, total)):
        return "not_checkable", f"{says}; some of these figures are rounded"
    complete = all(part.complete for part in parts)
    if any(part.value == total.value for part in parts):
        return "not_checkable", f"{says}; the parts may overlap"
    slip = slip_in(total.value, [part.value for part in parts], complete=complete)
    if slip is not None:
        return "fails", f"{says}: with {slip} it would hold"
    if complete and added > total.value:
        return "fails", f"{says}: the parts are more than the whole"
    why = "the parts may overlap" if added > total.value else "not all parts need be named"
    return "not_checkable", f"{says}; {why}"


def changes(figures: Sequence[Figure]) -> Iterator[Entry]:
    """«từ 570 hộ lên 1.475 hộ, tăng 905 hộ»: what a change says against the levels before and after it."""
    for index in range(1, len(figures)):
        after, change = figures[index - 1], figures[index]
        before = after.was or figures[max(0, index - 2)]
        together = before.statement.segment == after.statement.segment == change.statement.segment
        if not (together and change.status == "change" and before.level == "from" and after.level == "to"):
            continue
        if before.unit != after.unit or before.value == 0:
            continue
        entry = _change(index, before, after, change)
        if entry is not None:
            yield entry


def _change(index: int, before: Figure, after: Figure, change: Figure) -> Entry | None:
    if change.unit == after.unit:
        kind, right = "sum", abs(after.value - before.value)
        holds = abs(right - change.value) <= _ENDS
        terms = f"{shown(after.value)} - {shown(before.value)} = {shown(right)} {after.unit}"
    elif change.unit == "%":
        kind, right = "percent_of", round(100 * abs(after.value - before.value) / before.value, 2)
        holds = abs(right - change.value) <= _PERCENT_SLACK
        terms = f"from {shown(before.value)} to {shown(after.value)} is {shown(right)} %"
    else:
        return None
    says = "" if holds else f", but the text says {shown(change.value)}"
    outcome: Outcome = "holds" if holds else "fails"
    if not holds and change.qualifier != "exact":
        outcome = "not_checkable"
    return Entry(kind, index, plain(right), plain(change.value), outcome, f"{terms}{says}")  # type: ignore[arg-type]
