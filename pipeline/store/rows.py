"""What an extraction becomes: tuples in the order of the columns, plain enough to cross processes quickly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from operator import attrgetter
from types import MappingProxyType
from typing import Any, TypeAlias

from pipeline.kinds import BY_NAME
from pipeline.model import (
    Article,
    Check,
    Citation,
    Event,
    EventRole,
    Extraction,
    Fact,
    Issue,
    Position,
    Sentence,
    Spans,
    Word,
    row_id,
)
from pipeline.text.fold import fold, plain

Value: TypeAlias = str | int | float | None
Row: TypeAlias = tuple[Value, ...]

CHILDREN: Mapping[str, type] = MappingProxyType(
    {
        "sentences": Sentence,
        "words": Word,
        "positions": Position,
        "events": Event,
        "event_roles": EventRole,
        "citations": Citation,
        "facts": Fact,
        "checks": Check,
    }
)
"""Tables whose rows come from one article; each is a field of Extraction of the same name."""

_LATER = frozenset({"review"})  # columns that are filled after extraction
DOCUMENT_COLUMNS = tuple(name for name in BY_NAME["documents"].column_names if name != "run_id")


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """All rows of one document, with its text as the search tables want it.

    `reviewed` is the digest of the reviews that were replayed on it, `replays` what became of each.
    """

    document_id: str
    document: Row
    children: Mapping[str, tuple[Row, ...]]
    removed: tuple[Row, ...]
    issues: tuple[Issue, ...]
    rules_used: tuple[str, ...]
    folded: str
    plain: str
    reviewed: str | None = None
    replays: tuple[Row, ...] = ()


def rows_of(extraction: Extraction) -> DocumentRows:
    """The rows of an article that speaks for its story; its own issues are among those of the extraction."""
    article = extraction.article
    children = {name: _converted(name, getattr(extraction, name)) for name in CHILDREN}
    return DocumentRows(
        document_id=article.id,
        document=_document(article, place_id=extraction.place_id, place_basis=extraction.place_basis),
        children={name: rows for name, rows in children.items() if rows},
        removed=_removed(article),
        issues=extraction.issues,
        rules_used=tuple(sorted(extraction.rules_used)),
        folded=(folded := fold(article.text)),
        plain=plain(folded),
    )


def copy_rows(article: Article, original: str) -> DocumentRows:
    """The rows of an article that repeats document `original`: itself, and nothing extracted."""
    return DocumentRows(
        document_id=article.id,
        document=_document(article, duplicate_of=original),
        children={},
        removed=_removed(article),
        issues=article.issues,
        rules_used=(),
        folded=(folded := fold(article.text)),
        plain=plain(folded),
    )


def issue_rows(issues: Iterable[Issue], run_id: int) -> list[Row]:
    """Rows of table issues. Ids depend on the content; equal issues of one source are numbered."""
    seen: dict[Issue, int] = {}
    rows: list[Row] = []
    for issue in issues:
        count = seen[issue] = seen.get(issue, 0) + 1
        content = (issue.document_id, issue.source, issue.stage, issue.code, issue.message, issue.start, issue.end)
        rows.append((row_id("issues", *content, count), run_id, *content))
    return rows


def spans_json(spans: Spans) -> str:
    """`{"name":[0,4]}`, slots in alphabetical order; their names are plain words.

    >>> spans_json({"value": (3, 5), "unit": (6, 9)})
    '{"unit":[6,9],"value":[3,5]}'
    """
    return "{" + ",".join(f'"{name}":[{start},{end}]' for name, (start, end) in sorted(spans.items())) + "}"


def _document(
    article: Article,
    *,
    duplicate_of: str | None = None,
    place_id: str | None = None,
    place_basis: str | None = None,
) -> Row:
    beyond = {"duplicate_of": duplicate_of, "place_id": place_id, "place_basis": place_basis}
    return tuple(beyond[name] if name in beyond else getattr(article, name) for name in DOCUMENT_COLUMNS)


def _removed(article: Article) -> tuple[Row, ...]:
    parts = Counter[int]()
    rows: list[Row] = []
    for line in article.removed:
        rows.append((article.id, line.position, parts[line.position], line.text, line.rule_id))
        parts[line.position] += 1
    return tuple(rows)


def _converted(table: str, rows: Iterable[Any]) -> tuple[Row, ...]:
    return tuple(map(_CONVERTERS[table], rows))


def _converter(table: str, kind: type) -> Callable[[Any], Row]:
    """A function from a row object to its tuple. A column that the class lacks is found here, at import."""
    names = BY_NAME[table].column_names
    known = {field.name for field in fields(kind)}
    if unknown := set(names) - known - _LATER:
        raise TypeError(f"{kind.__name__} has no field for {table}.{', '.join(sorted(unknown))}")
    values = attrgetter(*(name for name in names if name not in _LATER))
    nulls = (None,) * sum(name in _LATER for name in names)
    if "spans" not in names:
        return lambda row: (*values(row), *nulls)
    at = names.index("spans")

    def with_spans(row: Any) -> Row:
        found = values(row)
        return (*found[:at], spans_json(row.spans), *found[at + 1 :], *nulls)

    return with_spans


_CONVERTERS = {table: _converter(table, kind) for table, kind in CHILDREN.items()}
