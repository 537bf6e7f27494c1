# ruff: noqa: E501 (markup has long lines)
"""Portals put together at random: the same report under other headings, dates, separators, menus and sidebars."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.ingest.pages import BODY, BYLINE, CAPTION, DATE, FOOTER, LEAD, MENU, RELATED, TITLE

MORE = (
    "Công tác phối hợp với chính quyền được duy trì nền nếp; 12 xã, thị trấn có quy chế công tác dân vận riêng của mình.",
    "Trong năm, các địa phương tổ chức 34 cuộc đối thoại giữa người đứng đầu cấp ủy, chính quyền với 2.150 lượt nhân dân.",
    "Bên cạnh kết quả đạt được, hội nghị cũng chỉ ra một số hạn chế: việc nắm tình hình nhân dân có lúc chưa kịp thời.",
)
SLOGAN = "Nhiệt liệt chào mừng Đại hội đại biểu Đảng bộ huyện Sơn Hạ lần thứ XXIV, nhiệm kỳ 2020 - 2025"
TEASER = (
    "Ngày 1{}/12, cán bộ, hội viên và nhân dân địa phương đã tham gia đông đủ, đạt kết quả tốt so với kế hoạch đề ra."
)
_HEADS = ("<h1>{}</h1>", "<h2 class='title'>{}</h2>", "<h3>{}</h3>", "<div class='news_title'>{}</div>", "<p style='font-size:20px;font-weight:bold'>{}</p>", "<div><font size=4><b>{}</b></font></div>", "<p class='tieude'>{}</p>", "<table><tr><td class='contentheading'>{}</td></tr></table>")  # fmt: skip
_DATES = ("16/12/2023", "16-12-2023 08:30", "08:30 16/12/2023", "Thứ bảy, 16/12/2023 | 08:30", "Ngày đăng: 16/12/2023", "Cập nhật lúc 08:30, 16/12/2023", "(16/12/2023)", "Đăng ngày 16/12/2023 bởi admin", "Lượt xem: 33 | 16/12/2023", "16 Tháng Mười Hai, 2023")  # fmt: skip
_SEPARATED = {"p": "<p>{}</p>", "div": "<div>{}</div>", "span": "<p><span style='font-size:14px'>{}</span></p>", "row": "<table><tr><td>{}</td></tr></table>"}  # fmt: skip
_CLOCKS = ("", "<div>Thứ Tư, 10/01/2024</div>", "<div class='date'>Thứ hai, ngày 08/01/2024</div>", "<div class='clock'>10/01/2024 15:00:12</div>")  # fmt: skip
_TOOLS = ("", "<div><a href=#>In bài</a> <a href=#>Gửi mail</a></div>", "<div>A- A A+</div>", "<div>Chia sẻ: <a href=#>Facebook</a> <a href=#>Zalo</a></div>")  # fmt: skip
_LABELS = ("", "<div>Tin tức</div>", "<div class='title'>Tin trong huyện</div>", "<div class='breadcrumb'><a href=#>Trang chủ</a> » <a href=#>Tin tức</a></div>")  # fmt: skip
_RELATED_HEADS = ("Tin liên quan", "Các tin khác", "Tin mới hơn", "Bài viết cùng chuyên mục", "Tin đã đưa", "Có thể bạn quan tâm")  # fmt: skip


@dataclass(frozen=True)
class Portal:
    """A random page and what must come out of it."""

    html: str
    texts: tuple[str, ...]
    published_on: str | None


def portal(seed: int) -> Portal:
    """The page of a seed."""
    chance = random.Random(seed)
    texts = (LEAD, *BODY[:3], *chance.sample(MORE, chance.randrange(4)), BODY[3])
    dated = chance.choice(("below", "below", "above", "none"))
    date = f"<div{_class(chance, 'date', 'time', 'ngaydang', 'meta')}>{chance.choice(_DATES)}</div>"
    if dated == "above":
        date = "<div>16/12/2023 08:30</div>"
    head = chance.choice(_HEADS).format(TITLE)
    article = "".join(
        (
            chance.choice(_LABELS),
            date if dated == "above" else "",
            head,
            date if dated == "below" else "",
            chance.choice(_TOOLS),
            f"<div{_class(chance, 'content', 'noidung', 'detail')}>{_text(chance, texts)}</div>",
            chance.choice(_TOOLS),
            _related(chance),
        )
    )
    for _ in range(chance.randrange(4)):
        article = chance.choice(("<div class='main'>{}</div>", "<div>{}</div>", "<table><tr><td>{}</td></tr></table>")).format(article)  # fmt: skip
    top = chance.choice(_CLOCKS) + chance.choice(("", f"<div>{SLOGAN}</div>")) + _menu(chance)
    html = f"<html><head><title>{chance.choice((TITLE, 'Chi tiết tin', ''))}</title></head><body>{top}{_layout(chance, article)}<div>{'<br>'.join(FOOTER)}</div></body></html>"
    return Portal(html, texts, DATE if dated != "none" else None)


def _class(chance: random.Random, *names: str) -> str:
    return f" class='{chance.choice(names)}'" if chance.random() < 0.6 else ""


def _links(texts: tuple[str, ...], tag: str) -> str:
    return "".join(f"<{tag}><a href='/{index}.html'>{text}</a></{tag}>" for index, text in enumerate(texts))


def _menu(chance: random.Random) -> str:
    return chance.choice(
        (
            f"<ul>{_links(MENU, 'li')}</ul>",
            f"<nav>{_links(MENU, 'p')}</nav>",
            f"<table><tr>{_links(MENU, 'td')}</tr></table>",
        )
    )


def _text(chance: random.Random, texts: tuple[str, ...]) -> str:
    caption = (
        f"<div style='text-align:center'><img src=a.jpg></div><div style='text-align:center'><em>{CAPTION}</em></div>"
    )
    at = chance.randrange(1, len(texts))
    kind = chance.choice((*_SEPARATED, "br", "two br"))
    if kind in _SEPARATED:
        parts = [_SEPARATED[kind].format(text) for text in texts]
        return "".join((*parts[:at], caption, *parts[at:], f"<p><b>{BYLINE}</b></p>"))
    line = "<br>" if kind == "br" else "<br><br>"
    return f"{line.join(texts[:at])}{caption}{line.join(texts[at:])}<p>{BYLINE}</p>"


def _related(chance: random.Random) -> str:
    items = "".join(
        f"<li><a href=#>{text}</a>{chance.choice(('', ' <span>(11/12/2023)</span>'))}</li>" for text in RELATED
    )
    return f"<div{_class(chance, 'related', 'tin-lien-quan', 'box')}><h3>{chance.choice(_RELATED_HEADS)}</h3><ul>{items}</ul></div>"


def _layout(chance: random.Random, article: str) -> str:
    teasers = "".join(
        f"<div><h4><a href=#>{text}</a></h4><p>{TEASER.format(index)}</p></div>"
        for index, text in enumerate(RELATED * 2)
    )
    side = chance.choice(("", f"<div{_class(chance, 'sidebar', 'right')}>{_links(RELATED, 'li')}</div>", f"<div>{teasers}</div>", "<div>Lượt truy cập hôm nay: 233</div>"))  # fmt: skip
    return chance.choice(
        (
            f"{article}{side}",
            f"<div>{side}</div><div>{article}</div>",
            f"<table><tr><td>{_links(MENU, 'div')}</td><td>{article}</td><td>{side}</td></tr></table>",
        )
    )
