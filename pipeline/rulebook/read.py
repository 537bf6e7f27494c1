"""One YAML file → rules, lexicon entries, indicators, fragments: strict about keys, types and names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

import regex

from pipeline.errors import RuleSyntaxError
from pipeline.rulebook.expression import compile_regex
from pipeline.rulebook.fit import misfit
from pipeline.rulebook.schema import (
    ENTRY_KEYS,
    FILE_KEYS,
    GUARD_KEYS,
    KINDS,
    RULE_KEYS,
    Entry,
    Example,
    ExampleKind,
    Guard,
    Indicator,
    Rule,
    Status,
)
from pipeline.rulebook.source import Source, Value
from pipeline.rulebook.template import Node, TemplateError, first_of, parse
from pipeline.rulebook.values import ATTRIBUTES, CONTEXT
from pipeline.text.fold import fold

_ID = re.compile(r"[a-z][a-z0-9_]*(?:[.-][a-z0-9_]+)*")
_STATUSES: dict[str, Status] = {"draft": "draft", "active": "active", "retired": "retired"}
_EXAMPLE_KINDS: tuple[ExampleKind, ...] = ("match", "no_match", "todo")


class Reader:
    """Reads one file; every complaint carries its line. `fragments` are those of all files."""

    def __init__(self, source: Source, fragments: Mapping[str, str]) -> None:
        self.source = source
        self.top = source.top
        self._known(self.top, FILE_KEYS)
        for one, other in (("kind", "rules"), ("lexicon", "entries")):
            if (one in self.top) != (other in self.top):
                here = one if one in self.top else other
                raise source.error(f"{one}: and {other}: go together", here, remedy="add the other, or delete this one")
        own = self._strings(self.top.get("vars", {}), "vars")
        self.variables: Mapping[str, str] = {**fragments, **own}

    # ── parts of a file ──────────────────────────────────────────────────────────────────────────

    def fragments(self) -> dict[str, str]:
        return self._strings(self.top.get("fragments", {}), "fragments")

    def rules(self) -> Iterator[Rule]:
        if "rules" not in self.top:
            return
        kind = self._text(self.top.get("kind"), "kind")
        if kind not in KINDS:
            raise self._unknown(kind, tuple(KINDS), "kind", what="kind of rule")
        for index, item in enumerate(self._list(self.top["rules"], "rules")):
            yield self._rule(kind, self._mapping(item, "rules", index), index)

    def entries(self) -> Iterator[Entry]:
        if "lexicon" not in self.top:
            return
        lexicon = self._text(self.top["lexicon"], "lexicon")
        for index, item in enumerate(self._list(self.top.get("entries"), "entries")):
            mapping = self._mapping(item, "entries", index)
            yield from self._entry(lexicon, mapping, index)

    def indicators(self) -> Iterator[Indicator]:
        keys = ("code", "vi", "en", "unit", "parent", "description")
        for index, item in enumerate(self._list(self.top.get("indicators", []), "indicators")):
            mapping = self._mapping(item, "indicators", index)
            at = ("indicators", index)
            self._known(mapping, keys, *at)
            yield Indicator(
                code=self._id(mapping.get("code"), *at, "code"),
                label_vi=self._text(mapping.get("vi"), *at, "vi"),
                label_en=self._text(mapping.get("en"), *at, "en"),
                unit=self._optional(mapping, "unit", *at),
                parent=self._optional(mapping, "parent", *at),
                description=self._optional(mapping, "description", *at) or "",
                file=self.source.path,
                line=self.source.line_of(*at),
            )

    # ── one rule ─────────────────────────────────────────────────────────────────────────────────

    def _rule(self, kind: str, mapping: dict[str, Value], index: int) -> Rule:
        at = ("rules", index)
        self._known(mapping, RULE_KEYS, *at)
        rule_id = self._id(mapping.get("id"), *at, "id")
        status = self._status(mapping, *at)
        written = self._texts(mapping.get("pattern", mapping.get("patterns", [])), *at, "pattern")
        patterns = tuple(
            self._template(text, *at, "pattern" if "pattern" in mapping else "patterns") for text in written
        )
        expression = self._optional(mapping, "regex", *at)
        self._one_form(rule_id, mapping, *at)
        rule = Rule(
            id=rule_id,
            kind=kind,
            file=self.source.path,
            line=self.source.line_of(*at),
            status=status,
            priority=self._integer(mapping, "priority", 50, *at),
            patterns=patterns,
            written=tuple(written),
            regex=self._regex(expression, rule_id, *at, "regex") if expression else None,
            lines=tuple(fold(line) for line in self._texts(mapping.get("lines", []), *at, "lines")),
            makes=self._optional(mapping, "makes", *at),
            sets=MappingProxyType(self._strings(mapping.get("set", {}), *at, "set")),
            where=MappingProxyType(
                {
                    key: tuple(fold(text).lower() for text in self._texts(value, *at, "where", key))
                    for key, value in self._mapping(mapping.get("where", {}), *at, "where").items()
                }
            ),
            guards=tuple(self._guard(mapping, key, *at) for key in GUARD_KEYS if key in mapping),
            triggers=tuple(fold(text).lower() for text in self._texts(mapping.get("trigger", []), *at, "trigger")),
            units=frozenset(fold(text).lower() for text in self._texts(mapping.get("units", []), *at, "units")),
            note=self._optional(mapping, "note", *at) or "",
            examples=tuple(self._examples(mapping, *at)),
        )
        wrong = misfit(rule)
        if wrong is not None:
            raise self.source.error(wrong.what, *at, *wrong.at, remedy=wrong.remedy)
        return rule

    def _status(self, mapping: dict[str, Value], *at: str | int) -> Status:
        status = self._optional(mapping, "status", *at) or "active"
        if status not in _STATUSES:
            raise self._unknown(status, tuple(_STATUSES), *at, "status", what="status")
        return _STATUSES[status]

    def _one_form(self, rule_id: str, mapping: dict[str, Value], *at: str | int) -> None:
        """Raises RuleError unless the rule says in exactly one way what it matches."""
        forms = [key for key in ("pattern", "patterns", "regex", "lines") if key in mapping]
        if len(forms) != 1 or not mapping[forms[0]]:
            what = f"rule {rule_id} needs exactly one of pattern:, patterns:, regex:, lines:"
            raise self.source.error(what, *at, remedy="keep one of them")

    def _guard(self, mapping: dict[str, Value], key: str, *at: str | int) -> Guard:
        written = self._texts(mapping[key], *at, key)
        return Guard(key, tuple(self._template(text, *at, key) for text in written), tuple(written))

    def _examples(self, mapping: dict[str, Value], *at: str | int) -> Iterator[Example]:
        for kind in _EXAMPLE_KINDS:
            for index, item in enumerate(self._list(mapping.get(kind, []), *at, kind)):
                here = (*at, kind, index)
                if isinstance(item, str):
                    yield Example(kind, item, self.source.line_of(*here))
                    continue
                fields = self._mapping(item, *here)
                keys = ("text", "expect", "context", "why")
                self._known(fields, keys, *here)
                self._known(self._mapping(fields.get("context", {}), *here, "context"), CONTEXT, *here, "context")
                yield Example(
                    kind,
                    self._text(fields.get("text"), *here, "text"),
                    self.source.line_of(*here),
                    MappingProxyType(self._strings(fields.get("expect", {}), *here, "expect")),
                    MappingProxyType(self._strings(fields.get("context", {}), *here, "context")),
                    self._optional(fields, "why", *here) or "",
                )

    # ── one lexicon entry ────────────────────────────────────────────────────────────────────────

    def _entry(self, lexicon: str, mapping: dict[str, Value], index: int) -> Iterator[Entry]:
        at = ("entries", index)
        attributes = {key: self._text(value, *at, key) for key, value in mapping.items() if key not in ENTRY_KEYS}
        for (name, key), allowed in ATTRIBUTES.items():
            if name == lexicon:
                self._one_of(self._text(mapping.get(key), *at, key), allowed, *at, key)
        case = self._optional(mapping, "case", *at) or "any"
        self._one_of(case, ("any", "exact"), *at, "case")
        examples = tuple(self._examples(mapping, *at))
        groups = [[word] for word in self._texts(mapping.get("words", []), *at, "words")]
        if "canonical" in mapping:
            variants = self._texts(mapping.get("variants", []), *at, "variants")
            groups.append([self._text(mapping["canonical"], *at, "canonical"), *variants])
        if not groups:
            raise self.source.error("an entry needs canonical: or words:", *at, remedy="name the word itself")
        explicit, line = self._optional(mapping, "id", *at), self.source.line_of(*at)
        for group in groups:
            yield Entry(
                id=explicit if explicit and len(groups) == 1 else _slug(group[0]),
                lexicon=lexicon,
                canonical=group[0],
                forms=tuple(dict.fromkeys(fold(form) if case == "exact" else fold(form).lower() for form in group)),
                attributes=attributes,
                file=self.source.path,
                line=line,
                exact_case=case == "exact",
                examples=examples,
            )

    # ── scalars ──────────────────────────────────────────────────────────────────────────────────

    def _template(self, text: str, *at: str | int) -> Node:
        try:
            node = parse(text, self.variables)
            if first_of(node)[1]:
                raise TemplateError("the pattern can match nothing at all", 0)
        except TemplateError as error:
            raise RuleSyntaxError(
                str(error), path=self.source.path, line=self.source.line_of(*at),
                remedy="rules/README.md explains the phrase language",
            ) from error  # fmt: skip
        return node

    def _regex(self, expression: str, rule_id: str, *at: str | int) -> str:
        try:
            compile_regex(expression, {})
        except regex.error as error:
            raise RuleSyntaxError(
                f"regular expression of {rule_id}: {error}", path=self.source.path, line=self.source.line_of(*at),
                remedy="only named groups (?P<name>…), verbose mode",
            ) from error  # fmt: skip
        return expression

    def _id(self, value: Value | None, *at: str | int) -> str:
        text = self._text(value, *at)
        if not _ID.fullmatch(text):
            remedy = "small letters, digits and -, parts joined by '.': count.petitions"
            raise self.source.error(f"{text!r} is no id", *at, remedy=remedy)
        return text

    def _text(self, value: Value | None, *at: str | int) -> str:
        if isinstance(value, str) and value.strip():
            if "  " in value.strip() and at[-2:-1] in (("words",), ("variants",)):
                raise self.source.error(f"two spaces in {value!r}", *at, remedy="between words stands one space")
            return value
        found = "nothing" if value in (None, "") else "a list" if isinstance(value, list) else "a mapping"
        raise self.source.error(f"{at[-1]} must be a text, found {found}", *at, remedy="write it in quotes")

    def _optional(self, mapping: Mapping[str, Value], key: str, *at: str | int) -> str | None:
        return self._text(mapping[key], *at, key) if key in mapping else None

    def _integer(self, mapping: Mapping[str, Value], key: str, default: int, *at: str | int) -> int:
        text = self._optional(mapping, key, *at)
        if text is None:
            return default
        if not re.fullmatch(r"\d{1,3}", text):
            what = f"{key} must be a whole number from 0 to 999, found {text!r}"
            raise self.source.error(what, *at, key, remedy=f"write {key}: {default}, or another number")
        return int(text)

    def _texts(self, value: Value, *at: str | int) -> list[str]:
        if isinstance(value, str):
            return [self._text(value, *at)]
        return [self._text(item, *at, index) for index, item in enumerate(self._list(value, *at))]

    def _list(self, value: Value | None, *at: str | int) -> list[Value]:
        if isinstance(value, list):
            return value
        raise self.source.error(f"{at[-1]} must be a list", *at, remedy="put '- ' before each item")

    def _mapping(self, value: Value, *at: str | int) -> dict[str, Value]:
        if isinstance(value, dict):
            return value
        here = next((key for key in reversed(at) if isinstance(key, str)), "this")
        here = f"each of {here}" if at and isinstance(at[-1], int) else here
        raise self.source.error(f"{here} must be a mapping of key: value", *at, remedy="write it as {key: value}")

    def _strings(self, value: Value, *at: str | int) -> dict[str, str]:
        return {key: self._text(item, *at, key) for key, item in self._mapping(value, *at).items()}

    def _one_of(self, value: str, allowed: tuple[str, ...] | None, *at: str | int) -> None:
        if allowed is not None and value not in allowed:
            raise self._unknown(value, allowed, *at, what=str(at[-1]))

    def _known(self, mapping: Iterable[str], keys: tuple[str, ...], *at: str | int) -> None:
        """Raises RuleError at the first key that is none of those allowed."""
        for key in mapping:
            if key not in keys:
                raise self._unknown(key, keys, *at, key)

    def _unknown(self, key: str, known: tuple[str, ...], *at: str | int, what: str = "key") -> Exception:
        return self.source.error(f"unknown {what} {key!r}", *at, remedy=f"use one of: {', '.join(known)}")


def _slug(text: str) -> str:
    return "-".join(text.split())
