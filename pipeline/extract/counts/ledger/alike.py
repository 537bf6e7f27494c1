"""Which figures count the same, so that one may be a stated part of the other."""

from __future__ import annotations

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.reading.statements import ELIDED
from pipeline.match.chart import Chart
from pipeline.match.node import Node

_MIXED = frozenset({"person", "organisation"})  # kinds whose units are parts of each other's: chi bộ, tổ chức đảng
_GENERAL = frozenset({"case", "turn"})  # kinds whose items say who or what: «30 lượt xe», «40 trường hợp trẻ em»
_BODIES = frozenset({"place", "organisation"})


def part_of(part: Figure, total: Figure) -> bool:
    """Whether one may be a part of the other; more than all («127% kế hoạch») is no share that has parts."""
    over = total.unit == "%" and total.value > 100
    return counts_alike(part, total) and part.value <= total.value and not over


def counts_alike(part: Figure, total: Figure) -> bool:
    one, other = part.statement.unit, total.statement.unit
    same = (
        part.unit == total.unit
        or _named_in(part, total)
        or part.unit.lower().startswith(f"{total.unit.lower()} ")
        or one.kind == ELIDED
        or one.kind == other.kind in _MIXED
        or (one.kind == "person" and other.kind == "turn" and total.unit.endswith(f" {part.unit}"))
        or total.unit.startswith(f"{part.unit} ")
    )
    levels = "change" in (part.status, total.status) or "from" in (part.level, total.level)
    return same and not levels


def _named_in(part: Figure, total: Figure) -> bool:
    """Whether the counted noun of a part is what the total consists of («610 mô hình dòng họ học tập, trong đó 235 dòng
    họ», «30 lượt tàu, xe»), not something done by it («24.000 người lấy mẫu»)."""
    item, own, whole = f" {(total.item or '').lower()} ", f" {part.unit.lower()} ", total.statement.unit
    if own not in item:
        return False
    return whole.kind in (part.statement.unit.kind, *_GENERAL) or item.startswith(f" {total.unit.lower()}{own}")


def stands_for(chart: Chart, part: Figure, total: Figure) -> bool:
    """Whether a general noun takes up places or bodies: «15 xã đạt chuẩn. Trong đó, có 4 đơn vị kiểu mẫu»."""
    alike = total.statement.unit.kind in _BODIES and part.value <= total.value and total.status != "change"
    return alike and part.unit.lower() in chart.grammar.book.words("generic_part")


def in_time(part: Figure, total: Figure, link: Node) -> bool:
    """Whether a figure is told for the time that «riêng năm 2024» names, out of a longer one, or an unknown one."""
    if part.unit == "%" or not link.start < part.spans.get("period", (0, 0))[0] < link.end:
        return False
    if part.period_start is None or part.period_end is None or total.period_end is None:
        return True
    whole, own = (total.period_start or "", total.period_end), (part.period_start, part.period_end)
    return whole != own and whole[0] <= own[0] and own[1] <= whole[1]
