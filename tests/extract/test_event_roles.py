"""What people did at an event: whose verb it is, who is in a list, and what was only asked for or said."""

from __future__ import annotations

import pytest

from tests import builders

LEAD = "Sáng 5/7/2023, Ban Dân vận Huyện ủy Đắk Mil tổ chức hội nghị. "
ROLES = [
    (
        "Dự có ông Lê Thu Bồn, Giám đốc Sở Y tế. Huyện Đắk Mil có các đồng chí: Đỗ Bá Tòng, Bí thư Huyện ủy; Vũ Văn "
        "Nam, Phó Bí thư Huyện ủy.",
        {"Lê Thu Bồn": {"attend"}, "Đỗ Bá Tòng": {"attend"}, "Vũ Văn Nam": {"attend"}},
    ),
    (
        "Ông Lê Thu Bồn thôi giữ chức Phó Chánh Thanh tra huyện. Bổ nhiệm ông Lê Thu Bồn giữ chức Trưởng Ban Tổ chức "
        "Huyện ủy, thay ông Đỗ Bá Tòng.",
        {"Lê Thu Bồn": {"appointed"}, "Đỗ Bá Tòng": {"relieved"}},
    ),
    ("Ông Lê Thu Bồn, Giám đốc Sở Y tế giới thiệu mô hình mới.", {"Lê Thu Bồn": {"speak"}}),
    ("Ông Lê Thu Bồn, Giám đốc Sở Y tế giới thiệu những điểm mới của nghị quyết.", {"Lê Thu Bồn": {"report"}}),
    ("Đoàn do ông Lê Thu Bồn, Giám đốc Sở Y tế làm Trưởng đoàn sẽ đến xã.", {}),
    (
        "Đoàn do ông Lê Thu Bồn, Giám đốc Sở Y tế làm Trưởng đoàn đã kiểm tra hai xã.",
        {"Lê Thu Bồn": {"visit"}},
    ),
    (
        "Bà Đỗ Thị Na được Nhà nước giao nhiệm vụ là Bộ trưởng Bộ Y tế, ông Lê Thu Bồn, Thứ trưởng Bộ Y tế tin tưởng.",
        {"Lê Thu Bồn": {"speak"}},
    ),
    ("Về dự án đường ven sông, ông Lê Thu Bồn, Chủ tịch UBND xã nói xã ủng hộ.", {"Lê Thu Bồn": {"speak"}}),
    (
        "Theo ông Lê Thu Bồn, Chủ tịch UBND thị xã, trong thời gian tới, Phú Quốc đề nghị tỉnh hỗ trợ.",
        {"Lê Thu Bồn": {"speak"}},
    ),
    ("Cổ đông đề nghị miễn nhiệm ông Lê Thu Bồn, Chủ tịch HĐQT.", {}),
    ("HĐND huyện miễn nhiệm ông Lê Thu Bồn, Phó Chủ tịch UBND huyện.", {"Lê Thu Bồn": {"relieved"}}),
    (
        '"Tôi không biết vì sao họ miễn nhiệm Hội đồng" - ông Lê Thu Bồn, Chủ tịch HĐQT nói.',
        {"Lê Thu Bồn": {"speak"}},
    ),
    (
        "Bộ trưởng Bộ Y tế Lê Thu Bồn nói. Ông Đỗ Bá Tòng được Bộ trưởng bổ nhiệm giữ chức Vụ trưởng Vụ Pháp chế.",
        {"Lê Thu Bồn": {"speak"}, "Đỗ Bá Tòng": {"appointed"}},
    ),
    ("Ông Lê Thu Bồn, Chủ tịch UBND xã nói người chủ trì phải có mặt.", {"Lê Thu Bồn": {"speak"}}),
    ("Cuộc họp do ông Lê Thu Bồn, Chủ tịch UBND xã dự kiến chủ trì.", {}),
    (
        "Đến dự hội nghị có chư tôn đức Chứng minh Ban Trị sự Phật giáo tỉnh "
        "Hà Nam: Hòa thượng Thích Minh Tâm, Hòa thượng Thích Minh Trí; Thượng tọa Thích Minh Đức, Trưởng ban Trị sự.",
        {"Thích Minh Tâm": {"attend"}, "Thích Minh Trí": {"attend"}, "Thích Minh Đức": {"attend"}},
    ),
    (
        "Với sự tham dự và động viên của: Đồng chí Lê Thu Bồn – Bí thư Đảng ủy xã. Đồng chí Đỗ Bá Tòng – Phó Chủ tịch "
        "UBND xã. Cùng đại diện các thôn. Ông Vũ Văn Nam, Trưởng thôn 3 cảm ơn.",
        {"Lê Thu Bồn": {"attend"}, "Đỗ Bá Tòng": {"attend"}, "Vũ Văn Nam": {"speak"}},
    ),
    (
        "Về phía lãnh đạo Nhà trường tham dự có:\n\n1. TS Lê Thu Bồn - Hiệu trưởng Nhà trường;\n\n2. PGS.TS Đỗ Bá Tòng "
        "- Phó Hiệu trưởng Nhà trường.\n\nCùng các thầy cô.\n\n3. Đồng chí Vũ Văn Nam - Bí thư Đoàn trường.",
        {"Lê Thu Bồn": {"attend"}, "Đỗ Bá Tòng": {"attend"}},
    ),
    (
        "Về phía Liên đoàn Lao động huyện Đắk Mil, đơn vị phối hợp tổ chức:\n\n1/ Bà Lê Thu Bồn - Chủ tịch Liên đoàn "
        "Lao động huyện;\n\n2) Ông Đỗ Bá Tòng - Phó Chủ tịch Liên đoàn Lao động huyện.",
        {"Lê Thu Bồn": {"attend"}, "Đỗ Bá Tòng": {"attend"}},
    ),
    (
        "Thành phần dự hội nghị của Đảng bộ: Đ/c Lê Thu Bồn – Bí thư Đảng ủy. Đ/c Đỗ Bá Tòng – Phó Bí thư Đảng ủy, "
        "các đ/c Đảng ủy viên. Ông Vũ Văn Nam, Trưởng thôn 3 vắng mặt.",
        {"Lê Thu Bồn": {"attend"}, "Đỗ Bá Tòng": {"attend"}},
    ),
    (
        "Hội nghị được đón các đồng chí lãnh đạo về dự và chỉ đạo: Ông Lê Thu Bồn – Bí thư Đảng ủy xã; Ông Đỗ Bá Tòng "
        "– Phó Chủ tịch UBND xã.",
        {"Lê Thu Bồn": {"attend"}, "Đỗ Bá Tòng": {"attend"}},
    ),
    (
        "Ông Lê Thu Bồn, Chủ tịch Hội Nông dân xã dự. Hội nghị bầu Ban Thường vụ gồm 03 đồng chí (01 Chủ tịch, 02 Phó "
        "Chủ tịch).",
        {"Lê Thu Bồn": {"attend"}},
    ),
    (
        "Bí thư Huyện ủy Lê Thu Bồn trao Bằng công nhận xã nông thôn mới của Chủ tịch UBND tỉnh Đỗ Bá Tòng.",
        {"Lê Thu Bồn": {"present_award"}},
    ),
    ("Đoàn do ông Lê Thu Bồn, Giám đốc Sở Y tế làm Trưởng đoàn dự Lễ kỷ niệm.", {"Lê Thu Bồn": {"attend"}}),
    ("Bộ trưởng Bộ Y tế Lê Thu Bồn yêu cầu huyện làm sớm.", {"Lê Thu Bồn": {"speak"}}),
    (
        "Dự có ông Lê Thu Bồn, Phó Giám đốc Sở Y tế tỉnh Hà Nam. Ông Lê Thu Bồn đề nghị huyện làm sớm.",
        {"Lê Thu Bồn": {"attend", "direct"}},
    ),
    ("Bí thư Huyện ủy Lê Thu Bồn yêu cầu các xã làm sớm.", {"Lê Thu Bồn": {"direct"}}),
    ("Bí thư Huyện ủy Lê Thu Bồn trao các quyết định cho các xã.", {"Lê Thu Bồn": {"other"}}),
    ("Bí thư Huyện ủy Lê Thu Bồn tặng hoa và cờ cho các đội.", {"Lê Thu Bồn": {"other"}}),
    ("Bí thư Huyện ủy Lê Thu Bồn tặng hoa chúc mừng, phát biểu tại hội nghị.", {"Lê Thu Bồn": {"speak"}}),
    (
        "Dự có ông Lê Thu Bồn, Bí thư Huyện ủy. Ông Lê Thu Bồn tặng quà cho các em nhỏ.",
        {"Lê Thu Bồn": {"attend"}},
    ),
    ("Phó Chủ tịch UBND huyện Lê Thu Bồn được phân công theo dõi ba xã.", {"Lê Thu Bồn": {"other"}}),
    (
        "Hội nghị có sự góp mặt của nhiều lãnh đạo tỉnh như ông Lê Thu Bồn, bà Đỗ Thị Na và ông Vũ Văn Nam, cùng đại "
        "diện các hội.",
        {"Lê Thu Bồn": {"attend"}, "Đỗ Thị Na": {"attend"}, "Vũ Văn Nam": {"attend"}},
    ),
    ("Chủ tịch UBND huyện Lê Thu Bồn thống nhất kết luận, chỉ đạo như sau.", {"Lê Thu Bồn": {"conclude", "direct"}}),
    (
        "Đoàn do ông Lê Thu Bồn, Bí thư Huyện đoàn phối hợp với Hội Nông dân Tp. Huế đã đến thăm hai xã.",
        {"Lê Thu Bồn": {"visit"}},
    ),
    (
        "Đồng chí Lê Thu Bồn, Ủy viên BTV Tỉnh ủy công bố quyết định về cán bộ, chuẩn y giữ chức Ủy viên BTV Tỉnh ủy. "
        "Trong số 4 đồng chí được chỉ định, có đồng chí Đỗ Bá Tòng - Bí thư Huyện ủy.",
        {"Lê Thu Bồn": {"report"}, "Đỗ Bá Tòng": {"appointed"}},
    ),
    ("Chủ tịch UBND huyện Lê Thu Bồn đã tiếp xúc cử tri ba xã.", {"Lê Thu Bồn": {"attend"}}),
    (
        "Hội nghị vinh dự đón tiếp ông Lê Thu Bồn, Chủ tịch UBND huyện; bà Đỗ Thị Na, Phó Bí thư Huyện ủy.",
        {"Lê Thu Bồn": {"attend"}, "Đỗ Thị Na": {"attend"}},
    ),
    ("Hai bên ký kết với sự chứng kiến của ông Lê Thu Bồn, Chủ tịch UBND huyện.", {"Lê Thu Bồn": {"attend"}}),
    ("Chủ tịch UBND huyện Lê Thu Bồn cắt băng khánh thành cầu mới.", {"Lê Thu Bồn": {"launch"}}),
    ("Bí thư Huyện đoàn Lê Thu Bồn được vinh danh tại hội nghị.", {"Lê Thu Bồn": {"receive_award"}}),
    (
        "Đại hội ra mắt Ban Chấp hành Hội Luật gia TP. Huế nhiệm kỳ VIII (2019 - 2024) là Chủ tịch Lê Thu Bồn và các "
        "Phó Chủ tịch gồm ông Đỗ Bá Tòng, Vũ Văn Nam.",
        {"Lê Thu Bồn": {"appointed"}, "Đỗ Bá Tòng": {"appointed"}, "Vũ Văn Nam": {"appointed"}},
    ),
    ("Những hộ giỏi như ông Lê Thu Bồn, bà Đỗ Thị Na đều góp đất.", {}),
    (
        "Đoàn của Huyện đoàn do đồng chí Lê Thu Bồn, Bí thư Huyện đoàn phối hợp với Hội Chữ thập đỏ huyện đã đến "
        "thăm hai xã.",
        {"Lê Thu Bồn": {"visit"}},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ROLES)
def test_roles(text: str, expected: dict[str, set[str]]) -> None:
    found: dict[str, set[str]] = {}
    for row in builders.read(LEAD + text).event_roles:
        found.setdefault(row.name, set()).add(row.role)
    assert found == expected
