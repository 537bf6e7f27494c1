# ruff: noqa: E501 (pages and saved texts have long lines)
"""The same invented report as plain text, the way people save it from a browser: with all that stands around it."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from tests.ingest.pages import BODY, BYLINE, CAPTION, LEAD, RELATED, TITLE


@dataclass(frozen=True)
class Saved:
    """A saved text, and what must come out of it beside LEAD and BODY."""

    name: str
    text: str
    title: str | None = TITLE
    published_on: str | None = "2023-12-16"
    author: str | None = "Hà Vân"


_PARTS = (LEAD, "", CAPTION, "", *BODY)

BLOG = "\n".join(
    ("Chuyển đến nội dung", "Trang chủ", "Giới thiệu", "Tin tức", "Trang chủ > Tin tức > Xã hội", TITLE, "16/12/2023", "Chia sẻ", "",
     *_PARTS, BYLINE, "", "Chia sẻ:", "Facebook", "Tin liên quan", *RELATED, "Để lại một bình luận", "Email của bạn sẽ không được hiển thị công khai.", "Tên *")
)  # fmt: skip
PORTAL = "\n".join(
    ("CỔNG THÔNG TIN ĐIỆN TỬ HUYỆN SƠN HẠ", "Thứ tư, 10/01/2024", "Trang chủ | Giới thiệu | Tin tức | Liên hệ", "Tìm kiếm", "", TITLE, "Đăng lúc: 16/12/2023 09:00:00 (GMT+7)",
     "Cỡ chữ: A- A A+", "Đọc bài viết", "In trang", "", *_PARTS, "Hà Vân", "", "Các tin khác", *(f"- {item} (15/12/2023)" for item in RELATED), "Lượt truy cập", "Hôm nay: 1.204", "Giấy phép số 77/GP-TTĐT do Sở Thông tin và Truyền thông cấp")
)  # fmt: skip
DOUBLED = "\n".join(
    ("Skip to main content", TITLE, "Tin tức, sự kiện", TITLE, "16/12/2023 15:40", "ha4.jpg", *_PARTS, "Hà Vân", "Đánh giá:", "lượt đánh giá: , trung bình:", "Mã xác thực không đúng.", "Bình luận", "    Bản đồ huyện Sơn Hạ", "    Liên kết website", "    Online: 12")
)  # fmt: skip
CLEAN = "\n\n".join((TITLE, LEAD, *BODY, "Hà Vân"))
NO_TITLE = "\n\n".join((LEAD, CAPTION, *BODY, BYLINE))
WRAPPED = "\n\n".join((TITLE, "(Ngày đăng: 16/12/2023)", textwrap.fill(LEAD, 60), *BODY, BYLINE))

SAVED = (
    Saved("blog", BLOG),
    Saved("portal", PORTAL),
    Saved("doubled", DOUBLED),
    Saved("clean", CLEAN, published_on=None),
    Saved("no-title", NO_TITLE, title=None, published_on=None),
    Saved("wrapped", WRAPPED),
)
