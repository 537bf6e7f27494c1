# ruff: noqa: E501 (pages and saved texts have long lines)
"""Pages of many portals give the same article; pages that are no article give an issue."""

from __future__ import annotations

import pytest

from tests.ingest.maker import article, issue, paragraphs
from tests.ingest.pages import BODY, BYLINE, CAPTION, CHROME, LEAD, LISTINGS, MENU, PAGES, RELATED, TEXT, TITLE, Page
from tests.ingest.portals import SLOGAN, portal

SEEDS = 120
NAV = f"<ul>{''.join(f'<li><a href=#>{item}</a></li>' for item in MENU)}</ul>"
BODY_HTML = "".join(f"<p>{text}</p>" for text in BODY)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
class TestShapes:
    def test_text_is_whole(self, page: Page) -> None:
        texts = [text for _, text in paragraphs(article(page.html))]
        assert [text for text in texts if text in TEXT] == list(TEXT)

    def test_chrome_is_gone(self, page: Page) -> None:
        made = article(page.html)
        assert [line for line in CHROME if line in made.text] == []
        assert {text for _, text in paragraphs(made)} <= {TITLE, CAPTION, BYLINE, *TEXT}

    def test_what_the_page_says_of_itself(self, page: Page) -> None:
        made = article(page.html)
        assert (made.title, made.published_on, made.author) == (page.title, page.published_on, "Hà Vân")

    def test_kinds(self, page: Page) -> None:
        blocks = paragraphs(article(page.html))
        assert blocks[0] == ("title", page.title)
        assert ("caption", page.caption) in blocks
        assert ("byline", BYLINE) in blocks


@pytest.mark.parametrize("name", LISTINGS)
def test_no_article(name: str) -> None:
    assert issue(LISTINGS[name]).code == "not_an_article"


@pytest.mark.parametrize(
    ("html", "published_on", "basis"),
    [
        (f"<div>Thứ Tư, 10/01/2024</div><h1>{TITLE}</h1><p>{LEAD}</p>{BODY_HTML}", None, None),
        (f"<div>Hôm nay, ngày 10/01/2024</div><h1>{TITLE}</h1><p>{LEAD}</p>{BODY_HTML}", None, None),
        (f"<h1>{TITLE}</h1><div>Thứ bảy, 16/12/2023 - 09:10</div><p>{LEAD}</p>{BODY_HTML}", "2023-12-16", "page_line"),
        (f"<h1>{TITLE} (16/12/2023)</h1><p>{LEAD}</p>{BODY_HTML}", "2023-12-16", "page_line"),
        (f"<h1>{TITLE}</h1><p>{LEAD}</p>{BODY_HTML}<p>Ngày đăng: 16/12/2023</p>", "2023-12-16", "page_line"),
        (f"<h1>{TITLE}</h1><p>{LEAD}</p>{BODY_HTML}<h4>Tin liên quan</h4><p>Ngày đăng: 16/12/2023</p>", None, None),
        (
            f"<meta property='article:published_time' content='2023-12-16T07:00:00+07:00'><h1>{TITLE}</h1><p>{LEAD}</p>{BODY_HTML}",
            "2023-12-16",
            "metadata",
        ),
        (
            f"<link rel=canonical href='https://a.example.vn/2023/12/16/dan-van.html'><h1>{TITLE}</h1><p>{LEAD}</p>{BODY_HTML}",
            "2023-12-16",
            "url",
        ),
        (f"<meta name=date content='2023-12-16'><h1>{TITLE}</h1><p>{LEAD}</p>{BODY_HTML}", None, None),
        (f"<h1>{TITLE}</h1><div>31/02/2023</div><p>{LEAD}</p>{BODY_HTML}", None, None),
    ],
)
def test_date(html: str, published_on: str | None, basis: str | None) -> None:
    made = article(f"<html><head></head><body>{NAV}{html}</body></html>")
    assert (made.published_on, made.published_on_basis) == (published_on, basis)


def test_the_record_overrules_the_page() -> None:
    made = article(PAGES[0].html, published_on="17/12/2023", title="Tổng kết công tác dân vận", author="Lê An")
    assert (made.published_on, made.published_on_basis) == ("2023-12-17", "record")
    assert (made.title, made.author) == ("Tổng kết công tác dân vận", "Lê An")
    assert TITLE not in made.text


def test_a_record_date_that_is_none_is_an_issue() -> None:
    made = article(PAGES[0].html, published_on="hôm qua")
    assert (made.published_on, [problem.code for problem in made.issues]) == ("2023-12-16", ["bad_date"])


def test_a_related_box_inside_the_text_goes_and_the_text_goes_on() -> None:
    box = "".join(f"<li><a href=#>{item}</a></li>" for item in RELATED)
    html = f"<body><h1>{TITLE}</h1><p>{LEAD}</p><p>{BODY[0]}</p><ul>{box}</ul><p>Xem thêm: <a href=#>{RELATED[0]}</a></p>{''.join(f'<p>{text}</p>' for text in BODY[1:])}"
    made = article(html)
    assert [text for _, text in paragraphs(made)] == [TITLE, *TEXT]
    assert {line.rule_id for line in made.removed} == {"html.link"}


def test_rows_of_figures_stay_rows() -> None:
    table = "<table><tr><th>TT</th><th>Đơn vị</th><th>Số mô hình</th></tr><tr><td>1</td><td>Xã Đông Lâm</td><td>12</td></tr></table>"
    texts = [text for _, text in paragraphs(article(f"<h1>{TITLE}</h1><p>{LEAD}</p>{table}{BODY_HTML}"))]
    assert texts[2:4] == ["TT | Đơn vị | Số mô hình", "1 | Xã Đông Lâm | 12"]


def test_lists_and_quotations() -> None:
    html = f"<h1>{TITLE}</h1><p>{LEAD}</p>{BODY_HTML}<ul><li>Một là, đổi mới phương thức hoạt động</li></ul><blockquote>“Đường rộng, bà con rất vui”, ông Tòng nói.</blockquote>"
    blocks = paragraphs(article(html))
    assert blocks[-2:] == [
        (None, "Một là, đổi mới phương thức hoạt động"),
        ("quotation", "“Đường rộng, bà con rất vui”, ông Tòng nói."),
    ]


def test_line_breaks_part_paragraphs_and_inline_tags_do_not() -> None:
    html = f"<h1>{TITLE}</h1><div>{LEAD}<br>{BODY[0]}<br><br><strong>T</strong>rong năm, <b>các</b> xã đã tổ chức 12 cuộc đối thoại với nhân dân.</div>"
    texts = [text for _, text in paragraphs(article(html))]
    assert texts[1:] == [LEAD, BODY[0], "Trong năm, các xã đã tổ chức 12 cuộc đối thoại với nhân dân."]


def test_a_wrapper_with_the_name_of_chrome_is_believed_to_be_text() -> None:
    html = f"<body>{NAV}<div class='page-sidebar'><h2>{TITLE}</h2><p>{LEAD}</p>{BODY_HTML}</div></body>"
    assert [text for _, text in paragraphs(article(html))] == [TITLE, *TEXT]


def test_old_fonts_in_entities() -> None:
    legacy = "Héi nghÞ tæng kÕt c«ng t¸c d©n vËn n¨m 2005 cña huyÖn §«ng L©m ®­îc tæ chøc vµo s¸ng 12/12, víi sù tham gia cña 120 ®¹i biÓu."
    coded = "".join(letter if ord(letter) < 128 else f"&#{ord(letter)};" for letter in legacy)
    made = article(f"<h2>Tæng kÕt c«ng t¸c d©n vËn n¨m 2005</h2><p>{coded}</p><p>{coded}</p>")
    assert made.title == "Tổng kết công tác dân vận năm 2005"
    assert "được tổ chức vào sáng 12/12" in made.text
    assert [problem.code for problem in made.issues] == ["legacy_font"]


def test_not_vietnamese() -> None:
    english = "The committee held a meeting on Monday to review the results of the programme in the first six months."
    assert issue(f"<h1>Committee meets on Monday in town</h1><p>{english}</p><p>{english}</p>").code == "not_vietnamese"
    bare = "Hoi nghi tong ket cong tac dan van nam 2023 cua huyen da dien ra vao sang ngay 12 thang 12 tai hoi truong."
    assert "diacritics" in issue(f"<h1>Hoi nghi tong ket cong tac</h1><p>{bare}</p><p>{bare}</p>").message


@pytest.mark.parametrize("html", ["", " ", "<!-- -->", "<html></html>", "<p>", "<a href=#>Trang chủ</a>", "\x00"])
def test_nothing_on_the_page(html: str) -> None:
    assert issue(html).code in ("empty", "not_an_article", "undecodable")


def test_portals_put_together_at_random() -> None:
    """On 2,000 seeds every text, headline and date was right; a few of them are run here."""
    lost, leaked, titles, dates = [], [], 0, 0
    for seed in range(SEEDS):
        page = portal(seed)
        made = article(page.html)
        lost += [(seed, text) for text in page.texts if text not in made.text]
        leaked += [(seed, line) for line in (*CHROME, SLOGAN, "đạt kết quả tốt so với kế hoạch") if line in made.text]
        titles += made.title == TITLE
        dates += made.published_on == page.published_on
    assert (lost, leaked) == ([], [])
    assert (titles, dates) == (SEEDS, SEEDS)
