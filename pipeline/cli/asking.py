"""What `hoinghi rules new` was not given by options, asked for one after the other on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

import click

from pipeline.errors import UsageError
from pipeline.rulebook.schema import KINDS
from pipeline.rulebook.values import CONSTANTS, REQUIRED

Given = dict[str, object]
_ON_LINES = "boilerplate"  # rules of this kind are whole lines, not phrases
_EXAMPLES = ("match", "no_match", "todo")


def completed(given: Mapping[str, object]) -> Given:
    """The options with what is missing; raises UsageError for it where nobody can be asked."""
    found = dict(given)
    if not (found["example_of"] or found["lexicon"] or found["kind"]):
        what = _choice("--kind, --lexicon or --example", "What is new", ("word", "rule", "example"))
        found[{"word": "lexicon", "rule": "kind", "example": "example_of"}[what]] = None
        return {"word": _word, "rule": _rule, "example": _example}[what](found)
    return (_example if found["example_of"] else _word if found["lexicon"] else _rule)(found)


def _word(found: Given) -> Given:
    found["lexicon"] = found["lexicon"] or _text("--lexicon", "Which lexicon (unit_word, title_head, role_verb …)")
    found["word"] = found["word"] or _text("--word", "The word")
    if _asking() and not found["like"]:
        found["like"] = _maybe("A word of the lexicon that it is like (Enter: the last one)")
    return _with_example(found, "match", "A sentence with the word (Enter: none)")


def _example(found: Given) -> Given:
    found["example_of"] = found["example_of"] or _text("--example", "Which rule (its id)")
    if not any(found[kind] for kind in _EXAMPLES):
        kind = _choice("--match, --no-match or --todo", "Must it fire there", _EXAMPLES)
        found[kind] = (_text(f"--{kind.replace('_', '-')}", "The sentence"),)
    return _with_why(found)


def _rule(found: Given) -> Given:
    kind = str(found["kind"] or _choice("--kind", "Kind of rule", tuple(KINDS)))
    found["kind"] = kind
    found["rule_id"] = found["rule_id"] or _text("--id", f"Its id ({kind}.something)")
    if kind == _ON_LINES:
        found["lines"] = found["lines"] or (_text("--line", "The line as it stands on the page"),)
    elif not found["patterns"]:
        found["patterns"] = (_text("--pattern", "The phrase to match, as in: {value:number} {unit:unit}"),)
    if kind == "phrase":
        found["makes"] = found["makes"] or _text("--makes", "The slot type that it builds")
    found["sets"] = _constants(kind, found["sets"])
    if kind == "indicator" and _asking() and not found["units"]:
        units = _maybe("Units that it takes, parted by commas")
        found["units"] = tuple(unit.strip() for unit in units.split(",") if unit.strip())
    if _asking() and not found["note"]:
        found["note"] = _maybe("What it is for (Enter: nothing)")
    if not found["match"]:
        found["match"] = (_text("--match", "A sentence in which it must fire"),)
    return _with_why(_with_example(found, "no_match", "A sentence in which it must not (Enter: none)"))


def _constants(kind: str, given: object) -> tuple[str, ...]:
    """The constants that rules of a kind must set, those that are given first."""
    assert isinstance(given, tuple)
    named = {pair.partition("=")[0] for pair in given}
    asked = []
    for key in REQUIRED.get(kind, ()):
        if key not in named and _asking():
            values = CONSTANTS.get((kind, key))
            value = _choice("--set", f"Its {key}", values) if values else _text("--set", f"Its {key}")
            asked.append(f"{key}={value}")
    return (*given, *asked)


def _with_example(found: Given, kind: str, question: str) -> Given:
    if _asking() and not found[kind] and (sentence := _maybe(question)):
        found[kind] = (sentence,)
    return found


def _with_why(found: Given) -> Given:
    if found["no_match"] and not found["why"] and _asking():
        found["why"] = _maybe("Why it must not")
    return found


def _asking() -> bool:
    return sys.stdin.isatty()


def _text(option: str, question: str) -> str:
    _refuse_unless_asking(option)
    return str(click.prompt(question, err=True))


def _choice(option: str, question: str, choices: Sequence[str]) -> str:
    _refuse_unless_asking(option)
    return str(click.prompt(question, type=click.Choice(list(choices)), err=True))


def _maybe(question: str) -> str:
    return str(click.prompt(question, default="", show_default=False, err=True))


def _refuse_unless_asking(option: str) -> None:
    if not _asking():
        raise UsageError(f"{option} is missing", remedy="give it, or call from a terminal to be asked")
