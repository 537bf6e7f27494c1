"""One person, several mentions: what a document says of the same name and post in different words is made one.

Two mentions of a name are one person. Two posts of a person are one when the titles agree and neither body contradicts the
other ("Phó Bí thư Thường trực Thị ủy", later "Phó Bí thư Thường trực Thị ủy Hồng Lĩnh"); all mentions of a post then
carry the phrase of the first, or of the first that names the body at all.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.official_address import Addresses
from pipeline.extract.official_lists import in_plural
from pipeline.extract.officials import Held, Mention, Span, bare_mention
from pipeline.extract.organisations import Organisation
from pipeline.extract.titles import Post
from pipeline.match.chart import Chart

_STATE = frozenset(("government", "council", "department", "ministry", "office", "police", "military"))
AGAIN = "official.named-again"
_NEAR = 160  # characters before a title within which its body may have been named


@dataclass(frozen=True, slots=True)
class TitleMention:
    """A person meant by title alone ("đồng chí Bí thư Thị ủy đề nghị"). `name` is that of the person of this document who
    was last named with such a post; None if nobody was."""

    posts: tuple[Post, ...]
    start: int
    end: int
    honorific: str | None
    name: str | None
    rule_id: str = "official.title-only"


def name_key(name: str) -> str:
    """What makes two written names the same: no case, no spaces."""
    return name.lower().replace(" ", "").replace("'", "")


def merged(chart: Chart, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions of officials, each post in the phrase that the document uses for it; other people are left out."""
    mentions = _with_repeats(chart, [_in_context(chart, mention) for mention in mentions])
    full = _full_bodies(mentions)
    bodies = [node.value for node in chart.nodes("organisation")]
    people: dict[str, list[int]] = {}
    for index, mention in enumerate(mentions):
        people.setdefault(name_key(mention.name), []).append(index)
    done: dict[int, Mention] = {}
    for indexes in people.values():
        group = [mentions[index] for index in indexes]
        if any(mention.official for mention in group):
            done.update(zip(indexes, _one_person(group, full, bodies), strict=True))
    return tuple(done[index] for index in sorted(done))


def _one_person(
    group: Sequence[Mention], full: Mapping[str, Sequence[Organisation]], bodies: Sequence[Organisation]
) -> list[Mention]:
    """All mentions of one name, their posts completed and each in one phrase."""
    own = [held.post.organisation for mention in group for held in mention.held if held.post.organisation]
    group = [replace(mention, held=tuple(_completed(held, full, own) for held in mention.held)) for mention in group]
    known = [_named_before(held, bodies) for held in _phrases(group)]
    gained = [held for mention in group for held in mention.held if held.tenure == "appointed"]
    return [
        replace(mention, held=_distinct(_phrased(_superseded(held, gained), known) for held in mention.held))
        for mention in group
    ]


def title_mentions(chart: Chart, mentions: Sequence[Mention]) -> tuple[TitleMention, ...]:
    """The people that are meant by their titles alone, in the order of the text."""
    taken = [span for mention in mentions for span in _post_spans(mention)]
    starts = sorted(taken)
    addresses = Addresses(chart)
    found = []
    for titles in chart.nodes("titles"):
        index = bisect_right(starts, (titles.start, len(chart.text))) - 1
        if index >= 0 and starts[index][1] > titles.start:
            continue
        address = addresses.before(titles.start)
        if address.honorific is not None and address.honorific.get("many"):
            continue
        called = address.honorific is not None
        if not titles.value.office or in_plural(chart, titles) or not (called or chart.text[titles.start].isupper()):
            continue
        name = _meant(titles.value.posts, mentions, titles.start)
        honorific = address.honorific.canonical if address.honorific else None
        found.append(TitleMention(titles.value.posts, address.start, titles.end, honorific, name))
    return tuple(found)


def same_body(one: Organisation | None, other: Organisation | None) -> bool:
    """Whether two names may be of one body: equal, or one says less than the other and nothing else."""
    if one is None or other is None:
        return True
    if one.key != other.key and not _begins(one.name, other.name) and not _begins(other.name, one.name):
        return False
    (level, place), (other_level, other_place) = one.unit, other.unit
    return not (level and other_level and level != other_level) and not (place and other_place and place != other_place)


def same_post(one: Post, other: Post) -> bool:
    """Whether two posts of one person are the same."""
    return one.title.lower() == other.title.lower() and same_body(one.organisation, other.organisation)


def _begins(name: str, longer: str) -> bool:
    return longer.lower().startswith(f"{name.lower()} ")


def _post_spans(mention: Mention) -> Iterable[Span]:
    yield mention.start, mention.end
    for held in mention.held:
        yield held.post.start, held.post.end


def _meant(posts: Sequence[Post], mentions: Sequence[Mention], before: int) -> str | None:
    for mention in reversed(mentions):
        if mention.start < before and any(same_post(post, held.post) for post in posts for held in mention.held):
            return mention.name
    return None


def _with_repeats(chart: Chart, mentions: Sequence[Mention]) -> list[Mention]:
    """Also the places where an official of this document is named with nothing around the name."""
    known = {name_key(mention.name) for mention in mentions if mention.official}
    taken = {mention.name_span[0] for mention in mentions}
    more = [
        bare_mention(person, AGAIN)
        for person in chart.nodes("person")
        if person.start not in taken and name_key(person.value.name) in known
    ]
    return sorted([*mentions, *more], key=lambda mention: (mention.start, mention.end))


# ── bodies that the context supplies ─────────────────────────────────────────────────────────────


def _in_context(chart: Chart, mention: Mention) -> Mention:
    """A title without body takes the body of a fitting kind that was named last in the sentence."""
    if all(held.post.complete for held in mention.held):
        return mention
    bodies = chart.nodes("organisation")
    starts = [body.start for body in bodies]
    held = tuple(_bodied(chart, item, bodies[: bisect_right(starts, mention.start)]) for item in mention.held)
    return replace(mention, held=held)


def _bodied(chart: Chart, held: Held, bodies: Sequence[object]) -> Held:
    post = held.post
    if post.complete or post.head.get("class") == "member":
        return held
    for node in reversed(bodies[-6:]):
        body: Organisation = node.value  # type: ignore[attr-defined]
        between = chart.text[body.end : post.start]
        if len(between) > _NEAR or "\n" in between or ". " in between:
            break
        for other in body.chain():
            if other.kind in post.takes and not other.shallow and other.kind not in ("party_committee", "standing"):
                return replace(held, post=replace(post, organisation=other, inherited=True))
    return held


def _full_bodies(mentions: Iterable[Mention]) -> Mapping[str, Sequence[Organisation]]:
    """Head of a body that is often cut short ("Đảng ủy") → its full forms in this document."""
    forms: dict[str, dict[str, Organisation]] = {}
    for mention in mentions:
        for held in mention.held:
            body = held.post.organisation
            if body is not None and body.needs == "parent" and not held.post.inherited and body.name != body.head:
                forms.setdefault(body.head, {}).setdefault(body.name, body)
    return {head: tuple(bodies.values()) for head, bodies in forms.items()}


def _completed(held: Held, full: Mapping[str, Sequence[Organisation]], own: Sequence[Organisation]) -> Held:
    """A post in a body named by its head alone, with the full form: the only one of the document, else the one above
    which the person has another post."""
    body = held.post.organisation
    if body is None or body.name != body.head or body.needs != "parent":
        return held
    forms = full.get(body.head, ())
    above = {other.name for mine in own for other in mine.chain()} - {body.name}
    fitting = [form for form in forms if any(other.name in above for other in form.chain() if other is not form)]
    whole = fitting[0] if fitting else forms[0] if len(forms) == 1 else None
    if whole is None:
        return held
    return replace(
        held, post=replace(held.post, organisation=replace(whole, start=body.start, end=body.end), inherited=True)
    )


def _named_before(held: Held, bodies: Sequence[Organisation]) -> Held:
    """A post in a body named by a common noun alone ("Chủ tịch Hội"), with the body of that kind named last before."""
    body = held.post.organisation
    if body is None or body.name != body.head or body.needs != "name":
        return held
    for other in reversed(bodies):
        if (
            other.end <= held.post.start
            and other.kind == body.kind
            and other.needs != "name"
            and _begins(body.name, other.name)
        ):
            whole = replace(other, start=body.start, end=body.end)
            return replace(held, post=replace(held.post, organisation=whole, inherited=True))
    return held


def _superseded(held: Held, gained: Sequence[Held]) -> Held:
    """A post that the person no longer holds, because a like one in the same body or branch was given instead."""
    if held.tenure != "current" or held.post.head.get("class") == "member":
        return held
    for new in gained:
        if new.post.head.get("class") == held.post.head.get("class") and not same_post(new.post, held.post):
            one, other = new.post.organisation, held.post.organisation
            same_branch = one is not None and other is not None and {one.kind, other.kind} <= _STATE
            if same_branch or (one is not None and other is not None and same_body(one, other)):
                return replace(held, tenure="former")
    return held


# ── one phrase for one post ──────────────────────────────────────────────────────────────────────


def _phrases(mentions: Iterable[Mention]) -> list[Held]:
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
    if new.organisation is None or old.organisation is None:
        return old.organisation is None and new.organisation is not None
    if new.organisation.key == old.organisation.key:
        return old.organisation.shallow and not new.organisation.shallow
    return _begins(old.organisation.name, new.organisation.name)


def _phrased(held: Held, known: Sequence[Held]) -> Held:
    best = next((other for other in known if same_post(held.post, other.post)), held)
    return replace(held, canonical=best.post.position)


def _distinct(held: Iterable[Held]) -> tuple[Held, ...]:
    seen: dict[tuple[str, str], Held] = {}
    for item in held:
        seen.setdefault((item.position.lower(), item.tenure), item)
    return tuple(seen.values())
