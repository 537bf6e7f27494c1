"""`hoinghi rules new`: a rule, a word or an example, written into the right file and tried at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click

from pipeline.cli.asking import completed
from pipeline.cli.rules import RULES_OPTION
from pipeline.errors import EXIT_FINDINGS, RuleError, UsageError

if TYPE_CHECKING:
    from pipeline.rulebook.schema import Rulebook

_Examples: TypeAlias = dict[str, list[tuple[str, Mapping[str, str], str]]]


@click.command()
@RULES_OPTION
@click.option("--kind", help="A new rule of this kind: count, indicator, refusal, citation …")
@click.option("--id", "rule_id", help="Its id: kind.name, never used before.")
@click.option("--file", "file", help="File below the rules folder; the file of the last rule of its kind if left out.")
@click.option("--pattern", "patterns", multiple=True, help="A phrase; may be repeated.")
@click.option("--line", "lines", multiple=True, help="Of boilerplate: a line as it stands; may be repeated.")
@click.option("--makes", help="Of a phrase: the slot type that it builds.")
@click.option("--set", "sets", multiple=True, metavar="NAME=VALUE", help="A constant of the row.")
@click.option("--units", multiple=True, help="Of an indicator: a unit it takes.")
@click.option("--note", default="", help="What it is for.")
@click.option("--lexicon", help="Instead: a new word of this lexicon.")
@click.option("--word", help="The word.")
@click.option("--like", help="Take its attributes from this word; without it from the last one.")
@click.option("--example", "example_of", metavar="RULE", help="Instead: an example for a rule that is there.")
@click.option("--from-reviews", type=click.Path(dir_okay=False, path_type=Path), metavar="FACTS.DB",
              help="Instead: an example from every review of this database.")  # fmt: skip
@click.option("--reviews", type=click.Path(dir_okay=False, path_type=Path), help="Its reviews, if not beside it.")
@click.option("--match", multiple=True, help="A sentence in which it must fire; may be repeated.")
@click.option("--no-match", multiple=True, help="A sentence in which it must not.")
@click.option("--todo", multiple=True, help="A sentence in which it should and does not yet.")
@click.option("--expect", multiple=True, metavar="NAME=VALUE", help="What the row of --match must say.")
@click.option("--why", default="", help="Why --no-match is none.")
def new(folder: Path | None, **given: object) -> None:
    """Write a rule, a word or an example into the right file, and try it.

    On a terminal what is missing is asked for, one thing after the other. What does not load is not kept.

    \b
    Examples:
      hoinghi rules new --lexicon unit_word --word "bè nuôi" --like "nhà" --match "Xã có 45 bè nuôi."
      hoinghi rules new --kind refusal --id refusal.seat --set refuses=count \\
          --pattern "ghế số {number:number}" --match "Ngồi ghế số 12" --no-match "Có 12 ghế."
      hoinghi rules new --example count.share --match "Đến nay 32/57 mô hình xong." --expect value=32
      hoinghi rules new --from-reviews facts.db
    """
    from pipeline.assets import asset
    from pipeline.rulebook.load import load_rulebook

    root = folder or asset("rules")
    book = load_rulebook(root)
    if given["from_reviews"]:
        _from_reviews(root, given["from_reviews"], given["reviews"])  # type: ignore[arg-type]
        return
    owner, file, text = _addition(root, book, completed(given))
    path = root / file
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    try:
        problems = _tried(root, owner)
    except RuleError:
        if before is None:
            path.unlink()
        else:
            path.write_text(before, encoding="utf-8")
        raise
    click.echo(f"{path}: {owner}")
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise click.exceptions.Exit(EXIT_FINDINGS)


def _from_reviews(root: Path, db: Path, reviews: Path | None) -> None:
    """Write an example beside the rule of every row that was judged; what does not match yet becomes a todo."""
    from pipeline.evaluate.draft_examples import with_drafts
    from pipeline.evaluate.review_examples import drafted
    from pipeline.extract.article import load_extractor
    from pipeline.store.database import read_database
    from pipeline.store.reviews import beside, read_reviews

    with read_database(db) as database:
        drafts = tuple(drafted(database.conn, read_reviews(reviews or beside(db))))
    added, failing, left = with_drafts(load_extractor(root), drafts)
    for path, text in added.items():
        path.write_text(text, encoding="utf-8")
        click.echo(str(path))
    for line in (*failing, *left):
        click.echo(line, err=True)
    if failing:
        raise click.exceptions.Exit(EXIT_FINDINGS)


def _addition(root: Path, book: Rulebook, given: Mapping[str, object]) -> tuple[str, str, str]:
    """(id of the rule or word, its file below the folder, the file's new text)."""
    from pipeline.rulebook import write

    examples = _examples(given)
    if given["example_of"]:
        rule = book.by_id.get(str(given["example_of"]))
        if rule is None:
            raise UsageError(f"there is no rule {given['example_of']!r}", remedy="`hoinghi rules list` names all")
        file = write.file_of(rule, book)
        text = (root / file).read_text(encoding="utf-8")
        for kind, found in examples.items():
            for example in found:
                text = write.with_example(text, rule.id, kind, example, file=file)
        return rule.id, file, text
    if given["lexicon"]:
        lexicon, word = str(given["lexicon"]), str(given["word"])
        like = write.entry_like(book, lexicon, str(given["like"]) if given["like"] else None)
        file = write.file_of(like, book)
        match = [text for text, _, _ in examples["match"]]
        text = (root / file).read_text(encoding="utf-8")
        return word, file, write.with_word(text, word, like.attributes, match, file=file)
    return _new_rule(root, book, given, examples)


def _new_rule(root: Path, book: Rulebook, given: Mapping[str, object], examples: _Examples) -> tuple[str, str, str]:
    from pipeline.rulebook import write

    kind, rule_id = str(given["kind"]), str(given["rule_id"])
    patterns, lines = list(given["patterns"]), list(given["lines"])  # type: ignore[call-overload]
    last = [rule for rule in book.rules if rule.kind == kind]
    usual = write.file_of(max(last, key=lambda rule: (rule.file, rule.line)), book) if last else f"{kind}.yaml"
    file = str(given["file"] or usual)
    fields: dict[str, object] = {
        "makes": given["makes"],
        "set": _pairs(given["sets"]),
        "pattern": patterns[0] if len(patterns) == 1 else None,
        "patterns": patterns if len(patterns) > 1 else None,
        "lines": lines,
        "units": list(given["units"]),  # type: ignore[call-overload]
        "note": given["note"],
    }
    path = root / file
    there = path.read_text(encoding="utf-8") if path.exists() else None
    return rule_id, file, write.with_rule(there, kind, write.rule_text(rule_id, fields, examples), file=file)


def _examples(given: Mapping[str, object]) -> _Examples:
    expect = _pairs(given["expect"])
    found: _Examples = {}
    for name, key in (("match", "match"), ("no_match", "no_match"), ("todo", "todo")):
        why = str(given["why"]) if key == "no_match" else ""
        sentences: tuple[str, ...] = given[name]  # type: ignore[assignment]
        found[key] = [(sentence, {} if key == "no_match" else expect, why) for sentence in sentences]
    return found


def _pairs(given: object) -> dict[str, str]:
    assert isinstance(given, tuple)
    pairs = {}
    for item in given:
        name, equals, value = item.partition("=")
        if not (name and equals):
            raise UsageError("no NAME=VALUE", where=item, remedy="as in --expect value=32")
        pairs[name] = value
    return pairs


def _tried(root: Path, owner: str) -> list[str]:
    """What is wrong with the examples of the rule or word; raises RuleError if the rules do not load any more."""
    from pipeline.evaluate.examples import run_examples
    from pipeline.extract.article import load_extractor

    outcomes = run_examples(load_extractor(root))
    return [str(outcome.error()) for outcome in outcomes if outcome.problem and outcome.owner == owner]
