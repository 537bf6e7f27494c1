"""Numbers that a rule, a condition or a piece of advice names are no figures; what somebody reached or aims at is."""

import pytest

from tests.builders import read

ADVICE = (
    "Mẹo cất bánh chưng.\nBạn nên để bánh ở nơi thoáng. Không nên xếp chồng bánh. Nên lau lá bằng khăn khô. "
    "Hãy treo bánh cách tường 30 cm. Tốt nhất giữ lạnh ở 6 độ C. Đừng bọc quá kín. "
    "Mỗi cặp bánh giá 120.000 đồng."
)
REPORT = (
    "Xã Hạ tổ chức sơ kết công tác dân vận. Trời mưa nên lễ phát động lùi một tuần. Kênh mới dài 30 km. "
    "Nhân dân góp 120 triệu đồng."
)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Thí sinh được đăng ký tối đa 4 nguyện vọng.", []),
        ("Trường cho phép mỗi học sinh nộp tối đa 5 hồ sơ.", []),
        ("Mỗi tác giả, nhóm tác giả gửi không quá 3 tác phẩm.", []),
        ("Du học sinh không kể; sinh viên quốc tế phải có 21.000 USD trong tài khoản.", []),
        ("Người học phải hoàn thành 36 tín chỉ để được cấp chứng chỉ.", []),
        ("Theo quy định, hành lý gửi kèm không quá 30 kg.", []),
        ("Ứng viên cần có điểm viết từ 7 điểm trở lên.", []),
        ("Thí sinh đã đăng ký 40 nguyện vọng.", ["40"]),
        ("Cuộc thi đã nhận 70 tác phẩm của 30 tác giả.", ["70", "30"]),
        ("Mỗi xã phấn đấu có ít nhất 2 mô hình.", ["2"]),
        ("Các chi bộ phải có ít nhất 3 mô hình mới.", ["3"]),
        ("Học sinh được tặng 60 suất quà.", ["60"]),
        ("Người dân đã hiến tối thiểu 500 m2 đất.", ["500"]),
        ("Người vay phải có tài sản, lãi suất giảm 2% so với trước.", ["2"]),
        (ADVICE, ["120.000"]),
        (REPORT, ["30", "120 triệu"]),
        ("Mẹ đang nuôi con nên uống thêm 600 ml nước.", []),
        ("Mưa lớn nên 30 hộ phải dời nhà.", ["30"]),
        ("Hãng LandFair 2024 tổ chức tại quận 8.", []),
        ("Công ty Cổ phần 2MG Homes và Công ty Sao Hạ dự.", []),
        ("Xe cũ đời 2016 bản E rao bán.", []),
        ("Nếu đoán sai sáu lượt liền thì được đền 90% tiền cược.", []),
        ("Nếu tính cả vụ đông, nhà ông lãi 90 triệu đồng.", ["90 triệu"]),
        ("Mận phải bán từ 14.000 đồng/kg thì nhà vườn mới có lãi.", []),
        ("Xã có 40 triệu đồng thì góp cả 40 triệu đồng.", ["40 triệu", "40 triệu"]),
        ("Quá nửa chủ vườn ở độ tuổi 60-69.", []),
        ("Chòi canh có tầm nhìn 360 độ, sáng nay trời lạnh 9 độ.", ["9"]),
        ("Học sinh 3 khối 10, 11, 12 làm bài; đội đào 30 khối đất.", ["30"]),
        ("3 câu nói của bà giúp cháu ngoan\nBà có 3 câu hay nói.", ["3"]),
        ("Mỗi ngày được nhận tối đa 30 đơn hàng.", []),
        ("Ví dụ một thợ giỏi được giao kèm nhóm 9 người học việc, phát cho 12 bộ đồ.", []),
        ("Ông mất vào 22g00 ngày 10/4, để lại 2 người con.", ["2"]),
        ("Xe ấy giá tầm 3 mấy tỷ đồng.", []),
        ("Trong 10 quán cũng chỉ có 2 quán trụ lại.", ["2"]),
        ("Bếp than cũng là 1 nguồn khói; xã còn 1 lò gạch.", ["1"]),
        ("Những tòa nhà cao trên 9 tầng không nên dùng loại thang này.", []),
        ("Chiều cao tối thiểu của phòng hát ở nhà phải từ 2,5 m.", []),
        ("Hợp tác xã giữ mối liên kết 4 nhà với 30 hộ.", ["30"]),
        ("Tỉnh mở rộng giai đoạn 3 khu công nghiệp Đồi Sim.", []),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)
def test_norms_are_no_figures(text: str, numbers: list[str]) -> None:
    assert [text[slice(*fact.spans["value"])] for fact in read(text).facts] == numbers
