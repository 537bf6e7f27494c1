"""`hoinghi rules check` on broken rule files: each is refused with file and line, what is wrong and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli.main import call
from pipeline.errors import EXIT_FINDINGS, EXIT_RULES
from tests import builders
from tests.rulebook import test_load, test_source

FILES = {
    **{f"rules: {name}": (text, line) for name, (text, _, line, *_) in test_load.BROKEN.items()},
    **{f"YAML: {name}": (text, line) for name, (text, _, line, *_) in test_source.BROKEN.items()},
}
WRONG_EXAMPLES = {
    "match that gives nothing": ('match: ["Xã có cây."]', "no match"),
    "match with another value": (
        'match: [{text: "Có 5 mô hình.", expect: {value: "6"}}]',
        "value is '5', not '6'",
    ),
    "match with a value it has not": ('match: [{text: "Có 5 mô hình.", expect: {price: "6"}}]', "the value price"),
    "no_match that matches": ('no_match: [{text: "Có 5 mô hình.", why: x}]', "the rule fires on it"),
    "todo that is done": ('todo: [{text: "Có 5 mô hình.", why: x}]', "it matches now: move it to match:"),
}


def test_there_are_many() -> None:
    assert len(FILES) >= 60


@pytest.mark.parametrize("name", FILES)
def test_a_broken_file_is_refused(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, line = FILES[name]
    rules = builders.write_rules(tmp_path / "rules")
    (rules / "zz.yaml").write_text(text, encoding="utf-8")
    assert call(["rules", "check", "--rules", str(rules)]) == EXIT_RULES
    said = capsys.readouterr().err.splitlines()
    (told,) = [message for message in said if message.startswith(f"{rules / 'zz.yaml'}:{line}: ")]
    assert told.count(". ") >= 1 and told.endswith("."), "what is wrong, then what to do"


@pytest.mark.parametrize("name", WRONG_EXAMPLES)
def test_an_example_that_does_not_behave_is_a_finding(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    example, says = WRONG_EXAMPLES[name]
    rules = builders.write_rules(tmp_path / "rules")
    rule = 'kind: count\nrules:\n  - id: count.mine\n    pattern: "{value:number} mô hình"\n    set: {unit: đồng}\n'
    (rules / "zz.yaml").write_text(f"{rule}    {example}\n", encoding="utf-8")
    assert call(["rules", "check", "--rules", str(rules)]) == EXIT_FINDINGS
    (told,) = [line for line in capsys.readouterr().err.splitlines() if " example “" in line]
    assert told.startswith(f"{rules / 'zz.yaml'}:6: ") and says in told and "hoinghi explain" in told
