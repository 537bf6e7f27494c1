from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from pipeline.model import Article, row_id
from pipeline.store.database import open_database
from pipeline.store.groups import Links
from pipeline.store.inbox import stage
from pipeline.store.runs import RunInfo, begin_run
from pipeline.store.staged import Reading, Sketch
from pipeline.store.stories import find_stories
from tests import builders

# A story here is a set of letters: texts are the same if they share two letters, and every letter is a band.
STORIES = st.dictionaries(
    st.sampled_from([f"{n}.txt" for n in range(8)]), st.text("abcdefg", min_size=1, max_size=4), min_size=1
)


def _same(one: Article | str, other: Article | str) -> bool:
    letters = [set(text.text if isinstance(text, Article) else text) for text in (one, other)]
    return len(letters[0] & letters[1]) >= 2


def _stage(db: Database, source: str, letters: str) -> None:
    letters = "".join(sorted(set(letters)))
    sketch = Sketch(tuple(ord(letter) for letter in letters), letters)
    stage(db, [Reading(source, letters, builders.make_article(source, letters), sketch)], stamp="s", run_id=1)


def _originals(db: Database) -> dict[str, str]:
    query = "SELECT i.source, o.source FROM _inputs i JOIN _inputs o ON o.document_id = i.original"
    return dict(db.conn.execute(query).fetchall())


def _expected(texts: dict[str, str], crowd: int) -> dict[str, str]:
    """The definition, word for word, over all pairs."""
    sketches = {"".join(sorted(set(text))) for text in texts.values()}
    crowded = {letter for letter in "abcdefg" if sum(letter in sketch for sketch in sketches) > crowd}
    links = Links()
    for one, other in combinations(sorted(sketches), 2):
        if _same(one, other) and set(one) & set(other) - crowded:
            links.join(one, other)
    stories: dict[str, list[str]] = {}
    for source, text in texts.items():
        stories.setdefault(links.root("".join(sorted(set(text)))), []).append(source)
    return {source: min(group) for group in stories.values() for source in group}


@settings(max_examples=60)
@given(first=STORIES, second=STORIES, crowd=st.sampled_from([1, 2, 50]))
def test_stories_depend_on_the_latest_texts_only(
    tmp_path_factory: pytest.TempPathFactory, first: dict[str, str], second: dict[str, str], crowd: int
) -> None:
    with open_database(tmp_path_factory.mktemp("stories") / "facts.db") as db:
        begin_run(db, RunInfo("1", "r", "local", 1))
        for texts in (first, second):
            for source, letters in texts.items():
                _stage(db, source, letters)
            list(find_stories(db, _same, crowd=crowd))
        assert _originals(db) == _expected(first | second, crowd)


def test_a_comparison_that_was_broken_off_goes_on(fresh_store: Database) -> None:
    begin_run(fresh_store, RunInfo("1", "r", "local", 1))
    texts = {"1.txt": "abc", "2.txt": "bcd", "3.txt": "xy", "4.txt": "cde"}
    for source, letters in texts.items():
        _stage(fresh_store, source, letters)
    calls = 0

    def breaking(one: Article, other: Article) -> bool:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt
        return _same(one, other)

    with pytest.raises(KeyboardInterrupt):
        list(find_stories(fresh_store, breaking))
    list(find_stories(fresh_store, _same))
    assert _originals(fresh_store) == {"1.txt": "1.txt", "2.txt": "1.txt", "3.txt": "3.txt", "4.txt": "1.txt"}


def test_many_near_copies_cost_no_more_than_their_crowd_allows(tmp_path: Path) -> None:
    calls = 0

    def counting(one: Article, other: Article) -> bool:
        nonlocal calls
        calls += 1
        return False

    with open_database(tmp_path / "facts.db") as db:
        begin_run(db, RunInfo("1", "r", "local", 1))
        for number in range(300):
            source = f"{number}.txt"
            sketch = Sketch((1, int(row_id(number), 16) >> 1), str(number))
            stage(db, [Reading(source, "d", builders.make_article(source, source), sketch)], stamp="s", run_id=1)
        list(find_stories(db, counting, crowd=100))
    assert calls == 0
