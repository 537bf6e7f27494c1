"""The slot types that code reads, by name: numbers, dates, periods, units, places, names, titles, bodies, documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pipeline.extract.counts.reading.units import scan_known_units, scan_large_numbers, scan_quoted_units, unit_scanner
from pipeline.extract.documents.codes import issuer_codes_scanner
from pipeline.extract.documents.numbers import doc_number_scanner, scan_joint_numbers
from pipeline.extract.documents.subjects import act_subject_scanner, doc_subject_scanner
from pipeline.extract.officials.shapes import official_scanners
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.rulebook.schema import Rulebook
from pipeline.text.date_words import DateWords
from pipeline.text.dates import scan_dates
from pipeline.text.number_words import NumberWords
from pipeline.text.numbers import scan_numbers
from pipeline.text.period_words import PeriodWords
from pipeline.text.periods import scan_periods

ChartScanner = Callable[[Chart], Iterable[Node]]


def scanners(book: Rulebook) -> dict[str, ChartScanner]:
    """All scanners for a rule book.

    `any_number` is every number; `number` those that can be amounts; `bare_number` single number words, to be used only
    before a known unit. `date` values are DateSpan, `period` PeriodExpr, `unit` Unit, `place` places.Mention.
    """
    return {
        **_time_and_number_scanners(book),
        "number": _amounts,
        "bare_number": _bare_numbers,
        "unit": unit_scanner(book),
        "known_unit": scan_known_units,
        "quoted_unit": scan_quoted_units,
        "large_number": scan_large_numbers,
        "place": _places,
        "doc_number": doc_number_scanner(book),
        "joint_number": scan_joint_numbers,
        "issuer_codes": issuer_codes_scanner(book),
        "doc_subject": doc_subject_scanner(book),
        "act_subject": act_subject_scanner(book),
        **official_scanners(book),
    }


def _time_and_number_scanners(book: Rulebook) -> dict[str, ChartScanner]:
    numbers, dates, periods = NumberWords.of(book), DateWords.of(book), PeriodWords.of(book)

    def any_number(chart: Chart) -> Iterator[Node]:
        return (Node("any_number", n.start, n.end, n) for n in scan_numbers(chart.view, numbers))

    def date(chart: Chart) -> Iterator[Node]:
        return (Node("date", d.start, d.end, d) for d in scan_dates(chart.view, dates))

    def period(chart: Chart) -> Iterator[Node]:
        found = scan_periods(
            chart.view,
            periods,
            [node.value for node in chart.nodes("date")],
            [node.value for node in chart.nodes("any_number")],
        )
        return (Node("period", p.start, p.end, p) for p in found)

    return {"any_number": any_number, "date": date, "period": period}


def _amounts(chart: Chart) -> Iterator[Node]:
    for node in chart.nodes("any_number"):
        if not node.value.in_code and not node.value.latent:
            yield Node("number", node.start, node.end, node.value)


def _bare_numbers(chart: Chart) -> Iterator[Node]:
    for node in chart.nodes("any_number"):
        if not node.value.in_code and node.value.latent:
            yield Node("bare_number", node.start, node.end, node.value)


def _places(chart: Chart) -> Iterator[Node]:
    reading = getattr(chart.context, "reading", None)
    for mention in reading.mentions if reading is not None else ():
        yield Node("place", mention.start, mention.end, mention)
