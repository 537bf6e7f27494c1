"""Whether a rule has what rules of its kind need, and nothing that they cannot use."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.rulebook.expression import compile_regex
from pipeline.rulebook.schema import KINDS, Rule
from pipeline.rulebook.template import slots_of
from pipeline.rulebook.values import CONSTANTS, REQUIRED

_ON_LINES = {"boilerplate": "regex: or lines:", "line": "regex:"}  # kinds that are matched on lines, without slots


class Misfit(NamedTuple):
    """What is wrong with a rule, at which of its keys, and what to do."""

    what: str
    at: tuple[str, ...]
    remedy: str


def misfit(rule: Rule) -> Misfit | None:
    """The first thing about a rule that its kind does not allow."""
    return _form(rule) or _constants(rule) or _slots(rule)


def unknown(word: str, known: tuple[str, ...], *at: str, what: str = "key") -> Misfit:
    """A word that is none of those allowed."""
    return Misfit(f"unknown {what} {word!r}", at, f"use one of: {', '.join(known)}")


def _form(rule: Rule) -> Misfit | None:
    if (rule.kind == "phrase") != bool(rule.makes):
        what = f"rule {rule.id}: makes: names the slot type of a phrase rule, and of no other"
        return Misfit(what, ("makes",), "add makes: to a phrase rule, or remove it")
    if rule.kind in _ON_LINES and rule.patterns:
        what = f"rule {rule.id}: a {rule.kind} rule is matched on a line and has no slots"
        return Misfit(what, ("pattern",), f"write {_ON_LINES[rule.kind]} instead of pattern:")
    if rule.lines and rule.kind != "boilerplate":
        what = f"rule {rule.id}: lines: are whole lines of page chrome, not for {rule.kind} rules"
        return Misfit(what, ("lines",), "write pattern:, or move it to a file of kind: boilerplate")
    return None


def _constants(rule: Rule) -> Misfit | None:
    allowed = KINDS[rule.kind].sets
    for key, value in rule.sets.items():
        if allowed and key not in allowed:
            return unknown(key, allowed, "set", key)
        values = CONSTANTS.get((rule.kind, key))
        if values is not None and value not in values:
            return unknown(value, values, "set", key, what=key)
    for key in REQUIRED.get(rule.kind, ()):
        if key not in rule.sets:
            return Misfit(f"rule {rule.id} must set {key!r}", (), f"add set: {{{key}: …}}")
    return None


def _slots(rule: Rule) -> Misfit | None:
    names = {slot.name for pattern in rule.patterns for slot in slots_of(pattern)}
    names |= set(compile_regex(rule.regex, {}).groupindex) if rule.regex else set()
    for name in KINDS[rule.kind].required:
        if name not in names:
            what = f"rule {rule.id}: a {rule.kind} rule needs the slot {name!r}"
            return Misfit(what, ("pattern",), f"write {{{name}:type}} where it stands")
    for key in rule.where:
        if key.split(".")[0] not in names:
            return unknown(key.split(".")[0], tuple(sorted(names)), "where", key, what="slot in where")
    return None
