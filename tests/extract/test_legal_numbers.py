"""Every real document number that ../shared holds is recognised whole, with its type and issuer, wherever it stands.

`pytest -s` prints the figures and the rest; `HOINGHI_ALL_SHAPES=1` reads every number in every shape (some minutes).
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.extract.documents.citations import citation_mentions
from pipeline.extract.documents.mentions import Mention
from pipeline.text.fold import fold, view_of
from tests.builders import extractor

FILE = Path(__file__).parents[3] / "shared" / "legal_numbers.jsonl.gz"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="../shared/legal_numbers.jsonl.gz is not here")

CARRIERS = (
    "Thực hiện {type} số {number} của cấp trên.",
    "{type} số {number} đã được phổ biến đến thôn.",
    "{type} {number} có hiệu lực từ đầu năm.",
    "Căn cứ {type} số: {number}, phòng tham mưu cho lãnh đạo.",
    "theo {lower} số {number} và các văn bản liên quan",
    "({type} số {number})",
    "“{type} số {number}” là căn cứ để các xã thực hiện",
    "- {type} số {number}",
    "1. {type} số {number};",
    "Tại {type} số {number}, cấp trên giao chỉ tiêu.",
    "Hội nghị quán triệt {type} số {number}: nhiều đại biểu tham luận.",
    "Trước đó, {type} số {number} nêu 5 nhiệm vụ.",
    "{type} số {number} ngày 12/5/2022 về công tác phối hợp",
    "{type} số {number}, ngày 12 tháng 5 năm 2022",
    "{type} ngày 12/5/2022 số {number} về công tác phối hợp",
    "Xã nhận được {lower} {number} trong tuần trước.",
    "Ngoài {type} số {number} còn có 12 báo cáo.",
    "Đến nay có 3 đơn vị thực hiện xong {type} số {number}.",
    "{type} số {number}; kế hoạch của huyện; báo cáo của xã.",
    "thay thế {type} số {number}.",
    "sửa đổi, bổ sung một số điều của {type} số {number}",
    "Sau 5 năm triển khai {type} số {number}, đời sống khá hơn",
    "{type}  số  {number}",
    "{type} Số {number} được niêm yết tại nhà văn hóa",
    "Ông nhắc lại: {type} số {number}!",
    "{type} số {number}(1) nêu rõ trách nhiệm từng ngành",
    "Ban hành kèm theo {type} số {number} là quy chế mới.",
    "Kết quả đạt 95% theo {type} số {number}, vượt 5%.",
    "cùng {type} số {number} và Nghị quyết số 02-NQ/TU",
    "Nghị quyết số 02-NQ/TU và {type} số {number}",
    "Nghị quyết số 02-NQ/TU; {type} số {number}; Chỉ thị số 03-CT/TU",
    "{type} số\u00a0{number} vừa có hiệu lực",
    "tinh thần {type} số {number}...",
)
OTHERS = {"02-NQ/TU", "03-CT/TU"}
LOCAL = {"UBND", "HĐND", "UB", "CTUBND", "VPUB"}


@cache
def _rows() -> list[dict[str, Any]]:
    with gzip.open(FILE, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _read(rows: list[dict[str, Any]], shift: int) -> Iterator[tuple[dict[str, Any], str, Mention | None]]:
    """Each number in one carrier: the row, its line, what was found on it besides the carrier's own numbers."""
    for first in range(0, len(rows), 50):
        batch = rows[first : first + 50]
        lines = [_line(row, CARRIERS[(first + offset + shift) % len(CARRIERS)]) for offset, row in enumerate(batch)]
        chart = extractor().grammar.chart(view_of("\n".join(lines)))
        found: dict[int, list[Mention]] = {}
        for mention in citation_mentions(chart):
            line = chart.text.count("\n", 0, mention.node.start)
            if mention.number is not None and mention.number.canonical not in OTHERS:
                found.setdefault(line, []).append(mention)
        for offset, row in enumerate(batch):
            mentions = found.get(offset, [])
            yield row, lines[offset], mentions[0] if len(mentions) == 1 else None


def _line(row: dict[str, Any], carrier: str) -> str:
    word = row.get("type", "Văn bản")
    return carrier.format(type=word, lower=word.lower(), number=row["number"])


def _whole(row: dict[str, Any], mention: Mention | None) -> bool:
    """Whether all of the number was read as one, and as it stands but for typing errors (QD-UBND, CV-TU), which count
    as repairs."""
    if mention is None or mention.number is None or mention.number.end - mention.number.start < len(row["number"]):
        return False
    return mention.number.canonical == fold(row["number"]) or mention.number.repaired is not None


SHIFTS = range(len(CARRIERS)) if os.environ.get("HOINGHI_ALL_SHAPES") else (0, 11)


def _share(what: str, wrong: Sequence[object], of: int) -> float:
    """The share that is right; prints it, and what is wrong."""
    share = 1 - len(wrong) / of
    lines = [f"{what}: {of - len(wrong)} of {of} right, {share:.4%}", *(f"  {item}" for item in wrong)]
    sys.stdout.write("\n" + "\n".join(lines) + "\n")
    return share


@pytest.mark.parametrize("shift", SHIFTS)
def test_numbers_are_recognised_whole(shift: int) -> None:
    read = list(_read(_rows(), shift))
    missed = [(line, mention and mention.number) for row, line, mention in read if not _whole(row, mention)]
    assert _share("whole", missed, len(read)) >= 0.99


def test_types_are_right() -> None:
    rows = [row for row in _rows() if "type" in row]
    wrong = [line for row, line, found in _read(rows, 3) if found is None or fold(found.type or "") != row["type"]]
    assert _share("type by word", wrong, len(rows)) >= 0.99


def test_the_code_tells_the_type_where_no_word_does() -> None:
    """But for codes that mean two types: QĐ of the Party is also "Quy định", CT is also a tax department's letter."""
    rows = [row for row in _rows() if row.get("type") and not row["number"].endswith(("-QĐ/TW", "/CT-CS"))]
    texts = [f"theo số {row['number']} đã nêu" for row in rows]
    chart = extractor().grammar.chart(view_of("\n".join(texts)))
    types = {mention.number.canonical: mention.type for mention in citation_mentions(chart) if mention.number}
    wrong = [
        (row["number"], row["type"], types.get(row["number"]))
        for row in rows
        if types.get(row["number"]) != row["type"]
    ]
    assert _share("type by code", wrong, len(rows)) >= 0.99


def test_the_code_names_the_issuing_body() -> None:
    wrong = []
    for row, line, mention in _read(_rows(), 7):
        number = mention.number if mention else None
        if number is None:
            continue
        names = {fold(name).lower() for name in (number.issuer or "", *number.also)}
        if "issuer" in row and not any(name and name in fold(row["issuer"]).lower() for name in names):
            wrong.append((line, number.issuer, row["issuer"]))
        elif row["level"] == "local" and number.body not in LOCAL:
            wrong.append((line, number.issuer, row["level"]))
    assert _share("issuer", wrong, sum("issuer" in row or row["level"] == "local" for row in _rows())) >= 0.99
