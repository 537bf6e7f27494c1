"""Names of bodies: ORG := HEAD (FUNCTION)? (QUALIFIER)? (LEVEL)? (PLACE)? (PARENT ORG)?

The head comes from the lexicon `organisation_head` and says how the name goes on (`body`): closed (the head is the
whole name), field (a known field of work, else open), open (words that names of bodies are made of), topic (open, may
begin with a verb), name (a proper name). What follows in running text (verbs, punctuation, a person) ends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from pipeline.extract.officials.bodies import BodyReader
from pipeline.extract.officials.names import CAPITAL
from pipeline.extract.officials.organisation import Organisation
from pipeline.extract.officials.patterns import BodyPatterns
from pipeline.extract.officials.units import Unit, UnitReader, begins_other
from pipeline.extract.officials.words import Phrases, read_rows
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.rulebook.schema import Entry, Rulebook

_PARTNER = re.compile(rf" - ({CAPITAL}(?: {CAPITAL}){{0,2}})(?![\w'])")
_IN_BRACKETS = re.compile(r" ?\([A-ZĐ&-]{2,12}\)")
_YEAR = re.compile(r" (20\d\d)(?![\w/.-]| ?-)")
_DEEPEST = 4
_ANY = Entry("alias", "organisation_head", "", (), MappingProxyType({}), "", 0)
_TABLES = ("fields", "words", "compound-places")


@dataclass
class _Draft:
    """A name being read: where it has got to and its pieces in normal form."""

    at: int
    pieces: list[str] = field(default_factory=list)
    level: str | None = None
    place: str | None = None
    place_span: tuple[int, int] | None = None
    parent: Organisation | None = None


class OrganisationScanner:
    """`organisation` nodes for capitalised heads; `read` for any head, from inside the grammar of titles."""

    def __init__(self, book: Rulebook) -> None:
        rows = {name: Phrases(read_rows(book.folder, f"organisations/{name}.tsv")) for name in _TABLES}
        stops = frozenset(row[0] for row in read_rows(book.folder, "organisations/stops.tsv"))
        self.patterns = book.once(BodyPatterns.of)
        self._body = BodyReader(self.patterns, rows["fields"], rows["words"], rows["compound-places"], stops)
        self._units = UnitReader(rows["compound-places"], rows["words"])

    def __call__(self, chart: Chart) -> Iterable[Node]:
        free_from = 0
        coded = {at for number in chart.nodes("doc_number") for at in range(number.start, number.end)}
        for node in chart.nodes("organisation_head"):
            if node.start >= free_from and chart.text[node.start].isupper() and node.start not in coded:
                body = self.read(chart, node.start)
                if body is not None and _says_something(body, node.value):
                    free_from = body.end
                    yield Node("organisation", body.start, body.end, body, "organisation")

    def read(self, chart: Chart, start: int, *, after_title: bool = False, depth: int = 0) -> Organisation | None:
        """The body that begins at `start`, its head the longest that stands there; None if there is none. `after_title`
        admits heads that mean a body only behind a title ("Chủ tịch | CCB thị xã", "Trưởng | thôn 5")."""
        head = self._head(chart, start, after_title)
        if head is None:
            return self._short(chart, start, depth) if after_title else None
        entry: Entry = head.value
        name = entry.get("titled", entry.canonical) if after_title else entry.canonical
        inside, end = self._inside(chart, head, after_title)
        if head.type == "village_level" and not inside and not entry.get("bare"):
            return None
        draft = _Draft(end, [name, *inside], level=entry.get("level") or None)
        self._above(chart, draft, entry, depth)
        if entry.get("body") == "topic" and (year := _YEAR.match(chart.text, draft.at)):
            draft.at, draft.pieces = year.end(), [*draft.pieces, year[1]]  # "Ban Chỉ đạo Tháng Thanh niên tỉnh | 2018"
        nameless = "" if inside or _whole(entry) or self._body.cut(chart, end) else "name"
        core = [entry.canonical if entry.get("titled") and not after_title else name, *inside]
        return Organisation(
            name=_join(draft.pieces), core=_join(core), head=core[0], kind=entry.get("kind", "village"),
            start=start, end=draft.at, level=draft.level, place=draft.place, place_span=draft.place_span,
            parent=draft.parent, needs=_needs(entry, nameless), repaired=bool(entry.get("repaired")),
            twin=entry.get("twin"),
        )  # fmt: skip

    def _short(self, chart: Chart, start: int, depth: int) -> Organisation | None:
        """A body by the abbreviation that this page has for it, with what follows: "Chủ tịch | LHH Việt Nam"."""
        for node in chart.at("body_alias", start):
            body: Organisation = node.value
            draft = _Draft(node.end, [body.name], body.level, body.place)
            if body.unit == (None, None):
                self._above(chart, draft, _ANY, depth)
            parent = draft.parent or body.parent
            return replace(
                body, name=_join(draft.pieces), start=start, end=draft.at, level=draft.level, place=draft.place,
                place_span=draft.place_span, parent=parent, needs="" if body.needs == "name" else body.needs,
            )  # fmt: skip
        return None

    def field(self, chart: Chart, start: int, head: str) -> Organisation | None:
        """A field of work that stands for the body of that `head`: "Bộ trưởng | Tài chính"."""
        found = self._body.field(chart, start - 1) if start and chart.text[start : start + 1].isupper() else None
        if found is None:
            return None
        name = _join([head, *found[0]])
        return Organisation(name, name, head, "ministry", start, found[1])

    def proper(self, chart: Chart, start: int) -> Organisation | None:
        """A proper name that stands for a company: "Tổng Giám đốc | Hòa Phát"."""
        if not start or not chart.text[start : start + 1].isupper() or chart.text[start - 1] != " ":
            return None
        pieces, end = self._body.proper(chart, start)
        draft = _Draft(end, pieces)
        if pieces:
            self._qualifiers(chart, draft)  # "Honda | Việt Nam"
        name = _join(pieces)
        return Organisation(name, name, name, "company", start, draft.at) if pieces else None

    def country(self, chart: Chart, start: int) -> Organisation | None:
        """A country that somebody leads or represents: "Thủ tướng | Thái Lan"."""
        found = self._body.country(chart, start)
        return Organisation(found[0], found[0], found[0], "central", start, found[1]) if found else None

    def parish(self, chart: Chart, start: int) -> Organisation | None:
        """A parish or pagoda named alone: "Chánh xứ | Trà Kiệu"."""
        place = self._units.place(chart, start, None)
        return Organisation(place[0], place[0], place[0], "religious", start, place[1]) if place else None

    def unit(self, chart: Chart, start: int, *, bare: bool = False) -> Unit | None:
        """The unit at `start` ("Quận ủy viên | quận Hoàn Kiếm"); `bare`: also a level word without name."""
        return self._units.read(chart, start, bare=bare)

    def specialty(self, chart: Chart, end: int) -> tuple[str, int]:
        """What a profession goes on with behind `end`: "Giáo viên | Thanh nhạc"."""
        pieces, at = self._body.words(chart, end, verbs=True)
        return _join(pieces), at

    def bare(self, head: str, unit: Unit) -> Organisation:
        """The body `head` of a unit that is named alone: "Chủ tịch | tỉnh Quảng Nam" is of its UBND, as written."""
        return Organisation(
            unit.text,
            head,
            head,
            "government",
            unit.span[0],
            unit.end,
            unit.level,
            unit.place,
            unit.span,
            needs="level",
        )

    def _head(self, chart: Chart, start: int, after_title: bool) -> Node | None:
        for node in chart.at("organisation_head", start):
            if after_title or not node.value.get("after"):
                return node
        villages = chart.at("village_level", start) if after_title else ()
        return villages[0] if villages else None

    def _inside(self, chart: Chart, head: Node, after_title: bool) -> tuple[list[str], int]:
        """The pieces of the name between the head and its level, and where they end."""
        body = head.value.get("body", "closed") if head.type == "organisation_head" else "name"
        if body in ("closed", "place"):
            joins = head.value.get("kind") in ("party_board", "council_board")  # "Ban Tổ chức - Tuyên giáo"
            return self._body.joined_fields(chart, head.end) if joins else ([], head.end)
        field = self._body.field(chart, head.end) if body in ("field", "topic") else None
        verbs = body == "topic" or (after_title and body in ("field", "open"))
        brackets = _IN_BRACKETS.match(chart.text, head.end) if body == "topic" else None
        end = brackets.end() if brackets else head.end
        inside = field or self._body.words(chart, end, verbs=verbs, proper=body == "name", lenient=after_title)
        return inside if inside[0] else ([], head.end)

    # ── level, place, parent ─────────────────────────────────────────────────────────────────────

    def _above(self, chart: Chart, draft: _Draft, entry: Entry, depth: int) -> None:
        brackets = _IN_BRACKETS.match(chart.text, draft.at)
        if brackets:
            draft.at = brackets.end()
        had = len(draft.pieces)
        self._qualifiers(chart, draft)
        if len(draft.pieces) > had and entry.get("body") == "topic":
            topic, end = self._body.words(chart, draft.at, verbs=True)
            if topic and self.patterns.about.fullmatch(topic[0]):
                draft.pieces += topic  # "Ban Chỉ đạo Trung ương | về phòng, chống thiên tai"
                draft.at = end
        if entry.get("place") == "no":
            return
        link = self.patterns.link.match(chart.text, draft.at)
        at = link.end() if link else draft.at + chart.text.startswith(" ", draft.at)
        if chart.at("person", at):
            return
        unit = self._units.read(chart, at, village=entry.get("cell") == "yes")
        if unit is None and (link is None or link["at"]) and at > draft.at:
            place = self._units.place(chart, at, None)
            unit = place and Unit(place[0], draft.level, place[0], (at, place[1]), place[1])
        if unit is not None:
            told = link if link and (unit.place is not None or not link["of"]) else None
            self._take(draft, unit, told[1] if told else "")  # «của» says nothing in "các Ban Chỉ đạo của thị xã"
            self._seat(chart, draft)
            at = draft.at + chart.text.startswith(" ", draft.at)
            link = None
        self._parent(chart, draft, at, link[1] if link else "", depth)
        if unit is None or unit.level is None or not unit.text.startswith(unit.level):
            chain, draft.at = self._units.above(chart, draft.at)
            draft.pieces[-1] += chain

    def _qualifiers(self, chart: Chart, draft: _Draft) -> None:
        """ "Việt Nam", "Trung ương" and the like, which stand before level and place."""
        for _ in range(2):
            longer = chart.at("organisation_head", draft.at + 1)
            found = chart.at("organisation_qualifier", draft.at + 1)
            if not found or chart.text[draft.at] != " " or (longer and longer[0].end > found[0].end):
                return  # "Trung ương Đoàn"
            canonical = found[0].value.get("full") or found[0].value.canonical
            if chart.text[found[0].start].isupper() and not canonical[0].isupper():
                return
            draft.pieces.append(canonical)
            draft.at = found[0].end
            partner = _PARTNER.match(chart.text, draft.at)
            if partner and not begins_other(chart, partner.start(1)) and not chart.at("title_head", partner.start(1)):
                draft.pieces.append(f"- {partner[1]}")  # "Hội Hữu nghị Việt Nam - Đan Mạch"
                draft.at = partner.end()

    def _take(self, draft: _Draft, unit: Unit, link: str) -> None:
        if link:
            draft.pieces.append(link)
        draft.pieces.append(unit.text)
        draft.level, draft.place = unit.level, unit.place
        draft.place_span, draft.at = unit.span, unit.end

    def _seat(self, chart: Chart, draft: _Draft) -> None:
        """Where the body sits or works: "Tổ đại biểu HĐND tỉnh | tại huyện"."""
        link = self.patterns.link.match(chart.text, draft.at)
        unit = self._units.read(chart, link.end()) if link and link["at"] else None
        if link and unit is not None:
            draft.pieces += [link[1], unit.text]
            draft.at = unit.end

    def _parent(self, chart: Chart, draft: _Draft, at: int, link: str, depth: int) -> None:
        """The body above, right behind or after "của": "Ban Dân vận | Thị ủy", "Ủy ban Kinh tế của Quốc hội"."""
        if depth >= _DEEPEST or at <= draft.at:
            return
        for plural in chart.at("title_plural", at):
            link, at = f"{link} {plural.value.canonical}".strip(), plural.end + 1
        heads = chart.at("organisation_head", at)
        if not heads or not (chart.text[at].isupper() or " " in chart.text[heads[0].start : heads[0].end]):
            return
        parent = self.read(chart, at, depth=depth + 1)
        alone = chart.text[at].isupper() and parent is not None and chart.text[parent.end : parent.end + 1] in ",;.)"
        if parent is not None and (alone or _says_something(parent, heads[0].value)):
            draft.pieces += [link, parent.name] if link else [parent.name]
            draft.parent, draft.at = parent, parent.end


def _whole(head: Entry) -> bool:
    """Whether the head is the whole name, or one cut short that needs no more."""
    return head.get("body", "closed") in ("closed", "place") or head.canonical.isupper() or head.get("bare") == "yes"


def _needs(head: Entry, nameless: str) -> str:
    """What the head usually has behind it; a place is of no use to one without its field ("Phòng")."""
    needs = head.get("needs")
    return nameless or needs if needs == "local" else needs or nameless


def _says_something(body: Organisation, head: Entry) -> bool:
    """Whether the name is more than a bare common noun such as "Ban" or "Hội"."""
    return " " in body.name or head.canonical.isupper() or head.get("body", "closed") == "closed"


def _join(pieces: Iterable[str]) -> str:
    return " ".join(pieces).replace(" ,", ",")
