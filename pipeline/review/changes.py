"""The differences between two sets of rules for people: grouped by rule, and as a page that stands alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.evaluate.changes import TABLES, Difference, Kind

if TYPE_CHECKING:
    from pipeline.run.compare import Comparison

MOST_ON_PAGE = 200  # rows of one class and rule on a page


@dataclass(frozen=True, slots=True)
class Group:
    """All differences by one rule in one table."""

    table: str
    rule_id: str
    rows: tuple[Difference, ...]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return ("gained", "lost", "changed")

    def of(self, kind: Kind) -> tuple[Difference, ...]:
        return tuple(row for row in self.rows if row.kind == kind)

    def count(self, kind: Kind) -> int:
        return len(self.of(kind))


def grouped(differences: Iterable[Difference]) -> tuple[Group, ...]:
    """By table and rule, the rules with most differences first."""
    found: dict[tuple[str, str], list[Difference]] = {}
    for one in differences:
        found.setdefault((one.table, one.rule_id), []).append(one)
    groups = [Group(table, rule_id, tuple(rows)) for (table, rule_id), rows in found.items()]
    return tuple(sorted(groups, key=lambda group: (TABLES.index(group.table), -len(group.rows), group.rule_id)))


def page(
    comparison: Comparison,
    groups: Iterable[Group],
    scores: Mapping[str, tuple[float | None, float | None]],
    *,
    old: str,
    new: str,
) -> str:
    """One HTML page without anything from outside it."""
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("diff.html")
    return template.render(
        comparison=comparison, groups=tuple(groups), scores=scores, old=old, new=new, most=MOST_ON_PAGE
    )
