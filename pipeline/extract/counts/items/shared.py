"""One predicate of things counted side by side: «20 thợ | và 3 xe được huy động để đắp đê». It stands behind the last
of them, and tells of each what is counted."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.openings import longest, opens_predicate
from pipeline.extract.counts.items.phrases import linked_off, right_phrase
from pipeline.extract.counts.items.pieces import Span
from pipeline.extract.counts.items.wording import words_in
from pipeline.extract.counts.reading.statements import MEASURED
from pipeline.kinds import ITEM_GAP
from pipeline.match.chart import Chart

_LONGEST_JOINT = 8  # characters of « cùng »
_LONGEST_HOLDER = 60  # characters of «, tổ gốm Hạ Vy có »
_PERCENT = "percent"
_SIGNS = (", ", "; ")


def with_shared_predicates(chart: Chart, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures with nouns of which nothing is said, with what is said of those that are counted right behind."""
    found = [*figures[-1:]]
    said: Span | None = None
    for figure, following in zip(figures[-2::-1], figures[:0:-1], strict=True):
        near = following.start - figure.spans.get("item", (0, 0))[1] <= _LONGEST_HOLDER
        said = (_said(chart, following) or said) if near else None
        if said is not None and (_side_by_side(chart, figure, following, said) or _held(chart, figure, following)):
            item = f"{figure.item}{ITEM_GAP}{chart.text[slice(*said)]}"
            figure = figure._replace(item=item, spans=figure.with_span("complement", *said))
        else:
            said = None
        found.append(figure)
    return tuple(found[::-1])


def _noun(chart: Chart, figure: Figure) -> Span | None:
    """The noun phrase that is counted, or has the share, without what is said of it."""
    unit, item = figure.statement.unit_span, figure.spans.get("item", (0, 0))
    share = figure.statement.unit.kind == _PERCENT
    if item[0] != (unit[1] + 1 if share else unit[0]) or figure.direction is not None or figure.item is None:
        return None
    phrase = right_phrase(chart, item[0], item[1])
    return phrase if phrase is not None and figure.item.endswith(chart.text[slice(*item)]) else None


def _said(chart: Chart, figure: Figure) -> Span | None:
    """The predicate behind the noun that a figure counts."""
    noun = _noun(chart, figure)
    end = figure.spans.get("item", (0, 0))[1]
    words = words_in(chart, Span(noun.end, end)) if noun is not None and noun.end < end else ()
    openers = (longest(chart, "said_word", word.start) for word in words)
    first = next((node for node in openers if node is not None), None)
    return None if first is None or first.value.get("is") else Span(first.start, end)


def _side_by_side(chart: Chart, figure: Figure, following: Figure, said: Span) -> bool:
    """Whether another thing is counted right behind, joined by a word, or by a comma where what is said is done («8 tổ,
    15 thợ | đã được khen», not «2 thợ, 3 ca sĩ | đạt giải»), and nothing is said of this one."""
    noun, other = _noun(chart, figure), _noun(chart, following)
    kinds = {figure.statement.unit.kind, following.statement.unit.kind}
    if (
        noun is None
        or other is None
        or noun.end != figure.spans["item"][1]
        or following.start - noun.end > _LONGEST_JOINT
    ):
        return False
    if kinds & MEASURED and kinds != {_PERCENT}:
        return False
    share = _PERCENT in kinds
    one, two = (chart.lower[slice(*span)].split()[: None if share else 1] for span in (noun, other))
    joined = any(node.end + 1 == following.start for node in chart.at("and_word", noun.end + 1))
    listed = chart.text[noun.end : following.start] == ", "
    return one != two and (joined or listed) and _told(chart, said, share=share, listed=listed)


def _held(chart: Chart, figure: Figure, following: Figure) -> bool:
    """Whether another holder has the same right behind: «tổ mộc có 20 thợ, | tổ gốm có 30 thợ bỏ nghề»."""
    noun, other = _noun(chart, figure), _noun(chart, following)
    if (
        noun is None
        or other is None
        or noun.end != figure.spans["item"][1]
        or {"subject", "lead"}.isdisjoint(figure.spans)
    ):
        return False
    kinds = (figure.statement.unit.kind, following.statement.unit.kind)
    one, two = (chart.lower[slice(*span)].split()[:1] for span in (noun, other))
    if MEASURED.intersection(kinds) or one != two or chart.text[noun.end : noun.end + 2] not in _SIGNS:
        return False
    between = words_in(chart, Span(noun.end, following.start))
    holder = linked_off(chart, between)
    verbs = (word.start for word in holder if opens_predicate(chart, word.start))
    return bool(holder) and len(holder) < len(between) and next(verbs, None) is None


def _told(chart: Chart, said: Span, *, share: bool, listed: bool) -> bool:
    """Whether words tell what is done with things or what befalls them; of a share anything."""
    done = [node for word in words_in(chart, said) for node in chart.at("done_word", word.start)]
    if any(node.value.get("past") for node in done):
        return True
    first = any(node.start == said.start for node in done) or bool(chart.at("holder_verb", said.start))
    return not listed and (first or (share and longest(chart, "predicate_word", said.start) is not None))
