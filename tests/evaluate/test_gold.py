"""The gold loader: what it reads, and what it refuses with file:line."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import EXIT_DATA
from pipeline.evaluate.gold import load_document, load_gold
from pipeline.evaluate.strict import GoldError
from tests.evaluate.samples import DATA, SHARED, sample

_HEAD = "document: x.txt\n"
_REST = "event: null\nofficials: []\ndecrees: []\ncounts: []\n"


def test_reads_every_field() -> None:
    gold, _ = sample()
    khang, _, niê, sen = gold.officials
    assert (khang.rank, khang.roles) == ("Đại tá", ("chair",))
    assert niê.former_positions == ("Chủ tịch UBND huyện",)
    assert sen.units == ("Ban Chỉ huy Quân sự huyện",)
    assert [decree.issued for decree in gold.decrees] == ["2018-04-03", None, "2013"]
    solved = gold.counts[3]
    assert (solved.value, solved.denominator, solved.percent) == (998, 1250, 79.8)
    assert solved.period == ("2023-01-01", "2023-06-30")
    assert (gold.counts[5].value_max, gold.counts[6].status, gold.counts[7].repeated) == (350e6, "target", True)
    assert gold.event and gold.event.session == "morning"
    assert gold.stem == "a01"


REFUSED = [
    ("", 1, "is empty"),
    ("document: x.txt\ndocument: y.txt\n", 2, "stands twice"),
    ("document: [x\n", 2, "not valid YAML"),
    (_HEAD + "event: null\nofficials: []\ndecrees: []\n", 1, "'counts' is missing"),
    (_HEAD + _REST + "mood: good\n", 6, "unknown key 'mood'"),
    (_HEAD + "published_on: 12/7/2023\n" + _REST, 2, "no date"),
    (_HEAD + _REST.replace("event: null", "event: {kind: party}"), 2, "kind cannot be 'party'"),
    (_HEAD + _REST.replace("event: null", "event: [so_ket]"), 2, "must be a mapping"),
    (_HEAD + _REST.replace("event: null", "event: {kind: so_ket, session: noon}"), 2, "session cannot be"),
    (_HEAD + _REST.replace("officials: []", "officials:\n  - {name: A, positions: []}"), 4, "'roles' is missing"),
    (_HEAD + _REST.replace("officials: []", "officials:\n  - {name: A, positions: [], roles: [sing]}"), 4, "'sing'"),
    (_HEAD + _REST.replace("officials: []", "officials:\n  - {name: null, positions: [], roles: []}"), 4, "empty"),
    (_HEAD + _REST.replace("officials: []", "officials: [A, B]"), 3, "must list mappings"),
    (_HEAD + _REST.replace("officials: []", "officials: A"), 3, "must be a list"),
    (
        _HEAD
        + _REST.replace("decrees: []", "decrees:\n  - {number: a, type: b, issued_on: 2020-01-01, issued_year: 2020}"),
        5,
        "together",
    ),
    (_HEAD + _REST.replace("decrees: []", "decrees:\n  - {number: a, type: b, issued_year: 20}"), 5, "not a year"),
    (_HEAD + _REST.replace("counts: []", "counts:\n  - {quote: 1 a, value: 1.000đ, unit: a}"), 6, "plain number"),
    (_HEAD + _REST.replace("counts: []", "counts:\n  - {quote: 1 a, value: null, unit: a}"), 6, "without a value"),
    (
        _HEAD
        + _REST.replace("counts: []", "counts:\n  - {quote: q, value: 1, unit: a}\n  - {quote: q, value: 2, unit: a}"),
        7,
        "stands twice",
    ),
    (
        _HEAD + _REST.replace("counts: []", "counts:\n  - {quote: q, value: 1, unit: a, period: [2020-01-01]}"),
        6,
        "first and a last day",
    ),
    (
        _HEAD
        + _REST.replace("counts: []", "counts:\n  - {quote: q, value: 1, unit: a, period: [2021-01-01, 2020-01-01]}"),
        6,
        "ends before",
    ),
    (_HEAD + _REST + "never: [[a]]\n", 6, "must list texts"),
]


@pytest.mark.parametrize(("text", "line", "what"), REFUSED, ids=[case[2] for case in REFUSED])
def test_refuses_with_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(GoldError, match=what) as caught:
        load_document(file)
    assert caught.value.where == f"{file}:{line}"
    assert caught.value.exit_code == EXIT_DATA


def test_a_set_has_a_digest_of_its_files(tmp_path: Path) -> None:
    for name in ("a01", "a02"):
        (tmp_path / f"{name}.yaml").write_bytes((DATA / f"{name}.yaml").read_bytes())
    before = load_gold(tmp_path)
    assert load_gold(tmp_path) == before
    (tmp_path / "a02.yaml").write_bytes((DATA / "a02.yaml").read_bytes() + b"# word\n")
    assert load_gold(tmp_path).sha256 != before.sha256
    (tmp_path / "a03.yaml").write_bytes((DATA / "a02.yaml").read_bytes())
    with pytest.raises(GoldError, match="has gold already"):
        load_gold(tmp_path)


def test_one_document_by_name() -> None:
    gold = load_gold(DATA)
    assert [document.stem for document in gold.only("a02").documents] == ["a02"]
    assert len(gold.only("a0").documents) == 2
    with pytest.raises(GoldError, match="choose one of a01, a02"):
        gold.only("b")


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="no gold files"):
        load_gold(tmp_path)
    with pytest.raises(GoldError, match="no gold files"):
        load_gold(tmp_path / "none.yaml")


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="../shared/gold is not here")
def test_reads_the_shared_gold() -> None:
    gold = load_gold(SHARED / "gold")
    assert len(gold.documents) == 31
    assert sum(len(document.counts) for document in gold.documents) == 194
