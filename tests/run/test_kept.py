"""What is kept between runs: taken only if it is whole, of the same key, and this user's own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

import pytest

from pipeline.assets import asset
from pipeline.errors import UsageError
from pipeline.extract.article import Extractor, ready_to_match
from pipeline.run.kept import kept
from pipeline.run.stages import load_stages
from tests import builders


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "hoinghi"


def _made(key: str = "a") -> bool:
    """Whether it had to be made."""
    calls: list[str] = []

    def make() -> dict[str, object]:
        calls.append(key)
        return {"words": MappingProxyType({key: ("một", "hai")})}

    found = kept("one", key, make)
    assert found["words"] == {key: ("một", "hai")}
    return bool(calls)


def test_what_was_made_is_found_again_under_its_key(folder: Path) -> None:
    assert [_made(), _made(), _made("b"), _made("b"), _made()] == [True, False, True, False, True]
    assert [file.name for file in folder.iterdir()] == ["one"]


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-5])


def _changed(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data[:-9] + bytes([data[-9] ^ 1]) + data[-8:])


@pytest.mark.parametrize(
    "harm",
    [
        _cut,
        _changed,
        lambda file: file.write_bytes(b""),
        lambda file: file.chmod(0o666),
        lambda file: file.parent.chmod(0o777),
        lambda file: (file.unlink(), file.mkdir()),
    ],
)
def test_what_is_not_whole_or_may_be_of_others_is_made_again(folder: Path, harm: Callable[[Path], object]) -> None:
    assert _made()
    harm(folder / "one")
    assert _made()


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert [_made(), _made()] == [True, True]


def test_a_user_without_a_home_is_served_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError("no home")))
    assert [_made(), _made()] == [True, True]


def test_nothing_half_written_is_left(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk is full")))
    assert _made()
    assert list(folder.iterdir()) == []


def test_what_fails_is_not_kept(folder: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        kept("one", "a", lambda: 1 / 0)
    assert _made()


_MANY = """
import sys
from pipeline.run.kept import kept
for number in range(200):
    assert kept("one", str(number % 3), lambda: [number % 3] * 50_000) == [number % 3] * 50_000
"""


def test_processes_that_write_at_once_do_not_harm_each_other(folder: Path) -> None:
    command = [sys.executable, "-c", _MANY]
    running = [subprocess.Popen(command, cwd=Path(__file__).parents[2]) for _ in range(3)]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert [file.name for file in folder.iterdir()] == ["one"]


def test_kept_rules_find_the_same(folder: Path) -> None:
    text = next((asset("corpus") / "articles").glob("*.txt")).read_text(encoding="utf-8")
    article = builders.make_article("a", text)
    rules = asset("rules")
    fresh = Extractor.of(*ready_to_match(rules)).extract(article)
    first, second = (load_stages(rules, False).ruled() for _ in range(2))
    assert first.extract(article) == second.extract(article) == fresh
    assert (first.book.rules, first.book.lexicons) == (second.book.rules, second.book.lexicons)
    assert first.footprint() == second.footprint()
    assert first.gazetteer.rows() == second.gazetteer.rows()
    assert sorted(file.name.split("-")[0] for file in folder.iterdir()) == ["footprint", "places", "rules"]


def test_rules_that_change_while_they_are_read_are_not_kept(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = builders.write_rules(tmp_path / "rules")
    monkeypatch.setattr("pipeline.run.stages.digest", lambda folder: "of another moment")
    with pytest.raises(UsageError, match="changed while"):
        load_stages(rules, False).ruled()
    assert not folder.exists()
