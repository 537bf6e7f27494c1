"""How a match of a template can begin: what a text is searched for before a rule is tried on it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.rulebook.template import Alt, Gap, Many, Node, Opt, Seq, Sign, Slot, Word


@dataclass(frozen=True, slots=True)
class Opening:
    """One way a match can begin: words that must stand there, then, if there are none, a slot or sign. `whole`: the
    words are all that the node matches."""

    words: tuple[str, ...]
    then: Slot | Sign | None
    whole: bool


MOST_WORDS, MOST_OPENINGS = 3, 600
_NOTHING = Opening((), None, True)


def openings_of(node: Node) -> frozenset[Opening]:
    """Every way a match can begin, up to three words deep: what a text is searched for before a rule is tried."""
    match node:
        case Word(text):
            return frozenset({Opening((text,), None, True)})
        case Sign() | Slot():
            return frozenset({Opening((), node, False)})
        case Gap():
            return frozenset({Opening((), None, False)})
        case Opt(body):
            return openings_of(body) | {_NOTHING}
        case Many(body, least):
            inner = openings_of(body)
            once = frozenset(Opening(o.words, o.then, False) for o in inner if o != _NOTHING)
            return once | {_NOTHING} if not least or _NOTHING in inner else once
        case Alt(options):
            return frozenset().union(*map(openings_of, options))
        case Seq(items):
            found = frozenset({_NOTHING})
            for item in items:
                longer = _continued(found, item)
                if longer is None:
                    return frozenset(Opening(o.words, o.then, False) for o in found)
                found = longer
            return found


def _continued(found: frozenset[Opening], item: Node) -> frozenset[Opening] | None:
    """Openings with those of the next item added; None where there would be too many of them."""
    open_ones = [o for o in found if o.whole and len(o.words) < MOST_WORDS]
    if not open_ones:
        return found
    result = {Opening(o.words, o.then, o.whole and o in open_ones) for o in found if o not in open_ones}
    following = openings_of(item)
    if len(open_ones) * len(following) > MOST_OPENINGS and any(o.words for o in open_ones):
        return None
    for o in open_ones:
        for n in following:
            words = (o.words + n.words)[:MOST_WORDS]
            cut = len(o.words) + len(n.words) > MOST_WORDS
            result.add(Opening(words, n.then if not words else None, n.whole and not cut))
    return frozenset(result)
