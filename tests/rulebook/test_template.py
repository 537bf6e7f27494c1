"""The phrase language: what each element is read as, and each error with the character where it went wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rulebook.template import (
    Alt,
    Gap,
    Many,
    Node,
    Opt,
    Seq,
    Sign,
    Slot,
    TemplateError,
    Word,
    first_of,
    parse,
    slots_of,
)

A, B, C = Word("a"), Word("b"), Word("c")
N = Slot("value", "number")
FRAGMENTS = {"x": "a | b", "twice": "$x c", "word-two": "c", "bad": "a )", "ring": "a $gnir", "gnir": "$ring"}

READ: dict[str, Node] = {
    "tiếp nhận": Seq((Word("tiếp"), Word("nhận"))),
    "  A   b ": Seq((A, B)),
    "hoà Uỷ": Seq((Word("hòa"), Word("ủy"))),
    "m2": Word("m2"),
    "%": Word("%"),
    "°C": Word("°c"),
    "K'ho": Word("k'ho"),
    "H&M": Word("h&m"),
    "đ/c": Seq((Word("đ"), Sign("/"), Word("c"))),
    "12,5": Seq((Word("12"), Sign(","), Word("5"))),
    "a – b": Seq((A, Sign("-"), B)),
    "“a”": Seq((Sign('"'), A, Sign('"'))),
    "{value:number}": N,
    "{ value : number }": N,
    "{number}": Slot("number", "number"),
    "{value:number}{unit}": Seq((N, Slot("unit", "unit"))),
    "[a]": Opt(A),
    "[a b]": Opt(Seq((A, B))),
    "[a | b]": Opt(Alt((A, B))),
    "[a]*": Opt(Many(A, 1)),
    "(a)": A,
    "(a | b c)": Alt((A, Seq((B, C)))),
    "a | b": Alt((A, B)),
    "(a)*": Many(A, 0),
    "(a | b)+": Many(Alt((A, B)), 1),
    "((a | b) c)*": Many(Seq((Alt((A, B)), C)), 0),
    "[[a] b]": Opt(Seq((Opt(A), B))),
    "a(b)c": Seq((A, B, C)),
    "a ...": Seq((A, Gap(5))),
    "a ...3 b": Seq((A, Gap(3), B)),
    r"\( a \)": Seq((Sign("("), A, Sign(")"))),
    r"a \* b": Seq((A, Sign("*"), B)),
    r"\{ \| \[": Seq((Sign("{"), Sign("|"), Sign("["))),
    r"\$x": Seq((Sign("$"), Word("x"))),
    "$x c": Seq((Alt((A, B)), C)),
    "$twice": Seq((Alt((A, B)), C)),
    "[$x]": Opt(Alt((A, B))),
    "$x+": Many(Alt((A, B)), 1),
    "$word-two*": Many(C, 0),
}
WRONG = {
    "": ("the pattern is empty", 0),
    "   ": ("the pattern is empty", 0),
    "a (b": ("missing ')'", 2),
    "[a": ("missing ']'", 0),
    "a [b (c]": ("']' closes nothing", 7),
    "a b)": ("')' closes nothing", 3),
    "a]": ("']' closes nothing", 1),
    "a [b)": ("')' closes nothing", 4),
    "a ()": ("empty brackets", 2),
    "[ ]": ("empty brackets", 0),
    "a (| b)": ("an empty alternative", 3),
    "a | ": ("an empty alternative", 0),
    "a || b": ("an empty alternative", 0),
    "a {b": ("a lone '{'", 2),
    "a}": ("a lone '}'", 1),
    "a * b": ("a lone '*'", 2),
    "a+": ("a lone '+'", 1),
    "{value:number}*": ("a lone '*'", 14),
    "a {b c}": ("a slot is written {name:type}", 2),
    "{A:number}": ("a slot is written {name:type}", 0),
    "{:number}": ("a slot is written {name:type}", 0),
    "{value:}": ("a slot is written {name:type}", 0),
    "a_b": ("unexpected '_'", 1),
    r"a \b": ("only signs are written with a backslash", 2),
    r"a \ b": ("only signs are written with a backslash", 2),
    "a $none": ("unknown fragment $none (known: bad, gnir, ring, twice, word-two, x)", 2),
    "$x ) a": ("')' closes nothing", 3),
    "a $bad": ("in fragment $bad: ')' closes nothing", 2),
    "a b $ring": ("circle", 4),
}


@pytest.mark.parametrize("pattern", READ)
def test_patterns(pattern: str) -> None:
    assert parse(pattern, FRAGMENTS) == READ[pattern]


@pytest.mark.parametrize("pattern", WRONG)
def test_errors_name_the_place(pattern: str) -> None:
    what, at = WRONG[pattern]
    with pytest.raises(TemplateError) as caught:
        parse(pattern, FRAGMENTS)
    assert what in caught.value.what
    assert caught.value.at == at
    assert str(caught.value).endswith(f"at character {at + 1} of the pattern")


@pytest.mark.parametrize(
    ("pattern", "starts", "empty"),
    [
        ("a b", {A}, False),
        ("[a] b", {A, B}, False),
        ("[a] [b] c", {A, B, C}, False),
        ("(a)* b", {A, B}, False),
        ("(a)+ b", {A}, False),
        ("a | {value:number}", {A, N}, False),
        ("([a] | b) c", {A, B, C}, False),
        ("[a]", {A}, True),
        ("(a)* [b]", {A, B}, True),
        ("- a", {Sign("-")}, False),
    ],
)
def test_what_a_match_can_begin_with(pattern: str, starts: set[Node], empty: bool) -> None:
    assert first_of(parse(pattern)) == (starts, empty)


@pytest.mark.parametrize("pattern", ["...", "...2 a", "[...] a", "(... | a) b", "[a] ... b"])
def test_a_pattern_begins_with_something_to_look_for(pattern: str) -> None:
    with pytest.raises(TemplateError, match="cannot begin with a gap"):
        first_of(parse(pattern))


def test_slots_in_the_order_written() -> None:
    node = parse("[{a:x}] ({b:y} | c {d:z})* ... {a:x}")
    assert [slot.name for slot in slots_of(node)] == ["a", "b", "d", "a"]


@given(st.text(alphabet="ab {}[]()|*+.…$\\:_-,\"'1", max_size=24))
def test_any_pattern_is_read_or_refused_at_a_character_of_it(pattern: str) -> None:
    try:
        parse(pattern, FRAGMENTS)
    except TemplateError as error:
        assert 0 <= error.at <= max(0, len(pattern) - 1)
    else:
        assert pattern.strip(), "only an empty pattern says nothing"
