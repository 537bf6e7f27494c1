"""Lines, sentences and their kinds."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.article import Extractor
from pipeline.model import Block, BlockKind
from pipeline.text.segment import LAST_LINES, LineRule, Segmented, segment
from tests.builders import make_article

ABBREVIATIONS = frozenset({"tp", "ts", "đ/c", "v.v", "đ.c"})


def _sentences(text: str) -> list[str]:
    cut = segment(text, abbreviations=ABBREVIATIONS)
    return [cut.view.text[part.start : part.end] for part in cut.segments]


SENTENCES = [
    ("Một. Hai! Ba? Bốn… Năm.", ["Một.", "Hai!", "Ba?", "Bốn…", "Năm."]),
    ("Hỏi gì?! Đáp!!! Thôi... Xong", ["Hỏi gì?!", "Đáp!!!", "Thôi...", "Xong"]),
    ("Tại TP. Vinh, đ/c. Nam và TS. Lê Mai dự. Xong.", ["Tại TP. Vinh, đ/c. Nam và TS. Lê Mai dự.", "Xong."]),
    ("Chợ, trạm, v.v. Các xã làm. Hết", ["Chợ, trạm, v.v. Các xã làm.", "Hết"]),
    ("Ông Lê A. Cẩn và bà T.H. Mai nói. Ông B. cười.", ["Ông Lê A. Cẩn và bà T.H. Mai nói.", "Ông B. cười."]),
    ("Ngày 2.8, tăng 3.5%. Đạt 1.200 đồng. 5 xã xong.", ["Ngày 2.8, tăng 3.5%.", "Đạt 1.200 đồng.", "5 xã xong."]),
    ("Giá 5.000.000đ. Họp lúc 10h30. Hết", ["Giá 5.000.000đ.", "Họp lúc 10h30.", "Hết"]),
    ("Tốt đẹp./. Lê Mai", ["Tốt đẹp./.", "Lê Mai"]),
    ("Chia sẻ... và kết thúc. nhưng viết thường. Rồi", ["Chia sẻ... và kết thúc. nhưng viết thường.", "Rồi"]),
    ("Ông nói: “Được. Tốt lắm.” Mọi người vỗ tay.", ['Ông nói: "Được.', 'Tốt lắm."', "Mọi người vỗ tay."]),
    ("Thu 5 triệu. (Năm ngoái 4). [1] Hết", ["Thu 5 triệu.", "(Năm ngoái 4).", "[1] Hết"]),
    ("UBND xã.Đảng ủy xã. Hội", ["UBND xã.Đảng ủy xã.", "Hội"]),
    ("Làm 3 việc: một là thu; hai là chi. Xong", ["Làm 3 việc: một là thu; hai là chi.", "Xong"]),
    ("Câu một. - Câu hai. * Câu ba.", ["Câu một.", "- Câu hai.", "* Câu ba."]),
    ("Một\nHai\n\n  Ba  ", ["Một", "Hai", "Ba"]),
    ("Câu bị\nngắt dòng ở\ngiữa. Câu hai", ["Câu bị ngắt dòng ở giữa.", "Câu hai"]),
    ("Kết thúc.\nchữ thường đầu dòng", ["Kết thúc.", "chữ thường đầu dòng"]),
    ("", []),
    (" \n \n", []),
    ("...", ["..."]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences(text: str, expected: list[str]) -> None:
    assert _sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("Theo củaNhà nước", "Theo của Nhà nước"),
        ("đồng chíLê Mai", "đồng chí Lê Mai"),
        ("tiếp21 đoàn", "tiếp 21 đoàn"),
        ("HộiNghị", "Hội Nghị"),
        # code, names and foreign words stay whole
        ("33/CT-TTg, QĐi, CTrPH", "33/CT-TTg, QĐi, CTrPH"),
        ("KBang, K'Bril, PowerPoint, iPhone", "KBang, K'Bril, PowerPoint, iPhone"),
        ("QH15, F1, COVID19, covid19", "QH15, F1, COVID19, covid19"),
        ("hợpvới", "hợpvới"),
    ],
)
def test_glued_words(text: str, read_as: str) -> None:
    cut = segment(text)
    assert cut.view.text == read_as
    assert bool(cut.repaired) == (text != read_as)
    assert all(0 <= start < end <= len(text) for start, end in cut.repaired)


def _kinds(cut: Segmented) -> list[tuple[BlockKind, str]]:
    return [(part.kind, cut.view.text[part.start : part.end]) for part in cut.segments]


def test_title_lead_and_body() -> None:
    cut = segment("Đầu  đề hoà\nCâu một. Câu hai.\nCâu ba.", title="Đầu đề hoà")
    assert _kinds(cut) == [("title", "Đầu đề hòa"), ("lead", "Câu một."), ("lead", "Câu hai."), ("body", "Câu ba.")]
    assert [part.line for part in cut.segments] == [0, 1, 1, 2]


def test_a_title_is_the_first_line_only_and_the_whole_of_it() -> None:
    assert [kind for kind, _ in _kinds(segment("Lời dẫn.\nĐầu đề\nHết.", title="Đầu đề"))] == ["lead", "body", "body"]
    assert [kind for kind, _ in _kinds(segment("Đầu đề. Câu.", title="Đầu đề"))] == ["lead", "lead"]
    assert _kinds(segment("Một. Hai. Ba", title="Một. Hai. Ba")) == [("title", "Một. Hai. Ba")]


def test_a_sentence_between_quotes_is_a_quotation() -> None:
    assert _kinds(segment("“Tôi tin điều đó.” Ông nói. “Thế thôi”"))[0] == ("quotation", '"Tôi tin điều đó."')
    assert [kind for kind, _ in _kinds(segment("Nói “thế”. “Một” và hai."))] == ["lead", "lead"]


def test_markup_decides_before_words() -> None:
    text = "Toàn cảnh\nCâu một. Câu hai.\nHình. Ảnh"
    blocks = [Block(0, 9), Block(10, 27, "body"), Block(28, 37, "caption")]
    rules = [LineRule("line.x", "caption", re.compile("^(Toàn|Câu)").search)]
    assert _kinds(segment(text, blocks, line_rules=rules)) == [
        ("caption", "Toàn cảnh"), ("body", "Câu một."), ("body", "Câu hai."), ("caption", "Hình. Ảnh"),
    ]  # fmt: skip


def test_a_block_is_known_by_its_place_in_a_text_with_runs_of_spaces() -> None:
    text = "Một   hai\nChú   thích. Ảnh"
    assert _kinds(segment(text, [Block(10, 26, "caption")]))[1] == ("caption", "Chú thích. Ảnh")


def test_an_open_line_has_no_stop_and_a_triggered_one_has_a_trigger() -> None:
    text = "Toàn cảnh hội nghị.\nToàn cảnh hội nghị\nCâu này: Ảnh\nCâu này"
    rules = [
        LineRule("line.a", "caption", re.compile("^Toàn").search, open_=True),
        LineRule("line.b", "byline", re.compile("^Câu").search, triggers=("ảnh",)),
    ]
    assert [kind for kind, _ in _kinds(segment(text, line_rules=rules))] == ["lead", "caption", "byline", "body"]


def test_the_first_rule_that_fits_decides_and_some_fit_only_near_the_end() -> None:
    rules = [
        LineRule("line.a", "byline", re.compile("Mai$").search, at_end=True),
        LineRule("line.b", "caption", re.compile("^Lê").search),
    ]
    text = "\n".join(["Lê Mai", *["Câu."] * LAST_LINES, "Lê Mai"])
    kinds = [kind for kind, _ in _kinds(segment(text, line_rules=rules))]
    assert kinds == ["caption", "lead", *["body"] * (LAST_LINES - 1), "byline"]


LINES = [
    ("Tin, ảnh: Lê Mai", "byline"), ("Bài và ảnh: Văn Hà", "byline"), ("Nguồn: Báo Bình Minh", "byline"),
    ("Lê Thị Mai", "byline"), ("T.H", "byline"), ("Văn Hà - Thu Mai", "byline"), ("PV. Hoài Thu (tổng hợp)", "byline"),
    ("Toàn cảnh hội nghị", "caption"), ("Các đại biểu dự lễ chụp ảnh lưu niệm", "caption"),
    ("Bí thư Đảng ủy xã phát biểu tại hội nghị", "caption"), ("Ông Lê Mai trao quà. Ảnh: Văn Hà", "caption"),
    ("Toàn cảnh hội nghị rất trang nghiêm.", "body"), ("Kết quả đạt được", "body"),
    ("Theo báo cáo, xã có 12 đảng viên mới.", "body"), ("Lê Thị Mai là Bí thư Đảng ủy xã.", "body"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "kind"), LINES)
def test_lines_by_our_own_rules(line: str, kind: str, extractor: Extractor) -> None:
    text = f"Sáng nay, xã họp tổng kết.\n{line}"
    cut = extractor.preparer.prepare(make_article("t", text))
    assert _kinds(cut)[1][0] == kind
    if kind != "body":
        assert len(cut.segments) == 2, "captions and bylines stay whole"


PIECES = st.sampled_from(
    ["Một câu.", "hai", "TP.", "\n", " ", "  ", "“", '"', "…", "3.5", "A.", "củaNhà", "số31", "./.", "- ", "\xa0", "!"]
)


@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=80), st.booleans())
def test_every_letter_is_in_one_segment(text: str, titled: bool) -> None:
    title = text.split("\n")[0] if titled and text.split("\n")[0].strip() else None
    cut = segment(text, title=title, abbreviations=ABBREVIATIONS)
    view = cut.view.text
    assert all(one.end <= other.start and one.line <= other.line for one, other in pairwise(cut.segments))
    outside = [0, *(place for part in cut.segments for place in (part.start, part.end)), len(view)]
    assert all(view[start:end].strip() == "" for start, end in zip(outside[::2], outside[1::2], strict=True))
    for part in cut.segments:
        inside = view[part.start : part.end]
        assert inside == inside.strip() != ""
        assert "\n" not in inside


@given(st.lists(PIECES, max_size=20).map("".join))
def test_the_same_text_is_cut_the_same_way(text: str) -> None:
    assert segment(text) == segment(text)
