"""One post: TITLE := (former | acting)? HEAD (mark)* (ORGANISATION)? (term)?

The lexicon `title_head` holds whole heads ("Phó Chủ tịch", "PCT"); a head that fuses shares a word with the body behind
it ("Trưởng" + "Ban Dân vận Thị ủy" is title "Trưởng Ban", organisation "Ban Dân vận Thị ủy").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.extract.officials.organisation import Organisation, joined, within
from pipeline.extract.officials.organisations import OrganisationScanner
from pipeline.match.chart import Chart
from pipeline.match.node import Node
from pipeline.rulebook.schema import Entry

_TERM = re.compile(r"(?:[ ,:(]{0,2}(?:(?:[IVX]+|\d{1,4})\)?(?!\w)|[-–])){1,6}(?<![-–])")
_PLURAL_NUMBER = re.compile(r"\d{1,2} ")
_SHORT = 4
_HAVE_COMMITTEES = ("party_committee", "ministry", "department", "school", "company", "office", "military", "police")


@dataclass(frozen=True, slots=True)
class Post:
    """One post as written, in normal form, with view offsets. The body may lie outside `[start, end)`: when it was
    named with the title beside it (`inherited`). `plain`: the title without marks ("Phó Bí thư" of "Phó Bí thư
    Thường trực"). `over`: the text says that another post came after it ("nay là")."""

    title: str
    organisation: Organisation | None
    head: Entry
    start: int
    end: int
    title_span: tuple[int, int]
    fused: bool = False
    former: bool = False
    plural: str = ""
    inherited: bool = False
    repaired: bool = False
    comma: bool = False
    suffix: str = ""
    plain: str = ""
    over: bool = False

    @property
    def body(self) -> str | None:
        """The organisation in normal form, with "các" where the text has several."""
        if self.organisation is None:
            return None
        return f"{self.plural} {self.organisation.name}" if self.plural else self.organisation.name

    @property
    def position(self) -> str:
        """Title and organisation as one phrase: "Trưởng Ban Dân vận Thị ủy"."""
        body = self.body
        if body is None or (self.head.get("given") and not self.fused):
            return self.title + self.suffix
        if self.fused:
            acting = self.title.partition(self.head.canonical)[0]
            return f"{acting}{self.head.canonical} {body}"
        if self.inherited and self.title.split(" ")[-1].lower() == body.split(" ")[0].lower():
            return f"{self.title} {body.partition(' ')[2]}"  # "các Phó Trưởng Ban" of the "Ban Tuyên giáo"
        return f"{self.title}, {body}" if self.comma else f"{self.title} {body}"

    @property
    def office(self) -> bool:
        """Whether this is an office rather than a profession or a mere membership."""
        lay = self.organisation is not None and self.organisation.kind in self.head.get("lay").split()
        return self.head.get("office") != "no" and not lay

    @property
    def takes(self) -> frozenset[str]:
        """Kinds of bodies that this title leads or belongs to."""
        return frozenset(self.head.get("takes").split())

    def fits(self, body: Organisation) -> bool:
        """Whether this title may be one in that body."""
        named = self.head.get("named")  # "Trưởng Ban" is of a Ban
        return body.kind in self.takes and (not named or body.core.split(" ")[0] == named)

    @property
    def complete(self) -> bool:
        """Whether nothing is missing: a body is named, or the title needs none."""
        return self.organisation is not None or self.head.get("full") == "yes"


class TitleReader:
    """Reads one post at a given place."""

    def __init__(self, bodies: OrganisationScanner) -> None:
        self._bodies, self._patterns = bodies, bodies.patterns

    def read(self, chart: Chart, start: int) -> Post | None:
        """The longest post that begins at `start`; None if there is none."""
        former, prefix, at = self._prefixes(chart, start)
        best: Post | None = None
        for node in chart.at("title_head", at):
            if not _fits(chart, node):
                continue
            post = self._from_head(chart, start, node, former, prefix)
            if post is not None and (best is None or _rank(post) > _rank(best)):
                best = post
        return best

    def _prefixes(self, chart: Chart, start: int) -> tuple[bool, str, int]:
        former, kept, at = False, "", start
        nodes = chart.at("title_prefix", at)
        while nodes:
            entry: Entry = nodes[0].value
            former = former or entry.get("tenure") == "former"
            kept = f"{entry.canonical} " if entry.get("keeps") else kept
            at = _after(chart, nodes[0].end)
            nodes = chart.at("title_prefix", at)
        return former, kept, at

    def _from_head(self, chart: Chart, start: int, node: Node, former: bool, prefix: str) -> Post | None:
        entry: Entry = node.value
        title, end = self._marks(chart, node)
        plain = entry.get("base") or entry.canonical
        plural, at = self._plural(chart, _after(chart, end)) if entry.get("fuses") else ("", _after(chart, end))
        body = self._body(chart, entry, at, node)
        needs = entry.get("needs")
        named = needs == "organisation or name" and bool(chart.at("person", at))
        if body is None and not named and (entry.get("fuses") or needs):
            return None
        fused, suffix = bool(entry.get("fuses")), ""
        if fused and body is not None:
            title, plain = (f"{part} {_shared_word(chart, body)}" for part in (title, plain))
            title, body = self._marked(chart, title, body)
        elif entry.get("given") and body is not None and body.end > end:
            suffix = body.name.removeprefix(entry.get("given"))
        elif body is None and (entry.get("class") == "profession" or entry.get("names")):
            extra, end = self._bodies.specialty(chart, end)  # "Giáo viên | Thanh nhạc", "Giám đốc | Kinh doanh"
            title = f"{title} {extra}".rstrip()
            behind = _after(chart, end)
            work = self._patterns.at.match(chart.text, behind) if entry.get("class") == "profession" else None
            body = self._of(chart, work.end() if work else behind) if extra else None
        stop = _term_end(chart, max(end, body.end if body else 0))
        if body is not None and body.shallow and stop > body.end:
            unit = self._bodies.unit(chart, _after(chart, stop))
            body, stop = (within(body, unit), unit.end) if unit is not None else (body, stop)
        return Post(
            title=prefix + title, organisation=body, head=entry, start=start, end=stop,
            title_span=(start, end), fused=fused, former=former, plural=plural, suffix=suffix,
            repaired=bool(entry.get("repaired")) or bool(body and body.repaired), plain=prefix + plain,
        )  # fmt: skip

    def _marks(self, chart: Chart, node: Node) -> tuple[str, int]:
        """The head in normal form with what qualifies it: "Phó Bí thư Thường trực"."""
        title, end = node.value.canonical, node.end
        for _ in range(3):
            marks = chart.at("title_mark", _after(chart, end))
            if not marks or (marks[0].end - marks[0].start <= 2 and not _all_caps(chart, marks[0])):
                break
            if self._bodies.read(chart, marks[0].start, after_title=False) is not None and not marks[0].value.get(
                "capital"
            ):
                break
            title, end = f"{title} {marks[0].value.canonical}", marks[0].end
        return title, end

    def _marked(self, chart: Chart, title: str, body: Organisation) -> tuple[str, Organisation]:
        """A mark between the body and the one above it: "Phó Trưởng Ban Pháp chế | chuyên trách | HĐND"."""
        at = _after(chart, body.end)
        for mark in chart.at("title_mark", at) if at > body.end else ():
            above = self._bodies.read(chart, _after(chart, mark.end), after_title=True)
            if above is not None:
                return f"{title} {mark.value.canonical}", joined(body, above)
        return title, body

    def _body(self, chart: Chart, entry: Entry, at: int, node: Node) -> Organisation | None:
        body = self._bodies.read(chart, at, after_title=True)
        given = entry.get("given")
        if name := entry.get("within"):
            return Organisation(name, name, name, "party_committee", node.start, node.end)
        if given:
            kind = "party_committee" if entry.get("class") == "member" else "office"
            inside = Organisation(given, given, given, kind, node.start, node.end)
            if entry.get("class") == "office_head":
                return joined(inside, body) if body is not None else inside
            unit = self._bodies.unit(chart, at)
            if unit is None and body is not None and body.kind in _HAVE_COMMITTEES and body.start == at > node.end:
                return joined(inside, body)
            return within(inside, unit) if unit is not None else inside
        if body is None:
            body = self._of(chart, at) if self._patterns.of_.match(chart.lower, at) else None
        if body is None and entry.get("branch"):
            body = self._bodies.field(chart, at, entry.get("branch"))
        if body is None and entry.get("local"):
            unit = self._bodies.unit(chart, at, bare=True)
            body = unit and self._bodies.bare(entry.get("local"), unit)
        if body is None and entry.get("country"):
            body = self._bodies.country(chart, at)
        if body is None and entry.get("thing"):
            body = self._bodies.parish(chart, at)
        if body is None and entry.get("names"):
            body = self._bodies.proper(chart, at)
        return body

    def _of(self, chart: Chart, at: int) -> Organisation | None:
        """A body behind "của", or right there."""
        link = self._patterns.of_.match(chart.lower, at)
        return self._bodies.read(chart, link.end() if link else at, after_title=True)

    def _plural(self, chart: Chart, at: int) -> tuple[str, int]:
        """ "các", "3" before the bodies that one person heads; in normal form "các"."""
        number = _PLURAL_NUMBER.match(chart.text, at)
        if number is not None:
            return self._patterns.several_word, number.end()
        nodes = chart.at("title_plural", at)
        return (self._patterns.several_word, _after(chart, nodes[0].end)) if nodes else ("", at)


def _rank(post: Post) -> tuple[int, bool, bool, bool]:
    """Longer is better; then a head that holds its mark ("Phó Trưởng ban Thường trực | Ban Chỉ đạo"); then a fused
    reading, unless it finds the common noun alone: "Trưởng | Ban" is "Trưởng Ban"; then title and body apart."""
    return (
        post.end,
        bool(post.head.get("base")),
        post.fused and post.organisation is not None and post.organisation.needs != "name",
        not post.head.get("short"),
    )


def _fits(chart: Chart, node: Node) -> bool:
    """An abbreviation of a few letters must stand in capitals: "CT", not "ct"."""
    written = chart.text[node.start : node.end]
    if chart.text.startswith("&", node.end):
        return False  # "Bộ LĐ-TB&XH"
    if len(written) > _SHORT or " " in written or written.lower() == node.value.canonical.lower():
        return True
    return any(char.isupper() for char in written[1:]) or written.isupper()


def _all_caps(chart: Chart, node: Node) -> bool:
    return chart.text[node.start : node.end].isupper()


def _after(chart: Chart, end: int) -> int:
    """The place behind an abbreviation's dot and a space."""
    if chart.text.startswith(".", end) and chart.text[end - 2 : end].isupper():
        end += 1
    return end + chart.text.startswith(" ", end)


def _shared_word(chart: Chart, body: Organisation) -> str:
    """The word that title and body share: "Ban" of "Ban Dân vận", "Công an"."""
    heads = chart.at("organisation_head", body.start)
    if heads and heads[0].value.get("body", "closed") != "closed":
        return str(heads[0].value.canonical)
    return body.core.split(" ")[0]


def _term_end(chart: Chart, end: int) -> int:
    """Behind "khóa III", "nhiệm kỳ 2020 - 2025", which belong to the phrase but not to the name."""
    at = _after(chart, end)
    at += chart.text.startswith("(", at)
    for _ in range(2):
        nodes = chart.at("title_term", at)
        number = _TERM.match(chart.text, nodes[0].end) if nodes else None
        if number is None:
            break
        end = number.end()
        at = _after(chart, end + chart.text.startswith(",", end))
    for node in (*chart.at("title_mark", end + 2), *chart.at("title_joiner", end + 2)):
        if chart.text[end : end + 2] == " (" and chart.text.startswith(")", node.end):
            return node.end + 1  # "(kiêm nhiệm)"
    return end


def posts_of(nodes: Iterable[Node]) -> Iterable[Node]:
    """`title` nodes, one for each post of the given `titles` nodes."""
    for node in nodes:
        for post in node.value.posts:
            yield Node("title", post.start, post.end, post, "title")
