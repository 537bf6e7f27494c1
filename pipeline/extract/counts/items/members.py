"""Lists of which an item has but one member: they go on behind it («3 kg mận, | ổi và khế», «30 câu hỏi về cây, |
con …») up to the word that joins the last one or to the sign that ends the list, or begin before it («tiền ăn, | tiền
ở và phí xe | hết 2 triệu đồng»)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.coordinations import closes, is_member, opens_other, says
from pipeline.extract.counts.items.openings import longest, opens_adjunct
from pipeline.extract.counts.items.phrases import linked_off, names_measure, right_phrase
from pipeline.extract.counts.items.pieces import Span, pieces_before
from pipeline.extract.counts.items.wording import words_in
from pipeline.match.chart import Chart

MOST_MEMBERS = 8
LONGEST_MEMBER = 7  # words
REACH = 160  # characters
_LONGEST_LINK = 24  # characters from a member to the next figure: « với khoảng »
_SIGN = re.compile(r"[.;:!?](?=\s)|\n")
_COMMA = re.compile(r", (?=[^\W\d_])")
_END = re.compile(r" ?[….;)\n]")
_MORE, _NOUN, _LEAD = "…", "noun", "item_lead"
_VERBS = ("predicate_word", "owner_verb", "clause_verb")
_TOLD = (*_VERBS, "clause_word")
_NO_MEMBER = ("member_never", "count", "time_unit", "period", "date", "lead_edge", "item_lead", "part_link", "anaphor")


def with_members(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures with items that hold the whole of the list that they begin or end with."""
    found: list[Figure] = []
    for index, figure in enumerate(figures):
        last = figures[index - 1] if index else None
        if last is not None and found[-1].item != last.item == figure.item:
            figure = figure._replace(item=found[-1].item)  # «… đạt 2 tỷ đồng, | tăng 5%»
        else:
            figure = _from_first(chart, figure, last.end if last is not None else 0)
        found.append(_with_following(chart, figure, figures[index + 1 :]))
    return tuple(found)


def _with_following(chart: Chart, figure: Figure, following: Sequence[Figure]) -> Figure:
    """A figure whose item goes on to the end of the list that it begins."""
    name = next((name for name in ("complement", "item") if _last(chart, figure, name)), None)
    if name is None or _named(chart, figure, figure.spans[name][1]):
        return figure
    start, at = figure.spans[name]
    right = next((other.start for other in following if other.start >= at), len(chart.text))
    measured = names_measure(chart, start) is not None  # «3 triệu đồng tiền xăng | và phí xe»
    end = _listed_until(chart, at, right, figure.value, measured=measured)
    if end is None:
        return figure
    return figure._replace(item=f"{figure.item}{chart.text[at:end]}", spans=figure.with_span(name, start, end))


def _from_first(chart: Chart, figure: Figure, left: int) -> Figure:
    """A figure whose item, the last members of a closed list, goes back to the first of them."""
    item = figure.spans.get("item", (0, 0))
    if not 0 < item[1] <= figure.start or figure.item != chart.text[slice(*item)]:
        return figure
    sign = max((at.end() for at in _SIGN.finditer(chart.text, max(left, item[0] - REACH), item[0])), default=left)
    before = pieces_before(chart, item[1], max(sign, item[0] - REACH), MOST_MEMBERS)
    last = next(before, ())
    if not last or not closes(chart, last) or says(chart, last) or opens_other(chart, last[0].start):
        return figure
    start = first = last[0].start
    for words in before:
        named = next((word.start for word in words if names_measure(chart, word.start) is not None), None)
        if words and any(chart.at(name, words[0].start) for name in _NO_MEMBER):
            break
        if is_member(chart, words, start):
            start = words[0].start
        elif named is not None and chart.text[words[-1].end : start] == ", " and chart.text[words[-1].start].isalpha():
            start = named
            break
        else:
            break
    text = chart.text[start : item[1]]
    return figure if start == first else figure._replace(item=text, spans=figure.with_span("item", start, item[1]))


def _last(chart: Chart, figure: Figure, name: str) -> bool:
    """Whether the item ends with these words, which stand behind the number."""
    span = figure.spans.get(name, (0, 0))
    return figure.end <= span[1] and figure.item is not None and figure.item.endswith(chart.text[slice(*span)])


def _named(chart: Chart, figure: Figure, end: int) -> bool:
    """Whether names of the places counted follow, of which there are not as many: «5 huyện Hạ, | Trung»."""
    return figure.statement.unit.kind == "place" and chart.text[end + 2 : end + 3].isupper()


def _listed_until(chart: Chart, end: int, right: int, count: float, *, measured: bool) -> int | None:
    """Where the list ends that goes on at `end`, if it is one: closed by a word that joins, or at the end of a part.
    What follows a list of so many things (`count`) is said of all: «3 tổ mộc, gốm và đan | được khen». `measured`: it
    is one of measures."""
    at, names = end, 0
    for index in range(MOST_MEMBERS):
        comma = _COMMA.match(chart.text, at, right)
        start = comma.end() if comma else at + 1
        joint = max((node.end + 1 for node in chart.at("joint_word", start)), default=None)
        if joint is None and comma is None:
            break
        if joint is not None and joint >= right:  # «mận, ổi và | 2 kg khế»
            return at if at > end else None
        whole = joint is not None and index + 2 == count > 2
        member = _member(chart, joint or start, right, whole=whole, measured=measured)
        if member is None or (not whole and _of_next(chart, member.end, right)):
            return None
        at = member.end
        names += chart.text[member.start].isupper()
        if chart.text[at - 1] == _MORE:
            return at - 1
        if joint is not None:
            return None if not whole and _told(chart, at, listed=start > end + 1) else at
    named = names == chart.text.count(",", end, at) > 1 and chart.text[chart.text.rfind(" ", 0, end) + 1].isupper()
    return at if at > end and (named or _END.match(chart.text, at)) else None  # «thợ Séc, Lào, Peru | được dạy»


def _of_next(chart: Chart, end: int, right: int) -> bool:
    """Whether but links stand between a member and the next figure, which is of that: «2 tấn mận và | ổi với 3 tấn»."""
    apart = chart.at("joint_word", end + 1) or set(chart.text[end:right]) & set(",.;:)\n")
    if right - end > _LONGEST_LINK or apart:
        return False
    return not linked_off(chart, words_in(chart, Span(end, right)))


def _told(chart: Chart, end: int, *, listed: bool) -> bool:
    """Whether something is said of the last member, or it is explained: it is no member then. `listed`: there are more
    than two, so that what follows may be for all of them."""
    if chart.text.startswith((":", ' "'), end):
        return True
    owned = any(listed or node.value.get("is") == _NOUN for node in chart.at("complement_opener", end + 1))
    joined = owned or opens_adjunct(chart, end + 1) or chart.at("joint_word", end + 1)
    return not joined and any(longest(chart, name, end + 1) for name in _TOLD)


def _member(chart: Chart, start: int, right: int, *, whole: bool, measured: bool) -> Span | None:
    """A noun phrase of which nothing is said; `whole`: it closes the list, what is said behind it is said of all;
    `measured`: the first of the list is a measure, as this one may be."""
    more = chart.text.find(_MORE, start, right)
    phrase = right_phrase(chart, start, right if more < 0 else more + 1)
    plural = chart.at("plural_word", start) and not chart.at("each_word", start)  # «và | các khoản khác»
    never = any(chart.at(name, start) for name in _NO_MEMBER if not (plural and name == _LEAD))
    if phrase is None or never or (names_measure(chart, start) is not None and not measured):
        return None
    words = words_in(chart, phrase)
    names = ("predicate_word", "clause_verb") if whole else ()
    words = words[: next((at for at, word in enumerate(words) if at and _any(chart, names, word)), len(words))]
    told = opens_other(chart, start) or any(longest(chart, name, word.start) for word in words for name in _VERBS)
    return (
        None
        if told or len(words) > LONGEST_MEMBER or chart.at("pointer", words[-1].start)
        else Span(phrase.start, words[-1].end)
    )


def _any(chart: Chart, names: Sequence[str], word: Span) -> bool:
    return chart.text[word.start].islower() and any(longest(chart, name, word.start) for name in names)
