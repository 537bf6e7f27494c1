# ruff: noqa: E501 (pages and saved texts have long lines)
"""One invented report in the page shapes of many kinds of portals: same text, different markup around it."""

from __future__ import annotations

from dataclasses import dataclass

TITLE = "Huyện Sơn Hạ tổng kết công tác dân vận năm 2023"
LEAD = "Chiều 15/12, Ban Dân vận Huyện ủy Sơn Hạ tổ chức hội nghị tổng kết công tác dân vận trong năm 2023 và triển khai nhiệm vụ năm 2024."
CAPTION = "Quang cảnh hội nghị tại hội trường Huyện ủy"
BODY = (
    "Năm 2023, các xã, thị trấn đã đăng ký 64 mô hình “Dân vận khéo”, trong đó 41 mô hình được công nhận cấp huyện.",
    "Tổ dân vận các thôn đã vận động nhân dân hiến 3.200 m2 đất, đóng góp 1.150 ngày công làm đường giao thông nông thôn.",
    "Phát biểu tại hội nghị, đồng chí Lưu Thế Quảng, Phó Bí thư Thường trực Huyện ủy đề nghị các chi bộ tiếp tục bám sát cơ sở.",
    "Dịp này, 8 tập thể và 15 cá nhân được tặng giấy khen của Ban Thường vụ Huyện ủy./.",
)
BYLINE = "Tin, ảnh: Hà Vân"
DATE = "2023-12-16"
TEXT = (LEAD, *BODY)

MENU = (
    "Trang chủ",
    "Giới thiệu",
    "Tin tức - Sự kiện",
    "Văn bản chỉ đạo",
    "Thủ tục hành chính",
    "Lịch công tác tuần",
    "Liên hệ",
)
RELATED = (
    "Xã Đông Lâm đối thoại với nhân dân về xây dựng nông thôn mới",
    "Hội Nông dân huyện ra quân làm thủy lợi đầu năm",
    "Thị trấn Sơn Hạ khánh thành nhà văn hóa tổ dân phố số 4",
)
CHROME = (
    *MENU[2:],
    *RELATED,
    "Lượt truy cập hôm nay",
    "Giấy phép số 77/GP-TTĐT",
    "Chào mừng quý khách đến với cổng thông tin",
)
FOOTER = (
    "Giấy phép số 77/GP-TTĐT do Sở Thông tin và Truyền thông cấp ngày 12/01/2018",
    "Chịu trách nhiệm nội dung: Ông Đinh Công Tráng - Phó Chủ tịch UBND huyện",
)


@dataclass(frozen=True)
class Page:
    """A page and what must come out of it."""

    name: str
    html: str
    published_on: str | None = DATE
    caption: str | None = CAPTION
    title: str | None = TITLE


def _items(texts: tuple[str, ...], tag: str = "li") -> str:
    return "".join(f'<{tag}><a href="/x{i}.html">{text}</a></{tag}>' for i, text in enumerate(texts))


def _paragraphs(texts: tuple[str, ...], tag: str = "p") -> str:
    return "".join(f"<{tag}>{text}</{tag}>" for text in texts)


WORDPRESS = f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{TITLE} - Huyện Sơn Hạ</title>
<meta property="article:published_time" content="2023-12-16T08:05:00+07:00"><link rel="canonical" href="https://sonha.example.vn/tin/dan-van-2023/">
</head><body class="single single-post has-sidebar"><header class="site-header"><a class="site-title" href="/">Cổng thông tin điện tử huyện Sơn Hạ</a>
<nav><ul>{_items(MENU)}</ul></nav></header><div class="content-area"><main><article class="post"><header class="entry-header">
<h1 class="entry-title">{TITLE}</h1><div class="entry-meta"><span class="posted-on"><time class="entry-date" datetime="2023-12-16">16/12/2023</time></span>
<span class="byline">admin</span></div></header><div class="entry-content"><p><strong>{LEAD}</strong></p>
<figure class="wp-block-image"><img src="a.jpg"><figcaption>{CAPTION}</figcaption></figure>{_paragraphs(BODY)}<p style="text-align:right"><em>{BYLINE}</em></p></div>
<div class="sharedaddy"><a href="#">Facebook</a> <a href="#">Zalo</a></div><div class="post-tags">Từ khóa: <a href="#">dân vận</a>, <a href="#">hội nghị</a></div></article>
<section class="related-posts"><h3>Bài viết liên quan</h3><ul>{_items(RELATED)}</ul></section>
<div id="comments"><h3>Để lại một bình luận</h3><p>Email của bạn sẽ không được hiển thị công khai. Các trường bắt buộc được đánh dấu *</p></div></main>
<aside class="widget-area"><h2>Tin mới</h2><ul>{_items(RELATED[::-1])}</ul><p>Lượt truy cập hôm nay: 320</p></aside></div><footer>{_paragraphs(FOOTER)}</footer></body></html>"""

JOOMLA = f"""<html><head><title>{TITLE}</title></head><body><table width="100%"><tr><td colspan="3"><img src="banner.jpg"></td></tr>
<tr><td width="180" valign="top"><table class="moduletable"><tr><th>Menu chính</th></tr>{"".join(f"<tr><td><a class='mainlevel' href='#'>{m}</a></td></tr>" for m in MENU)}</table>
<table class="moduletable"><tr><th>Thống kê</th></tr><tr><td>Lượt truy cập hôm nay: 57</td></tr></table></td>
<td valign="top"><span class="pathway"><a href="#">Trang chủ</a> » <a href="#">Tin tức</a> » {TITLE}</span>
<table class="contentpaneopen"><tr><td class="contentheading" width="100%">{TITLE}</td><td align="right"><a href="#"><img src="pdf.png"></a></td></tr></table>
<table class="contentpaneopen"><tr><td valign="top" class="createdate">Thứ bảy, 16 Tháng 12 2023 07:40</td></tr>
<tr><td valign="top"><p><b>{LEAD}</b></p><table border="0" align="center"><tr><td><img src="hn.jpg" width="400"></td></tr><tr><td align="center"><i>{CAPTION}</i></td></tr></table>
{_paragraphs(BODY)}<p align="right"><b>{BYLINE}</b></p></td></tr></table><h3>Các tin khác</h3><ul>{_items(RELATED)}</ul></td>
<td width="180" valign="top"><a href="#">{RELATED[1]}</a></td></tr><tr><td colspan="3" align="center">{"<br>".join(FOOTER)}</td></tr></table></body></html>"""

SHAREPOINT = f"""<html dir="ltr"><head><meta name="GENERATOR" content="Microsoft SharePoint"><title>Chi tiết tin</title></head><body>
<form method="post" action="Chi-tiet.aspx"><input type="hidden" name="__VIEWSTATE" value="{"AbC0" * 500}"><div id="s4-ribbonrow"><a href="#">Skip Ribbon Commands</a><a href="#">Skip to main content</a></div>
<div class="banner"><span>Chào mừng quý khách đến với cổng thông tin huyện Sơn Hạ</span><span class="date">Thứ hai, 08/01/2024</span></div>
<div class="ms-core-navigation"><ul>{_items(MENU)}</ul></div><div id="contentBox"><div class="ms-webpart-zone"><div class="breadcrumb"><a href="#">Trang chủ</a> &gt; <a href="#">Tin tức</a></div>
<div class="news-detail"><div class="news-title">{TITLE}</div><div class="news-date">16/12/2023 <span>| Lượt xem: 1.204</span></div>
<div class="fontsize"><a href="#">A-</a> <a href="#">A</a> <a href="#">A+</a></div><div class="news-summary">{LEAD}</div><div class="ms-rtestate-field"><div style="text-align:center"><img src="x.jpg"><br><em>{CAPTION}</em></div>
{_paragraphs(BODY, "div")}<div style="text-align:right"><strong>{BYLINE}</strong></div></div></div>
<div class="tin-khac"><div class="tieude-tinkhac">Tin khác</div><ul>{_items(RELATED)}</ul></div></div></div>
<div class="thongketruycap">Lượt truy cập hôm nay: <b>902</b></div><div class="footer">{_paragraphs(FOOTER, "div")}</div></form></body></html>"""

LIFERAY = f"""<html><head><title>{TITLE} - Cổng TTĐT huyện Sơn Hạ</title></head><body><div id="wrapper"><div id="banner"><div class="current-date">Thứ tư, 10/01/2024</div></div>
<div id="navigation"><ul>{_items(MENU)}</ul></div><div class="portlet-boundary"><h1 class="portlet-title">Tin tức - Sự kiện</h1><div class="portlet-body"><div class="asset-full-content">
<h3 class="asset-title">{TITLE}</h3><div class="metadata-publish-date">Ngày đăng 16/12/2023 | 14:20 | Lượt xem: 88</div><div class="asset-content"><div class="journal-content-article">
<p class="sapo">{LEAD}</p><p style="text-align:center"><img src="1.jpg"></p><p style="text-align:center"><em>{CAPTION}</em></p>{_paragraphs(BODY)}<p style="text-align:right">{BYLINE}</p></div></div>
<div class="rating"><span>Đánh giá:</span><span>lượt đánh giá: , trung bình:</span></div><div class="asset-related"><h2>Tin liên quan</h2><ul>{_items(RELATED)}</ul></div></div></div></div>
<div class="sidebar">Lượt truy cập hôm nay: 11</div><div id="footer">{_paragraphs(FOOTER)}</div></div></body></html>"""

OLD_TABLES = f"""<HTML><BODY bgcolor=#FFFFFF><TABLE width=1000 align=center><TR><TD colspan=3><FONT size=5 color=red><B>CỔNG THÔNG TIN ĐIỆN TỬ HUYỆN SƠN HẠ</B></FONT></TD></TR>
<TR><TD width=150 valign=top>{"<BR>".join(f"<A href=a.asp?id={i}>{m}</A>" for i, m in enumerate(MENU))}<P>Lượt truy cập hôm nay: 5</TD>
<TD valign=top><TABLE width=100%><TR><TD><FONT face=Arial size=4 color=navy><B>{TITLE}</B></FONT></TD></TR><TR><TD><FONT size=1>(Cập nhật: 16/12/2023 09:30)</FONT></TD></TR>
<TR><TD align=justify><FONT face=Arial size=2><B>{LEAD}</B><BR><BR><CENTER><IMG src=a.jpg><BR><I>{CAPTION}</I></CENTER><BR><BR>{"<BR><BR>".join(BODY)}<BR><BR><B>{BYLINE}</B></FONT></TD></TR>
<TR><TD><HR><B>Các tin đã đưa:</B><BR>{"<BR>".join(f"<A href=b.asp?id={i}>{r}</A> <FONT size=1>(1{i}/12/2023)</FONT>" for i, r in enumerate(RELATED))}</TD></TR></TABLE></TD>
<TD width=150 valign=top><A href=#>Liên kết website</A></TD></TR><TR><TD colspan=3>{"<BR>".join(FOOTER)}</TD></TR></TABLE></BODY></HTML>"""

DIV_SOUP = f"""<!doctype html><html><head><title>{TITLE}</title><script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle","headline":"{TITLE}",
"datePublished":"2023-12-16T02:10:00+07:00","author":{{"@type":"Person","name":"Hà Vân"}}}}</script></head><body><div id="__next"><div class="css-1a2b3c"><div class="css-9z">{_items(MENU, "div")}</div>
<div class="css-77"><div class="css-78"><div class="css-79">{TITLE}</div><div class="css-80"><div>{LEAD}</div><div><img src="a.webp"></div><div class="css-81"><i>{CAPTION}</i></div>{_paragraphs(BODY, "div")}
<div>{BYLINE}</div></div></div><div class="css-90">{_items(RELATED, "div")}</div></div><div class="css-99">{_paragraphs(FOOTER, "div")}</div></div></div><script>self.__next_f=[]</script></body></html>"""

TEASERS_BESIDE = f"""<html><head><title>{TITLE} | Báo Sơn Hạ</title></head><body><div class="top"><ul>{_items(MENU)}</ul></div><div class="row"><div class="col-8"><h1>{TITLE}</h1>
<p class="time">Thứ Bảy, 16/12/2023 10:02</p><h2>{LEAD}</h2><div class="expNoEdit"><p>{BODY[0]}</p><table class="picture"><tbody><tr><td><img src="a.jpg"></td></tr><tr><td><p>{CAPTION}</p></td></tr></tbody></table>
{_paragraphs(BODY[1:])}<p><strong>{BYLINE}</strong></p></div></div><div class="col-4">{"".join(f'<div><h4><a href="#">{r}</a></h4><p>Ngày 1{i}/12, cán bộ và nhân dân địa phương đã tham gia đông đủ, đạt kết quả tốt so với kế hoạch đề ra.</p></div>' for i, r in enumerate(RELATED))}</div></div>
<div>{_paragraphs(FOOTER)}</div></body></html>"""

UNDATED = f"""<html><head><title>Trang tin Mặt trận</title></head><body><div class="header"><div class="clock">Thứ Ba, 09/01/2024 15:22:31</div></div><div class="menu">{_items(MENU, "span")}</div>
<div class="main"><div class="box-title">Hoạt động của Mặt trận và các đoàn thể</div><h2>{TITLE}</h2><div>{LEAD}</div><img src="q.jpg"><p align="center"><i>{CAPTION}</i></p>{_paragraphs(BODY)}<p>{BYLINE}</p>
<div class="othernews"><b>Tin mới hơn</b><ul>{"".join(f"<li><a href='#'>{r}</a> <span>(2{i}/12/2023)</span></li>" for i, r in enumerate(RELATED))}</ul></div></div><div class="foot">{_paragraphs(FOOTER)}</div></body></html>"""

PAGES = (
    Page("wordpress", WORDPRESS),
    Page("joomla", JOOMLA),
    Page("sharepoint", SHAREPOINT),
    Page("liferay", LIFERAY),
    Page("old-tables", OLD_TABLES),
    Page("div-soup", DIV_SOUP),
    Page("teasers-beside", TEASERS_BESIDE),
    Page("undated", UNDATED, published_on=None),
)

_TEASER = "Ngày 1{i}/12, xã {name} tổ chức hội nghị tổng kết phong trào thi đua với sự tham gia của đông đảo cán bộ, hội viên."
LISTINGS = {
    "teasers": f"<html><body><ul>{_items(MENU)}</ul><h1>Hoạt động của các xã, thị trấn</h1>"
    + "".join(
        f"<div><h2><a href='#'>{r}</a></h2><p>{_TEASER.format(i=i, name='Đông Lâm')}</p></div>"
        for i, r in enumerate(RELATED * 2)
    )
    + "</body></html>",
    "links": f"<html><body><ul>{_items(MENU)}</ul><table>{''.join(f'<tr><td><a href=#>{r}</a> (1{i}/12/2023)</td></tr>' for i, r in enumerate(RELATED * 4))}</table></body></html>",
    "schedule": f"<html><body><ul>{_items(MENU)}</ul><h2>Lịch công tác tuần của Thường trực Huyện ủy</h2><p>Thứ hai: Đồng chí Bí thư Huyện ủy chủ trì họp giao ban khối dân vận tại phòng họp số 2 lúc 8 giờ 00.</p></body></html>",
    "search": f"<html><body><ul>{_items(MENU)}</ul><h1>Kết quả tìm kiếm cho “dân vận”</h1><p>Tìm thấy 120 kết quả trong toàn bộ chuyên mục của cổng thông tin điện tử huyện, sắp xếp theo ngày.</p></body></html>",
}
