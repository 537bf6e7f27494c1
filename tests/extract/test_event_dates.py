"""On which day an event was held where the text leaves the year out: by what evidence, and when by none."""

from __future__ import annotations

import pytest

from pipeline.model import Event
from tests import builders

MEETING = "Sáng 14/6, Hội Nông dân huyện Đắk Mil tổ chức hội nghị. "
CONGRESS = "Sáng 14/6, Hội Nông dân huyện Đắk Mil tổ chức đại hội nhiệm kỳ 2018-2023. "
OWNERS = "Sáng 14/6, Công ty Sao Bắc tổ chức đại hội đồng cổ đông. "
DAYS = [
    ("2019-06-16", MEETING, "2019-06-14", "published_on"),
    ("2020-02-16", MEETING, None, None),
    ("2020-02-16", MEETING + "Hội còn họp ngày 20/6/2019.", "2019-06-14", "context"),
    ("2020-02-16", MEETING + "Hội còn họp ngày 20/6/2018.", None, None),
    ("2019-06-16", "Tại đại hội ngày 25/6, Hội Nông dân huyện Đắk Mil tổ chức bầu nhiệm kỳ 2016-2021.", None, None),
    (None, MEETING, None, None),
    (None, "Sáng 14/6/2019, Hội Nông dân huyện Đắk Mil tổ chức hội nghị.", "2019-06-14", "written"),
    (None, MEETING + "Lễ phát động diễn ra ngày 1/7/2019.", "2019-06-14", "context"),
    (None, MEETING + "Lễ phát động diễn ra ngày 1/12/2019.", None, None),
    (None, MEETING + "Hội được tái lập ngày 10/6/2001.", None, None),
    (None, MEETING + "Hội còn họp ngày 20/6/2011. Năm 2019 hội có 12 chi hội.", None, None),
    (None, MEETING + "Đến năm 2030 hội có 12 chi hội. Hội còn họp ngày 20/6/2019.", "2019-06-14", "context"),
    (
        None,
        MEETING.replace("hội nghị", "hội nghị tổng kết giai đoạn 2011-2016")
        + "Nghị định số 2/2013/NĐ-CP ngày 5/5/2013.",
        None,
        None,
    ),
    (
        None,
        "Lễ công nhận xã đạt chuẩn năm 2017\n\nTối 28.12, UBND huyện Đắk Mil tổ chức lễ công bố Quyết định.",
        "2017-12-28",
        "period",
    ),
    (None, MEETING + "Hội thành lập ngày 20/6/2001 và đổi tên ngày 10/7/2012.", None, None),
    (None, MEETING + "Hội thực hiện Kế hoạch số 12/KH-UBND ngày 5/5/2019.", "2019-06-14", "context"),
    (None, MEETING + "Hội thực hiện Kế hoạch số 12/KH-UBND ngày 5/7/2018.", None, None),
    (None, MEETING + "Năm 2016 hội có 12 chi hội.", None, None),
    (None, MEETING + "Chương trình giai đoạn 2016-2020 đạt kết quả.", None, None),
    (None, MEETING + "Ban Chấp hành nhiệm kỳ 2015-2020 có 15 ủy viên.", None, None),
    (None, MEETING.replace("hội nghị", "hội nghị sơ kết 6 tháng đầu năm 2019"), "2019-06-14", "period"),
    (None, MEETING + "Dự kiến ngày bầu cử là 2/6/2020. Chỉ thị số 12-CT/TU ngày 5/3/2019.", "2019-06-14", "context"),
    (None, "Hội thao Chào mừng Quốc khánh 2019\n\n" + MEETING, "2019-06-14", "period"),
    (None, "Tầm nhìn đến 2030 của nông dân Đắk Mil\n\n" + MEETING, None, None),
    (None, "Sơ kết giai đoạn 2016 - 2020 tại Đắk Mil\n\n" + MEETING, None, None),
    (None, MEETING + "Tháng 1/2014 hội có 12 chi hội.", None, None),
    (None, MEETING + "Tháng 5/2019 hội có 12 chi hội.", "2019-06-14", "period"),
    (None, CONGRESS, "2018-06-14", "term"),
    (None, OWNERS + "HĐQT nhiệm kỳ 2015-2020 có 9 thành viên.", None, None),
    (None, OWNERS + "HĐQT nhiệm kỳ 2015-2020 họp ngày 2/6/2021.", "2021-06-14", "context"),
    (
        None,
        "Tối 7/8, Huyện ủy Sơn Hạ mở hội nghị sơ kết 3 năm thực hiện Chỉ thị số 9-CT/TU ngày 21/8/2016.",
        "2019-08-07",
        "elapsed",
    ),
]


def event(text: str, published_on: str | None) -> Event:
    (found,) = builders.read(
        text, published_on=published_on, title=text.partition("\n")[0] if "\n" in text else None
    ).events
    return found


@pytest.mark.parametrize(("published_on", "text", "held_on", "basis"), DAYS)
def test_the_year_of_a_day_without_year(
    published_on: str | None, text: str, held_on: str | None, basis: str | None
) -> None:
    found = event(text, published_on)
    assert (found.held_on, found.held_on_basis) == (held_on, basis)
