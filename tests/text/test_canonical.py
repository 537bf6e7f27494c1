# ruff: noqa: E501 (the charts of the fonts are one line each)
"""Decoding, old fonts, and the canonical text."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import DecodeError
from pipeline.text.canonical import canonical, composed, decode, mend, undo_double_encoding
from pipeline.text.legacy import from_tcvn3, from_vni, is_syllable, likeness, read_legacy

SENTENCE = "Chiều ngày 5/7, Ủy ban nhân dân xã Đông Lâm tổ chức hội nghị; bà con được nghe quán triệt nghị quyết mới."
TCVN3 = "Uû ban nh©n d©n tØnh tæ chøc héi nghÞ tæng kÕt n¨m 2005, ®ång chÝ NguyÔn V¨n A chñ tr×"
VNI = "Uûy ban nhaân daân tænh toå chöùc hoäi nghò toång keát naêm 2005, ñoàng chí Nguyeãn Vaên A"


def to_1258(text: str) -> bytes:
    """As a Vietnamese Windows of 2000 saved it: letter with its shape, then the tone as a mark of its own."""
    out = b""
    for letter in text:
        base, *marks = unicodedata.normalize("NFD", letter)
        shape = [mark for mark in marks if mark in "\u0302\u0306\u031b"]
        tone = [mark for mark in marks if mark not in shape]
        out += unicodedata.normalize("NFC", base + "".join(shape)).encode("cp1258") + "".join(tone).encode("cp1258")
    return out


def twice(text: str) -> str:
    """UTF-8 read as windows-1252, bytes that it leaves undefined taken as they are."""
    return "".join(bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte)) for byte in text.encode())


@pytest.mark.parametrize(
    ("content", "charset", "encoding"),
    [
        (SENTENCE.encode(), None, "utf-8"),
        (SENTENCE.encode(), "windows-1252", "utf-8"),
        (SENTENCE.encode("utf-8-sig"), None, "utf-8"),
        (SENTENCE.encode("utf-16"), None, "utf-16-le"),
        (SENTENCE.encode("utf-16-le"), None, "utf-16-le"),
        (SENTENCE.encode("utf-16-be"), None, "utf-16-be"),
        (SENTENCE.encode("utf-32"), None, "utf-32-le"),
        (to_1258(SENTENCE), None, "cp1258"),
        (to_1258(SENTENCE), "windows-1258", "cp1258"),
        (to_1258(SENTENCE), "no-such-charset", "cp1258"),
        (unicodedata.normalize("NFD", SENTENCE).encode(), None, "utf-8"),
    ],
)
def test_encodings(content: bytes, charset: str | None, encoding: str) -> None:
    decoded = decode(content, charset=charset)
    assert (canonical(decoded.text), decoded.encoding, decoded.repairs) == (SENTENCE, encoding, ())


def test_a_wrong_charset_is_reported() -> None:
    decoded = decode(to_1258(SENTENCE), charset="iso-8859-1")
    assert (canonical(decoded.text), [repair.code for repair in decoded.repairs]) == (SENTENCE, ["wrong_charset"])


@pytest.mark.parametrize("content", [SENTENCE.encode()[:11], SENTENCE.encode() * 9 + b"\xff"])
def test_damaged_utf8_stays_utf8(content: bytes) -> None:
    decoded = decode(content)
    assert decoded.text.startswith("Chiều ng")
    assert [repair.code for repair in decoded.repairs] == ["undecodable_bytes"]


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_double_encoding(layers: int) -> None:
    damaged = SENTENCE
    for _ in range(layers):
        damaged = twice(damaged)
    decoded = decode(damaged.encode())
    assert (decoded.text, decoded.repairs[0].code) == (SENTENCE, "double_encoded")


def test_double_encoding_that_lost_its_no_break_spaces() -> None:
    assert undo_double_encoding(twice(SENTENCE).replace("\xa0", " "))[0] == SENTENCE


@pytest.mark.parametrize(
    "text", [SENTENCE, "Giá » 5 €, “cá…” – xã…”", "Ã và â", "São Paulo, Ångström, façade", "HÀ NỘI – ĐÀ NẴNG »"]
)
def test_right_text_is_left_alone(text: str) -> None:
    assert (mend(text).text, mend(text).repairs) == (text, ())


@pytest.mark.parametrize("content", [TCVN3.encode("cp1252"), TCVN3.encode(), VNI.encode("cp1252"), VNI.encode()])
def test_old_fonts(content: bytes) -> None:
    decoded = decode(content)
    assert decoded.text.replace("Uỷ", "Ủy").startswith(
        "Ủy ban nhân dân tỉnh tổ chức hội nghị tổng kết năm 2005, đồng chí"
    )
    assert decoded.repairs[-1].code == "legacy_font"


def test_an_old_paragraph_in_a_unicode_text() -> None:
    reading = read_legacy(f"{SENTENCE}\n{TCVN3}\n{SENTENCE}")
    assert (reading.font, reading.lines) == ("tcvn3", 1)
    assert reading.text.split("\n")[0] == SENTENCE


def test_the_whole_charts() -> None:
    lower = "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵ"
    tcvn3 = "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉË®ÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\xadøõö÷ùýúûüþ"
    vni = "aùaøaûaõaïaêaéaèaúaüaëaâaáaàaåaãaäñeùeøeûeõeïeâeáeàeåeãeäíìæóòoùoøoûoõoïoâoáoàoåoãoäôôùôøôûôõôïuùuøuûuõuïööùöøöûöõöïyùyøyûyõî"
    assert from_tcvn3(tcvn3) == lower
    assert from_vni(vni) == lower
    assert from_vni(vni.upper().replace("ŸÙ", "YÙ")) == lower.upper()


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x01\x02\x03" * 50,
        b"%PDF-1.7 ...",
        b"PK\x03\x04 word/document.xml",
        "D©n v©n kh khng th c«ng tc, ®c h héi x gp ® lm ngh dng lin qu tr, c®ng th©n xb ®ng gt".encode(),
    ],
)
def test_what_cannot_be_read_is_refused(content: bytes) -> None:
    with pytest.raises(DecodeError):
        decode(content)


@pytest.mark.parametrize(
    "text", ["Münchner Straße größer für öffentliche Büros", "L’année dernière à Besançon, « été »"]
)
def test_other_languages_are_no_old_fonts(text: str) -> None:
    assert (decode(text.encode()).text, decode(text.encode("cp1252")).text) == (text, text)


@pytest.mark.parametrize(
    "word",
    [
        "nghiêng",
        "Đoàn",
        "quyết",
        "uỷ",
        "thuỷ",
        "giếng",
        "khuỷu",
        "yêu",
        "ngoằn",
        "rượu",
        "huơ",
        "oải",
        "xoong",
        "quý",
        "gì",
    ],
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["nhaân", "board", "congres", "tæng", "zebra", "str", "ngx"])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_likeness() -> None:
    assert (likeness(SENTENCE), likeness(""), likeness("The board of directors agreed") < 0.5) == (1.0, 0.0, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
        ("a\n\n \n\t\n\nb", "a\n\nb"),
        ("  a\t b \u00a0\n", "a  b"),
        ("đ\u200bược\u00ad, \ufeffbà\u200e con\x07", "được, bà con"),
        ("e\u0301\u0302 o\u0300\u0302 a\u0323\u0302 a\u0301\u0306 u\u0301\u031b", "ế ồ ậ ắ ứ"),
        ("a\u0340\u0341", unicodedata.normalize("NFC", "a\u0300\u0301")),
        ("x\ud800y", "x\ufffdy"),
        ("👨\u200d👩\u200d👧 😀 𝐀 ❤\ufe0f", "👨\u200d👩\u200d👧 😀 𝐀 ❤\ufe0f"),
        ("a\u200db", "ab"),
        ("hoà – “quý” ½ …", "hoà – “quý” ½ …"),
    ],
)
def test_canonical(text: str, expected: str) -> None:
    assert canonical(text) == expected


@given(
    st.text(
        alphabet=st.one_of(
            st.characters(), st.sampled_from("aeouâêôơư\u0300\u0301\u0302\u0306\u0323\u200d\n \t\r\u00a0😀")
        )
    )
)
def test_canonical_is_idempotent_and_clean(text: str) -> None:
    once = canonical(text)
    assert canonical(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert composed(once) == once
    once.encode("utf-8")
    assert "\n\n\n" not in once
    assert all(letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cs") for letter in once)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        text = decode(content).text
    except DecodeError:
        return
    assert isinstance(canonical(text), str)


@pytest.mark.parametrize("seed", range(20))
def test_random_bytes_are_no_text(seed: int) -> None:
    with pytest.raises(DecodeError, match="no text"):
        decode(random.Random(seed).randbytes(3000))
