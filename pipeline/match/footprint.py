"""Which texts a change of the rules can touch.

A rule can only fire, and a word of a lexicon can only matter, in a text that has its words. So of two rule books a
footprint each is enough to pass over the texts that cannot differ; it errs on the side of touching too many. What is
not matched on words of the text (place tables, name lists, the layout of lines) touches every text.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import regex

from pipeline.match.grammar import LINE_KINDS
from pipeline.rulebook import template as t
from pipeline.rulebook.schema import Entry, Rule, Rulebook
from pipeline.text.fold import fold

ALL_TEXTS = "places"  # folder whose words are compared with addresses and place names, not with the text alone
CODES = "documents"  # folder whose words also stand inside others: NQ in NQCP
READING = ("boilerplate", "values")  # folders whose words are also used to find an article in a page
_BLANK = re.compile(r"[\W_]+")
_SEAM = regex.compile(r"(?<=\p{Ll})(?=\p{Lu})|(?<=\p{L})(?=\p{Nd})|(?<=\p{Nd})(?=\p{L})")

# For each pattern the conditions on a text, all of which must hold: one of these words stands in it (`@lexicon`: one of
# that lexicon's; `~letters`: also inside words). No pattern: never; a pattern without conditions: always.
_Clause = tuple[str, ...]
_Needs = tuple[tuple[_Clause, ...], ...]


@dataclass(frozen=True, slots=True)
class Footprint:
    """A rule book as digests. `parts`: rule id or entry → (digest, what a text must have); `rest`: everything else;
    `reading`: what decides how a page becomes an article."""

    parts: Mapping[str, tuple[str, _Needs]]
    rest: str
    reading: str

    @classmethod
    def of(cls, book: Rulebook) -> Footprint:
        """The footprint of a rule book; reads the data files of its folder."""
        rules = [rule for rule in book.rules if rule.status == "active"]
        lines = [_rule_digest(rule) for rule in rules if rule.kind in LINE_KINDS]
        folder_of = cache(partial(_folder, book=book))  # many words stand in one file
        entries = [(e, folder_of(e.file), _attributes(e)) for lexicon in book.lexicons.values() for e in lexicon]
        scanned = frozenset(book.lexicons) - {rule.produces for rule in rules}
        parts = {
            f"rule {rule.id}": (_rule_digest(rule), _rule_needs(rule, scanned))
            for rule in rules
            if rule.kind not in LINE_KINDS
        }
        everywhere: list[str] = []
        reading: list[str] = []
        for entry, folder, attributes in entries:
            digest = _entry_digest(entry, attributes)
            if folder == ALL_TEXTS:
                everywhere.append(digest)
            else:
                key = f"word {entry.lexicon} {entry.id} {attributes}"
                parts[key] = digest, ((_forms(entry, inside=folder == CODES),),)
            if folder in READING:
                reading.append(digest)
        tables = [
            f"{file.relative_to(book.folder).as_posix()} {_hash(file.read_bytes())}"
            for file in sorted(Path(book.folder).rglob("*.tsv"))
        ]
        return cls(parts, _digest([*lines, *everywhere, *tables]), _digest([*lines, *reading]))

    def to_json(self) -> str:
        return json.dumps({"parts": dict(self.parts), "rest": self.rest, "reading": self.reading}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Footprint:
        """What `to_json` gave. Raises ValueError or KeyError for anything else."""
        found = json.loads(text)
        parts = {
            key: (digest, tuple(tuple(map(tuple, pattern)) for pattern in needs))
            for key, (digest, needs) in found["parts"].items()
        }
        return cls(parts, found["rest"], found["reading"])


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between two rule books. `parts`: their names; `everything`: no text can be passed over."""

    parts: tuple[str, ...]
    needs: _Needs
    everything: bool

    @classmethod
    def between(cls, old: Footprint, new: Footprint) -> Change:
        """The rules and words that one of the two lacks or has otherwise."""
        names = sorted(name for name in {*old.parts, *new.parts} if old.parts.get(name) != new.parts.get(name))
        words = _words_of(old, new)
        patterns = {
            tuple(_spelled(clause, words) for clause in pattern)
            for name in names
            for book in (old, new)
            for pattern in book.parts.get(name, ("", ()))[1]
        }
        return cls(tuple(names), tuple(sorted(patterns)), old.rest != new.rest or () in patterns)

    def touches(self, text: str) -> bool:
        """Whether the rows of this text can differ."""
        if self.everything:
            return True
        if not self.needs:
            return False
        words = spread(text)
        letters = words.replace(" ", "")
        return any(
            all(
                any(word[1:] in letters if word.startswith("~") else f" {word} " in words for word in clause)
                for clause in pattern
            )
            for pattern in self.needs
        )


def _words_of(*books: Footprint) -> dict[str, list[str]]:
    """Lexicon → all its forms in any of the books."""
    found: dict[str, list[str]] = {}
    for book in books:
        for name, (_, needs) in book.parts.items():
            if name.startswith("word "):
                found.setdefault(name.split(" ", 2)[1], []).extend(needs[0][0])
    return found


def _spelled(clause: _Clause, words: Mapping[str, list[str]]) -> _Clause:
    """A clause with lexicons written out."""
    found = {form for word in clause for form in (words.get(word[1:], ()) if word.startswith("@") else (word,))}
    return tuple(sorted(found))


def spread(text: str) -> str:
    """Folded words in lower case with one space around each; glued words (củaNhà, 500m3) apart, as rules read them."""
    if text.islower() and text.replace(" ", "").isalpha():  # like most words of lexicons: there is nothing to part
        return f" {' '.join(fold(text).split())} "
    return f" {_BLANK.sub(' ', _SEAM.sub(' ', fold(text))).strip().lower()} "


def _forms(entry: Entry, *, inside: bool) -> _Clause:
    named = [name for value in entry.attributes.values() for name in value.split(", ") if inside and " " in name]
    words = [spread(form).strip() for form in (*entry.forms, *map(str.lower, named))]  # TU is also "Tỉnh ủy"
    return tuple(f"~{word.replace(' ', '')}" if inside else word for word in words if word)


def _rule_needs(rule: Rule, lexicons: frozenset[str]) -> _Needs:
    if not rule.patterns:
        return ((tuple(spread(word).strip() for word in rule.triggers),),) if rule.triggers else ((),)
    return tuple(tuple(_clauses(pattern, lexicons)) for pattern in rule.patterns)


def _clauses(node: t.Node, lexicons: frozenset[str]) -> list[_Clause]:
    """What must stand in every text that a template matches."""
    match node:
        case t.Word(text):
            return [(spread(text).strip(),)]
        case t.Slot() if node.type in lexicons:
            return [(f"@{node.type}",)]
        case t.Seq(items):
            return [clause for item in _phrases(items) for clause in _clauses(item, lexicons)]
        case t.Alt(options):
            least = [min(_clauses(option, lexicons), key=len, default=None) for option in options]
            return [] if None in least else [tuple(sorted({word for clause in least if clause for word in clause}))]
        case t.Many(body, at_least) if at_least:
            return _clauses(body, lexicons)
        case _:
            return []


def _phrases(items: Iterable[t.Node]) -> list[t.Node]:
    """The items of a sequence with words that follow each other as one."""
    found: list[t.Node] = []
    for item in items:
        if isinstance(item, t.Word) and found and isinstance(found[-1], t.Word):
            found[-1] = t.Word(f"{found[-1].text} {item.text}")
        else:
            found.append(item)
    return found


def _rule_digest(rule: Rule) -> str:
    """Of all that decides what the rule does; notes, examples and places in files do not."""
    guards = [(guard.key, guard.written) for guard in rule.guards]
    deciding = (
        rule.id, rule.kind, rule.priority, rule.written, repr(rule.patterns), rule.regex, rule.lines, rule.makes,
        sorted(rule.sets.items()), sorted(rule.where.items()), guards, rule.triggers, sorted(rule.units),
    )  # fmt: skip
    return _digest([repr(deciding)])


def _entry_digest(entry: Entry, attributes: str) -> str:
    return _digest([entry.lexicon, entry.canonical, *entry.forms, attributes, str(entry.exact_case)])


def _attributes(entry: Entry) -> str:
    if not entry.attributes:
        return ""
    return " ".join(f"{key}={value}" for key, value in sorted(entry.attributes.items()))


def _folder(file: str, book: Rulebook) -> str:
    return Path(file).relative_to(book.folder).parts[0]


def _digest(parts: Iterable[str]) -> str:
    return _hash("\0".join(parts).encode())


def _hash(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=12).hexdigest()
