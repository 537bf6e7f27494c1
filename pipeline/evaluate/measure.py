"""Figures and findings: what every scorer hands back, and how figures add up over documents (micro average)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from pipeline.evaluate.normal import contains
from pipeline.model import SpanPair

Outcome: TypeAlias = Literal["missed", "false", "field"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not right: a miss, a false hit, or a wrong field of a hit.

    `cause` is a short fixed phrase to group by; `gold` and `found` are the two sides as text; `span` is where to look
    in the document's text (null where the gold string is not in it); `rule_id` names the rule behind a false hit.
    """

    kind: str
    document: str
    outcome: Outcome
    cause: str
    gold: str | None = None
    found: str | None = None
    span: SpanPair | None = None
    rule_id: str | None = None


@dataclass(frozen=True, slots=True)
class FieldTally:
    """How often a field of a matched row agrees with gold.

    `empty`: neither side has a value. `near`: of the wrong ones, those where one side holds the other as whole words.
    """

    right: int = 0
    wrong: int = 0
    missing: int = 0
    invented: int = 0
    empty: int = 0
    near: int = 0

    def __add__(self, other: FieldTally) -> FieldTally:
        return FieldTally(
            self.right + other.right,
            self.wrong + other.wrong,
            self.missing + other.missing,
            self.invented + other.invented,
            self.empty + other.empty,
            self.near + other.near,
        )

    @property
    def judged(self) -> int:
        """Matched rows where gold has a value, and those where we invented one."""
        return self.right + self.wrong + self.missing + self.invented

    @property
    def accuracy(self) -> float | None:
        """Right values among those that gold has or that we invented: the headline figure of a field."""
        return self.right / self.judged if self.judged else None

    @property
    def relaxed(self) -> float | None:
        """The same with near values as right."""
        return (self.right + self.near) / self.judged if self.judged else None

    @property
    def agreement(self) -> float | None:
        """Like `accuracy`, with rows where both sides are rightly empty counted as right."""
        total = self.judged + self.empty
        return (self.right + self.empty) / total if total else None


@dataclass(frozen=True, slots=True)
class Tally:
    """Hits, misses and false hits of one kind, over any number of documents.

    `near` pairs a miss with a false hit that differ in a forgivable way; `spare` are false hits that only say again,
    less exactly, what a hit says. `ignored` rows are neither right nor wrong. `never` are the false hits that gold
    names as wrong outright (a number string under `never`, a person under `not_officials`).
    """

    hits: int = 0
    missed: int = 0
    false: int = 0
    near: int = 0
    spare: int = 0
    ignored: int = 0
    never: int = 0
    fields: Mapping[str, FieldTally] = field(default_factory=dict)

    def __add__(self, other: Tally) -> Tally:
        names = [*self.fields, *(name for name in other.fields if name not in self.fields)]
        return Tally(
            self.hits + other.hits,
            self.missed + other.missed,
            self.false + other.false,
            self.near + other.near,
            self.spare + other.spare,
            self.ignored + other.ignored,
            self.never + other.never,
            {name: self.fields.get(name, FieldTally()) + other.fields.get(name, FieldTally()) for name in names},
        )

    @property
    def precision(self) -> float | None:
        found = self.hits + self.false
        return self.hits / found if found else None

    @property
    def recall(self) -> float | None:
        wanted = self.hits + self.missed
        return self.hits / wanted if wanted else None

    @property
    def f1(self) -> float | None:
        total = 2 * self.hits + self.missed + self.false
        return 2 * self.hits / total if total else None

    @property
    def relaxed_f1(self) -> float | None:
        """F1 with near pairs as hits and spare rows left out."""
        hits = self.hits + self.near
        total = 2 * hits + (self.missed - self.near) + (self.false - self.near - self.spare)
        return 2 * hits / total if total else None


@dataclass(frozen=True, slots=True)
class Scored:
    """What one scorer says of one document and kind."""

    kind: str
    document: str
    tally: Tally
    findings: tuple[Finding, ...]


def add(tallies: Iterable[Tally]) -> Tally:
    """All of them together."""
    return sum(tallies, Tally())


def judge(gold: str | None, found: str | None, *, near: bool = False) -> tuple[FieldTally, str | None]:
    """One field of one matched row: its tally, and the verdict to report (None where there is nothing to say)."""
    if gold is None and found is None:
        return FieldTally(empty=1), None
    if found is None:
        return FieldTally(missing=1), "missing"
    if gold is None:
        return FieldTally(invented=1), "invented"
    if gold == found:
        return FieldTally(right=1), None
    return FieldTally(wrong=1, near=int(near)), "near" if near else "wrong"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a row's evidence stands, and the rule that made it."""

    span: SpanPair | None = None
    rule_id: str | None = None


NOWHERE = Spot()


@dataclass
class Sheet:
    """Collects one document's tally and findings while a scorer works; `done` gives the frozen result."""

    kind: str
    document: str
    hits: int = 0
    missed: int = 0
    false: int = 0
    near: int = 0
    spare: int = 0
    ignored: int = 0
    never: int = 0
    fields: dict[str, FieldTally] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def miss(self, cause: str, gold: str, span: SpanPair | None, *, found: str | None = None) -> None:
        self.missed += 1
        self.findings.append(Finding(self.kind, self.document, "missed", cause, gold, found, span))

    def wrong(self, cause: str, found: str, spot: Spot, *, gold: str | None = None) -> None:
        self.false += 1
        finding = Finding(self.kind, self.document, "false", cause, gold, found, spot.span, spot.rule_id)
        self.findings.append(finding)

    def compare(
        self,
        name: str,
        gold: object | None,
        found: object | None,
        *,
        key: Callable[[str], str] | None = None,
        spot: Spot = NOWHERE,
    ) -> None:
        """Judge field `name` of a hit. Texts are compared by `key`; wrong ones that hold each other are `near`."""
        sides = [None if side is None else str(side) for side in (gold, found)]
        keys = [key(side) if key and side else side for side in sides]
        near = bool(key) and contains(keys[0] or "", keys[1] or "")
        tally, verdict = judge(keys[0], keys[1], near=near)
        self.fields[name] = self.fields.get(name, FieldTally()) + tally
        if verdict:
            cause = f"{name} {verdict}"
            self.findings.append(
                Finding(self.kind, self.document, "field", cause, sides[0], sides[1], spot.span, spot.rule_id)
            )

    def done(self) -> Scored:
        tally = Tally(
            self.hits, self.missed, self.false, self.near, self.spare, self.ignored, self.never, dict(self.fields)
        )
        return Scored(self.kind, self.document, tally, tuple(self.findings))
