from __future__ import annotations

import pytest

from pipeline.model import Event
from tests import builders

WHO = [
    (
        "Ngày 21/3/2023, đoàn công tác của Huyện đoàn Đắk Mil do đồng chí Lê Thu Bồn, Bí thư Huyện đoàn cùng với đại "
        "diện Đoàn Sở Y tế đã đến thăm, trao quà cho bệnh viện.",
        "Huyện đoàn Đắk Mil",
    ),
    ("Sáng 5/7/2023, Ban Dân vận Huyện ủy Đắk Mil tổ chức hội nghị sơ kết.", "Ban Dân vận Huyện ủy Đắk Mil"),
    (
        "Sáng 5/7/2023, tại hội trường Huyện ủy, Hội Nông dân huyện Đắk Mil tổ chức hội nghị.",
        "Hội Nông dân huyện Đắk Mil",
    ),
    ("Ngày 5/7/2023, tại Trung tâm Chính trị huyện Đắk Mil đã khai giảng lớp bồi dưỡng.", None),
    (
        "Sáng 5/7/2023, phiên họp thứ hai thuộc Ủy ban chỉ đạo quốc gia về Cơ chế một cửa cảng biển đã diễn ra.",
        "Ủy ban chỉ đạo quốc gia về Cơ chế một cửa cảng biển",
    ),
    ("Hội nghị tổng kết do Sở Nội vụ tổ chức vào sáng 5/7/2023.", "Sở Nội vụ"),
    ("Hội nghị toàn quốc quán triệt Nghị quyết được Bộ Chính trị tổ chức sáng 5/7/2023.", "Bộ Chính trị"),
    ("Sáng 5/7/2023, kỳ họp thứ 7, HĐND huyện Đắk Mil đã bế mạc.", "HĐND huyện Đắk Mil"),
    ("Ngày 5/7/2023, đã diễn ra đại hội đại biểu Hội Luật gia tỉnh Đắk Nông.", "Hội Luật gia tỉnh Đắk Nông"),
    (
        "Tối 5/7/2023, Huyện ủy - HĐND - UBND - UBMTTQ huyện Đắk Mil tổ chức lễ kỷ niệm 30 năm thành lập.",
        "Huyện ủy - HĐND - UBND - Ủy ban Mặt trận Tổ quốc huyện Đắk Mil",
    ),
    (
        "Sáng 5/7/2023, Bộ Chính trị, Ban Bí thư tổ chức hội nghị trực tuyến triển khai Chỉ thị mới.",
        "Bộ Chính trị, Ban Bí thư",
    ),
    ("Sáng 5/7/2023, UBND huyện Đắk Mil phối hợp với Sở Y tế tổ chức tập huấn.", "UBND huyện Đắk Mil"),
    ("Sáng 5/7/2023, Thường trực HĐND huyện Đắk Mil tổ chức phiên họp.", "Thường trực HĐND huyện Đắk Mil"),
    ("Sáng 5/7/2023, Hội Phụ nữ huyện Đắk Mil, tỉnh Đắk Nông tổ chức đại hội.", "Hội Phụ nữ huyện Đắk Mil"),
    (
        "Ngày 5/7/2023, Bộ trưởng Bộ Y tế Lê Thu Bồn dẫn đầu Đoàn công tác thăm và làm việc tại tỉnh.",
        "Đoàn công tác của Bộ Y tế",
    ),
    ("Chiều 5/7/2023, huyện Đắk Mil đã tổ chức tọa đàm.", "huyện Đắk Mil"),
    (
        "Tối 5/7/2023, khu dân cư Bàu Sen, xã Đức Minh (huyện Đắk Mil) tổ chức Ngày hội Đại đoàn kết.",
        "khu dân cư Bàu Sen",
    ),
    (
        'Chiều 5/7/2023, Ban Chỉ đạo phong trào "Xóm sạch" huyện Đắk Mil tổ chức hội nghị sơ kết.',
        'Ban Chỉ đạo Phong trào "Xóm sạch" huyện Đắk Mil',
    ),
    (
        "Theo thông tin từ Sở Y tế, ngày 5/7/2023, Đoàn kiểm tra huyện Đắk Mil đã kiểm tra nhà hàng.",
        "Đoàn kiểm tra huyện Đắk Mil",
    ),
    (
        "Được sự thống nhất của Thường trực Tỉnh ủy, ngày 5/7/2023, Ban Dân vận Tỉnh ủy Hà Nam tổ chức giao ban.",
        "Ban Dân vận Tỉnh ủy Hà Nam",
    ),
    ("Ngày 5/7/2023, Hội Phụ nữ huyện Đắk Mil ra mắt mô hình hộp thư góp ý.", "Hội Phụ nữ huyện Đắk Mil"),
    ("Sáng 5/7/2023, lễ ra mắt có sự tham gia của Ban Thư ký ASEAN.", None),
    ("Sáng 5/7/2023, ông Lê Thu Bồn, Phó Chủ tịch UBND huyện Đắk Mil đối thoại với thanh niên.", None),
]
WHERE = [
    ("Sáng 5/7/2023, Quận ủy Quận 5 tổ chức hội nghị.", "quận 5"),
    ("Sáng 5/7/2023, tại Hà Nội, Bộ Nội vụ tổ chức hội nghị.", "Hà Nội"),
    ("Sáng 5/7/2023, tại thành phố Hà Giang, Hội Luật gia tỉnh Hà Giang tổ chức đại hội.", "thành phố Hà Giang"),
    (
        "Sáng 5/7/2023, tại chùa Long Hoa (TP. Cao Lãnh), Ban Trị sự tỉnh Đồng Tháp tổ chức hội nghị.",
        "thành phố Cao Lãnh",
    ),
    ("Sáng 5/7/2023, tại UBND xã Bàu Sen (huyện Đắk Mil), lãnh đạo tỉnh tổ chức hội nghị.", "xã Bàu Sen"),
    ("Sáng 5/7/2023, Ban Chỉ đạo hiến máu TPHCM tổ chức hội nghị.", "thành phố Hồ Chí Minh"),
    (
        "Lễ công nhận xã Đức Minh đạt chuẩn nông thôn mới\n\nSáng 5/7/2023, UBND huyện Đắk Mil tổ chức lễ công bố "
        "Quyết định của tỉnh.",
        "xã Đức Minh",
    ),
    (
        "Kiểm tra việc thu thuế tại huyện Đắk Mil\n\nSáng 5/7/2023, Đoàn kiểm tra của tỉnh làm việc tại xã Đức Minh.",
        "huyện Đắk Mil",
    ),
    ("Sáng 5/7/2023, Hội Phụ nữ huyện Đắk Mil, tỉnh Đắk Nông tổ chức đại hội.", "huyện Đắk Mil"),
    ("Sáng 5/7/2023, Thị ủy Đức Phổ tổ chức hội nghị.", "thị xã Đức Phổ"),
    ("Sáng 5/7/2023, Sở Y tế tổ chức tọa đàm tại phường 6, thành phố Tuy Hòa.", "phường 6, thành phố Tuy Hòa"),
    ("Sáng 5/7/2023, huyện Đak Song đã tổ chức tọa đàm.", "huyện Đak Song"),
    ("Sáng 5/7/2023, TAND TP.HCM tổ chức hội nghị tập huấn.", "thành phố Hồ Chí Minh"),
]
KINDS = [
    ("Chiều 5/7/2023, Bộ Công an tổ chức Lễ công bố và triển khai Quyết định về cán bộ.", "cong_bo_quyet_dinh"),
    ("Chiều 5/7/2023, UBND huyện tổ chức phiên họp thường kỳ.", "khac"),
    ("Chiều 5/7/2023, Thường trực HĐND huyện tổ chức phiên họp thường kỳ.", "ky_hop"),
    ("Ngày 5/7/2023, lãnh đạo huyện đến thăm, tặng quà các gia đình chính sách.", "khac"),
    ("Ngày 5/7/2023, Đoàn giám sát HĐND tỉnh tiếp xúc cử tri tại xã.", "lam_viec_kiem_tra"),
    ("Ngày 5/7/2023, UBND tỉnh tổ chức Hội nghị chuyên đề về rừng.", "khac"),
    ("Ngày 5/7/2023, Mặt trận xã họp đánh giá hoạt động 6 tháng đầu năm của các tổ.", "so_ket"),
    ("Ngày 5/7/2023, Bộ Chỉ huy Quân sự tỉnh tổ chức Lễ bàn giao chức trách Chỉ huy trưởng.", "cong_bo_quyet_dinh"),
]
NONE = [
    "Ngày 20/8/2023, UBND huyện sẽ tổ chức hội nghị đối thoại với thanh niên.",
    "Hằng năm, Mặt trận huyện Đắk Mil đều phát động nhiều phong trào thi đua.",
    "Bà Lê Thị Mai, Chủ tịch Hội Phụ nữ xã kể về phong trào thi đua do Mặt trận huyện phát động.",
    "Thông tư bồi dưỡng giáo viên có hiệu lực từ ngày 22/5/2021.",
    "Trước đó, ngày 5/7/2023, UBND huyện tổ chức hội nghị triển khai nhiệm vụ.",
    "Ngày 5/7/2023, Huyện ủy công bố quyết định kỷ luật ông Lê Thu Bồn.",
    "Thực hiện Nghị định số 149/2018/NĐ-CP ngày 07/11/2018, 35 doanh nghiệp đã đối thoại.",
]


def event(text: str) -> Event | None:
    events = builders.read(text, title=text.partition("\n")[0] if "\n" in text else None).events
    return events[0] if events else None


@pytest.mark.parametrize(("text", "organiser"), WHO)
def test_who_held_it(text: str, organiser: str | None) -> None:
    found = event(text)
    assert found is not None
    assert found.organiser == organiser


@pytest.mark.parametrize(("text", "place"), WHERE)
def test_where_it_was_held(text: str, place: str) -> None:
    found = event(text)
    assert found is not None
    assert found.place == place


def test_a_ministry_holds_it_nowhere() -> None:
    found = event("Sáng 5/7/2023, Bộ Nội vụ tổ chức hội nghị. Đại diện tỉnh Hà Nam dự có ông Lê Thu Bồn.")
    assert found is not None
    assert found.place is None


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_what_it_was(text: str, kind: str) -> None:
    found = event(text)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_event(text: str) -> None:
    assert event(text) is None


@pytest.mark.parametrize("text", [text for text, _ in WHO + WHERE])
def test_slots_stand_where_their_spans_say(text: str) -> None:
    found = event(text)
    assert found is not None
    for name, (start, end) in found.spans.items():
        assert 0 <= start < end <= len(text), name
    assert found.start <= found.spans["name"][0]


def test_a_headline_and_who_attended_make_an_event() -> None:
    title = "Kỷ niệm 20 năm ngày thành lập xã Đức Minh (5.7.2003/5.7.2023)"
    found = builders.read(f"{title}\n\nVề dự buổi lễ có ông Lê Thu Bồn, Bí thư Huyện ủy.", title=title).events
    assert [row.kind for row in found] == ["le_ky_niem"]
