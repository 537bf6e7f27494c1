"""The arithmetic ledger: figures of one text held against each other, rounding allowed for.

sum         5 + 3 + 26 = 34        parts against their total
ratio       32/57 = 56 %           a share against its percentage
repeat      17 = 17                the same thing said twice
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from pipeline.extract.figures import Figure
from pipeline.model import Check, row_id

Outcome = str


def checks_of(document_id: str, figures: Sequence[Figure], fact_ids: Sequence[str]) -> tuple[Check, ...]:
    """Every check that the figures of one text allow, by kind and fact."""
    found = [*_sums(document_id, figures, fact_ids), *_ratios(document_id, figures, fact_ids)]
    return tuple(sorted(found, key=lambda check: (check.kind, check.fact_id or "", check.id)))


def _sums(document_id: str, figures: Sequence[Figure], fact_ids: Sequence[str]) -> Iterator[Check]:
    parts_of: dict[int, list[Figure]] = {}
    for part in figures:
        if part.parent is not None:
            parts_of.setdefault(part.parent, []).append(part)
    for total, figure in enumerate(figures):
        parts = parts_of.get(total, [])
        if len(parts) < 2:
            continue
        added = math.fsum(part.value for part in parts)
        slack = sum(part.statement.number.step for part in parts) / 2
        exact = all(part.qualifier == "exact" for part in [*parts, figure])
        terms = " + ".join(number(part.value) for part in parts)
        if abs(added - figure.value) <= (slack if slack > len(parts) / 2 else 1e-9):
            outcome, says = "holds", f"{terms} = {number(figure.value)} {figure.unit}"
        elif added < figure.value or not exact:
            outcome, says = (
                "not_checkable",
                (
                    f"{terms} = {number(added)}, the text names {number(figure.value)} {figure.unit}: "
                    "not all parts need be named, or a figure is rounded"
                ),
            )
        else:
            outcome, says = (
                "fails",
                (
                    f"{terms} = {number(added)}, but the text says {number(figure.value)} {figure.unit}: "
                    "the text disagrees with itself"
                ),
            )
        yield _check("sum", document_id, fact_ids[total], number(added), number(figure.value), outcome, says)


def _ratios(document_id: str, figures: Sequence[Figure], fact_ids: Sequence[str]) -> Iterator[Check]:
    for index, figure in enumerate(figures):
        if figure.denominator is None:
            continue
        if figure.denominator and figure.value > figure.denominator:
            says = f"{number(figure.value)} of {number(figure.denominator)} {figure.unit} is more than all of them"
            observed = f"{number(figure.value)}/{number(figure.denominator)}"
            yield _check("ratio", document_id, fact_ids[index], "at most 1", observed, "fails", says)
        elif figure.percent is not None and figure.denominator:
            share = 100 * figure.value / figure.denominator
            shown = number(figure.percent)
            digits = len(shown.partition(".")[2])
            holds = abs(share - figure.percent) <= 0.5 * 10**-digits + 0.5 * 10 ** -max(digits, 0)
            relation = "=" if holds else "≠"
            written = f"{number(figure.value)}/{number(figure.denominator)}"
            says = f"{written} = {share:.{digits + 1}f} % {relation} {shown} % as the text says"
            outcome = "holds" if holds else "fails"
            yield _check("ratio", document_id, fact_ids[index], f"{share:.{digits + 1}f}", shown, outcome, says)


def _check(
    kind: str, document_id: str, fact_id: str, expected: str, observed: str, outcome: str, explanation: str
) -> Check:
    identity = row_id("checks", document_id, kind, fact_id)
    return Check(identity, document_id, kind, fact_id, expected, observed, outcome, explanation)  # type: ignore[arg-type]


def number(value: float) -> str:
    """A number without a trailing .0."""
    return f"{value:.10g}" if value != int(value) else str(int(value))
