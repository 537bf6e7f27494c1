"""Vietnamese personal names: which part of a run of capitalised syllables is a person.

A surname is a score, not a gate. What stands before the run (an honorific, a level word, the name of a body) and the
gazetteer decide where a place ends and a person begins: "Quận ủy Thanh Xuân | Bùi Huyền Mai".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.extract.officials.openers import Before, Opener
from pipeline.extract.officials.places import has_gazetteer, is_place
from pipeline.extract.officials.words import Phrases, read_rows
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.rulebook.schema import Rulebook
from pipeline.text.lexicons import any_of
from pipeline.text.syllable import is_syllable

_UPPER = "".join(
    chr(code) for code in range(0x1F00) if unicodedata.category(chr(code)) == "Lu" and code not in range(0x370, 0x1E00)
)
_REST = r"(?:[^\W\d_]|'(?=[^\W\d_]))*"
CAPITAL = f"[{_UPPER}]{_REST}"
_HYPHENED = re.compile(r"(?:-[^\W\d_]+)+(?!\w)")
_Token = tuple[int, int, str]  # start, end, as written
_LONGEST_RUN = 14  # a longer run of capitals is a headline, not a place and a name
_LEAST, _MOST = 2, 5
_ACCEPT = 1.2


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as it is stored: no honorific, no rank, capitals as in running text. `famous` is "never" for a name that
    is no official in any text, "maybe" for a historical figure whose namesakes may be. `doubt`: could be a place.
    `lead` is where a saint's name before it begins, else where the name does."""

    name: str
    lead: int
    famous: str = ""
    doubt: bool = False


class PersonScanner:
    """`person` nodes: never two that overlap, each with a PersonName."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        surnames = [*read_rows(book.folder, "names/surnames.tsv")]
        self._weight = {row[0].lower(): int(row[1]) for row in surnames}
        self._open = frozenset(row[0].lower() for row in surnames if row[-1] == "+")
        self._middles = frozenset(row[0].lower() for row in read_rows(book.folder, "names/middles.tsv"))
        self._run = _runs(self._middles)
        self._foreign = {row[0].lower(): row[1] for row in read_rows(book.folder, "names/syllables.tsv")}
        self._telling = frozenset({*self._weight, *self._foreign})
        self._saints = frozenset(name for name, kind in self._foreign.items() if kind == "saint")
        self._compounds = Phrases(read_rows(book.folder, "organisations/compound-places.tsv"))
        self._words = Phrases(read_rows(book.folder, "organisations/words.tsv"))
        self._fields = Phrases(read_rows(book.folder, "organisations/fields.tsv"))

    def __call__(self, chart: Chart) -> Iterable[Node]:
        before = Before(chart, self._words, self._compounds)
        for run in self._run.finditer(chart.text):
            if not (self._may_name(run[0]) or before.calls(run.start()) or before.led(run.start(), run.end())):
                continue
            for segment in self._segments(chart, run, before):
                node = self._best(chart, segment, before)
                if node is not None:
                    yield node

    def _may_name(self, run: str) -> bool:
        """Whether a run has any syllable that begins names; most runs (places, firms) have none."""
        return "'" in run or not self._telling.isdisjoint(run.lower().split(" "))

    # ── cutting a run where another phrase begins ────────────────────────────────────────────────

    def _segments(self, chart: Chart, run: re.Match[str], before: Before) -> Iterator[list[_Token]]:
        tokens: list[_Token] = []
        at = run.start()
        for word in run[0].split(" "):
            tokens.append((at, at + len(word), word))
            at += len(word) + 1
        in_capitals = run[0].isupper()
        called = False
        segment: list[_Token] = []
        skip_to = 0
        for index, token in enumerate(tokens):
            start, _, word = token
            if start < skip_to:
                continue
            after = tokens[index + 1][2].lower() if index + 1 < len(tokens) else ""
            lead = self._leads(before, token)
            if lead or not segment:  # "ông Alăng Bhuôch": whatever its syllables
                called = lead or (before.calls(start) and len(tokens) - index <= _MOST)
            if lead and segment:
                yield segment
                segment = []
            other = self._other_until(before, token, len(segment), after)
            shouts = _all_caps(word) and not in_capitals
            verb = in_capitals and len(segment) >= _LEAST and bool(after) and bool(chart.at("headline_verb", start))
            fits = self._in_name(word) or called or bool(segment and segment[0][2].lower() in self._open)
            if other or not fits or verb or (segment and not in_capitals and shouts != _all_caps(segment[0][2])):
                yield segment
                segment = []
            if verb:
                continue  # "NGUYỄN VĂN AN | CHỦ TRÌ HỘI NGHỊ"
            if other:
                skip_to = other
            elif fits and (not shouts or before.calls(start) or segment):
                segment.append(token)
        yield segment

    def _leads(self, before: Before, token: _Token) -> bool:
        """Whether a foreign name begins behind the post of its country: "Thủ tướng Thái Lan | Prayut Chan-o-cha"."""
        return token[0] in before.leaders and not is_syllable(token[2].lower())

    def _other_until(self, before: Before, token: _Token, length: int, after: str) -> int:
        """Where a title, body, rank or honorific ends that begins at this token; 0 if it is a syllable of the name."""
        start, end, word = token
        if not length and after and word.lower() in before.short_honorifics:
            if before.calls(start):
                return 0  # "ông | Ông Văn Bình"
            surname = self._weight.get(word.lower(), 0) > 1  # "Ông Ích Khiêm"
            return end if not surname or self._weight.get(after, 0) > 1 or not is_syllable(after) else 0
        until = before.others.get(start, 0)
        if until < end or (until == end and after and is_place(before.chart, f"{word} {after}")):
            return 0  # "H" of "H'Nguôl", "Sóc" of "Sóc Trăng"
        if until > end + 1 and not before.chart.text[end + 1].isupper():
            return until  # "Ban Dân vận", "Đại tá": goes on in small letters, as no name does
        if until > end:
            return until if length >= 3 or not length else 0
        return until if until and not length and word.lower() not in self._weight else 0

    def _in_name(self, word: str) -> bool:
        lower = word.lower()
        if lower in self._foreign or "'" in word or is_syllable(lower):
            return True
        return lower.endswith("k") and any(is_syllable(lower[:-1] + end) for end in "cn")  # "Đắk", "Đăk": ethnic names

    # ── choosing the name inside a segment ───────────────────────────────────────────────────────

    def _best(self, chart: Chart, segment: list[_Token], before: Before) -> Node | None:
        first_of_all = segment[0][0] if segment else 0
        segment = self._without_saint(segment)
        if not 0 < len(segment) <= _LONGEST_RUN:
            return None
        called = before.calls(first_of_all) or bool(segment and self._leads(before, segment[0]))
        words = [word for _, _, word in segment]
        if any(word.islower() for word in words) and (not called or words[0].islower()):
            return None
        opener = before.opener(segment[0][0])
        known = is_place(chart, " ".join(words), opener.level) or self._compound(words)
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
        hyphened = None if is_syllable(words[best[1]].lower()) else _HYPHENED.match(chart.text, end)
        end = hyphened.end() if hyphened else end
        name = chart.text[start:end]
        famous = before.famous.get((start, end), "")
        if famous == "never":
            return None
        lead = start if best[1] else first_of_all
        return Node("person", start, end, PersonName(_as_written(name), lead, famous, known and not best[1]), "name")

    def _compound(self, words: list[str]) -> bool:
        """Whether the words are one place that the gazetteer lacks: "Thái Bình Dương"."""
        text = " ".join(words).lower()
        found = self._compounds.at(text, 0)
        return found is not None and found[0] == len(text)

    def _nowhere(self, chart: Chart, words: list[str], level: str | None) -> bool:
        """Whether no place of that level begins the words."""
        ends = range(1, len(words) + 1)
        return has_gazetteer(chart) and not any(is_place(chart, " ".join(words[:end]), level) for end in ends)

    def _without_saint(self, segment: list[_Token]) -> list[_Token]:
        """The name without the saint's name of a Catholic before it: "Gioan Baotixita | Lê Văn Tứ"."""
        at = 0
        while len(segment) - at > _LEAST:
            words = [word.lower() for _, _, word in segment[at : at + 2]]
            step = 1 if words[0] in self._saints else 2 if " ".join(words) in self._saints else 0
            if not step or len(segment) - at - step < _LEAST:
                break
            at += step
        return segment[at:]

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
        if len(name) > 2 and lowers[1] in self._middles:
            score += 0.4
        if called:
            foreign = not is_syllable(lowers[0])  # "ông Urs Kloeti"
            return score + (1.2 if foreign else 0.9)
        if len(name) == 2 and (is_place(chart, " ".join(name)) or self._compound(name)):
            score -= 1.0
        if len(name) > 3 and is_place(chart, " ".join(name[-2:]), tier="province"):
            score -= 1.0  # a firm: "Hoàng Anh Gia Lai"
        if not first:
            if not opener.place:
                return score + 0.6
            if opener.closed and weight > 1 and self._nowhere(chart, words, opener.level):
                return score + 0.5  # "UBND tỉnh | Cao Huy": no province is called so
            return score + (-0.5 if weight < 2 and not special else 0.3 if len(name) > 2 or weight > 2 else 0.1)
        prefix = " ".join(words[:first])
        known = is_place(chart, prefix, opener.level) or any(
            (found := table.at(prefix.lower(), 0)) is not None and found[0] == len(prefix)
            for table in (self._fields, self._compounds)
        )
        if known:
            return score + 1.0
        clear = weight == 3 and 3 <= len(name) <= 4
        return score + (0.25 if opener.place else -0.1 if clear else -0.5) if weight > 1 else None


def _runs(middles: Iterable[str]) -> re.Pattern[str]:
    """Runs of capitalised syllables, a middle name in small letters among them ("ông Tạ văn Bình"). Begins with a set
    of letters, which the search skips to."""
    more = rf"(?: {CAPITAL})"
    small_middle = rf"{_REST}{more}* {any_of(middles)} {CAPITAL}{more}*"
    apostrophe = rf"(?<=[A-ZĐ])'(?:{CAPITAL}|[^\W\d_]+)"
    return re.compile(rf"[{_UPPER}](?<![\w'].)(?:{small_middle}|{_REST}{more}+|{apostrophe})(?![\w'])")


def _all_caps(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _as_written(name: str) -> str:
    return name.title() if name.isupper() and len(name) > 3 else name
