"""Runs: inputs in, a fact database out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.run.batch import Outcome


def run(inputs: Sequence[str], db: Path | str, *, rules: Path | str | None = None, workers: int = 1) -> Outcome:
    """Read `inputs` into the fact database `db` by hoinghi's own rules or those of another folder.

    `pipeline.run.batch.run` takes all options. Raises RuleError, UsageError or StoreError.
    """
    from pipeline.assets import asset
    from pipeline.run import batch

    plan = batch.Plan(tuple(inputs), Path(db), Path(rules) if rules else asset("rules"), workers=workers)
    return batch.run(plan)
