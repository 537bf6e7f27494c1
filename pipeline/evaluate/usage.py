"""What each rule did in a fact database: rows, documents, verdicts of reviewers, and the time it takes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.match.trace import Trace

if TYPE_CHECKING:
    from sqlite_utils import Database

    from pipeline.extract.article import Extractor
    from pipeline.model import Article
    from pipeline.rulebook.schema import Rule

_TABLES = ("facts", "citations", "positions", "events", "event_roles")


@dataclass(frozen=True, slots=True)
class Usage:
    """One rule. `share` is its part of all rows of its tables. `issues`: issues where its rows stand, failed sums of
    its figures, and texts on which it took too long; `issue_share` their part of those of all rules. `seconds`: an
    article, None where no time was taken."""

    rule_id: str
    kind: str
    rows: int
    documents: int
    accepted: int
    rejected: int
    corrected: int
    share: float
    issues: int = 0
    issue_share: float = 0.0
    seconds: float | None = None


def usage(db: Database, seconds: Mapping[str, float] | None = None) -> tuple[Usage, ...]:
    """All rules of a database, those with most rows first; rules that made none are among them."""
    counted: dict[str, list[int]] = {}
    for table in _TABLES:
        columns = ["rule_id", "indicator_rule"] if table == "facts" else ["rule_id"]
        for column in columns:
            rows = db.conn.execute(
                f"""SELECT {column}, count(*), count(DISTINCT document_id), coalesce(sum(review = 'accepted'), 0),
                coalesce(sum(review = 'rejected'), 0), coalesce(sum(review = 'corrected'), 0)
                FROM {table} WHERE {column} IS NOT NULL GROUP BY {column}"""
            )
            for rule_id, *numbers in rows:
                totals = counted.setdefault(rule_id, [0] * len(numbers))
                counted[rule_id] = [one + other for one, other in zip(totals, numbers, strict=True)]
    kinds = dict(db.conn.execute("SELECT id, kind FROM rules").fetchall())
    everything = sum(numbers[0] for numbers in counted.values()) or 1
    issues = _issues(db)
    found = []
    for rule_id in {*kinds, *counted}:
        rows_, documents, accepted, rejected, corrected = counted.get(rule_id, [0] * 5)
        told = issues[rule_id]
        spent = None if seconds is None else seconds.get(rule_id, 0.0)
        found.append(
            Usage(rule_id, kinds.get(rule_id, ""), rows_, documents, accepted, rejected, corrected,
                  rows_ / everything, told, told / (issues.total() or 1), spent)
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-one.rows, one.rule_id)))


def _issues(db: Database) -> Counter[str]:
    """Rule → what is wrong or doubtful about what it made."""
    found: Counter[str] = Counter()
    for table in _TABLES:
        for rule_id, many in db.conn.execute(
            f"""SELECT r.rule_id, count(DISTINCT i.id) FROM {table} r JOIN issues i ON i.document_id = r.document_id
            WHERE i.start < r."end" AND r.start < i."end" GROUP BY r.rule_id"""
        ):
            found[rule_id] += many
    failed = "SELECT f.rule_id FROM checks c JOIN facts f ON f.id = c.fact_id WHERE c.outcome = 'fails'"
    found.update(rule_id for (rule_id,) in db.conn.execute(failed))
    late = "SELECT message FROM issues WHERE code = 'rule_timeout'"
    found.update(message.split()[1] for (message,) in db.conn.execute(late))
    return found


class Stopwatch(Trace):
    """A trace that notes how long the attempts of each rule take, and nothing else."""

    explains = False

    def __init__(self) -> None:
        super().__init__()
        self.seconds: dict[str, float] = {}
        self._running: str | None = None
        self._since = 0.0

    def attempt(self, rule: Rule, start: int) -> None:
        now = time.perf_counter()
        if self._running is not None:
            self.seconds[self._running] = self.seconds.get(self._running, 0.0) + now - self._since
        self._running, self._since = rule.id, now

    def finished(self) -> None:
        """The last attempt is over."""
        self._running = None

    def expected(self, what: str, states: Iterable[int]) -> None:
        pass


def timed(extractor: Extractor, articles: Iterable[Article]) -> dict[str, float]:
    """Seconds that each rule's attempts to match take on these articles, with what they cause to be read first."""
    watch = Stopwatch()
    for article in articles:
        extractor.read(article, watch)
        watch.misses.clear()
        watch.losers.clear()
        watch.finished()
    return watch.seconds
