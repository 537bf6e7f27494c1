"""Fixtures that several packages of tests share. Everything is real: files, SQLite, processes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from pipeline.extract.article import Extractor
from pipeline.store.database import open_database
from tests import builders


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A rules folder with one indicator, enough for the stages of `builders`."""
    return builders.write_rules(tmp_path / "rules")


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """hoinghi's own rules, made ready."""
    return builders.extractor()


@pytest.fixture
def fresh_store(tmp_path: Path) -> Iterator[Database]:
    """An empty fact database, open for writing."""
    with open_database(tmp_path / "store.db") as db:
        yield db
