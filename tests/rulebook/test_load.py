"""A folder of rule files becomes a rule book; every slip is told with file, line and what to do."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from pipeline.assets import asset
from pipeline.errors import DuplicateRuleError, RuleError, RuleSchemaError, RuleSyntaxError, UsageError
from pipeline.kinds import BY_NAME
from pipeline.rulebook.digest import digest
from pipeline.rulebook.load import load_rulebook, read_rulebook, uncollected
from pipeline.rulebook.schema import KINDS, Rulebook
from pipeline.rulebook.template import Many, Slot
from pipeline.rulebook.values import ATTRIBUTES, CONSTANTS

COUNT = "kind: count\nrules:\n  - id: count.x\n"
ROLE = "kind: role\nrules:\n  - id: role.x\n"
WORDS = "lexicon: thing\nentries:\n"
SCHEMA, SYNTAX, TWICE = RuleSchemaError, RuleSyntaxError, DuplicateRuleError

# name: (text of the file, error, line, part of what, part of the remedy)
BROKEN: dict[str, tuple[str, type[RuleError], int, str, str]] = {
    "unknown key of a file": ("kind: count\nrule: []\n", SCHEMA, 2, "unknown key 'rule'", "rules"),
    "unknown kind": ("kind: counts\nrules: []\n", SCHEMA, 1, "unknown kind of rule 'counts'", "count, "),
    "no kind": ("rules: []\n", SCHEMA, 1, "go together", "add the other"),
    "kind without rules": ("note: x\nkind: count\n", SCHEMA, 2, "kind: and rules:", "delete this one"),
    "entries without lexicon": ("entries: [{words: [a]}]\n", SCHEMA, 1, "lexicon: and entries:", "add"),
    "empty kind": ("kind:\nrules: []\n", SCHEMA, 1, "kind must be a text, found nothing", "quotes"),
    "rules no list": ("kind: count\nrules:\n  id: x\n", SCHEMA, 2, "rules must be a list", "'- '"),
    "rule no mapping": ("kind: count\nrules:\n  - x\n", SCHEMA, 3, "must be a mapping", ""),
    "unknown key of a rule": (COUNT + "    patern: a\n", SCHEMA, 4, "unknown key 'patern'", "pattern"),
    "no id": ("kind: count\nrules:\n  - pattern: a\n", SCHEMA, 3, "id must be a text, found nothing", "quo"),
    "id with capitals": (COUNT.replace("count.x", "Count.X"), SCHEMA, 3, "'Count.X' is no id", "count.petit"),
    "id with a space": (COUNT.replace("count.x", "count x"), SCHEMA, 3, "'count x' is no id", "joined by"),
    "unknown status": (COUNT + "    status: on\n", SCHEMA, 4, "unknown status 'on'", "draft, active, retired"),
    "no pattern": (COUNT + "    note: a\n", SCHEMA, 3, "needs exactly one of pattern:", "keep one"),
    "an empty list of patterns": (COUNT + "    patterns: []\n", SCHEMA, 3, "needs exactly one of", "keep one"),
    "pattern and patterns": (
        COUNT + '    pattern: "{value:number} a"\n    patterns: ["{value:number} b"]\n',
        SCHEMA, 3, "needs exactly one of", "keep one",
    ),
    "pattern and regex": (
        COUNT + '    pattern: "{value:number}"\n    regex: "(?P<value>1)"\n',
        SCHEMA, 3, "needs exactly one of", "keep one",
    ),
    "pattern that is a mapping": (
        COUNT + "    pattern: {value: number}\n", SCHEMA, 4, "pattern must be a list", "'- '",
    ),
    "template error": (COUNT + '    note: a\n    pattern: "(a"\n', SYNTAX, 5, "missing ')'", "rules/README.md"),
    "template error in the second of patterns": (
        COUNT + '    patterns:\n      - "{value:number}"\n      - "a ()"\n', SYNTAX, 4, "empty brackets", "README",
    ),
    "pattern of nothing": (COUNT + '    pattern: "[{value:number}]"\n', SYNTAX, 4, "can match nothing", "REA"),
    "unknown fragment": (COUNT + '    pattern: "$x {value:number}"\n', SYNTAX, 4, "unknown fragment $x", ""),
    "regex error": (
        COUNT + '    regex: "(?P<value>1"\n', SYNTAX, 4, "regular expression of count.x: missing )", "named",
    ),
    "required slot missing": (
        COUNT + '    pattern: "{number} a"\n', SCHEMA, 4, "a count rule needs the slot 'value'", "{value:type}",
    ),
    "required group missing": (
        COUNT + '    regex: "(?P<number>1)"\n', SCHEMA, 3, "a count rule needs the slot 'value'", "{value:",
    ),
    "unknown constant": (
        COUNT + '    pattern: "{value:number}"\n    set: {colour: red}\n',
        SCHEMA, 5, "unknown key 'colour'", "unit, qualifier",
    ),
    "constant of no column value": (
        COUNT + '    pattern: "{value:number}"\n    set: {status: done}\n',
        SCHEMA, 5, "unknown status 'done'", "achieved, target",
    ),
    "role nobody has": (
        ROLE + "    pattern: a\n    set: {role: sing}\n", SCHEMA, 5, "unknown role 'sing'", "chair, conclude",
    ),
    "event without kind": (
        "kind: event\nrules:\n  - id: event.x\n    pattern: họp\n",
        SCHEMA, 3, "rule event.x must set 'kind'", "add set: {kind: …}",
    ),
    "refusal of nothing": (
        "kind: refusal\nrules:\n  - id: refusal.x\n    pattern: a\n",
        SCHEMA, 3, "rule refusal.x must set 'refuses'", "add set: {refuses: …}",
    ),
    "unknown action of boilerplate": (
        "kind: boilerplate\nrules:\n  - id: boilerplate.x\n    lines: [a]\n    set: {action: dorp}\n",
        SCHEMA, 5, "unknown action 'dorp'", "drop, image, menu",
    ),
    "boilerplate with a phrase": (
        "kind: boilerplate\nrules:\n  - id: boilerplate.x\n    set: {action: drop}\n    pattern: a\n",
        SCHEMA, 5, "is matched on a line", "regex: or lines:",
    ),
    "line with a phrase": (
        "kind: line\nrules:\n  - id: line.x\n    set: {kind: caption}\n    pattern: a\n",
        SCHEMA, 5, "is matched on a line", "write regex:",
    ),
    "lines of a count": (COUNT + "    lines: [a]\n", SCHEMA, 4, "not for count rules", "kind: boilerplate"),
    "unknown context of an example": (
        COUNT + '    pattern: "{value:number}"\n    match: [{text: a, context: {day: b}}]\n',
        SCHEMA, 5, "unknown key 'day'", "published_on, title, url",
    ),
    "where on a slot that is not there": (
        COUNT + '    pattern: "{value:number}"\n    where: {unit.kind: [person]}\n',
        SCHEMA, 5, "unknown slot in where 'unit'", "value",
    ),
    "broken guard": (
        COUNT + '    pattern: "{value:number}"\n    unless_before: [a, "(b"]\n', SYNTAX, 5, "missing ')'", "",
    ),
    "guard of nothing": (
        COUNT + '    pattern: "{value:number}"\n    only_after: "[a]"\n', SYNTAX, 5, "can match nothing", "",
    ),
    "phrase without makes": (
        "kind: phrase\nrules:\n  - id: p.x\n    pattern: a\n", SCHEMA, 3, "makes: names the slot type", "add mak",
    ),
    "makes on a count": (
        COUNT + '    pattern: "{value:number}"\n    makes: x\n', SCHEMA, 5, "and of no other", "remove it",
    ),
    "priority no number": (
        COUNT + '    pattern: "{value:number}"\n    priority: high\n',
        SCHEMA, 5, "priority must be a whole number from 0 to 999, found 'high'", "",
    ),
    "example without text": (
        COUNT + '    pattern: "{value:number}"\n    match: [{why: b}]\n', SCHEMA, 5, "text must be a text", "",
    ),
    "unknown key of an example": (
        COUNT + '    pattern: "{value:number}"\n    match:\n      - text: a\n        expects: {a: b}\n',
        SCHEMA, 7, "unknown key 'expects'", "text, expect, context, why",
    ),
    "examples no list": (
        COUNT + '    pattern: "{value:number}"\n    no_match: a\n', SCHEMA, 5, "no_match must be a list", "'- '",
    ),
    "entry without a word": (WORDS + "  - {note: a}\n", SCHEMA, 3, "needs canonical: or words:", "name the word"),
    "empty word": (WORDS + '  - words: [a, ""]\n', SCHEMA, 3, "must be a text, found nothing", "quotes"),
    "word with two spaces": (WORDS + '  - words: [a, "b  c"]\n', SCHEMA, 3, "two spaces in 'b  c'", "one space"),
    "word that is a list": (WORDS + "  - words: [[a]]\n", SCHEMA, 3, "must be a text, found a list", "quotes"),
    "attribute that is a mapping": (
        WORDS + "  - canonical: a\n    class: {b: c}\n", SCHEMA, 4, "must be a text, found a mapping", "quotes",
    ),
    "unknown case": (WORDS + "  - {words: [a], case: same}\n", SCHEMA, 3, "unknown case 'same'", "any, exact"),
    "attribute of no column value": (
        "lexicon: qualifier\nentries:\n  - {words: [hơn], means: more}\n",
        SCHEMA, 3, "unknown means 'more'", "exact, over, nearly",
    ),
    "attribute left out": (
        "lexicon: role_verb\nentries:\n  - words: [hát]\n", SCHEMA, 3, "role must be a text, found nothing", "",
    ),
    "same entry twice": (
        WORDS + "  - words: [a]\n  - words: [b, a]\n", TWICE, 4, "thing entry a is used twice", "id of its own",
    ),
    "same rule twice": (
        COUNT + '    pattern: "{value:number} a"\n  - id: count.x\n    pattern: "{value:number} b"\n',
        TWICE, 5, "count.x is used twice, first at", "never used again",
    ),
    "indicator without label": ("indicators:\n- code: a\n", SCHEMA, 2, "vi must be a text", ""),
    "unknown key of an indicator": ("indicators:\n- code: a\n  label: b\n", SCHEMA, 3, "'label'", "code, vi, en"),
    "parent that is not there": (
        "indicators:\n- {code: a.b, vi: x, en: y, parent: a}\n", SCHEMA, 2, "unknown indicator 'a'", "correct",
    ),
    "indicator that is not there": (
        "kind: indicator\nrules:\n- {id: indicator.a, pattern: b, set: {indicator: a.c}}\n",
        SCHEMA, 3, "unknown indicator 'a.c'", "describe it under indicators:",
    ),
}  # fmt: skip


def _book(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", BROKEN)
def test_broken_rule_files(name: str, tmp_path: Path) -> None:
    text, kind, line, what, remedy = BROKEN[name]
    with pytest.raises(RuleError) as caught:
        load_rulebook(_book(tmp_path, x=text))
    error = caught.value
    assert type(error) is kind
    assert error.where == f"{tmp_path / 'x.yaml'}:{line}"
    assert what in error.what
    assert remedy in (error.remedy or "")


def test_all_faults_are_named_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    folder = _book(tmp_path, b=COUNT + "    status: on\n", a="x: y\n", c="kind: role\nrules: a\n", d="a: [\n")
    _, faults = read_rulebook(folder)
    assert [(Path(fault.path).name, fault.line) for fault in faults] == [
        ("a.yaml", 1), ("b.yaml", 4), ("c.yaml", 2), ("d.yaml", 2),
    ]  # fmt: skip


def test_what_can_be_read_beside_a_fault_is_read(tmp_path: Path) -> None:
    folder = _book(tmp_path, a=COUNT + '    pattern: "{value:number}"\n', b="nothing: here\n")
    book, faults = read_rulebook(folder)
    assert [rule.id for rule in book.rules] == ["count.x"]
    assert len(faults) == 1


def test_an_id_is_used_once_in_all_files(tmp_path: Path) -> None:
    rule = COUNT + '    pattern: "{value:number}"\n'
    with pytest.raises(DuplicateRuleError) as caught:
        load_rulebook(_book(tmp_path, a=rule, b=rule))
    assert caught.value.where == f"{tmp_path / 'b.yaml'}:3"
    assert f"first at {tmp_path / 'a.yaml'}:3" in caught.value.what


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such rules folder"):
        load_rulebook(tmp_path / "none")


def test_a_rule_with_everything(tmp_path: Path) -> None:
    text = """kind: count
vars: {some: "(hơn | gần)"}
rules:
  - id: count.all
    status: draft
    priority: 70
    patterns: ["[$some] {value:number} $thing", "{value:number} cuộc"]
    set: {status: target}
    where: {value: [Hoà, b]}
    unless_before: [không, "chưa {x:number}"]
    only_clause: năm
    trigger: Cuộc
    units: [ĐƠN, Kỳ]
    note: ghi chú
    match: ["một", {text: "hai", expect: {value: "2"}, context: {title: t}, why: w}]
    todo: [ba]
"""
    book = load_rulebook(_book(tmp_path, x=text, y="fragments: {thing: đơn}\n"))
    (rule,) = book.rules
    assert (rule.kind, rule.status, rule.priority, rule.line, rule.note) == ("count", "draft", 70, 4, "ghi chú")
    assert rule.written == ("[$some] {value:number} $thing", "{value:number} cuộc")
    assert rule.sets == {"status": "target"} and rule.where == {"value": ("hòa", "b")}
    assert [(guard.key, guard.written, guard.forbids) for guard in rule.guards] == [
        ("unless_before", ("không", "chưa {x:number}"), True), ("only_clause", ("năm",), False),
    ]  # fmt: skip
    assert rule.triggers == ("cuộc",) and rule.units == {"đơn", "kỳ"}
    assert [(e.kind, e.text, e.line, dict(e.expect), dict(e.context), e.why) for e in rule.examples] == [
        ("match", "một", 15, {}, {}, ""), ("match", "hai", 15, {"value": "2"}, {"title": "t"}, "w"),
        ("todo", "ba", 16, {}, {}, ""),
    ]  # fmt: skip
    assert rule.produces == "count" and rule.label == "ghi chú"
    assert book.by_id["count.all"] is rule
    assert book.active("count") == ()


def test_rules_by_priority_then_id(tmp_path: Path) -> None:
    rules = "".join(
        f'  - {{id: count.{name}, priority: {priority}, pattern: "{{value:number}}"}}\n'
        for name, priority in (("b", 5), ("a", 5), ("c", 9))
    )
    book = load_rulebook(_book(tmp_path, x="kind: count\nrules:\n" + rules))
    assert [rule.id for rule in book.rules] == ["count.a", "count.b", "count.c"]
    assert [rule.id for rule in book.active("count")] == ["count.c", "count.a", "count.b"]


def test_what_a_phrase_makes_and_how_it_is_labelled(tmp_path: Path) -> None:
    text = """kind: phrase
rules:
  - {id: p.a, makes: body, pattern: "(a)+ {x:number}"}
  - {id: p.b, makes: body, regex: " z "}
"""
    first, second = load_rulebook(_book(tmp_path, x=text)).rules
    assert first.produces == "body" and first.label == "(a)+ {x:number}" and second.label == "z"
    assert Slot("x", "number") in first.patterns[0].items  # type: ignore[union-attr]
    assert isinstance(first.patterns[0].items[0], Many)  # type: ignore[union-attr]


def test_entries_of_a_lexicon(tmp_path: Path) -> None:
    text = """lexicon: place_word
entries:
  - {canonical: Uỷ ban, variants: [UB, uỷ ban], id: ub, kind: state}
  - {words: [Hoà, b], case: exact, many: "yes"}
"""
    book = load_rulebook(_book(tmp_path, x=text))
    first, second, third = book.entries("place_word")
    assert (first.id, first.canonical, first.forms, first.exact_case) == ("ub", "Uỷ ban", ("ủy ban", "ub"), False)
    assert (second.id, second.forms, second.exact_case, second.line) == ("Hoà", ("Hòa",), True, 4)
    assert first.get("kind") == "state" and first.get("many") == "" and third.get("many", "no") == "yes"
    assert book.words("place_word") == {"ủy ban", "ub", "hòa", "b"}
    assert book.table("place_word") == {"ủy ban": "Uỷ ban", "ub": "Uỷ ban", "hòa": "Hoà", "b": "b"}
    assert book.table("place_word", "kind") == {"ủy ban": "state", "ub": "state"}
    assert book.entries("none") == () and book.words("none") == frozenset()


def test_indicators_with_and_without_parent(tmp_path: Path) -> None:
    text = "indicators:\n- {code: b.c, vi: v, en: e, unit: đơn, parent: b, description: d}\n- {code: b, vi: v, en: e}\n"
    first, second = load_rulebook(_book(tmp_path, x=text)).indicators
    assert (first.code, first.unit, first.parent) == ("b", None, None)
    assert (second.code, second.unit, second.parent, second.description, second.line) == ("b.c", "đơn", "b", "d", 2)


def test_the_digest_covers_every_data_file_and_its_name(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    folder = _book(tmp_path, a="note: x\n")
    seen = {digest(folder)}
    for name, text in (("a.yaml", "note: y\n"), ("sub/b.tsv", "x\n"), ("c.yaml", "note: y\n")):
        (folder / name).write_text(text, encoding="utf-8")
        seen.add(digest(folder))
    (folder / "c.yaml").rename(folder / "d.yaml")
    seen.add(digest(folder))
    assert len(seen) == 5
    (folder / "README.md").write_text("x", encoding="utf-8")
    assert digest(folder) in seen, "words about the rules are no rules"


def test_the_book_does_not_depend_on_how_it_is_cut_into_files(tmp_path: Path) -> None:
    parts = [f'kind: count\nrules:\n  - {{id: count.{name}, pattern: "{{value:number}} {name}"}}\n' for name in "abcd"]
    books = []
    for number, order in enumerate((parts, parts[::-1])):
        folder = tmp_path / str(number)
        folder.mkdir()
        books.append(load_rulebook(_book(folder, **{f"f{n}": part for n, part in enumerate(order)})))
    assert [rule.id for rule in books[0].rules] == [rule.id for rule in books[1].rules]
    assert [rule.patterns for rule in books[0].rules] == [rule.patterns for rule in books[1].rules]


def test_words_of_a_lexicon_by_what_they_do(tmp_path: Path) -> None:
    text = "lexicon: link\nentries:\n- {words: [Và, cùng], role: and}\n- {words: [của], role: of, bare: 'yes'}\n"
    book = load_rulebook(_book(tmp_path, links=text))
    assert book.words("link") == {"và", "cùng", "của"}
    assert book.words("link", role="and") == {"và", "cùng"}
    assert book.words("link", role="of", bare="yes") == {"của"}
    assert book.words("link", role="and", bare="yes") == book.words("other", role="and") == frozenset()


def test_what_is_made_of_a_book_is_made_once(tmp_path: Path) -> None:
    book, other = (load_rulebook(_book(tmp_path, links="lexicon: link\nentries:\n- {words: [và]}\n")) for _ in "ab")
    made: list[Rulebook] = []

    def words(of: Rulebook) -> frozenset[str]:
        made.append(of)
        return of.words("link")

    assert book.once(words) is book.once(words)
    assert other.once(words) == {"và"}
    assert made == [book, other]


# ── the schema itself, and hoinghi's own rules under it ──────────────────────────────────────────


def test_closed_values_are_those_of_the_columns() -> None:
    columns = {("count", "status"): "facts", ("count", "qualifier"): "facts", ("count", "direction"): "facts",
               ("event", "kind"): "events", ("role", "role"): "event_roles", ("official", "tenure"): "positions",
               ("line", "kind"): "sentences"}  # fmt: skip
    for (kind, key), table in columns.items():
        (column,) = [column for column in BY_NAME[table].columns if column.name == key]
        assert set(CONSTANTS[kind, key]) == set(column.choices), (kind, key)
    assert all(key in KINDS[kind].sets for kind, key in CONSTANTS)


def test_our_own_rules_load_and_use_every_closed_attribute() -> None:
    book = load_rulebook(asset("rules"))
    assert {rule.kind for rule in book.rules} | {"period"} == set(KINDS)
    for lexicon, attribute in ATTRIBUTES:
        assert book.entries(lexicon), lexicon
        assert all(entry.get(attribute) for entry in book.entries(lexicon)), lexicon
    assert all(rule.file.startswith(book.folder) and rule.line > 0 for rule in book.rules)


def test_no_garbage_is_looked_for_while_rules_are_read() -> None:
    looked: list[str] = []
    gc.callbacks.append(lambda phase, _: looked.append(phase))
    try:
        with uncollected():
            load_rulebook(asset("rules"))
            assert looked == []
            assert not gc.isenabled()  # also after an inner block
    finally:
        gc.callbacks.pop()
    assert gc.isenabled()
