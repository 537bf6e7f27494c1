"""For spaCy users: facts as span groups of Docs, a DocBin of a whole database, and a pipeline component.

The only importer of spaCy. Span groups are named by table (`facts`, `citations`, `positions`, `events`); a label is the
most telling value of its row (indicator, document type, title, kind of event), its `id` the row id. Offsets of rows are
those of the text, so tokens never decide anything; a row that ends inside a token is widened to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.extract.article import Extractor, load_extractor
from pipeline.model import Article, row_id
from pipeline.store.database import read_database

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

LABELS = {"facts": "indicator", "citations": "type", "positions": "title", "events": "kind"}


def docs(database: Path | str) -> Iterator[Doc]:
    """Every article of a database that is no copy, with its rows as span groups; rejected rows left out."""
    import spacy

    nlp = spacy.blank("xx")
    with read_database(database) as db:
        articles = db.execute("SELECT id, text FROM documents WHERE duplicate_of IS NULL ORDER BY id").fetchall()
        for document_id, text in articles:
            doc = nlp.make_doc(text)
            for table, column in LABELS.items():
                rows = db.execute(
                    f'SELECT id, start, "end", "{column}" FROM {table} WHERE document_id = ? '
                    "AND coalesce(review, '') <> 'rejected' ORDER BY start, \"end\", id",
                    [document_id],
                )
                _mark(doc, table, rows)
            doc.user_data["document_id"] = document_id
            yield doc


def write_docbin(database: Path | str, target: Path) -> int:
    """All articles as one `.spacy` file; the number of articles."""
    from spacy.tokens import DocBin

    found = DocBin(docs=docs(database), store_user_data=True)
    found.to_disk(target)
    return len(found)


def _mark(doc: Doc, table: str, rows: Iterable[tuple[str, int, int, str | None]]) -> None:
    spans = [
        doc.char_span(start, end, label=label or table, span_id=identity, alignment_mode="expand")
        for identity, start, end, label in rows
    ]
    doc.spans[table] = [span for span in spans if span is not None]


class HoinghiComponent:
    """A spaCy pipeline component: `nlp.add_pipe("hoinghi")` fills the span groups of every Doc."""

    def __init__(self, extractor: Extractor) -> None:
        self.extractor = extractor

    def __call__(self, doc: Doc) -> Doc:
        article = Article(row_id("spacy", doc.text), "spacy", doc.text, "")
        extraction = self.extractor.extract(article)
        for table, column in LABELS.items():
            rows = ((row.id, row.start, row.end, getattr(row, column)) for row in getattr(extraction, table))
            _mark(doc, table, rows)
        return doc


def register() -> None:
    """Make the factory "hoinghi" known to spaCy; its config has one key, `rules`, a folder or null."""
    from spacy.language import Language

    def create(nlp: Language, name: str, rules: str | None) -> Any:
        return HoinghiComponent(load_extractor(Path(rules) if rules else None))

    Language.factory("hoinghi", default_config={"rules": None}, func=create)
