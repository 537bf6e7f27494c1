"""Items that say too little alone, with the clause before their figure: who does what with the things counted («Bình
bán được … chiếc»), what has the measure («anh Tư thuê thuyền ra đảo, giá»).

Only what is stored as `item` grows, as with predicates; pieces that do not stand side by side are joined by « … »."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.clause import LISTED, Lead
from pipeline.extract.counts.items.counted import held
from pipeline.extract.counts.items.leads import Leads
from pipeline.extract.counts.items.openings import longest, opens_predicate
from pipeline.extract.counts.items.phrases import linked, names_measure, right_phrase
from pipeline.extract.counts.items.pieces import Span
from pipeline.extract.counts.items.placing import placed, share_told, told_until
from pipeline.extract.counts.items.predicates import said_until
from pipeline.extract.counts.items.restated import restates
from pipeline.extract.counts.items.wording import measure_in, stripped, words_in
from pipeline.extract.counts.reading.statements import MEASURED
from pipeline.kinds import ITEM_GAP
from pipeline.match.chart import Chart
from pipeline.rulebook.schema import Rulebook
from pipeline.text.segment import Segment

FULL = 6  # words of an item of things that somebody has, which says enough alone
OWNED = 3  # words behind the name of a measure that say whose it is
_NEAR = 2  # characters that may part two pieces that are shown as one: «, »
_SIGN = re.compile(r"[,.;:](?=\s)|[!?()\n]")
_OTHER, _HAVING = "other", "having"
_ADJUNCTS = ("soft", "time", "place")  # of `said_word`
_ALONE = frozenset({"length", "temperature", "score", "energy"})  # measures that what stands behind is seldom of


def with_subjects(chart: Chart, segments: Sequence[Segment], figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures with items that begin with the clause before them, where that is needed to know what is counted."""
    leads = Leads(chart, segments, figures)
    found: list[Figure] = []
    last: Figure | None = None
    for number, figure in enumerate(figures):
        if last is not None and (_same(last, figure) or restates(chart, last, figure)):
            found.append(_like(figure, found[-1]))
        elif last is not None and (things := placed(chart, last, figure)) is not None:
            found.append(_grown(chart, figure, Lead(things)))
        elif (whole := _whole_of(chart, figures, figure)) is not None:
            found.append(_grown(chart, figure, Lead(whole)))
        elif last is not None and share_told(chart, last, figure):
            found.append(_grown(chart, figure, _holder(chart, last, leads[number])))
        elif _says_little(chart, figure, leads, number) or (
            last is not None and _beside(chart, last, figure, found[-1]) and leads[number] is leads[number - 1]
        ):
            found.append(_grown(chart, figure, leads[number]))
        else:
            found.append(figure)
        last = figure
    return tuple(found)


def _whole_of(chart: Chart, figures: Sequence[Figure], figure: Figure) -> Span | None:
    """Of a part of which only the place is told, what the whole counts: «3 vụ chở than lậu, trong đó | 2 vụ ở Hạ»."""
    whole = None if figure.parent is None else figures[figure.parent]
    if whole is None or whole.statement.segment != figure.statement.segment or whole.unit != figure.unit:
        return None
    item, unit = figure.spans.get("item", (0, 0)), figure.statement.unit_span
    told = whole.spans.get("item", (0, 0))
    own = item[0] != unit[0] or not chart.at("place_opener", unit[1] + 1)
    fuller = told[0] == whole.statement.unit_span[0] and told[1] > whole.statement.unit_span[1]
    return Span(*told) if fuller and not own and unit[0] < unit[1] else None


def _holder(chart: Chart, last: Figure, lead: Lead) -> Lead:
    """Of a share told right behind another figure, the things that one counts, or the subject that both have."""
    item = last.spans.get("item", (0, 0))
    counted = last.statement.unit.kind not in MEASURED and chart.text.count(" ", *item)
    return Lead(Span(*item)) if counted and item[0] >= last.statement.unit_span[0] else lead


def _beside(chart: Chart, last: Figure, figure: Figure, told: Figure) -> bool:
    """Whether things are counted right behind others that are told with their clause: «bán 5 bàn | và 20 ghế mây»."""
    item, end = figure.spans.get("item", (0, 0)), figure.statement.unit_span[1]
    near = 0 < figure.start - told_until(last) <= LISTED and item[0] == figure.statement.unit_span[0]
    lead = told.item != last.item and ("lead" in told.spans or "subject" in told.spans)
    if not (near and lead) or last.statement.unit.kind in MEASURED or chart.text.count(" ", *item) >= FULL:
        return False
    return not any(opens_predicate(chart, word.start) for word in words_in(chart, Span(end, item[1])))


def _same(last: Figure, figure: Figure) -> bool:
    """Whether a figure says of the same thing what the one before it says."""
    item = figure.spans.get("item")
    more = "anaphor" in figure.spans and ITEM_GAP in (figure.item or "")  # «tỷ lệ này | ở nữ giới»
    return item is not None and item == last.spans.get("item") and item[1] <= last.start and not more


def _like(figure: Figure, before: Figure) -> Figure:
    subject = {"subject": before.spans["subject"]} if "subject" in before.spans else {}
    item = {"item": before.spans["item"]} if "item" in before.spans else {}
    return figure._replace(item=before.item, spans={**figure.spans, **item, **subject})


def _says_little(chart: Chart, figure: Figure, leads: Leads, number: int) -> bool:
    """Whether the item is but a noun of which anything could be said, the name of a measure without its owner, a share
    of what stands behind it, or words of the clause that name no measure."""
    item = figure.spans.get("item")
    if item is None or "anaphor" in figure.spans:
        return item is None
    unit = figure.statement.unit_span
    if item[0] < unit[0]:
        if item[1] > figure.start:
            return False
        in_order = any(item[1] <= node.start < figure.start for node in chart.nodes("respectively"))
        return not in_order or names_measure(chart, item[0]) is None
    kind = figure.statement.unit.kind
    if kind == "percent":
        return figure.direction is None and (_told(chart, leads[number]) or _predicated(chart, figure, leads[number]))
    if _extends(figure):
        lead = leads[number]
        return (lead.said or lead.subject) is not None and not _named(chart, item)
    if _told_behind(chart, figure) <= unit[1] or _governed(chart, figure, leads[number]):
        return True
    return _done(chart, figure, leads, number)


def _told_behind(chart: Chart, figure: Figure) -> int:
    """Where the words behind the number end that tell what is counted: before those that tell for what, when or how
    that is so («thuê 3 chiếc | để chở lúa»)."""
    start, end = figure.statement.unit_span[1], figure.spans["item"][1]
    words = (word.start for word in words_in(chart, Span(start, end)) if word.start > start)
    adjuncts = (at for at in words if (node := longest(chart, "said_word", at)) and node.value.get("is") in _ADJUNCTS)
    return next(adjuncts, end + 1) - 1


def _predicated(chart: Chart, figure: Figure, lead: Lead) -> bool:
    """Whether a share has but a predicate behind it, and its subject right before it: «bà con, có 30% | biết bơi»."""
    told = "" if lead.subject is None else chart.text[lead.subject.end : figure.start]
    return bool(told) and not any(map(str.isdigit, told)) and opens_predicate(chart, figure.spans["item"][0])


def _named(chart: Chart, item: tuple[int, int]) -> bool:
    """Whether the item begins with a measure or a thing."""
    return names_measure(chart, item[0]) is not None or any(
        chart.at(name, item[0]) for name in ("area_noun", "unit_word")
    )


def _told(chart: Chart, lead: Lead) -> bool:
    """Whether more than a link or an adjunct stands before a share: not «theo thống kê có | 30% số hộ»."""
    adjunct = lead.said is not None and lead.subject is None and _adjunct(chart, lead.said)
    return not lead.links and not adjunct


def _adjunct(chart: Chart, said: Span) -> bool:
    """Whether words are an adjunct, and no clause: «khi | máy còn 30% pin»."""
    opener = longest(chart, "adjunct_opener", said.start)
    return opener is not None and opener.value.get("is") != "clause"


def _owned(chart: Chart, item: tuple[int, int]) -> bool:
    """Whether a measure is named in the item, and something behind its name that says whose it is."""
    at, owned = item[0], False
    while at < item[1]:
        named = names_measure(chart, at)
        if named is not None:
            owned = chart.text.count(" ", named.end, item[1]) >= OWNED
        at = chart.text.find(" ", at, item[1]) + 1 or item[1]
    return owned


def _owns(chart: Chart, item: tuple[int, int], said: Span | None) -> bool:
    """Whether the words before a number begin with a noun phrase, and name a measure and whose it is."""
    owned = said is not None and _within(item, said) and _owned(chart, item)
    return said is not None and owned and not opens_predicate(chart, said.start)


def _governed(chart: Chart, figure: Figure, lead: Lead) -> bool:
    """Whether a word stands before the number without which the things would seem to be there, or to be all there are:
    «cần thêm 30 y tá», «một trong 30 trường», «ngừng giao cơm tới 25 em»."""
    sorts = _governors(chart, figure)
    short = chart.text.count(" ", figure.spans["item"][0], _told_behind(chart, figure)) < FULL
    short = short or (lead.subject is None and lead.said is not None and len(_noun(chart, figure)) < FULL)
    return bool(sorts) and _OTHER not in sorts and (short or sorts != {_HAVING})


def _noun(chart: Chart, figure: Figure) -> Sequence[Span]:
    """The words of the things counted before those that say something of them: «mẫu | trong mười mẫu ấy»."""
    words = words_in(chart, Span(*figure.spans["item"]))
    return words[: next((at for at, word in enumerate(words) if longest(chart, "said_word", word.start)), len(words))]


def _governors(chart: Chart, figure: Figure) -> set[str]:
    """What sorts of words stand right before the number that govern it."""
    sorts = chart.grammar.book.once(_sorts_of_governors)
    words = (chart.lower[at : figure.start - 1] for at in chart.word_starts_before(figure.start, 3))
    return {sorts[word] for word in words if word in sorts}


def _sorts_of_governors(book: Rulebook) -> Mapping[str, str]:
    return {
        form.lower(): str(entry.get("is") or "") for entry in book.entries("governing_verb") for form in entry.forms
    }


def _done(chart: Chart, figure: Figure, leads: Leads, number: int) -> bool:
    """Whether a verb stands before few words about things, which tells what is done with them: «uống 6 loại thuốc»."""
    before = next((chart.lower[at : figure.start - 1] for at in chart.word_starts_before(figure.start, 1)), "")
    item = figure.spans["item"]
    short = chart.text.count(" ", item[0], _told_behind(chart, figure)) < FULL and chart.text[item[0]].isalnum()
    if not short or not before.isalpha() or before in chart.grammar.book.words("and_word"):
        return False
    return _told(chart, leads[number])


def _grown(chart: Chart, figure: Figure, lead: Lead) -> Figure:
    item = figure.spans.get("item")
    behind = Span(*item) if item is not None and item[0] >= figure.statement.unit_span[0] else None
    said = lead.said
    share = _share(chart, figure) if behind is None else None
    if share is not None and item is not None:  # «lượng mua | chiếm 17% tổng lượng mua của cả vùng»
        verb, behind = share
        said = Span(item[0] if said is None else min(item[0], said.start), verb)
    elif behind is not None and _extends(figure) and not held(chart, figure):
        behind = None  # «ghềnh dài 2 km, cao 40 m | uốn quanh núi»
    elif behind is None and item is not None and not _paid(chart, figure, said) and _names(chart, Span(*item)):
        said = said if _within(item, said) or _within(item, lead.thing) else Span(*item)
    subject = lead.thing or lead.subject
    if share is None and behind is None and item is not None and _owns(chart, item, lead.said):
        subject = None  # «tín dụng tăng, | tổng lợi nhuận của ngân hàng»
    if said is not None and subject is not None and said.start < subject.end:  # «việc tăng vốn từ 5 tỷ lên | 7 tỷ»
        said, subject = (said, None) if behind is None and said.start < subject.start else (None, subject)
    kept = [span for span in (subject, said) if span is not None]
    pieces = [*kept, behind] if behind else kept
    spans = {name: span for name, span in figure.spans.items() if name != "item"}
    if not pieces:
        return figure._replace(item=None, spans=spans)
    spans["item"] = (pieces[-1].start, pieces[-1].end)
    if len(pieces) > 1:
        spans[_name(chart, figure, behind)] = (pieces[0].start, pieces[-2].end)
    return figure._replace(item=joined(chart, pieces, figure.start), spans=spans)


def _name(chart: Chart, figure: Figure, behind: Span | None) -> str:
    """What a lead is called: not the subject, where the words behind the number tell what kind of thing is counted."""
    told = behind is not None and behind.end > figure.statement.unit_span[1]
    counted = told and figure.statement.unit.kind not in MEASURED
    return "lead" if counted and "" not in _governors(chart, figure) else "subject"


def _share(chart: Chart, figure: Figure) -> tuple[int, Span] | None:
    """Of a share whose subject stands before it, where its verb ends and the whole that stands behind it."""
    if figure.statement.unit.kind != "percent" or not chart.text.startswith(" ", figure.statement.unit_span[1]):
        return None
    starts = chart.word_starts_before(figure.start, 4)
    verbs = (
        node.end
        for at in starts
        for node in chart.at("share_verb", at)
        if linked(chart, "item_tail", node.end, figure.start)
    )
    verb = next(verbs, None)
    start = figure.statement.unit_span[1] + 1
    opened = max((node.end for node in chart.at("share_opener", start)), default=start)
    whole = right_phrase(chart, opened, len(chart.text)) if verb is not None else None
    if verb is None or whole is None:
        return None
    return verb, Span(start, said_until(chart, opened, whole.end, len(chart.text), share=False) or whole.end)


def _paid(chart: Chart, figure: Figure, said: Span | None) -> bool:
    """Whether the clause says who does what with a sum, and names no measure, as the item does that it is a part of."""
    if said is None or figure.statement.unit.kind != "money" or measure_in(chart, words_in(chart, said)):
        return False
    item = Span(*figure.spans.get("item", (0, 0)))
    return not (item.start < said.start < said.end <= item.end and measure_in(chart, words_in(chart, item)))


def _extends(figure: Figure) -> bool:
    return figure.statement.unit.kind in _ALONE


def _within(item: tuple[int, int], said: Span | None) -> bool:
    return said is not None and said.start <= item[0] < said.end


def _names(chart: Chart, item: Span) -> bool:
    """Whether an item says more than when, or how the clause is joined to another: not «trong quý I», «ngoài ra»."""
    return bool(stripped(chart, words_in(chart, item)))


def joined(chart: Chart, pieces: Sequence[Span], number: int = 0) -> str:
    """The pieces as one item, with « … » for what stands between them, but for words of the clause that no sign parts:
    «bán | 5 tấn chè với | tổng»."""
    text = chart.text[pieces[0].start : pieces[0].end]
    for one, other in pairwise(pieces):
        between = chart.text[one.end : other.start]
        near = len(between) <= _NEAR or (number > other.start and _SIGN.search(between) is None)
        text += (between if near and one.end <= other.start else ITEM_GAP) + chart.text[other.start : other.end]
    return text
