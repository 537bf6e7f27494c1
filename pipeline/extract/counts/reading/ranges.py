"""Ranges with words or units between their ends («từ 120.000 đồng đến 150.000 đồng»), and numbers below zero («-5 độ C
đến -10 độ C»)."""

from __future__ import annotations

import re

from pipeline.extract.counts.reading.units import Unit
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.text.number_ranges import shared_scale

_SIGNED = re.compile(r"(?<![\d\w%])(?<!\d )-$")  # a dash that begins a number
_SIGNED_APART = re.compile(r"(?<=[^\W\d_] )- $")  # the same in a shape that has it: «từ - 15 đến - 20 độ C»

_TORN = re.compile(
    r"\d-\d+-\d|(?<![\d.,])\d{1,3}\. \d{3}(?!\d)|\d//\d+|\dx \d+"
)  # 83-62-93 cm; 165. 434 tỷ; ngày 14//4; 40x60x 80 cm
_TORN_REACH = 10  # characters before a number in which the rest of it may stand


def as_range(chart: Chart, node: Node) -> Node:
    """A shape with its two ends, if it has two, as one number, and the sign of a temperature."""
    node = _below_zero(chart, node)
    value, upper = node.slot("value"), node.slot("upper")
    if value is None or upper is None:
        return node
    scale = 1 if node.slot("lower_unit") is not None else shared_scale(value.value, upper.value)
    ends = sorted((value.value.value * scale, upper.value.value))
    number = value.value._replace(value=ends[0], value_max=ends[1], style="range")
    return _with(node, "value", Node(value.type, value.start, upper.end, number))


def no_range(chart: Chart, node: Node) -> bool:
    """Whether two numbers that stand like the ends of a range are none: falling, but for cold («-1 đến -10 độ C»), or
    of different things; the first may leave out what it is a rate of («5.000 đồng đến 7.000 đồng/kg»)."""
    lower, unit = node.slot("lower_unit"), node.slot("unit")
    if node.slot("upper") is None or unit is None:
        return False
    if lower is not None and lower.value.name != unit.value.name and not _rated(lower.value.name, unit.value.name):
        return True
    node = _below_zero(chart, node)
    value, upper = node.slot("value"), node.slot("upper")
    assert value is not None and upper is not None
    if value.value.value_max is not None or upper.value.value_max is not None:
        return True
    falling = upper.value.value <= value.value.value
    return bool(falling and not upper.value.value < value.value.value <= 0)


def _rated(lower: str, unit: str) -> bool:
    return unit.startswith(f"{lower}/")


def _below_zero(chart: Chart, node: Node) -> Node:
    """Temperatures with their sign: «thấp nhất -2 độ C»; a dash between two numbers is none."""
    unit = node.slot("unit")
    if unit is None or not isinstance(unit.value, Unit) or unit.value.kind != "temperature":
        return node
    for name in ("value", "upper"):
        slot = node.slot(name)
        sign = _sign(chart, node, slot) if slot is not None and slot.value.value > 0 else None
        if slot is not None and sign is not None:
            node = _with(node, name, Node(slot.type, sign, slot.end, slot.value._replace(value=-slot.value.value)))
    return node


def _sign(chart: Chart, node: Node, slot: Node) -> int | None:
    """Where the minus of a number stands, if it has one and that is no dash between two ends."""
    near = _SIGNED.search(chart.text, max(0, slot.start - 3), slot.start)
    apart = None if near else _SIGNED_APART.search(chart.text, max(node.start, slot.start - 3), slot.start)
    sign = near or apart
    lower = node.slot("lower_unit")
    if sign is None or (lower is not None and sign.start() == lower.end + 1):
        return None
    return sign.start()


def _with(node: Node, name: str, slot: Node) -> Node:
    """A shape with one slot in another form."""
    slots = tuple((each, slot if each == name else old) for each, old in node.slots)
    return node._replace(start=min(node.start, slot.start), slots=slots)


def is_torn(chart: Chart, start: int) -> bool:
    """Whether a number goes on one before it."""
    near = _TORN.finditer(chart.text, max(0, start - _TORN_REACH), start + 4)
    return any(match.start() < start < match.end() for match in near)
