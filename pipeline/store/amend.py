"""Rows as reviewers want them: fields corrected with all that follows from them, and rows that no rule found."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from pipeline.kinds import BY_NAME
from pipeline.model import SpanPair, row_id
from pipeline.store.reviewable import as_text, content_columns, slot, typed
from pipeline.store.reviews import Review
from pipeline.store.rows import Row, Value, spans_json
from pipeline.store.verdicts import Judgement

ADDED = "review.added"
"""The rule_id of rows that a reviewer added."""

_PLACED = MappingProxyType(  # corrected text → the resolved place that does not follow from it any more
    {
        ("events", "place"): "place_id",
        ("facts", "place"): "place_id",
        ("positions", "organisation"): "organisation_place_id",
        ("citations", "issuer"): "place_id",
    }
)
_FOLLOWING = frozenset({"position", "type_code", "issuer_code"})  # change with title, organisation, number
_FIGURES = ("value", "value_max", "unit", "per", "qualifier", "denominator", "percent", "status")
_DOUBT = "; a reviewer has since rejected or corrected a figure of it"


def amended(
    table: str, values: Mapping[str, Value], corrections: Mapping[str, str | None], *, text: str,
    indicators: frozenset[str],
) -> dict[str, Value]:  # fmt: skip
    """A row with `corrections` (column → value as written) made. Raises ValueError if a column does not take one."""
    columns = content_columns(table)
    result = dict(values)
    for name, written in corrections.items():
        if name not in columns:
            raise ValueError(f"{table} has no field {name} that can be corrected")
        result[name] = typed(columns[name], written)
        result["spans"] = _spans_with(result, name, text)
        if resolved := _PLACED.get((table, name)):
            result[resolved] = None
    check_row(table, result, indicators=indicators)
    if table == "positions" and "position" not in corrections and {"title", "organisation"} & set(corrections):
        result["position"] = " ".join(str(result[name]) for name in ("title", "organisation") if result[name]) or None
    if table == "citations" and "number" in corrections:
        for name in {"type_code", "issuer_code"} - set(corrections):
            if str(result[name] or "") not in str(result["number"] or ""):
                result[name] = None
    return result


def is_as_corrected(judgement: Judgement, found: Mapping[str, Value]) -> bool:
    """Whether content `found` is what the judged row was corrected to."""
    if judgement.status != "corrected":
        return False
    table, corrections = judgement.last.table_name, judgement.corrections
    for name, column in content_columns(table).items():
        if name in corrections:
            try:
                wanted = typed(column, corrections[name].new_value)
            except ValueError:
                return False
            if found.get(name) != wanted:
                return False
        elif name not in _FOLLOWING and found.get(name) != judgement.last.seen.values.get(name):
            return False
    return True


def check_row(table: str, values: Mapping[str, Value], *, indicators: frozenset[str]) -> None:
    """Raises ValueError if a column of the row does not take its value."""
    for name, column in content_columns(table).items():
        typed(column, as_text(values[name]))
    if table == "facts" and values["indicator"] not in indicators:
        raise ValueError(f"there is no indicator {values['indicator']}")


def added_id(review: Review) -> str:
    """The id of the row that a review adds."""
    return row_id(review.table_name, review.document_id, ADDED, review.place_key, review.content_key)


def added_row(
    review: Review, span: SpanPair, *, text: str, events: Sequence[Mapping[str, Value]], sentences: Sequence[Row]
) -> dict[str, Value]:
    """The row that a review adds, at `span`, in the sentence it stands in, with the article's event if there is one."""
    table = review.table_name
    values: dict[str, Value] = dict.fromkeys(BY_NAME[table].column_names)
    values |= review.seen.values
    values |= {
        "id": added_id(review),
        "document_id": review.document_id,
        "start": span[0],
        "end": span[1],
        "spans": "{}",
        "rule_id": ADDED,
        "review": "accepted",
    }
    for name in json.loads(review.new_value or "{}"):
        values["spans"] = _spans_with(values, name, text)
    if "event_id" in values and len(events) == 1:
        values["event_id"] = events[0]["id"]
    if "sentence_id" in values:
        names = BY_NAME["sentences"].column_names
        at, first, last = (names.index(name) for name in ("id", "start", "end"))
        within = [row[at] for row in sentences if row[first] <= span[0] < row[last]]  # type: ignore[operator]
        values["sentence_id"] = within[0] if within else None
    return values


def uncertain_checks(
    checks: Iterable[Row], facts: Sequence[tuple[Mapping[str, Value], Mapping[str, Value]]]
) -> tuple[Row, ...]:
    """The arithmetic ledger; lines whose figures a reviewer changed can no longer say that something holds or fails.

    `facts`: each as extracted and as reviewed.
    """
    names = BY_NAME["checks"].column_names
    fact_id, outcome, explanation = (names.index(name) for name in ("fact_id", "outcome", "explanation"))
    doubted = {
        new["id"]
        for old, new in facts
        if new["review"] == "rejected" or any(old[name] != new[name] for name in _FIGURES)
    }
    doubted |= {new["parent_id"] for _, new in facts if new["id"] in doubted and new["parent_id"]}
    doubted |= {new["id"] for _, new in facts if new["repeats_id"] in doubted}
    result = []
    for row in checks:
        if row[fact_id] in doubted and row[outcome] != "not_checkable":
            line = list(row)
            line[outcome], line[explanation] = "not_checkable", f"{row[explanation]}{_DOUBT}"
            result.append(tuple(line))
        else:
            result.append(row)
    return tuple(result)


def _spans_with(values: Mapping[str, Value], name: str, text: str) -> str:
    """`spans` of a row after column `name` was set: the value's own words if they are in the evidence, else the span it
    had, else all of the evidence; none for null."""
    spans: dict[str, SpanPair] = {key: (span[0], span[1]) for key, span in json.loads(str(values["spans"])).items()}
    start, end = int(values["start"] or 0), int(values["end"] or 0)
    key, written = slot(name), as_text(values[name])
    if written is None:
        if key == name:
            spans.pop(key, None)
        return spans_json(spans)
    found = re.search(rf"(?<!\w){re.escape(written)}(?!\w)", text[start:end])
    spans[key] = (start + found.start(), start + found.end()) if found else spans.get(key, (start, end))
    return spans_json(spans)
