"""What a word that joins does behind a noun that is counted: it joins another noun, or begins another clause."""

from __future__ import annotations

import re

from pipeline.extract.counts.items.openings import opens_predicate
from pipeline.match.chart import Chart

_WORD = re.compile(r" ?([^\s,.;:!?()\"\n/]+)")
_TWO = re.compile(r" ([^\W\d]+) ([^\W\d]+)(?=[.,;:)\n])")
_COUNTS = re.compile(r"[^\W\d]+(?: [^\W\d]+){0,2} \d")
_AMOUNT = re.compile(r" (?:\d+ )?")
_OTHER = "other"


def links(chart: Chart, start: int) -> bool:
    """Whether a word links clauses and joins no other number: not «và | khoảng 5 tỷ đồng»."""
    return bool(chart.at("clause_word", start)) and not (
        chart.at("and_word", start) and _COUNTS.match(chart.text, start)
    )


def paired(chart: Chart, noun: int, start: int, word: int) -> bool:
    """Whether another noun is joined that is known as one, or begins as the phrase does: «gói chân vịt và chân gà»."""
    joint = next(iter(chart.at("joint_word", word)), None)
    second = joint and _WORD.match(chart.text, joint.end)
    if joint is None or not second:
        return False
    alike = _evenly(chart, noun, start, joint.end) or f" {second[1]} " in f"{chart.text[noun:start]} "
    return alike or any(node.value.get("is") != _OTHER for node in chart.at("unit_word", second.start(1)))


def people(chart: Chart, noun: int, word: int) -> bool:
    """Whether other people are joined to people: «12 trẻ em | và người lớn có vé», «33 thợ | và 1 quản đốc bị ngã»."""
    joint = next(iter(chart.at("joint_word", word)), None)
    amount = joint and _AMOUNT.match(chart.text, joint.end)
    kinds = [
        {node.value.get("class") for node in chart.at("unit_word", at)} for at in (noun, amount.end() if amount else 0)
    ]
    return bool(amount) and all("person" in kind for kind in kinds)


def _evenly(chart: Chart, noun: int, start: int, joint: int) -> bool:
    """Whether two words are joined to two, and end their part of the sentence: «30 bài nấu nướng và may vá,»."""
    pair = _TWO.match(chart.text, joint)
    if pair is None or len(chart.text[noun:start].split()) <= len(pair[0].split()):
        return False
    return not any(
        opens_predicate(chart, pair.start(group)) or chart.at("time_unit", pair.start(group)) for group in (1, 2)
    )
