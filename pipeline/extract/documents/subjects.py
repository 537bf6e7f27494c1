"""What a document is about: the words between quotes, or after «về» or a verb up to where the sentence goes on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.rulebook.schema import Entry, Rulebook

LONGEST_QUOTED, LONGEST_PLAIN = 500, 320
LONGEST_AFTER_COLON = 160  # longer quotations after a colon are what the document says, not what it is called
REACH = 260  # from the word for the document to where its subject begins: issuers and dates stand between
_BEFORE = re.compile(r"[,:(] ?$|[^\w\s]?$")
_LEAD = re.compile(r"((?:[^\W\d_]+ ){0,6})(?:\"|'(?=\w))")
_BARE_QUOTE = re.compile(r"(?:[,:] ?)?(?:\"|'(?=\w))(?=\w)")
_WORD = re.compile(r"[^\W_]+(?:['’.&/-](?=\w)[^\W_]+)*")
_ASIDE = re.compile(r" ?\([^()\n]{1,40}\)")
_STOP = re.compile(r"[;:!?\n(\"]|\.(?=\s|$|\"|\.)|…|/{2}")
_ABOUT = re.compile(r"về (?:việc )?")
_NUMBERED = re.compile(r"(?: số)?:? ?\d")
_LISTED = re.compile(r"số \d")
_BEFORE_STOP = re.compile(r"[^\s\"(]+$")
LONGEST_ABBREVIATION = 12
_OPENS = "“„«‘"


_Phrases = Mapping[str, Sequence[tuple[str, ...]]]


@dataclass(frozen=True)
class _Ends:
    """The words that end a subject, by where they do so (`after`), then by their first word; and abbreviations, whose
    full stop does not."""

    after: Mapping[str, _Phrases]
    abbreviations: frozenset[str]

    @classmethod
    def of(cls, book: Rulebook) -> _Ends:
        after: dict[str, dict[str, list[tuple[str, ...]]]] = {}
        for entry in book.entries("subject_end"):
            phrases = after.setdefault(entry.get("after"), {})
            for form in entry.forms:
                words = tuple(_WORD.findall(form))
                phrases.setdefault(words[0], []).append(words)
        return cls(after, frozenset(word.rstrip(".") for word in book.words("abbreviation")))


def doc_subject_scanner(book: Rulebook) -> Callable[[Chart], Iterator[Node]]:
    """Scanner of type `doc_subject`; the value is the span of the subject itself, without «về» and quotes, and whether
    it is quoted."""
    ends = _Ends.of(book)

    def scan(chart: Chart) -> Iterator[Node]:
        types = sorted({node.end for type_ in ("doc_type", "doc_number") for node in chart.nodes(type_)})
        blocked = 0
        for opener in chart.nodes("subject_opener"):
            if opener.start < blocked or not _in_reach(chart, types, opener.start):
                continue
            blocked = opener.end
            entry: Entry = opener.value
            if entry.get("keep") != "never":
                yield from _opened(chart, opener, ends)
        searched = 0
        for type_end in types:
            for quote in _BARE_QUOTE.finditer(chart.lower, max(type_end, searched), type_end + REACH):
                yield from _bare(chart, quote)
            searched = max(searched, type_end + REACH)

    return scan


def _in_reach(chart: Chart, types: Sequence[int], start: int) -> bool:
    index = bisect_right(types, start)
    return bool(index) and start - types[index - 1] <= REACH and "\n" not in chart.lower[types[index - 1] : start]


def _opened(chart: Chart, opener: Node, ends: _Ends) -> Iterator[Node]:
    entry: Entry = opener.value
    keep = entry.get("keep") == "yes"
    after = opener.end + chart.lower.startswith(" ", opener.end)
    if entry.get("next") == "type" and not chart.at("doc_type", after):
        return
    if keep and any(_NUMBERED.match(chart.lower, type_.end) for type_ in chart.at("doc_type", opener.start)):
        return  # "hướng dẫn số 12"
    if keep and chart.lower[after : after + 1] in (",", ";", "."):
        return  # "do Tỉnh ủy ban hành, …"
    start = opener.start if keep else _with_sign(chart, opener.start)
    lead = _LEAD.match(chart.lower, after)
    if lead is not None and not keep and (not lead[1] or chart.at("subject_issue", after)):
        close = closing_quote(chart, lead.end())
        if close is not None and (not lead[1] or lead.end() - 1 == chart.at("subject_issue", after)[0].end + 1):
            yield Node("doc_subject", start, close + 1, (_without_about(chart, lead.end()), close, True))
            return
    first = opener.start if keep else after
    end = _plain_end(chart, first, after, ends)
    if end > after:
        yield Node("doc_subject", start, end, (first, end, False))


def _with_sign(chart: Chart, start: int) -> int:
    sign = _BEFORE.search(chart.lower, max(0, start - 2), start)
    return sign.start() if sign is not None and sign[0][:1] in (",", ":") else start


def _bare(chart: Chart, quote: re.Match[str]) -> Iterator[Node]:
    close = closing_quote(chart, quote.end())
    if close is None or (quote[0][0] == ":" and close - quote.end() > LONGEST_AFTER_COLON):
        return
    yield Node("doc_subject", quote.start(), close + 1, (_without_about(chart, quote.end()), close, True))


def _without_about(chart: Chart, start: int) -> int:
    about = _ABOUT.match(chart.lower, start)
    return about.end() if about else start


def closing_quote(chart: Chart, start: int) -> int | None:
    """Where the quotation ends whose quote sign stands before `start`: the sign that closes it, of whatever shape,
    quotations inside it left out; None if no sign on the line closes it."""
    sign = chart.text[start - 1]
    line_end = chart.text.find("\n", start)
    limit = min(len(chart.text) if line_end < 0 else line_end, start + LONGEST_QUOTED)
    depth, last = 1, None
    at = chart.text.find(sign, start, limit)
    while at >= 0:
        if _opens(chart, at):
            depth += 1
        elif sign != "'" or not chart.text[at + 1 : at + 2].isalnum():
            depth, last = depth - 1, at
            if not depth:
                break
        at = chart.text.find(sign, at + 1, limit)
    return last if last is None or last > start else None


def _opens(chart: Chart, at: int) -> bool:
    """Whether the quote sign at a place opens a quotation: by its shape, else by what stands beside it."""
    written = chart.view.written(at, at + 1)
    if written in _OPENS:
        return True
    before, after = chart.text[at - 1 : at], chart.text[at + 1 : at + 2]
    return written in "\"'" and before in " (" and after.isalnum()


def _plain_end(chart: Chart, first: int, start: int, ends: _Ends) -> int:
    limit = _limit(chart, start, ends)
    last, clause = start, 0
    words = list(_WORD.finditer(chart.lower, start, limit))
    lowered = [word[0] for word in words]
    for index, word in enumerate(words):
        comma = "," in chart.lower[last : word.start()]
        quoted = chart.lower.count('"', start, word.start()) % 2
        post = comma and chart.at("title_head", word.start()) and _of_person(chart, words[clause:index])
        if index and not quoted and not post and _ends_here(chart, lowered, index, word.start(), comma, ends):
            break
        last, clause = word.end(), index if comma else clause
    if chart.lower[start:last].endswith(" và"):
        return last - 3
    held = chart.lower[first:last]
    if held.count('"') % 2 or held.count("(") > held.count(")"):  # the last word stands in quotes or brackets
        return last + (chart.lower[last : last + 1] in ('"', ")"))
    return last


def _of_person(chart: Chart, words: Sequence[re.Match[str]]) -> bool:
    """Whether a person is named since the last comma, so that a post may follow: "ông A, | Phó Giám đốc Sở"."""
    return any(chart.at("honorific", word.start()) for word in words)


def _limit(chart: Chart, start: int, ends: _Ends) -> int:
    """Where the subject must have ended: the sentence, a colon, a bracket that explains the document, an open quote."""
    limit = min(len(chart.lower), start + LONGEST_PLAIN)
    at = start
    while (stop := _STOP.search(chart.lower, at, limit)) is not None:
        aside = _ASIDE.match(chart.lower, stop.start()) if stop[0] == "(" else None
        if stop[0] == "." and _abbreviated(chart, stop.start(), ends):
            at = stop.end()
        elif aside is not None and not chart.at("doc_type", stop.start() + 1) and not _refers(chart, aside):
            at = aside.end()
        elif stop[0] == '"' and (close := closing_quote(chart, stop.end())) is not None and close < limit:
            at = close + 1
        else:
            return stop.start()
    return limit


def _abbreviated(chart: Chart, stop: int, ends: _Ends) -> bool:
    """Whether a full stop only cuts the word before it short: PGS.TS. Nguyễn Văn A."""
    word = _BEFORE_STOP.search(chart.lower, max(0, stop - LONGEST_ABBREVIATION), stop)
    return word is not None and word[0] in ends.abbreviations


def _refers(chart: Chart, aside: re.Match[str]) -> bool:
    """Whether a bracket names the document again or dates it: (gọi tắt là …), (khóa XI), (ngày 3/6/2013)."""
    return any(chart.at("subject_aside", at) for at in range(aside.start() + 1, aside.start() + 3))


def _ends_here(chart: Chart, words: Sequence[str], index: int, start: int, comma: bool, ends: _Ends) -> bool:
    here = tuple(words[index : index + 4])
    if _begins(here, ends.after["any"]) or (comma and _after_comma(chart, here, start, ends)):
        return True
    types = chart.at("doc_type", start)
    if types and (comma or words[index - 1] == "và"):
        return chart.text[start].isupper() or _NUMBERED.match(chart.lower, types[0].end) is not None
    after = _begins(here, ends.after["type"])
    return bool(after) and any(chart.text[type_.start].isupper() for type_ in chart.at("doc_type", start + after + 1))


def _after_comma(chart: Chart, here: tuple[str, ...], start: int, ends: _Ends) -> bool:
    """Whether the words after a comma begin something else: a clause, a body, a place, the next number of a list."""
    if _begins(here, ends.after["comma"]) or _LISTED.match(chart.lower, start):
        return True
    if _begins(here, ends.after["body"]):
        return chart.text[start].isupper()
    level = _begins(here, ends.after["name"])
    if level and _begins(tuple(" ".join(here)[level + 1 :].split()) or ("",), ends.after["verb"]):
        return True
    named = level > 0 and chart.text[start + level + 1 : start + level + 2].isupper()
    return named and not _in_place_chain(chart, start, ends)


def _in_place_chain(chart: Chart, start: int, ends: _Ends) -> bool:
    """Whether a place is named between the last two commas, so that one behind goes with it: "huyện A, | tỉnh B"."""
    before = chart.text[chart.text.rfind(",", 0, max(0, start - 2)) + 1 : start]
    words = _WORD.findall(before)
    lowered = [word.lower() for word in words]
    for index in range(len(words) - 1):
        level = _begins(tuple(lowered[index : index + 4]), ends.after["name"])
        name = index + len(" ".join(lowered[index:])[:level].split())
        if level and name < len(words) and words[name][0].isupper():
            return True
    return False


def _begins(words: tuple[str, ...], phrases: _Phrases) -> int:
    """How many characters of the words here are one of the phrases; 0 if none is."""
    return max(
        (len(" ".join(phrase)) for phrase in phrases.get(words[0], ()) if words[: len(phrase)] == phrase), default=0
    )
