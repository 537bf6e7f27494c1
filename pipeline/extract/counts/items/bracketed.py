"""Figures in brackets behind the members of a list: «Ba lý do là lương thấp (24%), đường xa (19%)». What is said before
the list, and behind the first number of what all are a share («(chiếm 27% dư nợ toàn ngành), Nam Hải (13%)»), is said
of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.extract.clauses import Clauses
from pipeline.extract.counts.figures import Figure
from pipeline.extract.counts.items.coordinations import says
from pipeline.extract.counts.items.openings import longest, opens_predicate
from pipeline.extract.counts.items.phrases import names_measure
from pipeline.extract.counts.items.pieces import Span, pieces_before
from pipeline.extract.counts.items.placing import told_until
from pipeline.extract.counts.items.subjects import joined
from pipeline.extract.counts.items.wording import spanned, stripped, words_in
from pipeline.extract.counts.reading.statements import MEASURED
from pipeline.extract.counts.words import CountWords
from pipeline.kinds import ITEM_GAP
from pipeline.match.chart import Chart
from pipeline.text.segment import Segment

LONGEST_MEMBER = 80  # characters from one bracket to the next
LONGEST_ASIDE = 60  # characters on either side of a number within its bracket
MOST_BEFORE = 3  # pieces of a clause before its list
SHORT = 12  # words of a lead of which none is left out
_ALONE = "temperature"  # said of each thing alone
_LENGTH = "length"  # said of each thing alone, but of a way through them
_Words = Sequence[Span]


def with_bracketed(chart: Chart, segments: Sequence[Segment], figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures, of which those in brackets behind the members of one list say of what the list is."""
    found = list(figures)
    clauses, sentences = Clauses(chart, ".;!?"), Clauses(chart, ".!?")
    for first, asides in _groups(chart, figures):
        floor = clauses.start(asides[0].start, segments[figures[first].statement.segment].start)
        following = _member(chart, asides[0].end + 1, asides[1].start - 1)
        lead, at = _lead(chart, asides[0].start - 1, floor, following)
        if not lead and chart.text.startswith(";", floor - 1):  # «Ba tiêu chí là đầu vào, chiếm 5%; | đầu ra (4%), …»
            before = sentences.start(floor - 1, segments[figures[first].statement.segment].start)
            lead, _ = _lead(chart, floor - 1, before, Span(-1, -1))
        if figures[first].statement.unit.kind == _LENGTH and not (lead and lead[-1].end == at):
            continue  # «các núi cao như Hạ (2 km), Đồi (3 km)», not «qua hai xã Hạ (2 km), Đồi (3 km)»
        told = _behind(chart, figures[first], asides[0])
        for index, aside in enumerate(asides, first):
            member = _member(chart, at, aside.start - 1)
            behind = _behind(chart, figures[index], aside) or told
            pieces = [*lead, member, *([behind] if behind else [])]
            at = aside.end + 1
            if len(pieces) > 1 and member.start >= 0:
                item = joined(chart, pieces)
                found[index] = figures[index]._replace(item=item, spans=figures[index].with_span("item", *member))
    found = [_beyond(chart, found[index - 1], figure) if index else figure for index, figure in enumerate(found)]
    return _with_next(chart, figures, found)


def _with_next(chart: Chart, figures: Sequence[Figure], told: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures, of which shares in brackets behind the next ones of a ranking are of what the first share is of:
    «40% khách đến từ Séc, tiếp đến là | Lào (12%), Peru (8%)»."""
    found, head = [*told[:1]], ""
    for index, figure in enumerate(told[1:], 1):
        last, aside = figures[index - 1], _aside(chart, figure) if figure.unit == "%" else None
        own = _aside(chart, last) if aside and head else None
        start = own.end + 1 if own else told_until(last)
        member = Span(-1, -1)
        if aside and chart.text[start : start + 2] == ", " and start < aside.start:
            rank = longest(chart, "ranking_word", start + 2)
            member = _member(chart, start if rank is None else rank.end, aside.start - 1)
            head = head if rank is None else _head(chart, found[-1], member)
        if head and aside and member.start >= 0:
            item = f"{head}{ITEM_GAP}{chart.text[slice(*member)]}"
            figure = figure._replace(item=item, spans=figure.with_span("item", *member))
        else:
            head = ""
        found.append(figure)
    return tuple(found)


def _head(chart: Chart, figure: Figure, member: Span) -> str:
    """What is told of a share up to what is told of another in its stead."""
    item = figure.spans.get("item", (0, 0))
    own = chart.text[slice(*item)]
    words = words_in(chart, Span(*item))
    if figure.unit != "%" or item[0] < figure.start or not (figure.item or "").endswith(own) or member.start < 0:
        return ""
    at = _first_of_list(chart, words, member) if len(words) > 1 else 0
    return (figure.item or "")[: len(figure.item or "") - (item[1] - words[at - 1].end)] if at else ""


def _beyond(chart: Chart, last: Figure, figure: Figure) -> Figure:
    """A figure with what is counted right before its bracket, where that begins with a verb: «có 40 khách (vượt sức
    chứa | 5%)»."""
    own, end = figure.spans.get("item", (0, 0)), told_until(last)
    if last.item is None or last.statement.unit.kind in MEASURED or not chart.text.startswith(" (", end):
        return figure
    if own[0] != end + 2 or own[1] > figure.start or not opens_predicate(chart, own[0]):
        return figure
    return figure._replace(item=f"{last.item}{ITEM_GAP}{chart.text[slice(*own)]}")


def _groups(chart: Chart, figures: Sequence[Figure]) -> Iterator[tuple[int, list[Span]]]:
    """Runs of two and more figures of one unit with their brackets, by the number of the first."""
    run: list[Span] = []
    for index, figure in enumerate(figures):
        aside = _aside(chart, figure)
        if run and not (aside and figure.unit == figures[index - 1].unit and _goes_on(chart, run[-1], aside)):
            if len(run) > 1:
                yield index - len(run), run
            run = []
        if aside and figure.statement.unit.kind != _ALONE:
            run = [*run, aside]
    if len(run) > 1:
        yield len(figures) - len(run), run


def _aside(chart: Chart, figure: Figure) -> Span | None:
    """What stands in the bracket of a figure, if that begins with it or with a verb of shares."""
    start = chart.text.rfind("(", max(0, figure.start - LONGEST_ASIDE), figure.start) + 1
    end = chart.text.find(")", figure.end, figure.end + LONGEST_ASIDE)
    if not start or end < 0 or {"(", ")", "\n"} & set(chart.text[start:end]):
        return None
    verbs = (node.end + 1 for node in chart.at("share_verb", start))
    return Span(start, end) if figure.start in (start, *verbs) else None


def _goes_on(chart: Chart, last: Span, aside: Span) -> bool:
    """Whether the member of a list stands between two brackets: «, đường xa (», « và thiếu nhà ở (»."""
    between = chart.text[last.end + 1 : aside.start - 1]
    joined = between.startswith((", ", "; ")) or bool(_ands(chart).intersection(between.split()[:1]))
    return joined and len(between) <= LONGEST_MEMBER and not set(between) & set(".:\n")


def _ands(chart: Chart) -> frozenset[str]:
    return chart.grammar.book.once(CountWords.of).ands


def _member(chart: Chart, start: int, end: int) -> Span:
    """A member without the signs and the word that join it to the one before."""
    words = words_in(chart, Span(start, end))
    if words and chart.lower[slice(*words[0])] in _ands(chart):
        words = words[1:]
    return Span(words[0].start, words[-1].end) if words else Span(-1, -1)


def _behind(chart: Chart, figure: Figure, aside: Span) -> Span | None:
    """What all are a share of, told in the bracket of the first: «chiếm 27% | dư nợ toàn ngành»."""
    start = figure.statement.unit_span[1] + 1
    if figure.statement.unit.kind != "percent" or figure.direction is not None or aside.end <= start:
        return None
    return None if "," in chart.text[start : aside.end] else Span(start, aside.end)


def _lead(chart: Chart, end: int, floor: int, following: Span) -> tuple[tuple[Span, ...], int]:
    """What is said before a list that ends at `end`, and where the list begins; `following`: its second member."""
    before = [*pieces_before(chart, end, floor, MOST_BEFORE)]
    for index, words in enumerate(before):
        opened = _opened(chart, words)
        if opened is not None:
            head = [word for word in words if word.end <= opened.start]
            return _said(chart, head, before[index + 1 :]), opened.end
        if words and before[index + 1 :] and _colon(chart, before[index + 1]):
            return _said(chart, before[index + 1], before[index + 2 :]), words[0].start
    last = stripped(chart, before[0]) if before else ()
    at = _first_of_list(chart, last, following) if last and following.start >= 0 else 0
    if at:
        return _said(chart, last[:at], before[1:], whole=True), last[at - 1].end
    return (), before[0][0].start if before and before[0] else end


def _first_of_list(chart: Chart, words: _Words, following: Span) -> int:
    """With which word the first member of a list begins that no word opens: with a name, where the next one is a name
    («đến từ | Séc (4%), Lào»), with that which the next one begins with («ở | nhóm lớn (4%), nhóm nhỏ»), or behind the
    last link («được học về | mẹo nấu ăn (7%) và cách đi chợ»); 0 if none of these is there."""
    members = words_in(chart, following)
    if all(chart.text[word.start].isupper() for word in members):
        lower = (at for at in range(len(words), 0, -1) if not chart.text[words[at - 1].start].isupper())
        named = next(lower, 0)
        if named < len(words):
            return named
    alike = (at for at in range(len(words) - 1, 0, -1) if _word(chart, words[at]) == _word(chart, members[0]))
    told = says(chart, words) or len(words) * (not opens_predicate(chart, words[0].start))
    links = (at + 1 for at in range(len(words) - 2, told, -1) if longest(chart, "adjunct_opener", words[at].start))
    return next(alike, 0) or next(links, 0)


def _word(chart: Chart, word: Span) -> str:
    return chart.lower[word.start : word.end]


def _colon(chart: Chart, words: _Words) -> bool:
    return bool(words) and chart.text.startswith(":", words[-1].end)


def _opened(chart: Chart, words: _Words) -> Span | None:
    """The last word of a piece that opens a list."""
    nodes = [node for word in words[1:] for node in chart.at("member_opener", word.start) if node.end < words[-1].end]
    last = max(nodes, key=lambda node: (node.end, -node.start), default=None)
    return None if last is None else Span(last.start, last.end)


def _said(chart: Chart, words: _Words, before: Sequence[_Words], *, whole: bool = False) -> tuple[Span, ...]:
    """What a list is of; of a predicate the measure that it names, else with the subject before it. `whole`: the words
    go right on to its members."""
    words = words if len(words) <= SHORT else stripped(chart, words)  # «ba lý do khiến | họ nghỉ việc»
    said = Span(words[0].start, words[-1].end) if whole else spanned(chart, words, measured=True) if words else None
    if said is None:
        return ()
    if opens_predicate(chart, said.start):
        measure = None if whole else next((word.start for word in words if names_measure(chart, word.start)), None)
        if measure is not None:
            return (Span(measure, said.end),)
        subject = next((Span(w[0].start, w[-1].end) for p in before if (w := stripped(chart, p))), None)
        return (*([subject] if subject else []), said)
    return (said,)
