"""The small gold files of this folder with their texts, and the rows that agree with them."""

from __future__ import annotations

from pathlib import Path

from pipeline.evaluate.facts import Found
from pipeline.evaluate.gold import GoldDocument, load_document
from pipeline.evaluate.measure import Finding, Tally
from pipeline.evaluate.normal import PlaceTails
from pipeline.evaluate.score import score_one
from tests.evaluate.perfect import perfect

DATA = Path(__file__).with_name("data")
SHARED = Path(__file__).resolve().parents[3] / "shared"
PLACES = (("Sơn Bình", "huyện"), ("Phước Lộc", "thị xã"))
TAILS = PlaceTails((name for name, _ in PLACES), (level for _, level in PLACES))


def sample(name: str = "a01") -> tuple[GoldDocument, str]:
    """Gold and text of a sample."""
    return load_document(DATA / f"{name}.yaml"), (DATA / f"{name}.txt").read_text(encoding="utf-8")


def perfect_sample(name: str = "a01", *, optional: bool = False) -> tuple[GoldDocument, Found]:
    gold, text = sample(name)
    return gold, perfect(gold, text, optional=optional)


def scored(gold: GoldDocument, found: Found | None) -> tuple[dict[str, Tally], list[Finding]]:
    """Tallies by kind, and all findings."""
    results = score_one(gold, found, TAILS)
    return {one.kind: one.tally for one in results}, [finding for one in results for finding in one.findings]
