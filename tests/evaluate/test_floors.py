"""Floors only rise, and a fall, a gap or other gold is a breach."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import CorpusError
from pipeline.evaluate.floors import Floors, breaches, load_floors, raised, save_floors

_FIGURES = st.dictionaries(st.sampled_from(["a.f1", "a.unit", "b.f1", "b.recall"]), st.floats(0, 1))


@given(_FIGURES, _FIGURES)
def test_never_lower_and_held_afterwards(old: dict[str, float], measured: dict[str, float]) -> None:
    higher = raised(Floors("gold", old), measured, "gold")
    assert all(higher.floors[name] >= floor for name, floor in old.items())
    for line in breaches(higher, measured, "gold"):
        name = line.split()[0]
        assert name in old and (name not in measured or measured[name] < old[name])


def test_what_is_raised() -> None:
    old = Floors("then", {"people.f1": 0.9, "counts.recall": 0.5})
    metrics = {"people.f1": 0.95239, "people.recall": 0.99, "counts.recall": 0.6, "counts.unit": 0.5, "events.f1": None}
    assert raised(old, metrics, "now") == Floors("now", {"counts.recall": 0.6, "counts.unit": 0.5, "people.f1": 0.9523})


def test_breaches() -> None:
    floors = Floors("g1", {"people.f1": 0.9, "roles.f1": 0.9, "events.f1": 0.5})
    assert breaches(floors, {"people.f1": 0.9, "roles.f1": 0.91, "events.f1": 0.5}, "g1") == ()
    lines = breaches(floors, {"people.f1": 0.8999, "roles.f1": None}, "g2")
    assert [line.split(" ")[0] for line in lines] == ["gold", "events.f1", "people.f1", "roles.f1"]
    assert "people.f1 is 0.8999, below its floor 0.9000" in lines


def test_file_and_back(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    assert load_floors(path, missing_ok=True) == Floors(None, {})
    save_floors(path, Floors("g", {"people.f1": 0.5}))
    assert load_floors(path) == Floors("g", {"people.f1": 0.5})
    assert [file.name for file in tmp_path.iterdir()] == ["floors.json"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (None, "cannot be read"),
        ("{", "cannot be read"),
        ("[]", "has the keys"),
        ('{"floors": {}}', "has the keys"),
        ('{"gold_sha256": null, "floors": []}', "has the keys"),
        ('{"gold_sha256": null, "floors": {"people.f1": 97}}', "not between 0 and 1"),
        ('{"gold_sha256": null, "floors": {"people.f1": "high"}}', "not between 0 and 1"),
        ('{"gold_sha256": null, "floors": {"people.f1": true}}', "not between 0 and 1"),
    ],
)
def test_damaged(tmp_path: Path, text: str | None, what: str) -> None:
    path = tmp_path / "floors.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match=what):
        load_floors(path)
