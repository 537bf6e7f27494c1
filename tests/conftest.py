"""Fixtures that several packages of tests share. Everything is real: files, SQLite, processes.

Generated examples are the same on every machine and have no time limit; HYPOTHESIS_PROFILE=explore draws new ones.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlite_utils import Database

from pipeline.extract.article import Extractor
from pipeline.store.database import open_database
from tests import builders

settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What runs keep of the many rules folders of tests goes with them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


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
