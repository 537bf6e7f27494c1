"""What stands before a number in its clause: the words that go on to it, and the subject, where that stands before a
sign or before another figure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.coordinations import coordinated, head_of, joint_in, opens_other, own_words, says
from pipeline.extract.counts.items.openings import longest
from pipeline.extract.counts.items.owners import bare_measure
from pipeline.extract.counts.items.phrases import linked_off
from pipeline.extract.counts.items.pieces import Span, pieces_before
from pipeline.extract.counts.items.placing import follows_name
from pipeline.extract.counts.items.wording import measure_in, spanned, stripped, words_in
from pipeline.extract.counts.reading.statements import MEASURED
from pipeline.match.chart import Chart

LONGEST = 22  # words of a lead that takes in a list before it
SHORT = 3  # words of a subject that may be but a member of a list: «hoa hậu Lan, | quê Đà Sơn, cao 1,7 m»
MOST_PIECES = 8  # parts of a sentence before a number
LISTED = 5  # characters between two members of a list: «, và »
SIZES = frozenset({"length", "area", "volume", "weight"})
_NUMBERED = re.compile(r"[,;] \d+ $")
_Words = Sequence[Span]


class Lead(NamedTuple):
    """`said`: the words of the clause up to the number; `subject`: the part of the sentence whose subject is theirs.
    `links`: the words before the number say nothing but that it follows. `thing`: what is measured, where the figure
    before counts it."""

    said: Span | None = None
    subject: Span | None = None
    links: bool = True
    thing: Span | None = None


def lead_in(chart: Chart, figure: Figure, floor: int, *, follows: bool = False) -> Lead:
    """The lead of a figure from an offset on; `follows`: another figure ends there."""
    old = figure.spans.get("baseline", (figure.start, 0))[0]  # «tăng vốn từ 5 tỷ lên | 7 tỷ đồng»
    before = pieces_before(chart, min(old, figure.start), floor, MOST_PIECES)
    pieces = (stripped(chart, own_words(chart, piece, floor) if follows else piece) for piece in before)
    first: _Words = next(pieces, ())
    rest = linked_off(chart, first)
    said = words_said(chart, figure, first) if rest else None
    if said is not None and (joint := joint_in(chart, rest)):
        head = _listed_from(chart, Span(rest[0].start, rest[joint - 1].end), pieces)
        own = follows and "," not in (chart.text[floor : head.start - 2] or ",")  # «ở Lào, | Séc và tiêu hết»
        whole = Span(rest[joint + 1].start if own else head.start, said.end)
        said = whole if len(words_in(chart, whole)) <= LONGEST else said
    if said is not None and not opens_other(chart, said.start):
        alone = says(chart, rest) and not follows_name(chart, said.start)
        whole = coordinated(chart, said, rest, pieces) if alone else _listed_from(chart, said, pieces)
        return Lead(whole, None, links=not rest)
    other = figure.statement.unit.kind in MEASURED - {"percent"}
    for words in pieces:
        told = other and any(chart.text[word.start].isdigit() for word in words) and measure_in(chart, words)
        told = told or (bool(words) and figure.statement.unit.kind not in MEASURED and _counted(chart, words))
        if words and not told and not opens_other(chart, words[0].start):
            subject = spanned(chart, words, measured=False)
            if subject is not None and (len(words) <= SHORT or not says(chart, words)):
                subject = _listed_from(chart, subject, pieces)
            elif subject is not None:
                subject = coordinated(chart, subject, words, pieces)
            return Lead(said, subject, links=not rest)
    return Lead(said, None, links=not rest)


def _counted(chart: Chart, words: _Words) -> bool:
    """Whether a number stands before the words, of which nothing is said: «4 chương sách, | 37 bài báo»."""
    start = words[0].start
    return _NUMBERED.search(chart.text, max(0, start - LISTED), start) is not None and not says(chart, words)


def words_said(chart: Chart, figure: Figure, words: _Words) -> Span | None:
    """The words up to the number: all of them where what is counted stands behind it, else without links to it."""
    item = figure.spans.get("item")
    if item is not None and item[0] >= figure.statement.unit_span[0]:
        return Span(words[0].start, words[-1].end)
    sized = figure.statement.unit.kind in SIZES
    return spanned(chart, words, measured=sized or measure_in(chart, words))


def _listed_from(chart: Chart, said: Span, before: Iterable[_Words]) -> Span:
    """A noun phrase without a predicate, with the parts of the sentence before it to which it belongs: a list («công
    nhân, nông dân, | lái xe»), a measure of what is told («anh Tư thuê thuyền ra đảo, | giá», «tại xã, | thu nhập»)."""
    bare = bare_measure(chart, *said)
    for words in before:
        adjunct = bool(words) and opens_other(chart, words[0].start)
        head = head_of(chart, words, said.start) if adjunct else None
        if head is not None:
            return Span(head, said.end)
        if (adjunct or not words) and not bare:
            break
        if words and not bare and longest(chart, "fronted_opener", words[0].start):
            break  # «nắm bắt thói quen ấy, | Sữa Hạ ra mắt chợ huyện với dung tích»
        if words:
            said = Span(words[0].start, said.end)
        if words and not adjunct and says(chart, words):
            break
    return said
