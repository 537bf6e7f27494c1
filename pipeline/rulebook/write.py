"""Adding to rule files without touching what stands there: a rule, a word, an example. Comments and order stay.

Every function returns the file's new text; nothing is written here. What it gives back is loaded strictly by whoever
writes it, so a wrong addition is found before it is kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from pipeline.errors import UsageError
from pipeline.rulebook.schema import KINDS, Entry, Rule, Rulebook

ExampleText = tuple[str, Mapping[str, str], str]  # the sentence, what to expect of its row, why (for no_match)


def rule_text(rule_id: str, fields: Mapping[str, object], examples: Mapping[str, Sequence[ExampleText]]) -> str:
    """A rule as a block of YAML, two spaces deep. Fields that are mappings or lists are written in one line."""
    lines = [f"  - id: {rule_id}"]
    lines += [f"    {key}: {_inline(value)}" for key, value in fields.items() if value]
    for kind, found in examples.items():
        if found:
            lines.append(f"    {kind}:")
            lines += [f"      - {_example(example)}" for example in found]
    return "\n".join(lines) + "\n"


def with_rule(text: str | None, kind: str, rule: str, *, file: str) -> str:
    """A file of rules (None: a new one) with one more at its end. Raises UsageError if the file holds other things."""
    if kind not in KINDS:
        raise UsageError(f"there is no kind {kind!r}", remedy=f"use one of: {', '.join(KINDS)}")
    if text is None:
        return f"kind: {kind}\nrules:\n{rule}"
    top = _composed(text)
    found = _scalar(_key(top, "kind"))
    if found != kind or _key(top, "rules") is None or top.value[-1][0].value != "rules":
        what = f"its kind is {found}" if found and found != kind else "its rules: are not its last part"
        raise UsageError(f"a rule of kind {kind} cannot be added: {what}", where=file, remedy="name another file")
    return f"{text.rstrip()}\n{rule}"


def with_word(text: str, word: str, attributes: Mapping[str, str], match: Sequence[str], *, file: str) -> str:
    """A lexicon file with one more entry at its end."""
    top = _composed(text)
    if _key(top, "entries") is None or top.value[-1][0].value != "entries":
        raise UsageError("no lexicon to add to", where=file, remedy="name a file whose last part is entries:")
    fields: dict[str, object] = {"canonical": word, **attributes}
    if match:
        fields["match"] = list(match)
    return f"{text.rstrip()}\n  - {_inline(fields)}\n"


def with_example(text: str, rule_id: str, kind: str, example: ExampleText, *, file: str) -> str:
    """A file of rules with one more example beside a rule, in the style in which the rule is written."""
    rule = _rule_node(text, rule_id, file)
    written = _example(example)
    found = next((value for key, value in rule.value if key.value == kind), None)
    if found is None and rule.flow_style:
        at = rule.end_mark.index - 1
        return f"{text[:at].rstrip()}, {kind}: [{written}]{text[at:]}"
    if found is None:
        at, indent = _end_of(text, rule.value[-1][1]), " " * rule.start_mark.column
        return f"{text[:at]}\n{indent}{kind}: [{written}]{text[at:]}"
    if found.flow_style:
        at = found.end_mark.index - 1
        return f"{text[:at].rstrip()}, {written}{text[at:]}"
    at, indent = _end_of(text, found.value[-1]), " " * found.start_mark.column
    return f"{text[:at]}\n{indent}- {written}{text[at:]}"


def entry_like(book: Rulebook, lexicon: str, word: str | None) -> Entry:
    """The entry whose attributes a new word of the lexicon shall take; the last one if no word is named."""
    entries = book.entries(lexicon)
    if not entries:
        raise UsageError(f"there is no lexicon {lexicon!r}", remedy=f"use one of: {', '.join(book.lexicons)}")
    if word is None:
        return entries[-1]
    found = next((entry for entry in entries if word.lower() in (form.lower() for form in entry.forms)), None)
    if found is None:
        raise UsageError(f"{word!r} is no word of {lexicon}", remedy="name a word that is in it")
    return found


def file_of(rule: Rule | Entry, book: Rulebook) -> str:
    """Its file below the rules folder."""
    return Path(rule.file).relative_to(book.folder).as_posix()


def _example(example: ExampleText) -> str:
    text, expect, why = example
    if not expect and not why:
        return json.dumps(text, ensure_ascii=False)
    return _inline({"text": text, **({"expect": dict(expect)} if expect else {}), **({"why": why} if why else {})})


def _inline(value: object) -> str:
    """YAML in one line; texts in double quotes."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_inline(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False)


def _composed(text: str) -> Any:
    return yaml.compose(text, Loader=yaml.SafeLoader)  # the loader in Python: its marks count characters


def _key(mapping: Any, name: str) -> Any:
    return next((value for key, value in mapping.value if key.value == name), None)


def _scalar(node: Any) -> str | None:
    return None if node is None else str(node.value)


def _rule_node(text: str, rule_id: str, file: str) -> Any:
    rules = _key(_composed(text), "rules")
    for rule in rules.value if rules is not None else ():
        if _scalar(_key(rule, "id")) == rule_id:
            return rule
    raise UsageError(f"there is no rule {rule_id!r}", where=file, remedy="`hoinghi rules list` names all")


def _end_of(text: str, node: Any) -> int:
    """Where a value ends, without the blanks and comments that follow it."""
    end = int(node.end_mark.index)
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
        end = int(node.end_mark.index)
    return len(text[:end].rstrip())
