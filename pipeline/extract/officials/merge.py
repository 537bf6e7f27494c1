"""One person, several mentions: what a document says of the same name and post in different words is made one.

Two mentions of a name are one person. Two posts of a person are one when the titles agree and neither body contradicts
the other ("Phó Bí thư Thường trực Thị ủy", later "Phó Bí thư Thường trực Thị ủy Hồng Lĩnh"); all mentions of a post
then carry the phrase of the first, or of the first that names the body at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.extract.officials.careers import with_careers
from pipeline.extract.officials.context import Bodies, begins
from pipeline.extract.officials.names import CAPITAL
from pipeline.extract.officials.organisation import Organisation
from pipeline.extract.officials.shapes import Held, Mention, bare_mention
from pipeline.extract.officials.successions import with_successions
from pipeline.extract.officials.titles import Post
from pipeline.match.chart import Chart

_STATE = frozenset(("government", "council", "department", "ministry", "office", "police", "military"))
_SEATS = frozenset(("member", "deputy"))  # held beside any office
_GIVEN = re.compile(rf" ({CAPITAL})(?! ?{CAPITAL})(?![\w'])")
AGAIN = "official.named-again"


def name_key(name: str) -> str:
    """What makes two written names the same: no case, no spaces, no apostrophes."""
    return name.lower().replace(" ", "").replace("'", "")


def merged(chart: Chart, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions of officials, each post in the phrase that the document uses for it; other people are left out."""
    bodies = Bodies(chart, mentions)
    mentions = [replace(mention, held=tuple(map(bodies.in_sentence, mention.held))) for mention in mentions]
    mentions = with_successions(chart, with_careers(chart, _with_repeats(chart, mentions)))
    people: dict[str, list[int]] = {}
    for index, mention in enumerate(mentions):
        people.setdefault(name_key(mention.name), []).append(index)
    done: dict[int, Mention] = {}
    for indexes in people.values():
        group = [mentions[index] for index in indexes]
        if any(mention.official for mention in group):
            done.update(zip(indexes, _one_person(group, bodies), strict=True))
    return tuple(done[index] for index in sorted(done))


def same_body(one: Organisation | None, other: Organisation | None) -> bool:
    """Whether two names may be of one body: equal, or one says less than the other and nothing else."""
    if one is None or other is None:
        return True
    if one.key != other.key and not begins(one.name, other.name) and not begins(other.name, one.name):
        return False
    (level, place), (other_level, other_place) = one.unit, other.unit
    return not (level and other_level and level != other_level) and not (place and other_place and place != other_place)


def same_post(one: Post, other: Post) -> bool:
    """Whether two posts of one person are the same; one mention may leave a mark out ("Phó Bí thư" for "Phó Bí thư
    Thường trực")."""
    same = one.title.lower() == other.title.lower() or one.title == other.plain or other.title == one.plain
    return same and same_body(one.organisation, other.organisation)


def _with_repeats(chart: Chart, mentions: Sequence[Mention]) -> list[Mention]:
    """Also the places where an official of this document is named with nothing around it, or by the given name."""
    known = {name_key(mention.name) for mention in mentions if mention.official}
    taken = {mention.name_span[0] for mention in mentions}
    more = [
        bare_mention(person, AGAIN)
        for person in chart.nodes("person")
        if person.start not in taken and name_key(person.value.name) in known
    ]
    more += _by_given_name(chart, [mention for mention in mentions if mention.official])
    return sorted([*mentions, *more], key=lambda mention: (mention.start, mention.end))


def _by_given_name(chart: Chart, officials: Sequence[Mention]) -> Iterator[Mention]:
    """ "ông Bình", "bà Dung": the given name of one person alone among those named before."""
    people: dict[str, list[Mention]] = {}
    for mention in officials:
        same = people.setdefault(mention.name.split(" ")[-1], [])
        if not any(name_key(other.name) == name_key(mention.name) for other in same):
            same.append(mention)
    if not people:
        return
    inside = {at for person in chart.nodes("person") for at in range(person.start, person.end)}  # "Đỗ | Anh Dũng"
    for node in chart.nodes("honorific"):
        given = None if node.value.get("many") else _GIVEN.match(chart.text, node.end)
        meant = people.get(given[1], []) if given else []
        if given and len(meant) == 1 and meant[0].end < node.start and given.start(1) not in inside:
            yield Mention(meant[0].name, given.span(1), node.start, given.end(), AGAIN, node.value.canonical)


def _one_person(group: Sequence[Mention], bodies: Bodies) -> list[Mention]:
    """All mentions of one name, their posts completed and each in one phrase."""
    own = [held.post.organisation for mention in group for held in mention.held if held.post.organisation]
    group = [replace(mention, held=tuple(bodies.in_full(held, own) for held in mention.held)) for mention in group]
    known = [bodies.named_before(held) for held in _posts(group)]
    changed = [held for mention in group for held in mention.held if held.tenure in ("appointed", "relieved")]
    return [
        replace(mention, held=_distinct(_phrased(_superseded(held, changed), known) for held in mention.held))
        for mention in group
    ]


def _posts(mentions: Iterable[Mention]) -> list[Held]:
    """The distinct posts of one person, each as its best mention has it."""
    known: list[Held] = []
    for mention in mentions:
        for held in mention.held:
            index = next((at for at, other in enumerate(known) if same_post(held.post, other.post)), None)
            if index is None:
                known.append(held)
            elif _better(held.post, known[index].post):
                known[index] = held
    return known


def _better(new: Post, old: Post) -> bool:
    """Whether the newer mention of a post says more of it than the older; a place alone is more behind a level word."""
    if len(new.title) > len(old.title) and (old.organisation is None or new.organisation is not None):
        return True
    if new.organisation is None or old.organisation is None:
        return old.organisation is None and new.organisation is not None
    if new.organisation.key == old.organisation.key:
        return _unplaced(old.organisation, new) or (old.organisation.shallow and not new.organisation.shallow)
    return begins(old.organisation.name, new.organisation.name)


def _unplaced(body: Organisation, new: Post) -> bool:
    """Whether a body is named by a level word with no place behind it that the newer mention has: "UBND tỉnh | Bắc
    Giang". A Party committee is named in full by the level."""
    level, place = body.unit
    bare = level is not None and place is None and body.name.lower().endswith(f" {level.lower()}")
    return bare and new.organisation is not None and new.organisation.unit[1] is not None


def _superseded(held: Held, changed: Sequence[Held]) -> Held:
    """A post that the person no longer holds: it was taken away, or a like one in the same body or branch was given."""
    if held.tenure != "current":
        return held
    for new in changed:
        if new.tenure == "relieved":
            if same_post(new.post, held.post):
                return replace(held, tenure="relieved")
        elif _takes_over(new.post, held.post):
            return replace(held, tenure="former")
    return held


def _takes_over(new: Post, old: Post) -> bool:
    """Whether nobody holds both posts: two offices of the state, or two of one kind in one body."""
    kind, given = old.head.get("class"), new.head.get("class")
    one, other = new.organisation, old.organisation
    if {kind, given} & _SEATS or one is None or other is None or same_post(new, old):
        return False
    return {one.kind, other.kind} <= _STATE or (kind == given and same_body(one, other))


def _phrased(held: Held, known: Sequence[Held]) -> Held:
    best = next((other for other in known if same_post(held.post, other.post)), held)
    return replace(held, best=best.post)


def _distinct(held: Iterable[Held]) -> tuple[Held, ...]:
    seen: dict[tuple[str, str], Held] = {}
    for item in held:
        seen.setdefault((item.position.lower(), item.tenure), item)
    return tuple(seen.values())
