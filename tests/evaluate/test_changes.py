"""What counts as gained, lost and changed between two readings of a text."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluate.changes import Found, differences, found_rows
from pipeline.store.rows import rows_of
from tests.builders import read

TEXT = "Xã tiếp nhận 34 đơn, trong đó khiếu nại 5 đơn."


def fact(start: int, end: int, rule: str = "count.a", **values: object) -> Found:
    return Found("facts", start, end, rule, values)


def kinds(old: list[Found], new: list[Found]) -> list[tuple[str, str, tuple[str, ...]]]:
    found = differences("a.txt", TEXT, old, new)
    return sorted((one.kind, one.evidence, tuple(one.fields)) for one in found)


def test_equal_rows_are_no_difference() -> None:
    assert kinds([fact(13, 19, value=34)], [fact(13, 19, value=34)]) == []


def test_rows_are_paired_by_place_then_by_overlap() -> None:
    old = [fact(13, 19, value=34), fact(40, 45, value=5)]
    assert kinds(old, [fact(13, 19, value=43)]) == [("changed", "34 đơn", ("value",)), ("lost", "5 đơn", ())]
    assert kinds(old[:1], [fact(3, 19, value=34)]) == [("changed", "tiếp nhận 34 đơn", ("evidence",))]
    assert kinds([], old) == [("gained", "34 đơn", ()), ("gained", "5 đơn", ())]


def test_another_rule_for_the_same_row_is_a_change() -> None:
    assert kinds([fact(13, 19, value=34)], [fact(13, 19, "count.b", value=34)]) == [("changed", "34 đơn", ("rule_id",))]


def test_rows_in_two_tables_are_never_paired() -> None:
    other = Found("citations", 13, 19, "citation.a", {})
    assert [kind for kind, _, _ in kinds([fact(13, 19)], [other])] == ["gained", "lost"]


def test_the_context_stands_around_the_evidence() -> None:
    (one,) = differences("a.txt", TEXT, [], [fact(13, 19, value=34)])
    assert one.before + one.evidence + one.after in TEXT
    assert one.before == "Xã tiếp nhận "


def test_links_are_shown_as_places_not_as_ids() -> None:
    rows = found_rows(rows_of(read(TEXT)).children)
    parts = [row.values["parent_id"] for row in rows if "parent_id" in row.values]
    assert parts == ["13-19"]
    assert not any("id" in row.values or "document_id" in row.values for row in rows)


SPANS = st.tuples(st.integers(0, 20), st.integers(1, 9), st.integers(0, 3)).map(
    lambda drawn: fact(drawn[0], drawn[0] + drawn[1], value=drawn[2])
)


@given(st.lists(SPANS, max_size=6), st.lists(SPANS, max_size=6))
def test_differences_account_for_every_row(old: list[Found], new: list[Found]) -> None:
    found = list(differences("a", TEXT, old, new))
    gained = sum(one.kind == "gained" for one in found)
    lost = sum(one.kind == "lost" for one in found)
    assert len(new) - len(old) == gained - lost
    assert list(differences("a", TEXT, new, new)) == []
