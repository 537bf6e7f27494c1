"""A template as a function from places to places.

A *step* takes states (view offset → what has been bound on the way) and gives the states after one element. All ways
through a template are followed at once, each offset once, so matching is linear in the number of offsets reached:
no template can backtrack. The way to an offset that was found first stays; a filled optional comes before a
skipped one. The states that a step gives are its caller's own, to be changed at will; those it takes stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, Any, TypeAlias

from pipeline.match.leading import chooser, first_words
from pipeline.rulebook import template as t

if TYPE_CHECKING:
    from pipeline.match.chart import Chart

Bound: TypeAlias = "tuple[Bound, str, Any] | None"
States: TypeAlias = dict[int, Bound]
Step: TypeAlias = "Callable[[Chart, States], States]"
Item: TypeAlias = "t.Node | tuple[str, ...]"
"""Of a sequence: an element, or words in a row that only a space can part."""

MOST_REPEATS = 20_000
_GAP_WORD = re.compile(  # a word, or brackets; a dot between letters or behind consonants is part of it: "h.cần", "tp."
    r" ?(?:\([^()\n]{0,60}\)"
    r"|(?:[^\s,.;:!?()\"\[\]]|(?<=[^\W\d_])\.(?=[^\W\d_]))+"
    r"(?:(?:(?<=[ .][bcdghklmnpqrstv])|(?<=[ .][bcdghklmnpqrstvx]{2}))\.)?)"
)


def compile_node(node: t.Node) -> Step:
    """The step of a template node."""
    match node:
        case t.Word(text):
            return _word(text)
        case t.Sign(text):
            return _sign(text)
        case t.Slot():
            return _slot(node)
        case t.Gap(most):
            return _gap(most)
        case t.Opt(body):
            return _opt(body)
        case t.Many(body, least):
            return _many(compile_node(body), least)
        case t.Alt(options):
            return _alt(options)
        case t.Seq():
            return compile_items(items_of(node))


def compile_items(items: Iterable[Item]) -> Step:
    """The step of some items of a sequence."""
    return _seq([_phrase(item) if isinstance(item, tuple) else compile_node(item) for item in items])


def items_of(node: t.Node) -> list[Item]:
    """What a template consists of, one after the other: sequences within it opened, words in a row as one."""
    if not isinstance(node, t.Seq):
        return [(node.text,) if isinstance(node, t.Word) else node]
    found: list[Item] = []
    for item in (item for part in node.items for item in items_of(part)):
        last = found[-1] if found else None
        if isinstance(item, tuple) and isinstance(last, tuple) and last[-1][-1].isalpha() and item[0][0].isalpha():
            found[-1] = (*last, *item)
        else:
            found.append(item)
    return found


def _word(word: str) -> Step:
    length = len(word)
    spaced = f" {word}"
    says = f"“{word}”"
    digit_first, digit_last = word[0].isdigit(), word[-1].isdigit()

    def step(chart: Chart, states: States) -> States:
        lower = chart.lower
        out: States = {}
        for at, bound in states.items():
            if lower.startswith(spaced, at):
                at += 1
            elif not lower.startswith(word, at) or (at and _joins(lower[at - 1], digit_first)):
                continue
            end = at + length
            if not (end < len(lower) and _joins(lower[end], digit_last)):
                out.setdefault(end, bound)
        if not out and chart.trace is not None:
            chart.trace.expected(says, states)
        return out

    return step


def _phrase(words: Sequence[str]) -> Step:
    """Words that only a space can part: one comparison, or one a word where somebody asks which of them is missing."""
    whole, one_by_one = _word(" ".join(words)), _seq([_word(word) for word in words])
    if len(words) == 1:
        return whole

    def step(chart: Chart, states: States) -> States:
        return whole(chart, states) if chart.trace is None else one_by_one(chart, states)

    return step


def _joins(neighbour: str, digit: bool) -> bool:
    """Whether a letter or digit beside a word makes it another word: «15» is not «5», but «110kv» has «kv»."""
    return neighbour.isalpha() or (digit and neighbour.isdigit())


def _sign(sign: str) -> Step:
    says = f"“{sign}”"

    def step(chart: Chart, states: States) -> States:
        lower = chart.lower
        out: States = {}
        for at, bound in states.items():
            if lower.startswith(" ", at):
                at += 1
            if lower.startswith(sign, at):
                out.setdefault(at + 1, bound)
        if not out and chart.trace is not None:
            chart.trace.expected(says, states)
        return out

    return step


def _slot(slot: t.Slot) -> Step:
    name, type_ = slot.name, slot.type
    says = f"{{{name}}}" if name == type_ else f"{{{name}:{type_}}}"

    def step(chart: Chart, states: States) -> States:
        lower, at_type = chart.lower, chart.starts.get(type_)
        if at_type is None:
            at_type = chart.here(type_)
        out: States = {}
        for at, bound in states.items():
            if lower.startswith(" ", at):
                at += 1
            for node in at_type[at]:
                if node.end not in out:
                    out[node.end] = (bound, name, node)
        if not out and chart.trace is not None:
            chart.trace.expected(says, states)
        return out

    return step


def _gap(most: int) -> Step:
    def step(chart: Chart, states: States) -> States:
        lower, out = chart.lower, dict(states)
        for at, bound in states.items():
            for _ in range(most):
                word = _GAP_WORD.match(lower, at)
                if word is None:
                    break
                at = word.end()
                out.setdefault(at, bound)
        if chart.trace is not None:
            chart.trace.skipped(states, out)
        return out

    return step


def _opt(node: t.Node) -> Step:
    """What may be missing is tried only where the word at hand can begin it; all of it, if somebody asks."""
    body, first = compile_node(node), first_words(node, signs=True)

    def step(chart: Chart, states: States) -> States:
        trace = chart.trace
        if trace is not None:
            trace.optional(states)
            out = body(chart, states)
            trace.required()
        elif first is not None:
            leading = chart.leading
            fit = {at: bound for at, bound in states.items() if leading[at] in first}
            if not fit:
                return dict(states)
            out = body(chart, fit)
        else:
            out = body(chart, states)
        for at, bound in states.items():
            out.setdefault(at, bound)
        return out

    return step


def _many(body: Step, least: int) -> Step:
    def step(chart: Chart, states: States) -> States:
        out: States = {} if least else dict(states)
        fresh = states
        for _ in range(MOST_REPEATS):
            fresh = {at: bound for at, bound in body(chart, fresh).items() if at not in out}
            if not fresh:
                break
            out.update(fresh)
            chart.spend(len(fresh))
        return out

    return step


def _alt(options: Sequence[t.Node]) -> Step:
    """Only the options that can begin with the word or sign at hand are tried; a trace is told of missing signs."""
    steps = [compile_node(option) for option in options]
    says = "one of " + ", ".join(dict.fromkeys(map(_beginning, options)))
    fitting, traced = chooser(options), chooser(options, signs=False)

    def step(chart: Chart, states: States) -> States:
        leading = chart.leading
        by_word, rest = fitting if chart.trace is None else traced
        if len(states) == 1:
            (at,) = states
            indexes = by_word.get(leading[at], rest)
            if len(indexes) == 1:
                return steps[indexes[0]](chart, states)
            groups = dict.fromkeys(indexes, states)
        else:
            groups = {}
            for at, bound in states.items():
                for index in by_word.get(leading[at], rest):
                    groups.setdefault(index, {})[at] = bound
        if len(groups) == 1:
            ((index, group),) = groups.items()
            return steps[index](chart, group)
        out: States = {}
        for index in sorted(groups):
            for at, bound in steps[index](chart, groups[index]).items():
                out.setdefault(at, bound)
        if not groups and chart.trace is not None:
            chart.trace.expected(says, states)
        return out

    return step


def _beginning(option: t.Node) -> str:
    """How an option begins, for people: its first words, slot or sign."""
    match option:
        case t.Word(text) | t.Sign(text):
            return f"“{text}”"
        case t.Slot(name, type_):
            return f"{{{name}}}" if name == type_ else f"{{{name}:{type_}}}"
        case t.Seq(items):
            words = [
                item.text
                for item in takewhile(lambda item: isinstance(item, t.Word), items)
                if isinstance(item, t.Word)
            ]
            return f"“{' '.join(words)}”" if words else _beginning(items[0])
        case t.Opt(body) | t.Many(body, _):
            return _beginning(body)
        case t.Alt(options):
            return ", ".join(map(_beginning, options))
        case t.Gap():
            return "…"


def _seq(items: list[Step]) -> Step:
    if len(items) == 1:
        return items[0]

    def step(chart: Chart, states: States) -> States:
        for item in items:
            states = item(chart, states)
            if not states:
                break
        return states

    return step


def parts(bound: Bound) -> tuple[tuple[str, Any], ...]:
    """What was bound on the way, in the order of the text."""
    if bound is None:
        return ()
    found = []
    while bound is not None:
        bound, name, node = bound
        found.append((name, node))
    return tuple(reversed(found))
