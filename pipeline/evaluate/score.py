"""Scores a fact database against gold: every kind, every document, micro averages, every finding in context."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.evaluate.counts import score_counts
from pipeline.evaluate.decrees import score_citations, score_unnumbered
from pipeline.evaluate.events import score_document, score_events
from pipeline.evaluate.facts import FactBase, Found
from pipeline.evaluate.gold import GoldDocument, GoldSet
from pipeline.evaluate.locate import Located
from pipeline.evaluate.measure import Finding, Scored, Tally, add
from pipeline.evaluate.normal import PlaceTails
from pipeline.evaluate.people import score_people, score_positions, score_roles

KINDS = ("documents", "people", "positions", "roles", "citations", "unnumbered", "events", "counts")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures and findings. `texts` holds the article of every finding's document, for its context."""

    gold_sha256: str
    scored: tuple[Scored, ...]
    texts: Mapping[str, str]

    def kinds(self) -> tuple[str, ...]:
        """The kinds scored, in the order of KINDS."""
        present = {one.kind for one in self.scored}
        return tuple(kind for kind in KINDS if kind in present)

    def documents(self) -> tuple[str, ...]:
        """The gold documents, in order."""
        return tuple(dict.fromkeys(one.document for one in self.scored))

    def tally(self, kind: str, document: str | None = None) -> Tally:
        """Figures of one kind, over all documents or in one."""
        return add(
            one.tally for one in self.scored if one.kind == kind and (document is None or one.document == document)
        )

    def findings(self) -> tuple[Finding, ...]:
        """Everything that is not right: by kind, document, place."""
        return tuple(
            finding for kind in self.kinds() for one in self.scored if one.kind == kind for finding in one.findings
        )

    def only(self, kind: str) -> Evaluation:
        """The same with one kind alone."""
        return replace(self, scored=tuple(one for one in self.scored if one.kind == kind))

    def metrics(self) -> dict[str, float | None]:
        """Name → figure, of all that a floor can be set for: people.f1, counts.unit, positions.relaxed_f1 …

        None where there was nothing to measure.
        """
        figures: dict[str, float | None] = {}
        for kind in self.kinds():
            tally = self.tally(kind)
            figures[f"{kind}.precision"] = tally.precision
            figures[f"{kind}.recall"] = tally.recall
            figures[f"{kind}.f1"] = tally.f1
            if kind == "positions":
                figures[f"{kind}.relaxed_f1"] = tally.relaxed_f1
            for name, field in tally.fields.items():
                figures[f"{kind}.{name}"] = field.accuracy
        return figures


def evaluate(gold: GoldSet, db: Path) -> Evaluation:
    """Score the database at `db`. Raises StoreError if it cannot be read; articles it lacks are all misses."""
    with FactBase(db) as base:
        tails = base.place_tails()
        scored: list[Scored] = []
        texts: dict[str, str] = {}
        for document in gold.documents:
            found = base.find(document.document)
            scored.extend(score_one(document, found, tails))
            texts[document.document] = found.text if found else ""
    return Evaluation(gold.sha256, tuple(scored), texts)


def score_one(gold: GoldDocument, found: Found | None, tails: PlaceTails) -> tuple[Scored, ...]:
    """All kinds of one article; `found` is None where the database does not hold it."""
    ours = found or Found(id="", source="", text="", published_on=None)
    located = Located(ours.text)
    return (
        score_document(gold, found),
        score_people(gold, ours, located),
        score_positions(gold, ours, located, tails),
        score_roles(gold, ours, located),
        score_citations(gold, ours, located),
        score_unnumbered(gold, ours, located),
        score_events(gold, ours, located),
        score_counts(gold, ours, located),
    )
