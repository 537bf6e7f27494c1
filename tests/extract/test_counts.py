"""What figures say of themselves, on own sentences: when, how exact, planned or reached, part of what, of what kind."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.model import Fact
from tests.builders import read

DATA = Path(__file__).parent / "data"
CASES = [
    case
    for pattern in ("counts.yaml", "items*.yaml", "levels.yaml", "kinds.yaml")
    for table in sorted(DATA.glob(pattern))
    for case in yaml.safe_load(table.read_text(encoding="utf-8"))
]


def _said(fact: Fact, field: str, written: dict[str, str]) -> Any:
    if field == "period":
        days = (fact.period_start, fact.period_end)
        return "/".join(day or "null" for day in days) if any(days) else None
    if field == "part_of":
        return written.get(fact.parent_id or "")
    return getattr(fact, field)


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_figures(case: dict[str, Any]) -> None:
    published = case.get("published")
    published = published.isoformat() if isinstance(published, date) else published
    facts = read(case["text"], published_on=published, title=case.get("title")).facts
    written = {fact.id: case["text"][slice(*fact.spans["value"])] for fact in facts}
    by_number = {number: fact for fact in facts for number in [written[fact.id]]}
    for number, fields in case["facts"].items():
        if fields is None:
            assert number not in by_number
            continue
        assert number in by_number, sorted(by_number)
        said = {field: _said(by_number[number], field, written) for field in fields}
        assert said == fields


@pytest.mark.parametrize("case", CASES[::3], ids=[case["text"][:60] for case in CASES[::3]])
def test_text_cut_off_behind_a_figure(case: dict[str, Any]) -> None:
    """A crawler may cut a text anywhere; behind a number its last word is the likeliest to be missed."""
    whole = read(case["text"]).facts
    for fact in whole:
        cut = read(case["text"][: fact.end])
        said = [(found.start, found.end) for found in (*cut.facts, *cut.issues) if found.end is not None]
        assert all(0 <= start < end <= fact.end for start, end in said if start is not None)
