"""Figures that tell more of what the one before them counts: where it is, how many of it are so."""

from __future__ import annotations

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.openings import longest, opens_adjunct, opens_predicate
from pipeline.extract.counts.items.phrases import linked
from pipeline.extract.counts.items.pieces import Span
from pipeline.extract.counts.reading.statements import MEASURED
from pipeline.match.chart import Chart

LONGEST_NAME = 40  # characters
_SIGNS = frozenset(",.;:()\n")


def told_until(figure: Figure) -> int:
    """Where what is told of a figure ends."""
    return max(figure.end, figure.spans.get("item", (0, 0))[1], figure.spans.get("baseline", (0, 0))[1])


def placed(chart: Chart, last: Figure, figure: Figure) -> Span | None:
    """What the last figure counts and the words that lead from there to so many places or owners: «sinh viên đến từ |
    12 nước»."""
    item, kind = last.spans.get("item"), figure.statement.unit.kind
    if item is None or kind in MEASURED or item[0] < last.statement.unit_span[0] or item[1] != told_until(last):
        return None
    apart = chart.text[item[1] : figure.start]
    linking = apart.strip() and "," not in apart and linked(chart, "place_link", item[1], figure.start)
    return Span(item[0], item[0] + len(chart.text[item[0] : figure.start].rstrip(" ("))) if linking else None


def goes_over(chart: Chart, last: Figure, figure: Figure) -> bool:
    """Whether a number stands in what is said of the things before it: «20 em theo học | 4 lớp nghề», not «20 em và |
    4 thợ», nor «20 em, | 4 thợ»."""
    end, kind = told_until(last), figure.statement.unit.kind
    if kind in MEASURED or figure.unit == last.unit or not 2 < figure.start - end < LONGEST_NAME:
        return False
    said = longest(chart, "said_word", end + 1)
    if said is None or said.value.get("is") or set(chart.text[end : figure.start]) & _SIGNS:
        return False
    return not any(chart.between(name, end, figure.start) for name in ("and_word", "joint_word"))


def share_told(chart: Chart, last: Figure, figure: Figure) -> bool:
    """Whether nothing but a verb of shares, or a bracket, stands between a figure and a share of what stands behind it:
    «có 90 thợ nghỉ, chiếm | 5% số thợ», «có 90 thợ nghỉ (gần | 5% số thợ)»."""
    item, unit = figure.spans.get("item", (0, 0)), figure.statement.unit
    if unit.kind != "percent" or figure.direction is not None or item[0] != figure.statement.unit_span[1] + 1:
        return False
    told = told_until(last) + 2
    verbs = [node.end + 1 for node in chart.at("share_verb", told)]
    sign = chart.text[told - 2 : told]
    return (sign == ", " and figure.start in verbs) or (sign == " (" and figure.start in (told, *verbs))


def parts_counted(chart: Chart, last: Figure, figure: Figure) -> bool:
    """Whether a share right behind things counted only has a predicate: «có 600 hộ nghèo, 70% | là người già»."""
    at, item = figure.statement.unit_span[1] + 1, last.spans.get("item")
    share = figure.statement.unit.kind == "percent" and figure.direction is None and "anaphor" not in figure.spans
    counted = item is not None and last.statement.unit.kind not in MEASURED and item[0] >= last.statement.unit_span[0]
    if not share or item is None or not counted or not chart.text.count(" ", *item):
        return False
    noun = chart.at("share_opener", at) or opens_adjunct(chart, at) or not opens_predicate(chart, at)
    bare = figure.spans.get("item", (0, 0))[0] == at and (longest(chart, "predicate_word", at) is not None or not noun)
    return bare and chart.text[told_until(last) : figure.start] == ", "


def follows_name(chart: Chart, start: int) -> bool:
    """Whether a name begins here in a list of names: «sách của Lan, Bình Hạ, | Minh Trung đạt tỷ lệ»."""
    before = chart.text[max(0, start - LONGEST_NAME) : start].split(", ")
    name = before[-2] if len(before) > 2 and not before[-1] and chart.text[start].isupper() else ""
    return bool(name) and all(word[:1].isupper() for word in name.split())
