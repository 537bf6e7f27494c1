"""The guide to the rules is so: each worked example fails before its change and holds after it, in both languages."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from pipeline.assets import asset
from pipeline.cli.main import call
from pipeline.evaluate.examples import run_examples
from pipeline.extract.article import Extractor, load_extractor
from pipeline.rulebook.schema import ENTRY_KEYS, GUARD_KEYS, KINDS, RULE_KEYS
from tests import rule_guide
from tests.rule_guide import Guided

EXAMPLES = rule_guide.examples()
PAGE = rule_guide.PAGE.read_text(encoding="utf-8")
VIETNAMESE, ENGLISH = (
    PAGE[PAGE.index(f"\n## {one}\n") : PAGE.index(f"\n## {next_}")]
    for one, next_ in (("Tiếng Việt", "English\n"), ("English", "Mười ví dụ"))
)
KINDS_OF_CHANGE = [
    "counts/vi-du-1.yaml unit_word",
    "counts/vi-du-2.yaml unit_word head",
    "titles/vi-du-3.yaml title_head",
    "organisations/vi-du-4.yaml organisation_head",
    "counts/vi-du-5.yaml refusal",
    "counts/vi-du-6.yaml count",
    "indicators/vi-du-7.yaml indicator",
    "documents/vi-du-8-loai.yaml doc_type",
    "documents/vi-du-8-ky-hieu.yaml doc_code",
    "events/vi-du-9.yaml role_verb",
    "boilerplate/vi-du-10.yaml boilerplate",
]
_TOLD = re.compile(r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)


def _copied(files: Mapping[str, str], rules: Path) -> Path:
    """A copy of the rules with the files of examples in it."""
    shutil.copytree(asset("rules"), rules)
    for name, text in files.items():
        assert not (rules / name).exists()
        (rules / name).write_text(text, encoding="utf-8")
    return rules


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda example: str(example.number))
def changed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Guided, Extractor]:
    """An example, and the rules after its change."""
    example: Guided = request.param
    return example, load_extractor(_copied(example.files, tmp_path_factory.mktemp("guide") / "rules"))


def _told(extractor: Extractor, example: Guided) -> tuple[str, ...]:
    """The rows of the tables that the example speaks of."""
    found = rule_guide.rows(extractor, example.text)
    return tuple(row for row in found if row.split(": ")[0] in example.tables)


# ── the ten examples ─────────────────────────────────────────────────────────────────────────────


def test_there_are_ten_of_different_kinds() -> None:
    assert [example.number for example in EXAMPLES] == list(range(1, 11))
    kinds = []
    for example in EXAMPLES:
        for file, text in example.files.items():
            (kind,) = re.findall(r"^(?:lexicon|kind): (\w+)$", text, re.MULTILINE)
            kinds.append(f"{file} {kind}{' head' if ' head: ' in text else ''}")
    assert kinds == KINDS_OF_CHANGE


def test_it_is_now_as_the_guide_says(extractor: Extractor) -> None:
    for example in EXAMPLES:
        assert _told(extractor, example) == example.said["now"], example.number
        assert example.said["now"] != example.said["then"], "something changes"


def test_explain_says_what_the_guide_says(extractor: Extractor) -> None:
    for example in EXAMPLES:
        assert example.said["explain"], example.number
        assert set(example.said["explain"]) <= set(rule_guide.explained(extractor, example.text)), example.number


def test_the_change_does_what_the_guide_says(changed: tuple[Guided, Extractor]) -> None:
    example, extractor = changed
    assert _told(extractor, example) == example.said["then"]


def test_the_examples_inside_the_change_hold(changed: tuple[Guided, Extractor]) -> None:
    example, extractor = changed
    folder = Path(extractor.book.folder)
    own = [one for one in run_examples(extractor) if Path(one.file).relative_to(folder).as_posix() in example.files]
    assert [one.problem for one in own if one.problem] == []
    assert own or all("lexicon:" in text for text in example.files.values())


def test_all_ten_together_pass_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {name: text for example in EXAMPLES for name, text in example.files.items()}
    assert call(["rules", "check", "--rules", str(_copied(files, tmp_path / "rules"))]) == 0, capsys.readouterr().err


def test_page_chrome_is_taken_out_of_the_article(changed: tuple[Guided, Extractor], extractor: Extractor) -> None:
    example, after = changed
    if not any("kind: boilerplate" in text for text in example.files.values()):
        return
    last = example.text.splitlines()[-1]
    removed = [[line.text for line in rule_guide.article(one, example.text).removed] for one in (extractor, after)]
    assert removed == [[], [last]]


# ── two languages ────────────────────────────────────────────────────────────────────────────────


def test_each_example_is_told_in_both_languages() -> None:
    for example in EXAMPLES:
        vietnamese, english = example.prose
        for told, titled, is_vietnamese in ((vietnamese, example.titles[0], True), (english, example.titles[1], False)):
            marks = len(_TOLD.findall(re.sub(r"`[^`]*`|«[^»]*»", "", told)))
            assert (marks > len(told) / 12) is is_vietnamese, told
            assert bool(_TOLD.search(titled)) is is_vietnamese, titled


def _rows_of_tables(part: str) -> list[str]:
    """The first cells of tables that are code: the same in every language."""
    return [cell for cell in re.findall(r"^\| (`.*?`) \|", part, re.MULTILINE) if "`" in cell]


def _without_blocks(part: str) -> str:
    return re.sub(r"^```\w+\n.*?^```$", "", part, flags=re.MULTILINE | re.DOTALL)


def _blocks(part: str) -> Iterator[str]:
    """Code blocks without remarks."""
    for block in re.findall(r"^```\w+\n(.*?)^```$", part, re.MULTILINE | re.DOTALL):
        yield re.sub(r" +#.*", "", block)


def test_both_languages_say_the_same_things() -> None:
    heads = [len(re.findall(r"^### ", part, re.MULTILINE)) for part in (VIETNAMESE, ENGLISH)]
    assert heads[0] == heads[1] >= 8
    assert _rows_of_tables(VIETNAMESE) == _rows_of_tables(ENGLISH)
    assert list(_blocks(VIETNAMESE)) == list(_blocks(ENGLISH))
    assert 0.7 < len(VIETNAMESE) / len(ENGLISH) < 1.4


@pytest.mark.parametrize("part", [VIETNAMESE, ENGLISH])
def test_the_guide_names_all_that_a_rule_may_have(part: str) -> None:
    named = {word for tick in re.findall(r"`([^`]+)`", _without_blocks(part)) for word in re.findall(r"[a-z_]+", tick)}
    keys = {*RULE_KEYS, *ENTRY_KEYS} - set(GUARD_KEYS)  # conditions have a table of their own
    wanted = {*keys, *GUARD_KEYS, *KINDS, "vars", "fragments", "indicators"}
    assert wanted - named == set()
