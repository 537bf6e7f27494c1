"""The examples beside the rules, run: a rule is what its examples say it is.

    match      the rule makes something of the sentence, with the values under `expect:`; an indicator is chosen by it
    no_match   it makes nothing of it
    todo       a known gap: it should match one day; when it does, the example has to move to match:

`expect:` names a slot of the match, `quote` for the whole of it, or a column of the row that comes of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.errors import RuleExampleError
from pipeline.extract.article import Extractor
from pipeline.match.chart import Chart
from pipeline.match.grammar import LINE_KINDS
from pipeline.match.node import Node
from pipeline.model import Article, Extraction, row_id
from pipeline.rulebook.expression import compile_regex
from pipeline.rulebook.schema import Entry, Example, Rule
from pipeline.text.fold import fold

_SEARCHED = ("cut", "end", "headline_date")  # actions that look inside a line
ROWS_OF = {
    "count": "facts",
    "citation": "citations",
    "official": "positions",
    "event": "events",
    "role": "event_roles",
}  # kind of rule → table of its rows
_WITHOUT_ROWS = ("phrase", "refusal", "period")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One example, run. `problem` is None where it behaves as it says."""

    owner: str
    file: str
    example: Example
    index: int
    problem: str | None

    @property
    def name(self) -> str:
        """Where it stands: rules/counts/x.yaml::count.x::no_match[1]."""
        return f"{self.file}::{self.owner}::{self.example.kind}[{self.index}]"

    def error(self) -> RuleExampleError:
        """The problem as an error with file and line."""
        return RuleExampleError(
            f"{self.example.kind} example “{self.example.text}”: {self.problem}",
            path=self.file,
            line=self.example.line,
            rule_id=self.owner,
            remedy="change the rule or the example; `hoinghi explain` shows what happens in the sentence",
        )


def run_examples(extractor: Extractor) -> Iterator[Outcome]:
    """Every example of every active rule and every lexicon entry, by file and line."""
    book = extractor.book
    owners: list[Rule | Entry] = [rule for rule in book.rules if rule.status == "active"]
    owners.extend(entry for entries in book.lexicons.values() for entry in entries if entry.examples)
    for owner in sorted(owners, key=lambda item: (item.file, item.line, item.id)):
        counted: dict[str, int] = {}
        for example in owner.examples:
            index = counted.get(example.kind, 0)
            counted[example.kind] = index + 1
            yield Outcome(owner.id, owner.file, example, index, _problem(extractor, owner, example))


def _problem(extractor: Extractor, owner: Rule | Entry, example: Example) -> str | None:
    reason = miss(extractor, owner, example)
    if example.kind == "match":
        return reason
    if example.kind == "todo":
        return None if reason else "it matches now: move it to match:"
    return None if reason else "the rule fires on it"


def miss(extractor: Extractor, owner: Rule | Entry, example: Example) -> str | None:
    """Why the owner does not do with the sentence what the example expects; None if it does."""
    if isinstance(owner, Rule) and owner.kind in LINE_KINDS:
        return _line_miss(extractor, owner, example)
    extraction, chart = extractor.read(article_of(example))
    if isinstance(owner, Entry):
        hits = [node for node in chart.nodes(owner.lexicon) if node.value is owner]
        return None if hits else "the word is not found"
    nodes = [node for node in chart.nodes(owner.produces) if node.rule == owner.id]
    if owner.kind == "indicator":
        return _expected(chart, [], example, tuple(f for f in extraction.facts if f.indicator_rule == owner.id))
    if owner.kind in _WITHOUT_ROWS:
        return _expected(chart, nodes, example, ())
    rows = [row for table in ROWS_OF.values() for row in getattr(extraction, table) if row.rule_id == owner.id]
    if example.kind == "no_match" and owner.kind != "official":
        return None if rows else "no row"
    if not nodes and not rows:
        return "no match"
    return _expected(chart, nodes, example, (*rows, *_by_span(chart, extraction, nodes)))


def article_of(example: Example) -> Article:
    """The sentence of an example as an article, with its context."""
    context = example.context
    return Article(
        row_id("example", example.text),
        "example",
        example.text,
        "",
        title=context.get("title"),
        published_on=context.get("published_on"),
        url=context.get("url"),
    )


def _line_miss(extractor: Extractor, rule: Rule, example: Example) -> str | None:
    line = " ".join(fold(example.text).split())
    if rule.lines:
        return None if line.casefold() in [known.casefold() for known in rule.lines] else "no such line"
    expression = compile_regex(rule.regex or "", extractor.book.lexicons)
    anywhere = rule.kind == "line" or rule.sets.get("action") in _SEARCHED
    found = expression.search(line) if anywhere else expression.fullmatch(line)
    if found is None:
        return "no match"
    groups = found.groupdict()
    wrong = [
        key for key, value in example.expect.items() if key in groups and (groups[key] or "").strip() != fold(value)
    ]
    return f"{wrong[0]} is {groups[wrong[0]]!r}" if wrong else None


def _by_span(chart: Chart, extraction: Extraction, nodes: list[Node]) -> list[object]:
    """Rows of any rule that lie where the rule matched: a role, for instance, carries the rule of its verb."""
    spans = [chart.view.span(node.start, node.end) for node in nodes]
    return [
        row
        for table in ROWS_OF.values()
        for row in getattr(extraction, table)
        if any(row.start < end and start < row.end for start, end in spans)
    ]


def _expected(chart: Chart, nodes: list[Node], example: Example, rows: tuple[object, ...]) -> str | None:
    if not nodes and not rows:
        return "no match"
    for key, value in example.expect.items():
        found = [text for node in nodes for text in _slot_texts(chart, node, key)]
        found += [str(getattr(row, key)) for row in rows if getattr(row, key, None) is not None]
        if not any(_same(text, value) for text in found):
            return f"{key} is {found[0]!r}, not {value!r}" if found else f"nothing has the value {key}"
    return None


def _slot_texts(chart: Chart, node: Node, name: str) -> Iterator[str]:
    if name == "quote":
        yield chart.text[node.start : node.end]
    for part in node.all(name):
        yield chart.text[part.start : part.end]
        value = getattr(part.value, "value", None)
        if value is not None:
            yield str(value)


def _same(found: str, expected: str) -> bool:
    if fold(found).lower().strip(' "') == fold(expected).lower().strip(' "'):
        return True
    try:
        return float(found) == float(expected)
    except ValueError:
        return False
