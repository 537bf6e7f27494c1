"""Where the words that say what a document is about end, if no quote sign says so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.extract.links import Links
from pipeline.match.chart import Chart
from pipeline.rulebook.schema import Rulebook

LONGEST_QUOTED, LONGEST_PLAIN = 500, 500
LONGEST_ABBREVIATION = 12
_WORD = re.compile(r"[^\W_]+(?:['’.&/-](?=\w)[^\W_]+)*")
_ASIDE = re.compile(r" ?\([^()\n]{1,40}\)")
_STOP = re.compile(r"[;:!?\n(\"]|\.(?=\s|$|\"|\.)|…|/{2}")
_PAUSE = re.compile(r" ?[,:]")
_BEFORE_STOP = re.compile(r"[^\s\"(]+$")
_OPENS = "“„«‘"

_Phrases = Mapping[str, Sequence[tuple[str, ...]]]


@dataclass(frozen=True)
class SubjectEnds:
    """The words that end a subject, by where they do so (`after`), then by their first word; and abbreviations, whose
    full stop does not. `numbered`: what makes a type behind it a document; `number`, `number_before`: the next and the
    last of a list of numbers; `and_`, `and_before`: the word that joins, alone and as the last one."""

    after: Mapping[str, _Phrases]
    abbreviations: frozenset[str]
    numbered: re.Pattern[str]
    number: re.Pattern[str]
    number_before: re.Pattern[str]
    and_: re.Pattern[str]
    and_before: re.Pattern[str]

    @classmethod
    def of(cls, book: Rulebook) -> SubjectEnds:
        after: dict[str, dict[str, list[tuple[str, ...]]]] = {}
        for entry in book.entries("subject_end"):
            phrases = after.setdefault(entry.get("after"), {})
            for form in entry.forms:
                words = tuple(_WORD.findall(form))
                phrases.setdefault(words[0], []).append(words)
        links = book.once(Links.of)
        return cls(
            after,
            frozenset(word.rstrip(".") for word in book.words("abbreviation")),
            numbered=re.compile(rf"(?: {links.number})?:? ?\d"),
            number=re.compile(rf"{links.number} \d"),
            number_before=re.compile(rf"{links.number} \d+$"),
            and_=re.compile(links.and_),
            and_before=re.compile(rf" {links.and_}$"),
        )


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


def plain_end(chart: Chart, first: int, start: int, ends: SubjectEnds, *, carried: bool) -> int:
    """Where the subject that begins at `first` ends, looked for from `start`; `start` if that cannot be told.
    `carried`: a verb before the document takes «đến …», so that this is not of the subject."""
    limit = _limit(chart, start, ends)
    last, clause = start, 0
    words = list(_WORD.finditer(chart.lower, start, limit))
    lowered = [word[0] for word in words]
    for index, word in enumerate(words):
        comma = "," in chart.lower[last : word.start()]
        quoted = chart.lower.count('"', start, word.start()) % 2
        post = comma and chart.at("title_head", word.start()) and _of_person(chart, words[clause:index])
        carried = carried and not chart.at("subject_carrier", word.start())
        if index and carried and _goes_to(lowered, index, ends):
            break
        if index and not quoted and not post and _ends_here(chart, lowered, index, word.start(), comma, ends):
            break
        last, clause = word.end(), index if comma and not post else clause
    else:
        if limit == start + LONGEST_PLAIN:
            return start
    if (joined := ends.and_before.search(chart.lower, start, last)) is not None:
        return joined.start()
    held = chart.lower[first:last]
    if held.count('"') % 2 or held.count("(") > held.count(")"):  # the last word stands in quotes or brackets
        return last + (chart.lower[last : last + 1] in ('"', ")"))
    return last


def _goes_to(said: Sequence[str], index: int, ends: SubjectEnds) -> bool:
    """Whether «đến …» with no time behind it begins here."""
    if not _begins((said[index],), ends.after["carried"]):
        return False
    behind = tuple(said[index + 1 : index + 5]) or ("",)
    return not behind[0][:1].isdigit() and not _begins(behind, ends.after["time"])


def _of_person(chart: Chart, words: Sequence[re.Match[str]]) -> bool:
    """Whether a person is named since the last comma, so that a post may follow: "ông A, | Phó Giám đốc Sở"."""
    return any(chart.at(type_, word.start()) for word in words for type_ in ("honorific", "rank"))


def _limit(chart: Chart, start: int, ends: SubjectEnds) -> int:
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


def _abbreviated(chart: Chart, stop: int, ends: SubjectEnds) -> bool:
    """Whether a full stop only cuts the word before it short: PGS.TS. Nguyễn Văn A."""
    word = _BEFORE_STOP.search(chart.lower, max(0, stop - LONGEST_ABBREVIATION), stop)
    return word is not None and word[0] in ends.abbreviations


def _refers(chart: Chart, aside: re.Match[str]) -> bool:
    """Whether a bracket names the document again or dates it: (gọi tắt là …), (khóa XI), (ngày 3/6/2013)."""
    return any(chart.at("subject_aside", at) for at in range(aside.start() + 1, aside.start() + 3))


def _ends_here(chart: Chart, said: Sequence[str], index: int, start: int, comma: bool, ends: SubjectEnds) -> bool:
    here = tuple(said[index : index + 4])
    if _begins(here, ends.after["any"]) or (comma and _after_comma(chart, here, start, ends)):
        return True
    if _predicate(chart, said, index, start, ends) or _issued_by(chart, said[index - 1], start, ends):
        return True
    types = chart.at("doc_type", start)
    if types and (comma or ends.and_.fullmatch(said[index - 1])):
        return chart.text[start].isupper() or ends.numbered.match(chart.lower, types[0].end) is not None
    after = _begins(here, ends.after["type"])
    return bool(after) and any(chart.text[type_.start].isupper() for type_ in chart.at("doc_type", start + after + 1))


def _predicate(chart: Chart, said: Sequence[str], index: int, start: int, ends: SubjectEnds) -> bool:
    """Whether a verb of saying with a pause behind it begins what the document says: "… quy định, | việc …"."""
    length = _begins(tuple(said[index : index + 4]), ends.after["pause"])
    if not length or _begins((said[index - 1],), ends.after["noun"]):
        return False
    pause = _PAUSE.match(chart.lower, start + length)
    return pause is not None and not chart.at("doc_type", pause.end() + 1)


def _issued_by(chart: Chart, before: str, start: int, ends: SubjectEnds) -> bool:
    """Whether the body that issued the document begins here, its verb behind it: "… Bộ Chính trị đưa ra"."""
    if not chart.text[start].isupper() or not chart.nodes("subject_issued") or _begins((before,), ends.after["noun"]):
        return False
    return any(chart.at("subject_issued", issuer.end + 1) for issuer in chart.at("issuer", start) if issuer.end > start)


def _after_comma(chart: Chart, here: tuple[str, ...], start: int, ends: SubjectEnds) -> bool:
    """Whether the words after a comma begin something else: a clause, a body, a place, the next number of a list."""
    if _begins(here, ends.after["comma"]):
        return True
    if ends.number.match(chart.lower, start):  # the next number of a list, but not in "bến số 5, số 6"
        return ends.number_before.search(chart.lower, max(0, start - 10), start - 2) is None
    if _begins(here, ends.after["body"]):
        return chart.text[start].isupper()
    level = _begins(here, ends.after["name"])
    if level and _begins(tuple(" ".join(here)[level + 1 :].split()) or ("",), ends.after["verb"]):
        return True
    named = level > 0 and chart.text[start + level + 1 : start + level + 2].isupper()
    return named and not _in_place_chain(chart, start, ends)


def _in_place_chain(chart: Chart, start: int, ends: SubjectEnds) -> bool:
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
