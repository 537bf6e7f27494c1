"""Conditions on a match: guards each way, `where:`, triggers; and regular expressions."""

from __future__ import annotations

import pytest

from pipeline.rulebook.expression import REGEX_SECONDS
from tests.match.small import chart, found, pattern, rules

COUNT = "{value:number} đơn"

GUARDS = [
    # unless_before: phrases that end right before the match
    ("unless_before: không", "không 3 đơn, không có 4 đơn", ["4 đơn"]),
    ("unless_before: [không, chưa có]", "chưa có 3 đơn, chưa 4 đơn", ["4 đơn"]),
    ('unless_before: "không ...2"', "không nhận được 3 đơn, không một hai ba 4 đơn", ["4 đơn"]),
    ('unless_before: "{number} -"', "2 - 3 đơn, 4 đơn", ["4 đơn"]),
    ("unless_before: không", "không\n3 đơn", ["3 đơn"]),
    ("unless_before: ông", "không 3 đơn", ["3 đơn"]),
    ("unless_before: KHÔNG", "Không  3 đơn", []),
    ("unless_before: một hai ba bốn năm sáu bảy tám chín", "một hai ba bốn năm sáu bảy tám chín 3 đơn", ["3 đơn"]),
    # only_before
    ("only_before: nhận", "nhận 3 đơn, 4 đơn", ["3 đơn"]),
    ('only_before: ["nhận [được]", có]', "nhận được 3 đơn, có 4 đơn, còn 5 đơn", ["3 đơn", "4 đơn"]),
    # after
    ("unless_after: giả", "3 đơn giả, 4 đơn thật", ["4 đơn"]),
    ('unless_after: ", giả"', "3 đơn, giả và 4 đơn giả", ["4 đơn"]),
    ("only_after: [thật, mới]", "3 đơn mới, 4 đơn thật, 5 đơn giả", ["3 đơn", "4 đơn"]),
    ('only_after: "thư ...2 mới"', "3 đơn thư gửi mới, 4 đơn thư do dân gửi mới", ["3 đơn"]),
    # anywhere in the clause
    ("unless_clause: dự kiến", "Dự kiến nhận 3 đơn. Đã nhận 4 đơn", ["4 đơn"]),
    ("unless_clause: dự kiến", "Nhận 3 đơn, dự kiến cả năm; nhận 4 đơn", ["4 đơn"]),
    ("unless_clause: dự kiến", "Dự kiến\nnhận 3 đơn", ["3 đơn"]),
    ("only_clause: năm", "Trong năm nhận 3 đơn. Nhận 4 đơn! Nhận 5 đơn trong năm", ["3 đơn", "5 đơn"]),
    ("only_clause: năm", "năm 2.500 người có 3 đơn", ["3 đơn"]),
    # several conditions: all must hold
    ("only_before: có, unless_after: giả", "có 3 đơn giả, 4 đơn, có 5 đơn", ["5 đơn"]),
    # attributes and written forms
    ("where: {value.digits: ['2']}", "3 đơn, 34 đơn, 345 đơn", ["34 đơn"]),
    ("where: {value: ['3', '4']}", "3 đơn, 34 đơn, 4 đơn", ["3 đơn", "4 đơn"]),
    ("trigger: [giải quyết]", "3 đơn", []),
    ("trigger: [Giải quyết]", "giải quyết; 3 đơn", ["3 đơn"]),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "text", "expected"), GUARDS)
def test_conditions(condition: str, text: str, expected: list[str]) -> None:
    assert found(text, pattern(COUNT, condition)) == expected


WORDS = (
    "lexicon: thing\nentries:\n- {canonical: vụ việc, variants: [vụ], class: Case}\n- {words: [đơn], class: paper}\n"
)


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("t: [vụ việc]", ["3 vụ", "5 vụ việc"]),  # the normal form
        ("t: [vụ]", ["3 vụ", "5 vụ"]),  # as written; the shorter word where the longer is not allowed
        ("t: [Đơn]", ["4 đơn"]),
        ("t.class: [case]", ["3 vụ", "5 vụ việc"]),
        ("t.class: [paper, case]", ["3 vụ", "4 đơn", "5 vụ việc"]),
        ("t.none: [x]", []),
    ],
)
def test_where_on_words(where: str, expected: list[str]) -> None:
    assert found("3 vụ, 4 đơn, 5 vụ việc", pattern("{number} {t:thing}", f"where: {{{where}}}"), WORDS) == expected


def test_where_on_a_slot_that_was_not_filled() -> None:
    file = pattern("{number} [{t:thing}] cuối", "where: {t: [đơn]}")
    assert found("3 đơn cuối, 4 vụ cuối, 5 cuối", file, WORDS) == ["3 đơn cuối", "5 cuối"]


def test_the_longest_match_that_the_conditions_allow() -> None:
    assert found("a b b c", pattern("a (b)*", "unless_after: c")) == ["a b"]


def test_a_condition_may_use_what_other_rules_make() -> None:
    hedge = rules("id: p.h, makes: hedge, pattern: (khoảng | chừng)")
    assert found("khoảng 3 đơn, 4 đơn", pattern(COUNT, 'unless_before: "{hedge}"'), hedge) == ["4 đơn"]


# ── regular expressions ──────────────────────────────────────────────────────────────────────────


def test_a_regex_names_its_groups_and_keeps_case() -> None:
    file = rules(r'id: p.x, regex: "(?P<n>\\d+)-(?P<code>[A-ZĐ]+)(?P<none>z)?"')
    here = chart("02–NQ và 3-nq", file)
    (node,) = here.nodes("x")
    assert [(name, part.value) for name, part in node.slots] == [("n", "02"), ("code", "NQ")]
    assert here.text[node.start : node.end] == "02-NQ", "dashes are one in the view"


def test_a_regex_has_conditions_too() -> None:
    file = rules(r'id: p.x, regex: "(?P<n>\\d+)", unless_before: không, where: {n: ["3", "4"]}')
    assert found("không 3, 4, 5", file) == ["4"]


def test_an_empty_match_is_none() -> None:
    assert found("a1b", rules(r'id: p.x, regex: "(?P<n>\\d*)"')) == ["1"]


def test_a_regex_that_takes_too_long_is_left_out_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert REGEX_SECONDS <= 2
    monkeypatch.setattr("pipeline.match.chart.REGEX_SECONDS", 0.05)
    slow = rules(r'id: p.slow, regex: "(?P<n>z|(?:x+x+)+y)"', "id: p.b, pattern: b")
    here = chart("z b " + "x" * 5000, slow)
    assert [node.rule for node in here.nodes("x")] == ["p.b"], "not even what it found before"
    assert here.timeouts == ["p.slow"]
