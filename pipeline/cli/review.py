"""`hoinghi review`: what people say about rows. It is kept in reviews.db and replayed by every run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.reviewing import (
    DB,
    REVIEWS,
    facts,
    print_examples,
    print_json,
    print_table,
    reviews_path,
    speaker,
    speaking,
    store,
    where_they_stand,
)
from pipeline.errors import UsageError
from pipeline.store.reviewable import REVIEWED

if TYPE_CHECKING:
    from pipeline.store.reviews import Verdict


@click.group()
def review() -> None:
    """Say which rows of a fact database are right, wrong, or missing.

    Every word is kept in reviews.db and never changed; the next `hoinghi run --db FILE` (no INPUT needed) applies it,
    and so does every run after it, also under other rules. Rows are named by their id or its first digits.

    \b
    Examples:
      hoinghi review accept 3fa9c1 77b0e2
      hoinghi review correct 3fa9c1 value 34
      hoinghi review list --stale
    """


@review.command()
@click.argument("rows", nargs=-1, required=True, metavar="ROW_ID…")
@speaking
def accept(rows: tuple[str, ...], **options: Any) -> None:
    """Say that rows are right, as corrected so far."""
    _judge(rows, "accept", **options)


@review.command()
@click.argument("rows", nargs=-1, required=True, metavar="ROW_ID…")
@speaking
def reject(rows: tuple[str, ...], **options: Any) -> None:
    """Say that rows are wrong. They stay in their tables, and leave the views, the scores and what is resolved."""
    _judge(rows, "reject", **options)


@review.command()
@click.argument("row", metavar="ROW_ID")
@click.argument("field")
@click.argument("value")
@speaking
def correct(
    row: str, field: str, value: str, db: Path, reviews: Path | None, reviewer: str | None, note: str | None
) -> None:
    """Say what FIELD of a row should be; "" for nothing.

    \b
    Examples:
      hoinghi review correct 3fa9c1 unit đơn
      hoinghi review correct 3fa9c1 period_start 2024-01-01 --note "từ đầu năm"
    """
    from pipeline.store.judging import correct as corrected

    with facts(db) as database:
        said = corrected(database.conn, row, field, value, speaker(reviewer), note=note)
    store(db, reviews, [said])


@review.command()
@click.argument("document", metavar="DOCUMENT")
@click.option("--table", type=click.Choice(REVIEWED), required=True, help="Where the row belongs.")
@click.option("--span", metavar="S:E", help="First code point of the evidence in documents.text, and the one after it.")
@click.option("--evidence", help="The evidence itself, if it stands only once in the article.")
@click.option(
    "--set", "values", multiple=True, metavar="FIELD=VALUE", help="A field of the new row; as often as needed."
)
@speaking
def add(
    document: str,
    table: str,
    span: str | None,
    evidence: str | None,
    values: tuple[str, ...],
    db: Path,
    reviews: Path | None,
    reviewer: str | None,
    note: str | None,
) -> None:
    """Add a row that the rules missed. DOCUMENT is the article's id or its first digits, or its file name.

    \b
    Examples:
      hoinghi review add 9d01 --table facts --evidence "tiếp nhận 34 đơn" --set value=34 --set unit=đơn
      hoinghi review add 012.txt --table positions --span 120:158 --set name="Lò Thị Dung" --set title="Phó Chủ tịch"
    """
    from pipeline.store.inbox import find_document
    from pipeline.store.judging import Missed
    from pipeline.store.judging import add as added

    if (span is None) == (evidence is None):
        raise UsageError("nothing says where the new row stands", remedy="give either --span S:E or --evidence TEXT")
    where = evidence if evidence is not None else _span(str(span))
    missed = Missed(table, where, dict(map(_assignment, values)))
    with facts(db) as database:
        document_id = find_document(database, document, where=str(db))
        said = added(database.conn, document_id, missed, speaker(reviewer), note=note)
    store(db, reviews, [said])


@review.command()
@click.argument("number", type=int, metavar="REVIEW_ID")
@speaking
def undo(number: int, db: Path, reviews: Path | None, reviewer: str | None, note: str | None) -> None:
    """Take a review back. What the rules made of the row comes back with the next run."""
    from pipeline.store.judging import undo as undone
    from pipeline.store.reviews import read_reviews

    said = undone(read_reviews(reviews_path(db, reviews)), number, speaker(reviewer), note=note)
    store(db, reviews, [said])


@review.command(name="list")
@DB
@REVIEWS
@click.option("--stale", is_flag=True, help="Only those that fit no row any more as it was.")
@click.option("--disagreeing", is_flag=True, help="Only those of rows on which reviewers contradict each other.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, with everything that is kept.")
def list_(db: Path, reviews: Path | None, stale: bool, disagreeing: bool, as_json: bool) -> None:
    """List the reviews, and what became of each in the last run.

    \b
    applied      the row bears the verdict
    pending      the next run will apply it
    stale        the rules now say something else there: judge the row again, or undo the review
    lost         neither the rules nor the text have it any more
    gone         it was rejected, and the rules do not make it any more
    superseded   the row was judged again after it had changed
    """
    from pipeline.store.reviews import read_reviews
    from pipeline.store.standing import NEEDS_A_PERSON
    from pipeline.store.verdicts import disagreements

    found = read_reviews(reviews_path(db, reviews))
    states = where_they_stand(db, found)
    chosen = found
    if stale:
        chosen = tuple(item for item in chosen if states[item.id] in NEEDS_A_PERSON)
    if disagreeing:
        disputed = {item.id for judgement in disagreements(found) for item in judgement.reviews}
        chosen = tuple(item for item in chosen if item.id in disputed)
    if as_json:
        print_json(chosen, states)
    else:
        print_table(chosen, states)


@review.command()
@DB
@REVIEWS
@click.option("--gold", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
              help="Write gold files of the kept rows instead, one per article.")  # fmt: skip
@click.option("--examples", is_flag=True, help="Write what was said as examples for rule files instead, as YAML.")
def export(db: Path, reviews: Path | None, gold: Path | None, examples: bool) -> None:
    """Write the reviews in force as JSON lines to stdout; or what they made of the articles as gold files, or as
    examples to be put beside the rules.

    A gold file has the rows that reviewers accepted, corrected or added, as of the last run; it measures an article
    fairly only if all of it was judged.
    """
    from pipeline.evaluate.gold_export import write_gold
    from pipeline.evaluate.review_examples import drafted
    from pipeline.store.reviews import read_reviews
    from pipeline.store.verdicts import in_force

    if gold is not None and examples:
        raise UsageError("--gold and --examples together", remedy="call the command once for each")
    if gold is not None:
        with facts(db) as database:
            click.echo(f"{write_gold(database.conn, gold)} gold files written to {gold}", err=True)
        return
    found = read_reviews(reviews_path(db, reviews))
    if examples:
        with facts(db) as database:
            print_examples(drafted(database.conn, found))
        return
    print_json(in_force(found), where_they_stand(db, found))


def _judge(
    rows: Sequence[str], verdict: Verdict, *, db: Path, reviews: Path | None, reviewer: str | None, note: str | None
) -> None:
    from pipeline.store.judging import judge

    by = speaker(reviewer)
    with facts(db) as database:
        said = [judge(database.conn, row, verdict, by, note=note) for row in rows]
    store(db, reviews, said)


def _span(written: str) -> tuple[int, int]:
    first, _, last = written.partition(":")
    try:
        return int(first), int(last)
    except ValueError as error:
        raise UsageError(f"{written!r} is no span", remedy="write --span START:END, for instance 120:137") from error


def _assignment(written: str) -> tuple[str, str]:
    name, sign, value = written.partition("=")
    if not sign:
        raise UsageError(f"{written!r} sets nothing", remedy="write --set FIELD=VALUE")
    return name.strip(), value
