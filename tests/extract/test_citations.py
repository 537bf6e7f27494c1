"""Citations: what stands around a number, short forms, named laws, plenums, relations, repairs."""

from __future__ import annotations

import pytest

from pipeline.model import Citation
from tests.builders import read

FIELDS = ("number", "type", "issued_on", "issued_year", "issuer", "subject", "relation", "partial", "repaired")


def _said(row: Citation) -> dict[str, object]:
    return {name: value for name in FIELDS if (value := getattr(row, name)) not in (None, 0)}


ONE = [
    (
        "Triển khai Chỉ thị số 18-CT/TU ngày 05/3/2021 của Ban Thường vụ Tỉnh ủy về phòng cháy, chữa cháy.",
        {"number": "18-CT/TU", "type": "Chỉ thị", "issued_on": "2021-03-05", "issuer": "Ban Thường vụ Tỉnh ủy",
         "subject": "phòng cháy, chữa cháy", "relation": "implements"},
    ),
    (
        "Nghị quyết số 02-NQ/TU, ngày 12 tháng 5 năm 2017 của BCH Đảng bộ tỉnh “về cây dược liệu\" đã có kết quả.",
        {"number": "02-NQ/TU", "type": "Nghị quyết", "issued_on": "2017-05-12", "issuer": "Ban Chấp hành Đảng bộ tỉnh",
         "subject": "cây dược liệu"},
    ),
    (
        "Đề án số 03-ĐA/TU của BTV Thành ủy ngày 27/02/2017 về “Xây dựng tổ dân vận”.",
        {"number": "03-ĐA/TU", "type": "Đề án", "issued_on": "2017-02-27", "issuer": "Ban Thường vụ Thành ủy",
         "subject": "Xây dựng tổ dân vận"},
    ),
    (
        "Kết luận ngày 08/8/2022 số 21-KL/TU của Tỉnh ủy.",
        {"number": "21-KL/TU", "type": "Kết luận", "issued_on": "2022-08-08", "issuer": "Tỉnh ủy"},
    ),
    (
        "Quyết định 45/QĐ-UBND (ký ngày 3/4/2023) về việc thành lập tổ công tác.",
        {"number": "45/QĐ-UBND", "type": "Quyết định", "issued_on": "2023-04-03", "subject": "thành lập tổ công tác"},
    ),
    (
        "Quyết định số 10/QĐ-UBND năm 2020 của UBND huyện.",
        {"number": "10/QĐ-UBND", "type": "Quyết định", "issued_year": 2020, "issuer": "UBND huyện"},
    ),
    ("đã có 25-NQ/TW", {"number": "25-NQ/TW", "type": "Nghị quyết"}),
    (
        "Thông báo kết luận số 12-TB/TU của Tỉnh ủy",
        {"number": "12-TB/TU", "type": "Thông báo Kết luận", "issuer": "Tỉnh ủy"},  # the word wins over the code
    ),
    (
        "Quy định số 96-QĐ/TW của Bộ Chính trị",
        {"number": "96-QĐ/TW", "type": "Quy định", "issuer": "Bộ Chính trị"},
    ),
    ("Văn bản số 33/CT-TTg", {"number": "33/CT-TTg", "type": "Chỉ thị"}),  # «văn bản» says less than the code
    # without a full number
    ("Nghị quyết 02 của Tỉnh ủy", {"number": "02", "type": "Nghị quyết", "issuer": "Tỉnh ủy", "partial": 1}),
    ("Nghị quyết số 5 ngày 3/4/2020", {"number": "5", "type": "Nghị quyết", "issued_on": "2020-04-03", "partial": 1}),
    # named
    ("theo Luật Đất đai năm 2024", {"type": "Luật", "subject": "Đất đai", "issued_year": 2024, "relation": "cites"}),
    ("Luật Phòng, chống ma túy", {"type": "Luật", "subject": "Phòng, chống ma túy"}),
    ("Pháp lệnh Dân số (sửa đổi) năm 2008", {"type": "Pháp lệnh", "subject": "Dân số (sửa đổi)", "issued_year": 2008}),
    (
        "Luật Đất đai số 31/2024/QH15 có hiệu lực",
        {"number": "31/2024/QH15", "type": "Luật", "subject": "Đất đai"},
    ),
    # plenums and congresses
    (
        "quán triệt Nghị quyết Trung ương 4 khóa XII về xây dựng Đảng",
        {"type": "Nghị quyết", "issuer": "Trung ương 4 khóa XII", "subject": "xây dựng Đảng", "relation": "implements"},
    ),
    (
        "Nghị quyết Đại hội đại biểu Đảng bộ huyện lần thứ XXI, nhiệm kỳ 2020 - 2025",
        {"type": "Nghị quyết", "issuer": "Đại hội đại biểu Đảng bộ huyện lần thứ XXI, nhiệm kỳ 2020 - 2025"},
    ),
    (
        "Quyết định số 04/2004/QĐ-UBND của Ủy ban nhân dân lâm thời tỉnh Đắk Nông",
        {"number": "04/2004/QĐ-UBND", "type": "Quyết định", "issuer": "UBND lâm thời tỉnh Đắk Nông"},
    ),
    ("Kết luận Hội nghị Trung ương 10", {"type": "Kết luận", "issuer": "Hội nghị Trung ương 10"}),
    # repairs
    (
        "Kế hoạch số 5-KH/HU ngày 01/102021 của Huyện ủy",
        {"number": "5-KH/HU", "type": "Kế hoạch", "issued_on": "2021-10-01", "issuer": "Huyện ủy",
         "repaired": "ngày 01/102021"},
    ),
    ("Chỉ thị số 12/CT-TU", {"number": "12-CT/TU", "type": "Chỉ thị", "repaired": "12/CT-TU"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), ONE, ids=[text for text, _ in ONE])
def test_one_citation(text: str, said: dict[str, object]) -> None:
    (row,) = read(text).citations
    assert _said(row) == said


NONE = [
    "Hội đồng thông qua nghị quyết với 30 phiếu.",
    "Ban hành 15 nghị quyết chuyên đề.",
    "Nghị quyết đã đề ra nhiều việc.",
    "Đoàn luật sư tỉnh họp bàn kế hoạch năm 2024.",
    "Thực hiện 12 chỉ tiêu, 3 đề án và 5 kế hoạch.",
    "Chương trình có 20 tiết mục; quy chế phối hợp được ký.",
    "Xử phạt theo pháp luật, đúng luật định.",
    "Hội Luật gia tỉnh trao Quyết định cho 3 hội viên.",
    "Kết luận hội nghị, đồng chí nhấn mạnh 3 việc.",
    "Theo kế hoạch, năm 2025 xã trồng 5 ha rừng.",
]


@pytest.mark.parametrize("text", NONE)
def test_no_citation(text: str) -> None:
    assert [row.as_written for row in read(text).citations] == []


RELATIONS = [
    ("sửa đổi, bổ sung một số điều của Nghị định số 15/2024/NĐ-CP", "amends"),
    ("thay thế Quyết định số 12/QĐ-UBND", "replaces"),
    ("bãi bỏ Quyết định số 12/QĐ-UBND", "repeals"),
    ("căn cứ Luật Đầu tư công", "cites"),
    ("Xã ban hành Kế hoạch số 12/KH-UBND", "issues"),
    ("hội nghị tổng kết 5 năm thực hiện Nghị quyết số 02-NQ/TU", "reviews"),
    ("Hướng dẫn thực hiện Quy định số 96-QĐ/TW", "details"),
    ("Kết quả. Nghị quyết số 02-NQ/TU", None),
    ("thực hiện tốt các nhiệm vụ chính trị của địa phương nêu trong Nghị quyết số 02-NQ/TU", None),
    ("thay thế. Nghị quyết số 02-NQ/TU", None),
    ("Ngoài ra, Nghị quyết số 02-NQ/TU", None),
    ("Điều ấy được nêu tại\nNghị quyết số 02-NQ/TU", None),
    ("hủy Nghị quyết số 02-NQ/TU", "repeals"),
]


@pytest.mark.parametrize(("text", "relation"), RELATIONS)
def test_relations(text: str, relation: str | None) -> None:
    (row,) = read(text).citations
    assert row.relation == relation
    assert ("relation" in row.spans) == (relation is not None)


def test_what_is_done_with_a_list_is_done_with_each_of_it() -> None:
    rows = read("Quán triệt Chỉ thị số 18-CT/TU, Kế hoạch số 5-KH/HU và Luật Đất đai tại hội trường xã.").citations
    assert [row.relation for row in rows] == ["implements"] * 3


def test_a_list_after_several_bodies_takes_the_one_its_code_names() -> None:
    text = (
        "Chủ trương của Ban Bí thư, Bộ Chính trị và Thủ tướng Chính phủ được ghi ở Chỉ thị 6-CT/TW, "
        "Chỉ thị số 8/CT-TTg và Thông báo số 5-TB/TW của Ban Bí thư."
    )
    assert [row.issuer for row in read(text).citations] == [None, "Thủ tướng Chính phủ", "Ban Bí thư"]


SUBJECTS = [
    ("Nghị quyết số 02-NQ/TU về cây chè đã đi vào cuộc sống", "cây chè"),
    ("Nghị quyết số 02-NQ/TU về cây chè, đồng chí Bí thư nói", "cây chè"),
    ("Nghị quyết số 02-NQ/TU về cây chè; Chỉ thị số 3-CT/TU về cây lúa", "cây chè"),
    ("Nghị quyết số 02-NQ/TU về cây chè và Chỉ thị số 3-CT/TU", "cây chè"),
    ("Nghị quyết số 02-NQ/TU: “Cây chè, cây lúa và 3 con gà” được nêu", "Cây chè, cây lúa và 3 con gà"),
    ("Nghị quyết số 02-NQ/TU V/v trồng chè", "trồng chè"),
    ("Nghị quyết số 02-NQ/TU về việc ban hành “Quy chế làm việc”", "Quy chế làm việc"),
    ("Nghị quyết số 02-NQ/TU được triển khai về thôn", None),
    ("Nghị quyết số 02-NQ/TU: “" + "Giao các xã rà soát ngay " * 8 + "”", None),  # what it says, not its name
]


@pytest.mark.parametrize(("text", "subject"), SUBJECTS)
def test_subjects(text: str, subject: str | None) -> None:
    row = read(text).citations[0]
    assert row.subject == subject
    if subject is not None:
        start, end = row.spans["subject"]
        assert text[start:end] == subject


# ── short forms ──────────────────────────────────────────────────────────────────────────────────


def test_a_short_form_carries_what_the_full_one_says() -> None:
    text = "Nghị quyết số 09-NQ/HU năm 2019 về rừng. Sau đó, Nghị quyết 9 của Huyện ủy đi vào cuộc sống."
    full, short = read(text).citations
    assert (short.number, short.type_code, short.issuer_code, short.partial) == ("09-NQ/HU", "NQ", "HU", 0)
    assert (short.issued_year, short.subject, short.issuer) == (2019, "rừng", "Huyện ủy")
    assert short.as_written == "9" and full.issuer is None
    assert short.spans["subject"] == full.spans["subject"], "its evidence stands with the full form"


def test_a_short_form_may_come_before_the_full_one() -> None:
    text = "Thực hiện Chỉ thị 05 của Bộ Chính trị. Chỉ thị số 05-CT/TW ngày 15/5/2016 nêu rõ."
    assert [row.number for row in read(text).citations] == ["05-CT/TW", "05-CT/TW"]


@pytest.mark.parametrize("other", ["Đề án số 02-ĐA/TU", "Nghị quyết số 12-NQ/TU", "Nghị quyết số 20-NQ/TU"])
def test_another_type_or_number_explains_no_short_form(other: str) -> None:
    _, short = read(f"{other} nêu rõ. Nghị quyết 02 được triển khai.").citations
    assert (short.number, short.partial, short.issuer_code) == ("02", 1, None)


SHORT = [
    ("Nghị quyết số 02-NQ/TU, Nghị quyết số 02-NQ/HU. Nghị quyết 02 đã rõ.", "02-NQ/HU"),
    ("Nghị quyết số 02-NQ/TU, Nghị quyết số 02-NQ/HU. Nghị quyết 02 của Tỉnh ủy đã rõ.", "02-NQ/TU"),
    ("Nghị quyết số 02-NQ/TU, Nghị quyết số 02-NQ/HU. Nghị quyết 02 của BCH Đảng bộ tỉnh đã rõ.", "02-NQ/TU"),
    ("Nghị quyết 02 đã rõ. Nghị quyết số 02-NQ/TU, Nghị quyết số 02-NQ/HU.", "02-NQ/TU"),
    ("Nghị quyết số 02-NQ/TU. Nghị quyết 02 của Chính phủ đã rõ.", "02"),
    ("Nghị quyết số 02-NQ/TU ngày 3/5/2021. Nghị quyết 02 ngày 4/6/2019 đã rõ.", "02"),
    ("Nghị định số 81/2021/NĐ-CP. Nghị định 81/2021 đã rõ.", "81/2021/NĐ-CP"),
    ("Nghị định số 81/2021/NĐ-CP. Nghị định 81/2019 đã rõ.", "81/2019"),
    ("Luật Đất đai số 31/2024/QH15. Theo Luật Đất đai, hộ dân được bồi thường.", "31/2024/QH15"),
    ("Luật Đất đai số 31/2024/QH15. Theo Luật Đất đai năm 2013, hộ dân được bồi thường.", None),
]


@pytest.mark.parametrize(("text", "number"), SHORT)
def test_a_short_mention_means_the_nearest_full_one_that_fits(text: str, number: str | None) -> None:
    rows = read(text).citations
    short = rows[0] if text.startswith("Nghị quyết 02") else rows[-1]
    assert (short.number, short.partial) == (
        number,
        int(number is not None and "-" not in number and "QH" not in number),
    )


def test_short_mentions_of_one_document_share_what_one_of_them_says() -> None:
    text = "Chỉ thị 5 của Bộ Chính trị về học tập có hiệu lực. Chỉ thị số 5 nêu rõ. Chỉ thị 5 của Thủ tướng Chính phủ."
    rows = read(text).citations
    assert [(row.issuer, row.subject, row.partial) for row in rows] == [
        ("Bộ Chính trị", "học tập", 1), ("Bộ Chính trị", "học tập", 1), ("Thủ tướng Chính phủ", None, 1),
    ]  # fmt: skip


def test_a_decree_without_its_year_is_the_one_that_has_it() -> None:
    rows = read("Nghị định số 16/2020/NĐ-CP ngày 3/4/2020. Xã triển khai Nghị định số 16/NĐ-CP.").citations
    assert [(row.number, row.issued_on) for row in rows] == [("16/2020/NĐ-CP", "2020-04-03")] * 2
    assert rows[1].as_written == "16/NĐ-CP"


def test_a_law_that_is_amended_is_not_the_law_that_amends_it() -> None:
    rows = read("Luật Đất đai số 31/2024/QH15. Trước đó có việc sửa đổi Luật Đất đai.").citations
    assert [row.number for row in rows] == ["31/2024/QH15", None]


LAWS = [
    ("theo Luật THADS năm 2014", [("Thi hành án dân sự", 2014)]),
    ("Điều 5 Luật GDNN 2014, khoản 3", [("Giáo dục nghề nghiệp", 2014)]),
    (
        "Luật sửa đổi, bổ sung một số điều của Luật Đất đai đã rõ",
        [("sửa đổi, bổ sung một số điều của Luật Đất đai", None), ("Đất đai", None)],
    ),
    ("(Luật Đất đai 2013) đã rõ", [("Đất đai", 2013)]),
    ("Luật Đất đai nêu rõ", [("Đất đai", None)]),
    ("Công ty Luật TNHH Sao Mai", []),
]


@pytest.mark.parametrize(("text", "laws"), LAWS)
def test_names_of_laws(text: str, laws: list[tuple[str, int | None]]) -> None:
    rows = read(text).citations
    assert [(row.subject, row.issued_year) for row in rows] == laws
    assert all(text[row.end - 1] != ")" for row in rows)


DAYS = [
    ("Công văn số 12/UBND-NC ngày 5/3 về rác", "2021-05-01", "2021-03-05"),
    ("Công văn số 12/UBND-NC ngày 5/9 về rác", "2021-05-01", "2020-09-05"),
    ("Công văn số 12/UBND-NC ngày 5/3 về rác", None, None),
    ("Xã có Nghị quyết số 12 về rác. Nghị quyết này được ban hành ngày 13/4.", "2021-05-01", "2021-04-13"),
    ("Xã có Nghị quyết số 12 ngày 3/4/2020. Nghị quyết này được ban hành ngày 13/4.", "2021-05-01", "2020-04-03"),
    ("Xã có Kế hoạch số 12 về rác. Nghị quyết này được ban hành ngày 13/4.", "2021-05-01", None),
]


@pytest.mark.parametrize(("text", "published", "day"), DAYS)
def test_days_that_the_page_completes(text: str, published: str | None, day: str | None) -> None:
    assert read(text, published_on=published).citations[0].issued_on == day


def test_lists_of_short_forms() -> None:
    rows = read("Quyết định 217, 218 của Bộ Chính trị").citations
    assert [(row.number, row.issuer, row.partial) for row in rows] == [
        ("217", "Bộ Chính trị", 1),
        ("218", "Bộ Chính trị", 1),
    ]
    assert len({row.id for row in rows}) == 2


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────


def test_every_slot_has_its_evidence() -> None:
    text = "Theo Nghị quyết số 02-NQ/TU ngày 12/5/2017 của Tỉnh ủy về “cây chè”, xã đã làm."
    (row,) = read(text).citations
    assert {name: text[start:end] for name, (start, end) in row.spans.items()} == {
        "type": "Nghị quyết", "number": "02-NQ/TU", "date": "ngày 12/5/2017", "issuer": "Tỉnh ủy", "subject": "cây chè",
        "relation": "Theo",
    }  # fmt: skip
    assert text[row.start : row.end] == "Nghị quyết số 02-NQ/TU ngày 12/5/2017 của Tỉnh ủy về “cây chè”"
    assert row.as_written == "02-NQ/TU"


def test_a_repair_is_an_issue_too() -> None:
    found = read("Kế hoạch số 5-KH/HU ngày 01/102021 của Huyện ủy")
    (issue,) = found.issues
    assert (issue.code, issue.stage) == ("repaired", "extract")
    assert "ngày 01/102021" in issue.message and "2021-10-01" in issue.message
    assert (issue.start, issue.end) == (found.citations[0].start, found.citations[0].end)


def test_numbers_inside_a_citation_are_no_counts() -> None:
    text = "Nghị quyết số 02-NQ/TU ngày 12/5/2017 về “3 cây, 5 con” cho 4 hộ."
    assert [fact.value for fact in read(text).facts] == [4.0]


def test_a_list_gives_a_row_for_each_number() -> None:
    rows = read("Quyết định số 217 và 218-QĐ/TW ngày 12/12/2013 của Bộ Chính trị").citations
    assert [(row.number, row.as_written, row.issuer) for row in rows] == [
        ("217-QĐ/TW", "217", "Bộ Chính trị"), ("218-QĐ/TW", "218-QĐ/TW", "Bộ Chính trị"),
    ]  # fmt: skip
    assert rows[1].issued_on == "2013-12-12"


DOUBTS = [
    ("Nghị quyết số 102/2014/NĐ-CP của Chính phủ", "Nghị quyết with the code NĐ"),
    ("Luật số 10/2022/QH13", "QH13 did not sit in 2022"),
    ("Kế hoạch số 94/HD-MTTQ-BTT", "Kế hoạch with the code HD"),
    ("Quy định số 66-QĐ/TW", None),
    ("Thông báo kết luận số 12-TB/TU", None),
    ("Chương trình hành động số 8-CTr/TU", None),
    ("Công văn số 5662/CT-CS", None),
    ("Văn bản số 12/QĐ-UBND", None),
    ("Luật số 10/2022/QH15", None),
]


@pytest.mark.parametrize(("text", "doubt"), DOUBTS)
def test_what_cannot_be_right_is_an_issue(text: str, doubt: str | None) -> None:
    found = [issue.message for issue in read(text).issues if issue.code == "doubtful_number"]
    assert [message.partition(": ")[2] for message in found] == ([doubt] if doubt else [])


BY_CODE = [
    ("Triển khai Chỉ thị số 07-CT/TU.", "https://hanoi.gov.vn/tin", "Thành ủy"),
    ("Triển khai Chỉ thị số 07-CT/TU.", "https://quangninh.gov.vn/tin", "Tỉnh ủy"),
    ("Triển khai Chỉ thị số 07-CT/TU.", None, None),
    ("Nghị định số 59/2023/NĐ-CP có hiệu lực.", None, "Chính phủ"),
    ("Kế hoạch số 5/KH-UBND có hiệu lực.", None, "UBND"),
    ("Kế hoạch số 5/KH-XYZ có hiệu lực.", None, None),
]


@pytest.mark.parametrize(("text", "url", "body"), BY_CODE)
def test_the_code_names_a_body_as_the_page_has_it(text: str, url: str | None, body: str | None) -> None:
    (row,) = read(text, url=url, published_on="2023-05-01").citations
    assert (row.issuer, row.issuer_by_code) == (None, body)
