"""Every element of the phrase language, matched on small texts."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from pipeline.match.chart import BudgetExceeded, Chart
from pipeline.match.compiled import compile_node
from pipeline.match.grammar import Grammar
from pipeline.rulebook.schema import Rule
from pipeline.rulebook.template import Alt, Gap, Many, Node, Opt, Seq, Sign, Slot, TemplateError, Word, first_of
from pipeline.text.fold import view_of
from tests.match.small import SCANNERS, book, chart, found, pattern, rules

THINGS = "lexicon: thing\nentries:\n- words: [đơn, đơn thư, vụ]\n"

ELEMENTS = [
    # words
    ("tiếp nhận", "Đã TIẾP NHẬN đơn; tiếp  nhận; tiếp\xa0nhận", ["TIẾP NHẬN", "tiếp nhận", "tiếp nhận"]),
    ("tiếp nhận", "tiếpnhận, tiếp, nhận, tiếp nhận.", ["tiếp nhận"]),
    ("a b", "a b c, ab, a-b, a bc, xa b", ["a b"]),
    ("a b", "a\nb", []),
    ("hoà", "hòa, hoà, hoàn", ["hòa", "hòa"]),
    ("ủy ban", "Uỷ ban", ["Ủy ban"]),
    ("{number} kv", "110kV, 110 kV, 110 kVA", ["110kV", "110 kV"]),
    ("năm 5", "năm 5, năm 55, năm 15, năm 5a", ["năm 5"]),
    ("K'ho", "người K’ho, K' ho", ["K'ho"]),
    ("%", "5% và 6 %", ["%", "%"]),
    # signs
    ("a - b", "a - b, a-b, a – b, a— b, a -- b", ["a - b", "a-b", "a - b", "a- b"]),
    ('" a "', "“a” «a»", ['"a"', '"a"']),
    (r"a \( b \)", "a (b), a(b ), a b", ["a (b)", "a(b )"]),
    ("đ/c", "đ/c Nam, Đ/C Nam, đc", ["đ/c", "Đ/C"]),
    ("a ,", "a, a , a.", ["a,", "a ,"]),
    # slots
    ("{number} đơn", "34 đơn, 5đơn, x đơn", ["34 đơn", "5đơn"]),
    ("{number} {thing}", "34 đơn thư, 2 vụ, 3 con", ["34 đơn thư", "2 vụ"]),
    ("{thing}", "đơn thư vụ", ["đơn thư", "vụ"]),
    # optional
    ("a [b] c", "a b c, a c, a b b c", ["a b c", "a c"]),
    ("[a] b", "a b, b", ["a b", "b", "b"]),
    ("a [b]", "a b, a", ["a b", "a"]),
    ("a [b [c]] d", "a b c d, a b d, a d, a c d", ["a b c d", "a b d", "a d"]),
    ("a [,] b", "a, b a b", ["a, b", "a b"]),
    # alternatives
    ("(a | b) c", "a c, b c, d c", ["a c", "b c"]),
    ("(a | a b) c", "a b c, a c", ["a b c", "a c"]),
    ("(a | b | c d)", "c d b a c", ["c d", "b", "a"]),
    # many
    ("a (b)* c", "a c, a b c, a b b b c", ["a c", "a b c", "a b b b c"]),
    ("a (b)+ c", "a c, a b c, a b b b c", ["a b c", "a b b b c"]),
    ("{number} (, {number})* đơn", "1, 2,3 , 4 đơn", ["1, 2,3 , 4 đơn", "2,3 , 4 đơn", "3 , 4 đơn", "4 đơn"]),
    ("a [b c]* d", "a b c b c d, a d", ["a b c b c d", "a d"]),
    # gaps
    ("a ...2 b", "a b, a x b, a x y b, a x y z b", ["a b", "a x b", "a x y b"]),
    ("a ... b", "a 1 2 3 4 5 b; a 1 2 3 4 5 6 b", ["a 1 2 3 4 5 b"]),
    ("a ...2 b", "a (x y z) b, a, b", ["a (x y z) b"]),
    ("a ...3 b", "a x. b, a x; b, a \"x\" b, a x\nb", []),
    ("a ...3 b", "a tp. h.xa b, a xa. xa b", ["a tp. h.xa b"]),
    ("a ...3 b ...2 c", "a x b y y c", ["a x b y y c"]),
    ("a ...1", "a b c", ["a b"]),
]  # fmt: skip


@pytest.mark.parametrize(("written", "text", "expected"), ELEMENTS)
def test_elements(written: str, text: str, expected: list[str]) -> None:
    assert found(text, pattern(written), THINGS) == expected


def test_the_longest_of_several_ways_counts() -> None:
    file = rules('id: p.x, patterns: ["a b", "a b c", "a"]')
    assert found("a b c a b a", file) == ["a b c", "a b", "a"]


def test_a_filled_optional_comes_before_a_skipped_one() -> None:
    hedge = rules("id: p.h, makes: hedge, pattern: hơn")
    node, *_ = chart("hơn 34 đơn", pattern("[{q:hedge}] {n:number} đơn"), hedge).nodes("x")
    assert [(name, part.start, part.end) for name, part in node.slots] == [("q", 0, 3), ("n", 4, 6)]


def test_slots_keep_their_order_and_may_come_several_times() -> None:
    (node, *_) = chart("1, 2 và 3 đơn", pattern("{n:number} (, {n:number})* và {last:number} đơn")).nodes("x")
    assert [name for name, _ in node.slots] == ["n", "n", "last"]
    assert [part.start for part in node.all("n")] == [0, 3]
    assert node.slot("last") is not None and node.slot("none") is None
    assert (node.rule, node.type) == ("p.x", "x")


def test_phrases_are_built_of_phrases() -> None:
    files = (
        rules('id: p.pair, makes: pair, pattern: "{number} và {number}"'),
        rules('id: p.x, pattern: "từ {pair} đơn"'),
    )
    (node,) = chart("từ 2 và 3 đơn", *files).nodes("x")
    pair = node.slot("pair")
    assert pair is not None and pair.rule == "p.pair" and len(list(pair.all("number"))) == 2


def test_several_rules_and_a_lexicon_may_supply_one_type() -> None:
    files = (rules("id: p.a, pattern: a b", "id: p.b, pattern: b"), "lexicon: x\nentries:\n- words: [c]\n")
    assert found("a b c", *files) == ["a b", "b", "c"]


def test_nodes_by_start_and_longer_first() -> None:
    here = chart("a b c", rules("id: p.a, pattern: a", "id: p.b, pattern: a b", "id: p.c, pattern: b c"))
    assert [(node.start, node.end) for node in here.nodes("x")] == [(0, 3), (0, 1), (2, 5)]
    assert [node.end for node in here.at("x", 0)] == [3, 1]
    assert here.at("x", 1) == () and here.nodes("nothing") == ()


def test_drafts_and_retired_rules_do_not_match() -> None:
    assert found("a", rules("id: p.a, pattern: a, status: draft", "id: p.b, pattern: a, status: retired")) == []


def test_offsets_of_the_view_lead_back_to_the_text() -> None:
    text = "Tiếp  nhận   34 đơn"
    (node,) = chart(text, pattern("tiếp nhận {number} đơn")).nodes("x")
    assert chart(text, pattern("a")).view.span(node.start, node.end) == (0, len(text))


# ── what does not depend on what ─────────────────────────────────────────────────────────────────

POOL = [
    rules('id: p.a, pattern: "(a | b) c"'),
    rules('id: p.b, pattern: "{number} [đơn]", priority: 70'),
    rules('id: p.c, pattern: "a ...2 {thing}", unless_before: không'),
    rules('id: p.d, patterns: ["{thing} (, {thing})*", "a"]'),
    THINGS,
    rules("id: p.e, makes: y, pattern: c"),
    rules('id: p.f, pattern: "{y} [{y}]"'),
]
WORDS = ["a", "b", "c", "đơn", "đơn thư", "vụ", "34", ",", ".", "không", "\n", "x"]


@given(st.permutations(POOL), st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join))
def test_the_order_of_files_does_not_matter(files: list[str], text: str) -> None:
    def shown(*files: str) -> list[tuple[int, int, str]]:
        return [(node.start, node.end, node.rule) for node in chart(text, *files).nodes("x")]

    assert shown(*files) == shown(*POOL)


@given(st.text(max_size=80))
def test_every_node_lies_in_any_text(text: str) -> None:
    here = chart(text, *POOL)
    for node in here.nodes("x"):
        assert 0 <= node.start < node.end <= len(here.text)
        assert all(node.start <= part.start < part.end <= node.end for _, part in node.slots)


# ── work ─────────────────────────────────────────────────────────────────────────────────────────


class _Counting(Chart):
    spent = 0

    def spend(self, steps: int = 1) -> None:
        self.spent += steps
        super().spend(steps)


def _spent(text: str, *files: str) -> int:
    here = _Counting(Grammar(book(*files), SCANNERS), view_of(text))
    here.nodes("x")
    return here.spent


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("a ...5 b", "a c "),
        ("a [b] [c] [d] e", "a b c d "),
        ("(a | a b | a b c) d", "a b c "),
        ("{number} [,] {thing}", "34, đơn "),
        ("(({number})* (b)*)* c", "b 1; "),
    ],
)
def test_work_grows_with_the_text(written: str, unit: str) -> None:
    small, large = (_spent(f"{unit * count}; e d c b", pattern(written), THINGS) for count in (200, 800))
    assert 0 < large <= 4.2 * small


def test_nested_repeats_follow_all_ways_at_once() -> None:
    assert 0 < _spent("a " * 40 + "; b", pattern("((a)+)+ b")) < 40 * 41 * 2, "not one step for each of 2 ** 40 ways"


def test_hostile_text_stops_at_a_budget_and_always_at_the_same_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.match.chart.STEPS_AT_LEAST", 10_000)
    monkeypatch.setattr("pipeline.match.chart.STEPS_PER_CHARACTER", 10)
    text, file = "a " * 2000 + "; b", pattern("(a)* b")
    left = []
    for _ in range(2):
        here = _Counting(Grammar(book(file), SCANNERS), view_of(text))
        with pytest.raises(BudgetExceeded):
            here.nodes("x")
        left.append(here.spent)
    assert left[0] == left[1] > 10_000 + 10 * len(text)


# ── the search for places where a rule can begin finds them all ──────────────────────────────────

LEAVES = st.sampled_from([Word("a"), Word("b"), Word("c"), Sign(","), Slot("n", "number"), Slot("t", "thing")])


def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(inner | st.builds(Gap, st.integers(1, 2)), min_size=2, max_size=4).map(tuple)
    return (
        st.builds(Opt, inner)
        | st.builds(Many, inner, st.integers(0, 1))
        | st.builds(Seq, several)
        | st.builds(Alt, st.lists(inner, min_size=2, max_size=3).map(tuple))
    )


@settings(max_examples=300)
@given(st.recursive(LEAVES, grown, max_leaves=8), st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_a_rule_is_tried_wherever_it_can_match(node: Node, text: str) -> None:
    try:
        assume(not first_of(node)[1])
    except TemplateError:
        reject()
    rule = Rule("p.x", "phrase", "x.yaml", 1, patterns=(node,), makes="x")
    here = Grammar(replace(book(THINGS), rules=(rule,)), SCANNERS).chart(view_of(text))
    step = compile_node(node)
    ends = {match.start(): max(step(here, {match.start(): None}), default=0) for match in re.finditer(r"\S", text)}
    starts = {start for start in ends if start == 0 or not text[start - 1].isalnum()}
    assert [(n.start, n.end) for n in here.nodes("x")] == sorted((at, ends[at]) for at in starts if ends[at])
