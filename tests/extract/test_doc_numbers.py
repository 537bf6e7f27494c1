"""Document numbers: every written form becomes one canonical number; look-alikes are none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.documents.citations import citation_mentions
from pipeline.extract.documents.mentions import Mention
from pipeline.extract.documents.numbers import LONGEST_RANGE, DocNumber
from pipeline.text.fold import view_of
from tests.builders import extractor

DATA = Path(__file__).parent / "data"


def _table(name: str) -> Iterator[list[str]]:
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def _mentions(text: str) -> tuple[Mention, ...]:
    return citation_mentions(extractor().grammar.chart(view_of(text)))


def _numbers(text: str) -> list[DocNumber]:
    return [mention.number for mention in _mentions(text) if mention.number is not None]


WRITTEN = list(_table("numbers.tsv"))


@pytest.mark.parametrize("row", WRITTEN, ids=lambda row: row[0])
def test_written_forms(row: list[str]) -> None:
    text, canonical, type_, issued_on, repaired = [*row, "", "", ""][:5]
    found = [mention for mention in _mentions(text) if mention.number is not None]
    assert " | ".join(mention.number.canonical for mention in found if mention.number) == canonical
    assert (found[0].type, found[0].fields.get("issued_on", "")) == (type_, issued_on)
    repairs = [mention.number.repaired or mention.fields.get("repaired") for mention in found if mention.number]
    assert [repair for repair in repairs if repair] == ([repaired] if repaired else [])


@pytest.mark.parametrize(("text", "what"), list(_table("no-numbers.tsv")))
def test_look_alikes(text: str, what: str) -> None:
    assert _numbers(text) == [], what
    assert [mention.as_written for mention in _mentions(text)] == [], what


@pytest.mark.parametrize("row", list(_table("neighbourhoods.tsv")), ids=lambda row: row[0])
def test_what_stands_around_a_number(row: list[str]) -> None:
    text, number, issued_on, issuer, subject = [*row, "", "", "", ""][:5]
    first = _mentions(text)[0]
    found = [first.fields.get(name, "") for name in ("issued_on", "issuer", "subject")]
    assert ((first.number.canonical if first.number else first.short) or "") == number
    assert found == [issued_on, issuer, subject]


def test_the_tables_are_large_enough() -> None:
    refused = {text for text, _ in _table("no-numbers.tsv")}
    assert len({row[0] for row in WRITTEN}) >= 345 and len(refused) >= 120
    assert len({row[0] for row in _table("neighbourhoods.tsv")}) >= 100


@pytest.mark.parametrize("row", [row for row in WRITTEN if " | " not in row[1]], ids=lambda row: row[1])
def test_a_canonical_number_reads_as_itself(row: list[str]) -> None:
    (number,) = _numbers(f"Công văn số {row[1]}")
    assert (number.canonical, number.repaired) == (row[1], None)


PARTS = [
    ("Nghị quyết số 02-NQ/TU", ("NQ", "TU", None, "party", "Nghị quyết", "Tỉnh ủy")),
    ("Thông tri số 06-TT/TU", ("TT", "TU", None, "party", "Thông tri", "Tỉnh ủy")),
    ("Thông tư số 01/2019/TT-BNV", ("TT", "BNV", 2019, "state", "Thông tư", "Bộ Nội vụ")),
    ("Quy định số 19-QĐi/TU", ("QĐi", "TU", None, "party", "Quy định", "Tỉnh ủy")),
    ("Chỉ thị số 33/CT-TTG", ("CT", "TTg", None, "state", "Chỉ thị", "Thủ tướng Chính phủ")),
    ("Luật số 10/2022/QH15", (None, "QH15", 2022, "assembly", "Luật", "Quốc hội")),
    ("Công văn số 12/UBND-NC", (None, "UBND-NC", None, "letter", "Công văn", "Ủy ban nhân dân")),
    ("Báo cáo số 9-BC/BDVTU", ("BC", "BDVTU", None, "party", "Báo cáo", "Tỉnh ủy")),
    ("Kế hoạch số 3-KH/XYZ", ("KH", "XYZ", None, "party", "Kế hoạch", None)),
    ("Kế hoạch số 3/KH-XYZ", ("KH", "XYZ", None, "state", "Kế hoạch", None)),
    ("Số 34/2007/PL-UBTVQH11", ("PL", "UBTVQH11", 2007, "assembly", "Pháp lệnh", "Ủy ban Thường vụ Quốc hội")),
]


@pytest.mark.parametrize(("text", "parts"), PARTS)
def test_parts_of_a_number(text: str, parts: tuple[object, ...]) -> None:
    (number,) = _numbers(text)
    found = (number.code, number.issuer_code, number.year, number.style, number.type, number.issuer)
    assert found == parts


def test_siblings_span_their_own_digits() -> None:
    text = "các Nghị quyết số 18, 19-NQ/TW"
    assert [text[n.start : n.end] for n in _numbers(text)] == ["18", "19-NQ/TW"]


@pytest.mark.parametrize(
    ("high", "count"), [(3, 3), (LONGEST_RANGE + 1, LONGEST_RANGE + 1), (LONGEST_RANGE + 2, 2), (1, 2)]
)
def test_ranges_are_counted_out_up_to_a_length(high: int, count: int) -> None:
    assert len(_numbers(f"từ số 1 đến {high}/QĐ-UBND")) == count


@given(
    st.integers(1, 99999),
    st.sampled_from(["NQ", "CT", "KL", "QĐ", "KH", "HD", "ĐA", "CTr", "BC", "TB"]),
    st.sampled_from(["TU", "TW", "HU", "BTGTU", "ĐU", "VPTU", "QUTW"]),
    st.sampled_from(["-", " - ", "–", " –", "/", " "]),
    st.sampled_from(["/", " /", " / ", "-"]),
)
def test_separators_do_not_matter_to_party_numbers(number: int, code: str, issuer: str, one: str, other: str) -> None:
    (found,) = _numbers(f"Văn bản số {number}{one}{code}{other}{issuer} nói rõ")
    assert found.canonical == f"{number}-{code}/{issuer}"
