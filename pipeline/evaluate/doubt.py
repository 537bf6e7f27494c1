"""A finding about a rule or word that loads and is doubtful all the same."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is doubtful at a line of a rule file, and what to do. `of` names the rule or word: `rule count.share`."""

    file: str
    line: int
    of: str
    what: str
    remedy: str

    def __str__(self) -> str:
        remedy = self.remedy[:1].upper() + self.remedy[1:]
        return f"{self.file}:{self.line}: {self.of}: {self.what}. {remedy}{'' if remedy.endswith('?') else '.'}"
