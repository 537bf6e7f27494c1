from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.official_samples import BOOK, holders, posts, read

SHAPES = [
    ("Đồng chí Vũ Văn Nam, Bí thư Huyện ủy phát biểu.", ["Vũ Văn Nam: Bí thư Huyện ủy"]),
    ("Bí thư Huyện ủy Vũ Văn Nam phát biểu.", ["Vũ Văn Nam: Bí thư Huyện ủy"]),
    ("Phó Chủ tịch UBND huyện, đồng chí Vũ Văn Nam phát biểu.", ["Vũ Văn Nam: Phó Chủ tịch UBND huyện"]),
    ("Ông Vũ Văn Nam - PCT. UBND xã Nâm Nung dự.", ["Vũ Văn Nam: Phó Chủ tịch UBND xã Nâm Nung"]),
    ("Bà Lò Thị Pành (Giám đốc Sở Y tế) trả lời.", ["Lò Thị Pành: Giám đốc Sở Y tế"]),
    ("Ông Vũ Văn Nam hiện là Giám đốc Sở Tài chính.", ["Vũ Văn Nam: Giám đốc Sở Tài chính"]),
    ("Người chủ trì là Chủ tịch UBND huyện Vũ Văn Nam.", ["Vũ Văn Nam: Chủ tịch UBND huyện"]),
    ("Đại tá Vũ Văn Nam, Giám đốc Công an tỉnh kết luận.", ["Vũ Văn Nam: Giám đốc Công an tỉnh"]),
    ("Đồng chí Vũ Văn Nam, Ban Chỉ huy Quân sự huyện phát biểu.", ["Vũ Văn Nam: None"]),
    ("Đồng chí Vũ Văn Nam phát biểu khai mạc.", ["Vũ Văn Nam: None"]),
    ("Tham dự có bà Lò Thị Pành\n- Phó Chủ tịch UBND huyện", ["Lò Thị Pành: Phó Chủ tịch UBND huyện"]),
    (
        "Thứ trưởng Bộ Nội vụ Vũ Văn Nam, Phó Trưởng Ban Chỉ đạo Trung ương dự.",
        ["Vũ Văn Nam: Thứ trưởng Bộ Nội vụ", "Vũ Văn Nam: Phó Trưởng Ban Chỉ đạo Trung ương"],
    ),
]
CONSTRUCTIONS = [
    pytest.param(
        "Lãnh đạo Công ty Cổ phần Sao Bắc có các đồng chí: Vũ Văn Nam - Bí thư Đảng ủy; Lò Thị Pành - Phó Tổng Giám "
        "đốc; Đỗ Bá Tòng - Chủ tịch Công đoàn.",
        [
            "Vũ Văn Nam: Bí thư Đảng ủy Công ty Cổ phần Sao Bắc",
            "Lò Thị Pành: Phó Tổng Giám đốc Công ty Cổ phần Sao Bắc",
            "Đỗ Bá Tòng: Chủ tịch Công đoàn Công ty Cổ phần Sao Bắc",
        ],
        id="the house whose people are listed",
    ),
    pytest.param(
        "Về phía UBND xã Tân Phú có ông Vũ Văn Nam, Bí thư Đoàn Thanh niên.",
        ["Vũ Văn Nam: Bí thư Đoàn Thanh niên"],
        id="a unit is no house",
    ),
    pytest.param(
        "Thượng tướng Vũ Văn Nam, Phó Chủ nhiệm Tổng cục Chính trị Quân đội nhân dân Việt Nam, nói.",
        ["Vũ Văn Nam: Phó Chủ nhiệm Tổng cục Chính trị Quân đội nhân dân Việt Nam"],
        id="no comma where none is written",
    ),
    pytest.param(
        "Giám đốc Sở Y tế thành phố Vũ Văn Nam nói. Theo ông Vũ Văn Nam, Giám đốc Sở Y tế thành phố Huế, đã đủ thuốc.",
        ["Vũ Văn Nam: Giám đốc Sở Y tế thành phố Huế", "Vũ Văn Nam: Giám đốc Sở Y tế thành phố Huế"],
        id="the place behind a level word",
    ),
    pytest.param(
        "Thay mặt đoàn đại biểu Quốc hội tỉnh Hà Nam, đồng chí Vũ Văn Nam cảm ơn.", ["Vũ Văn Nam: None"], id="group"
    ),
    pytest.param(
        "Đại tướng Vũ Văn Nam, Tổng Tham mưu trưởng, Thứ trưởng Bộ Quốc phòng dự.",
        ["Vũ Văn Nam: Tổng Tham mưu trưởng", "Vũ Văn Nam: Thứ trưởng Bộ Quốc phòng"],
        id="a post that is whole",
    ),
    pytest.param(
        "Chủ tịch UBTW MTTQ VN Vũ Văn Nam nói.",
        ["Vũ Văn Nam: Chủ tịch Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"],
        id="abbreviated front",
    ),
    pytest.param("Phó Chủ tịch UBND tỉnh Cao Hảo phát biểu.", ["Cao Hảo: Phó Chủ tịch UBND tỉnh"], id="two syllables"),
    pytest.param("Ông Vũ Văn Nam, Chủ tịch xã Quảng Khê cho biết.", ["Vũ Văn Nam: Chủ tịch xã Quảng Khê"], id="unit"),
    pytest.param(
        "Bà Lò Thị Pành, Phó Hiệu trưởng nhà trường nói.", ["Lò Thị Pành: Phó Hiệu trưởng nhà trường"], id="nt"
    ),
    pytest.param("Anh Vũ Văn Nam, thành viên Tổ tự quản cho biết.", [], id="lay member"),
    pytest.param(
        "Ông Vũ Văn Nam - Phó Bí thư Đảng ủy khóa 2010-2015 và hiện là Hiệu trưởng Trường Đại học Sông Lam.",
        ["Vũ Văn Nam: Phó Bí thư Đảng ủy (former)", "Vũ Văn Nam: Hiệu trưởng Trường Đại học Sông Lam"],
        id="now",
    ),
    pytest.param(
        "Ông Vũ Văn Nam từng giữ chức Giám đốc Sở Tài chính.", ["Vũ Văn Nam: Giám đốc Sở Tài chính (former)"], id="past"
    ),
    pytest.param(
        "Ông Vũ Văn Nam từng kinh qua các chức vụ: Phó Trưởng phòng Đào tạo; Giám đốc Sở Y tế; Bí thư Huyện ủy.",
        [
            "Vũ Văn Nam: Phó Trưởng Phòng Đào tạo (former)",
            "Vũ Văn Nam: Giám đốc Sở Y tế (former)",
            "Vũ Văn Nam: Bí thư Huyện ủy (former)",
        ],
        id="career",
    ),
    pytest.param(
        "Bộ có quyết định công nhận Hiệu trưởng Trường Đại học Sông Lam đối với TS Vũ Văn Nam.",
        ["Vũ Văn Nam: Hiệu trưởng Trường Đại học Sông Lam (appointed)"],
        id="recognised",
    ),
    pytest.param(
        "Ông Vũ Văn Nam bị Huyện ủy đình chỉ chức vụ Bí thư Chi bộ.",
        ["Vũ Văn Nam: Bí thư Chi bộ (relieved)"],
        id="suspended",
    ),
    pytest.param(
        "Tập đoàn Sao Bắc họp. Ông Vũ Văn Nam, Chủ tịch HĐQT Tập đoàn nói.",
        ["Vũ Văn Nam: Chủ tịch Hội đồng quản trị Tập đoàn Sao Bắc"],
        id="board of a group named before",
    ),
    pytest.param(
        "Ông Vũ Văn Nam, Chủ tịch HĐQT Công ty Sao Bắc và bà Lò Thị Pành, Thành viên HĐQT dự.",
        [
            "Vũ Văn Nam: Chủ tịch Hội đồng quản trị Công ty Sao Bắc",
            "Lò Thị Pành: Thành viên Hội đồng quản trị Công ty Sao Bắc",
        ],
        id="board named once",
    ),
    pytest.param("Chủ tịch HĐQT Vũ Văn Nam nói.", ["Vũ Văn Nam: Chủ tịch Hội đồng quản trị"], id="board before a name"),
    pytest.param(
        "Sau khi giao việc cho ông Vũ Văn Nam, bà Lò Thị Pành giữ chức Phó Chủ tịch HĐQT Công ty Sao Bắc.",
        ["Lò Thị Pành: Phó Chủ tịch Hội đồng quản trị Công ty Sao Bắc (appointed)"],
        id="somebody else's new post",
    ),
    pytest.param(
        "Thừa ủy quyền của Chủ tịch nước, Thiếu tướng Vũ Văn Nam trao Huân chương.",
        ["Vũ Văn Nam: None"],
        id="on behalf of somebody",
    ),
    pytest.param(
        "Tổng thống Italia Giovanni Bruno thăm Hà Nội.", ["Giovanni Bruno: Tổng thống Italia"], id="a country's leader"
    ),
    pytest.param(
        "Bà Lò Thị Pành được giao nhiệm vụ là Bộ trưởng Bộ Y tế, đồng chí Vũ Văn Nam tin tưởng bà.",
        ["Vũ Văn Nam: None"],
        id="the task of somebody else",
    ),
    pytest.param(
        "Chỉ huy trưởng Ban CHQS huyện, Thượng tá Vũ Văn Nam dự.",
        ["Vũ Văn Nam: Chỉ huy trưởng Ban Chỉ huy Quân sự huyện"],
        id="rank behind the comma",
    ),
    pytest.param(
        "Phó Giám đốc Sở Y tế TS Vũ Văn Nam chia sẻ.", ["Vũ Văn Nam: Phó Giám đốc Sở Y tế"], id="rank before the name"
    ),
    pytest.param(
        "Ông Urs Kloeti - Giám đốc Nhà máy Hoa Sen nói.", ["Urs Kloeti: Giám đốc Nhà máy Hoa Sen"], id="foreign"
    ),
    pytest.param(
        "Chủ tịch UBND tỉnh Sóc Trăng Vũ Văn Nam dự.", ["Vũ Văn Nam: Chủ tịch UBND tỉnh Sóc Trăng"], id="Sóc Trăng"
    ),
    pytest.param("Thủ tướng Thái Lan Prayong Chan-a-cha dự.", ["Prayong Chan-a-cha: Thủ tướng Thái Lan"], id="leader"),
    pytest.param(
        "Đại sứ Hoa Kỳ tại Việt Nam Mark Kneller nói.",
        ["Mark Kneller: Đại sứ Hoa Kỳ tại Việt Nam"],
        id="envoy",
    ),
    pytest.param("Thủ tướng Việt Nam Vũ Văn Nam dự.", ["Vũ Văn Nam: Thủ tướng Việt Nam"], id="leader at home"),
    pytest.param(
        "Đ/c Vũ Văn Nam – BTV Huyện ủy, Trưởng Ban Dân vận Huyện ủy dự.",
        ["Vũ Văn Nam: Ủy viên Ban Thường vụ Huyện ủy", "Vũ Văn Nam: Trưởng Ban Dân vận Huyện ủy"],
        id="BTV behind a name",
    ),
    pytest.param("Giáo sư - Tiến sĩ Vũ Văn Nam trực tiếp truyền đạt chuyên đề.", ["Vũ Văn Nam: None"], id="speaker"),
    pytest.param("Đại biểu Lò Thị Pành (Đoàn ĐBQH tỉnh Sơn La) chất vấn.", ["Lò Thị Pành: None"], id="deputy"),
    pytest.param(
        "Đồng chí Vũ Văn Nam, Phó Bí thư Thường trực Huyện ủy chủ trì. Phó Bí thư Huyện ủy Vũ Văn Nam kết luận.",
        ["Vũ Văn Nam: Phó Bí thư Thường trực Huyện ủy"] * 2,
        id="mark left out",
    ),
    pytest.param(
        "Chi bộ bầu cấp ủy gồm 5 đồng chí. Ông Vũ Văn Nam được bầu làm Bí thư.",
        ["Vũ Văn Nam: Bí thư (appointed)"],
        id="an honorific in the sentence before",
    ),
    pytest.param(
        "Đại hội bầu Ban Chấp hành Công đoàn tỉnh Hà Nam gồm 9 đồng chí. Ông Vũ Văn Nam được bầu làm Chủ tịch.",
        ["Vũ Văn Nam: Chủ tịch Công đoàn tỉnh Hà Nam (appointed)"],
        id="the body of a new post in the sentence before",
    ),
    pytest.param(
        "Ông Vũ Văn Nam - Bí thư Đảng ủy Công ty An Phú dự. Về phía trường có bà Lò Thị Pành - Bí thư Đảng ủy, Hiệu "
        "trưởng nhà trường.",
        [
            "Vũ Văn Nam: Bí thư Đảng ủy Công ty An Phú",
            "Lò Thị Pành: Bí thư Đảng ủy",
            "Lò Thị Pành: Hiệu trưởng nhà trường",
        ],
        id="the body of somebody else",
    ),
    pytest.param("Ông Vũ Văn Nam (Tổng Thư ký VBX) nói.", ["Vũ Văn Nam: Tổng Thư ký VBX"], id="unknown abbreviation"),
    pytest.param("Tổng Thư ký Vũ Văn Nam nói.", ["Vũ Văn Nam: Tổng Thư ký"], id="no body but a name"),
    pytest.param(
        "Thừa ủy quyền của Chủ tịch UBND huyện, Bí thư Đảng ủy xã Vũ Văn Nam trao Bằng khen.",
        ["Vũ Văn Nam: Bí thư Đảng ủy xã"],
        id="whose place is taken",
    ),
    pytest.param(
        "Trưởng đoàn là TS Vũ Văn Nam - Hiệu trưởng Trường Đại học Sông Lam.",
        ["Vũ Văn Nam: Trưởng đoàn", "Vũ Văn Nam: Hiệu trưởng Trường Đại học Sông Lam"],
        id="post is name",
    ),
    pytest.param(
        "Ông Vũ Văn Nam, chuyên viên Phòng Nội vụ huyện được bầu giữ chức Bí thư Đoàn xã.",
        ["Vũ Văn Nam: Chuyên viên Phòng Nội vụ huyện", "Vũ Văn Nam: Bí thư Đoàn xã (appointed)"],
        id="officer",
    ),
    pytest.param(
        "Liên hiệp các Hội Văn học nghệ thuật tỉnh Hà Nam (LHVN) họp. Ông Vũ Văn Nam, Chủ tịch LHVN Việt Nam dự.",
        ["Vũ Văn Nam: Chủ tịch Liên hiệp các Hội Văn học nghệ thuật Việt Nam"],
        id="abbreviation of the page",
    ),
    pytest.param(
        "Ban Quản lý dự án thuộc Tổng Công ty Sao Bắc (SBC) họp. Ông Vũ Văn Nam, Tổng Giám đốc SBC dự.",
        ["Vũ Văn Nam: Tổng Giám đốc Tổng công ty Sao Bắc"],
        id="abbreviation of the body above",
    ),
    pytest.param(
        "Chi cục Thuế quận 6 họp. Bà Lò Thị Pành, Phó Chi cục trưởng CCTQ6 dự.",
        ["Lò Thị Pành: Phó Chi cục trưởng Chi cục Thuế quận 6"],
        id="initials of a body",
    ),
]
LISTS = [
    (
        "Ông Vũ Văn Nam được cử giữ chức Chủ tịch; bà Lò Thị Pành và ông Đỗ Bá Tòng được cử giữ chức Phó Chủ tịch.",
        {
            "Vũ Văn Nam": ["Chủ tịch (appointed)"],
            "Lò Thị Pành": ["Phó Chủ tịch (appointed)"],
            "Đỗ Bá Tòng": ["Phó Chủ tịch (appointed)"],
        },
    ),
    (
        "Dự có các đồng chí Vũ Văn Nam, Lò Thị Pành, Ủy viên Ban Thường vụ Tỉnh ủy.",
        {name: ["Ủy viên Ban Thường vụ Tỉnh ủy"] for name in ("Vũ Văn Nam", "Lò Thị Pành")},
    ),
    (
        "Dự có 02 Ủy viên Ban Chấp hành Hội Nông dân huyện gồm ông Vũ Văn Nam và bà Lò Thị Pành.",
        {name: ["Ủy viên Ban Chấp hành Hội Nông dân huyện"] for name in ("Vũ Văn Nam", "Lò Thị Pành")},
    ),
    (
        "Thành viên Hội đồng Chứng minh: Đại đức Thích Minh Quả, Đại đức Thích Minh Đạo; Vũ Văn Nam, Bí thư Thị ủy.",
        {
            "Thích Minh Quả": ["Thành viên Hội đồng Chứng minh"],
            "Thích Minh Đạo": ["Thành viên Hội đồng Chứng minh"],
            "Vũ Văn Nam": ["Bí thư Thị ủy"],
        },
    ),
    (
        "Dự có các đồng chí: Vũ Văn Nam, Bí thư Thị ủy; Lò Thị Pành, Phó Bí thư Thị ủy; Đỗ Bá Tòng.",
        {"Vũ Văn Nam": ["Bí thư Thị ủy"], "Lò Thị Pành": ["Phó Bí thư Thị ủy"], "Đỗ Bá Tòng": ["None"]},
    ),
    (
        "Các Phó Chủ tịch UBND huyện: Vũ Văn Nam, Lò Thị Pành và Đỗ Bá Tòng cùng dự.",
        {name: ["Phó Chủ tịch UBND huyện"] for name in ("Vũ Văn Nam", "Lò Thị Pành", "Đỗ Bá Tòng")},
    ),
    (
        "Dự có các đồng chí Vũ Văn Nam và Lò Thị Pành, Phó Chủ tịch HĐND huyện.",
        {"Vũ Văn Nam": ["Phó Chủ tịch HĐND huyện"], "Lò Thị Pành": ["Phó Chủ tịch HĐND huyện"]},
    ),
    (
        "Đồng chí Vũ Văn Nam, Bí thư Huyện ủy và đồng chí Lò Thị Pành, Chủ tịch UBND huyện chủ trì.",
        {"Vũ Văn Nam": ["Bí thư Huyện ủy"], "Lò Thị Pành": ["Chủ tịch UBND huyện"]},
    ),
]
TENURES = [
    (
        "HĐND tỉnh bầu ông Vũ Văn Nam, Giám đốc Sở Nội vụ, giữ chức Phó Chủ tịch UBND tỉnh.",
        {"Vũ Văn Nam": ["Giám đốc Sở Nội vụ (former)", "Phó Chủ tịch UBND tỉnh (appointed)"]},
    ),
    (
        "HĐND huyện bầu ông Vũ Văn Nam, Bí thư Huyện ủy, giữ chức Chủ tịch HĐND huyện.",
        {"Vũ Văn Nam": ["Bí thư Huyện ủy", "Chủ tịch HĐND huyện (appointed)"]},
    ),
    (
        "Phân công ông Vũ Văn Nam, Bí thư Huyện ủy giữ chức Chủ nhiệm Ủy ban Kiểm tra Tỉnh ủy.",
        {"Vũ Văn Nam": ["Bí thư Huyện ủy (relieved)", "Chủ nhiệm Ủy ban Kiểm tra Tỉnh ủy (appointed)"]},
    ),
    (
        "Theo đó, ông Vũ Văn Nam, nguyên Phó Chủ tịch UBND huyện làm Chánh Văn phòng HĐND tỉnh.",
        {"Vũ Văn Nam": ["Phó Chủ tịch UBND huyện (former)", "Chánh Văn phòng HĐND tỉnh (appointed)"]},
    ),
    (
        "Bà Lò Thị Pành, Chánh Thanh tra huyện nhận nhiệm vụ tại HĐND huyện.",
        {"Lò Thị Pành": ["Chánh Thanh tra huyện (former)"]},
    ),
    (
        "Bí thư Huyện ủy Vũ Văn Nam phát biểu. Ông Nam có nhiều năm làm việc ở xã và từng giữ vị trí Bí thư Đảng ủy "
        "xã Tân Phú.",
        {"Vũ Văn Nam": ["Bí thư Huyện ủy", "Bí thư Đảng ủy xã Tân Phú (former)"]},
    ),
    ("Đồng chí Vũ Văn Nam, nguyên Bí thư Huyện ủy dự.", {"Vũ Văn Nam": ["Bí thư Huyện ủy (former)"]}),
    (
        "HĐND huyện bầu ông Vũ Văn Nam giữ chức Chủ tịch UBND huyện.",
        {"Vũ Văn Nam": ["Chủ tịch UBND huyện (appointed)"]},
    ),
    (
        "Bổ nhiệm bà Lò Thị Pành làm Trưởng Phòng Tư pháp huyện.",
        {"Lò Thị Pành": ["Trưởng Phòng Tư pháp huyện (appointed)"]},
    ),
    (
        "Miễn nhiệm chức vụ Phó Chủ tịch UBND huyện đối với ông Vũ Văn Nam.",
        {"Vũ Văn Nam": ["Phó Chủ tịch UBND huyện (relieved)"]},
    ),
    (
        "Điều động, bổ nhiệm bà Lò Thị Pành, Chánh Thanh tra huyện làm Trưởng Phòng Nội vụ huyện.",
        {"Lò Thị Pành": ["Chánh Thanh tra huyện (relieved)", "Trưởng Phòng Nội vụ huyện (appointed)"]},
    ),
    (
        "Bà Lò Thị Pành làm Giám đốc Sở Y tế thay cho ông Vũ Văn Nam nghỉ hưu từ ngày 1/6.",
        {"Lò Thị Pành": ["Giám đốc Sở Y tế (appointed)"], "Vũ Văn Nam": ["Giám đốc Sở Y tế (relieved)"]},
    ),
    (
        "Bổ nhiệm bà Lò Thị Pành giữ chức Giám đốc Sở Y tế, thay ông Vũ Văn Nam.",
        {"Lò Thị Pành": ["Giám đốc Sở Y tế (appointed)"], "Vũ Văn Nam": ["Giám đốc Sở Y tế (relieved)"]},
    ),
    (
        "Bà Lò Thị Pành, Phó Chủ tịch UBND xã thay ông Vũ Văn Nam dự họp.",
        {"Lò Thị Pành": ["Phó Chủ tịch UBND xã"]},
    ),
]
NOBODY = [
    "Trao quà cho gia đình ông Vũ Văn Nam ở thôn 5.",
    "Anh Vũ Văn Nam trồng hai héc-ta cà phê.",
    "Em Lò Thị Pành, lớp 9A, đoạt giải nhất.",
    "Trường Tiểu học Vũ Văn Nam khai giảng.",
    "Tin, ảnh: Vũ Văn Nam",
    "Học tập đạo đức Hồ Chí Minh.",
    "Chủ tịch UBND huyện yêu cầu các xã báo cáo.",
    "Trả lời bà Lò Thị Pành, Sở Xây dựng nêu rõ.",
    "Bị cáo Vũ Văn Nam bị tuyên phạt tù.",
    "",
]


@pytest.mark.parametrize(("text", "expected"), CONSTRUCTIONS)
def test_constructions_of_portals_and_newspapers(text: str, expected: list[str]) -> None:
    assert posts(text) == expected


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Ông Vũ Văn Nam, Giám đốc Sở Tài chính dự. Ông Nam đề nghị rà soát.", 2),
        ("Ông Vũ Văn Nam, Giám đốc Sở Tài chính và ông Đỗ Anh Nam dự.", 1),
        ("Ông Nam đề nghị rà soát. Ông Vũ Văn Nam, Giám đốc Sở Tài chính dự.", 1),
        ("Ông Vũ Văn Nam, Giám đốc Sở Tài chính, ông Lê Hải Nam, Giám đốc Sở Y tế dự. Ông Nam đề nghị.", 1),
        ("Ông Vũ Văn Nam, Giám đốc Sở Tài chính dự. Ông Nam Cường là hộ nghèo.", 1),
    ],
)
def test_a_given_name_means_the_one_person_named_before(text: str, times: int) -> None:
    assert sum(mention.name == "Vũ Văn Nam" for mention in read(text).mentions) == times


@pytest.mark.parametrize(("text", "found"), SHAPES)
def test_shapes_of_a_mention(text: str, found: list[str]) -> None:
    assert posts(text) == found


@pytest.mark.parametrize(("text", "found"), LISTS)
def test_lists(text: str, found: dict[str, list[str]]) -> None:
    assert holders(text) == found


@pytest.mark.parametrize(("text", "found"), TENURES)
def test_posts_gained_and_lost(text: str, found: dict[str, list[str]]) -> None:
    assert holders(text) == found


@pytest.mark.parametrize("text", NOBODY)
def test_who_is_no_official(text: str) -> None:
    assert posts(text) == []


def test_a_list_is_numbered_so_that_one_verb_speaks_of_all() -> None:
    mentions = read(
        "Ông Vũ Văn Nam, Bí thư; bà Lò Thị Pành, Chủ tịch HĐND xã dự. Ông Đỗ Bá Tòng, Trưởng thôn 5 nói."
    ).mentions
    assert [mention.name for mention in mentions] == ["Vũ Văn Nam", "Lò Thị Pành", "Đỗ Bá Tòng"]
    assert mentions[0].listed is not None
    assert mentions[0].listed == mentions[1].listed != mentions[2].listed


# ── what a document says of one person in several places ─────────────────────────────────────────


def test_a_name_alone_is_the_official_named_before() -> None:
    text = "Đồng chí Vũ Văn Nam, Bí thư Huyện ủy dự.\nCuối buổi, Vũ Văn Nam trao quà."
    reading = read(text)
    assert [mention.rule_id for mention in reading.mentions] == ["official.name-titles", "official.named-again"]
    assert [(row.name, row.position) for row in reading.rows] == [("Vũ Văn Nam", "Bí thư Huyện ủy")]


def test_all_mentions_of_a_post_share_the_phrase_that_names_the_body() -> None:
    text = "Phó Bí thư Vũ Văn Nam dự.\nÔng Vũ Văn Nam, Phó Bí thư Thị ủy Hồng Lĩnh nói. Phó Bí thư Vũ Văn Nam kết luận."
    assert posts(text) == ["Vũ Văn Nam: Phó Bí thư Thị ủy Hồng Lĩnh"] * 3


def test_two_posts_of_one_name_stay_two() -> None:
    text = "Chủ tịch UBND xã Vũ Văn Nam dự. Sau đó, Chủ tịch HĐND huyện Vũ Văn Nam nói."
    assert holders(text) == {"Vũ Văn Nam": ["Chủ tịch UBND xã", "Chủ tịch HĐND huyện"]}


def test_the_post_that_was_given_ends_the_one_before() -> None:
    text = "Bầu ông Vũ Văn Nam, Phó Chủ tịch UBND huyện giữ chức Chủ tịch UBND huyện."
    assert holders(text) == {"Vũ Văn Nam": ["Phó Chủ tịch UBND huyện (former)", "Chủ tịch UBND huyện (appointed)"]}


def test_a_post_without_body_takes_that_of_the_sentence() -> None:
    text = "Tại Sở Tư pháp tỉnh, Giám đốc Vũ Văn Nam tiếp đoàn."
    assert posts(text) == ["Vũ Văn Nam: Giám đốc Sở Tư pháp tỉnh"]


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_row_says_where_each_part_stands() -> None:
    text = "Dự có  Đại tá Vũ Văn Nam, Ủy viên BTV Tỉnh ủy, Giám đốc Công an tỉnh."
    first, second = read(text).rows
    assert (first.rank, first.title, first.organisation) == ("Đại tá", "Ủy viên Ban Thường vụ", "Tỉnh ủy")
    assert (second.title, second.organisation) == ("Giám đốc", "Công an tỉnh")
    parts = {name: text[start:end] for name, (start, end) in second.spans.items()}
    assert parts == {"name": "Vũ Văn Nam", "rank": "Đại tá", "title": "Giám đốc", "organisation": "Công an tỉnh"}
    assert text[first.start : first.end] == text[7:-1]


def test_a_body_without_title_is_a_row_with_title_null() -> None:
    (row,) = read("Đồng chí Vũ Văn Nam, Phòng Nội vụ huyện phát biểu.").rows
    assert (row.title, row.organisation, row.position) == (None, "Phòng Nội vụ huyện", None)


def test_an_official_without_any_post_has_one_row() -> None:
    rows = read("Đồng chí Vũ Văn Nam phát biểu. Đồng chí Vũ Văn Nam kết luận.").rows
    assert [(row.name, row.position, row.organisation) for row in rows] == [("Vũ Văn Nam", None, None)]


def test_rows_do_not_reach_for_a_body_named_elsewhere() -> None:
    text = "Ông Vũ Văn Nam, Giám đốc Sở Tư pháp tỉnh dự.\n" + "Hội nghị kết thúc. " * 20 + "Giám đốc Vũ Văn Nam nói."
    first, second = read(text).rows
    assert first.position == second.position
    assert text[second.start : second.end] == "Giám đốc Vũ Văn Nam"


def test_the_same_text_gives_the_same_rows() -> None:
    text = " ".join(text for text, _ in SHAPES)
    assert read(text).rows == read(text).rows


# ── any text ─────────────────────────────────────────────────────────────────────────────────────

WORDS = sorted(
    {entry.canonical for name in ("honorific", "rank_word", "title_head", "title_prefix", "organisation_head")
     for entry in BOOK.entries(name)}
    | {"Vũ Văn Nam", "Lò Thị Pành", "Y Thịnh Niê", "bầu", "giữ chức", "miễn nhiệm", "và", ",", ";", ":", "-", "(", ")",
       "\n", ".", "|", "huyện", "Đắk Song", "các", "là", "làm", "cho"}
)  # fmt: skip


@settings(max_examples=200)
@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join) | st.text(max_size=60))
def test_rows_lie_in_the_text(text: str) -> None:
    for row in read(text).rows:
        assert 0 <= row.start < row.end <= len(text)
        for start, end in row.spans.values():
            assert 0 <= start < end <= len(text)
        first, last = row.spans["name"]
        assert row.start <= first < last <= row.end
        assert " ".join(text[first:last].split()).lower() == row.name.lower()
        assert (row.title is None) == (row.position is None)


def test_long_lists_take_time_in_proportion() -> None:
    reading = read("Dự có các đồng chí: " + ", ".join(["Vũ Văn Nam"] * 10_000) + ".")
    assert len(reading.mentions) == 10_000
    assert [row.position for row in reading.rows] == [None]
