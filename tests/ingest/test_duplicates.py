# ruff: noqa: E501 (test data)
"""Copies of a report are found, whatever stands around them; reports by one template are not copies."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.duplicates import fingerprint, same_story
from pipeline.model import Article
from tests.ingest.maker import article
from tests.ingest.pages import BODY, LEAD, PAGES, TITLE
from tests.ingest.texts import SAVED

MORE = (
    "Bên cạnh đó, công tác tuyên truyền, vận động được đổi mới theo hướng gần dân, sát dân, phù hợp với từng nhóm đối tượng.",
    "Ban Dân vận Huyện ủy đã phối hợp với Mặt trận và các đoàn thể nắm tình hình nhân dân, kịp thời phản ánh với cấp ủy.",
    "Các tổ dân vận ở thôn, bản duy trì sinh hoạt nền nếp, phát huy vai trò của người có uy tín trong giải quyết việc khó.",
)


def text_of(*lines: str, title: str = TITLE) -> Article:
    return article("\n\n".join((title, *lines)), "text")


REPORT = text_of(LEAD, *BODY, *MORE)
COPIES = {
    "other headline": text_of(LEAD, *BODY, *MORE, title="Sơn Hạ: Dân vận khéo lan tỏa trong năm 2023"),
    "byline": text_of(LEAD, *BODY, *MORE, "Theo Báo Sơn Hạ"),
    "other tone placement and dashes": text_of(LEAD, *(line.replace("hòa", "hoà").replace("-", "–") for line in BODY), *MORE),
    "hard-wrapped": text_of(LEAD, *(re.sub(r"(.{50}\S*) ", r"\1\n", line) for line in BODY), *MORE),
    "without its lead": text_of(*BODY, *MORE),
    "with one more sentence": text_of(LEAD, *BODY, *MORE, "Hội nghị đã thông qua chương trình công tác năm 2024."),
}  # fmt: skip
OTHERS = {
    "other figures": text_of(*(re.sub(r"\d+", lambda found: str(int(found[0]) + 7), line) for line in (LEAD, *BODY)), *MORE),
    "other place and people": text_of(
        *(line.replace("Sơn Hạ", "Tây Lâm").replace("Lưu Thế Quảng", "Đặng Văn Bền").replace("8 ", "11 ").replace("64", "29").replace("41", "17") for line in (LEAD, *BODY)), *MORE
    ),
    "another report": text_of("Sáng 3/4, UBND xã Đông Lâm đối thoại với 120 hộ dân về giải phóng mặt bằng đường liên xã.", *BODY[3:]),
}  # fmt: skip


@pytest.mark.parametrize("name", COPIES)
def test_copies(name: str) -> None:
    one, other = fingerprint(REPORT), fingerprint(COPIES[name])
    assert set(one.bands) & set(other.bands)
    assert same_story(REPORT, COPIES[name])
    assert same_story(COPIES[name], REPORT)


@pytest.mark.parametrize("name", OTHERS)
def test_other_reports(name: str) -> None:
    assert not same_story(REPORT, OTHERS[name])
    assert not same_story(OTHERS[name], REPORT)


def test_equal_bodies_have_equal_digests() -> None:
    assert fingerprint(REPORT).body_sha256 == fingerprint(COPIES["other headline"]).body_sha256
    assert fingerprint(REPORT).body_sha256 != fingerprint(OTHERS["other figures"]).body_sha256


def test_one_report_from_many_portals_is_one_story() -> None:
    made = [article(page.html) for page in PAGES] + [article(saved.text, "text") for saved in SAVED]
    assert all(same_story(made[0], other) for other in made)


def test_a_fingerprint_is_the_same_on_every_machine() -> None:
    made = text_of(LEAD, *BODY)
    assert fingerprint(made).body_sha256 == "b4af6a8fe23325939a50fc1ee0052864c92bb77a3d8daa58e6a62d0788b30dce"
    assert fingerprint(made).bands[:2] == ("6ae009e48401f96e", "a2623f15caca056a")


@given(st.text(max_size=200))
def test_any_text_has_a_fingerprint(text: str) -> None:
    made = Article("0" * 16, "x", text, "")
    assert fingerprint(made) == fingerprint(made)
    assert len(fingerprint(made).bands) in (0, 16)
    assert same_story(made, made) == bool(re.findall(r"\w", text))
