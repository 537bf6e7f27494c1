"""Quantitative statements of a text: which numbers count something, and which are refused and why.

A shape rule (`kind: count`) proposes; a statement stands if its number is free (no part of a date, a citation, a
title, a name, a quoted slogan), its unit is countable, and no better shape overlaps it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.extract.counts.reading.ranges import as_range, is_torn, no_range
from pipeline.extract.counts.reading.units import Unit
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.match.overlap import winners
from pipeline.rulebook.schema import Entry, Rule
from pipeline.text.number import Number
from pipeline.text.segment import Segment

_NUMBERS = ("value", "denominator", "rounded", "upper")  # slots
LONGEST_CUE = 2  # words before a year
LONGEST_SLOGAN = 60  # characters between quotes: a name or slogan; longer quotations are speech and may hold facts
_QUOTE_OR_LINE_END = re.compile(r"[\"\n]")
_NAMED = frozenset({"thing", "person"})  # kinds of units that names begin with too: «02 Tô Hiến Thành», «2 Nam Định»
_LONG_AGO, _FIRST_YEAR, _LAST_YEAR = 1800, 1990, 2040
ELIDED = "elided"  # the unit is that of the total named before
_VAGUE = frozenset({"over", "nearly", "about"})  # «ước tính một người cần …»: these limit no article
_BASE_BEFORE = re.compile(r"[^\W\d_] ?/ ?$")  # 18 con/1kg
_NAMING_FLAGS = frozenset({"year", "time"})
_SIZES = frozenset({"weight", "length", "area", "volume", "energy"})
_SIZED = frozenset({"thing", "living", "organisation"})
MEASURED = frozenset({"money", "percent", "length", "area", "volume", "weight", "energy"})


class Statement(NamedTuple):
    """A number that counts something. Offsets are view offsets; `start`, `end` span qualifier, number and unit."""

    node: Node
    number: Number
    unit: Unit
    unit_span: tuple[int, int]
    segment: int
    rule_id: str

    @property
    def start(self) -> int:
        return self.node.start

    @property
    def end(self) -> int:
        return self.node.end


def find_statements(chart: Chart, segments: Sequence[Segment], taken: Iterable[Node]) -> Iterator[Statement]:
    """Statements in the order of the text. `taken` are spans that other readings own."""
    explains = chart.trace is not None
    owners = _Owners((*taken, *chart.nodes("refusal")) if explains else taken)
    rules = chart.grammar.book.by_id
    accepted: list[Node] = []
    for node in chart.nodes("count"):
        reason = _refusal(chart, node, owners) or _named_refusal(chart, node) or _year_refusal(chart, node)
        if reason is None:
            accepted.append(node)
        elif chart.trace is not None:
            chart.trace.refused(rules[node.rule], node, reason)
    inside = _Inside(segments)
    statements: list[Statement] = []
    for node in winners(accepted if explains else _not_refused(chart, accepted), rules, chart.trace):
        segment = inside.of(node.start)
        if segment is not None and segments[segment].kind != "byline":
            statements.extend(_statements(as_range(chart, node), rules[node.rule], segment))
    return _without_sizes(chart, statements)


def _not_refused(chart: Chart, nodes: Sequence[Node]) -> list[Node]:
    """Shapes of whose numbers none is part of a refusal. These are looked for only in the lines of the numbers, and not
    behind them; a template ends with its line, what a regular expression does nobody knows."""
    numbers = [slot for node in nodes for slot in _numbers(node)]
    spans = [(chart.text.rfind("\n", 0, slot.start) + 1, slot.end) for slot in numbers]
    anywhere = [(0, len(chart.text))]
    refusing = _Owners(chart.near("refusal", lambda rule: anywhere if spans and rule.regex else spans))
    return [node for node in nodes if not any(refusing.over(slot.start, slot.end) for slot in _numbers(node))]


def _numbers(node: Node) -> list[Node]:
    return [slot for name in _NUMBERS if (slot := node.slot(name)) is not None]


def _without_sizes(chart: Chart, statements: Sequence[Statement]) -> Iterator[Statement]:
    """Statements but for sizes of the thing just counted: «10 xe 3,5 tấn»."""
    last: Statement | None = None
    for statement in statements:
        beside = last is not None and last.end + 1 == statement.start and chart.text[last.end] == " "
        if not (last and beside and statement.unit.kind in _SIZES and last.unit.kind in _SIZED):
            yield statement
        last = statement


def _statements(node: Node, rule: Rule, segment: int) -> Iterator[Statement]:
    """One statement; two where two different units stand in a pair («40 vụ/65 bị can»)."""
    value, unit, second = node.slot("value"), node.slot("unit"), node.slot("unit2")
    assert value is not None  # every count rule has it
    if unit is None:
        name = rule.sets.get("unit", "")
        kind = "money" if name else ELIDED
        yield Statement(node, value.value, Unit(name, kind, name), (value.start, value.end), segment, node.rule)
        return
    if second is not None and second.value.name != unit.value.name and rule.sets.get("shape") != "share":
        denominator = node.slot("denominator")
        assert denominator is not None
        first = node._replace(
            end=unit.end, slots=tuple(s for s in node.slots if s[0] in ("value", "unit", "qualifier"))
        )
        other = Node(
            node.type, denominator.start, second.end, None, node.rule, (("value", denominator), ("unit", second))
        )
        yield from _statements(first, rule, segment)
        if denominator.value.value != 1:  # «13 con/1 kg» is a rate
            yield from _statements(other, rule, segment)
        return
    number: Number = value.value
    if isinstance(unit.value, Entry):  # «số đại biểu đã tăng lên là 73»
        entry = unit.value
        counted = Unit(entry.get("head") or entry.canonical, entry.get("class"), entry.canonical, entry.get("refuse"))
        yield Statement(node, number.counted(), counted, (unit.start, unit.end), segment, node.rule)
        return
    if unit.value.kind not in MEASURED or (unit.value.kind == "money" and number.written.endswith("0")):  # 12,450 USD
        number = number.counted()
    yield Statement(node, number, unit.value, (unit.start, unit.end), segment, node.rule)


def _refusal(chart: Chart, node: Node, owners: _Owners) -> str | None:
    if no_range(chart, node):
        return "the two numbers are no range"
    for name in _NUMBERS:
        slot = node.slot(name)
        if slot is None:
            continue
        reason = _number_refusal(slot, owners)
        if name == "value":
            lower, start = chart.lower, slot.start
            if slot.value.value == 1 and _BASE_BEFORE.search(lower, max(0, start - 3), start):
                reason = "the number is the base of a rate"
            if "denominator" in slot.value.flags:
                reason = "the number is the lower part of a fraction"
        if reason is not None:
            return reason
    if _is_day(node):
        return "the numbers are a day and a month"
    for unit_node in (*node.all("unit"), *node.all("unit2")):
        unit = unit_node.value
        if isinstance(unit, Entry):
            continue
        if unit.refuse and not (unit.refuse == "agenda" and node.slot("denominator") is not None):
            return f"unit “{unit.name}”: {unit.refuse}"
        if not unit.known and (node.slot("value") or node).type == "bare_number":
            return f"“{unit.name}” is no known unit"
        if not unit.known and node.slot("denominator") is not None:
            return f"“{unit.name}” is no known unit, so this may be a date"
    return _word_refusal(node)


def _word_refusal(node: Node) -> str | None:
    """«gần một con sông», «chiếu trên hai nền tảng», «tốt hơn hai nhóm kia»: before things, a number in one word may be
    an article, and what stands before it a preposition or a comparison."""
    value, qualifier, unit = node.slot("value"), node.slot("qualifier"), node.slot("unit")
    if value is None or value.type != "bare_number":
        return None
    kind = unit.value.kind if unit is not None and isinstance(unit.value, Unit) else ""
    vague = qualifier is None or (qualifier.value.get("means") in _VAGUE and kind not in MEASURED)
    if value.value.value == 1 and vague:
        return f"“{value.value.written}” is an article here"
    if qualifier is not None and qualifier.value.get("of") == "digits" and kind not in (*MEASURED, "times"):
        return f"“{qualifier.value.canonical}” limits no number in one word"
    return None


def _is_day(node: Node) -> bool:
    """«30/4» before a noun: more than all of them can only be a date."""
    value, denominator = node.slot("value"), node.slot("denominator")
    if value is None or denominator is None or value.type != "number" or denominator.type != "number":
        return False
    day, month = value.value.value, denominator.value.value
    return bool(month < day <= 31 and month <= 12)


def _named_refusal(chart: Chart, node: Node) -> str | None:
    """«02 Tô Hiến Thành» is an address: a thing in capitals before another capital."""
    unit = node.slot("unit")
    if unit is None or isinstance(unit.value, Entry) or not chart.text[unit.start].isupper():
        return None
    if chart.text.startswith(" ", unit.end) and chart.text[unit.end + 1 : unit.end + 2].isdigit():
        return "the noun begins a name"  # Trạm 595 Vùng 5 Hải quân
    if _glued(chart, node, unit) or _inside_name(chart, node, unit):
        return "the number belongs to a name"  # Công ty Cầu 12 Đường bộ
    if unit.value.kind not in _NAMED:
        return None
    named = chart.text.startswith(" ", unit.end) and chart.text[unit.end + 1 : unit.end + 2].isupper()
    return "the number belongs to a name" if named and " " not in chart.text[unit.start : unit.end] else None


def _inside_name(chart: Chart, node: Node, unit: Node) -> bool:
    """Whether a number stands between two words of a name: in capitals, but not in capitals only."""
    value = node.slot("value")
    if unit.value.kind in MEASURED or value is None or node.start != value.start or not node.start:
        return False
    text = chart.text
    before = text.rfind(" ", 0, node.start - 1) + 1
    return text[unit.start + 1 : unit.start + 2].islower() and _capital(text[before : node.start - 1])


def _glued(chart: Chart, node: Node, unit: Node) -> bool:
    """«Công ty 1MG Housing»: a number and capitals in one word, before another word of the name."""
    value, end = node.slot("value"), unit.end
    whole = value is not None and value.end == unit.start and unit.end - unit.start > 1
    return whole and chart.text[unit.start : end].isupper() and chart.text[end : end + 2].strip().isupper()


def _capital(word: str) -> bool:
    return word.isalpha() and word[0].isupper() and word[1:].islower()


def _year_refusal(chart: Chart, node: Node) -> str | None:
    """«đến 2019 ngành xe hơi …», «bù lại cho 2019 chứ …»: four digits of our time without a dot."""
    value, unit = node.slot("value"), node.slot("unit")
    if value is not None and is_torn(chart, value.start):
        return "the number is one of a chain, or torn"
    if value is None or unit is None or not chart.text[value.start : value.end].isdigit():
        return None
    if not (value.end - value.start == 4 and _LONG_AGO <= value.value.value <= _LAST_YEAR):
        return None
    starts = chart.word_starts_before(value.start, LONGEST_CUE)
    cues = [node for at in starts for node in chart.at("year_cue", at) if node.end + 1 == value.start]
    recent = value.value.value >= _FIRST_YEAR
    unknown = recent and isinstance(unit.value, Unit) and not unit.value.known
    cued = any(recent or cue.value.get("long_ago") for cue in cues)
    return "the number is a year" if unknown or cued or _dates_name(chart, value.start) else None


def _dates_name(chart: Chart, start: int) -> bool:
    """«Hội chợ AgroFair 2024 tổ chức tại …»: a year right behind a foreign name with a capital inside it."""
    word = chart.text[chart.text.rfind(" ", 0, max(0, start - 1)) + 1 : max(0, start - 1)]
    return word.isalpha() and not word.isupper() and not word[1:].islower()


def _number_refusal(slot: Node, owners: _Owners) -> str | None:
    number: Number = slot.value
    naming = _NAMING_FLAGS.intersection(number.flags)
    if naming:
        return f"the number is a {min(naming)}"
    if "label" in number.flags:
        return "the number is a name or rank, not an amount"
    if number.approximate and number.value_max is None:
        return "no amount is named"  # hàng nghìn hộ
    if "vague" in number.flags:
        return "no amount is named"  # hàng trăm đến hàng nghìn lượt
    owner = owners.over(slot.start, slot.end)
    if owner is not None:
        return f"the number is part of a {owner.type}{f' ({owner.rule})' if owner.rule else ''}"
    return None


class _Owners:
    """Spans that no count may touch."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._by_offset: dict[int, Node] = {}
        for node in nodes:
            for at in range(node.start, node.end):
                self._by_offset.setdefault(at, node)

    def over(self, start: int, end: int) -> Node | None:
        return next((self._by_offset[at] for at in range(start, end) if at in self._by_offset), None)


class _Inside:
    """Index of the segment that holds an offset."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._starts = [segment.start for segment in segments]

    def of(self, offset: int) -> int | None:
        index = bisect_right(self._starts, offset) - 1
        return index if index >= 0 and offset < self._segments[index].end else None


def short_quotes(chart: Chart) -> list[Node]:
    """Slogans, titles and names between quotes: `"9 chung, 15 chia"`."""
    found, opened = [], -1
    for sign in _QUOTE_OR_LINE_END.finditer(chart.text):
        at = sign.start()
        if opened >= 0 and sign[0] == '"' and at - opened <= LONGEST_SLOGAN:
            found.append(Node("quotation", opened, at + 1))
        opened = at if opened < 0 and sign[0] == '"' else -1
    return found
