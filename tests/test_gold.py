"""How good the facts are by gold: on the sample corpus, below whose floors nothing may fall, and, where they are at
hand, on the real articles of ../shared with the bars that the project set itself."""

from pathlib import Path

import pytest

from pipeline.assets import asset
from pipeline.evaluate.floors import breaches, load_floors
from pipeline.evaluate.gold import load_gold
from pipeline.evaluate.score import Evaluation, evaluate
from pipeline.run.batch import Plan, run
from pipeline.store.database import read_database

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
SOURCES = ("000_", "001_", "002_", "003_", "004_")  # the articles that the project began with

real = pytest.mark.skipif(not SHARED.is_dir(), reason="the real articles of ../shared are not here")


@pytest.fixture(scope="module")
def shared_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = tmp_path_factory.mktemp("shared") / "facts.db"
    run(Plan(inputs=(str(SHARED / "articles"),), db=db, rules=asset("rules")))
    return db


@pytest.fixture(scope="module")
def shared(shared_db: Path) -> Evaluation:
    return evaluate(load_gold(SHARED / "gold"), shared_db)


def test_the_corpus_holds_its_floors(tmp_path: Path) -> None:
    run(Plan(inputs=(str(ROOT / "corpus"),), db=tmp_path / "facts.db", rules=asset("rules")))
    found = evaluate(load_gold(ROOT / "corpus" / "gold"), tmp_path / "facts.db")
    floors = load_floors(ROOT / "corpus" / "floors.json")
    assert len(floors.floors) > 20
    assert breaches(floors, found.metrics(), found.gold_sha256) == ()


@real
@pytest.mark.parametrize(
    ("figure", "bar"),
    [
        ("people.f1", 0.97),
        ("positions.f1", 0.93),
        ("roles.f1", 0.85),
        ("citations.f1", 0.99),
        ("citations.type", 0.98),
        ("citations.issued", 0.97),
        ("citations.issuer", 0.93),
        ("citations.subject", 0.90),
        ("counts.f1", 0.93),
        ("counts.qualifier", 0.95),
        ("counts.status", 0.95),
        ("counts.denominator", 0.95),
        ("counts.percent", 0.95),
        ("counts.part_of", 0.85),
        ("counts.period", 0.85),
        ("counts.indicator", 0.80),
        ("events.kind", 0.93),
        ("events.held_on", 0.93),
        ("events.session", 0.93),
    ],
)
def test_the_real_articles_meet_their_bars(shared: Evaluation, figure: str, bar: float) -> None:
    assert (shared.metrics()[figure] or 0) >= bar


@real
def test_the_source_articles_are_read_best(shared_db: Path) -> None:
    gold = load_gold(SHARED / "gold")
    for name in SOURCES:
        found = evaluate(gold.only(name), shared_db).metrics()
        assert (found["people.f1"] or 1) >= 0.97, name
        assert (found["citations.f1"] or 1) == 1, name
        assert (found["counts.f1"] or 1) >= 0.92, name


@real
def test_chrome_of_pages_is_no_fact(shared_db: Path) -> None:
    with read_database(shared_db) as db:
        facts = db.conn.execute(
            "SELECT lower(substr(d.text, f.start + 1, f.end - f.start)) FROM facts f JOIN documents d"
            " ON d.id = f.document_id WHERE f.item LIKE '%truy cập%' OR f.item LIKE '%lượt xem%' OR f.unit IN"
            " ('năm', 'tháng', 'ngày', 'giờ', 'phút', 'tuổi')"
        ).fetchall()
    assert facts == []
