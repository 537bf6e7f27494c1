"""The boilerplate rules, compiled: what a line of a page is, if it is no text of the article.

Whole lines are matched folded, with runs of spaces as one; `cut` and `headline_date` rules search in the folded line,
which has the length of the line. Actions:

    drop           the line goes
    image          it goes; what follows may be its caption
    menu           it goes, and above the headline everything that is no sentence goes with it
    drop_rest      it and all after it goes, unless the article goes on; above the text like menu
    end            it stays, all after it but bylines and captions goes, unless the article goes on
    cut            the groups cut_…, or the whole match, go from the line
    date_line      it goes and gives the day of publication (groups day, month or month_word, year; author)
    bare_date      the same, if it stands beside the headline
    headline_date  the end of a headline that gives the day, or nothing
    byline         it stays as a byline and may give the author
    byline_last    the same, among the last lines of the article
    caption        it stays after the end of the article
    no_title       a first line that is no headline
    not_article    as a headline: the page is a schedule, a search page, an error …
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial
from typing import Literal, TypeAlias, get_args

import regex

from pipeline.rulebook.expression import REGEX_SECONDS
from pipeline.rulebook.schema import Rule, Rulebook
from pipeline.text.fold import fold

Action: TypeAlias = Literal[
    "drop", "image", "menu", "drop_rest", "end", "cut", "date_line", "bare_date", "headline_date",
    "byline", "byline_last", "caption", "no_title", "not_article",
]  # fmt: skip
ACTIONS: frozenset[str] = frozenset(get_args(Action))
ALWAYS: tuple[Action, ...] = (
    "drop",
    "image",
    "menu",
    "drop_rest",
    "date_line",
    "byline",
)  # tried on every line, as one
_LONGEST = 320  # characters: a longer line is text, whatever it begins with
_LONGEST_SEARCHED = 4000
_ENDS = 40  # an end mark is looked for in the last characters only
_FIRST_YEAR = 1990  # earlier "publication dates" are counters or typing errors


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that matched a line, its action, and what its groups held."""

    rule_id: str
    action: Action
    groups: Mapping[str, str]
    span: tuple[int, int]


class Boilerplate:
    """All active boilerplate rules of a rule book, made ready."""

    def __init__(self, book: Rulebook) -> None:
        rules = book.active("boilerplate")
        self._fold = lru_cache(maxsize=512)(fold)  # a line is tried under several actions, one after the other
        self._months = book.table("page_month")
        self._literal = {line.casefold(): rule for rule in reversed(rules) for line in rule.lines}
        self._always = _Alternatives(rule for rule in rules if rule.sets["action"] in ALWAYS)
        self._others = {
            action: _Alternatives(rule for rule in rules if rule.sets["action"] == action)
            for action in sorted(ACTIONS.difference(ALWAYS))
        }

    def match(self, line: str) -> Hit | None:
        """What a whole line is wherever it stands: literal lines first, then by priority and id; null if it is text."""
        if len(line) > _LONGEST:
            return None
        written = " ".join(line.split())
        folded = self._fold(written)
        literal = self._literal.get(folded.casefold())
        if literal is not None:
            return _hit(literal, None, written)
        return next((_hit(rule, found, written) for rule, found in self._always.fullmatch(folded)), None)

    def match_as(self, action: Action, line: str) -> Hit | None:
        """The rule of one action, of those that depend on where a line stands, that a whole line matches."""
        if len(line) > _LONGEST:
            return None
        written = " ".join(line.split())
        found = self._others[action].fullmatch(self._fold(written))
        return next((_hit(rule, match, written) for rule, match in found), None)

    def tried(self, action: str, line: str) -> Hit | None:
        """The rule that a line matches where rules of `action` are tried: how an example beside a rule is run."""
        if action in ALWAYS:
            return self.match(line)
        if action == "cut":
            return next((_hit(rule, found, line) for rule, found in self._search("cut", line)), None)
        if action == "headline_date":
            return self.headline_date(line)
        return self.ends(line) if action == "end" else self.match_as(action, line)  # type: ignore[arg-type]

    def ends(self, line: str) -> Hit | None:
        """The rule by which the article ends with this line; null if it does not."""
        for rule, found in self._others["end"].fullmatch(fold(line[-_ENDS:]).strip()):
            return _hit(rule, found, line)
        return None

    def cut(self, line: str) -> tuple[str, tuple[tuple[str, str], ...]]:
        """`line` without the pieces that cut rules find, and those pieces as (piece, rule id)."""
        pieces: list[tuple[str, str]] = []
        for rule, found in self._search("cut", line):
            spans = [found.span(name) for name in found.re.groupindex if name.startswith("cut")] or [found.span()]
            pieces.append(("".join(line[start:end] for start, end in spans).strip(), rule.id))
            for start, end in sorted(spans, reverse=True):
                line = line[:start] + line[end:]
            break  # one cut a line: further ones would need new offsets
        return line.strip(), tuple(pieces)

    def headline_date(self, line: str) -> Hit | None:
        """A date or an empty pair of brackets at the end of a headline."""
        for rule, found in self._search("headline_date", line):
            return _hit(rule, found, line)
        return None

    def date(self, hit: Hit) -> str | None:
        """The ISO date that the groups of a hit give; null where they give none, or an impossible one."""
        groups = hit.groups
        month = groups.get("month") or self._months.get(groups.get("month_word", "").lower())
        if not (month and groups.get("day") and groups.get("year")):
            return None
        return iso_date(int(groups["year"]), int(month), int(groups["day"]))

    def _search(self, action: Action, line: str) -> Iterable[tuple[Rule, regex.Match[str]]]:
        return self._others[action].search(self._fold(line)) if len(line) <= _LONGEST_SEARCHED else ()


class _Alternatives:
    """Several rules, of which those without a trigger are one expression that says quickly that none of them matches.
    The others are tried where one of their triggers stands. All are compiled when they are tried."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = [(rule, rule.regex) for rule in rules if rule.regex]
        self._compiled = cache(partial(regex.compile, flags=regex.VERBOSE))

    @cached_property
    def _any(self) -> regex.Pattern[str] | None:
        joined = "|".join(f"(?:{expression}\n)" for rule, expression in self._rules if not rule.triggers)
        return regex.compile(joined, regex.VERBOSE) if joined else None

    def fullmatch(self, text: str) -> Iterator[tuple[Rule, regex.Match[str]]]:
        """The rules that match all of `text`, in their order. Raises TimeoutError for one that comes to no end."""
        return self._found("fullmatch", text)

    def search(self, text: str) -> Iterator[tuple[Rule, regex.Match[str]]]:
        """The rules that match somewhere in `text`, in their order. Raises TimeoutError like `fullmatch`."""
        return self._found("search", text)

    def _found(self, how: str, text: str) -> Iterator[tuple[Rule, regex.Match[str]]]:
        lower = text.lower()
        try:
            one_matches = self._any is not None and getattr(self._any, how)(text, timeout=REGEX_SECONDS)
            for rule, expression in self._rules:
                if not (any(map(lower.__contains__, rule.triggers)) if rule.triggers else one_matches):
                    continue
                found = getattr(self._compiled(expression), how)(text, timeout=REGEX_SECONDS)
                if found:
                    yield rule, found
        except TimeoutError:
            raise TimeoutError("a boilerplate rule comes to no end on a line; `hoinghi rules check` names it") from None


def _hit(rule: Rule, found: regex.Match[str] | None, written: str) -> Hit:
    """`written` is the line before folding: its offsets are those of the match."""
    action: Action = rule.sets["action"]  # type: ignore[assignment]
    groups: dict[str, str] = {}
    for name in found.re.groupindex if found is not None else ():
        start, end = found.span(name)  # type: ignore[union-attr]
        if end > start:
            groups[name] = written[start:end].strip(" .")
    return Hit(rule.id, action, groups, found.span() if found is not None else (0, len(written)))


def iso_date(year: int, month: int, day: int) -> str | None:
    """The date in ISO form; null if there is no such day, or it is before the web."""
    if year < _FIRST_YEAR:
        return None
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None
