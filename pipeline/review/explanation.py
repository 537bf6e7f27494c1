"""`hoinghi explain` as a page that stands alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.review.article import MARKED, Mark, highlighted

if TYPE_CHECKING:
    from pipeline.extract.explain import Explanation


def page(found: Explanation, *, title: str, span: tuple[int, int] | None) -> str:
    """The text with every row marked, and below it rows, losers and near misses."""
    from jinja2 import Environment, FileSystemLoader

    marks = tuple(
        Mark(row.table, row.start, row.end, row.rule_id, "", tuple((k, str(v)) for k, v in row.values.items()))
        for row in found.fired
        if row.table in MARKED
    )
    loader = FileSystemLoader(Path(__file__).parent / "templates")
    template = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True).get_template(
        "explanation.html"
    )
    return template.render(found=found, title=title, span=span, text=highlighted(found.text, marks))
