from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.assets import asset
from pipeline.rulebook.load import load_rulebook
from pipeline.text.syllable import is_syllable

REAL = """
    a á à ả ã ạ anh ánh bạch bia bìa buổi chất chiếu chuyên cuốc cửu dân dưỡng đảng điều đoạt được ghế ghềnh giếng gìn
    giữ giặt gì gi hoà hòa hoàn hoạch họp hộ hươu huỵch huyện hướng ích ít khoẻ khỏe khoeo khoắng khuấy khuya khuỵu
    khuỷu kỷ lập lễ luyến mua mưa múa nghề nghiêng ngoéo nguệch nguyễn nhân nhuận nước oanh ốc ông phường phức phụng
    qua quá quầy quốc quy quý quyền quyết quýt rượu sẵn suýt sức tác thước thuở thuỷ thủy thưởng tịch toàn toong tổ
    trưởng truyền tuyến tuýp uy uỷ ủy uyển ướt ưu vận việt vượt xã xoong xuân xuyên xuýt y ý yên yêu yếu ơn ươn ương úp
"""
OTHER = """
    covid viet hop hoc tip tich moc cap bat toc nuoc pleiku k kpă đắk lắk w f j z wifi facebook ubnd hđnd btv tw qđ ngh
    nh th ntr dđ đd kh qx aa ee bcd abc brr thuan1 số31 củanhà nhànước hộinghị ủyban thướng̉ x xx hooà tròc hịp̀
"""
STOPPED = """
    tác tạc: tac tàc tảc tãc
    tét tẹt: tet tèt tẻt tẽt
    tích tịch: tich tìch tỉch tĩch
    họp hóp: hop hòp hỏp hõp
    uốc uộc: uôc uồc uổc uỗc
    tiết tiệt: tiêt tiềt tiểt tiễt
"""


@pytest.mark.parametrize("word", REAL.split())
def test_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(word.capitalize()) and is_syllable(word.upper())


@pytest.mark.parametrize("word", OTHER.split())
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize("line", STOPPED.strip().splitlines())
def test_a_stop_at_the_end_takes_two_of_the_six_tones(line: str) -> None:
    real, other = (part.split() for part in line.split(":"))
    assert [word for word in real if not is_syllable(word)] == []
    assert [word for word in other if is_syllable(word)] == []


def test_the_words_of_our_own_lists_are_syllables() -> None:
    book = load_rulebook(asset("rules"))
    forms = [form for name in ("role_verb", "change_verb", "count_opener") for form in book.words(name)]
    assert len(forms) > 100
    assert {word for form in forms for word in form.replace(",", "").split() if not is_syllable(word)} == set()


@given(st.text(max_size=12))
def test_a_digit_or_space_makes_it_no_syllable(word: str) -> None:
    assert not is_syllable(f"{word}1") and not is_syllable(f"{word} {word}")
