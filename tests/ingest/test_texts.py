# ruff: noqa: E501 (pages and saved texts have long lines)
"""Plain text loses what stood around the article, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Article
from tests.ingest.maker import article, issue, make, paragraphs
from tests.ingest.pages import BODY, BYLINE, CAPTION, LEAD, TEXT, TITLE
from tests.ingest.texts import SAVED, Saved


@pytest.mark.parametrize("saved", SAVED, ids=lambda saved: saved.name)
class TestSaved:
    def test_only_the_article_stays(self, saved: Saved) -> None:
        texts = [text.replace("\n", " ") for _, text in paragraphs(article(saved.text, "text"))]
        assert [text for text in texts if text in TEXT] == list(TEXT)
        assert set(texts) <= {TITLE, CAPTION, BYLINE, "Hà Vân", *TEXT}

    def test_what_it_says_of_itself(self, saved: Saved) -> None:
        made = article(saved.text, "text")
        assert (made.title, made.published_on, made.author) == (saved.title, saved.published_on, saved.author)

    def test_nothing_goes_silently(self, saved: Saved) -> None:
        made = article(saved.text, "text")
        kept = made.text.split("\n") + [line.text for line in made.removed]
        assert [line for line in saved.text.split("\n") if line.strip() and line.strip() not in kept] == []


@pytest.mark.parametrize(
    ("first", "title"),
    [
        (TITLE, TITLE),
        (f"null {TITLE}", TITLE),
        ("“Trợ lực” cho hộ nghèo ở vùng cao", "“Trợ lực” cho hộ nghèo ở vùng cao"),
        ("Quang cảnh hội nghị tổng kết công tác dân vận", None),
        ("Sáng 12/4, tại hội trường UBND huyện đã diễn ra hội nghị tổng kết", None),
        ("Hội nghị đã thành công tốt đẹp.", None),
        ("Hội nghị", None),
    ],
)
def test_headline_of_a_text(first: str, title: str | None) -> None:
    assert article("\n\n".join((first, LEAD, *BODY)), "text").title == title


def test_a_stated_title_is_not_printed_twice() -> None:
    made = article("\n".join((TITLE.upper(), LEAD, *BODY)), "text", title=TITLE)
    assert made.text.count("năm 2023") == 2  # in the title and in the lead
    assert paragraphs(made)[0] == ("title", TITLE)


@pytest.mark.parametrize("line", ["15/12/2023 14:33", "Thứ 6, 15/12/2023, TP. Huế"])
def test_the_date_below_a_headline_that_is_a_sentence(line: str) -> None:
    made = article(
        "\n".join(("Huyện đoàn đề ra nhiều giải pháp giúp thanh niên lập nghiệp.", line, LEAD, *BODY)), "text"
    )
    assert (made.published_on, made.published_on_basis) == ("2023-12-15", "page_line")


def test_captions_after_images() -> None:
    text = "\n".join((TITLE, LEAD, "[img]", "Đoàn viên thanh niên tham gia làm đường", *BODY))
    assert ("caption", "Đoàn viên thanh niên tham gia làm đường") in paragraphs(article(text, "text"))


def test_text_that_goes_on_after_an_end_mark_stays() -> None:
    more = (
        "Cũng trong ngày, Đoàn công tác đã đến thăm, tặng 20 suất quà cho các gia đình chính sách tại xã Đông Lâm.",
        "Tại các nơi đến thăm, đồng chí Phó Chủ tịch UBND huyện ân cần hỏi thăm sức khỏe, động viên các gia đình vươn lên.",
    )
    made = article("\n".join((TITLE, LEAD, *BODY, *more, "Hà Vân")), "text")
    assert all(text in made.text for text in more)


def test_html_in_a_text_field_is_read_as_html() -> None:
    made = article(f"<div><h2>{TITLE}</h2><p>{LEAD}</p><p>{BODY[0]}</p><p>{BODY[1]}</p></div>", "text")
    assert [text for _, text in paragraphs(made)] == [TITLE, LEAD, *BODY[:2]]


def test_entities_are_letters() -> None:
    made = article(f"{TITLE}\n\n{LEAD}&nbsp;H&ocirc;m nay, h&#7897;i ngh&#7883; b&#7871; m&#7841;c.", "text")
    assert made.text.endswith("Hôm nay, hội nghị bế mạc.")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n\t\u200b", "empty"),
        (
            "Lịch công tác tuần của UBND huyện\n\nThứ hai: Đồng chí Chủ tịch dự họp giao ban tại phòng họp số 1.",
            "not_an_article",
        ),
        ("đ" * 900_000, "too_long"),
        ("Đại biểu\n" * 30_000, "too_long"),
    ],
)
def test_refused(text: str, code: str) -> None:
    assert issue(text, "text").code == code


@settings(max_examples=60)
@given(
    st.lists(
        st.one_of(
            st.sampled_from((TITLE, LEAD, *BODY, CAPTION, BYLINE, "", "Online: 3", "In bài viết")), st.text(max_size=60)
        ),
        max_size=14,
    )
)
def test_blocks_cover_the_text_and_nothing_raises(lines: list[str]) -> None:
    made = make("\n".join(lines), "text")
    if not isinstance(made, Article):
        return
    assert made.text == "\n\n".join(made.text[block.start : block.end] for block in made.blocks)
    assert all(made.text[block.start : block.end].strip() for block in made.blocks)
    assert made.text == make("\n".join(lines), "text").text  # type: ignore[union-attr]
    assert not any(ord(letter) < 32 and letter != "\n" for letter in made.text)
