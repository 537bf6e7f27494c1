"""People and positions on the annotated articles beside the repository, each article read as plain text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.evaluate.facts import Found
from pipeline.evaluate.gold import load_document
from pipeline.evaluate.locate import Located
from pipeline.evaluate.normal import PlaceTails
from pipeline.evaluate.people import score_people, score_positions
from tests.extract.official_samples import PLACES, read

SHARED = Path(__file__).parents[3] / "shared"
LEVELS = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn")


def documents() -> Iterator[tuple[Path, Path]]:
    for gold in sorted((SHARED / "gold").glob("*.yaml")):
        article = SHARED / "articles" / load_document(gold).document
        if article.is_file():
            yield gold, article


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason=f"needs {SHARED / 'gold'}")
def test_people_and_positions_of_the_shared_articles() -> None:
    tails = PlaceTails(list(PLACES.gazetteer.names()), list(LEVELS))
    hits = {"people": 0, "positions": 0}
    wrong = dict(hits)
    for path, article in documents():
        gold = load_document(path)
        reading = read(article.read_text(encoding="utf-8"))
        found = Found(
            id="a", source=gold.document, text=reading.view.original, published_on=None, positions=reading.rows
        )
        located = Located(found.text)
        for sheet in (score_people(gold, found, located), score_positions(gold, found, located, tails)):
            hits[sheet.kind] += sheet.tally.hits
            wrong[sheet.kind] += sheet.tally.missed + sheet.tally.false
    f1 = {kind: 2 * hits[kind] / (2 * hits[kind] + wrong[kind]) for kind in hits}
    assert f1["people"] >= 0.97
    assert f1["positions"] >= 0.93
