"""Measures of which no word says what they are of are issues, not rows."""

import pytest

from tests.builders import read

CODE = "nothing_counted"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Sau khi nộp 14 triệu đồng, bà mới gọi lại.", "14 triệu đồng"),
        ("Chúng tôi có thể bắt 2 kg mỗi đêm.", "2 kg"),
        ("Tôi còn gọi lại 2 lần.", "2 lần"),
        ("5. Nhà may Tân Hạ: 20.000 USD.", "20.000 USD"),
        ("Bà Lụa chuyển 12 triệu đồng cho quỹ của xã.", None),
        ("Xã đã trả 48 tỷ đồng.", None),
        ("Em nhận 3.000 euro mỗi học kỳ.", None),
        ("Giá là 12 triệu đồng.", None),
        ("Năng suất chừng 16 tấn/ha, tăng thêm khoảng 300 ha.", "tăng thêm khoảng 300 ha"),
    ],
)
def test_what_is_of_nothing(text: str, number: str | None) -> None:
    found = read(text)
    issues = [text[issue.start : issue.end] for issue in found.issues if issue.code == CODE]
    assert (issues, len([fact for fact in found.facts if fact.item is None])) == ([number] if number else [], 0)
