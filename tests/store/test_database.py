from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.errors import EXIT_DATA, StoreError
from pipeline.store.database import open_database, read_database
from pipeline.store.lock import writing


def _folder(tmp_path: Path) -> Path:
    return tmp_path


def _no_folder(tmp_path: Path) -> Path:
    return tmp_path / "none" / "facts.db"


def _text_file(tmp_path: Path) -> Path:
    path = tmp_path / "notes.db"
    path.write_text("Đây không phải cơ sở dữ liệu.\n" * 99, encoding="utf-8")
    return path


def _damaged(tmp_path: Path) -> Path:
    path = tmp_path / "damaged.db"
    with open_database(path):
        pass
    content = bytearray(path.read_bytes())
    content[100:4096] = os.urandom(3996)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("make", [_folder, _no_folder, _text_file, _damaged])
def test_what_cannot_be_opened_is_named_with_a_remedy(tmp_path: Path, make: object) -> None:
    path = make(tmp_path)  # type: ignore[operator]
    with pytest.raises(StoreError) as error, open_database(path):
        pass
    assert str(path) in str(error.value)
    assert error.value.remedy
    assert error.value.exit_code == EXIT_DATA


def test_a_missing_database_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such database"), read_database(tmp_path / "none.db"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_an_error_with_a_remedy_and_the_database_stays_good(tmp_path: Path) -> None:
    path = tmp_path / "facts.db"
    with open_database(path) as db:
        pass
    with pytest.raises(StoreError, match="full") as error, open_database(path) as db:
        pages = db.conn.execute("PRAGMA page_count").fetchone()[0]
        db.conn.execute(f"PRAGMA max_page_count = {pages + 2}")
        with db.atomic():
            for number in range(5000):
                db.conn.execute("INSERT INTO places VALUES (?, NULL, 'A', 'xã', NULL, NULL, NULL)", (str(number),))
    assert "make room" in (error.value.remedy or "")
    with open_database(path) as db:
        assert db.conn.execute("SELECT count(*) FROM places").fetchone() == (0,)
        assert db.conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_after_the_block_everything_is_in_one_file(tmp_path: Path) -> None:
    path = tmp_path / "facts.db"
    with open_database(path) as db:
        db.conn.execute("INSERT INTO places VALUES ('p', NULL, 'A', 'xã', NULL, NULL, NULL)")
    assert [file.name for file in tmp_path.iterdir()] == ["facts.db"]


def test_the_second_writer_is_told_who_is_first(tmp_path: Path) -> None:
    path = tmp_path / "facts.db"
    with writing(path):
        with pytest.raises(StoreError, match=rf"another run \(process {os.getpid()}\)") as error, writing(path):
            pass
        assert "wait" in (error.value.remedy or "")
    with writing(path):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(StoreError, match="cannot write here"), writing(tmp_path / "facts.db"):
        pass
