"""The Parquet dataset beside a database: what goes in comes out, and it is kept equal to the database."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet
import pytest

from pipeline.errors import UsageError
from pipeline.kinds import BY_NAME
from pipeline.run.batch import Plan, run
from pipeline.store.database import read_database
from pipeline.store.dump import digests
from pipeline.store.rows import CHILDREN, rows_of
from pipeline.store.shards import COLUMNS, ShardFolder
from tests import builders


@pytest.fixture
def folder(tmp_path: Path) -> ShardFolder:
    return ShardFolder(str(tmp_path / "shards"))


def _documents(count: int) -> list[object]:
    return [rows_of(builders.extract(builders.make_article(f"{n}.txt", builders.make_text(n)))) for n in range(count)]


def test_what_goes_in_comes_out(folder: ShardFolder) -> None:
    documents = tuple(_documents(7))
    name = folder.write(documents, ["s"] * 7)  # type: ignore[arg-type]
    assert folder.read(name) == documents
    assert folder.write(documents, ["s"] * 7) == name, "the same rows have the same name"  # type: ignore[arg-type]
    assert list(folder.contents()) == [name]
    folder.remove(name)
    assert folder.contents() == {}


def test_a_shard_that_is_not_there_says_that_the_folder_is_not_shared(folder: ShardFolder) -> None:
    with pytest.raises(UsageError, match="is not there") as error:
        folder.read("0123")
    assert "all machines share" in str(error.value)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be written"):
        ShardFolder(str(tmp_path / "file")).write(_documents(1), ["s"])  # type: ignore[arg-type]


def _in_dataset(url: Path, table: str) -> list[tuple[object, ...]]:
    names = [column.name for column in COLUMNS[table] if column.name in BY_NAME[table].column_names]
    rows = []
    for file in sorted((url / table).glob("*.parquet")):
        found = pyarrow.parquet.read_table(file).to_pydict()
        rows.extend(zip(*(found[name] for name in names), strict=True))
    return sorted(rows, key=repr)


def _is_mirror(db: Path, url: Path) -> None:
    """Every child row is in the dataset once, but for what is resolved or judged later."""
    later = {"person_id", "legal_document_id", "repeats_id", "review", "number", "partial", "issued_on"}
    with read_database(db) as store:
        for table in CHILDREN:
            names = [column.name for column in COLUMNS[table]]
            query = f'SELECT {", ".join(chr(34) + name + chr(34) for name in names)} FROM "{table}"'
            stored = sorted(store.conn.execute(query).fetchall(), key=repr)
            kept = [at for at, name in enumerate(names) if name not in later]
            found = _in_dataset(url, table)
            assert sorted([row[at] for at in kept] for row in found) == sorted(
                [row[at] for at in kept] for row in stored
            )
        documents = store.conn.execute("SELECT id FROM documents ORDER BY id").fetchall()
    assert sorted(row[0] for row in _in_dataset(url, "documents")) == [row[0] for row in documents]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_by_way_of_shards_is_the_run_without(tmp_path: Path, rules: Path, workers: int) -> None:
    corpus = builders.write_corpus(tmp_path / "in", 60)
    run(Plan((str(corpus),), tmp_path / "plain.db", rules, load=builders.load))
    url = tmp_path / "shards"
    plan = Plan((str(corpus),), tmp_path / "facts.db", rules, workers=workers, shards=str(url), load=builders.load)
    run(plan)
    with read_database(tmp_path / "plain.db") as plain, read_database(tmp_path / "facts.db") as sharded:
        assert digests(plain) == digests(sharded)
    _is_mirror(tmp_path / "facts.db", url)


def test_the_dataset_follows_the_database(tmp_path: Path, rules: Path) -> None:
    corpus = builders.write_corpus(tmp_path / "in", 60)
    url, db = tmp_path / "shards", tmp_path / "facts.db"
    run(Plan((str(corpus),), db, rules, load=builders.load))
    plan = Plan((str(corpus),), db, rules, shards=str(url), load=builders.load)
    run(plan)
    _is_mirror(db, url)  # made without shards, mirrored afterwards
    texts = sorted(corpus.rglob("*.txt"))
    texts[3].write_text(builders.make_text(900), encoding="utf-8")
    (url / "facts" / "left-over.parquet").write_bytes(b"of a shard that a killed worker did not finish")
    (url / "facts" / "tmp1234").write_bytes(b"half a file")
    texts[5].unlink()
    run(plan)
    _is_mirror(db, url)
    assert {file.name for file in (url / "facts").iterdir()} <= {file.name for file in (url / "documents").iterdir()}
