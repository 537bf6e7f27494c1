"""Tokens laid back onto the text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.words import LONGEST, align, word_spans


@pytest.mark.parametrize(
    ("text", "tokens", "found"),
    [
        ("công tác dân vận", ["công tác", "dân vận"], ["công tác", "dân vận"]),
        ("công  tác\ndân vận", ["công tác", "dân vận"], ["công  tác", "dân vận"]),
        ("a, b.", ["a", ",", "b", "."], ["a", ",", "b", "."]),
        ("TP.Vinh", ["TP.", "Vinh"], ["TP.", "Vinh"]),
        ("hoà giải", ["hòa", "giải"], ["giải"]),  # a token that was rewritten is left out
        ("a a b", ["a", "b", "a"], ["a", "b"]),
        ("(a+b)*", ["(", "a+b", ")*"], ["(", "a+b", ")*"]),
        ("a b", ["", " ", "b"], ["b"]),
        ("", ["a"], []),
        ("a" + " " * 250 + "b", ["b"], []),  # too far away to be sure
    ],
)
def test_align(text: str, tokens: list[str], found: list[str]) -> None:
    assert [text[start:end] for start, end in align(text, tokens)] == found


@given(st.lists(st.text(alphabet="ab. (*\n", min_size=1, max_size=4), max_size=12), st.text(max_size=40))
def test_spans_are_in_order_and_apart(tokens: list[str], text: str) -> None:
    spans = align(text, tokens)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(st.lists(st.text(alphabet="abcđê.", min_size=1, max_size=5), max_size=12))
def test_tokens_of_the_text_itself_are_all_found(tokens: list[str]) -> None:
    text = " ".join(tokens)
    assert [text[start:end] for start, end in align(text, tokens)] == tokens


def test_compound_words_are_one_span() -> None:
    text = "Hội nghị bàn về công tác dân vận của nhà máy."
    words = [text[start:end] for start, end in word_spans(text)]
    assert "".join(words).replace(" ", "") == text.replace(" ", "")
    assert {"Hội nghị", "nhà máy"} <= set(words)


def test_long_texts_are_cut_and_offsets_go_on() -> None:
    text = "nhà máy " * (LONGEST // 8 * 2 + 20)
    spans = word_spans(text)
    assert spans[-1][1] <= len(text) and spans[-1][0] > 2 * LONGEST
    assert all(text[start:end].strip() for start, end in spans)
    assert len(spans) >= len(text) // 8
