"""A rule book that cannot work is refused when it is compiled, with file and line; and what explain is told."""

from __future__ import annotations

import pytest

from pipeline.errors import EXIT_RULES, RuleSchemaError
from pipeline.match.grammar import Grammar
from pipeline.match.overlap import winners
from pipeline.match.trace import Trace
from tests.match.small import SCANNERS, book, chart, pattern, rules

THINGS = "lexicon: thing\nentries:\n- words: [đơn]\n"

REFUSED = {
    "a slot type that nobody supplies": (
        [rules("id: p.a, pattern: a", 'id: p.b, pattern: "{x:thing} {y:nothing}"'), THINGS],
        "x0.yaml:4", "unknown slot type 'nothing' (rule p.b)", "use one of: number, thing, x",
    ),
    "the same in a condition": (
        [rules("id: p.a, pattern: a, unless_before: '{y:nothing}'")],
        "x0.yaml:3", "unknown slot type 'nothing' (rule p.a)", "use one of: number, x",
    ),
    "a phrase that is part of itself": (
        [rules("id: p.a, pattern: 'a [{x}]'")], "x0.yaml:3", "x → x (rule p.a)", "break the circle",
    ),
    "two phrases that are part of each other": (
        [rules("id: p.a, makes: one, pattern: 'a {two}'"), rules("id: p.b, makes: two, pattern: 'b [{one}]'")],
        "x0.yaml:3", "slot types that need each other: one → two → one", "break the circle",
    ),
    "a condition that needs its own rule": (
        [rules("id: p.a, pattern: a, unless_after: '{x}'")], "x0.yaml:3", "x → x", "break the circle",
    ),
    "a circle a longer way off": (
        [rules("id: p.a, makes: top, pattern: '{one}'", "id: p.b, makes: one, pattern: 'b {two}'",
               "id: p.c, makes: two, pattern: 'c {one}'")],
        "x0.yaml:4", "one → two → one (rule p.b)", "break the circle",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refused_rule_books(name: str) -> None:
    files, where, what, remedy = REFUSED[name]
    with pytest.raises(RuleSchemaError) as caught:
        Grammar(book(*files), SCANNERS)
    assert caught.value.exit_code == EXIT_RULES
    assert caught.value.where == where
    assert what in str(caught.value) and remedy in (caught.value.remedy or "")


def test_types_come_from_scanners_lexicons_and_rules() -> None:
    grammar = Grammar(book(pattern("a"), THINGS), SCANNERS)
    assert [type_ for type_ in ("number", "thing", "x", "nothing") if grammar.knows(type_)] == ["number", "thing", "x"]


def test_drafts_are_not_checked_and_supply_nothing() -> None:
    Grammar(book(rules("id: p.a, pattern: '{nothing}', status: draft")), SCANNERS)
    with pytest.raises(RuleSchemaError, match="unknown slot type 'x'"):
        Grammar(book(rules("id: p.a, pattern: a, status: draft", "id: p.b, makes: y, pattern: '{x}'")), SCANNERS)


# ── trace ────────────────────────────────────────────────────────────────────────────────────────


def _misses(text: str, *files: str) -> list[tuple[str, int, int, str]]:
    trace = Trace()
    chart(text, *files, trace=trace).nodes("x")
    return [(miss.rule_id, miss.start, miss.reached, miss.reason) for miss in trace.misses]


@pytest.mark.parametrize(
    ("file", "text", "miss"),
    [
        (pattern("a {number} b"), "a 1 c; b", ("p.x", 0, 3, "expected “b”")),
        (pattern("a {number} (b | c d)"), "a 1 d; b c", ("p.x", 0, 3, "expected one of “b”, “c d”")),
        (pattern("a [b] , c"), "a b c , c", ("p.x", 0, 3, "expected “,”")),
        (pattern("a {n:number} x"), "a bc 1 x", ("p.x", 0, 1, "expected {n:number}")),
        (pattern("a {number}"), "a; 1", ("p.x", 0, 1, "expected {number}")),
        (pattern("a ...3 b"), "a x y z c", ("p.x", 0, 1, "expected “b”")),
        (pattern("a {number} [b] c"), "a 1 d", ("p.x", 0, 3, "expected “c”")),
        (pattern("a b", "unless_after: [c, d]"), "a b d", ("p.x", 0, 3, "unless_after: d")),
        (pattern("a b", "only_before: [c, d]"), "a b", ("p.x", 0, 3, "only_before: c, d")),
        (pattern("a {n:number}", "where: {n: ['1', '2']}"), "a 3", ("p.x", 0, 3, "where: n must be one of 1, 2")),
    ],
)  # fmt: skip
def test_a_trace_names_what_was_expected_or_forbidden(file: str, text: str, miss: tuple[str, int, int, str]) -> None:
    assert _misses(text, file) == [miss]


def test_what_conditions_try_is_not_traced() -> None:
    assert _misses("a", pattern("a", 'unless_after: "b c"')) == []


def test_tracing_changes_nothing() -> None:
    file = rules('id: p.a, pattern: "a [b] c"', "id: p.b, pattern: a b, unless_after: c")
    text = "a b c; a c; a b; a"
    assert chart(text, file, trace=Trace()).nodes("x") == chart(text, file).nodes("x")


def test_losers_are_traced_beside_misses() -> None:
    trace = Trace()
    file = rules("id: p.a, pattern: a b", "id: p.b, pattern: b c d")
    here = chart("a b c d", file, trace=trace)
    won = winners(here.nodes("x"), here.grammar.book.by_id, trace)
    assert [node.rule for node in won] == ["p.b"]
    assert [(loser.rule, winner.rule) for loser, winner in trace.losers] == [("p.a", "p.b")]
