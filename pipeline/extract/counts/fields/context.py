"""What the words around a number say of it: how exact, up or down, since when, and what is counted."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pipeline.extract.clauses import Clauses
from pipeline.extract.counts.fields.comparisons import with_baseline
from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.counted import ITEM_WORD, with_item
from pipeline.extract.counts.reading.statements import MEASURED, Statement
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.text.segment import Segment

QUALIFIER_REACH = 30  # characters between a number and «trở lên»
CEILING_REACH = 40  # characters between «ưu đãi» and «lên đến»
ESTIMATE_REACH = 60  # characters between «ước tính» and the number


def figures_of(chart: Chart, segments: Sequence[Segment], statements: Sequence[Statement]) -> tuple[Figure, ...]:
    """One figure a statement, with everything that its own sentence says."""
    clauses = Clauses(chart, ".;:!?")
    levels = {word.end + 1: str(word.value.get("end")) for word in chart.nodes("level_word")}
    up_to = {word.end + 1: word for word in reversed(chart.nodes("up_to_word"))}
    figures: list[Figure] = []
    for number, statement in enumerate(statements):
        segment = segments[statement.segment]
        figure = _bare(chart, statement, levels.get(statement.start))
        left = clauses.start(statement.start, segment.start)
        right = clauses.end(statement.end, segment.end)
        figure = _with_ceiling(chart, with_baseline(chart, figure), up_to.get(statement.start))
        figure = _estimated(chart, figure, left)
        following = statements[number + 1].start if number + 1 < len(statements) else right
        left = _past_colon(chart, clauses, left, statement, segment)
        preceding = (
            max(left, *(figures[-1].spans.get("item", (0, 0))[1], statements[number - 1].end)) if number else left
        )
        last = figures[-1] if figures else None
        right = min(right, following, _multiplied(figure, right))
        figures.append(with_item(chart, figure, max(left, preceding), right, last))
    return tuple(_with_shared_limits(chart, figures))


def _multiplied(figure: Figure, right: int) -> int:
    """Where what a figure is a multiple of begins, which is not what it counts: «gấp 3 lần | kế hoạch»."""
    start = figure.spans.get("baseline", (right, right))[0]
    return start if start == figure.end + 1 else right


def _past_colon(chart: Chart, clauses: Clauses, left: int, statement: Statement, segment: Segment) -> int:
    """Where the clause begins; before the colon where nothing but that stands before the number: «Sản lượng: 5 tấn»."""
    alone = left > segment.start and chart.text[left - 1] == ":" and not chart.text[left : statement.start].strip()
    return clauses.start(left - 1, segment.start) if alone else left


def _with_shared_limits(chart: Chart, figures: Sequence[Figure]) -> Iterator[Figure]:
    """«tối đa 02 kênh phát thanh, 02 kênh truyền hình»: the limit holds for both."""
    last: Figure | None = None
    for figure in figures:
        limited = last is not None and figure.qualifier == "exact" and "qualifier" in last.spans
        if last is not None and limited and _goes_on(chart, last, figure):
            start, end = last.spans["qualifier"]
            if any(node.end == end and node.value.get("shared") for node in chart.at("qualifier", start)):
                figure = figure._replace(qualifier=last.qualifier, spans=figure.with_span("qualifier", start, end))
        yield figure
        last = figure


def _goes_on(chart: Chart, first: Figure, second: Figure) -> bool:
    """Whether two figures of a series stand side by side: nothing but the noun of the first and «, », «và» between."""
    end = max(first.spans.get("item", (0, first.end))[1], first.end)
    if first.statement.segment != second.statement.segment or end >= second.start:
        return False
    if first.statement.unit.kind != second.statement.unit.kind and not _nouns(first, second):
        return False
    between = chart.lower[end : second.start].strip(" ,").split()
    return not between or " ".join(between) in chart.grammar.book.words("series_word")


def _nouns(first: Figure, second: Figure) -> bool:
    """Whether both figures count things, none measures one."""
    return MEASURED.isdisjoint((first.statement.unit.kind, second.statement.unit.kind))


def _bare(chart: Chart, statement: Statement, level: str | None) -> Figure:
    node, number = statement.node, statement.number
    spans = {name: (part.start, part.end) for name, part in node.slots if name in ("qualifier", "denominator")}
    value = node.slot("value")
    assert value is not None
    spans["value"] = (value.start, value.end)
    spans["unit"] = statement.unit_span
    rule = chart.grammar.book.by_id[statement.rule_id]
    change = node.slot("change")
    denominator = node.slot("denominator")
    return Figure(
        statement=statement,
        start=node.start,
        end=node.end,
        value=float(number.value),
        value_max=None if number.value_max is None else float(number.value_max),
        unit=statement.unit.name,
        qualifier=_qualifier(chart, node, number.approximate),
        denominator=float(denominator.value.value) if denominator else None,
        status=rule.sets.get("status", "achieved"),
        level=level,
        direction=rule.sets.get("direction") or (change.value.get("direction") if change else None),
        spans=spans,
    )


def _qualifier(chart: Chart, node: Node, approximate: bool) -> str:
    slot, value = node.slot("qualifier"), node.slot("value")
    if slot is not None:
        opens = value is not None and value.value.value_max is not None and slot.value.get("of") == "range"
        return "exact" if opens else str(slot.value.get("means"))
    after = next(_words_after(chart, node), None)
    if after is not None:
        return str(after.value.get("means"))
    return "at_least" if approximate else "exact"


def _with_ceiling(chart: Chart, figure: Figure, up_to: Node | None) -> Figure:
    """«ưu đãi lên đến 15%», «có thể đón tới 300 khách»: the most that there may be."""
    if up_to is None or figure.qualifier != "exact" or figure.value_max is not None:
        return figure
    ceilings = chart.nodes("ceiling_word")
    at = bisect_left(ceilings, up_to.start, key=lambda node: node.start) - 1
    if at < 0 or any(node.value.get("is") == "other" for node in chart.at("ceiling_word", ceilings[at].start)):
        return figure
    between = chart.lower[ceilings[at].end : up_to.start]
    if len(between) > CEILING_REACH or set(between) & set(",;:.("):
        return figure
    return figure._replace(qualifier="at_most", spans=figure.with_span("qualifier", up_to.start, up_to.end))


def _estimated(chart: Chart, figure: Figure, left: int) -> Figure:
    """«Chị Lụa ước tính đã chi 40 triệu đồng»: somebody's estimate, up to a comma or the next number."""
    words = chart.nodes("estimate_word")
    at = bisect_left(words, figure.start, key=lambda node: node.start) - 1
    if figure.qualifier != "exact" or at < 0 or words[at].start < max(left, figure.start - ESTIMATE_REACH):
        return figure
    between = chart.lower[words[at].end : figure.start]
    if "," in between or "(" in between or any(char.isdigit() for char in between):
        return figure
    if any(node.value.get("is") == "other" for node in chart.at("estimate_word", words[at].start)):
        return figure
    return figure._replace(qualifier="about", spans=figure.with_span("qualifier", words[at].start, words[at].end))


def _words_after(chart: Chart, node: Node) -> Iterator[Node]:
    """«95% đảng viên trở lên»: the words that limit a number may follow its noun, if nothing else comes between."""
    if not chart.between("qualifier_after", node.end, node.end + QUALIFIER_REACH + 1):
        return
    for match in ITEM_WORD.finditer(chart.lower, node.end, node.end + QUALIFIER_REACH):
        if match.start(1) > node.end + QUALIFIER_REACH or match[1][0].isdigit() or match[0][:1] != " ":
            return
        yield from chart.at("qualifier_after", match.start(1))
        if chart.lower[match.end() : match.end() + 1] not in (" ", ""):
            return
