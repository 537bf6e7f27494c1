# ruff: noqa: E501 (rows and calls of test data)
"""Every input form, whole and broken, gives its records and says what it could not read."""

from __future__ import annotations

import csv
import gzip
import io
import json
import pickle
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import UsageError
from pipeline.ingest.records import read_records, read_unit
from pipeline.ingest.units import list_units
from pipeline.model import Issue, Record

ROWS = [
    {"id": "a-1", "text": "Hội nghị bế mạc.", "title": "Tin", "url": "https://x.example.vn/1", "published_on": "2023-12-16", "author": "An", "site": "x"},
    {"html": "<p>Đại hội</p>"},
    {"id": 7, "text": "Ngày mới"},
]  # fmt: skip


def seen(found: Iterable[Record | Issue], folder: Path) -> list[str]:
    """Sources and issue codes, paths cut."""
    return [
        (f"{item.code} " if isinstance(item, Issue) else "") + item.source.removeprefix(f"{folder}/") for item in found
    ]


def jsonl(path: Path, rows: Iterable[object]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def warc(path: Path, *, pages: int = 3, compressed: bool = True) -> Path:
    records = [_record("warcinfo", "", b"software: test\r\n", "application/warc-fields")]
    for index in range(pages):
        records.append(
            _response(f"http://x.example.vn/{index}", "200 OK", "text/html; charset=windows-1258", b"<p>trang</p>" * 40)
        )
    records.append(_response("http://x.example.vn/a.png", "200 OK", "image/png", b"\x89PNG"))
    records.append(_response("http://x.example.vn/none", "404 Not Found", "text/html", b"<p>404</p>"))
    path.write_bytes(b"".join(gzip.compress(record) if compressed else record for record in records))
    return path


def _response(url: str, status: str, kind: str, payload: bytes) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode()
    return _record("response", f"WARC-Target-URI: {url}\r\n", head + payload, "application/http; msgtype=response")


def _record(kind: str, more: str, block: bytes, content_type: str) -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\n{more}WARC-Date: 2024-01-02T03:04:05Z\r\nContent-Type: {content_type}\r\n"
    return f"{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def test_a_folder_is_read_recursively_and_sorted(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", "sub/c.htm", "sub/.hidden.txt", ".git/x.txt", "notes.docx", "sub/d.TXT"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    found = list(read_records([str(tmp_path)]))
    assert seen(found, tmp_path) == ["a.html", "b.txt", "unknown_format notes.docx", "sub/c.htm", "sub/d.TXT"]
    assert [item.media for item in found if isinstance(item, Record)] == ["html", "text", "html", "text"]


def test_globs_and_order_of_inputs(tmp_path: Path) -> None:
    for name in ("1.txt", "2.txt", "3.html"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    inputs = [str(tmp_path / "3.html"), str(tmp_path / "*.txt")]
    assert seen(read_records(inputs), tmp_path) == ["3.html", "1.txt", "2.txt"]


@pytest.mark.parametrize("missing", ["no-such-file.txt", "no-such-*.txt", "file:///no/such/file", "nope://x/y"])
def test_a_missing_input_is_a_usage_error_before_anything_is_read(tmp_path: Path, missing: str) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError):
        next(iter(read_records([str(tmp_path / "a.txt"), missing])))


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".csv", ".parquet"])
def test_tables(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"t{suffix}"
    names = [*ROWS[0], "html"]
    if suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.DictWriter(stream, names, delimiter=";")
            writer.writeheader()
            writer.writerows(ROWS)
    elif suffix == ".parquet":
        rows = [{name: str(row[name]) if name in row else None for name in names} for row in ROWS]
        pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=2)
    else:
        plain = jsonl(tmp_path / "plain.jsonl", ROWS).read_bytes()
        path.write_bytes(gzip.compress(plain) if suffix.endswith("gz") else plain)
    found = list(read_records([str(path)]))
    assert seen(found, tmp_path) == [f"t{suffix}#a-1", f"t{suffix}#2", f"t{suffix}#7"]
    assert found[0] == Record(
        f"{path}#a-1", "text", "Hội nghị bế mạc.", "https://x.example.vn/1", "Tin", "2023-12-16", "An", "x"
    )
    assert (found[1].media, found[1].content) == ("html", "<p>Đại hội</p>")  # type: ignore[union-attr]


def test_broken_lines_are_issues_and_reading_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    lines = [
        '{"text": "một"}',
        "{broken",
        "",
        "[1]",
        '{"title": "x"}',
        '{"text": 5}',
        '{"text": "  "}',
        "[" * 99_999,
        '{"text": "hai"}',
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert seen(read_records([str(path)]), tmp_path) == [
        "t.jsonl#1", "bad_record t.jsonl#2", "bad_record t.jsonl#4", "no_text t.jsonl#5", "bad_record t.jsonl#6",
        "no_text t.jsonl#7", "bad_record t.jsonl#8", "t.jsonl#9",
    ]  # fmt: skip


def test_records_that_are_too_large(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "t.jsonl", [{"text": "a"}, {"text": "b" * 400}, {"text": "c"}])
    (tmp_path / "u.txt").write_text("d" * 400, encoding="utf-8")
    found = list(read_records([str(path), str(tmp_path / "u.txt")], limit=300))
    assert seen(found, tmp_path) == ["t.jsonl#1", "too_large t.jsonl#2", "t.jsonl#3", "too_large u.txt"]


@pytest.mark.parametrize("chunk", [10, 100, 3_000, 1 << 20])
def test_a_large_file_is_cut_without_changing_its_records(tmp_path: Path, chunk: int) -> None:
    rows = [{"text": "đ" * (index % 90 + 1)} for index in range(400)]
    path = jsonl(tmp_path / "t.jsonl", rows)
    path.write_text(path.read_text(encoding="utf-8").replace("\n", "\n\n", 50), encoding="utf-8")
    units = list(list_units([str(path)], chunk=chunk))
    assert pickle.loads(pickle.dumps(units)) == units
    assert (len(units) > 1) == (chunk < 1 << 20)
    found = [item for unit in units for item in read_unit(unit)]
    assert found == list(read_records([str(path)]))
    assert [item.content for item in found if isinstance(item, Record)] == [row["text"] for row in rows]


@settings(max_examples=40)
@given(
    lines=st.lists(st.sampled_from(["", "{}", '{"text":"a"}', "x" * 30]), max_size=30),
    chunk=st.integers(1, 80),
    end=st.booleans(),
)
def test_ranges_cover_every_line_once(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], chunk: int, end: bool
) -> None:
    path = tmp_path_factory.mktemp("ranges") / "t.jsonl"
    path.write_text("\n".join(lines) + ("\n" if end else ""), encoding="utf-8")
    parts = [item for unit in list_units([str(path)], chunk=chunk) for item in read_unit(unit)]
    assert parts == list(read_records([str(path)]))


@pytest.mark.parametrize("compressed", [True, False])
def test_warc(tmp_path: Path, compressed: bool) -> None:
    path = warc(tmp_path / ("t.warc.gz" if compressed else "t.warc"), compressed=compressed)
    *pages, rest = read_records([str(path)])
    assert [(page.url, page.charset) for page in pages if isinstance(page, Record)] == [
        (f"http://x.example.vn/{index}", "windows-1258") for index in range(3)
    ]
    assert isinstance(rest, Issue)
    assert (rest.code, "1 of type image/png, 1 with status 404" in rest.message) == ("no_page", True)


@pytest.mark.parametrize("compressed", [True, False])
@pytest.mark.parametrize("missing", [3, 30, 250, 900])
def test_a_cut_off_warc_is_said_to_be_cut_off(tmp_path: Path, compressed: bool, missing: int) -> None:
    path = warc(tmp_path / "t.warc", pages=6, compressed=compressed)
    path.write_bytes(path.read_bytes()[:-missing] if missing > 3 or compressed else path.read_bytes()[:-6])
    found = list(read_records([str(path)]))
    (problem,) = (item for item in found if isinstance(item, Issue) and item.code != "no_page")
    assert problem.code in ("truncated", "broken_file")
    assert sum(isinstance(item, Record) for item in found) >= 2


@pytest.mark.parametrize("missing", [1, 9, 400])
def test_a_cut_off_gzip_gives_what_it_has(tmp_path: Path, missing: int) -> None:
    rows = [{"text": f"{index * 7919 % 1000003:x}" * 9} for index in range(300)]
    packed = gzip.compress(jsonl(tmp_path / "p.jsonl", rows).read_bytes())
    (tmp_path / "t.jsonl.gz").write_bytes(packed[:-missing])
    found = list(read_records([str(tmp_path / "t.jsonl.gz")]))
    assert isinstance(found[-1], Issue)
    assert found[-1].code == "truncated"
    assert sum(isinstance(item, Record) for item in found) > 100


def test_members_of_a_gzip_are_one_stream(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text":"a"}\n') + gzip.compress(b'{"text":"b"}\n') + b"\0" * 512)
    assert seen(read_records([str(path)]), tmp_path) == ["t.jsonl.gz#1", "t.jsonl.gz#2"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("t.parquet", b"PAR1 no parquet", "broken_file"),
        ("t.warc", b"no warc at all\r\n\r\n" * 9, "broken_file"),
        ("t.csv", b"a,b\n1,2\n", "no_text"),
        ("t.csv", b"", "no_text"),
        ("t.jsonl.gz", b"\x1f\x8b\x08 damaged", "truncated"),
    ],
)
def test_files_that_are_not_what_they_say(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert seen(read_records([str(tmp_path / name)]), tmp_path) == [f"{code} {name}"]


def test_an_unreadable_file_is_an_issue(tmp_path: Path) -> None:
    units = list(list_units([str(tmp_path)])) or [*list_units([str(_gone(tmp_path))])]
    (tmp_path / "gone.txt").unlink()
    assert [item.code for unit in units for item in read_unit(unit) if isinstance(item, Issue)] == ["unreadable"]


def _gone(folder: Path) -> Path:
    (folder / "gone.txt").write_text("x", encoding="utf-8")
    return folder / "gone.txt"


@pytest.mark.parametrize(
    ("content", "media"), [(b'{"text": "a"}\n', "text"), (b"<html><p>a", "html"), ("Hội nghị".encode(), "text")]
)
def test_stdin(monkeypatch: pytest.MonkeyPatch, content: bytes, media: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    (record,) = read_records(["-"])
    assert isinstance(record, Record)
    assert (record.source.split("#")[0], record.media) == ("-", media)


def test_urls(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    (tmp_path / "b.html").write_text("x", encoding="utf-8")
    assert [item.source.rpartition("/")[2] for item in read_records([f"file://{tmp_path}"])] == ["a.txt", "b.html"]
    assert [item.source.rpartition("/")[2] for item in read_records([f"file://{tmp_path}/*.txt"])] == ["a.txt"]
    assert [item.source for item in read_records([f"file://{tmp_path}/a.txt"])] == [f"file://{tmp_path}/a.txt"]


def test_csv_in_other_encodings_and_with_open_quotes(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("text,title\nHội nghị,Tin\n".encode("utf-16"))
    (tmp_path / "u.csv").write_text('text,title\na,b\n"open,b\n' + "c,d\n" * 5, encoding="utf-8")
    (record,) = read_records([str(tmp_path / "t.csv")])
    assert isinstance(record, Record)
    assert (record.content, record.title) == ("Hội nghị", "Tin")
    assert seen(read_records([str(tmp_path / "u.csv")], limit=10), tmp_path)[0] == "u.csv#1"
