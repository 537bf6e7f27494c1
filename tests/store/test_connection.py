from __future__ import annotations

import subprocess
import sys

import pytest

from pipeline.store.connection import without


def _prints(script: str) -> str:
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip()


def test_a_database_loads_neither_pandas_nor_numpy() -> None:
    script = "import sys, pipeline.store.database; print(sorted({'pandas', 'numpy'} & set(sys.modules)))"
    assert _prints(script) == "[]"


def test_both_can_be_imported_after_it() -> None:
    script = "import pipeline.store.database, pandas; print(pandas.DataFrame({'a': [1, 2]})['a'].sum())"
    assert _prints(script) == "3"


def test_a_module_is_missing_inside_the_block_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "this", raising=False)
    with without("this", "sys"):
        with pytest.raises(ImportError):
            import this  # noqa: F401
        import sys as loaded_already
    assert "this" not in sys.modules
    assert loaded_already is sys
