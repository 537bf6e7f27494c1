"""Names of bodies and posts in the form the database keeps: abbreviations spelled out, spelling variants unified."""

from __future__ import annotations

import re

from pipeline.match.chart import Chart
from pipeline.match.node import Node

_WORD = re.compile(r"[^\W_]+(?:['&][^\W_]+)*")


def spelled_out(chart: Chart, node: Node) -> str:
    """The text of a node, with the normal form of whatever organisation, title or issuing body it begins with."""
    text = chart.text[node.start : node.end]
    for part in (node, *(part for _, part in node.slots)):
        name = getattr(part.value, "name", None) or getattr(part.value, "position", None)
        if isinstance(name, str):
            return (chart.text[node.start : part.start] + name + chart.text[part.end : node.end]).strip()
        canonical = getattr(part.value, "canonical", None)
        if isinstance(canonical, str):
            return (canonical + chart.text[part.end : node.end]).strip()
    table = chart.grammar.book.table("expansion")
    return _WORD.sub(lambda match: table.get(match[0].lower(), match[0]) if match[0].isupper() else match[0], text)
