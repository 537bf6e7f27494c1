"""Words of lexicons in a text: boundaries, punctuation inside, exact case, lines."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.match.lexicon import LexiconScanner
from pipeline.text.fold import view_of
from tests.match.small import book


def _scan(words: str, text: str, *, case: str = "any") -> list[str]:
    entries = book(f"lexicon: x\nentries:\n- {{words: [{words}], case: {case}}}\n").lexicons
    view = view_of(text)
    return [view.text[node.start : node.end] for node in LexiconScanner(entries).scan(view.text, view.lower).nodes("x")]


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("đơn", "Đơn, đơn; (đơn) đơn.", ["Đơn", "đơn", "đơn", "đơn"]),
        ("đơn", "đơn1 1đơn đơnthư xđơn đơn_a", ["đơn"]),
        ("đơn", "đơn-thư/đơn", ["đơn", "đơn"]),
        ("đơn, đơn thư", "đơn thư", ["đơn thư", "đơn"]),
        ("đơn thư", "đơn  thư, đơn\xa0thư, đơn, thư", ["đơn thư", "đơn thư"]),
        ("đơn thư", "đơn\nthư", []),
        ("đ/c", "Đ/c Nam, đ c Nam, đ.c Nam, đ/cNam", ["Đ/c"]),
        ("TP.HCM", "tp.hcm, TP HCM, TPHCM, TP-HCM", ["tp.hcm"]),
        ("TP.", "TP. Vinh, TP Vinh, TPV", ["TP", "TP"]),
        ("'v.v'", "chợ, v.v. và v.v", ["v.v", "v.v"]),
        ("K'ho", "người K’ho, k'ho", ["K'ho", "k'ho"]),
        ("hoà", "hòa hoà hoa", ["hòa", "hòa"]),
        ("'500'", "500, 1500, 500a, 500.000", ["500", "500"]),
        ("a b, b c", "a b c", ["a b", "b c"]),
        ("đơn", "", []),
    ],
)
def test_words_in_any_case(words: str, text: str, expected: list[str]) -> None:
    assert _scan(words, text) == expected


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("QĐ, QĐi", "QĐ QĐi qđ Qđ QĐI", ["QĐ", "QĐi"]),
        ("TTg", "33/CT-TTg, TTG, ttg", ["TTg"]),
        ("TP.", "TP. Vinh, tp. Vinh", ["TP"]),
        ("Toàn cảnh", "Toàn cảnh, toàn cảnh, TOÀN CẢNH", ["Toàn cảnh"]),
    ],
)
def test_words_in_exact_case(words: str, text: str, expected: list[str]) -> None:
    assert _scan(words, text, case="exact") == expected


def test_where_phrases_begin() -> None:
    text = "Nhận đơn, nhận đơn thư; nhận\nđơn"
    begins = {"nhận đơn": ["x", "y"], "đơn thư": ["x"], "đơn từ": ["y"]}
    hits = LexiconScanner({}, begins).scan(text, text.lower())
    assert dict(hits.begun("x")) == {"nhận đơn": [0, 10], "đơn thư": [15]}
    assert dict(hits.begun("y")) == {"nhận đơn": [0, 10]} and not dict(hits.begun("z"))
    assert hits.begins({"nhận đơn", "none"}) == {0, 10}
    assert hits.begins({"đơn từ"}) == set()


@given(
    st.lists(st.sampled_from(["đơn", "ĐƠN", "đơn thư", "ĐT", "đt", "hiện", "hiện đại", "x", ".", "\n"]), max_size=14)
)
def test_words_at_a_place_are_those_of_the_whole_text(words: list[str]) -> None:
    lexicons = book(
        "lexicon: a\nentries:\n- words: [đơn, đơn thư]\n- {words: [hiện đại], hides: b}\n",
        "lexicon: b\nentries:\n- {words: [ĐT], case: exact}\n- words: [hiện, đơn]\n"
        "- {canonical: ĐƠN, case: exact}\n- {canonical: Đơn, variants: [đơn]}\n",
    ).lexicons
    text = " ".join(words)
    hits = LexiconScanner(lexicons).scan(text, text.lower())
    for name in ("a", "b", "none"):
        here = hits.at(name)
        assert [node for start in range(len(text)) for node in here[start]] == hits.nodes(name)
        assert {node.start for node in hits.nodes(name)} <= set(hits.places)


def test_one_word_in_two_lexicons_and_two_entries_is_found_as_each() -> None:
    lexicons = book(
        "lexicon: a\nentries:\n- {words: [TT], id: one, of: x}\n- {canonical: trung tâm, variants: [TT]}\n",
        "lexicon: b\nentries:\n- words: [tt]\n",
    ).lexicons
    found = LexiconScanner(lexicons).scan("TT", "tt")
    assert [node.value.canonical for node in found.nodes("a")] == ["TT", "trung tâm"]
    assert [node.value.canonical for node in found.nodes("b")] == ["tt"]


def test_without_words_nothing_is_found() -> None:
    assert LexiconScanner({}).scan("đơn", "đơn").nodes("x") == []


WORDS = ["đơn", "đơn thư", "thư", "đ/c", "a", "a b"]


@given(st.lists(st.sampled_from([*WORDS, "x", ",", ".", "\n", "/", "1"]), max_size=25), st.sampled_from(["", " "]))
def test_found_exactly_where_a_regular_expression_finds_it(pieces: list[str], joint: str) -> None:
    text = joint.join(pieces)
    expected = [
        (match.start(), match.start() + len(word))
        for word in WORDS
        for match in re.finditer(rf"(?<![^\W_])(?={re.escape(word)}(?![^\W_]))", text)
    ]
    lexicons = book(f"lexicon: x\nentries:\n- words: [{', '.join(WORDS)}]\n").lexicons
    found = LexiconScanner(lexicons).scan(text, text).nodes("x")
    assert [(node.start, node.end) for node in found] == sorted(expected, key=lambda span: (span[0], -span[1]))


def test_the_words_of_a_compound_are_hidden_from_the_lexicons_that_it_names() -> None:
    lexicons = book(
        "lexicon: link\nentries:\n- words: [hiện, có, đại lộ, hiện có, hiện đại hóa]\n",
        "lexicon: other\nentries:\n- words: [hiện]\n",
        "lexicon: compound\nentries:\n- {words: [thực hiện, hiện đại], hides: link}\n",
    ).lexicons
    scanner = LexiconScanner(lexicons)

    def found(text: str, lexicon: str) -> list[str]:
        return [text[node.start : node.end] for node in scanner.scan(text, text).nodes(lexicon)]

    assert found("xã hiện có hai đội thực hiện", "link") == ["hiện có", "hiện", "có"]
    assert found("nhà hiện đại", "link") == []
    assert found("nhà hiện đại", "other") == ["hiện"]
    assert found("thực hiện có kết quả", "link") == ["hiện có", "có"]  # goes on beyond the compound
    assert found("hiện đại hóa", "link") == ["hiện đại hóa"]
    assert found("thực hiện đại lộ", "link") == ["đại lộ"]  # of two that overlap the first one counts
