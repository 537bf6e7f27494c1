"""`hoinghi explain` on stored articles and spans, and the nearest rules with what to change."""

import json
from pathlib import Path

import pytest

from pipeline.assets import asset
from pipeline.cli.main import call
from pipeline.run.batch import Plan, run

TEXT = "Giao ban xã Tân Hòa\n\nBuổi họp lúc 7 giờ 30 phút nghe báo cáo. Xã tiếp nhận 34 đơn; đội xếp thứ 3."


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_text("Ra quân\nNhân dân hiến 1.250 m2 đất.", encoding="utf-8")
    run(Plan(inputs=(str(tmp_path / "in"),), db=tmp_path / "facts.db", rules=asset("rules")))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def explained(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, list[dict[str, object]]]:
    assert call(["explain", *arguments, "--json"]) == 0
    found: dict[str, list[dict[str, object]]] = json.loads(capsys.readouterr().out)
    return found


def test_a_stored_article_is_explained_as_it_was_read(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = explained(capsys, "--document", "a.txt")
    assert found["text"] == TEXT
    assert "34 đơn" in [row["evidence"] for row in found["fired"]]
    assert explained(capsys, "--document", "a") == found


def test_a_span_shows_only_what_touches_it(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start = TEXT.index("thứ 3")
    found = explained(capsys, "--document", "a.txt", "--span", f"{start}:{start + 5}")
    assert found["fired"] == []
    assert found["near"] and all(row["start"] < start + 5 and row["end"] > start for row in found["near"])


@pytest.mark.parametrize(
    ("text", "part", "rule", "reason", "remedy"),
    [
        (
            "Đội xếp 3 toàn đoàn",
            "3",
            "count.number-unit",
            "noun {unit}, found “toàn đoàn”",
            "unit_word in counts/units.yaml",
        ),
        (
            "Họp lúc 7 giờ 30 phút.",
            "30 phút",
            "count.number-unit",
            "refused by refusal.clock: 8 giờ",
            "counts/refusals.yaml:",
        ),
        (
            "Đường dây 110 kV hỏng.",
            "110 kv",
            "count.number-unit",
            "refused by refusal.voltage",
            "counts/refusals.yaml:",
        ),
        (
            "Bắt đầu khóa 12 học viên",
            "12",
            "count.number-unit",
            "after “khóa” the number is a name or rank",
            "number_label_exception",
        ),
        (
            "Hội nghị bàn 6 nội dung.",
            "6 nội dung",
            "count.number-unit",
            "its entry says refuse: agenda",
            "counts/units.yaml:",
        ),
        (
            "Chỉ số đứng thứ 12.",
            "12",
            "count.number-unit",
            "after “thứ” the number is a name",
            "number_label_exception",
        ),
        (
            "Họp ngày 12/3/2021 tại xã.",
            "2021",
            "count.share",
            "the number is part of a date: “ngày 12/3/2021”",
            "",
        ),
        ("Phong trào “9 chung, 15 chia”.", "9", "count.number-unit", 'part of a quotation: “"9 chung, 15 chia"”', ""),
        ("Ba thôn đã có điện.", "ba thôn", "count.word-unit", "one of “có | gồm | gồm có | ", "counts/shapes.yaml:"),
        (
            "Xã có 15 trong cả 20 thôn.",
            "15 trong",
            "count.share-among",
            "{denominator:number}, found “cả 20",
            "shapes.yaml",
        ),
    ],
)
def test_the_nearest_rule_says_what_to_change(
    capsys: pytest.CaptureFixture[str], text: str, part: str, rule: str, reason: str, remedy: str
) -> None:
    start = text.lower().index(part.lower())
    found = explained(capsys, text, "--span", f"{start}:{start + len(part)}")
    nearest = next(row for row in found["near"] if str(row["rule_id"]).startswith("count."))
    assert nearest["rule_id"] == rule
    assert reason in str(nearest["reason"])
    assert remedy in str(nearest["remedy"])


@pytest.mark.parametrize(
    ("text", "says", "remedy"),
    [
        ("Ông Lê Văn Tám, Chánh Tổng vụ xã, vắng mặt.", "a post {after:titles}", "titles/heads.yaml"),
        ("Ông Lê Văn Tám, Chánh Tổng vụ xã, vắng mặt.", "a body {body:organisation}", "in organisations/"),
        ("Căn cứ Cẩm nang số 05-CN/TU của Tỉnh ủy.", "a document number {number:doc_number}", "documents/codes.yaml"),
        (
            "Sáng 5/7/2024, Thị ủy mở hội nghị sơ kết. Đồng chí Trần Văn Bình, Bí thư Thị ủy cầm trịch hội nghị.",
            "no verb of a role stands beside the name", "role_verb in events/roles.yaml",
        ),
    ],
)  # fmt: skip
def test_what_is_not_a_count_is_explained_too(
    capsys: pytest.CaptureFixture[str], text: str, says: str, remedy: str
) -> None:
    told = [row for row in explained(capsys, text)["near"] if says in str(row["reason"])]
    assert told and remedy in str(told[0]["remedy"])


@pytest.mark.parametrize(
    "text",
    [
        "Sáng 12/3/2021 trời mưa.",
        "Phong trào “9 chung, 15 chia” lan rộng.",
        "Gọi số 0913.456.789 để được hỗ trợ.",
        "Bà con nhân dân cùng các cơ quan làm kế hoạch của tổ.",
        "Quyết định 45 của UBND tỉnh được triển khai.",
    ],
)
def test_where_no_rule_could_fire_none_is_near(capsys: pytest.CaptureFixture[str], text: str) -> None:
    assert explained(capsys, text)["near"] == []


def test_the_page_stands_alone(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["explain", "--document", "a", "--html", "a.html"]) == 0
    page = (home / "a.html").read_text(encoding="utf-8")
    assert ">34 đơn</mark>" in page and "refusal.clock" in page and "http" not in page


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ([], 2, "needs a TEXT or --document"),
        (["x", "--document", "a"], 2, "not both"),
        (["--document", "nobody"], 4, "no article 'nobody'"),
        (["--document", "txt"], 4, "no article"),
        (["34 đơn", "--span", "5:2"], 2, "no span"),
        (["34 đơn", "--span", "0:99"], 2, "at most 0:6"),
        (["--document", "a", "--db", "none.db"], 4, "no such database"),
    ],
)
def test_wrong_use_is_said(
    home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, says: str
) -> None:
    assert call(["explain", *arguments]) == code
    assert says in capsys.readouterr().err


def test_each_slot_of_a_citation_shows_its_place_and_rule(capsys: pytest.CaptureFixture[str]) -> None:
    text = "Thực hiện Nghị quyết số 08-NQ/TU ngày 20/6/2016 của Ban Thường vụ Tỉnh ủy về giảm nghèo."
    (row,) = explained(capsys, text)["fired"]
    spans, rules = row["spans"], row["rules"]
    assert isinstance(spans, dict) and isinstance(rules, dict)
    assert {slot: text[start:end] for slot, (start, end) in spans.items()} == {
        "relation": "Thực hiện",
        "type": "Nghị quyết",
        "number": "08-NQ/TU",
        "date": "ngày 20/6/2016",
        "issuer": "Ban Thường vụ Tỉnh ủy",
        "subject": "giảm nghèo",
    }
    assert rules == {
        "relation": "doc_relation",
        "type": "doc_type",
        "number": "number.coded",
        "date": "citation.part.date",
        "issuer": "citation.part.issuer-body",
        "subject": "doc_subject",
    }


def test_what_a_citation_takes_from_around_it_shows_its_place_and_rule(capsys: pytest.CaptureFixture[str]) -> None:
    text = "Ngày 3/4/2020, Huyện ủy ban hành Kế hoạch số 5-KH/HU về trồng quế."
    (row,) = explained(capsys, text)["fired"]
    spans, rules = row["spans"], row["rules"]
    assert isinstance(spans, dict) and isinstance(rules, dict)
    assert (rules["issuer"], rules["date"]) == ("citation.part.issuer-body", "date")
    assert call(["explain", text]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "issuer = Huyện ủy (15:23 citation.part.issuer-body)" in shown


def test_a_number_without_a_thing_is_told_as_an_issue(
    home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text, page = "Sau khi nộp 14 triệu đồng, bà mới gọi lại.", tmp_path / "page.html"
    assert [doubt["code"] for doubt in explained(capsys, text, "--html", str(page))["doubts"]] == ["nothing_counted"]
    assert "does not say of what" in page.read_text(encoding="utf-8")
    assert call(["explain", text]) == 0
    assert "nothing_counted" in capsys.readouterr().out
    assert explained(capsys, "Xã tiếp nhận 34 đơn.")["doubts"] == []
