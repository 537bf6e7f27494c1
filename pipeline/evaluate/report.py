"""An evaluation for people and machines: tables and findings as plain text, or everything as JSON.

`tables` and `groups` hold the layout, so that the terminal version (rich.py) shows the same in colour.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from pipeline.evaluate.context import Context, clean, context_of
from pipeline.evaluate.measure import FieldTally, Finding, Tally
from pipeline.evaluate.score import Evaluation

MARKS = ("⟦", "⟧")  # around the span in plain text
_OUTCOMES = {"missed": "missed", "false": "false hits", "field": "wrong fields"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of strings; the first `left` columns are texts, the others figures."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: int = 1


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one kind, outcome and cause; `more` were left out."""

    title: str
    shown: tuple[Finding, ...]
    more: int


def plain(evaluation: Evaluation, *, misses: int | None = None) -> str:
    """The whole report; at most `misses` findings per cause (None: all)."""
    parts = [_aligned(table) for table in tables(evaluation)]
    for group in groups(evaluation, misses):
        lines = [group.title]
        for finding in group.shown:
            lines.append(f"  {heading(finding)}")
            if context := context_of(evaluation.texts.get(finding.document, ""), finding.span):
                lines.append(f"    {context.before}{MARKS[0]}{context.span}{MARKS[1]}{context.after}")
        if group.more:
            lines.append(f"  … and {group.more} more")
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def as_json(evaluation: Evaluation, *, misses: int | None = None) -> str:
    """The same as one JSON object: figures by kind and by document, and the findings with their context."""
    kinds = evaluation.kinds()
    data = {
        "gold_sha256": evaluation.gold_sha256,
        "documents": len(evaluation.documents()),
        "metrics": evaluation.metrics(),
        "kinds": {kind: _figures(evaluation.tally(kind)) for kind in kinds},
        "by_document": {
            document: {kind: _figures(evaluation.tally(kind, document)) for kind in kinds}
            for document in evaluation.documents()
        },
        "findings": [_finding(evaluation, finding) for group in groups(evaluation, misses) for finding in group.shown],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


# ── layout ───────────────────────────────────────────────────────────────────────────────────────


def tables(evaluation: Evaluation) -> Iterator[Table]:
    """Figures by kind, by field, by document."""
    kinds = evaluation.kinds()
    yield Table(
        f"{len(evaluation.documents())} documents, gold {evaluation.gold_sha256[:12]}",
        ("kind", "hits", "missed", "false", "ignored", "never", "precision", "recall", "F1", "relaxed"),
        tuple(_kind_row(kind, evaluation.tally(kind)) for kind in kinds),
    )
    fields = [(kind, name, field) for kind in kinds for name, field in evaluation.tally(kind).fields.items()]
    yield Table(
        "fields of the hits (accuracy: of what gold has or we invented; agreement: with rightly empty ones)",
        ("kind", "field", "right", "wrong", "missing", "invented", "empty", "accuracy", "relaxed", "agreement"),
        tuple(_field_row(*row) for row in fields if row[2].judged),
        left=2,
    )
    yield Table(
        "by document: hits/missed/false",
        ("document", *kinds),
        tuple(
            (document, *(_three(evaluation.tally(kind, document)) for kind in kinds))
            for document in evaluation.documents()
        ),
    )


def groups(evaluation: Evaluation, misses: int | None) -> Iterator[Group]:
    """Findings by kind, outcome and cause, the commonest cause first; at most `misses` shown in each."""
    findings = evaluation.findings()
    for kind in evaluation.kinds():
        for outcome, label in _OUTCOMES.items():
            mine = [finding for finding in findings if finding.kind == kind and finding.outcome == outcome]
            causes: dict[str, list[Finding]] = {}
            for finding in mine:
                causes.setdefault(finding.cause, []).append(finding)
            for cause, members in sorted(causes.items(), key=lambda item: (-len(item[1]), item[0])):
                shown = members if misses is None else members[:misses]
                title = f"{kind}, {label}: {cause} ({len(members)})"
                yield Group(title, tuple(shown), len(members) - len(shown))


def heading(finding: Finding) -> str:
    """One line: document, what gold has, what we have, the rule behind it."""
    sides = []
    if finding.gold is not None:
        sides.append(f"gold {clean(finding.gold)}")
    if finding.found is not None:
        sides.append(f"found {clean(finding.found)}")
    rule = f"  [{finding.rule_id}]" if finding.rule_id else ""
    return f"{finding.document}: {' | '.join(sides)}{rule}"


def figure(value: float | None) -> str:
    """Three decimals, cut and not rounded up: .9996 is not 1."""
    return "-" if value is None else f"{int(value * 1000 + 1e-6) / 1000:.3f}"


def _kind_row(kind: str, tally: Tally) -> tuple[str, ...]:
    counts = (tally.hits, tally.missed, tally.false, tally.ignored, tally.never)
    relaxed = tally.relaxed_f1 if kind == "positions" else None
    return (kind, *map(str, counts), *map(figure, (tally.precision, tally.recall, tally.f1, relaxed)))


def _field_row(kind: str, name: str, field: FieldTally) -> tuple[str, ...]:
    counts = (field.right, field.wrong, field.missing, field.invented, field.empty)
    return (kind, name, *map(str, counts), *map(figure, (field.accuracy, field.relaxed, field.agreement)))


def _three(tally: Tally) -> str:
    counts = (tally.hits, tally.missed, tally.false)
    return "/".join(map(str, counts)) if any(counts) else "-"


def _aligned(table: Table) -> str:
    lines: Sequence[tuple[str, ...]] = (table.columns, *table.rows)
    widths = [max(len(line[column]) for line in lines) for column in range(len(table.columns))]
    out = [table.title]
    for line in lines:
        cells = [
            cell.ljust(width) if column < table.left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        out.append("  ".join(cells).rstrip())
    return "\n".join(out)


def _figures(tally: Tally) -> dict[str, object]:
    figures: dict[str, object] = {
        name: getattr(tally, name)
        for name in ("hits", "missed", "false", "near", "spare", "ignored", "never", "precision", "recall", "f1",
                     "relaxed_f1")
    }  # fmt: skip
    figures["fields"] = {
        name: {
            **asdict(field),
            "accuracy": field.accuracy,
            "relaxed": field.relaxed,
            "agreement": field.agreement,
        }
        for name, field in tally.fields.items()
    }
    return figures


def _finding(evaluation: Evaluation, finding: Finding) -> dict[str, object]:
    context: Context | None = context_of(evaluation.texts.get(finding.document, ""), finding.span)
    return {**asdict(finding), "context": asdict(context) if context else None}
