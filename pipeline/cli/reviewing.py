"""What the commands of `hoinghi review` share: options, the databases, and how a review is shown."""

from __future__ import annotations

import dataclasses
import getpass
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from sqlite_utils import Database

    from pipeline.evaluate.review_examples import Drafted
    from pipeline.store.judging import Reviewer
    from pipeline.store.reviews import Review
    from pipeline.store.standing import Standing

_Command = TypeVar("_Command", bound=Callable[..., Any])

DB = click.option("--db", type=click.Path(path_type=Path), default=Path("facts.db"), show_default=True,
                   help="The fact database.")  # fmt: skip
REVIEWS = click.option("--reviews", type=click.Path(path_type=Path),
                        help="The database of reviews.  [default: reviews.db beside the fact database]")  # fmt: skip
_REVIEWER = click.option("--reviewer", help="Who says it.  [default: your user name]")
_NOTE = click.option("--note", help="Why, for others.")


def speaking(command: _Command) -> _Command:
    """The options of every command that stores a review."""
    for option in (_NOTE, _REVIEWER, REVIEWS, DB):
        command = option(command)
    return command


def store(db: Path, reviews: Path | None, said: Sequence[Review]) -> None:
    from pipeline.store.reviews import append

    path = reviews_path(db, reviews)
    for item in append(path, said):
        click.echo(f"review {item.id}: {_says(item)}")
    option = "" if reviews is None else f" --reviews {path}"
    click.echo(f"kept in {path}; hoinghi run --db {db}{option} applies it", err=True)


@contextmanager
def facts(db: Path) -> Iterator[Database]:
    """The fact database, read only."""
    from pipeline.store.database import read_database

    with read_database(db) as database:
        yield database


def where_they_stand(db: Path, found: Sequence[Review]) -> Mapping[int, Standing]:
    """Review id → what became of it in the last run; the fact database may be missing."""
    from pipeline.store.standing import standings

    if not db.exists():
        return standings(None, found)
    with facts(db) as database:
        return standings(database.conn, found)


def reviews_path(db: Path, reviews: Path | None) -> Path:
    from pipeline.store.reviews import beside

    return reviews or beside(db)


def speaker(name: str | None) -> Reviewer:
    from pipeline.store.judging import Reviewer

    try:
        who = (name if name is not None else getpass.getuser()).strip()
    except (KeyError, OSError):
        who = ""
    if not who:
        raise UsageError("nobody is named as reviewer", remedy="give --reviewer NAME")
    return Reviewer(who, datetime.now(UTC).isoformat(timespec="seconds"))


def _says(item: Review) -> str:
    from pipeline.store.reviewable import in_words

    seen = f"{item.table_name} «{item.seen.evidence}»"
    if item.undoes is not None:
        return f"takes review {item.undoes} back ({item.verdict} {seen})"
    if item.field:
        return f"correct {seen}: {item.field} {item.old_value} → {item.new_value}"
    return f"{item.verdict} {seen} ({in_words(item.seen.values)})"


def print_json(chosen: Sequence[Review], states: Mapping[int, str]) -> None:
    for item in chosen:
        row = {**dataclasses.asdict(item), "state": states[item.id]}
        row["seen"]["values"] = dict(item.seen.values)
        click.echo(json.dumps({"id": row.pop("id"), **row}, ensure_ascii=False))


def print_examples(found: Iterable[Drafted]) -> None:
    """YAML: rule id (the table, where no rule made the row) → its examples as a rule file has them."""
    import yaml

    rules: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for example in found:
        kinds = rules.setdefault(example.rule_id or f"new rule for {example.table}", {})
        kinds.setdefault(example.kind, []).append(example.as_yaml())
    if rules:
        click.echo(yaml.safe_dump(rules, allow_unicode=True, sort_keys=False, width=200), nl=False)


def print_table(chosen: Sequence[Review], states: Mapping[int, str]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("id", "when", "who", "state", "what", "note", box=None, header_style="bold", pad_edge=False)
    for item in chosen:
        cells = (str(item.id), item.reviewed_at[:16], item.reviewer, states[item.id], _says(item), item.note or "")
        table.add_row(*map(Text, cells))
    Console(width=None if sys.stdout.isatty() else 200, highlight=False).print(table if chosen else "No reviews.")
