"""What the READMEs say is so: links, paths, commands, SQL, the short examples."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml
from sqlite_utils import Database

from pipeline.cli.main import cli
from pipeline.extract.article import Extractor
from tests import builders

ROOT = Path(__file__).parents[1]
PAGES = {
    name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "rules/README.md", "corpus/README.md")
}
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def _blocks(page: str, language: str) -> list[str]:
    return [body for kind, body in _BLOCK.findall(PAGES[page]) if kind == language]


def _ticked(page: str) -> list[str]:
    """What stands in single backticks, line breaks taken for spaces."""
    return [" ".join(found.split()) for found in re.findall(r"`([^`]+)`", _BLOCK.sub("", PAGES[page]))]


# ── links and paths ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_files(page: str) -> None:
    folder = (ROOT / page).parent
    assert [link for link in _LINK.findall(PAGES[page]) if not (folder / link).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_paths_in_backticks_exist(page: str) -> None:
    """Folders (`counts/`), files (`counts/units.yaml`) and globs (`articles/*.txt`), beside the page or at the top."""
    made = {"facts.db", "reviews.db", "my-rules"}
    paths = [t for t in _ticked(page) if re.fullmatch(r"[\w.*-]+/([\w*-]+\.[\w.]+)?|[\w-]+\.(jsonl|gz|yaml|py)", t)]
    assert paths
    places = ((ROOT / page).parent, ROOT)
    assert [p for p in paths if p not in made and not any(list(place.glob(p)) for place in places)] == []


def test_the_corpus_has_as_many_files_as_its_page_says() -> None:
    rows = re.findall(r"^\| `([\w/*.]+)` \| (\d+) ", PAGES["corpus/README.md"], re.MULTILINE)
    assert dict(rows).keys() >= {"articles/*.txt", "html/*.html"}
    for pattern, count in rows:
        if "*" in pattern:
            assert len(list((ROOT / "corpus").glob(pattern))) == int(count), pattern


def test_make_targets_exist() -> None:
    lines = [line for page in PAGES for line in (*_ticked(page), *"\n".join(_blocks(page, "sh")).splitlines())]
    wanted = {line.split()[1] for line in lines if line.startswith("make ")}
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert wanted and wanted <= targets


# ── commands ─────────────────────────────────────────────────────────────────────────────────────


def _in_blocks() -> Iterator[str]:
    for page in PAGES:
        for block in _blocks(page, "sh"):
            yield from (line for line in block.splitlines() if re.match(r"(\S*/)?hoinghi ", line))


def _in_text() -> Iterator[str]:
    for page in PAGES:
        yield from (text for text in _ticked(page) if text.startswith("hoinghi "))


def _command(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command of the words after `hoinghi`, and its arguments."""
    command: click.Command = cli
    while isinstance(command, click.Group) and words:
        found = command.get_command(click.Context(command), words[0])
        assert found is not None, words
        command, words = found, words[1:]
    return command, words


@pytest.mark.parametrize("line", sorted(set(_in_blocks())))
def test_a_command_in_a_block_can_be_called(line: str) -> None:
    words = [word for word in shlex.split(line, comments=True)[1:] if word != "&"]
    command, arguments = _command(words)
    assert not isinstance(command, click.Group)
    command.make_context(command.name, arguments)  # raises UsageError for what the command would refuse


@pytest.mark.parametrize("text", sorted(set(_in_text())))
def test_a_command_in_a_sentence_has_its_verb_and_options(text: str) -> None:
    command, arguments = _command(shlex.split(text)[1:])
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    assert {word for word in arguments if word.startswith("-")} <= known | {"--help"}


def test_both_kinds_of_commands_are_found() -> None:
    assert len(list(_in_blocks())) >= 8 and len(list(_in_text())) >= 8


@pytest.mark.parametrize("line", ["hoinghi dance", "hoinghi run x --fast", "hoinghi review undo two"])
def test_a_wrong_command_would_be_seen(line: str) -> None:
    with pytest.raises((AssertionError, click.UsageError)):
        test_a_command_in_a_block_can_be_called(line)


# ── SQL and rules ────────────────────────────────────────────────────────────────────────────────


def test_every_query_runs(fresh_store: Database) -> None:
    queries = [query for block in _blocks("README.md", "sql") for query in re.sub("--.*", "", block).split(";")]
    assert len(queries) > 4
    for query in queries:
        fresh_store.conn.execute(query).fetchall()


def test_tables_and_views_exist(fresh_store: Database) -> None:
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| .* \| (`\w+`(?:, `\w+`)*) \|$", PAGES["README.md"], re.MULTILINE)
    named = {name for row in rows for cell in row for name in re.findall(r"\w+", cell)}
    assert len(named) > 8
    assert named <= {*fresh_store.table_names(), *fresh_store.view_names()}


@pytest.mark.parametrize("page", ["README.md", "rules/README.md"])
def test_the_rule_that_is_shown_is_the_rule_and_its_examples_hold(page: str, extractor: Extractor) -> None:
    shown = yaml.safe_load(next(block for block in _blocks(page, "yaml") if "id: count.share" in block))
    (rule,) = shown["rules"] if isinstance(shown, dict) else shown
    (file,) = (one.file for one in extractor.book.rules if one.id == rule["id"])
    written = yaml.safe_load(Path(file).read_text(encoding="utf-8"))["rules"]
    assert [one["pattern"] for one in written if one["id"] == rule["id"]] == [rule["pattern"]]
    for text in rule["match"]:
        assert [fact.rule_id for fact in builders.read(text).facts] == [rule["id"]]
    for example in rule["no_match"]:
        assert builders.read(example["text"]).facts == ()


def test_rules_that_are_named_exist(extractor: Extractor) -> None:
    ids = {rule.id for rule in extractor.book.rules}
    kinds = {identity.split(".")[0] for identity in ids}
    named = {t for t in _ticked("rules/README.md") if t.split(".")[0] in kinds and re.fullmatch(r"[\w-]+\.[\w-]+", t)}
    assert named and named <= ids, named - ids


# ── the short example ────────────────────────────────────────────────────────────────────────────


def test_the_short_example_gives_the_rows_beside_it() -> None:
    page = PAGES["README.md"]
    found = builders.read("\n".join(re.findall(r"^> (.*)$", page, re.MULTILINE)).replace("**", ""))
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", page[: page.index("## Try it")], re.MULTILINE))

    (event,) = found.events
    assert rows["events"] == f"`{event.kind}`, held on {event.held_on} in the {event.session}"
    (post,), (role,) = found.positions, found.event_roles
    assert rows["positions"] == f"{post.name} · {post.title} · {post.organisation}, and in `event_roles`: `{role.role}`"
    assert role.name == post.name
    (cited,) = found.citations
    assert rows["citations"] == f"`{cited.number}` · {cited.type} · {cited.issued_on} · {cited.issuer}"
    (check,) = found.checks
    assert rows["checks"] == f"{check.explanation.removesuffix(' đơn')} {check.outcome}"

    assert rows["facts"] == (
        "61 đơn received in 2018; 12, 4 and 45 of them complaints, denunciations, proposals; 41 of 58 mô hình"
    )
    assert [(fact.indicator, fact.value, fact.denominator, fact.unit) for fact in found.facts] == [
        ("petition.received", 61, None, "đơn"),
        ("petition.complaint", 12, None, "đơn"),
        ("petition.denunciation", 4, None, "đơn"),
        ("petition.feedback", 45, None, "đơn"),
        ("model.total", 41, 58, "mô hình"),
    ]
    received, *parts, _ = found.facts
    assert (received.period_start, received.period_end) == ("2018-01-01", "2018-12-31")
    assert {part.parent_id for part in parts} == {received.id}
