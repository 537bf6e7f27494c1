"""What stands between the head of a body and its level: "Sở | Nông nghiệp và Phát triển nông thôn | tỉnh".

No list can hold all names, so a name is read word by word: known fields of work, capitalised words, numbers and the
small words that names of bodies are made of (rules/organisations/words.tsv). Any other word ends it, and so do a
person, a title, a level word and the head of another body. Behind a title a few unknown words are let pass where the
name clearly goes on after them or ends in punctuation.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.extract.officials.names import CAPITAL
from pipeline.extract.officials.patterns import NUMBER, BodyPatterns
from pipeline.extract.officials.units import begins_other
from pipeline.extract.officials.words import Phrases
from pipeline.match.chart import Chart
from pipeline.text.syllable import is_syllable

_WORD = re.compile(r"[^\W_](?:[^\W_]|['&.](?=[^\W_]))*")
_NUMBER = re.compile(NUMBER)
_QUOTED = re.compile(r' ?"([^"\n]{2,60})"')
_PERSON_LIKE = re.compile(rf"({CAPITAL})(?: {CAPITAL})+")
_CLAUSE = re.compile(r"[^.;:()\n]+")
_SMALL = re.compile(r" ([^\W\d_]+)(?!\w)")
_HYPHENED = re.compile(r"(?:-[^\W\d_]{1,7}){1,6}(?!\w)")
_OVER = re.compile(r" ?(?:[,.;:()\n]|- |$)")
_MOST_PIECES = 24
_MOST_UNKNOWN = 3
_LONG_FIELD = 14
_AHEAD = 70  # characters within which "A, B và C" must come to its "và"


class _Piece(NamedTuple):
    """A piece of a name in normal form. `flag`: P a proper word, n a noun, v maybe a verb, + not the last of a name."""

    text: str
    end: int
    flag: str


class BodyReader:
    """Reads the inside of a name. `stops` are small words that cannot be its second syllable: function words and first
    syllables of verbs."""

    def __init__(
        self, patterns: BodyPatterns, fields: Phrases, words: Phrases, compounds: Phrases, stops: frozenset[str]
    ) -> None:
        self._patterns = patterns
        self._fields, self._words, self._compounds, self._stops = fields, words, compounds, stops

    def field(self, chart: Chart, after: int) -> tuple[list[str], int] | None:
        """A known field of work right behind the head, with a number ("Vụ Địa phương III")."""
        at = after + chart.text.startswith(" ", after)
        found = self._fields.at(chart.lower, at)
        if found is None or at == after:
            return None
        end, canonical = found
        number = self._patterns.numbered.match(chart.text, end + 1) if chart.text.startswith(" ", end) else None
        if number is not None:
            return [canonical, number[0]], number.end()
        more, end = self.joined_fields(chart, end)
        while chart.text.startswith(" ", end) and (piece := self._piece(chart, end + 1)) and piece.flag == "n":
            more, end = [*more, piece.text], piece.end  # "Phòng Tổng hợp | Kinh tế quốc dân"
        for quoted in _quoted(chart, end):
            more, end = [*more, quoted.text], quoted.end
        return [canonical, *more], end

    def joined_fields(self, chart: Chart, end: int) -> tuple[list[str], int]:
        """Further fields behind a dash or "và": "Khoa Kinh tế | - Quản trị kinh doanh"."""
        pieces: list[str] = []
        while (join := self._patterns.join.match(chart.text, end)) and join[3] is None:
            piece = self._piece(chart, join.end()) if chart.text[join.end() : join.end() + 1].isupper() else None
            if piece is None or piece.flag == "P":
                break
            pieces += [join[1] or join[2], piece.text]
            end = piece.end
        return pieces, end

    def words(
        self, chart: Chart, after: int, *, verbs: bool = False, proper: bool = False, lenient: bool = False
    ) -> tuple[list[str], int]:
        """Everything that can belong to an open name behind `after`; nothing gives an empty list and `after`. `verbs`
        allows a word that may be a verb right behind the head ("Ban Chỉ đạo | thực hiện ..."); a `proper` name may be
        in quotes and may hold the name of a person ("Trường THPT | Đoàn Văn Tố"); `lenient` lets unknown words pass."""
        quoted = _QUOTED.match(chart.text, after) if proper else None
        if quoted is not None:
            return [quoted[1]], quoted.end()
        pieces: list[_Piece] = []
        kept = 0
        while len(pieces) < _MOST_PIECES:
            at = pieces[-1].end if pieces else after
            more = self._next(chart, pieces, at, proper) or (self._unknown(chart, pieces, at) if lenient else ())
            more = more or (_quoted(chart, at) if verbs and pieces else ())
            if not more:
                break
            if more[0].flag == "glue":
                pieces[-1] = _Piece(pieces[-1].text + more[0].text, more[0].end, "P")
            else:
                pieces += more
            doubtful = pieces[0].flag == "v" and not verbs  # a verb behind the head, unless a capital follows
            if pieces[-1].flag != "+" and not (doubtful and not any(piece.text[0].isupper() for piece in pieces)):
                kept = len(pieces)
        return [piece.text for piece in pieces[:kept]], pieces[kept - 1].end if kept else after

    def proper(self, chart: Chart, start: int) -> tuple[list[str], int]:
        """A proper name: words that all begin with a capital and are no common nouns."""
        pieces: list[str] = []
        end = start
        while (piece := self._piece(chart, end + bool(pieces))) and self._whole_word(chart, piece).flag == "P":
            pieces.append(piece.text)
            end = piece.end
            if not chart.text.startswith(" ", end):
                break
        return pieces, end

    def cut(self, chart: Chart, end: int) -> bool:
        """Whether a word follows that may be part of the name but is not known."""
        match = _SMALL.match(chart.text, end)
        return match is not None and match[1][0].islower() and not self._stopped(chart, match)

    # ── one step ─────────────────────────────────────────────────────────────────────────────────

    def _next(self, chart: Chart, before: list[_Piece], at: int, proper: bool) -> tuple[_Piece, ...]:
        """The next piece, with the sign that joins it to what is before; empty if the name does not go on."""
        last = before[-1].flag if before else ""
        piece = self._piece(chart, at + 1, proper=proper) if chart.text.startswith(" ", at) else None
        if piece is not None:
            if last == "P" and piece.flag == "v":
                return ()
            return (piece if last == "P" or piece.flag != "P" else self._whole_word(chart, piece),)
        join = self._patterns.join.match(chart.text, at) if before else None
        piece = None
        if join and self._goes_on(chart, join):
            country = self._country(chart, join.end()) if join[1] else None
            piece = country or self._piece(chart, join.end())
        if join is None or piece is None or (last == "P" and piece.flag == "v"):
            return self._hyphened(chart, at) if last == "P" else ()
        if join[1] and join[0] == join[1] and piece.flag == "P":
            return (_Piece(join[1] + piece.text, piece.end, "glue"),)  # "Saint-Gobain"
        piece = piece if piece.flag != "P" else self._whole_word(chart, piece)
        return _Piece(join[1] or join[2] or ",", join.end(), "+"), piece

    def country(self, chart: Chart, start: int) -> tuple[str, int] | None:
        """A country at `start`, for whose leader it is: "Thủ tướng | Thái Lan", "Đại sứ | Pháp tại Việt Nam"."""
        piece = self._country(chart, start)
        seat = self._patterns.seat.match(chart.text, piece.end) if piece else None
        host = self._country(chart, seat.end()) if seat else None
        if piece is None:
            return None
        return (f"{piece.text}{seat[0]}{host.text}", host.end) if host and seat else (piece.text, piece.end)

    def _country(self, chart: Chart, start: int) -> _Piece | None:
        """A country or sea behind a dash: "hữu nghị Việt Nam - Nhật Bản"."""
        found = self._compounds.at(chart.lower, start) if chart.text[start : start + 1].isupper() else None
        return _Piece(found[1][1:], found[0], "P") if found and found[1].startswith("|") else None

    def _hyphened(self, chart: Chart, at: int) -> tuple[_Piece, ...]:
        """The rest of a word with hyphens: "Khơ | -me", "Đắk | -lắk"."""
        match = _HYPHENED.match(chart.text, at)
        return (_Piece(match[0], match.end(), "glue"),) if match else ()

    def _unknown(self, chart: Chart, before: list[_Piece], at: int) -> tuple[_Piece, ...]:
        """Up to three unknown small words behind a common noun, if the name goes on or the clause ends after them."""
        if before and before[-1].flag in ("P", "+"):
            return ()
        end = at
        for _ in range(_MOST_UNKNOWN):
            match = _SMALL.match(chart.text, end)
            if match is None or match[1][0].isupper() or self._stopped(chart, match) or not is_syllable(match[1]):
                return ()
            if begins_other(chart, match.start(1)) or chart.at("title_joiner", match.start(1)):
                return ()
            end = match.end()
            if _OVER.match(chart.text, end) or self._piece(chart, end + 1) is not None:
                return (_Piece(chart.text[at + 1 : end], end, "n"),)
        return ()

    def _stopped(self, chart: Chart, word: re.Match[str]) -> bool:
        """Whether a small word, alone or with the next one, begins what the body does."""
        following = _SMALL.match(chart.text, word.end())
        return word[1] in self._stops or (following is not None and f"{word[1]} {following[1]}" in self._stops)

    def _goes_on(self, chart: Chart, join: re.Match[str]) -> bool:
        """A comma belongs to the name only in "A, B và C", or before one more small word and the level: "hỗ trợ học
        viên, sinh viên | thành phố Cần Thơ"."""
        if join[3] is None or self._last_noun(chart, join.end()):
            return True
        clause = _CLAUSE.match(chart.text, join.end(), join.end() + _AHEAD)
        link = self._patterns.and_.search(clause[0]) if clause else None
        if link is None or clause is None or clause[0].count(",", 0, link.start()) > 1:
            return False
        return self._piece(chart, join.end() + link.end()) is not None

    def _last_noun(self, chart: Chart, start: int) -> bool:
        noun = self._words.at(chart.lower, start) if chart.text[start : start + 1].islower() else None
        if noun is None or noun[1] != "n" or not chart.text.startswith(" ", noun[0]):
            return False
        after = noun[0] + 1
        return bool(chart.at("organisation_qualifier", after) or chart.at("place_level", after))

    def _whole_word(self, chart: Chart, piece: _Piece) -> _Piece:
        """A word of two syllables of which the first has a capital ("Huyết học"), unless the second may begin what the
        body does."""
        match = _SMALL.match(chart.text, piece.end)
        if match is None or self._stopped(chart, match) or not piece.text.isalpha():
            return piece
        if begins_other(chart, match.start(1)):
            return piece
        if (phrase := self._words.at(chart.lower, match.start(1))) and phrase[0] > match.end():
            return piece  # "Cận | lâm sàng"
        if not (is_syllable(piece.text) and is_syllable(match[1])):
            return piece
        return _Piece(piece.text + match[0], match.end(), "n")

    def _piece(self, chart: Chart, start: int, *, proper: bool = False) -> _Piece | None:
        """The piece of a name at `start`."""
        capital = chart.text[start : start + 1].isupper()
        place = self._compounds.at(chart.lower, start) if capital else None
        if place is not None and not place[1].startswith("|"):
            return None  # "TPHCM": level and place
        if proper and (name := _PERSON_LIKE.match(chart.text, start)) and not chart.at("person", start):
            heads = chart.at("organisation_head", start)
            if heads and heads[0].end == name.end(1):
                return _Piece(name[1], name.end(1), "P")  # "Đoàn" as a surname
        small = self._words.at(chart.lower, start)
        field = self._fields.at(chart.lower, start)
        if field is not None and not capital and field[0] - start < _LONG_FIELD:
            field = None  # "xây dựng", "đào tạo" in small letters may be verbs
        known_until = max(small[0] if small else 0, field[0] if field else 0)
        if begins_other(chart, start, longer_than=known_until - start):
            return None
        if field is not None and field[0] == known_until:
            written = chart.text[start : field[0]]
            return _Piece(written if field[1].lower() == written.lower() else field[1], field[0], "n")
        if small is not None and (capital or small[1] != "C"):
            return _Piece(chart.text[start : small[0]], small[0], small[1] if not capital else "n")
        word = _WORD.match(chart.text, start) if capital else _NUMBER.match(chart.text, start)
        return _Piece(word[0], word.end(), "P") if word else None


def _quoted(chart: Chart, at: int) -> tuple[_Piece, ...]:
    """A name in quotes inside a topic: "Ban Chỉ đạo phong trào | "Dân vận khéo"."""
    match = _QUOTED.match(chart.text, at)
    return (_Piece(f'"{match[1]}"', match.end(), "n"),) if match else ()
