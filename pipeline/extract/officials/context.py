"""Bodies that a post leaves out and the text around it supplies: "Phó Chủ tịch" behind "UBND huyện", "Chủ tịch Hội"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.extract.officials.organisation import Organisation, joined
from pipeline.extract.officials.shapes import Held, Mention
from pipeline.extract.officials.titles import Post
from pipeline.match.chart import Chart

_NEAR = 160  # characters before a title within which its body may have been named
_LATEST = 6  # so many bodies back
_BOARDS = ("company_board", "school_board")
_FRAME = 240  # characters between the body whose people are listed and the last of them
_HOUSES = frozenset(("company", "school", "health", "centre", "institute", "media", "agency", "department", "ministry"))
_PARTS = frozenset(("union", "youth"))


class Bodies:
    """The bodies of one document, by place and by head, and the full forms of those that are often cut short."""

    def __init__(self, chart: Chart, mentions: Iterable[Mention]) -> None:
        self._chart = chart
        self._all: list[Organisation] = [node.value for node in chart.nodes("organisation")]
        self._starts = [body.start for body in self._all]
        self._frames = frozenset(node.end + 1 for node in chart.nodes("frame_cue"))
        self._by_head: dict[str, list[Organisation]] = {}
        for body in self._all:
            if body.needs != "name":
                self._by_head.setdefault(body.head.split(" ")[0].lower(), []).append(body)
        self._full = _full_forms(mentions)

    def in_sentence(self, held: Held) -> Held:
        """A title without body, with the fitting body named last before it in the sentence; a new post may have it
        from the sentence before ("Đại hội bầu Ban Chấp hành Công đoàn tỉnh. Ông A được bầu làm | Chủ tịch")."""
        post = held.post
        part = self._part(post)
        if part is not None:
            return replace(held, post=replace(post, organisation=part, inherited=True))
        if post.complete or post.head.get("class") == "member":
            return held
        index = bisect_right(self._starts, post.start)
        for body in reversed(self._all[max(0, index - _LATEST) : index]):
            between = self._chart.text[body.end : post.start] if post.start - body.end <= _NEAR else "\n"
            if "\n" in between or between.count(". ") > (held.tenure == "appointed"):
                break
            for other in body.chain():
                whole = not other.shallow or other.kind in _BOARDS
                if post.fits(other) and whole and other.kind not in ("party_committee", "standing"):
                    return replace(held, post=replace(post, organisation=other, inherited=True))
        return held

    def _part(self, post: Post) -> Organisation | None:
        """The Party committee, union or youth union of a post as that of the body whose people are listed: "Lãnh đạo
        Công ty Sao Bắc có ông A - Bí thư | Đảng ủy; bà B - Chủ tịch | Công đoàn"."""
        body = post.organisation
        if body is None or body.name != body.head or not (body.needs == "parent" or body.kind in _PARTS):
            return None
        index = bisect_right(self._starts, post.start)
        for other in reversed(self._all[max(0, index - _LATEST) : index]):
            between = self._chart.text[other.end : post.start] if post.start - other.end <= _FRAME else "\n"
            if "\n" in between or ". " in between:
                return None
            if other.start in self._frames and other.kind in _HOUSES and other.name != other.head:
                return joined(body, other)
        return None

    def in_full(self, held: Held, own: Sequence[Organisation]) -> Held:
        """A post in a body named by its head alone ("Đảng ủy"), with the full form: the one above which the
        person has another post (`own`: bodies of the person's posts), else the only one of the document, unless the
        person belongs elsewhere."""
        body = held.post.organisation
        if body is None or body.name != body.head or body.needs != "parent":
            return held
        forms = self._full.get(body.head, ())
        above = {other.name for mine in own for other in mine.chain()} - {body.name}
        fitting = [form for form in forms if any(other.name in above for other in form.chain() if other is not form)]
        whole = fitting[0] if fitting else forms[0] if len(forms) == 1 and not above else None
        return held if whole is None else _with_body(held, whole)

    def named_before(self, held: Held) -> Held:
        """A post in a body named by a common noun alone ("Chủ tịch Hội"), or right below one ("HĐQT Tập đoàn"), with
        the body of that kind named last."""
        body = held.post.organisation
        if body is None:
            return held
        if _nameless(body):
            whole = self._named_last(body, held.post.start)
            return _with_body(held, whole) if whole else held
        if body.parent is not None and _nameless(body.parent) and body.name == f"{body.core} {body.parent.name}":
            above = self._named_last(body.parent, held.post.start)
            return _with_body(held, joined(replace(body, name=body.core), above)) if above else held
        return held

    def _named_last(self, body: Organisation, before: int) -> Organisation | None:
        others = self._by_head.get(body.head.split(" ")[0].lower(), ())[-200:]
        index = bisect_right([other.end for other in others], before)
        fitting = (other for other in reversed(others[:index]) if other.kind == body.kind)
        return next((other for other in fitting if begins(body.name, other.name)), None)


def _nameless(body: Organisation) -> bool:
    return body.name == body.head and body.needs == "name" and body.kind != "steering"


def begins(name: str, longer: str) -> bool:
    """Whether `longer` is `name` with more words behind it."""
    return longer.lower().startswith(f"{name.lower()} ")


def _with_body(held: Held, whole: Organisation) -> Held:
    body = held.post.organisation
    if body is not None:
        whole = replace(whole, start=body.start, end=body.end)
    post: Post = replace(held.post, organisation=whole, inherited=True)
    return replace(held, post=post)


def _full_forms(mentions: Iterable[Mention]) -> Mapping[str, tuple[Organisation, ...]]:
    """Head of a body that is often cut short → its full forms in the posts of this document."""
    forms: dict[str, dict[str, Organisation]] = {}
    for mention in mentions:
        for held in mention.held:
            body = held.post.organisation
            if body is not None and body.needs == "parent" and not held.post.inherited and body.name != body.head:
                forms.setdefault(body.head, {}).setdefault(body.name, body)
    return {head: tuple(bodies.values()) for head, bodies in forms.items()}
