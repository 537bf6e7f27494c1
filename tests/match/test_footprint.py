"""Footprints: which texts a change of the rules can touch."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.assets import asset
from pipeline.extract.scanners import scanners
from pipeline.match.footprint import Change, Footprint, spread
from pipeline.rulebook.load import load_rulebook

RULES = """
kind: count
rules:
  - id: count.test
    pattern: "{value:number} {word}"
"""
WORDS = "lexicon: word\nentries:\n  - words: [đơn, vụ việc]\n"
PHRASE = """
kind: phrase
rules:
  - id: phrase.test
    makes: link
    pattern: "%s"
"""


def footprint(folder: Path, **files: str) -> Footprint:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "counts").mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / "counts" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return Footprint.of(load_rulebook(folder))


def change(tmp_path: Path, old: dict[str, str], new: dict[str, str]) -> Change:
    return Change.between(footprint(tmp_path / "old", **old), footprint(tmp_path / "new", **new))


@pytest.mark.parametrize(
    ("old", "new", "touched", "untouched"),
    [
        (
            "trong đó",
            "trong số đó",
            ["có 5 vụ, trong đó 2 vụ nặng", "Trong  số đó"],
            ["trong đợt đó", "có 5 vụ", "trongđó"],
        ),
        ("(gồm | bao gồm)", "gồm", ["Bao gồm 5 vụ"], ["có 5 vụ"]),
        ("gồm [cả]", "gồm", ["gồm 5"], ["cả 5"]),
        ("{word} này", "{word} ấy", ["hai vụ việc này", "đơn ấy"], ["việc này", "vụ việc kia"]),
        ("(thôn)+", "xóm", ["ở thôn Hạ", "xóm 3"], ["ở bản"]),
    ],
)
def test_a_pattern_touches_texts_with_its_words(
    tmp_path: Path, old: str, new: str, touched: list[str], untouched: list[str]
) -> None:
    base = {"words": WORDS, "rules": RULES}
    found = change(tmp_path, base | {"phrase": PHRASE % old}, base | {"phrase": PHRASE % new})
    assert found.parts == ("rule phrase.test",)
    assert [text for text in touched if not found.touches(text)] == []
    assert [text for text in untouched if found.touches(text)] == []


def test_a_word_touches_texts_in_which_it_stands(tmp_path: Path) -> None:
    found = change(
        tmp_path, {"words": WORDS, "rules": RULES}, {"words": WORDS + "  - words: [uỷ quyền]\n", "rules": RULES}
    )
    assert found.touches("Các hộ đã ủy quyền") and found.touches("UỶ\u00a0QUYỀN") and not found.touches("5 đơn")


def test_a_rule_without_words_touches_all_texts(tmp_path: Path) -> None:
    other = RULES.replace("{value:number} {word}", "{value:number}")
    assert change(tmp_path, {"words": WORDS, "rules": RULES}, {"words": WORDS, "rules": other}).everything


def test_notes_examples_and_order_touch_nothing(tmp_path: Path) -> None:
    other = RULES.replace("    pattern", "    note: đếm\n    match: ['5 đơn']\n    pattern")
    found = change(
        tmp_path, {"words": WORDS, "rules": RULES}, {"aaa": WORDS, "words": "# nothing\nnote: x\n", "rules": other}
    )
    assert not found.everything and not found.parts and not found.touches("5 đơn, 7 vụ việc")


def test_a_footprint_reads_back_as_it_was_written() -> None:
    found = Footprint.of(load_rulebook(asset("rules")))
    assert Footprint.from_json(found.to_json()) == found
    assert not Change.between(found, found).touches("Hội nghị tiếp nhận 34 đơn")


def test_no_slot_type_is_both_read_by_code_and_a_lexicon() -> None:
    book = load_rulebook(asset("rules"))
    assert not set(scanners(book)) & set(book.lexicons)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Uỷ ban\u00a0–  Đảng bộ", " ủy ban đảng bộ "),
        ("củaNhà nước", " của nhà nước "),
        ("500m3, 34đơn", " 500 m 3 34 đơn "),
        ("02-NQ/TU", " 02 nq tu "),
        ("", "  "),
    ],
)
def test_words_are_read_as_rules_read_them(text: str, words: str) -> None:
    assert spread(text) == words


@given(
    st.text(alphabet="aăâđ oòủ.,-\n\u00a0uỳ7Đ", max_size=12), st.text(alphabet="aăâđ oòủ.,-\n\u00a0uỳ7", max_size=12)
)
def test_the_words_of_a_part_are_among_those_of_the_whole(one: str, other: str) -> None:
    assert spread(one).strip() in spread(f"{one} {other}")
    assert spread(one) == spread(f"{one}.")  # the short way for mere words leads to the same
