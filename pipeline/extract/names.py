"""Vietnamese personal names: which part of a run of capitalised syllables is a person.

A surname is a score, not a gate. What stands before the run (an honorific, a level word, the name of a body) and the
gazetteer decide where a place ends and a person begins: "Quận ủy Thanh Xuân | Bùi Huyền Mai".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pipeline.extract.official_places import is_place
from pipeline.extract.official_words import Phrases, read_rows
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.rulebook.schema import Rulebook
from pipeline.text.syllable import is_syllable

_UPPER = "".join(
    chr(code) for code in range(0x1F00) if unicodedata.category(chr(code)) == "Lu" and code not in range(0x370, 0x1E00)
)
CAPITAL = rf"[{_UPPER}](?:[^\W\d_]|'(?=[^\W\d_]))*"
_RUN = re.compile(rf"(?<![\w'])(?:{CAPITAL}(?: {CAPITAL})+|[A-ZĐ]'{CAPITAL}|[A-ZĐ]'[^\W\d_]+)(?![\w'])")
_Token = tuple[int, int, str]  # start, end, as written
_LEAST, _MOST = 2, 5
_ACCEPT = 1.2


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as it is stored: no honorific, no rank, capitals as in running text. `famous` is "never" for a name that
    is no official in any text, "maybe" for a historical figure whose namesakes may be. `doubt`: could be a place."""

    name: str
    famous: str = ""
    doubt: bool = False


class PersonScanner:
    """`person` nodes: never two that overlap, each with a PersonName."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self._weight = {row[0].lower(): int(row[1]) for row in read_rows(book.folder, "names/surnames.tsv")}
        kinds = {row[0].lower(): row[1] for row in read_rows(book.folder, "names/syllables.tsv")}
        self._foreign = kinds
        self._compounds = Phrases(read_rows(book.folder, "organisations/compound-places.tsv"))
        self._fields = Phrases(read_rows(book.folder, "organisations/fields.tsv"))

    def __call__(self, chart: Chart) -> Iterable[Node]:
        before = _Before(chart)
        for run in _RUN.finditer(chart.text):
            for segment in self._segments(chart, run, before):
                node = self._best(chart, segment, before)
                if node is not None:
                    yield node

    # ── cutting a run where another phrase begins ────────────────────────────────────────────────

    def _segments(self, chart: Chart, run: re.Match[str], before: _Before) -> Iterator[list[_Token]]:
        tokens: list[_Token] = []
        at = run.start()
        for word in run[0].split(" "):
            tokens.append((at, at + len(word), word))
            at += len(word) + 1
        in_capitals = run[0].isupper()
        segment: list[_Token] = []
        skip_to = 0
        for index, token in enumerate(tokens):
            start, _, word = token
            if start < skip_to:
                continue
            after = tokens[index + 1][2].lower() if index + 1 < len(tokens) else ""
            other = self._other_until(before, token, len(segment), after)
            shouts = _all_caps(word) and not in_capitals
            if other or not self._in_name(word) or (segment and not in_capitals and shouts != _all_caps(segment[0][2])):
                yield segment
                segment = []
            if other:
                skip_to = other
            elif self._in_name(word) and (not shouts or before.calls(start) or segment):
                segment.append(token)
        yield segment

    def _other_until(self, before: _Before, token: _Token, length: int, after: str) -> int:
        """Where a title, body, rank or honorific ends that begins at this token; 0 if it is a syllable of the name."""
        start, end, word = token
        if not length and after and word.lower() in before.short_honorifics:
            weak = self._weight.get(word.lower(), 0) > 1  # "Ông Ích Khiêm"
            return end if not weak or self._weight.get(after, 0) > 1 else 0
        until = before.others.get(start, 0)
        if until > end + 1 and not before.chart.text[end + 1].isupper():
            return until  # "Ban Dân vận", "Đại tá": goes on in small letters, as no name does
        if until > end:
            return until if length >= 3 or not length else 0
        return until if until and not length and word.lower() not in self._weight else 0

    def _in_name(self, word: str) -> bool:
        lower = word.lower()
        if lower in self._foreign or "'" in word or is_syllable(lower):
            return True
        return lower.endswith("k") and is_syllable(f"{lower[:-1]}c")  # "Đắk", of place names and ethnic names

    # ── choosing the name inside a segment ───────────────────────────────────────────────────────

    def _best(self, chart: Chart, segment: list[_Token], before: _Before) -> Node | None:
        if not segment:
            return None
        called = before.calls(segment[0][0])
        words = [word for _, _, word in segment]
        opener = before.opener(segment[0][0])
        known = is_place(chart, " ".join(words), opener.level)
        if known and not called and (opener.place or len(words) < 3):
            return None
        best: tuple[float, int] | None = None
        for first in range(len(words)):
            score = self._score(chart, words, first, opener, called)
            if score is not None and (best is None or score > best[0]):
                best = score, first
        if best is None or best[0] < _ACCEPT:
            return None
        start, end = segment[best[1]][0], segment[-1][1]
        name = chart.text[start:end]
        famous = before.famous.get((start, end), "")
        if famous == "never":
            return None
        return Node("person", start, end, PersonName(_as_written(name), famous, known and not best[1]), "name")

    def _score(self, chart: Chart, words: list[str], first: int, opener: Opener, called: bool) -> float | None:
        name = words[first:]
        if (called or opener.free) and first:
            return None
        if opener.thing and first < 2:
            return None
        lowers = [word.lower() for word in name]
        special = sum(lower in self._foreign or "'" in lower for lower in lowers)
        least = 1 if not first and "'" in name[0] else _LEAST
        if not least <= len(name) <= _MOST + (2 if special else 0):
            return None
        weight = self._weight.get(lowers[0], 0)
        score = (0.0, 0.4, 0.8, 1.0)[2 if special and not weight else weight]
        score += 0.3 if 3 <= len(name) <= 4 or special else 0.1
        if len(name) > 2 and lowers[1] in ("thị", "văn"):
            score += 0.4
        if called:
            return score + 0.9
        if len(name) == 2 and (is_place(chart, " ".join(name)) or self._compounds.at(" ".join(lowers), 0)):
            score -= 1.0
        if len(name) > 3 and is_place(chart, " ".join(name[-2:]), tier="province"):
            score -= 1.0  # a firm: "Hoàng Anh Gia Lai"
        if not first:
            return score + (0.3 if weight > 1 or special else -0.5) if opener.place else score + 0.6
        prefix = " ".join(words[:first])
        known = is_place(chart, prefix, opener.level) or any(
            (found := table.at(prefix.lower(), 0)) is not None and found[0] == len(prefix)
            for table in (self._fields, self._compounds)
        )
        if known:
            return score + 1.0
        return score + (0.25 if opener.place else -0.5) if weight > 1 else None


@dataclass(frozen=True, slots=True)
class Opener:
    """What stands right before a run: a level word or body after which a place may come (`place`, with its `level`), a
    thing that is named after people (`thing`), or punctuation (`free`)."""

    place: bool = False
    thing: bool = False
    free: bool = False
    level: str | None = None


class _Before:
    """What the lexicons say about the places where runs begin, filed by offset."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart

    @cached_property
    def others(self) -> Mapping[int, int]:
        """Start → end of titles, bodies, ranks, level words, honorifics of two syllables."""
        found: dict[int, int] = {}
        for type_ in ("title_head", "organisation_head", "rank_word", "place_level", "village_level"):
            for node in self.chart.nodes(type_):
                found[node.start] = max(node.end, found.get(node.start, 0))
        for node in self.chart.nodes("honorific"):
            if " " in self.chart.lower[node.start : node.end]:
                found[node.start] = max(node.end, found.get(node.start, 0))
        return found

    @cached_property
    def short_honorifics(self) -> frozenset[str]:
        return frozenset(
            self.chart.lower[node.start : node.end]
            for node in self.chart.nodes("honorific")
            if " " not in self.chart.lower[node.start : node.end]
        )

    @cached_property
    def _callers(self) -> frozenset[int]:
        bodies = {node.end for node in self.chart.nodes("organisation_head")}  # "Hội Luật gia" calls nobody
        callers = {node.end for type_ in ("honorific", "rank_word") for node in self.chart.nodes(type_)}
        return frozenset(callers - bodies)

    @cached_property
    def _openers(self) -> Mapping[int, Opener]:
        found: dict[int, Opener] = {}
        for node in self.chart.nodes("organisation_head"):
            thing = node.value.get("body") == "name"
            found.setdefault(node.end, Opener(place=not thing, thing=thing, level=node.value.get("level") or None))
        for type_ in ("place_level", "village_level"):
            for node in self.chart.nodes(type_):
                found[node.end] = Opener(place=True, level=node.value.get("level") or node.value.canonical)
        for node in self.chart.nodes("named_thing"):
            found[node.end] = Opener(thing=True)
        return found

    @cached_property
    def famous(self) -> Mapping[tuple[int, int], str]:
        return {(node.start, node.end): node.value.get("who", "maybe") for node in self.chart.nodes("stop_name")}

    def _end_before(self, start: int) -> int:
        text = self.chart.text
        end = start - 1 if start and text[start - 1] == " " else start
        return end - 1 if end and text[end - 1] == "." and end != start else end

    def calls(self, start: int) -> bool:
        """Whether an honorific or rank stands right before."""
        return self._end_before(start) in self._callers or start in self._callers

    def opener(self, start: int) -> Opener:
        """What stands right before."""
        found = self._openers.get(self._end_before(start))
        if found is not None:
            return found
        end = start - 1 if start and self.chart.text[start - 1] == " " else start
        return Opener(free=not end or not (self.chart.text[end - 1].isalnum() or self.chart.text[end - 1] == "."))


def _all_caps(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _as_written(name: str) -> str:
    return name.title() if name.isupper() and len(name) > 3 else name
