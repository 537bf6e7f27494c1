"""Abbreviations that a page makes for bodies it names: "Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh A (LHH)", later
"Chủ tịch LHH"; or that are the initials of such a body: "Chi cục Thuế Quận 4", later "CCTQ4"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.extract.officials.organisation import Organisation
from pipeline.extract.officials.patterns import ListPatterns
from pipeline.match.chart import Chart
from pipeline.match.node import Node

_WORD = re.compile(r"[^\W_]+")
_FEWEST_INITIALS = 4  # shorter ones fit too much


def alias_scanner(chart: Chart) -> Iterable[Node]:
    """`body_alias` nodes: places where an abbreviation of this page stands, with the body it is short for. One defined
    names the body less its level and place, which follow it again where they are meant."""
    written = chart.grammar.book.once(ListPatterns.of).short.finditer(chart.text)
    shorts = [found for found in written if not chart.at("organisation_head", found.start())]
    if not shorts:
        return
    meanings = dict(_initials(chart)) if any(len(found[0]) >= _FEWEST_INITIALS for found in shorts) else {}
    meanings.update(_definitions(chart))
    for found in shorts:
        body = meanings.get(found[0])
        if body is not None:
            yield Node("body_alias", found.start(), found.end(), body, "alias")


def _definitions(chart: Chart) -> Iterator[tuple[str, Organisation]]:
    defined = chart.grammar.book.once(ListPatterns.of).defined
    for node in chart.nodes("organisation"):
        found = defined.match(chart.text, node.end)
        if found is None and chart.text.endswith(")", 0, node.end):  # the brackets were read with the name
            found = next(iter(defined.finditer(chart.text, node.start, node.end)), None)
        body = _meant(node.value, found[1]) if found is not None else None
        if found is not None and body is not None:
            yield found[1], replace(body, name=body.core, level=None, place=None, place_span=None, parent=None)


def _meant(body: Organisation, short: str) -> Organisation | None:
    """Whose abbreviation stands behind a name: the body's whose words have its letters, else that of the last of the
    chain ("Ban Quản lý thuộc Tổng Công ty A (B)"); a common noun has none."""
    chain = list(body.chain())
    fitting = next((part for part in chain if _has_letters(part.core, short)), chain[-1])
    return fitting if " " in fitting.core else None


def _has_letters(name: str, short: str) -> bool:
    """Whether the first letters of the words of a name have those of an abbreviation in its order."""
    initials = iter(_first_letters(name))
    return all(letter in initials for letter in short if letter != "-")


def _first_letters(name: str) -> str:
    return "".join(word if word.isdigit() else word[0].upper() for word in _WORD.findall(name))


def _initials(chart: Chart) -> Iterator[tuple[str, Organisation]]:
    for node in chart.nodes("organisation"):
        for body in node.value.chain():
            short = _first_letters(body.name)
            if len(short) >= _FEWEST_INITIALS and " " in body.core:
                yield short, body
